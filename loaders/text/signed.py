"""Documents that a sentence says were signed or adopted: the act that tells it, and whether it was done.

What was done stands in a verb ("signed", "подписали", "was adopted"), in a noun
of the deed ("завершилось подписанием") or in a participle ("a memorandum signed
today").  Each document goes with the act beside it; an act that is only wished,
proposed or to come takes its documents with it, and so does one that was done
before what is told.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .dates import DateFound
from .document_names import adjective, document_words, documents_in, nominative
from .lexicon import word_set
from .posts import is_verb
from .scene import Scene, Sentence
from .tokens import Token, readings


@dataclass(frozen=True, slots=True)
class Signed:
    """A document's name as the text has it, its kind of document, and its place in the text."""

    words: str
    noun: str
    start: int
    end: int
    rule: str = "signed"
    #: Told in one list with the document before it, so never another name of that one.
    beside: bool = False
    #: The day that the act names for itself.
    when: DateFound | None = None


Form = Literal["active", "passive", "noun", "participle"]


@dataclass(frozen=True, slots=True)
class _Act:
    """A deed at tokens ``first`` up to ``last``; not ``done``: wished, to come, or of another day."""

    first: int
    last: int
    rule: str
    form: Form
    done: bool


#: How far a document may stand from the act.
_REACH = {"signing": 14, "adopting": 8, "issuing": 4, "resulting": 4}
#: Where a clause ends.
_STOPS = frozenset((";", ":", ".", "!", "?", "…"))


def _set(entry: str) -> frozenset[str]:
    return word_set("documents", entry)


def signed_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence says were signed or adopted."""
    tokens = sentence.tokens
    acts = _acts(sentence)
    if not any(act.done for act in acts):
        return []
    found: list[Signed] = []
    before = 0  # where the last document ends
    act: _Act | None = None  # what was done with it
    for first, last, _ in documents_in(tokens):
        listed = bool(before) and _listed(tokens, before, first)
        if not listed:
            act = _act_of(first, last, tokens, acts)
        before = last
        if act is None or not act.done or _vague(tokens[first:last]) or _press(tokens, first, last):
            continue
        if act.rule == "issuing" and not _together(tokens[first:last]):
            continue
        if not listed and _under(tokens, act.last if first >= act.last else 0, first):
            act = None
            continue
        found.append(_signed(tokens, first, last, scene, act.rule, listed and bool(found), _day_of(act, sentence)))
    return found


def named_in(sentence: Sentence, scene: Scene) -> list[Signed]:
    """The documents that a sentence names, whatever it says of them."""
    tokens = sentence.tokens
    return [
        _signed(tokens, first, last, scene, "named-before", False, None)
        for first, last, _ in documents_in(tokens)
        if not _vague(tokens[first:last])
    ]


def signs_it(sentence: Sentence) -> bool:
    """Whether a sentence says that "the document" was signed or adopted, which the text names before."""
    again = [k for k, token in enumerate(sentence.tokens) if token.lemma in _set("again")]
    return bool(again) and any(
        act.done and act.form in ("active", "passive") and abs(k - act.first) <= 6
        for act in _acts(sentence)
        for k in again
    )


def signing_at(sentence: Sentence) -> list[int]:
    """Where words of signing stand in a sentence, done or not."""
    return [first for first, _, _ in document_words().signing.find(sentence.tokens)]


def _signed(
    tokens: Sequence[Token], first: int, last: int, scene: Scene, rule: str, beside: bool, when: DateFound | None
) -> Signed:
    start, end = tokens[first].start, tokens[last - 1].end
    words = nominative(scene.document.text[start:end], tokens[first:last])
    return Signed(words, tokens[first].lemma, start, end, rule, beside, when)


# Acts


def _acts(sentence: Sentence) -> list[_Act]:
    known = document_words()
    out: list[_Act] = []
    headline = sentence.title or _headline(sentence.tokens)
    taken: set[int] = set()
    for rule, phrases in (
        ("signing", known.signing),
        ("adopting", known.adopting),
        ("issuing", known.issuing),
        ("resulting", known.resulting),
    ):
        for first, last, _ in phrases.find(sentence.tokens):
            if first not in taken and not _another_sense(sentence.tokens, first, last):
                taken.add(first)
                out.append(_act(sentence.tokens, first, last, rule, headline))
    return sorted(out, key=lambda act: act.first)


def _headline(tokens: Sequence[Token]) -> bool:
    """Whether an English line is written as a headline: capitals throughout, and no stop."""
    words = [token for token in tokens if token.word and len(token.surface) > 3]
    return len(words) >= 4 and tokens[-1].surface != "." and sum(token.capital for token in words) > 0.8 * len(words)


def _another_sense(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words of an act mean something else: "in conclusion", "enter into force", "a sign of"."""
    token = tokens[first]
    following = tokens[last].lemma if last < len(tokens) else ""
    if token.lemma == "заключение":
        return bool(first) and tokens[first - 1].lemma == "в"
    if following in ("force", "effect") or (token.lemma == "sign" and following == "of"):
        return token.surface.lower() != "signing"
    low = token.surface.lower()
    return low in ("issue", "sign", "deal", "signs") and bool(first) and tokens[first - 1].lemma in _ARTICLES


