"""Russian surnames that stand alone, in any case, after the person was introduced, where no recogniser found them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .beside import mentions_in
from .people import Figure, Name
from .tokens import Token, readings

if TYPE_CHECKING:
    from .scene import Sentence

#: What may follow the part of a surname that does not change.
_ENDINGS = frozenset(
    ["", *"а у ым ом е ой ую ей ю я и ы ого ому его ему им ем ий ый ая ою ин ина ину иным ине ева еву".split()]
)
#: How the last letters of a nominative are cut off: "Краснов", "Бортников", "Чайка", "Мироновский".
_CUT = ("ский", "ской", "ый", "ий", "ой", "ая", "а", "я", "й", "ь")
_LEAST = 4


def surnames_again(sentences: Sequence[Sentence], figures: Sequence[Figure]) -> bool:
    """Find surnames that stand alone after their holder was introduced; True where some do."""
    stems = {_stem(figure.surname) for figure in figures if figure.post is not None and len(figure.surname) >= _LEAST}
    stems = {stem for stem in stems if len(stem) >= _LEAST}
    changed = False
    for sentence in sentences if stems else ():
        taken = {k for name in sentence.names for k in range(name.first, name.last)}
        taken |= {k for near in sentence.near for k in range(near.first, near.last)}
        taken |= {k for post in sentence.posts for k in range(post.first, post.last)}
        new = [
            Name(k, k + 1) for k, token in enumerate(sentence.tokens) if k not in taken and _is_surname(k, token, stems)
        ]
        if new:
            changed = True
            sentence.names = sorted([*sentence.names, *new], key=lambda one: one.first)
            sentence.mentions = []
            mentions_in(sentence)
    return changed


def _stem(surname: str) -> str:
    low = surname.lower().replace("ё", "е")
    end = next((one for one in _CUT if low.endswith(one)), "")
    return low[: len(low) - len(end)] + ("ск" if end in ("ский", "ской") else "")


def _is_surname(k: int, token: Token, stems: set[str]) -> bool:
    if not (token.word and token.surface.istitle()) or token.surface.isascii():
        return False
    low = token.surface.lower().replace("ё", "е")
    if not any(low.startswith(stem) and low[len(stem) :] in _ENDINGS for stem in stems):
        return False
    known = readings(token.surface)[:1]
    plain = any(one.pos != "NOUN" or one.name is None for one in known)
    return k > 0 or not plain or any(one.name is not None for one in readings(token.surface))
