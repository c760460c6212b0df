"""Whether a sentence goes on about an encounter that was told before, and what it adds to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .cues import Cue
from .drafts import Draft, abs_days, head_of_state, overlap
from .parties import holder_of
from .people import Figure
from .posts import Post
from .scene import Scene
from .triggers import triggers


def with_place(states: Sequence[str], cue: Cue) -> list[str]:
    """States of a cue with those of its host and place."""
    out = list(states)
    for code in (cue.host, cue.place):
        if code is not None and code not in out:
            out.append(code)
    return out


def same_meeting(draft: Draft, cue: Cue, figures: Sequence[Figure], anchor: str | None) -> bool:
    """Whether a sentence tells of the meeting, visit or signing of a draft: by its day, people, states and place.

    ``figures`` are the persons of the sentence, ``anchor`` the day of the page (ISO).
    """
    day = cue.date.value if cue.date is not None else None
    same_day = any(day and overlap(one, day) for one in draft.dates)
    if cue.background != draft.background and (cue.background or len(cue.states) >= 2) and not same_day:
        return False
    if day:
        again = len(figures) >= 2 and all(one in draft.figures for one in figures)
        if len(day) == 4 and not draft.dates and anchor is None and not draft.background and not again:
            return False  # a bare year is told because it is another one
        told_again = again and all(one.sentence.title for one in draft.cues)  # a headline has no day of its own
        mine = draft.dates or ([anchor] if anchor is not None and not draft.background and not told_again else [])
        if mine and not any(overlap(one, day) or abs_days(one, day) <= 4 for one in mine):
            return False
    if not cue.states and not figures:
        return True
    there = {one.place for one in draft.cues if one.place is not None}
    if cue.kind == "meeting" and cue.verb and draft.kinds == {"visit"} and there and cue.place not in (None, *there):
        return False  # a meeting in another state is no part of the visit
    if cue.kind == "visit" and day and cue.place is not None and there and cue.place not in there:
        return False  # "was signed during his visit to Iran in February 2021" is no part of the talks in Dushanbe
    if cue.kind == "visit" and day and cue.verb | cue.held and not cue.city and draft.dates and not same_day:
        return False  # the visit began on another day than the meeting in it
    heads = [one for one in figures if head_of_state(one)]
    strangers = heads and len(heads) == len(figures) and not any(one in draft.figures for one in heads)
    officials = draft.figures and not any(head_of_state(one) for one in draft.figures)
    if strangers and officials and (cue.kind == "visit" or len(heads) >= 2):
        return False  # the presidents' own visit, told as the occasion
    also = bool(triggers().marked("attended", cue.sentence.tokens)) and not cue.verb
    both = len({one.state for one in figures} - {None}) >= 2 and len(draft.figures) >= 2
    if both and not also and not any(one in draft.figures for one in figures):
        return False
    if _another_told(draft, cue) or (_of_three(cue) and not any(_of_three(one) for one in draft.cues)):
        return False
    if figures and draft.figures:
        common = [one for one in figures if one in draft.figures]
        others = [one for one in figures if one not in draft.figures]
        met = draft.kinds & {"meeting", "signing"}
        whole = all(one in figures for one in draft.figures)  # the same meeting, told with more of those who were there
        if others and common and cue.kind == "meeting" and met and len(draft.figures) >= 2 and not whole:
            known = {figure.state for figure in draft.figures}
            told = cue.verb or _with_whom(cue, others)
            if told and any(one.state in known and one.state is not None for one in others):
                # another person of a state that is there already: another meeting, unless it is of the same delegation
                return len({figure.state for figure in figures} - {None}) < 2
            if any(one.state not in known and one.state is not None for one in others):
                return False
        if common:
            return True
    mine_states = set(draft.states)
    theirs = set(cue.states)
    organisations = {party.organisation for party in cue.parties if party.organisation}
    if organisations and not organisations & set(draft.organisations):
        return False
    return not theirs or theirs <= mine_states or mine_states <= theirs


def _with_whom(cue: Cue, figures: Sequence[Figure]) -> bool:
    """Whether a noun of meeting says with whom it was: "At the meeting of the Prosecutor General with N. …"."""
    tokens = cue.sentence.tokens
    return any(
        party.figure in figures
        and 0 < party.first - cue.at <= 12
        and any(token.lemma in ("with", "с") for token in tokens[cue.at + 1 : party.first])
        for party in cue.parties
    )


def _another_told(draft: Draft, cue: Cue) -> bool:
    """Whether "also" tells another meeting, with an office that is not in the one before: "He also held a meeting with
    the Minister of Justice of Türkiye"."""
    met = [party.figure for party in cue.parties if party.figure is not None]
    if cue.kind != "meeting" or not (cue.verb or _with_whom(cue, met)):
        return False
    if "meeting" not in draft.kinds or len(draft.figures) < 2:
        return False
    if not _anew(cue):
        return False
    return any(
        one.post is not None
        and not one.post.plural
        and one.figure not in draft.figures
        and all(not _same_office(one.post, other.post) for other in draft.figures if other.post is not None)
        and all(not _same_office(one.post, other) for other in draft.unnamed)
        for one in cue.parties
    )


