"""Days, durations and the arithmetic of final clauses.  Expected days are those that depositaries published."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadInput
from comity.law.dates import NEVER, Duration, When, after
from comity.law.words import CountsFrom, Rounding


@pytest.mark.parametrize(
    ("said", "earliest", "latest"),
    [
        ("2003", dt.date(2003, 1, 1), dt.date(2003, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2003-07-01", dt.date(2003, 7, 1), dt.date(2003, 7, 1)),
    ],
)
def test_a_partial_date_has_two_bounds(said: str, earliest: dt.date, latest: dt.date) -> None:
    day = When.of(said)
    assert (day.earliest, day.latest) == (earliest, latest)


def test_an_open_bound_is_none_and_not_a_far_day() -> None:
    day = When.between(None, dt.date(2023, 6, 27))
    assert (day.earliest, day.latest, day.exact) == (None, dt.date(2023, 6, 27), None)
    assert str(day) == "../2023-06-27"
    assert NEVER.latest is None


@pytest.mark.parametrize("said", ["1.7.2003", "2003-02-30", "2003-13", "", "yesterday"])
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(BadInput, match=r"expected a day|there is no day"):
        When.of(said)


@pytest.mark.parametrize(
    ("said", "months", "days"), [("P30D", 0, 30), ("P3M", 3, 0), ("P1Y", 12, 0), ("P1Y6M", 18, 0), ("P2W", 0, 14)]
)
def test_durations(said: str, months: int, days: int) -> None:
    assert Duration.of(said) == Duration(months, days)


@pytest.mark.parametrize("said", ["30D", "P", "P30", "30 days", "P-1D", "PT5H"])
def test_what_is_no_duration_is_refused(said: str) -> None:
    with pytest.raises(BadInput, match="expected a duration such as P30D"):
        Duration.of(said)


@pytest.mark.parametrize(
    ("deposit", "delay", "in_force"),
    [
        ("2003-07-01", "P90D", "2003-09-29"),  # UNTOC art. 38
        ("2005-09-15", "P90D", "2005-12-14"),  # UNCAC art. 68
        ("1996-10-31", "P180D", "1997-04-29"),  # Chemical Weapons Convention art. XXI
        ("2014-01-14", "P3M", "2014-04-14"),  # CRC communications protocol art. 19
        ("2003-11-18", "P6M", "2004-05-18"),  # CCW amendment
        ("1975-12-23", "P3M", "1976-03-23"),  # ICCPR art. 49
    ],
)
def test_the_nth_day_after(deposit: str, delay: str, in_force: str) -> None:
    assert str(after(When.of(deposit), Duration.of(delay), counts_from=CountsFrom.THE_DAY_AFTER)) == in_force


@pytest.mark.parametrize(
    ("delay", "counts_from", "in_force"),
    [
        ("P30D", CountsFrom.THE_DAY, "2004-04-27"),  # Chisinau Convention art. 120(2): the day itself is the first
        ("P30D", CountsFrom.THE_DAY_AFTER, "2004-04-28"),
        ("P0D", CountsFrom.THE_DAY, "2004-03-29"),
        ("P1M", CountsFrom.THE_DAY, "2004-04-29"),
        ("P1M", CountsFrom.THE_DAY_AFTER, "2004-04-29"),
    ],
)
def test_the_first_day_of_a_time_in_days_is_the_day_or_the_one_after(
    delay: str, counts_from: CountsFrom, in_force: str
) -> None:
    assert str(after(When.of("2004-03-29"), Duration.of(delay), counts_from=counts_from)) == in_force


@pytest.mark.parametrize(
    ("deposit", "in_force"),
    [  # The chart of ETS 185, "status as of 3 December 2015".
        ("2004-03-18", "2004-07-01"),
        ("2006-10-12", "2007-02-01"),
        ("2012-06-13", "2012-10-01"),
        ("2010-03-15", "2010-07-01"),
        ("2005-04-07", "2005-08-01"),
        ("2013-08-22", "2013-12-01"),
        ("2006-01-10", "2006-05-01"),
    ],
)
def test_the_first_of_the_month_after_three_months(deposit: str, in_force: str) -> None:
    assert str(after(When.of(deposit), Duration.of("P3M"), Rounding.FIRST_OF_NEXT_MONTH)) == in_force


@pytest.mark.parametrize(
    ("start", "delay", "end"),
    [("2023-01-31", "P1M", "2023-02-28"), ("2024-01-31", "P1M", "2024-02-29"), ("2024-02-29", "P1Y", "2025-02-28"),
     ("2023-12-31", "P2M", "2024-02-29"), ("2023-08-31", "P1M1D", "2023-10-01")],
)  # fmt: skip
def test_a_month_without_such_a_day_ends_on_its_last(start: str, delay: str, end: str) -> None:
    assert str(after(When.of(start), Duration.of(delay))) == end


def test_sums_keep_both_bounds() -> None:
    assert after(When.of("2003-07"), Duration.of("P30D")).to_dict() == {
        "earliest": "2003-07-31",
        "latest": "2003-08-30",
    }
    assert after(When.between(None, dt.date(2003, 7, 1)), Duration.of("P30D")).earliest is None
    assert after(NEVER, Duration.of("P30D"), Rounding.FIRST_OF_NEXT_MONTH) == NEVER


@pytest.mark.parametrize(
    ("said", "english", "russian"),
    [("P30D", "30 days", "30 дней"), ("P1M", "1 month", "1 месяц"), ("P3M", "3 months", "3 месяца"),
     ("P21D", "21 days", "21 день"), ("P12D", "12 days", "12 дней"),
     ("P1M2D", "1 month and 2 days", "1 месяц и 2 дня")],
)  # fmt: skip
def test_durations_in_words(said: str, english: str, russian: str) -> None:
    assert (Duration.of(said).words(), Duration.of(said).words("ru")) == (english, russian)
