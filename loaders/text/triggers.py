"""The words of ``words/triggers.yaml``, ready to be matched: what tells that states' officials met, signed, visited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .lexicon import phrases_of, words
from .phrases import Phrases
from .tokens import Token, readings

Kinds = ("meeting", "visit", "signing", "conference", "session")


class Triggers:
    """Phrases by what they tell; loaded once by :func:`triggers`."""

    def __init__(self) -> None:
        raw = words("triggers")
        self.kinds: Phrases[tuple[str, str]] = Phrases()
        for kind in Kinds:
            for part, by_language in raw[kind].items():
                for phrases in by_language.values():
                    for phrase in phrases:
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
                if form != "PRTF":
                    found.append((kind, "to do" if form == "INFN" else part, i, one[0]))
            i = one[0]
        return found

    def marked(self, mark: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Where a mark such as ``planned`` stands."""
        return [(first, last) for first, last, _ in self.marks[mark].find(tokens)]


def _form(token: Token) -> str | None:
    """The form of a Russian verb: a full participle tells what a thing is, an infinitive what is meant to be done."""
    known = readings(token.surface)
    return known[0].pos if known else None


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
