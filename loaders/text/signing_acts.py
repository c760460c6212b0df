"""What a sentence says was signed or adopted, by its verbs, nouns and participles; and whether it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .document_names import document_set, document_words, documents_in
from .scene import Sentence
from .senses import lately
from .tokens import Token, readings

Form = Literal["active", "passive", "noun", "participle"]


@dataclass(frozen=True, slots=True)
class Act:
    """A deed at tokens ``first`` up to ``last``; not ``done``: wished, to come, or of another day."""

    first: int
    last: int
    rule: str
    form: Form
    done: bool


#: Where a clause ends.
_STOPS = frozenset((";", ":", ".", "!", "?", "…"))


def acts_in(sentence: Sentence) -> list[Act]:
    known = document_words()
    out: list[Act] = []
    headline = sentence.title or _headline(sentence.tokens) or _first_line(sentence)
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


def _first_line(sentence: Sentence) -> bool:
    """Whether a sentence is a line by itself, without a stop, among the first of a page: its headline."""
    return sentence.index <= 3 and len(sentence.tokens) >= 4 and sentence.tokens[-1].word


def _another_sense(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words of an act mean something else: "in conclusion", "enter into force", "a sign of"."""
    token = tokens[first]
    following = tokens[last].lemma if last < len(tokens) else ""
    if token.lemma == "заключение":
        return bool(first) and tokens[first - 1].lemma == "в"
    if following in ("force", "effect") or (token.lemma == "sign" and following == "of"):
        return token.surface.lower() != "signing"
    low = token.surface.lower()
    return low in ("issue", "sign", "deal", "signs") and bool(first) and tokens[first - 1].lemma in ARTICLES


ARTICLES = frozenset("the a an this that on of".split())


def _act(tokens: Sequence[Token], first: int, last: int, rule: str, headline: bool) -> Act:
    if tokens[first].surface.isascii():
        return _english(tokens, first, last, rule, headline)
    return _russian(tokens, first, last, rule, headline)


def _english(tokens: Sequence[Token], k: int, last: int, rule: str, headline: bool) -> Act:
    low = tokens[k].surface.lower()
    near = [token.surface.lower() for token in _back(tokens, k, 4)]
    denied = bool(document_set("denied") & set(near)) or bool(document_set("supposed") & set(near))
    if low in _NOUNS or low.endswith("ing"):
        if low not in _NOUNS and not (near and near[-1] in ARTICLES) and any(one in BE for one in near[-2:]):
            return Act(k, last, rule, "active", False)  # "is signing"
        if low.endswith("ing") and k and tokens[k - 1].surface == ",":
            to_come = any(token.lemma in document_set("expected") - {"to"} for token in tokens[:k])
            return Act(k, last, rule, "active", not denied and not to_come)
        return Act(k, last, rule, "noun", not denied and not _spoken_of(tokens, k, last))
    if low in document_set("bare"):
        seen = {token.surface.lower() for token in _back(tokens, k, 10)}  # "saw the two offices conclude"
        seen |= {"saw"} if _of_a_picture(tokens, k) else set()
        done = (headline and not (near and near[-1] in document_set("wishing"))) or bool(document_set("done") & seen)
        return Act(k, last, rule, "active", done and not denied)
    past = low.endswith("ed") or low in ("struck", "put")
    if past and near[-1:] == ["the"] and any(first <= k + 1 < end for first, end, _ in documents_in(tokens)):
        return Act(k, last, rule, "participle", False)  # "to approve the signed agreement"
    be = [one for one in near if one in BE]
    form: Form = "passive" if be and past else "active"
    wished = "be" in be or "being" in be or ("would" in near and "have" in near) or "to" in near[-2:]
    followed = tokens[last].surface.lower() if last < len(tokens) else ""
    if past and not be and not {"have", "has", "had"} & set(near) and k and _document_ends(tokens, k):
        form = "participle"
    if past and not be and followed in ("by", "between", "in", "at", "on") and k and _document_ends(tokens, k):
        form = "participle"
    before = document_set("formerly")
    formerly = bool(before & set(near)) or followed in before - {"once", "long", "prior"}
    behind = [token.surface.lower() for token in _back(tokens, k, 16)]
    if "where" in behind and "had" in behind[: behind.index("where")]:
        formerly = True  # "he had been to Algiers, where a programme was signed"
    if "had" in near:
        told = {token.lemma for token in _back(tokens, k, 14)}
        formerly = formerly or not (
            told & (REPORTED | {"after"}) or lately(tokens)
        )  # "speaking after a programme had been signed"
    return Act(k, last, rule, form, not denied and not wished and not formerly)


