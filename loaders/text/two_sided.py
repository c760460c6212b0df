"""Meetings, visits and signings between two sides: which sentences tell of the same one, and who is in it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .announced import announce
from .cues import Cue
from .document_names import documents_in
from .drafts import Draft
from .in_a_row import met_apart, people_of
from .looking_back import PRONOUNS, named_before
from .parties import Party, parties_of
from .people import Figure
from .same_meeting import extend, of_the_planned, same_meeting, told_before, with_place
from .scene import Scene
from .to_come import is_planned
from .triggers import invitations, triggers

#: Kinds of encounters between two sides; sentences that tell them are often of one happening.
TWO_SIDED = frozenset(("meeting", "visit", "signing"))


def two_sided(cues: Sequence[Cue], scene: Scene, sessions: Sequence[Draft]) -> list[Draft]:
    """The drafts of meetings, visits and signings, in the order in which they are told."""
    drafts: list[Draft] = []
    invited: list[tuple[Cue, Figure]] = []  # visits, and who invited to them
    main = hero(scene)
    anchor = scene.anchor.isoformat() if scene.anchor is not None else scene.document.dateline
    for cue in cues:
        if _announced_elsewhere(cue, cues):
            cue.planned = True
        if sessions and cue.kind == "visit" and len(cue.states) >= 3:
            continue  # who came to the session
        if _of_session(cue, sessions, drafts) or _by_one_at_sitting(cue, sessions):
            continue
        meant = antecedent(cue, scene)
        if meant is not None and meant.state in cue.states and main is not None and main.state not in cue.states:
            meant = None  # "The guest called on A. He also met B.": A. is of the side that is met
        if cue.verb or not _known_there(cue, drafts):
            _with_hero(cue, meant or main)
        figures = people_of(cue)
        states = list(cue.states)
        apart = met_apart(cue, main)
        if apart and cue.sentence.title and any(not one.planned and not one.background for one in sessions):
            continue  # a headline of the sitting: "Minister holds meeting with colleagues from A, B and C"
        if apart and not cue.planned:
            for one in apart:
                known = next(
                    (draft for draft in drafts if draft.background == cue.background and told_before(draft, one)), None
                )
                if known is None:
                    drafts.append(one)
                else:
                    known.cues.append(cue)
                    known.figures += [figure for figure in one.figures if figure not in known.figures]
            continue
        inviter = _inviter(cue)
        if inviter is not None and len(figures) >= 2 and not cue.planned:
            figures.remove(inviter)
            invited.append((cue, inviter))
        if cue.planned:
            announce(cue, figures, drafts, main)
            continue
        if of_the_planned(cue, drafts):
            drafts[-1].cues.append(cue)
            continue
        same = [one for one in drafts if not one.planned and same_meeting(one, cue, figures, anchor)]
        # The last one told, but rather the one whose people are named again.
        match = max(
            same,
            key=lambda one: (
                sum(figure in one.figures for figure in figures),
                bool(figures) and len(states) == 2 and set(one.states) == set(states),
                drafts.index(one),
            ),
            default=None,
        )
        if match is None:
            if cue.kind == "visit" and len(cue.states) == 1 and cue.host is None and cue.place is None:
                whole = next(
                    (one for one in drafts if not one.planned and cue.states[0] in one.states and len(one.states) == 2),
                    None,
                )
                host = (
                    next((one.host for one in whole.cues if one.host is not None), None) if whole is not None else None
                )
                if host is not None and host not in cue.states:
                    cue.host = host
            if not states and len(figures) == 2:
                states = cue.states = _sides_before(cue, scene)
            if not (states or figures or drafts or sessions) and _told_before_it(cue, scene):
                states, figures = cue.states, people_of(cue)
            if not _opens(cue, with_place(states, cue), figures):
                continue
            match = Draft([cue], background=cue.background)
            drafts.append(match)
        else:
            match.cues.append(cue)
        extend(match, cue, figures, scene)
    for cue, inviter in invited:
        # who invited is met in the visit, unless a meeting of its own tells it
        if not any(inviter in one.figures for one in drafts if not one.background):
            for one in drafts:
                if cue in one.cues:
                    one.figures.append(inviter)
    return drafts


def _announced_elsewhere(cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a headline only names a meeting that the text tells to be to come: "Минюст не направит представителей на
    встречу генпрокуроров России и Египта"."""
    if cue.planned or cue.verb or cue.held or not cue.sentence.title or len(set(cue.states)) != 2:
        return False
    same = [one for one in cues if one.kind == cue.kind and set(one.states) == set(cue.states) and one is not cue]
    return bool(same) and all(one.planned for one in same)


def _inviter(cue: Cue) -> Figure | None:
    """Who is named in a visit only as the one at whose invitation it was."""
    if cue.kind != "visit":
        return None
    tokens = cue.sentence.tokens
    for first, last, _ in invitations().find(tokens):
        if first and tokens[first].lemma in ("invitation", "приглашение"):
            after = [one for one in cue.parties if one.figure is not None and last <= one.first <= last + 5]
            if after:
                return after[0].figure
    return None


def _by_one_at_sitting(cue: Cue, sessions: Sequence[Draft]) -> bool:
    """Whether one official only signs for a body at its sitting: "на полях заседания подписал соглашение между
    Советом и …"."""
    if cue.kind != "signing" or len(set(cue.states)) > 1 or not cue.sentence.bodies:
        return False
    return any(not one.planned and not one.background for one in sessions)


