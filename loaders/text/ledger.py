"""Proposals, initiatives, invitations and promises: who said it to whom, what, and due when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .dates import find_dates
from .ledger_roles import roles_of
from .ledger_sides import Kind, ledger_set
from .lexicon import phrases_of, words
from .phrases import Phrases
from .reading import LedgerItem, Person, Reading
from .scene import Scene, Sentence
from .to_come import is_planned
from .tokens import Token, readings

KINDS: tuple[Kind, ...] = ("invitation", "proposal", "initiative", "commitment", "assessment")


@cache
def _words() -> dict[str, Phrases[str]]:
    """Phrases by what they say."""
    raw = words("ledger")
    return {kind: phrases_of(raw[kind]) for kind in (*KINDS, "never")}


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
            if item is None or _named_again(item, first, sentence, [other for other, _ in items]):
                continue
            known = next((other for other, _ in items if _same(item, other)), None)
            if known is None:
                items.append((item, sentence))
            elif known.by is None:
                known.by, known.to = item.by, known.to or item.to
            elif item.due is not None and known.due is None:
                at = next(n for n, (other, _) in enumerate(items) if other is known)
                item.by, item.to = item.by or known.by, item.to or known.to
                items[at] = (item, sentence)  # a headline says less
    told = {item.kind for item, sentence in items if not sentence.title}
    return [(item, sentence) for item, sentence in items if not (sentence.title and item.kind in told)]


def _acts(sentence: Sentence) -> list[tuple[Kind, int, int]]:
    known = _words()
    tokens = sentence.tokens
    blocked = {
        k
        for first, last, _ in known["never"].find(tokens)
        for k in range(first, last)
        if not ledger_set("made") & {token.lemma for token in tokens[max(0, first - 4) : first]}
    }
    out: list[tuple[Kind, int, int]] = []
    taken: set[int] = set()
    for said, verb, noun in _with_noun(tokens):
        taken |= {verb, noun}
        out.append((said, verb, max(verb, noun) + 1))
    for kind in KINDS:
        for first, last, _ in known[kind].find(tokens):
            if any(k in blocked or k in taken for k in range(first, last)) or _only_described(tokens, first):
                continue
            if kind == "initiative" and tokens[first].lemma == "initiative" and not _launched(tokens, first):
                continue  # "several initiatives intended to empower citizens", "within the SCO initiative"
            taken.update(range(first, last))
            out.append((kind, first, last))
    out += [one for one in (*_ideas(tokens), *_asked(tokens)) if one[1] not in taken]
    out.sort(key=lambda one: one[1])
    kept: list[tuple[Kind, int, int]] = []
    for one in out:
        if kept and kept[-1][0] == one[0] and one[1] - kept[-1][2] < 8:
            continue
        kept.append(one)
    return kept


def _only_described(tokens: Sequence[Token], k: int) -> bool:
    """Whether an English verb only describes a thing, or says what something is for: "the proposed memorandum", "the
    forum will … and suggest measures"."""
    low = tokens[k].surface.lower()
    before = [token.surface.lower() for token in tokens[max(0, k - 14) : k]]
    if low == "proposed" and not any(token.lemma in ledger_set("giving") for token in tokens[max(0, k - 8) : k]):
        return before[-1:] in (["the"], ["a"], ["this"], ["its"], ["their"])
    bare = low in ("suggest", "propose", "invite") and before[-1:] in (["and"], [";"], [","])
    return bare and "will" in before


def _was_proposed(tokens: Sequence[Token], k: int) -> bool:
    """Whether it is only told that something was proposed, by nobody named: "предложено создать представительство"."""
    return tokens[k].surface.lower() == "предложено" and any(
        one.pos == "INFN" for token in tokens[k + 1 : k + 4] for one in readings(token.surface)[:1]
    )


def _launched(tokens: Sequence[Token], k: int) -> bool:
    """Whether initiatives are put forward, not only spoken of."""
    one = tokens[k].surface.lower() == "initiative"
    owned = one and k > 0 and tokens[k - 1].surface.endswith(("'s", "’s"))
    owned = owned or (one and any(token.lemma in ("by", "of") for token in tokens[k + 1 : k + 3]))
    told = ledger_set("launching") if one else ledger_set("launching") - {"support", "supported"}
    return owned or any(token.lemma in told for token in tokens[max(0, k - 5) : k])


#: Kinds whose noun stands after "с".
_BY_NOUN: tuple[Kind, ...] = ("proposal", "initiative")


def _with_noun(tokens: Sequence[Token]) -> list[tuple[Kind, int, int]]:
    """Verbs and a noun after "с" beside them: "обратился к коллеге с предложением", "с такой идеей выступил"."""
    verbs, nouns = ledger_set("with_noun_verbs"), {kind: ledger_set(f"with_noun_{kind}") for kind in _BY_NOUN}
    out: list[tuple[Kind, int, int]] = []
    for k, token in enumerate(tokens):
        if token.lemma not in verbs:
            continue
        for n in range(max(0, k - 8), min(len(tokens), k + 9)):
            kind = next((one for one in _BY_NOUN if tokens[n].lemma in nouns[one]), None)
            joined = n and any(one.lemma in ("с", "со") for one in tokens[max(0, n - 4) : n])
            between = tokens[k:n] if k < n else tokens[n:k]
            if kind is not None and joined and not any(one.surface in (",", ";") for one in between):
                out.append((kind, k, n))
                break
    return out