def _of_three(cue: Cue) -> bool:
    """Whether a meeting is told to be one of three sides."""
    return any(
        token.lemma in ("trilateral", "tripartite", "трехсторонний", "трёхсторонний") for token in cue.sentence.tokens
    )


def _anew(cue: Cue) -> bool:
    """Whether a sentence tells something more: "also" before the verb, "too" at its end, "the next day"."""
    tokens = cue.sentence.tokens
    also = any(token.lemma in ("also", "также", "затем", "later", "likewise") for token in tokens[: cue.at + 1])
    ends = [token.lemma for token in tokens[-4:]]
    return also or "too" in ends or "well" in ends or bool(triggers().marked("next_day", tokens[: cue.at + 1]))


def told_before(draft: Draft, one: Draft) -> bool:
    """Whether a meeting of several in one sentence was told already, with the same person or without naming him."""
    if set(draft.states) != set(one.states) or one.figures[0] not in draft.figures:
        return False
    others = one.figures[1:]
    return not others or len(draft.figures) == 1 or any(figure in draft.figures for figure in others)


def announced_before(draft: Draft, cue: Cue, sides: Sequence[str]) -> bool:
    """Whether a sentence only goes on about a meeting to come of the same sides: it gives the day, or repeats it."""
    whole = set(draft.states) == set(sides) if cue.parties else set(sides) <= set(draft.states)
    if not draft.planned or draft.session or not whole or cue.kind not in draft.kinds:
        return False
    mine = cue.date.value if cue.date is not None else None
    theirs = draft.date
    return mine is None or theirs is None or overlap(mine, theirs)


def of_the_planned(cue: Cue, drafts: Sequence[Draft]) -> bool:
    """Whether a sentence only goes on about the encounter to come told last: "целью визита названо …"."""
    if not drafts or not drafts[-1].planned or any(not one.planned for one in drafts):
        return False
    noun = not cue.verb and cue.kind in ("visit", "meeting") and cue.date is None
    noun = noun and drafts[-1].cues[0].kind in ("visit", "meeting")
    noun = noun and not (cue.held and sum(one.figure is not None and one.first > 0 for one in cue.parties) >= 2)
    return noun and set(cue.states) <= set(drafts[-1].states)


def extend(draft: Draft, cue: Cue, figures: Sequence[Figure], scene: Scene) -> None:
    """Add the persons, offices, states and organisations of a cue to a draft."""
    for figure in figures:
        if figure not in draft.figures and (figure.post or figure.official or figure.state):
            draft.figures.append(figure)
    for party in cue.parties:
        if party.figure is None and party.post is not None:
            known = holder_of(party.post, scene)
            post = party.post
            if post.plural and party.state is not None and party.state != post.state:
                # "the Prosecutors General of Russia and Cambodia": each of them is of one state
                post = dataclasses.replace(post, plural=False, state=party.state, states=[party.state])
            if known is None and all(not _same_office(post, one) for one in draft.unnamed):
                draft.unnamed.append(post)
        if party.organisation is not None and party.organisation not in draft.organisations:
            draft.organisations.append(party.organisation)
    # who came to a sitting visits its place, not the state of it
    of_organisation = draft.organisations and not cue.states[1:]  # in Vienna, to meet the head of a UN office
    sitting = any(one.gathering or one.ordinal is not None for one in cue.sentence.bodies)
    stay = cue.kind == "visit" and not of_organisation and not sitting
    for state in with_place(cue.states, cue) if stay else cue.states:
        if state not in draft.states:
            draft.states.append(state)
    if cue.host is not None and cue.host not in draft.states and (stay or cue.kind != "visit"):
        draft.states.append(cue.host)


def _same_office(a: Post, b: Post) -> bool:
    return a.post_id == b.post_id and (a.state == b.state or None in (a.state, b.state))
