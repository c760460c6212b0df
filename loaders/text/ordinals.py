"""Ordinals in words, digits and Roman numerals: 21-е, 17th, XXII, тринадцатое, двадцать первое, thirty-fifth."""

from __future__ import annotations

from collections.abc import Sequence

from .tokens import Token

_UNITS = {
    "первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "шестой": 6, "седьмой": 7, "восьмой": 8,
    "девятый": 9, "десятый": 10, "одиннадцатый": 11, "двенадцатый": 12, "тринадцатый": 13, "четырнадцатый": 14,
    "пятнадцатый": 15, "шестнадцатый": 16, "семнадцатый": 17, "восемнадцатый": 18, "девятнадцатый": 19,
    "двадцатый": 20, "тридцатый": 30, "сороковой": 40, "пятидесятый": 50,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_TENS = {"двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "twenty": 20, "thirty": 30, "forty": 40}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ENDINGS = ("th", "st", "nd", "rd")


def ordinal_of(tokens: Sequence[Token], i: int) -> int | None:
    """The number of an ordinal at token ``i``, or None."""
    token = tokens[i]
    surface = token.surface
    if surface[0].isdigit():
        digits = "".join(letter for letter in surface if letter.isdigit())
        if len(digits) > 3 or not surface.startswith(digits):
            return None
        tail = surface[len(digits) :].strip("-‑").lower()
        if tail:
            return int(digits) if tail in _ENDINGS or (not tail.isascii() and len(tail) <= 3) else None
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is not None and len(digits) <= 2:
            if following.surface in ("-", "–", "‑") and i + 2 < len(tokens):
                after = tokens[i + 2].surface
                return int(digits) if len(after) <= 3 and after.isalpha() and not after.isascii() else None
            if following.surface.lower() in _ENDINGS:
                return int(digits)
        return None
    if surface.isupper() and all(letter in _ROMAN for letter in surface):
        return None if surface in ("C", "L") else _roman(surface)
    if "-" in token.lemma:
        tens, _, unit = token.lemma.partition("-")
        if tens in _TENS and unit in _UNITS:
            return _TENS[tens] + _UNITS[unit]
    known = _UNITS.get(token.lemma)
    if known is None:
        return None
    if i and (base := _TENS.get(tokens[i - 1].lemma)) is not None and known < 10:
        return base + known
    return known


def _roman(text: str) -> int:
    total = 0
    for one, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN[one]
        total += -value if following and _ROMAN[following] > value else value
    return total