_ARTICLES = frozenset("the a an this that on of".split())


def _act(tokens: Sequence[Token], first: int, last: int, rule: str, headline: bool) -> _Act:
    if tokens[first].surface.isascii():
        return _english(tokens, first, last, rule, headline)
    return _russian(tokens, first, last, rule, headline)


def _english(tokens: Sequence[Token], k: int, last: int, rule: str, headline: bool) -> _Act:
    low = tokens[k].surface.lower()
    near = [token.surface.lower() for token in _back(tokens, k, 4)]
    denied = bool(_set("denied") & set(near)) or bool(_set("supposed") & set(near))
    if low in _NOUNS or low.endswith("ing"):
        if low not in _NOUNS and any(one in _BE for one in near[-2:]):
            return _Act(k, last, rule, "active", False)  # "is signing"
        if low.endswith("ing") and k and tokens[k - 1].surface == ",":
            to_come = any(token.lemma in _set("expected") - {"to"} for token in tokens[:k])
            return _Act(k, last, rule, "active", not denied and not to_come)
        return _Act(k, last, rule, "noun", not denied and not _spoken_of(tokens, k, last))
    if low in _set("bare"):
        seen = {token.surface.lower() for token in _back(tokens, k, 10)}  # "saw the two offices conclude"
        done = (headline and not (near and near[-1] in _set("wishing"))) or bool(_set("done") & seen)
        return _Act(k, last, rule, "active", done and not denied)
    past = low.endswith("ed") or low in ("struck", "put")
    be = [one for one in near if one in _BE]
    form: Form = "passive" if be and past else "active"
    wished = "be" in be or "being" in be or ("would" in near and "have" in near) or "to" in near[-2:]
    followed = tokens[last].surface.lower() if last < len(tokens) else ""
    if past and not be and not {"have", "has", "had"} & set(near) and k and _document_ends(tokens, k):
        form = "participle"
    if past and not be and followed in ("by", "between", "in", "at", "on") and k and _document_ends(tokens, k):
        form = "participle"
    formerly = bool(_set("formerly") & set(near)) or followed in _set("formerly") - {"once", "long", "prior"}
    behind = [token.surface.lower() for token in _back(tokens, k, 16)]
    if "where" in behind and "had" in behind[: behind.index("where")]:
        formerly = True  # "he had been to Algiers, where a programme was signed"
    if "had" in near:
        formerly = formerly or not any(token.lemma in _REPORTED for token in _back(tokens, k, 14))
    return _Act(k, last, rule, form, not denied and not wished and not formerly)


_BE = frozenset("be is are was were been being".split())
_NOUNS = frozenset("signature signatures adoption approval endorsement issuing".split())
#: Verbs of telling: after them the past perfect is of what is told.
_REPORTED = frozenset("say tell report announce inform note state add reveal confirm".split())


def _document_ends(tokens: Sequence[Token], k: int) -> bool:
    return any(last == k for _, last, _ in documents_in(tokens))