def _ideas(tokens: Sequence[Token]) -> list[tuple[Kind, int, int]]:
    """An idea that somebody floats: "floated the idea of a joint academy", "высказал идею"."""
    out: list[tuple[Kind, int, int]] = []
    for k, token in enumerate(tokens):
        if token.lemma in ledger_set("idea"):
            verb = next(
                (n for n in range(k - 1, max(-1, k - 5), -1) if tokens[n].lemma in ledger_set("floating")), None
            )
            if verb is not None:
                out.append(("proposal", verb, k + 1))
    return out


def _asked(tokens: Sequence[Token]) -> list[tuple[Kind, int, int]]:
    """Who is asked to come is invited: "asked his counterpart to come to Moscow"."""
    out: list[tuple[Kind, int, int]] = []
    for k, token in enumerate(tokens):
        if token.lemma != "ask":
            continue
        to = next((n for n in range(k + 1, min(k + 14, len(tokens) - 1)) if tokens[n].surface == "to"), None)
        if to is not None and tokens[to + 1].lemma in ledger_set("to_come"):
            out.append(("invitation", k, k + 1))
    return out


def _domestic(by: Person | None, to: Person | None) -> bool:
    """Whether two officials of one state speak of their own affairs."""
    return (
        by is not None
        and to is not None
        and by.state is not None
        and by.state == to.state
        and by.name is not None
        and to.post_id not in (None, "counterpart")
    )


def _one_after_another(words: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether words stand one after another in a list of words."""
    return any(tuple(words[k : k + len(wanted)]) == wanted for k in range(len(words)))


def _item(kind: Kind, first: int, last: int, sentence: Sentence, scene: Scene) -> LedgerItem | None:
    tokens = sentence.tokens
    by, to = roles_of(kind, first, last, sentence, scene)
    if _domestic(by, to) or tokens[-1].surface == "?":
        return None
    near = tokens[last : last + (3 if tokens[first].surface.isascii() else 7)]
    if kind == "initiative" and ledger_set("occasion") & {token.lemma for token in near}:
        return None
    if kind == "initiative" and tokens[first].lemma in ("at", "on", "по") and _they_met(tokens[:first]):
        return None  # "have met in Moscow at the initiative of Russia"
    around = [token.lemma for token in tokens[max(0, first - 2) : last + 1]]
    if kind == "proposal" and by is None and _one_after_another(around, ("at", "the", "proposal", "of")):
        return None  # "started its visit to Egypt at the proposal of the Authority"
    if kind == "proposal" and ledger_set("office") & {token.lemma for token in tokens[max(0, first - 8) : last + 8]}:
        return None
    if by is None and kind == "invitation" and to is None:
        return None
    nobodys = kind == "proposal" and _was_proposed(tokens, first)
    if by is None and kind not in ("invitation", "assessment") and not nobodys:
        return None
    if kind == "proposal" and tokens[first].lemma == "импульс" and not is_planned(sentence, first, words={"придать"}):
        return None
    words = scene.document.text[tokens[last].start : sentence.end].strip(' .»"') if last < len(tokens) else ""
    if kind == "assessment":
        words = scene.document.text[sentence.start : sentence.end].strip(' .»"')
    if not words:
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


def _they_met(tokens: Sequence[Token]) -> bool:
    """Whether a sentence tells of a meeting up to here."""
    return any(token.lemma in ("meet", "met", "встретиться") for token in tokens) or any(
        a.lemma in ledger_set("occasion") and b.lemma in ("состояться", "пройти", "hold", "take")
        for k, a in enumerate(tokens)
        for b in (*tokens[max(0, k - 3) : k], *tokens[k + 1 : k + 4])
    )


def _named_again(item: LedgerItem, first: int, sentence: Sentence, items: Sequence[LedgerItem]) -> bool:
    """Whether a thing "put forward by" somebody only names again what the same person is said to have proposed."""
    if sentence.tokens[first].lemma != "put" or item.kind != "initiative" or item.by is None:
        return False
    return any(one.kind == "proposal" and one.by is not None and one.by.name == item.by.name for one in items)


def _same(a: LedgerItem, b: LedgerItem) -> bool:
    def name(person: Person | None) -> str | None:
        return None if person is None else person.name or person.post

    if a.kind == b.kind == "invitation" and None in (a.by, b.by):
        return True  # who invited is told in one sentence, that somebody is invited in another
    if a.kind != b.kind or name(a.by) != name(b.by):
        return False
    if a.kind == "invitation":
        return name(a.to) == name(b.to) or None in (name(a.to), name(b.to))
    x, y = ({word for word in one.about.lower().split() if len(word) > 3} for one in (a, b))
    return a.about[:40] == b.about[:40] or len(x & y) >= max(2, 0.5 * min(len(x), len(y)))
