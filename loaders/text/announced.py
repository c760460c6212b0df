"""Meetings, visits and signings to come: whose they are, where a page of those who met tells them beside it."""

from __future__ import annotations

from collections.abc import Sequence

from .cues import Cue
from .drafts import Draft
from .lexicon import word_set
from .looking_back import PRONOUNS
from .people import Figure
from .posts import Near
from .same_meeting import announced_before, with_place
from .triggers import triggers


def announce(cue: Cue, figures: list[Figure], drafts: list[Draft], main: Figure | None) -> None:
    """Add what a cue announces to the drafts: to the one it only goes on about, or as one of its own.

    ``figures`` are the persons of the cue, ``main`` is the person that the text is about.
    """
    states = list(cue.states)
    goes = _goes_to(cue) if cue.kind == "visit" and cue.verb else None
    if goes is not None:
        cue.place = cue.host = goes.code
        cue.city = goes if goes.kind == "city" else None
    sides = with_place(states, cue) if goes is None else list(dict.fromkeys([*states, goes.code]))
    bare = next((one for one in reversed(drafts) if not cue.parties and announced_before(one, cue, sides)), None)
    if bare is not None and not again(cue):
        bare.cues.append(cue)
        return
    if len(sides) >= 2 or (cue.kind == "visit" and (states or goes or (sides and _of_organisation(cue)))):
        if len(sides) == 1 and main is not None and main.state not in (None, *sides):
            sides.append(str(main.state))  # "from Moscow the delegation travels on to Vietnam"
        announced = next((one for one in drafts if announced_before(one, cue, sides)), None)
        if announced is not None:  # "Встреча намечена на 28 октября": when, of the one told before
            announced.cues.append(cue)
            announced.figures += [one for one in figures if one not in announced.figures]
            return
        if cue.kind == "meeting" and cue.place is None:
            cue.place = _where_the_visit_is(drafts, sides)
        of = [one.organisation for one in cue.parties if one.organisation is not None]
        drafts.append(Draft([cue], figures=figures, states=sides, organisations=of, planned=True))
        return
    met = next((one for one in reversed(drafts) if not one.planned and len(set(one.states)) == 2), None)
    if met is None:
        return
    if cue.kind == "signing":  # "an agreement will be signed tomorrow": by those who met
        dated = cue.date is not None or cue.place is not None
        theirs = set(states) <= set(met.states) and (cue.verb or dated or _to_be_signed(cue))
    elif not states and _in_visit(cue, met):
        theirs = True
        cue.place = cue.place or next((one.place for one in met.cues if one.place is not None), None)
    elif _in_the_other_state(cue, met):
        theirs = True
    else:
        theirs = _with_another(cue, figures, met) if states else again(cue) or _of_both(cue) or _dated_visit(cue, met)
    if theirs:
        drafts.append(Draft([cue], figures=figures, states=list(met.states), planned=True))


def _in_visit(cue: Cue, met: Draft) -> bool:
    """Whether talks are yet to come of a visit that has only begun: "В Турцию прилетел Н. Ему предстоят переговоры"."""
    return cue.kind == "meeting" and met.kinds == {"visit"} and not met.background


def _where_the_visit_is(drafts: Sequence[Draft], sides: Sequence[str]) -> str | None:
    """The place of a visit that has begun, in which a meeting is yet to come."""
    for one in reversed(drafts):
        if one.kinds == {"visit"} and not one.planned and not one.background and set(one.states) == set(sides):
            return next((cue.place or cue.host for cue in one.cues if cue.place or cue.host), None)
    return None


def _in_the_other_state(cue: Cue, met: Draft) -> bool:
    """Whether colleagues are to be received in the other of the two states: after talks in Budapest, "in December the
    Office expects to welcome Hungarian colleagues in Moscow"."""
    there = {one.place for one in met.cues if one.place is not None}
    return cue.kind == "meeting" and cue.verb and cue.date is not None and cue.place in set(met.states) - there


def again(cue: Cue) -> bool:
    """Whether the next of several meetings is told with its day or place: "the next meeting will be held in Astana"."""
    tokens = cue.sentence.tokens
    following = any(token.lemma in ("next", "следующий", "очередной") for token in tokens[max(0, cue.at - 3) : cue.at])
    return cue.planned and following and (cue.date is not None or cue.place is not None)


def _of_organisation(cue: Cue) -> bool:
    """Whether who comes is an official of an organisation: "the European Chief Prosecutor will visit Chisinau"."""
    return any(one.organisation is not None and one.figure is not None for one in cue.parties)


def _goes_to(cue: Cue) -> Near | None:
    """Where somebody goes next, a delegation or who is only a pronoun too: "will also travel to Georgia"."""
    tokens = cue.sentence.tokens
    who = PRONOUNS | word_set("ahead", "both")
    for kind, part, first, last in triggers().told(tokens):
        if kind == "visit" and part == "verb" and (cue.states or any(token.lemma in who for token in tokens[:first])):
            return next((one for one in cue.sentence.near if one.first == last and one.kind in ("state", "city")), None)
    return None


def _to_be_signed(cue: Cue) -> bool:
    """Whether a signing itself is planned: "планируется подписание соглашения"."""
    tokens = cue.sentence.tokens
    marks = triggers().marked("planned", tokens)
    return any(token.lemma in ("подписание", "signing") for _, last in marks for token in tokens[last : last + 2])


def _of_both(cue: Cue) -> bool:
    """Whether those who met mean to meet again, or a visit is to answer theirs: "agreed to meet in Moscow"."""
    tokens = cue.sentence.tokens
    if cue.kind == "visit":
        before = tokens[max(0, cue.at - 3) : cue.at + 1]
        return any(token.lemma in word_set("ahead", "again") for token in before)
    told = cue.date is not None or cue.place is not None
    return told and cue.verb and any(token.lemma in word_set("ahead", "both") for token in tokens[: cue.at])


def _dated_visit(cue: Cue, met: Draft) -> bool:
    """Whether a visit to one of the states that met is set for a day: "Визит запланирован на май"."""
    return cue.kind == "visit" and cue.date is not None and cue.place in met.states


def _with_another(cue: Cue, figures: Sequence[Figure], met: Draft) -> bool:
    """Whether those who met are yet to see somebody else of one of their states: "The delegation is due to meet the
    Minister of Justice", "В ходе визита запланирована встреча с Министром юстиции"."""
    if cue.kind != "meeting" or not set(cue.states) <= set(met.states):
        return False
    after = [one for one in cue.parties if one.first > cue.at and (one.post is not None or one.figure is not None)]
    return bool(after) and not any(one in met.figures for one in figures)