def _russian(tokens: Sequence[Token], k: int, last: int, rule: str, headline: bool) -> _Act:
    token = tokens[k]
    known = readings(token.surface)[:1]
    pos = known[0].pos if known else None
    near = _back(tokens, k, 3)
    lemmas = {one.lemma for one in near}
    denied = bool({one.lemma for one in near[-2:]} & _set("denied"))
    formerly = bool(lemmas & _set("formerly"))
    if pos == "NOUN":
        return _Act(k, last, rule, "noun", not denied and not _spoken_of(tokens, k, last))
    if pos == "INFN":
        done = bool(_set("done") & {one.lemma for one in _back(tokens, k, 4)})
        return _Act(k, last, rule, "active", done and not denied)
    if pos in ("PRTF", "ADJF"):
        return _Act(k, last, rule, "participle", not denied and not formerly and _of_this_meeting(tokens, k))
    supposed = bool(_set("supposed") & {one.lemma for one in _back(tokens, k, 10)}) or (
        last < len(tokens) and tokens[last].lemma == "бы"
    )
    to_come = any(one.surface.lower() in ("будет", "будут", "быть") for one in near)
    if pos == "VERB":
        to_come = to_come or known[0].tense == "futr" or (known[0].tense == "pres" and not headline)
    form: Form = "passive" if pos == "PRTS" or token.surface.lower().endswith("сь") else "active"
    return _Act(k, last, rule, form, not (denied or formerly or supposed or to_come))


def _of_this_meeting(tokens: Sequence[Token], k: int) -> bool:
    """Whether a participle tells what this meeting came to: "итогом стала подписанная министрами декларация"."""
    return any(token.lemma in _set("outcome") for token in tokens)


def _spoken_of(tokens: Sequence[Token], k: int, last: int) -> bool:
    """Whether a deed told as a noun is only spoken of, wished or to come: "agreed to speed up the signing of"."""
    for j in range(k - 1, max(-1, k - 15), -1):
        token = tokens[j]
        if token.surface in _STOPS or token.lemma in _set("aside"):
            break
        if token.lemma in _set("took_place") and k - j <= 8:
            near = (one for one in tokens[max(0, j - 3) : j + 2] if one is not token)
            return any(one.lemma in _set("expected") for one in near)
        if token.surface.lower() in _set("ahead") or token.lemma in _set("ahead"):
            return True
    quoted = 0
    for j in range(last, len(tokens)):
        token = tokens[j]
        quoted += (token.surface in ("«", "“", "(")) - (token.surface in ("»", "”", ")"))
        if quoted:
            continue
        if token.surface in _STOPS or token.lemma in _set("aside") or token.lemma in _set("took_place"):
            return False
        if token.surface.lower() in _set("afterwards") or token.lemma in _set("afterwards"):
            return True
        if token.lemma in ("состояться", "пройти") and any(one.tense == "futr" for one in readings(token.surface)[:1]):
            return True
    return False


def _back(tokens: Sequence[Token], k: int, reach: int) -> Sequence[Token]:
    """Up to ``reach`` tokens before one, within its clause."""
    first = k
    while first > max(0, k - reach) and tokens[first - 1].surface not in _STOPS:
        first -= 1
    return tokens[first:k]


# Documents and their acts


def _act_of(first: int, last: int, tokens: Sequence[Token], acts: Sequence[_Act]) -> _Act | None:
    """The act that a document at ``first`` up to ``last`` goes with: the nearest on the side where it stands."""
    best: tuple[int, _Act] | None = None
    for act in acts:
        after = first >= act.last or first > act.first
        gap = max(0, first - act.last) if after else act.first - last
        between = tokens[act.last : first] if after else tokens[last : act.first]
        if act.rule == "resulting" and not _all_of_name(between, act, after):
            continue
        # "a memorandum that provides for … was signed", "an agreement, meant as a premise for …, was signed"
        described = act.form == "passive" and not after and tokens[last].lemma in _set("aside") | {","}
        reach = _REACH[act.rule] + 12 * described
        if gap < 0 or gap > reach or any(token.surface == ";" for token in between):
            continue
        cost = gap + _against(act, after, gap, tokens, between)
        if best is None or cost < best[0]:
            best = (cost, act)
    return None if best is None or best[0] >= 100 else best[1]


