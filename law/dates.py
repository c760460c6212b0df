"""Days between two bounds, durations, and the arithmetic of final clauses.

Sources give partial dates ("2024", "June 2025"), so a day is a pair of bounds.
All sums and comparisons run on both bounds at once; what comes out is again a
pair, and never more certain than what went in.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from ..errors import BadInput
from .words import CountsFrom, Rounding

#: Stands for "no first day known" inside the engine; what leaves it says None.
PAST = 0
#: Stands for "no last day known"; one day after the last that the calendar has.
FUTURE = dt.date.max.toordinal() + 1

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


class When(NamedTuple):
    """A day that lies between ``lo`` and ``hi`` (proleptic ordinals, both included)."""

    lo: int
    hi: int

    @classmethod
    def of(cls, said: str | dt.date) -> When:
        """From ``2003``, ``2003-07``, ``2003-07-01`` or a date."""
        if isinstance(said, dt.date):
            return cls(said.toordinal(), said.toordinal())
        match = _DATE.fullmatch(said)
        if match is None:
            raise BadInput(f"expected a day such as 2003-07-01, 2003-07 or 2003, found {said!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            if month is None:
                return cls.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
            if day is None:
                return cls.between(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
            return cls.of(dt.date(year, month, day))
        except (ValueError, calendar.IllegalMonthError):
            raise BadInput(f"there is no day {said}") from None

    @classmethod
    def between(cls, earliest: dt.date | None, latest: dt.date | None) -> When:
        """From two bounds; None where a bound is not known."""
        lo = PAST if earliest is None else earliest.toordinal()
        hi = FUTURE if latest is None else latest.toordinal()
        if lo > hi:
            raise BadInput(f"a day cannot lie between {earliest} and {latest}: the bounds are the wrong way round")
        return cls(lo, hi)

    @property
    def earliest(self) -> dt.date | None:
        return _date(self.lo)

    @property
    def latest(self) -> dt.date | None:
        return _date(self.hi)

    @property
    def exact(self) -> dt.date | None:
        """The day, where only one is possible."""
        return _date(self.lo) if self.lo == self.hi else None

    def to_dict(self) -> dict[str, str | None]:
        return {"earliest": _iso(self.lo), "latest": _iso(self.hi)}

    def __str__(self) -> str:
        if self.lo == self.hi:
            return _iso(self.lo) or ".."
        return f"{_iso(self.lo) or '..'}/{_iso(self.hi) or '..'}"


#: The end of what has no end.
NEVER = When(FUTURE, FUTURE)


def _date(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if PAST < ordinal < FUTURE else None


def _iso(ordinal: int) -> str | None:
    day = _date(ordinal)
    return None if day is None else day.isoformat()


def latest(*days: When) -> When:
    """The later of days, bound by bound."""
    lo, hi = days[0]
    for day in days[1:]:
        lo, hi = (day[0] if day[0] > lo else lo), (day[1] if day[1] > hi else hi)
    return When(lo, hi)


def earliest(*days: When) -> When:
    """The earlier of days, bound by bound."""
    lo, hi = days[0]
    for day in days[1:]:
        lo, hi = (day[0] if day[0] < lo else lo), (day[1] if day[1] < hi else hi)
    return When(lo, hi)


class Duration(NamedTuple):
    """A time in months and days, as ISO 8601 writes it (P30D, P3M, P1Y)."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, said: str) -> Duration:
        match = _DURATION.fullmatch(said)
        if match is None:
            raise BadInput(f"expected a duration such as P30D, P3M or P1Y, found {said!r}")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(12 * years + months, 7 * weeks + days)

    def __str__(self) -> str:
        months = f"{self.months}M" if self.months else ""
        return f"P{months}{self.days}D" if self.days or not self.months else f"P{months}"

    def words(self, language: str = "en") -> str:
        """``30 days``; ``30 дней``."""
        parts = [
            _count(number, language, forms)
            for number, forms in ((self.months, _MONTHS), (self.days, _DAYS))
            if number or (forms is _DAYS and not self.months)
        ]
        return (" and " if language == "en" else " и ").join(parts)


_MONTHS = ("month", "months", "месяц", "месяца", "месяцев")
_DAYS = ("day", "days", "день", "дня", "дней")


def _count(number: int, language: str, forms: tuple[str, str, str, str, str]) -> str:
    if language != "ru":
        return f"{number} {forms[0] if number == 1 else forms[1]}"
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {forms[2]}"
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {forms[3] if few else forms[4]}"


def add(day: int, duration: Duration) -> int:
    """``day`` plus a duration.

    Where the month has no such day its last day is taken: 31 January and one
    month is 28 or 29 February (European Convention on the Calculation of
    Time-Limits, art. 4(2)).
    """
    if not PAST < day < FUTURE:
        return day
    if duration.months:
        start = dt.date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + duration.months, 12)
        if year > dt.MAXYEAR:
            return FUTURE
        last = calendar.monthrange(year, month + 1)[1]
        day = dt.date(year, month + 1, min(start.day, last)).toordinal()
    return min(day + duration.days, FUTURE)


def after(
    day: When,
    duration: Duration,
    rounding: Rounding = Rounding.NONE,
    counts_from: CountsFrom | None = None,
) -> When:
    """The day on which a clause's time has run.

    "On the thirtieth day after the date of deposit" (UNTOC art. 38) makes the
    day after the first of thirty: the day of deposit plus thirty.  "On the
    thirtieth day, counting from the day of deposit" (Minsk Convention art. 83)
    makes the day itself the first: plus twenty-nine.  Months run from the day
    to the same day of a later month in both.

    "The first day of the month following the expiration of three months"
    adds the months and goes to the first of the month after.
    """
    if counts_from is CountsFrom.THE_DAY and duration.days:
        duration = Duration(duration.months, duration.days - 1)
    lo, hi = add(day.lo, duration), add(day.hi, duration)
    if rounding is Rounding.FIRST_OF_NEXT_MONTH:
        lo, hi = _next_first(lo), _next_first(hi)
    return When(lo, hi)


def _next_first(day: int) -> int:
    if not PAST < day < FUTURE:
        return day
    date = dt.date.fromordinal(day)
    if (date.year, date.month) == (dt.MAXYEAR, 12):
        return FUTURE
    return (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1).toordinal()