def _joined_it(cue: Cue, sessions: Sequence[Draft], drafts: Sequence[Draft]) -> bool:
    """Whether somebody only came to the sitting told just before: "The Minister of Justice of Belarus joined the
    meeting too"."""
    tokens = cue.sentence.tokens
    near = [one for one in sessions if not one.planned and 0 <= cue.sentence.index - one.cues[-1].sentence.index <= 2]
    last = max((one.cues[-1].sentence.index for one in near), default=0)
    meanwhile = bool(near) and any(one.cues[-1].sentence.index > last for one in drafts)
    there = any(a.lemma in ("в", "на") and b.lemma in _THE_SITTING for a, b in itertools.pairwise(tokens))
    also = len(set(cue.states)) < 2 or any(token.lemma in ("также", "also") for token in tokens)
    if near and there and not meanwhile and also and triggers().marked("attended", tokens):
        return True  # "Участие во встрече также приняли судьи стран-наблюдателей, …"
    return bool(near) and any(
        token.lemma in ("join", "attend") and [one.lemma for one in tokens[k + 1 : k + 3]] == ["the", "meeting"]
        for k, token in enumerate(tokens)
    )


#: What the sitting told before is called again.
_THE_SITTING = frozenset("он оно она совещание заседание встреча мероприятие саммит".split())


def _of_session(cue: Cue, sessions: Sequence[Draft], drafts: Sequence[Draft]) -> bool:
    """Whether the meeting of several states is the sitting told before: "Taking part in the meeting were …",
    "Участие в нем приняли …"."""
    tokens = cue.sentence.tokens
    if cue.planned or cue.sidelines or cue.kind != "meeting":
        return False
    if len(set(cue.states)) < 3:
        return _joined_it(cue, sessions, drafts)
    virtual = any(
        tokens[k].lemma == "the" and tokens[k + 1].lemma in ("virtual", "online") and tokens[k + 2].lemma == "meeting"
        for k in range(len(tokens) - 2)
    )
    if not virtual and not any(
        (a.lemma == "the" and b.surface.lower() == "meeting") or (a.lemma in ("в", "на") and b.lemma in _THE_SITTING)
        for a, b in itertools.pairwise(tokens)
    ):
        return False
    held = [one for one in sessions if not one.planned and one.cues[0].sentence.index < cue.sentence.index]
    return bool(held) and bool(triggers().marked("attended", tokens))


def _sides_before(cue: Cue, scene: Scene) -> list[str]:
    """The two states of the sentence before, where two persons without one sign: "X and Y signed for their courts"."""
    if cue.kind != "signing" or not cue.verb or cue.sentence.index == 0:
        return []
    before = scene.sentences[cue.sentence.index - 1]
    named = list(dict.fromkeys(near.code for near in before.near if near.kind in ("state", "adjective")))
    return named if len(named) == 2 and any(documents_in(before.tokens)) else []


def _told_before_it(cue: Cue, scene: Scene) -> bool:
    """Give a meeting whose sentence names nobody the officials of two states of the sentences just before it: "The
    Turkish side was headed by A., the Qatari by B. The meeting took place in Doha"."""
    if cue.kind != "meeting" or not (cue.verb or cue.held) or cue.background:
        return False
    there: list[Party] = []
    for before in reversed(scene.sentences[max(0, cue.sentence.index - 2) : cue.sentence.index]):
        if before.title or is_planned(before, 0) or triggers().marked("background", before.tokens):
            return False
        there = [one for one in parties_of(before, scene) if one.figure is not None and one.state is not None] + there
        if len({one.state for one in there}) == 2:
            cue.parties = there
            cue.states = list(dict.fromkeys(str(one.state) for one in there))
            return True
    return False


def hero(scene: Scene) -> Figure | None:
    """The person that a text is about: with a post and a state, named in most of its sentences, and early."""
    fitting = [one for one in scene.figures if one.post is not None and one.state is not None and not one.post.former]
    if not fitting:
        return None
    return max(
        fitting,
        key=lambda one: (len({m.sentence for m in one.mentions}), -one.mentions[0].sentence, -one.mentions[0].first),
    )


def antecedent(cue: Cue, scene: Scene) -> Figure | None:
    """Who "she" is that met somebody."""
    tokens = cue.sentence.tokens
    if not any(token.lemma in PRONOUNS for token in tokens[: cue.at]):
        return None
    return named_before(cue.sentence, scene)


def _known_there(cue: Cue, drafts: Sequence[Draft]) -> bool:
    """Whether who is met in a sentence is in a meeting that was told already: "In the meeting with the Ambassador"."""
    figures = people_of(cue)
    return bool(figures) and any(all(one in draft.figures for one in figures) for draft in drafts if not draft.planned)


def _with_hero(cue: Cue, main: Figure | None) -> None:
    """A meeting told by one side alone ("Iran's Prosecutor General was met separately") is one with the main person."""
    if main is None or cue.kind != "meeting" or not (cue.verb or cue.held or cue.planned):
        return
    if any(party.figure is main for party in cue.parties) or not cue.parties:
        return
    states = {party.state for party in cue.parties if party.state is not None}
    organisations = {
        party.organisation for party in cue.parties if party.organisation is not None and party.figure is not None
    }
    if (len(states) == 1 and main.state not in states) or (not states and organisations):
        cue.parties.append(Party(main.state, main, main.post, 0))
        if main.state is not None and main.state not in cue.states:
            cue.states.append(main.state)


def _opens(cue: Cue, states: Sequence[str], figures: Sequence[Figure]) -> bool:
    """Whether a sentence is enough to begin an encounter; ``states`` with those of its place and host."""
    organisations = {party.organisation for party in cue.parties if party.organisation}
    if cue.kind == "signing" and not (cue.verb or cue.held):
        return False
    if len(set(states)) >= 2 and (figures or any(party.post or party.state for party in cue.parties)):
        return bool(cue.parties)
    return bool(
        (states or len(figures) >= 2) and organisations and cue.kind in ("meeting", "signing", "visit") and figures
    )
