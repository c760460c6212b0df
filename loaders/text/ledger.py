"""Proposals, initiatives, invitations and promises: who said it to whom, what, and due when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, cast

from .cues import is_planned
from .dates import find_dates
from .encounters import person_of, person_of_post
from .lexicon import phrases_of, words
from .looking_back import PRONOUNS, named_before
from .parties import Party, parties_of
from .phrases import Phrases
from .posts import Near
from .reading import LedgerItem, Person, Reading
from .scene import Scene, Sentence
from .tokens import Token, readings

Kind = Literal["proposal", "initiative", "invitation", "commitment", "assessment"]
KINDS = ("invitation", "proposal", "initiative", "commitment", "assessment")


@cache
def _words() -> dict[str, Phrases[str]]:
    """Phrases by what they say."""
    return {kind: phrases_of(by_language) for kind, by_language in words("ledger").items()}


def complete(item: LedgerItem, reading: Reading) -> None:
    """A "colleague" to whom something is said is the one of the encounter at which it was said."""
    if item.to is None or item.to.name is not None or item.to.post_id != "counterpart" or item.by is None:
        return
    places = [item.said_at] if item.said_at is not None else []
    places += [n for n in range(len(reading.encounters)) if n not in places]
    for n in places:
        others = [
            person
            for person in reading.encounters[n].participants
            if person.name and person.name != item.by.name and person.post_id == item.by.post_id
        ]
        if len(others) == 1:
            item.to = others[0]
            item.said_at = n if item.said_at is None else item.said_at
            return


def ledger_of(scene: Scene) -> list[tuple[LedgerItem, Sentence]]:
    """The entries of a document with the sentences that tell them, in its order; the same thing told twice is one."""
    items: list[tuple[LedgerItem, Sentence]] = []
    for sentence in scene.sentences:
        for kind, first, last in _acts(sentence):
            item = _item(kind, first, last, sentence, scene)
            if item is not None and not any(_same(item, other) for other, _ in items):
                items.append((item, sentence))
    told = {item.kind for item, sentence in items if not sentence.title}
    return [(item, sentence) for item, sentence in items if not (sentence.title and item.kind in told)]


def _acts(sentence: Sentence) -> list[tuple[Kind, int, int]]:
    known = _words()
    tokens = sentence.tokens
    blocked = {k for first, last, _ in known["never"].find(tokens) for k in range(first, last)}
    out: list[tuple[Kind, int, int]] = []
    taken: set[int] = set()
    for kind in KINDS:
        for first, last, _ in known[kind].find(tokens):
            if any(k in blocked or k in taken for k in range(first, last)):
                continue
            taken.update(range(first, last))
            out.append((cast(Kind, kind), first, last))
    out.sort(key=lambda one: one[1])
    kept: list[tuple[Kind, int, int]] = []
    for one in out:
        if kept and kept[-1][0] == one[0] and one[1] - kept[-1][2] < 8:
            continue
        kept.append(one)
    return kept


def _item(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> LedgerItem | None:
    tokens = sentence.tokens
    parties = list(parties_of(sentence, scene))
    by, to = _by_to(kind, first, last, parties, sentence, scene)
    owner = next((near for near in sentence.near if near.last == first and near.kind == "adjective"), None)
    if owner is not None and kind in ("initiative", "proposal"):
        by, to = _state(owner.code, scene), None
    if by is None:
        by = _side(sentence, scene, first, tokens[first:last])
    if to is None and kind == "invitation":
        office = next((one for one in sentence.posts if one.post_id == "counterpart" and one.first >= last), None)
        if office is not None:
            to = person_of_post(office, scene, sentence)
    if by is not None and to is not None and to.name is None and to.post is None and to.state == by.state:
        to = None
    if by is None and kind == "invitation" and to is None:
        return None
    if by is None and kind not in ("invitation", "assessment"):
        return None
    if kind == "proposal" and tokens[first].lemma == "импульс" and not is_planned(sentence, first, words={"придать"}):
        return None
    words = scene.document.text[tokens[last].start : sentence.end].strip(' .»"') if last < len(tokens) else ""
    if kind == "assessment":
        words = scene.document.text[sentence.start : sentence.end].strip(' .»"')
    if kind == "invitation" and not words:
        words = scene.document.text[sentence.start : sentence.end]
    if not words:
        return None
    due = next(
        (one.value for one in sentence.dates if one.value and one.start >= tokens[first].start and not one.of_document),
        None,
    )
    if due is None and scene.anchor is None and scene.day is not None and any(one.relative for one in sentence.dates):
        # "со следующего года" counts from the day that the text names
        again = find_dates(scene.document.text[sentence.start : sentence.end], scene.document.language, scene.day)
        due = next(
            (one.value for one in again if one.value and one.start + sentence.start >= tokens[first].start), None
        )
    topics = sorted({hit.topic for hit in sentence.topics if hit.first >= first})
    return LedgerItem(
        kind,
        " ".join(words.split())[:400],
        scene.document.span(sentence.start, sentence.end),
        by,
        to,
        due,
        topics,
        rule=f"ledger-{kind}",
        confidence=0.75,
    )


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
    passive = _passive(tokens, first)
    of = next((one for one in after if one.first - last <= 1 and one.case == "gent"), None)
    if russian and token.lemma in ("предложение", "инициатива", "приглашение") and of is not None and not passive:
        return _person(of, sentence, scene), None
    if russian and token.lemma == "приглашение" and _given(tokens, last):
        giver = next((one for one in after if one.case == "ablt"), None)
        taker = next((one for one in reversed(before)), None)
        if giver is not None:  # "в рамках приглашения, переданного ему А."
            return _person(giver, sentence, scene), _person(taker, sentence, scene)
    from_ = next((one for one in parties if one.first and tokens[one.first - 1].lemma == "от"), None)
    if russian and from_ is not None and token.lemma in ("предложение", "инициатива", "приглашение"):
        return _person(from_, sentence, scene), next(
            (_person(one, sentence, scene) for one in parties if one is not from_), None
        )
    pronoun = first and tokens[first - 1].surface.lower() in ("его", "ее", "её", "их", "куда", "him", "her")
    if russian and pronoun:
        giver = next((one for one in after if one.case in ("nomn", None)), None)
        if giver is not None:
            return _person(giver, sentence, scene), _person(before[0] if before else None, sentence, scene)
    if (
        not russian
        and token.lemma in ("invitation",)
        and any(one.lemma == "receive" for one in tokens[max(0, first - 3) : first])
    ):
        return None, _person(before[0] if before else None, sentence, scene)
    if (
        not russian
        and "by" in (tokens[last - 1].lemma, tokens[min(last, len(tokens) - 1)].lemma)
        and kind != "invitation"
    ):
        author = next((one for one in after if one.first - last <= 4), None)
        if author is not None:
            return _person(author, sentence, scene), None  # "a draft put forward by Azerbaijan"
        land = next((one for one in sentence.near if one.kind == "state" and 0 <= one.first - last <= 2), None)
        return (None if land is None else _state(land.code, scene)), None
    if russian and token.lemma in _NOUNS and tokens[first] is token and not passive:
        made = any(one.lemma in _MADE for one in tokens[max(0, first - 5) : first + 5])
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
            by = next((one for one in after if _preceded(tokens, one.first, ("by",))), None)
            to = next((one for one in before), None) or next(
                (one for one in after if one is not by and _preceded(tokens, one.first, ("to",))), None
            )
            if by is None and kind == "invitation" and token.lemma == "invite" and to is not None:
                return None, _person(to, sentence, scene)
        elif token.lemma in ("invitation", "at", "by"):
            near = [one for one in after if one.first - last <= 5]
            by = next((one for one in near if _preceded(tokens, one.first, ("of", "by", "from"))), None)
            by = by or next(
                (one for one in (*before, *after) if _preceded(tokens, one.first, ("of", "by", "from"))), None
            )
            if by is None:
                by = before[-1] if before else None
            to = next(
                (one for one in (*after, *before) if one is not by and _preceded(tokens, one.first, ("to",))), None
            )
            if to is None and _preceded_phrase(tokens, first, "at"):
                to = next((one for one in before if one is not by), None)
        else:
            by = _subject(before, first, sentence)
            to = after[0] if after else None
    return _person(by, sentence, scene), _person(to, sentence, scene)


#: Verbs of making a proposal: a proposal that is only mentioned has no author here.
_MADE = frozenset(
    "выступить внести выдвинуть озвучить сделать прозвучать передать направить поступить высказать представить "
    "прорабатывать проработать продвигать подготовить разработать".split()
)
#: What may stand between a subject and its verb.
_BETWEEN = frozenset(
    "also then further in turn , for his her part and again too officially warmly has had have".split()
)


def _given(tokens: Sequence[Token], last: int) -> bool:
    """Whether a participle tells who gave what is named before it: "приглашение, переданное …"."""
    return any(
        any(one.pos == "PRTF" for one in readings(token.surface)[:1]) for token in tokens[last : last + 3] if token.word
    )


def _subject(before: Sequence[Party], first: int, sentence: Sentence) -> Party | None:
    """Who an English verb at ``first`` says it of: the party beside it, else the first one without a preposition.

    None where a pronoun opens the sentence ("He thanked Mr Shotadze and invited him"): the text tells before who it is.
    """
    tokens = sentence.tokens
    if not before:
        return None
    k = first - 1
    while k > 0 and tokens[k].lemma in _BETWEEN:
        k -= 1
    beside = next((one for one in reversed(before) if _ends(one, sentence) >= k), None)
    if beside is not None and not (tokens[first - 1].lemma == "and" and len(before) > 1):
        return beside
    if any(token.lemma in PRONOUNS for token in tokens[:2]) or tokens[k].lemma in PRONOUNS:
        return None
    free = [one for one in before if not _governed(tokens, one.first)]
    return free[0] if free else before[-1]


def _ends(party: Party, sentence: Sentence) -> int:
    """The last token of a party: of its name, or of its post."""
    last = party.first
    for mention in sentence.mentions:
        if mention.first >= party.first and (mention.post is party.post or mention.first == party.first):
            last = max(last, mention.last - 1)
            break
    if party.post is not None and party.post.first == party.first:
        last = max(last, party.post.last - 1)
    return last


def _governed(tokens: Sequence[Token], i: int) -> bool:
    k = i - 1
    while k > 0 and tokens[k].lemma in ("the", "his", "her", "a", "mr", "."):
        k -= 1
    return k >= 0 and tokens[k].lemma in ("of", "with", "to", "by", "from", "for", "between", "thank", "tell", "meet")


def _preceded(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    k = i - 1
    steps = 0
    while k >= 0 and steps < 5:
        if tokens[k].lemma in words:
            return True
        if tokens[k].surface in (",", ";") or (
            tokens[k].surface == "." and tokens[k - 1].lemma not in ("mr", "mrs", "ms", "dr", "h.e")
        ):
            return False
        k -= 1
        steps += 1
    return False


def _preceded_phrase(tokens: Sequence[Token], i: int, word: str) -> bool:
    return any(token.lemma == word for token in tokens[max(0, i - 2) : i + 1])


def _passive(tokens: Sequence[Token], first: int) -> bool:
    surface = tokens[first].surface.lower()
    if surface.isascii():
        return any(token.lemma == "be" for token in tokens[max(0, first - 3) : first]) and tokens[first].lemma in (
            "invite",
            "propose",
            "extend",
            "suggest",
            "invitation",
        )
    return any(one.pos in ("PRTS", "PRTF") for one in readings(surface)[:1])


def _person(party: Party | None, sentence: Sentence, scene: Scene) -> Person | None:
    if party is None:
        return None
    if party.figure is not None:
        return person_of(party.figure, scene)
    if party.post is not None:
        return person_of_post(party.post, scene, sentence)
    if party.state is not None:
        return _state(party.state, scene)
    return None


def _state(code: str, scene: Scene) -> Person:
    """A state that says something by itself, under its name in the language of the text."""
    return Person(None, None, None, scene.state_names.get(code, code), code)


#: Nouns of an act: without a word of who did it, nobody is its author.
_NOUNS = frozenset("proposal suggestion initiative предложение инициатива".split())


def _side(sentence: Sentence, scene: Scene, first: int, act: Sequence[Token]) -> Person | None:
    """A state as the speaker ("Россия предложила", "с российской стороны прозвучало"), or a pronoun's person."""
    tokens = sentence.tokens
    best: Near | None = None
    for near in sentence.near:
        if (
            near.last <= first
            and first - near.last <= 6
            and (
                (near.kind == "state" and _case(tokens[near.first]) == "nomn")
                or (
                    near.kind == "adjective"
                    and near.last < len(tokens)
                    and tokens[near.last].lemma in ("сторона", "side")
                )
                or (near.kind == "state" and tokens[near.first].surface.isascii() and first - near.last <= 3)
            )
        ):
            best = near
    if best is not None:
        return _state(best.code, scene)
    if tokens and tokens[0].lemma in ("сторона", "собеседник", "участник", "side", "interlocutor"):
        return None
    named = any(token.lemma in _NOUNS for token in act)
    pronoun = any(token.lemma in PRONOUNS for token in tokens[max(0, first - 6) : first]) or (
        any(token.lemma in PRONOUNS for token in tokens[:2])
        or (first <= 3 and not named and not any(m.first < first for m in sentence.mentions))
    )
    who = named_before(sentence, scene) if pronoun else None
    return None if who is None else person_of(who, scene)


def _case(token: Token) -> str | None:
    known = readings(token.surface)
    return known[0].case if known else None


def _same(a: LedgerItem, b: LedgerItem) -> bool:
    def name(person: Person | None) -> str | None:
        return None if person is None else person.name or person.post

    if a.kind != b.kind or name(a.by) != name(b.by):
        return False
    if a.kind == "invitation":
        return name(a.to) == name(b.to) or None in (name(a.to), name(b.to))
    x, y = ({word for word in one.about.lower().split() if len(word) > 3} for one in (a, b))
    return a.about[:40] == b.about[:40] or len(x & y) >= max(2, 0.5 * min(len(x), len(y)))
