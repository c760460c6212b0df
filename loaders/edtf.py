"""Dates as sources give them, and the two days that bound them.

The subset of EDTF (ISO 8601-2) that records use: ``2018``, ``2018-01``,
``2018-01-15``, each with ``~`` or ``?`` behind it; ``2016-11-29/2016-11-30``
(from one day to the other); ``../2015-08-27`` (on or before);
``2022-02-14/..`` (on or after); ``[2016-04-01,2016-04-03]`` (one of these).
A part that is not given is never filled in: it widens the bounds.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

EXPECTED = "a date such as 2018, 2018-01, 2018-01-15, ../2015-08-27, 2022-02-14/.. or 2016-11-29/2016-11-30"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?]?")


def bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day that ``text`` may mean; None where it is open.

    Raises :class:`ValueError` with what was expected.
    """
    if text.startswith("[") and text.endswith("]"):
        days = [_single(part.strip()) for part in text[1:-1].split(",")]
        return min(first for first, _ in days), max(last for _, last in days)
    start, slash, end = text.partition("/")
    if not slash:
        return _single(text)
    first = None if start == ".." else _single(start)[0]
    last = None if end == ".." else _single(end)[1]
    if first is None and last is None:
        raise ValueError(f"expected {EXPECTED}")
    if first is not None and last is not None and first > last:
        raise ValueError(f"{text} ends before it starts")
    return first, last


def _single(text: str) -> tuple[dt.date, dt.date]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"expected {EXPECTED}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"there is no day {text.rstrip('~?')}") from None
