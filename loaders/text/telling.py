"""The sentences of a document that tell of encounters, in its order: sittings, meetings, visits, signings."""

from __future__ import annotations

from collections.abc import Sequence

from .cues import Cue
from .encounter_cues import two_sided_in
from .gatherings import BodyFound
from .next_sitting import next_sitting
from .parties import Party
from .scene import Scene, Sentence
from .senses import (
    arrived,
    fell_through,
)
from .sittings import PREPARED, goes_on_now, led, sits, sitting_again, sitting_ahead, sittings_in, was_held


def cues_of(scene: Scene) -> list[Cue]:
    """The cues of a document in its order."""
    out: list[Cue] = []
    main: BodyFound | None = None
    ahead = False  # whether the last sitting told is to come
    for sentence in scene.sentences:
        if fell_through(sentence):
            continue
        sessions = sittings_in(sentence)
        if not sessions:
            own = [one for one in sentence.bodies if sits(one)]
            same = own[0] if own else main
            if same is not None:
                sessions = sitting_again(sentence, same) or (sitting_ahead(sentence, main or same) if ahead else [])
        last = next((one for one in reversed(out) if one.kind == "session"), None)
        begun = ahead or (last is not None and was_held(last.sentence)) or sentence.has("next", "следующий")
        if not sessions and main is not None and last is not None and not begun:
            sessions = [one for one in sitting_ahead(sentence, main) if one.date is not None]
            for cue in out[-_NEAR:] if sessions else ():
                # "N. takes part in the ninth meeting … The event will take place on 3-5 September"
                cue.planned = cue.planned or (cue.kind == "session" and _same_sitting(cue, sessions[0]))
        for cue in sessions if ahead and last is not None else ():
            # "the speaker told of the coming session": nothing of it is said to have been
            if last is not None and _same_sitting(cue, last) and cue.date is None and not cue.background:
                cue.planned = cue.planned or not (was_held(sentence) or goes_on_now(sentence))
        if last is not None and (not sessions or _bare(sessions, sentence)):
            sessions = next_sitting(sentence, last) or sessions
        if any(one.rule == PREPARED for one in out if one.kind == "session"):
            # "На заседании эксперты рассмотрели вопросы подготовки": what is told is the meeting that prepares
            sessions = [cue for cue in sessions if cue.planned or sentence.bodies]
        for cue in sessions:
            # "those of the CIS come to the session that will take place tomorrow": one sitting, however often named
            cue.planned = cue.planned or any(one.planned and _same_sitting(cue, one) for one in sessions)
        for cue in sessions:
            cue.planned = cue.planned or _after_the_page(cue, scene)
        if sessions:
            ahead = sessions[-1].planned
        out += sessions
        told = {cue.at for cue in sessions if cue.rule == "sitting-of-body"}
        two = two_sided_in(sentence, scene)
        if ahead and last is not None and not sessions:
            # "в Душанбе пройдет заседание …. На встречу приехали министры …": they came for what is to come
            two = [cue for cue in two if not (arrived(sentence) and cue.place in (None, last.place))]
        if any(cue.kind == "visit" and cue.planned for cue in two) and not was_held(sentence):
            for cue in sessions:  # "Завтра министр вылетает в Душанбе на заседание Совета"
                bare = cue.body is not None and cue.body.ordinal is None
                cue.planned = cue.planned or (bare and not cue.held and not cue.background)
        for cue in two:
            _of_both(cue, out)
        out += [cue for cue in two if not (cue.kind == "meeting" and told and led(sentence, told))]
        own = [one for one in sentence.bodies if sits(one)]
        if own and (main is None or sessions) and not _long_before(sessions, out):
            main = main if _only_ahead(own[0], main, sessions, out) else own[0]
    return out


#: So many cues before are looked back at, however long a text is.
_NEAR = 20


def _of_both(cue: Cue, told: Sequence[Cue]) -> None:
    """Give a meeting of "both" the two states told just before: "Officials from both offices are now meeting"."""
    words = cue.sentence.tokens[max(0, cue.at - 5) : cue.at]
    if cue.kind != "meeting" or cue.states or not any(token.lemma == "both" for token in words):
        return
    before = next((one for one in reversed(told[-_NEAR:]) if len(set(one.states)) == 2), None)
    if before is not None and cue.sentence.index - before.sentence.index <= 2:
        cue.states = list(before.states)
        cue.parties += [Party(code, None, None, cue.at) for code in cue.states]


def _after_the_page(cue: Cue, scene: Scene) -> bool:
    """Whether the day of a sitting lies after the day on which the page came out: "voiced happiness about Iran hosting
    the summit next year"."""
    day = cue.date.value if cue.date is not None else None
    if day is None or scene.anchor is None or not day[:4].isdigit():
        return False
    return day[:10] > scene.anchor.isoformat()[: len(day)] and not was_held(cue.sentence)


def _long_before(sessions: Sequence[Cue], told: Sequence[Cue]) -> bool:
    """Whether a sentence tells only of a sitting of another body in a year before the one told first: "the agreement
    on the Council was concluded at the meeting of the heads of state on 15 October 2021"."""
    first = next((cue for cue in told if cue.kind == "session" and not cue.background), None)
    if not sessions or first is None or first in sessions or first.date is None:
        return False
    year = (first.date.value or "")[:4]
    return year.isdigit() and all(
        cue.date is not None and (cue.date.value or "--")[:4].isdigit() and (cue.date.value or "")[:4] < year
        for cue in sessions
    )


def _only_ahead(body: BodyFound, main: BodyFound | None, sessions: Sequence[Cue], told: Sequence[Cue]) -> bool:
    """Whether a sentence only announces a sitting of another body than the one whose sitting the page tells of."""
    if main is None or body.body.name == main.body.name or not all(cue.planned for cue in sessions):
        return False
    return any(
        cue.kind == "session" and not cue.planned and cue.body is not None and cue.body.body.name == main.body.name
        for cue in told
    )


def _bare(sessions: Sequence[Cue], sentence: Sentence) -> bool:
    """Whether the sittings of a sentence are told without the body's name, and neither where they are nor to come."""
    return not sentence.bodies and all(cue.place is None or not cue.planned for cue in sessions)


def _same_sitting(cue: Cue, other: Cue) -> bool:
    """Whether two cues may tell one sitting: of one body, with one number."""
    if cue.body is None or other.body is None or cue.body.body.name != other.body.body.name:
        return False
    return cue.body.ordinal is None or other.body.ordinal in (None, cue.body.ordinal)
