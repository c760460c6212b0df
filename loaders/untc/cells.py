"""The table's header and cells: letter codes, dates, brackets.

The last columns' headers name the letter codes, in any order and different for
each treaty; an act without a letter is the word that has none (usually
"Ratification").  Square brackets: a participation that has ended.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from ..report import quoted
from .register import Cell

#: What a word in a header means: the kind of action, and what a reader should know besides.
WORDS: dict[str, tuple[str, str]] = {
    "ratification": ("ratification", ""),
    "accession": ("accession", ""),
    "acceptance": ("acceptance", ""),
    "approval": ("approval", ""),
    "succession": ("succession", ""),
    "formal confirmation": ("formal-confirmation", ""),
    "signature": ("signature", ""),
    "succession to signature": ("signature", "succession to a predecessor's signature"),
    "definitive signature": ("definitive-signature", ""),
    "provisional application": ("provisional-application", ""),
    "consent to be bound": ("consent-to-be-bound", ""),
    "simplified procedure": ("consent-to-be-bound", "by the simplified procedure"),
    "application": ("consent-to-be-bound", "applies the regulation"),
    "definitive acceptance": ("acceptance", "definitive acceptance"),
    "definitive signature or acceptance": ("consent-to-be-bound", "definitive signature or acceptance"),
    "participation": ("consent-to-be-bound", "participation"),
    "definitive signature or participation": ("consent-to-be-bound", "definitive signature or participation"),
    "acceptance ipso facto": ("acceptance", "ipso facto"),
}
#: A word may go on: "Ratification of the Convention as amended by the Protocol".
_LONGER = re.compile(
    r"^(?P<word>.+?)\s+(?:of|to|by|under|in)\s+(?:the|virtue|non-regional|article|Section)\b", re.IGNORECASE
)
#: The letter codes that the register uses; other letters in brackets belong to the words ("article 7 (1) (b)").
_CODE = re.compile(r"\s*\((a|A|AA|c|d|n|p|P|s)\)\s*$")
_COMMA = re.compile(r",\s+(?=[A-Z])")
_DATE = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2})[a-z]*\s+(?P<year>\d{4})")
_CELL = re.compile(rf"(?P<open>\[)?\s*{_DATE.pattern}\s*(?P<code>[A-Za-z]{{1,2}})?\s*(?P<close>\])?")
MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}


@dataclass(frozen=True)
class Column:
    """One column: what each letter code means in it ('' = no letter); ``unknown`` the words not understood."""

    title: str
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)


def read_header(title: str) -> Column:
    """The letter codes that a column's header names."""
    column = Column(title)
    for words, code in _items(title):
        meaning = _meaning(words)
        if meaning is None:
            column.unknown[code] = words
        elif column.codes.setdefault(code, meaning)[0] != meaning[0]:
            # Two words without a letter: the register does not say which of them a cell means.
            column.codes[code] = ("consent-to-be-bound", title)
    return column


def _items(title: str) -> list[tuple[str, str]]:
    found = []
    for item in _COMMA.split(title.strip()):
        code = _CODE.search(item)
        found.append((_CODE.sub("", item).strip(), code[1] if code else ""))
    return found


def _meaning(words: str) -> tuple[str, str] | None:
    key = words.lower()
    if key in WORDS:
        return WORDS[key]
    longer = _LONGER.match(words)
    if longer is not None and longer["word"].lower() in WORDS:
        kind, note = WORDS[longer["word"].lower()]
        return kind, note or words
    return None


def read_cell(text: str, column: Column) -> Cell | None:
    """One act; None for an empty cell.  Raises :class:`ValueError` with what was expected."""
    text = " ".join(text.replace("\xa0", " ").split())
    if not text:
        return None
    match = _CELL.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        raise ValueError(f"expected a date such as 6 Jul 1983 a, or one in square brackets, found {quoted(text)}")
    code = match["code"] or ""
    if code in column.unknown:
        raise ValueError(
            f"the header's {quoted(column.unknown[code])} is no act that is known; {quoted(text)} was left out"
        )
    if code not in column.codes:
        known = ", ".join(sorted(one or "no letter" for one in column.codes))
        raise ValueError(f"expected a letter code that the header names ({known}), found {quoted(text)}")
    kind, note = column.codes[code]
    return Cell(kind, _day(match), ended=bool(match["open"]), note=note)


def read_date(text: str) -> dt.date | None:
    """The first date in a text such as "4 January 1969, in accordance with article 19"; None without one."""
    match = _DATE.search(text)
    try:
        return None if match is None else _day(match)
    except ValueError:
        return None


def _day(match: re.Match[str]) -> dt.date:
    month = MONTHS.get(match["month"])
    if month is None:
        raise ValueError(f"expected a month, found {quoted(match['month'])}")
    return dt.date(int(match["year"]), month, int(match["day"]))
