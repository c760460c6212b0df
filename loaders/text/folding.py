"""Cues become drafts of encounters: what several sentences tell of one happening is put together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .announced import again
from .attendance import attend
from .awaited import await_, only_its_states
from .cues import CIRCLE, Cue
from .dates import DateFound
from .drafts import Draft, abs_days, earlier, overlap
from .fallback import told_without_verb
from .in_a_row import people_of
from .lexicon import word_set
from .same_meeting import extend
from .scene import Scene, Sentence
from .senses import circle_that_acted
from .signings import sign
from .sittings import PREPARED, was_held
from .telling import cues_of
from .triggers import triggers
from .two_sided import TWO_SIDED, two_sided


def drafts_of(scene: Scene) -> list[Draft]:
    """The encounters of a document, in the order in which it tells them."""
    cues = cues_of(scene)
    sessions = _sessions([cue for cue in cues if cue.kind == "session"])
    two = two_sided([cue for cue in cues if cue.kind in TWO_SIDED], scene, sessions)
    wide = [
        cue
        for cue in cues
        if cue.kind == "conference" or (cue.kind == "meeting" and len(set(cue.states)) <= 1 and not two)
    ]
    conferences = _conferences(wide, scene, sessions, two)
    drafts = sorted([*sessions, *two, *conferences], key=lambda one: (one.cues[0].sentence.index, one.cues[0].at))
    drafts += told_without_verb(scene, [one for one in drafts if _told_enough(one) or one.circle], cues)
    _same_days(drafts)
    _settle_background(drafts, scene)
    sign(drafts, scene)
    attend(drafts, scene)
    await_(drafts, scene)
    drafts = [one for one in drafts if _told_enough(one) and not _only_mentioned(one, drafts)]
    for one in drafts:
        _joins_what_goes_on(one, drafts)
    announced = next((one for one in drafts if one.planned), None)
    return [
        one
        for one in drafts
        if one.cues and not _held_since(one, drafts) and not (announced is not None and only_its_states(one, announced))
    ]


#: What somebody does who is there already: "пробудет в Литве с 9 по 12 августа".
_STAYS = frozenset("пробыть stay остаться".split())


def _joins_what_goes_on(draft: Draft, drafts: Sequence[Draft]) -> None:
    """Give the visit that is going on what tells how long it will, and what the sides will discuss during it: the
    draft of it loses its cues."""
    if not draft.planned or not draft.cues or draft.kinds != {"visit"}:
        return
    cue = draft.cues[0]
    before = {token.lemma for token in cue.sentence.tokens[max(0, cue.at - 3) : cue.at]}
    if not cue.sentence.has(*_STAYS) and not before & {"время", "ход", "during"}:
        return
    for one in drafts:
        same = not one.planned and "visit" in one.kinds and all(figure in one.figures for figure in draft.figures)
        if same and draft.figures:
            one.cues += draft.cues
            draft.cues = []
            return


def _held_since(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a page tells that a meeting was held, which a line of it (a caption) still calls to come: "arrives at the
    Palace where he is to meet the President"."""
    if not draft.planned or draft.gathered or len(draft.figures) < 2:
        return False
    cue = draft.cues[0]
    if cue.city is None or len(draft.cues) > 1 or cue.sentence.has("next", "again", "следующий", "снова", "вновь"):
        return False
    return any(
        not one.planned
        and not one.background
        and all(figure in one.figures for figure in draft.figures)
        and any(other.city is not None and other.city.name == cue.city.name for other in one.cues)
        and one.date in (None, draft.date)
        for one in drafts
    )


