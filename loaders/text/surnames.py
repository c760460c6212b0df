"""Surnames that stand alone after the person was introduced, where nothing found them; Russian ones in any case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .beside import mentions_in
from .figures import words_of
from .lexicon import word_set
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
#: Letters of a surname that is looked for.
_LEAST = 4
#: States in which one short word of a name stands for all of it.
_SHORT_NAMES = frozenset(("VN", "CN", "KR", "KP", "LA", "MM"))


def surnames_again(sentences: Sequence[Sentence], figures: Sequence[Figure], language: str) -> bool:
    """Find surnames that stand alone ("Lebedev answered"); True where some do."""
    return _english(sentences, figures) if language == "en" else _russian(sentences, figures)


def _english(sentences: Sequence[Sentence], figures: Sequence[Figure]) -> bool:
    plain = word_set("names", "not_names")
    known = {
        figure.surname
        for figure in figures
        if figure.post is not None
        and (len(figure.surname) >= _LEAST or (len(figure.surname) == 3 and figure.surname not in plain))
    }
    # of a Spanish or Portuguese name the first surname is said: "Yamila Peña Ojeda", then "Peña"
    for figure in figures:
        words = words_of(figure.name)
        if figure.post is not None and len(words) == 3 and len(words[1]) >= _LEAST:
            known.add(words[1])
        if figure.post is not None and figure.post.state in _SHORT_NAMES and len(words) >= 2:
            # "Le Minh Tri" is "Tri" again, "Zhang Jun" is "Zhang"
            again = words[-1] if figure.post.state == "VN" or len(words) > 3 else words[0]
            if again not in plain:
                known.add(again)
    found = False
    for sentence in sentences if known else ():
        free = _free(sentence)
        new = [
            Name(k, k + 1)
            for k, token in enumerate(sentence.tokens)
            if free[k] and token.capital and token.surface.removesuffix("'s").lower() in known
        ]
        found = _add(new, sentence) or found
    return found


def _russian(sentences: Sequence[Sentence], figures: Sequence[Figure]) -> bool:
    stems = {_stem(figure.surname) for figure in figures if figure.post is not None and len(figure.surname) >= _LEAST}
    stems = {stem for stem in stems if len(stem) >= _LEAST}
    found = False
    for sentence in sentences if stems else ():
        free = _free(sentence)
        for post in sentence.posts:
            free[post.first : post.last] = [False] * (post.last - post.first)
        new = [Name(k, k + 1) for k, token in enumerate(sentence.tokens) if free[k] and _is_surname(k, token, stems)]
        found = _add(new, sentence) or found
    return found


def _free(sentence: Sentence) -> list[bool]:
    """For each word whether no name and no place holds it."""
    free = [True] * len(sentence.tokens)
    taken = [(one.first, one.last) for one in sentence.names] + [(one.first, one.last) for one in sentence.near]
    for first, last in taken:
        free[first:last] = [False] * (last - first)
    return free


def _add(new: Sequence[Name], sentence: Sentence) -> bool:
    """Add names to a sentence, and the persons they mention; whether there are any."""
    if new:
        sentence.names = sorted([*sentence.names, *new], key=lambda one: one.first)
        sentence.mentions = []
        mentions_in(sentence)
    return bool(new)


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
