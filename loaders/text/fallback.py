"""What a document tells where no sentence says so in known words: officials of two states side by side at its head.

News has more verbs for a meeting than any list.  Where a page tells of no
encounter otherwise, but its first sentences name officials of two states, or a
body with its day or place, and the page speaks of cooperation, they met.  Such
an encounter is inferred and of low confidence: it waits for a person.
"""

from __future__ import annotations

from .cues import Cue, is_planned, when_where
from .drafts import Draft, head_of_state
from .in_a_row import people_of
from .parties import Party, parties_of
from .scene import Scene, Sentence
from .sittings import defined, sits
from .triggers import triggers
from .two_sided import extend

#: Sentences at the head of a page that tell what it is about.
HEAD = 5
#: Words of cooperation: without one of them two officials on a page have not met.
_COOPERATION = frozenset(
    """сотрудничество взаимодействие партнерство диалог переговоры делегация меморандум соглашение собеседник гость
    cooperation collaboration partnership dialogue tie delegation memorandum agreement bilateral interlocutor guest host
    hospitality""".split()
)


def told_without_verb(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """At most one draft, and none where the page tells of an encounter in known words."""
    if any(not draft.background or draft.planned for draft in drafts):
        return []
    head = [one for one in scene.sentences[:HEAD] if not _elsewhere(one)]
    for sentence in head:
        for found in sentence.bodies:
            whole = found.ordinal is not None or bool(sentence.dates) or any(n.kind == "city" for n in sentence.near)
            if sits(found) and not found.named and whole and not defined(sentence, found):
                cue = Cue("session", sentence, body=found, at=found.first, rule="body-at-head")
                when_where(cue)
                if not cue.planned:
                    return [Draft([cue])]
    cooperate = any(lemma in _COOPERATION for sentence in scene.sentences for lemma in sentence.lemmas)
    for sentence in head:
        parties = [party for party in parties_of(sentence, scene) if party.state is not None]
        if _two_sides(parties) and (cooperate or _counterparts(parties)):
            return [_meeting(sentence, parties, scene)]
    if not cooperate:
        return []
    together = [party for sentence in head for party in parties_of(sentence, scene) if party.figure is not None]
    if head and _two_sides([party for party in together if party.state is not None]):
        return [_meeting(head[0], together, scene)]
    return []


def _elsewhere(sentence: Sentence) -> bool:
    """A sentence of earlier or later things."""
    return bool(triggers().marked("background", sentence.tokens)) or is_planned(sentence, 0)


def _two_sides(parties: list[Party]) -> bool:
    """Whether two states stand there, one of them by an official with a name and a post of an agency."""
    officials = [
        one.figure
        for one in parties
        if one.figure is not None and one.figure.post is not None and not head_of_state(one.figure)
    ]
    return bool(officials) and len({one.state for one in parties}) == 2


def _counterparts(parties: list[Party]) -> bool:
    """Whether two persons of two states hold the same office: who is told of side by side has met."""
    held = {
        (one.state, one.post.post_id)
        for one in parties
        if one.figure is not None and one.post is not None and not one.post.former
    }
    return any(a != b and x == y and x != "other" for a, x in held for b, y in held)


def _meeting(sentence: Sentence, parties: list[Party], scene: Scene) -> Draft:
    cue = Cue("meeting", sentence, parties=parties, held=True, rule="two-sides-at-head")
    cue.states = list(dict.fromkeys(party.state for party in parties if party.state is not None))
    when_where(cue)
    draft = Draft([cue])
    extend(draft, cue, people_of(cue), scene)
    return draft