def _only_mentioned(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the next sitting of a body that sat is only mentioned: "which is to report at the next CACJ meeting"."""
    if not (draft.planned and draft.session) or draft.date is not None:
        return False
    name, number = _numbered(draft)
    if number is not None or any(cue.place is not None for cue in draft.cues):
        return False
    return any(one.session and not one.planned and _numbered(one)[0] == name for one in drafts)


# Sessions


def _sessions(cues: Sequence[Cue]) -> list[Draft]:
    drafts: list[Draft] = []
    beside: dict[int, list[Cue]] = {}
    for cue in cues:
        beside.setdefault(cue.sentence.index, []).append(cue)
    for cue in cues:
        assert cue.body is not None
        match = next((one for one in drafts if _same_session(one, cue)), None)
        if match is None:
            draft = Draft([cue], planned=cue.planned, background=cue.background or cue.sidelines)
            drafts.append(draft)
        elif _of_another_sitting(cue, beside[cue.sentence.index]):
            continue
        else:
            match.cues.append(cue)
            if (
                match.background
                and match.cues[0].sidelines
                and cue.held
                and cue.date is not None
                and not cue.background
            ):
                match.background = cue.sidelines  # "the session itself was held on …": told for its own sake
            if not cue.planned and match.planned and cue.held and was_held(cue.sentence):
                match.planned = False
    return drafts


def _of_another_sitting(cue: Cue, beside: Sequence[Cue]) -> bool:
    """Whether a sitting is only named as what another one prepares: "The first Expert Group Committee Meeting of the
    eighth Meeting of Ministers of Justice was held in June"."""
    return any(
        one is not cue
        and one.body is not None
        and cue.body is not None
        and one.body.body.name != cue.body.body.name
        and one.body.first < cue.body.first <= one.body.last + 4
        and any(token.lemma == "of" for token in cue.sentence.tokens[one.body.last - 3 : cue.body.first + 1])
        for one in beside
    )


def _same_session(draft: Draft, cue: Cue) -> bool:
    body = draft.cues[0].body
    assert body is not None
    assert cue.body is not None
    if body.body.name != cue.body.body.name:
        return False
    ordinals = {one.body.ordinal for one in draft.cues if one.body is not None and one.body.ordinal is not None}
    if cue.body.ordinal is not None and ordinals and cue.body.ordinal not in ordinals:
        return False
    if cue.body.ordinal is not None and cue.body.ordinal in ordinals:
        return True
    if cue.planned != draft.planned and cue.planned != draft.cues[0].planned:
        return False
    a, b = _year(cue.date), next((year for one in draft.cues if (year := _year(one.date))), None)
    if a and b and a != b:
        return False
    if cue.background and not draft.background and cue.date is not None and cue.date.value:
        return draft.date is not None and overlap(draft.date, cue.date.value)
    return True


def _year(found: DateFound | None) -> str | None:
    return found.value[:4] if found is not None and found.value and not found.value.startswith("--") else None


# Conferences


def _conferences(cues: Sequence[Cue], scene: Scene, sessions: Sequence[Draft], two: Sequence[Draft]) -> list[Draft]:
    drafts: list[Draft] = []
    for cue in cues:
        if cue.kind == "meeting":
            if cue.states:
                if drafts and not drafts[0].planned and cue.held and not cue.planned:
                    drafts[0].cues.append(cue)  # "… was signed at the close of a two-day meeting hosted by N."
                    extend(drafts[0], cue, people_of(cue), scene)
                continue
            if again(cue) and any(not one.planned for one in drafts):
                cue.kind = "conference"
                drafts.append(Draft([cue], planned=True))
            elif not drafts and not sessions and _gathered_after(cue, scene):
                cue.kind = "conference"
                drafts.append(Draft([cue], background=cue.background))
            continue
        if cue.planned:
            before = [one for one in (*drafts, *sessions, *two) if one.planned and not _after(one, cue)]
            if not before and _announced(cue, two):
                drafts.append(Draft([cue], people_of(cue), states=list(cue.states), planned=True))
            continue
        figures = people_of(cue)
        prepares = cue.rule == CIRCLE and all(one.cues[0].rule == PREPARED for one in sessions)
        if (
            sessions
            and not prepares
            and not (figures and cue.held and cue.place is not None and _before_all(cue, sessions))
        ):
            continue
        if drafts and not drafts[0].planned:
            drafts[0].cues.append(cue)
            extend(drafts[0], cue, figures, scene)
            continue
        states = set(cue.states)
        abroad = bool(figures) and bool(states) and cue.place is not None and cue.place not in states
        wide = len(states) >= 2 or abroad or _international(cue.sentence)
        cue.held = cue.held or (not cue.planned and circle_that_acted(cue.sentence) is not None)
        told = bool(figures or states or cue.place or cue.date)
        if (cue.rule == CIRCLE or (wide and cue.held and told)) and (not two or (abroad and _before_all(cue, two))):
            draft = Draft([cue], background=cue.background)
            extend(draft, cue, figures, scene)
            drafts.append(draft)
    return drafts


def _before_all(cue: Cue, two: Sequence[Draft]) -> bool:
    """Whether a page opens with a conference abroad, by its name, before the meetings on its margins: "headed the
    delegation at the Second International Conference on Justice, which took place in Riyadh"."""
    first = min(one.cues[0].sentence.index for one in two)
    after = cue.sentence.tokens[cue.at : cue.at + 2]
    named = after[0].capital or after[-1].surface in ('"', "«", "“")
    return named and cue.held and not cue.sidelines and not cue.background and cue.sentence.index < first


def _gathered_after(cue: Cue, scene: Scene) -> bool:
    """Whether the sentence after a meeting lists three states and more that took part in it."""
    if cue.planned or not cue.held or cue.sentence.index + 1 >= len(scene.sentences):
        return False
    following = scene.sentences[cue.sentence.index + 1]
    return len(following.states) >= 3 and bool(triggers().marked("attended", following.tokens))


def _after(draft: Draft, cue: Cue) -> bool:
    """Whether a planned draft is told in a sentence after the cue: what is announced first is the main thing."""
    return not draft.session and draft.cues[0].sentence.index > cue.sentence.index


def _announced(cue: Cue, two: Sequence[Draft]) -> bool:
    """Whether a sentence tells when or where a conference between states will be, or who will take part in it.

    Beside a meeting that is told, a conference in one of the states that met is theirs: "В Кишиневе состоится форум".
    """
    told = cue.date is not None or cue.place is not None or any(one.figure is not None for one in cue.parties)
    theirs = cue.verb or cue.held
    theirs = theirs and any(cue.place in one.states for one in two if not one.planned and not one.background)
    tokens = cue.sentence.tokens
    many = any(  # "19 Chief Justices from Eastern and Southern Africa"
        post.plural
        and post.post_id in _CIRCLES
        and post.last < len(tokens)
        and tokens[post.last].lemma in ("from", "из")
        for post in cue.sentence.posts
    )
    return told and (cue.rule == CIRCLE or len(cue.states) >= 2 or theirs or many or _international(cue.sentence))


#: Offices of which each state has one.
_CIRCLES = frozenset(("prosecutor_general", "chief_justice", "minister_justice", "minister_interior"))


def _international(sentence: Sentence) -> bool:
    """Whether a sentence tells of a conference that is not of one state alone."""
    return not word_set("cues", "wide").isdisjoint(sentence.lemmas)


def _same_days(drafts: Sequence[Draft]) -> None:
    """Give a meeting told to be of the same day the day of the one told before it: "The same day, they met the …"."""
    for before, draft in itertools.pairwise(drafts):
        cue = draft.cues[0]
        low = " ".join(token.surface.lower() for token in cue.sentence.tokens[:6])
        dated = next((one for one in before.cues if one.date is not None and one.date.value), None)
        if dated is not None and draft.date is None and not draft.planned and any(one in low for one in _SAME_DAY):
            cue.date = dated.date


_SAME_DAY = ("same day", "тот же день", "этот же день", "в этот день")


# Putting together


def _settle_background(drafts: Sequence[Draft], scene: Scene) -> None:
    """What is told in passing: earlier than the main happening, or only named as its occasion."""
    held = [one for one in drafts if not one.planned]
    if not held:
        return
    if all(one.background for one in held):
        held[0].background = False
    two = [one for one in held if not one.session]
    told = any(not one.background for one in held)
    for draft in held:
        if draft.session and draft.background and not two and not told:
            draft.background = False
        if not draft.session and draft is held[0]:
            draft.background = False
    for draft in held:
        if draft.background and draft.kinds == {"visit"} and (mine := draft.date) is not None and draft is not held[0]:
            other = held[0].date
            if other is not None and abs_days(mine, other) <= 10:
                draft.background = False  # "напомним, визит начался 20 ноября": the visit that the meeting is part of
    for draft in held:
        if draft.session and any(_later_of_body(other, draft) for other in held):
            draft.background = True  # "what was agreed at the 10th meeting", told of the 11th
    front = [one for one in held if not one.background]
    if front:
        main = next((one for one in front if one.date is not None), front[0])
        if front[0].date is None and scene.anchor is not None:
            main = front[0]  # what a page of a known day tells first is of that day
        base = main.date or scene.document.dateline
        for draft in held:
            mine = draft.date
            if draft is main or mine is None:
                continue
            if base is not None and earlier(mine, base):
                draft.background = True
            elif base is None and scene.anchor is not None and _long_before(mine, scene.anchor.isoformat()):
                draft.background = True  # "In February this year, N. had visited India", on a page of September


def _long_before(day: str, anchor: str) -> bool:
    """Whether a day lies more than a fortnight before the day of the page."""
    return not day.startswith("--") and earlier(day, anchor) and abs_days(day, anchor) > 14


def _later_of_body(other: Draft, draft: Draft) -> bool:
    """Whether another draft in the foreground is a later sitting of the same body."""
    if other is draft or not other.session or other.background:
        return False
    (mine, number), (theirs, later) = _numbered(draft), _numbered(other)
    return mine == theirs and number is not None and later is not None and later > number


def _numbered(draft: Draft) -> tuple[str, int | None]:
    bodies = [cue.body for cue in draft.cues if cue.body is not None]
    return bodies[0].body.name, next((one.ordinal for one in bodies if one.ordinal is not None), None)


def _told_enough(draft: Draft) -> bool:
    if draft.planned:
        sides = len(set(draft.states)) + bool(draft.organisations)
        return draft.session or draft.cues[0].kind == "conference" or sides >= 2
    if draft.session:
        return any(cue.held or (cue.body is not None and cue.body.ordinal is not None) for cue in draft.cues)
    states = set(draft.states)
    if draft.cues[0].kind == "conference":
        circle = any(cue.rule == CIRCLE and cue.held and cue.city is not None for cue in draft.cues)
        return bool(draft.figures) or len(states | set(draft.listed)) >= 3 or (circle and bool(states))
    return len(states) >= 2 or (bool(draft.organisations) and (len(states) == 1 or len(draft.figures) >= 2))
