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
        """What is told where: (kind, noun or verb, first token, index after the last)."""
        found = []
        i = 0
        while i < len(tokens):
            one = self.kinds.at(tokens, i)
            if one is None:
                i += 1
                continue
            found += [
                (kind, part, i, one[0]) for kind, part in one[1] if not (part == "verb" and _participle(tokens[i]))
            ]
            i = one[0]
        return found

    def marked(self, mark: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Where a mark such as ``planned`` stands."""
        return [(first, last) for first, last, _ in self.marks[mark].find(tokens)]


def _participle(token: Token) -> bool:
    """A full participle tells what a thing is, not what happened: "подписанная программа"."""
    known = readings(token.surface)
    return bool(known) and known[0].pos in ("PRTF", "INFN")


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
