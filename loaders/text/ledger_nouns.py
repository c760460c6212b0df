"""Whose a proposal or an invitation is that is named by its noun: its author, who gives it, who takes it up."""

from __future__ import annotations

from collections.abc import Sequence

from .encounters import person_of
from .ledger_sides import (
    SIDES,
    Kind,
    Roles,
    english_subject,
    genitive,
    is_passive,
    ledger_set,
    oblique,
    person_for,
    preceded,
    said_to,
    side_of,
)
from .parties import Party, parties_of
from .reading import Person
from .scene import Scene, Sentence
from .tokens import Token


def of_noun(kind: Kind, noun: int, first: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The author of a proposal, and who gives or takes an invitation."""
    tokens = sentence.tokens
    english = tokens[noun].surface.isascii()
    parties = parties_of(sentence, scene)
    author = _author(noun, english, sentence, scene)
    if not english and kind != "invitation":
        by = noun > 0 and tokens[noun - 1].lemma == "по" and author is not None
        return (author, None) if by else None
    if english and kind == "proposal":
        at = any(token.lemma in ("at", "on", "upon") for token in tokens[max(0, noun - 3) : noun])
        return (author, None) if author is not None and (at or _possessor(noun, tokens)) else None
    if english and kind == "initiative" and author is not None and tokens[noun - 1].lemma == "the":
        return author, None  # "was discussed on the initiative of the Chinese side"
    if kind != "invitation":
        return None
    verb = next((k for k in _around(noun, tokens) if tokens[k].lemma in ledger_set("taking")), None)
    given = next((k for k in _around(noun, tokens) if tokens[k].lemma in ledger_set("giving")), None)
    if verb is not None and given is None:
        before = [one for one in parties if one.first < (verb if english else noun)]
        after = [one for one in parties if one.first > noun and one.case in ("nomn", None)]
        taker = next((one for one in before if one.case in ("nomn", None)), None) or (after[0] if after else None)
        to = person_for(taker, sentence, scene)
        return (None if author is not None and to is not None and author.name == to.name else author), to
    if english and given is not None and given < noun:
        behind = [token.lemma for token in tokens[max(0, given - 2) : given]]
        if "be" in behind or "having" in behind:
            agent = next((one for one in parties if one.first > noun and preceded(tokens, one.first, ("by",))), None)
            subject = english_subject([one for one in parties if one.first < given], given, sentence)
            if agent is None:
                return None
            return person_for(agent, sentence, scene), person_for(subject, sentence, scene)
        subject = english_subject([one for one in parties if one.first < given], given, sentence)
        rest = [one for one in parties if one.first > given]
        if subject is not None or author is not None:
            giver = author if author is not None else person_for(subject, sentence, scene)
            others = [one for one in rest if author is None or one.state is None or one.state != author.state]
            return giver, person_for(others[-1 if author is not None else 0] if others else None, sentence, scene)
    if not english and given is not None and author is None and not is_passive(tokens, given):
        return _giver(given, sentence, scene)
    return None


def _giver(verb: int, sentence: Sentence, scene: Scene) -> Roles | None:
    """The subject of a Russian verb of giving, also without a post: "Паата Салия … передал приглашение"."""
    before = [one for one in parties_of(sentence, scene) if one.first < verb and one.case in ("nomn", None)]
    before = [one for one in before if not oblique(one, sentence)]
    for mention in sentence.mentions:
        figure = scene.figure_of(mention)
        if mention.first < verb and mention.case == "nomn" and not any(one.figure is figure for one in before):
            if before and before[-1].first > mention.first and before[-1].case == "nomn":
                continue
            return person_of(figure, scene), said_to(verb, sentence, scene, figure)
    return None


def _around(noun: int, tokens: Sequence[Token]) -> list[int]:
    """Tokens near a noun, within its clause, the nearest first."""
    near = [k for k in range(max(0, noun - 9), min(len(tokens), noun + 8)) if k != noun]
    out = []
    for k in sorted(near, key=lambda k: abs(k - noun)):
        between = tokens[k:noun] if k < noun else tokens[noun:k]
        if not any(one.surface in (";", ":") or one.lemma in ("который", "which") for one in between):
            out.append(k)
    return out


def _possessor(noun: int, tokens: Sequence[Token]) -> bool:
    return any(token.surface.endswith(("'s", "’s")) for token in tokens[max(0, noun - 2) : noun])


def _in_apposition(one: Party, parties: Sequence[Party], tokens: Sequence[Token]) -> Party | None:
    """Who "his Russian colleague, Minister of Justice N." is, where the name stands right after a comma."""
    if one.post is None or one.post.post_id != "counterpart":
        return None
    comma = one.post.last < len(tokens) and tokens[one.post.last].surface == ","
    return next((p for p in parties if comma and p.figure is not None and p.first == one.post.last + 1), None)


def _author(noun: int, english: bool, sentence: Sentence, scene: Scene) -> Person | None:
    """Whose a proposal or invitation is: in the genitive after it, after "от", "of", "by", "from", or before "'s"."""
    tokens = sentence.tokens
    parties = parties_of(sentence, scene)
    if english and _possessor(noun, tokens):
        before = [one for one in parties if one.first < noun and noun - one.first <= 8]
        return person_for(before[-1] if before else None, sentence, scene)
    k = noun + 1
    while k < len(tokens) and tokens[k].lemma in (
        "of",
        "by",
        "from",
        "от",
        "the",
        "со",
        "сторона",
        "his",
        "her",
        "their",
    ):
        k += 1
    if english and k == noun + 1:
        k = len(tokens)
    for one in parties:
        if k <= one.first <= k + (0 if english else 1) and (english or genitive(tokens[one.first])):
            return person_for(_in_apposition(one, parties, tokens) or one, sentence, scene)
    side = next((one for one in sentence.near if one.first == k and one.kind in ("adjective", "state")), None)
    if side is not None and (side.kind == "state" or tokens[side.last : side.last + 1][0:1] != []):
        follows = tokens[side.last].lemma if side.last < len(tokens) else ""
        if side.kind == "state" or follows in SIDES:
            return side_of(side, sentence, scene)
    return None