def _of_a_picture(tokens: Sequence[Token], k: int) -> bool:
    """Whether a caption tells in the present who signs: "A. and B. ink a new memorandum"."""
    if tokens[k].surface not in ("sign", "ink") or not k or not tokens[k - 1].capital:
        return False
    return any(token.lemma in ("a", "an", "the") for token in tokens[k + 1 : k + 2])


BE = frozenset("be is are was were been being".split())
_NOUNS = frozenset("signature signatures adoption approval endorsement issuing".split())
#: Verbs of telling: after them the past perfect is of what is told.
REPORTED = frozenset("say tell report announce inform note state add reveal confirm".split())


def _document_ends(tokens: Sequence[Token], k: int) -> bool:
    return any(last == k for _, last, _ in documents_in(tokens))


def _russian(tokens: Sequence[Token], k: int, last: int, rule: str, headline: bool) -> Act:
    token = tokens[k]
    known = readings(token.surface)[:1]
    pos = known[0].pos if known else None
    near = _back(tokens, k, 3)
    lemmas = {one.lemma for one in near}
    denied = bool({one.lemma for one in near[-2:]} & document_set("denied"))
    formerly = bool(lemmas & document_set("formerly"))
    if pos == "NOUN":
        return Act(k, last, rule, "noun", not denied and not _spoken_of(tokens, k, last))
    if pos == "INFN":
        done = bool(document_set("done") & {one.lemma for one in _back(tokens, k, 4)})
        return Act(k, last, rule, "active", done and not denied)
    if pos in ("PRTF", "ADJF"):
        return Act(k, last, rule, "participle", not denied and not formerly and _of_this_meeting(tokens, k))
    supposed = bool(document_set("supposed") & {one.lemma for one in _back(tokens, k, 10)}) or (
        last < len(tokens) and tokens[last].lemma == "бы"
    )
    to_come = any(one.surface.lower() in ("будет", "будут", "быть") for one in near)
    if pos == "VERB":
        to_come = to_come or known[0].tense == "futr" or (known[0].tense == "pres" and not headline)
    form: Form = "passive" if pos == "PRTS" or token.surface.lower().endswith("сь") else "active"
    return Act(k, last, rule, form, not (denied or formerly or supposed or to_come))


def _of_this_meeting(tokens: Sequence[Token], k: int) -> bool:
    """Whether a participle tells what this meeting came to: "итогом стала подписанная министрами декларация"."""
    return any(token.lemma in document_set("outcome") for token in tokens)


def _spoken_of(tokens: Sequence[Token], k: int, last: int) -> bool:
    """Whether a deed told as a noun is only spoken of, wished or to come: "agreed to speed up the signing of"."""
    for j in range(k - 1, max(-1, k - 15), -1):
        token = tokens[j]
        if token.surface in _STOPS or token.lemma in document_set("aside"):
            break
        if token.lemma in document_set("took_place") and k - j <= 8:
            near = (one for one in tokens[max(0, j - 3) : j + 2] if one is not token)
            return any(one.lemma in document_set("expected") for one in near)
        if token.surface.lower() in document_set("ahead") or token.lemma in document_set("ahead"):
            return True
    if _has_since_changed(tokens, k, last):
        return True
    quoted = 0
    for j in range(last, len(tokens)):
        token = tokens[j]
        quoted += (token.surface in ("«", "“", "(")) - (token.surface in ("»", "”", ")"))
        if quoted:
            continue
        if token.surface in _STOPS or token.lemma in document_set("aside") or token.lemma in document_set("took_place"):
            return False
        if token.surface.lower() in document_set("afterwards") or token.lemma in document_set("afterwards"):
            return True
        if token.lemma in ("состояться", "пройти") and any(one.tense == "futr" for one in readings(token.surface)[:1]):
            return True
    return False


def _has_since_changed(tokens: Sequence[Token], k: int, last: int) -> bool:
    """Whether a signing is the subject of what it has led to since: "said that the signing of the Declaration has
    raised the partnership to a new level"."""
    if not tokens[k].surface.isascii() or not any(token.lemma in ("that", "say", "note") for token in tokens[:k]):
        return False
    for j in range(last, min(last + 30, len(tokens) - 1)):
        low = tokens[j].surface.lower()
        if tokens[j].surface in _STOPS or low in ("which", "that", "who", "and", ","):
            return False
        if low in ("has", "have"):
            return tokens[j + 1].surface.lower().endswith(("ed", "en", "ght"))
    return False


def _back(tokens: Sequence[Token], k: int, reach: int) -> Sequence[Token]:
    """Up to ``reach`` tokens before one, within its clause."""
    first = k
    while first > max(0, k - reach) and tokens[first - 1].surface not in _STOPS:
        first -= 1
    return tokens[first:k]
