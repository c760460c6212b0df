"""Bodies that no list knows, by the name and the number with which a page itself calls their sitting: "the 22nd
Meeting of the Legal Affairs Committee (LAC)", "the 10th Annual General Meeting of the Eastern Africa Association of
Prosecutors (EAAP)".

Such a name counts only where the page numbers a sitting of it, and where it is no
organ of one state.  A committee or council is a body by itself, called after its
organisation; of an association the gathering of its members is the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .gatherings import Body, BodyWords
from .lexicon import words

#: Letters of a name's abbreviation that small words give or not: "Association of Prosecutors" is AP or AOP.
_SMALL = frozenset("of the and for on in de du des against".split())
_WORD = r"[A-ZÀ-Ž][\w'’-]*"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|and|for|on|against|de|the)\s+){{0,2}}{_WORD}){{0,9}}"
_SHORT = r"[A-Z][A-Z&-]{1,9}"
_BRACKETS = re.compile(rf"({_NAME})\s+\(({_SHORT})\)")


#: The end of a name that begins the next sitting's: "the Preparatory Committee Meeting of the Eighth (Meeting of …)".
_OF_A_NUMBER = re.compile(
    r"\s+(?:Meeting|Session|Conference)?\s*of\s+the\s+(?:[A-Z][a-z]+(?:th|st|nd|rd)|First|Second|Third)\Z"
)


@cache
def _own() -> dict[str, tuple[str, ...]]:
    """The entry ``own`` of ``words/bodies.yaml``."""
    return {key: tuple(found) for key, found in words("bodies")["own"].items()}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The number and the sitting before a name ("22nd Meeting of the NAME"), or around it ("22nd NAME meeting")."""
    own = _own()
    kinds, sittings = "|".join(own["kinds"]), "|".join(own["sittings"])
    number = rf"(?i:\d{{1,3}}(?:st|nd|rd|th)|[ivxl]+|{'|'.join(own['numbers'])})"
    before = re.compile(
        rf"\b{number}\s+(?P<sitting>(?i:(?:(?:{kinds})\s+)*(?:{sittings})))(?:\s+\({_SHORT}\))?"
        rf"\s+of\s+(?:the\s+)?(?P<name>{_NAME})"
    )
    around = re.compile(rf"\b{number}\s+(?P<name>{_NAME}|{_SHORT})\s+(?P<sitting>(?i:{sittings}))\b")
    return before, around


def own_bodies(text: str, known: BodyWords) -> Iterator[tuple[str, Body]]:
    """The names by which a page calls bodies of its own, which are not ``known``: (name or abbreviation, body)."""
    full = {short: whole for name, short in _BRACKETS.findall(text) if (whole := _spelled(name, short)) is not None}
    shorts = {whole: short for short, whole in full.items()}
    main: list[str | None] = []
    seen: set[str] = set()
    for pattern in _patterns():
        for match in pattern.finditer(text):
            said = _OF_A_NUMBER.sub("", " ".join(match["name"].split()))
            name = full.get(said, said)
            head = _head(name)
            if head is None or name in seen or _of_one_state(name) or _no_name(name) or known.knows(name):
                continue
            seen.add(name)
            if not main:
                main.append(known.organisation_in(text))
            body = _body(name, head, match["sitting"], known.organisation_in(name), main[0])
            yield name, body
            if name in shorts:
                yield shorts[name], body


def _spelled(name: str, short: str) -> str | None:
    """The last words of a name whose capitals an abbreviation is made of, None where it is not."""
    parts = name.split()
    letters = [letter for letter in short if letter.isalpha()]
    for first in range(len(parts) - 1, -1, -1):
        if parts[first].lower() in _SMALL:
            continue
        capitals = [part[0].upper() for part in parts[first:] if part.lower() not in _SMALL]
        if capitals == letters or [part[0].upper() for part in parts[first:]] == letters:
            return " ".join(parts[first:])
    return None


def _head(name: str) -> str | None:
    """What kind of body a name says that it is."""
    return next((word for word in name.split() if word.lower() in (*_own()["heads"], *_own()["associations"])), None)


def _of_one_state(name: str) -> bool:
    """Whether a name is one of an organ of a state: "the National Council", "the Supreme Council"."""
    return any(word.lower() in _own()["domestic"] for word in name.split())


def _no_name(name: str) -> bool:
    """Whether words name a kind of gathering and nobody's: "Annual Conference and General Meeting", or the parties of
    a convention that other words name ("the Conference of the Parties to the Framework Convention")."""
    return name.partition(" ")[0].lower() in _own()["kinds"] or name.split()[-1] == "Parties"


def _body(name: str, head: str, sitting: str, inside: str | None, main: str | None) -> Body:
    if head.lower() in _own()["associations"]:
        whole = " ".join(word.capitalize() for word in sitting.split())
        return Body(f"{name} {whole}", None, inside)
    code = inside or main
    return Body(name if inside is not None or code is None else f"{code} {name}", None, code)