def _all_of_name(between: Sequence[Token], act: _Act, after: bool) -> bool:
    """Whether a document is itself what a meeting ended in: no other noun stands between, "ended with a joint"."""
    return all(token.lemma in _set("joining") or (token.word and adjective(token)) for token in between) and (
        after or len(between) == 0
    )


def _against(act: _Act, after: bool, gap: int, tokens: Sequence[Token], between: Sequence[Token]) -> int:
    """What speaks against a document on that side of an act; 100: it is not the act's."""
    russian = not tokens[act.first].surface.isascii()
    if after and _other_verb(between, russian):
        return 100
    if act.form == "noun" and not after:
        return 0 if gap == 0 else 8 if russian and gap <= 3 else 100
    if act.form == "participle" and not russian and after:
        return 10
    if act.form == "passive" and not russian and after:
        return 6
    if act.form == "active" and not after:
        if russian:
            return 3 if not _other_verb(between, russian) or any(one.lemma == "и" for one in between) else 100
        which = any(token.lemma in ("which", "that", "they", "to", "he", "she") for token in between)
        return 3 if which else 100
    return 0


def _other_verb(between: Sequence[Token], russian: bool) -> bool:
    """Whether another verb stands between an act and a document, whose the document then is: "agreed to prepare a"."""
    if russian:
        return any(is_verb(token) for token in between)
    return any(
        a.surface == "to" and b.surface.islower() and b.lemma not in _ARTICLES | {"their", "its", "which"}
        for a, b in itertools.pairwise(between)
    )


def _listed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether only what joins a list stands between two documents: ", ", "and a", "и двустороннее"."""
    between = tokens[i:j]
    return any(token.surface in (",", "и") or token.lemma in ("and", "also", "также") for token in between) and all(
        token.surface == "," or token.lemma in _set("joining") or (token.word and adjective(token)) for token in between
    )


def _press(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a statement is only what an office told the press: "said in a statement issued on Tuesday"."""
    if tokens[first].lemma not in ("statement", "заявление") or _together(tokens[first:last]):
        return False
    return any(token.lemma in ("in", "в") for token in tokens[max(0, first - 3) : first])


def _together(tokens: Sequence[Token]) -> bool:
    """Whether a document is one that several issue: a joint statement, a communiqué."""
    return any(token.lemma in _set("together") for token in tokens[:3])


def _vague(tokens: Sequence[Token]) -> bool:
    """ "agreements", "legal agreements", "agreements between A and B": no document by itself."""
    words = [token for token in tokens if token.word]
    about = any(token.lemma in _ABOUT for token in words)
    if words[-1].surface.isascii():
        head = next((k for k, token in enumerate(words) if document_words().nouns.at(words, k) is not None), 0)
        low = words[head].surface.lower()
        plural = (low.endswith("s") and low not in ("mous", "minutes")) or low == "memoranda"
        return plural and not about
    return len(words) == 1 and all(one.number == "plur" for one in readings(words[0].surface)[:1])


#: What a document is about stands after these.
_ABOUT = frozenset("on regarding concerning for of в о об по".split())


def _under(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a document is only what the signed one rests on: "в рамках соглашения", "under the agreement"."""
    if tokens[j - 1].surface.lower() in ("a", "an"):
        return False  # a new one: "will exchange experts under an agreement signed by N. and M."
    k = j - 1
    while k >= i and (
        (tokens[k].word and not tokens[k].surface.isascii() and adjective(tokens[k]))
        or tokens[k].lemma in ("the", "a", "an", "this", "that", "of", "their", "its")
    ):
        k -= 1
    return k >= i and tokens[k].lemma in _set("resting")


def _day_of(act: _Act, sentence: Sentence) -> DateFound | None:
    """The day that stands beside an act: "signed last October", "подписанный в 2018 году"."""
    tokens = sentence.tokens
    best: tuple[int, DateFound] | None = None
    for found in sentence.dates:
        k = next((n for n, token in enumerate(tokens) if token.end > found.start), len(tokens))
        gap = k - act.last if k >= act.last else act.first - k
        between = tokens[act.last : k] if k >= act.last else tokens[k : act.first]
        if gap > 6 or any(token.surface in (";", ",") or token.lemma in _set("aside") for token in between):
            continue
        if best is None or gap < best[0]:
            best = (gap, found)
    return None if best is None else best[1]
