"""Text for pictures: cleaned, measured, wrapped and escaped.

Labels come from anywhere.  What reaches a picture holds no control character,
no character that turns the direction of reading, and no markup; its width is
known without a font, so that boxes can be kept apart before anything is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape as _escape

#: XML 1.0 cannot hold these, and a reader cannot see them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\ufffc\ufffe\uffff]")
#: Embeddings, overrides, isolates and marks of direction: a label that holds one can
#: make its neighbours read backwards (Unicode TR 36, 2.1).
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
#: No label is measured or wrapped beyond this; the rest shows in the tooltip.
_READ = 1000
#: A letter with fifty accents would paint over its neighbours.
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_ACCENT}{{3}}){_ACCENT}+")

#: Advance widths in hundredths of an em of DejaVu Sans, the widest of the common
#: sans-serif fonts: a text measured by it fits in Arial, Segoe UI, Roboto and Noto too.
_WIDTHS = {
    "'": 27, "ijl": 28, "IJІЇії": 30, " ,.’·": 32, "/:;\\|": 34, "f": 35, "-": 36, "()[]t": 39, "!": 40, "r": 41,
    '"': 46, "*_`–": 50, "sz“”": 53, "?гз": 53, "cсэ": 55, "L": 56, "Fkт": 58, "vxyвухчьўғҳҷӯү": 59, "PРкяқ": 60,
    "TYaoГТУао«»": 61, "eбеёәЎӮҮөҰ": 62, "ESbdghnpquЕрЁһ": 63, "$0123456789{}Зл": 64, "ийнпӣ": 65, "KңҒ": 67,
    "AVАц": 68, "BRXZБВХЧЬЯдҲҶҺ": 69, "CСЭ": 70, "КъҚ": 71, "U": 73, "HNИЙЛНПмӢҢ": 75, "DG&ДЦ": 78, "OQОыӨӘ": 79,
    "wЪ": 83, "#+<=>^~ю×→←ф": 85, "MМФЫ": 88, "ж": 90, "ш": 92, "щ": 94, "%": 95, "m": 97, "WЮ": 108, "@—…": 100,
    "№": 104, "ШЖЩ": 109,
}  # fmt: skip
_WIDTH = {character: width / 100 for characters, width in _WIDTHS.items() for character in characters}
_BOLD = 1.13


def clean(text: str) -> str:
    """One line of printable text: no control characters, none that turn the direction of reading."""
    text = _DIRECTION.sub("", _UNPRINTABLE.sub(" ", text))
    return _MARKS.sub(r"\1", _SPACE.sub(" ", text)).strip()


def shown(text: str, characters: int = _READ) -> str:
    """Clean text of at most so many characters, ``…`` where it was cut."""
    # Cut before cleaning: a megabyte of accents is not worth reading.
    cut = text[: characters * 4]
    found = clean(cut)
    if len(found) > characters or len(cut) < len(text):
        return found[: characters - 1].rstrip() + "…"
    return found


def escaped(text: str) -> str:
    """Text as content or attribute of XML and HTML; cleaned, for a number reference would not help either."""
    return _escape(clean(text), quote=True)


def lines_escaped(lines: list[str]) -> str:
    """Lines of a tooltip, each cleaned."""
    return "\n".join(escaped(line) for line in lines if line)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The advance of a text in pixels at a font size in pixels; never less than a common font takes."""
    ems = sum(_ems(character) for character in text)
    return ems * size * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    known = _WIDTH.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.02
    base = unicodedata.normalize("NFD", character)[:1]
    # An accented letter is as wide as the letter.
    return _WIDTH.get(base, 0.8 if character.islower() else 0.9)


def wrapped(text: str, size: float, room: float, *, lines: int = 3, bold: bool = False) -> list[str]:
    """The text in at most ``lines`` lines no wider than ``room`` pixels, ``…`` where it was cut.

    Words longer than a line are broken: an address without a space is one word.
    Lines are balanced, so that no word stands alone where it need not.
    """
    words = shown(text).split(" ")
    if not text or not words:
        return [""]
    filled = _filled(words, size, room, bold)
    if len(filled) > lines:
        filled = filled[:lines]
        filled[-1] = _cut(filled[-1], size, room, bold)
        return filled
    # The narrowest room that gives no more lines.
    low, high = room * 0.4, room
    while len(filled) > 1 and high - low > 4:
        middle = (low + high) / 2
        tried = _filled(words, size, middle, bold)
        if len(tried) <= len(filled) and not _broken(tried, words):
            filled, high = tried, middle
        else:
            low = middle
    return filled


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text on one line, ``…`` where it was cut."""
    text = shown(text)
    return text if width(text, size, bold=bold) <= room else _cut(text, size, room, bold)


def _filled(words: list[str], size: float, room: float, bold: bool) -> list[str]:
    found: list[str] = []
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if width(joined, size, bold=bold) <= room:
            line = joined
            continue
        if line:
            found.append(line)
        line = word
        while width(line, size, bold=bold) > room and len(line) > 1:
            kept = _kept(line, size, room, bold)
            # After a hyphen or a slash, where the word has one there.
            kept = max(line.rfind("-", 1, kept), line.rfind("/", 1, kept)) + 1 or kept
            found.append(line[:kept])
            line = line[kept:]
    return [*found, line] if line or not found else found


def _broken(lines: list[str], words: list[str]) -> bool:
    return " ".join(lines) != " ".join(words)


def _kept(text: str, size: float, room: float, bold: bool) -> int:
    used = 0.0
    for at, character in enumerate(text):
        used += width(character, size, bold=bold)
        if used > room:
            return max(1, at)
    return len(text)


def _cut(text: str, size: float, room: float, bold: bool) -> str:
    kept = _kept(text, size, room - width("…", size, bold=bold), bold)
    return text[:kept].rstrip(" ,;:–—-(") + "…"
