"""What a document tells where no sentence says so in known words: officials of two states side by side at its head.

News has more verbs for a meeting than any list.  Where a page tells of no
encounter otherwise, but its first sentences name officials of two states, or a
body with its day or place, and the page speaks of cooperation, they met.  Such
an encounter is inferred and of low confidence: it waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from .cues import Cue, inside_of, when_where
from .drafts import Draft, head_of_state
from .encounter_cues import side_by_side
from .in_a_row import people_of
from .parties import Party, parties_of
from .posts import Post
from .same_meeting import extend
from .scene import Scene, Sentence
from .senses import circle_that_acted, fell_through
from .sittings import defined, sits
from .to_come import is_planned
from .triggers import triggers

#: Sentences at the head of a page that tell what it is about.
HEAD = 5
#: Words of cooperation: without one of them two officials on a page have not met.
_COOPERATION = frozenset(
    """сотрудничество взаимодействие партнерство диалог переговоры делегация меморандум соглашение собеседник гость
    cooperation collaboration partnership dialogue tie delegation memorandum agreement bilateral interlocutor guest host
    hospitality""".split()
)


def told_without_verb(scene: Scene, drafts: list[Draft], cues: Sequence[Cue] = ()) -> list[Draft]:
    """At most one draft, and none where the page tells of an encounter in known words."""
    if any(not draft.background or draft.planned for draft in drafts):
        return []
    pair = _pair_that_acted(scene, cues)
    if pair is not None:
        return [pair]
    head = [one for one in scene.sentences[:HEAD] if not _elsewhere(one) and not fell_through(one)]
    for sentence in head:
        for found in sentence.bodies:
            whole = found.ordinal is not None or bool(sentence.dates) or any(n.kind == "city" for n in sentence.near)
            if sits(found) and not found.named and whole and not defined(sentence, found):
                cue = Cue("session", sentence, body=found, at=found.first, rule="body-at-head")
                when_where(cue)
                if not cue.planned:
                    return [Draft([cue])]
    for sentence in head:
        circle = circle_that_acted(sentence)
        if circle is not None and not circle.weak:
            return [_conference(sentence, circle, scene)]
    cooperate = any(lemma in _COOPERATION for sentence in scene.sentences for lemma in sentence.lemmas)
    known = [{id(figure) for figure in draft.figures} for draft in drafts]
    for sentence in head:
        parties = [party for party in parties_of(sentence, scene) if party.state is not None]
        if any({id(one.figure) for one in parties if one.figure is not None} <= told for told in known):
            continue  # told in passing already
        apart = not _APART.isdisjoint(sentence.lemmas)
        alike = _counterparts(parties) and not apart
        if _two_sides(parties) and (cooperate or alike or _at_a_place(sentence, parties)):
            return [_meeting(sentence, parties, scene)]
    if not cooperate:
        return []
    together = [party for sentence in head for party in parties_of(sentence, scene) if party.figure is not None]
    if any({id(one.figure) for one in together} <= told for told in known):
        return []
    if head and _two_sides([party for party in together if party.state is not None]):
        return [_meeting(head[0], together, scene)]
    return []


def _pair_that_acted(scene: Scene, cues: Sequence[Cue]) -> Draft | None:
    """A meeting or signing that names no two sides, on a page whose head names two states together and no third:
    "Moldova and Romania … The document was signed by the office and the directorate of Romania"."""
    head: list[str] = []
    for sentence in scene.sentences[:HEAD]:
        named = [one for one in sentence.near if one.kind in ("state", "adjective")]
        codes = list(dict.fromkeys(one.code for one in named))
        if len(codes) == 2 and not head and side_by_side(named, sentence):
            head = codes
    others = {code for sentence in scene.sentences[: HEAD + 5] for code in sentence.states} - set(head)
    ratified = any(one.has("ratification", "ratify", "ратификация") for one in scene.sentences[:HEAD])
    if len(head) != 2 or others or ratified:
        return None
    for cue in cues:
        acts = cue.kind in ("meeting", "signing") and cue.verb and cue.held
        if not acts or cue.planned or cue.background or cue.sidelines or not set(cue.states) <= set(head):
            continue
        cue.states, cue.rule = head, "pair-at-head"
        draft = Draft([cue])
        extend(draft, cue, people_of(cue), scene)
        return draft
    return None


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


#: What tells that two officials of one sentence were not together.
_APART = frozenset(
    """condolence telegram letter congratulate criticise criticize deny accuse wanted extradite extradition court
    sentence appoint notice warrant arrest write wrote message reject request соболезнование телеграмма письмо
    поздравить обвинить опровергнуть экстрадировать суд приговор назначить розыск арест раскритиковать
    отклонить""".split()
)


def _at_a_place(sentence: Sentence, parties: list[Party]) -> bool:
    """Whether two officials with names and agencies stand in a sentence with a place, and nothing sets them apart."""
    named = [one for one in parties if one.figure is not None and one.figure.post is not None]
    held = {
        one.state for one in named if one.figure is not None and one.figure.post is not None and _held(one.figure.post)
    }
    where = any(near.kind == "city" and inside_of(near, sentence) for near in sentence.near)
    return where and len(held) == 2 and _APART.isdisjoint(sentence.lemmas)


def _held(post: Post) -> bool:
    """Whether a post is one that is held now, of an agency or a state."""
    return not post.former and not post.weak


def _counterparts(parties: list[Party]) -> bool:
    """Whether two persons of two states hold the same office: who is told of side by side has met."""
    held = {
        (one.state, one.post.post_id)
        for one in parties
        if one.figure is not None and one.post is not None and not one.post.former
    }
    return any(a != b and x == y and x != "other" for a, x in held for b, y in held)


def _conference(sentence: Sentence, circle: Post, scene: Scene) -> Draft:
    cue = Cue("conference", sentence, parties=parties_of(sentence, scene), held=True, rule="circle-at-head")
    cue.states = list(dict.fromkeys(circle.states))
    when_where(cue)
    draft = Draft([cue])
    extend(draft, cue, people_of(cue), scene)
    return draft


def _meeting(sentence: Sentence, parties: list[Party], scene: Scene) -> Draft:
    cue = Cue("meeting", sentence, parties=parties, held=True, rule="two-sides-at-head")
    cue.states = list(dict.fromkeys(party.state for party in parties if party.state is not None))
    when_where(cue)
    draft = Draft([cue])
    extend(draft, cue, people_of(cue), scene)
    return draft
