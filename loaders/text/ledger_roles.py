"""Who says an entry of the ledger, and to whom: the subject of its verb, the author of its noun, the other side."""

from __future__ import annotations

from collections.abc import Sequence

from .encounters import person_of, person_of_post
from .ledger_forms import by_form
from .ledger_sides import (
    NOUNS,
    SIDES,
    Kind,
    Roles,
    antecedent,
    case_of,
    english_subject,
    is_passive,
    ledger_set,
    person_for,
    preceded,
    side_of,
    state_as_side,
)
from .looking_back import PRONOUNS
from .parties import Party, parties_of
from .posts import Near
from .reading import Person
from .scene import Scene, Sentence
from .tokens import Token, readings


def roles_of(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> Roles:
    """Who says it to whom; None for whom the text leaves unnamed."""
    told = by_form(kind, first, last, sentence, scene)
    by, to = told if told is not None else _by_to(kind, first, last, parties_of(sentence, scene), sentence, scene)
    state = next((near for near in sentence.near if near.last == first and _acts_itself(near, first, sentence)), None)
    if state is not None and by is not None and by.state == state.code and kind != "invitation":
        by = state_as_side(state.code, scene)  # "Как сообщил министр А., Россия предложила": the state did
    owner = next((near for near in sentence.near if near.last == first and _owns(near, sentence)), None)
    if owner is not None and kind in ("initiative", "proposal"):
        by, to = state_as_side(owner.code, scene), None
    if by is None and told is None:
        by = _side(sentence, scene, first, sentence.tokens[first:last])
    if to is None and kind == "invitation":
        office = next((one for one in sentence.posts if one.post_id == "counterpart" and one.first >= last), None)
        if office is not None:
            to = person_of_post(office, scene, sentence)
    if by is not None and to is not None and to.name is None and to.post is None and to.state == by.state:
        to = None
    return by, to


def _acts_itself(near: Near, first: int, sentence: Sentence) -> bool:
    """Whether a state is the subject of the Russian verb right after it."""
    tokens = sentence.tokens
    verb = any(one.pos == "VERB" for one in readings(tokens[first].surface)[:1]) if first < len(tokens) else False
    return near.kind == "state" and verb and case_of(tokens[near.first]) == "nomn"


def _owns(near: Near, sentence: Sentence) -> bool:
    """Whether a state before a noun is whose it is: "the Azerbaijani proposal", "Russia's initiative"."""
    if near.kind == "adjective":
        return True
    return near.kind == "state" and sentence.tokens[near.last - 1].surface.endswith(("'s", "’s"))


# Forms that tell by themselves who it is


def _by_to(
    kind: Kind, first: int, last: int, parties: Sequence[Party], sentence: Sentence, scene: Scene
) -> tuple[Person | None, Person | None]:
    tokens = sentence.tokens
    noun = ("предложение", "инициатива", "приглашение", "invitation")
    token = next((one for one in tokens[first:last] if one.lemma in noun), tokens[first])
    russian = not token.surface.isascii()
    before = [one for one in parties if one.first < first]
    after = [one for one in parties if one.first >= last]
    by: Party | None = None
    to: Party | None = None
    passive = is_passive(tokens, first)
    of = next((one for one in after if one.first - last <= 1 and one.case == "gent"), None)
    if russian and token.lemma in ("предложение", "инициатива", "приглашение") and of is not None and not passive:
        return person_for(of, sentence, scene), None
    if russian and token.lemma == "приглашение" and _given(tokens, last):
        giver = next((one for one in after if one.case == "ablt"), None)
        taker = next((one for one in reversed(before)), None)
        if giver is not None:  # "в рамках приглашения, переданного ему А."
            return person_for(giver, sentence, scene), person_for(taker, sentence, scene)
    from_ = next((one for one in parties if one.first and tokens[one.first - 1].lemma == "от"), None)
    if russian and from_ is not None and token.lemma in ("предложение", "инициатива", "приглашение"):
        return person_for(from_, sentence, scene), next(
            (person_for(one, sentence, scene) for one in parties if one is not from_), None
        )
    pronoun = first and tokens[first - 1].surface.lower() in ("его", "ее", "её", "их", "куда", "him", "her")
    if russian and pronoun:
        giver = next((one for one in after if one.case in ("nomn", None)), None)
        if giver is not None:
            return person_for(giver, sentence, scene), person_for(before[0] if before else None, sentence, scene)
    if (
        not russian
        and token.lemma in ("invitation",)
        and any(one.lemma == "receive" for one in tokens[max(0, first - 3) : first])
    ):
        giver = next((one for one in after if preceded(tokens, one.first, ("from",))), None)
        return person_for(giver, sentence, scene), person_for(before[0] if before else None, sentence, scene)
    if (
        not russian
        and "by" in (tokens[last - 1].lemma, tokens[min(last, len(tokens) - 1)].lemma)
        and kind != "invitation"
    ):
        author = next((one for one in after if one.first - last <= 4), None)
        if author is not None:
            return person_for(author, sentence, scene), None  # "a draft put forward by Azerbaijan"
        land = next((one for one in sentence.near if one.kind == "state" and 0 <= one.first - last <= 2), None)
        return (None if land is None else state_as_side(land.code, scene)), None
    if russian and token.lemma in NOUNS and tokens[first] is token and not passive:
        made = any(one.lemma in ledger_set("made") for one in tokens[max(0, first - 5) : first + 5])
        if not made:
            return None, None
    if russian:
        nominative = [one for one in before if one.case in ("nomn", None)]
        instrumental = [one for one in (*before, *after) if one.case == "ablt"]
        if passive and instrumental:
            by = instrumental[0]
            to = next((one for one in nominative if one is not by), None)
        elif kind == "invitation" and token.lemma == "приглашение" and tokens[first].lemma == "по":
            by = next((one for one in after), None)
            to = next((one for one in before), None)
        else:
            by = nominative[-1] if nominative else None
            if by is None:
                by = next((one for one in after if one.case == "nomn"), None)
            others = [one for one in (*after, *before) if one is not by and one.case in ("accs", "gent", "datv")]
            to = others[0] if others else None
    else:
        if passive:
            by = next((one for one in after if preceded(tokens, one.first, ("by",))), None)
            to = next((one for one in before), None) or next(
                (one for one in after if one is not by and preceded(tokens, one.first, ("to",))), None
            )
        elif token.lemma in ("invitation", "at", "by"):
            near = [one for one in after if one.first - last <= 5]
            by = next((one for one in near if preceded(tokens, one.first, ("of", "by", "from"))), None)
            by = by or next(
                (one for one in (*before, *after) if preceded(tokens, one.first, ("of", "by", "from"))), None
            )
            if by is None:
                by = before[-1] if before else None
            to = next(
                (one for one in (*after, *before) if one is not by and preceded(tokens, one.first, ("to",))), None
            )
            if to is None and _preceded_phrase(tokens, first, "at"):
                to = next((one for one in before if one is not by), None)
        else:
            by = english_subject(before, first, sentence)
            to = after[0] if after else None
    return person_for(by, sentence, scene), person_for(to, sentence, scene)


def _given(tokens: Sequence[Token], last: int) -> bool:
    """Whether a participle tells who gave what is named before it: "приглашение, переданное …"."""
    return any(
        any(one.pos == "PRTF" for one in readings(token.surface)[:1]) for token in tokens[last : last + 3] if token.word
    )


def _preceded_phrase(tokens: Sequence[Token], i: int, word: str) -> bool:
    return any(token.lemma == word for token in tokens[max(0, i - 2) : i + 1])


def _side(sentence: Sentence, scene: Scene, first: int, act: Sequence[Token]) -> Person | None:
    """A state as the speaker ("Россия предложила", "с российской стороны прозвучало"), or a pronoun's person."""
    tokens = sentence.tokens
    best: Near | None = None
    for near in sentence.near:
        if (
            near.last <= first
            and first - near.last <= 6
            and (
                (near.kind == "state" and case_of(tokens[near.first]) == "nomn")
                or (near.kind == "adjective" and near.last < len(tokens) and tokens[near.last].lemma in SIDES)
                or (near.kind == "state" and tokens[near.first].surface.isascii() and first - near.last <= 3)
            )
        ):
            best = near
    if best is not None:
        return side_of(best, sentence, scene)
    if tokens and tokens[0].lemma in ("сторона", "собеседник", "участник", "side", "interlocutor"):
        return None
    named = any(token.lemma in NOUNS for token in act)
    pronoun = any(token.lemma in PRONOUNS for token in tokens[max(0, first - 6) : first]) or (
        any(token.lemma in PRONOUNS for token in tokens[:2])
        or (first <= 3 and not named and not any(m.first < first for m in sentence.mentions))
    )
    who = antecedent(sentence, scene) if pronoun else None
    return None if who is None else person_of(who, scene)
