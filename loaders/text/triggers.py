"""The words of ``words/triggers.yaml``, ready to be matched: what tells that states' officials met, signed, visited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .lexicon import phrases_of, word_set, words
from .phrases import Phrases
from .tokens import Token, readings, tokens_of

Kinds = ("meeting", "visit", "signing", "conference", "session")


class Triggers:
    """Phrases by what they tell; loaded once by :func:`triggers`."""

    def __init__(self) -> None:
        raw = words("triggers")
        self.kinds: Phrases[tuple[str, str]] = Phrases()
        self.apart: list[tuple[str, str, str]] = []
        for kind in Kinds:
            for part, by_language in raw[kind].items():
                for phrases in by_language.values():
                    for phrase in phrases:
                        if part == "apart":
                            self.apart.append((kind, *(token.lemma for token in tokens_of(phrase))))  # type: ignore[arg-type]
                        else:
                            self.kinds.add(phrase, (kind, part))
        self.marks = {mark: phrases_of(entry) for mark, entry in raw.items() if mark not in Kinds}

    def told(self, tokens: Sequence[Token]) -> list[tuple[str, str, int, int]]:
        """What is told where: (kind, noun, verb or "to do" of an infinitive, first token, index after the last)."""
        found = []
        i = 0
        while i < len(tokens):
            one = self.kinds.at(tokens, i)
            if one is None:
                i += 1
                continue
            for kind, part in one[1]:
                form = _form(tokens[i]) if part == "verb" else None
                if part == "verb" and one[0] == i + 1 and _noun_here(tokens, i):
                    continue
                if form != "PRTF":
                    found.append((kind, "to do" if form == "INFN" else part, i, one[0]))
            i = one[0]
        return found + self._told_apart(tokens)

    def _told_apart(self, tokens: Sequence[Token]) -> list[tuple[str, str, int, int]]:
        """Verbs whose noun stands some words after them."""
        found = []
        lemmas = [token.lemma for token in tokens]
        here = set(lemmas)
        for kind, verb, noun in self.apart:
            if verb not in here or noun not in here:
                continue
            for k, token in enumerate(tokens):
                if token.lemma != verb:
                    continue
                last = next((n for n in range(k + 1, min(k + 11, len(tokens))) if lemmas[n] == noun), None)
                if last is not None:
                    found.append((kind, "to do" if _form(token) == "INFN" else "verb", k, last + 1))
        return found

    def intended(self, tokens: Sequence[Token]) -> list[int]:
        """Verbs of encounters, in the infinitive, that somebody intends: "is ready to sign", "намерены подписать"."""
        coming, to_do = word_set("cues", "after_will"), word_set("cues", "future") | word_set("cues", "after_will_be")
        out = []
        for first, last in self.marked("intending", tokens):
            # "обсуждать министры намерены": in Russian what is meant may stand before
            back = range(max(0, first - 4), first) if not tokens[first].surface.isascii() else range(0)
            for k in (*back, *range(last, min(last + 6, len(tokens)))):
                token = tokens[k]
                if token.surface.isascii():
                    if token.lemma in coming and tokens[k - 1].lemma == "to" and token.lemma != "be":
                        out.append(k)
                elif token.lemma in to_do and token.lemma != "быть" and _form(token) == "INFN":
                    out.append(k)
        return out

    def marked(self, mark: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Where a mark such as ``planned`` stands."""
        return [(first, last) for first, last, _ in self.marks[mark].find(tokens)]


def _form(token: Token) -> str | None:
    """The form of a Russian verb: a full participle tells what a thing is, an infinitive what is meant to be done."""
    known = readings(token.surface)
    return known[0].pos if known else None


#: After these an English word that can be a verb is a noun: "the hosts", "his visit".
_DETERMINERS = frozenset(
    """the a an his her their its this that these those our official working state mutual reciprocal courtesy several
    regular""".split()
)


def _noun_here(tokens: Sequence[Token], i: int) -> bool:
    """Whether an English word of meeting stands as a noun: "thanked the hosts", "during his visit"."""
    if i == 0 or not tokens[i].surface.isascii() or tokens[i - 1].lemma not in _DETERMINERS:
        return False
    # "among those received by the President": a participle after "those" tells what was done
    return not (tokens[i - 1].lemma in ("that", "those") and tokens[i].surface.lower().endswith("ed"))


@cache
def invitations() -> Phrases[str]:
    """Words that invite: a visit to which somebody is invited is none yet."""
    found: Phrases[str] = Phrases()
    for phrase in ("пригласить", "приглашать", "приглашение", "позвать", "invite", "invitation"):
        found.add(phrase, phrase)
    return found


@cache
def triggers() -> Triggers:
    """The words, made once a process."""
    return Triggers()
