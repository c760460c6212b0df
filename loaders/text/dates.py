"""Days that a text says, Russian or English, as EDTF: partial ones stay partial, relative ones count from an anchor.

The anchor is the day the text was published.  The grammar is in
:mod:`.dates_words`; here is what its finds mean.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates_words import DOCUMENT_BEHIND, ENGLISH, NUMERIC, OF_DOCUMENT, RUSSIAN, Grammar

#: Days behind the anchor up to which a day without a year is one that is still to come; likewise for months.
_AHEAD, _MONTH_AHEAD = 45, 31
#: Days before the anchor that a day to come may have, since pages are dated late.
_LATE = 3
#: Kinds of dates that are never said in words alone.
_WITH_FIGURES = frozenset(("days", "span", "years", "year"))
#: Nothing of a text is a date where it has neither a figure nor one of these.
_ANY = re.compile(
    r"\d|год|месяц|недел|сегодня|вчера|завтра|накануне|понедельник|вторник|сред[уаы]|четверг|пятниц|суббот|воскресен|назад"
    r"|январ|феврал|март|апрел|ма[йяе]|июн|июл|август|тябр|оябр|кабр|[стп]\.\s?г\.|через"
    r"|day|week|month|year|tonight|eve of|this (?:morning|afternoon|evening)|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|\b(?:mon|tues?|wed|thu|fri|sat|sun)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """One date: ``text[start:end]``.

    ``value`` is EDTF (``2019-10-01``, ``2024-05``, ``2024``), or ``--10-21`` /
    ``--06`` where the text gives no year and there is no anchor; None for a
    relative date without an anchor that has no day or month of its own, or one
    that its word alone does not tell.
    ``last`` is the last day (month, year) of a range.  ``relative``: said from
    the day of writing ("вчера", "last month", "25 июля с. г.").
    ``assumed_year``: the year came from the anchor; then ``said`` keeps what the
    text has (``--10-21``) and ``other`` the next likely value, where there is
    one.  ``span_of_years``: "2024-2026".  ``of_document``: the day or years of an
    instrument ("Конвенция 1993 года", "от 12 декабря 1991 года").
    """

    start: int
    end: int
    value: str | None
    last: str | None = None
    relative: bool = False
    assumed_year: bool = False
    span_of_years: bool = False
    of_document: bool = False
    said: str | None = None
    other: str | None = None


def find_dates(text: str, language: str, anchor: dt.date | None, *, future: bool = False) -> list[DateFound]:
    """All dates of ``text`` in order; ``future``: days without a year and weekdays are still to come."""
    if not _ANY.search(text):
        return []
    grammars = {"ru": (RUSSIAN,), "en": (ENGLISH,)}.get(language, (RUSSIAN, ENGLISH))
    taken = bytearray(len(text))
    found: list[DateFound] = []
    for kind, pattern in NUMERIC:
        for match in pattern.finditer(text):
            _take(found, taken, _Reading(match, kind, grammars[0], anchor, future, language).dates())
    figures = re.search(r"\d", text) is not None
    for grammar in grammars:
        for kind, pattern in grammar.patterns:
            if not figures and kind in _WITH_FIGURES:
                continue
            for match in pattern.finditer(text):
                if not _free(taken, *match.span()):
                    continue
                _take(found, taken, _Reading(match, kind, grammar, anchor, future, language).dates())
    found.sort(key=lambda one: one.start)
    return [_with_document(text, one) for one in found]


def _free(taken: bytearray, start: int, end: int) -> bool:
    return not any(taken[start:end])


def _take(found: list[DateFound], taken: bytearray, dates: Iterator[DateFound]) -> None:
    for one in dates:
        if _free(taken, one.start, one.end):
            found.append(one)
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)


def _with_document(text: str, one: DateFound) -> DateFound:
    if one.relative or not (
        OF_DOCUMENT.search(text, max(0, one.start - 60), one.start)
        or DOCUMENT_BEHIND.match(text, one.end, min(len(text), one.end + 80))
    ):
        return one
    return dataclasses.replace(one, of_document=True)


class _Reading:
    """One match of a pattern, read against the anchor."""

    def __init__(
        self,
        match: re.Match[str],
        kind: str,
        grammar: Grammar,
        anchor: dt.date | None,
        future: bool,
        language: str,
    ) -> None:
        self.match, self.kind, self.grammar = match, kind, grammar
        self.anchor, self.future, self.language = anchor, future, language
        self.parts = {
            name.rstrip("bc"): value
            for name, value in sorted(match.groupdict().items(), reverse=True)
            if value is not None
        }
        self.start = min(match.start(name) for name, value in match.groupdict().items() if value is not None)
        self.end = match.end()

    def dates(self) -> Iterator[DateFound]:
        """What the match says; nothing where there is no such day."""
        kinds = {
            "day": self._day,
            "days": self._days,
            "slash": self._slash,
            "month": self._month,
            "span": self._span,
            "years": self._years,
            "year": self._year,
            "unit": self._unit,
            "weekday": self._weekday,
            "word": self._word,
            "ago": self._ago,
        }
        yield from kinds[self.kind]()

    def _found(self, value: str | None, **more: object) -> DateFound:
        return DateFound(self.start, self.end, value, **more)  # type: ignore[arg-type]

    # What the words count for.

    def _month_of(self, word: str) -> int:
        return int(word) if word.isdigit() else self.grammar.months[word[:3].lower()]

    def _day_of(self, word: str) -> int:
        return int(re.sub(r"\D", "", word))

    def _shift(self) -> int | None:
        """-1, 0 or 1 for last, this, next; None where nothing is said."""
        rel = self.parts.get("rel")
        if rel is None:
            return None
        low = rel.lower()
        best = max((stem for stem in self.grammar.shifts if low.startswith(stem)), key=len, default=None)
        return None if best is None else self.grammar.shifts[best]

    def _ordinal(self, words: str) -> int:
        """The number of "двадцать первого"."""
        tens = {"двадцать": 20, "тридцать": 30}
        total = 0
        for word in words.lower().split():
            stems = [stem for stem in self.grammar.ordinals if word.startswith(stem)]
            total += tens.get(word) or self.grammar.ordinals[max(stems, key=len)]
        return total

    # Kinds.

    def _day(self) -> Iterator[DateFound]:
        parts = self.parts
        day = self._ordinal(parts["ord"]) if "ord" in parts else self._day_of(parts["d"])
        yield from self._of_day(day, self._month_of(parts["m"]))

    def _slash(self) -> Iterator[DateFound]:
        """Days in figures: day first, unless only the month can be; both where an English text leaves it open."""
        parts = self.parts
        day, month = int(parts["d"]), int(parts["m"])
        year = int(parts.get("y") or ("19" if parts["yy"] > "60" else "20") + parts["yy"])
        first, second = _edtf(year, month, day), _edtf(year, day, month)
        if first is None and parts["s"] == ".":
            return
        open_ = self.language == "en" and parts["s"] == "/" and first and second and first != second
        if first or second:
            yield self._found(first or second, other=second if open_ else None)

    def _days(self) -> Iterator[DateFound]:
        parts = self.parts
        month, day = self._month_of(parts["m"]), self._day_of(parts["d"])
        first_month = self._month_of(parts["m1"]) if "m1" in parts else month
        first_day = self._day_of(parts["d1"])
        if first_month == month and first_day >= day:
            return
        yield from self._of_day(first_day, first_month, (month, day))

    def _of_day(self, day: int, month: int, last: tuple[int, int] | None = None) -> Iterator[DateFound]:
        """A day, or the range from it to ``last`` (month, day)."""
        if _edtf(2000, month, day) is None or (last and _edtf(2000, *last) is None):
            return
        said = f"--{month:02}-{day:02}"
        said_last = f"--{last[0]:02}-{last[1]:02}" if last else None
        over = last is not None and last < (month, day)  # 29 December - 3 January
        shift = self._shift()
        year = self._said_year()
        if year is None and shift is None:
            if self.anchor is None:
                yield self._found(said, last=said_last, said=said)
                return
            years = self._years_near(month, day)
            if not years:
                return
            value = _edtf(years[0], month, day)
            other = _edtf(years[1], month, day) if len(years) > 1 else None
            end = _edtf(years[0] + over, *last) if last else None
            yield self._found(value, last=end, assumed_year=True, said=said, other=other)
            return
        relative = year is None
        if relative:
            if self.anchor is None:
                yield self._found(said, last=said_last, relative=True, said=said)
                return
            year = self.anchor.year + (shift or 0)
        assert year is not None
        end = _edtf(year, *last) if last else None
        first = int(self.parts["y1"]) if "y1" in self.parts else year - over
        value = _edtf(first, month, day)
        if value is None or (last and end is None):
            return
        yield self._found(value, last=end, relative=relative, said=said if relative else None)

    def _month(self) -> Iterator[DateFound]:
        month = self._month_of(self.parts["m"])
        said = f"--{month:02}"
        year, shift = self._said_year(), self._shift()
        if year is not None:
            yield self._found(f"{year}-{month:02}")
        elif shift is not None:
            yield self._found(self._relative_month(month, shift) or said, relative=True, said=said)
        elif self.anchor is None:
            yield self._found(said, said=said)
        else:
            near = [self.anchor.year - 1, self.anchor.year, self.anchor.year + 1]
            if self.future:
                likely = [y for y in near if (y, month) >= (self.anchor.year, self.anchor.month)]
            else:
                likely = [y for y in near if dt.date(y, month, 1) <= self.anchor + dt.timedelta(_MONTH_AHEAD)][::-1]
            other = [y for y in near if y not in likely[:1] and abs(y - likely[0]) == 1]
            yield self._found(
                f"{likely[0]}-{month:02}",
                assumed_year=True,
                said=said,
                other=f"{other[-1]}-{month:02}" if other else None,
            )

    def _relative_month(self, month: int, shift: int) -> str | None:
        if self.anchor is None:
            return None
        year = self.anchor.year + shift
        if self.parts.get("rel", "").lower() in ("last", "next", "this") and "year" not in self.match[0].lower():
            # "last October" is the latest one that is over, "next June" the first to come.
            year = self.anchor.year
            if shift < 0 and month >= self.anchor.month:
                year -= 1
            elif shift > 0 and month <= self.anchor.month:
                year += 1
        return f"{year}-{month:02}"

    def _span(self) -> Iterator[DateFound]:
        first, last = self.parts["y1"], self.parts["y"]
        last = first[:2] + last if len(last) == 2 else last
        if int(first) < int(last):
            yield self._found(first, last=last, span_of_years=True)

    def _years(self) -> Iterator[DateFound]:
        at = self.match.start("list")
        years = list(re.finditer(r"\d{4}", self.match["list"]))
        for number, year in enumerate(years):
            end = self.end if number == len(years) - 1 else at + year.end()
            yield DateFound(at + year.start(), end, year[0])

    def _year(self) -> Iterator[DateFound]:
        yield self._found(self.parts["y"])

    def _unit(self) -> Iterator[DateFound]:
        unit = self._unit_of(self.parts["unit"])
        shift = self._shift() or 0
        if self.anchor is None:
            yield self._found(None, relative=True)
        elif unit == "year":
            yield self._found(str(self.anchor.year + shift), relative=True)
        elif unit == "month":
            yield self._found(_months_on(self.anchor, shift), relative=True)
        else:
            first, last = self._week(shift)
            yield self._found(first, last=last, relative=True)

    def _week(self, shift: int) -> tuple[str, str]:
        assert self.anchor is not None
        monday = self.anchor - dt.timedelta(self.anchor.weekday()) + dt.timedelta(7 * shift)
        return monday.isoformat(), (monday + dt.timedelta(6)).isoformat()

    def _weekday(self) -> Iterator[DateFound]:
        if self.anchor is None:
            yield self._found(None, relative=True)
            return
        weekday = self.grammar.weekdays[self.parts["wd"][:2].lower()]
        shift = self._shift()
        back = (self.anchor.weekday() - weekday) % 7
        ahead = (weekday - self.anchor.weekday()) % 7
        if shift == 1:
            days = ahead or 7
        elif shift == -1:
            days = -(back or 7)
        else:
            days = ahead if self.future else -back
        other = None if shift or days == 0 else self.anchor + dt.timedelta(-back if self.future else ahead)
        yield self._found(
            (self.anchor + dt.timedelta(days)).isoformat(),
            relative=True,
            other=None if other is None else other.isoformat(),
        )

    def _word(self) -> Iterator[DateFound]:
        low = self.parts["word"].lower()
        stem = max((word for word in self.grammar.words if low.startswith(word)), key=len, default="")
        days = self.grammar.words.get(stem)
        if low == "накануне" and _EVE.match(self.match.string, self.end):
            days = -1  # the day before; otherwise the eve of what is named next
        if self.anchor is None or days is None:
            yield self._found(None, relative=True)
        else:
            yield self._found((self.anchor + dt.timedelta(days)).isoformat(), relative=True)

    def _ago(self) -> Iterator[DateFound]:
        parts = self.parts
        unit = self._unit_of(parts["unit"])
        number = parts.get("n", "").lower()
        if number and not number.isdigit() and number not in self.grammar.numbers:
            yield self._found(None, relative=True)
            return
        count = int(number) if number.isdigit() else self.grammar.numbers.get(number, 1)
        back = "back" in parts
        if self.anchor is None or unit is None:
            yield self._found(None, relative=True)
            return
        count = -count if back else count
        try:
            if unit == "hour":
                days = 0 if abs(count) < 24 else int(count / 24)
                yield self._found((self.anchor + dt.timedelta(days)).isoformat(), relative=True)
            elif unit == "day":
                yield self._found((self.anchor + dt.timedelta(count)).isoformat(), relative=True)
            elif unit == "week":
                first, last = self._week(count)
                yield self._found(first, last=last, relative=True)
            elif unit == "month":
                yield self._found(_months_on(self.anchor, count), relative=True)
            else:
                yield self._found(f"{self.anchor.year + count:04}", relative=True)
        except (OverflowError, ValueError):
            return

    # Years.

    def _said_year(self) -> int | None:
        year = self.parts.get("y")
        return None if year is None else int(year)

    def _unit_of(self, word: str) -> str | None:
        low = word.lower()
        best = max((stem for stem in self.grammar.units if low.startswith(stem)), key=len, default=None)
        return None if best is None else self.grammar.units[best]

    def _years_near(self, month: int, day: int) -> list[int]:
        """The years that a day without one may be in, the likeliest first."""
        assert self.anchor is not None
        year = self.anchor.year
        days = [(y, dt.date(y, month, day)) for y in (year - 1, year, year + 1, year - 4) if _edtf(y, month, day)]
        if "wd" in self.parts:  # "Thursday, August 27": not in every year
            weekday = self.grammar.weekdays[self.parts["wd"][:2].lower()]
            days = [(y, when) for y, when in days if when.weekday() == weekday] or days
        anchor = self.anchor
        if self.future:
            first = [(y, when) for y, when in sorted(days) if when >= anchor - dt.timedelta(_LATE)]
        else:
            first = [(y, when) for y, when in sorted(days)[::-1] if when <= anchor + dt.timedelta(_AHEAD)]
        rest = sorted((pair for pair in days if pair not in first[:1]), key=lambda pair: abs((pair[1] - anchor).days))
        return [y for y, _ in [*first[:1], *rest[:1]]]


_EVE = re.compile(r"\s?[,.;:!]|\s(?:во?\s|на\s|состоя|прош|встре|провел|прин|подпис|сообщ|заяв)|$", re.IGNORECASE)


def _edtf(year: int, month: int, day: int) -> str | None:
    """A day as EDTF; None where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _months_on(anchor: dt.date, count: int) -> str:
    months = anchor.year * 12 + anchor.month - 1 + count
    return f"{months // 12:04}-{months % 12 + 1:02}"
