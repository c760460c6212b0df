"""Two times: the day of effect and the day of knowledge.  Poland and the Ottawa Convention."""

from __future__ import annotations

import datetime as dt

from comity.law import Act, Clause, Duration, Law, Treaty, When
from comity.law.words import ActKind, ClauseKind, Rounding

from .conftest import later_clause

OTTAWA = "ottawa"


def ottawa() -> Law:
    """Poland ratified on 27 December 2012, was bound from 1 June 2013, and gave notice on 20 August 2025."""
    clauses = [
        later_clause(OTTAWA, "P5M", Rounding.FIRST_OF_NEXT_MONTH),
        Clause("ottawa-20", OTTAWA, ClauseKind.WITHDRAWAL, article="20", notice=Duration.of("P6M")),
    ]
    acts = [
        Act("pl-s", ActKind.SIGNATURE, "PL", OTTAWA, When.of("1997-12-04")),
        Act("pl-r", ActKind.RATIFICATION, "PL", OTTAWA, When.of("2012-12-27")),
        Act("pl-w", ActKind.WITHDRAWAL, "PL", OTTAWA, When.of("2025-08-20")),
        Act("hu-r", ActKind.RATIFICATION, "HU", OTTAWA, When.of("1998-04-06")),
    ]
    return Law([Treaty(OTTAWA, When.of("1999-03-01"))], clauses, acts)


def test_bound_and_known_to_leave() -> None:
    law, on = ottawa(), dt.date(2025, 12, 1)
    (stay,) = law.party("PL", OTTAWA, on=on, known_on=on)
    assert (stay.standing, str(stay.since), str(stay.until)) == ("party", "2013-06-01", "2026-02-20")
    assert [event.kind for event in law.horizon(on, 90, known_on=on)] == ["leaves"]


def test_before_the_notice_nobody_knew() -> None:
    law, on = ottawa(), dt.date(2025, 12, 1)
    (stay,) = law.party("PL", OTTAWA, on=on, known_on=dt.date(2025, 8, 19))
    assert (stay.standing, stay.until) == ("party", None)
    assert law.horizon(on, 90, known_on=dt.date(2025, 8, 19)) == []


def test_still_a_party_on_the_day_of_the_register() -> None:
    law = ottawa()
    assert "PL" in law.status(OTTAWA, on=dt.date(2026, 2, 3)).parties
    assert "PL" not in law.status(OTTAWA, on=dt.date(2026, 2, 20)).parties
    assert law.between("PL", "HU", on=dt.date(2026, 2, 19))
    assert not law.between("PL", "HU", on=dt.date(2026, 2, 20))


def test_a_source_may_know_later_than_the_act() -> None:
    late = Act("x", ActKind.ACCESSION, "X", OTTAWA, When.of("2020-01-01"), known=dt.date(2021, 1, 1))
    law = ottawa().with_acts(late)
    assert law.party("X", OTTAWA, known_on=dt.date(2020, 6, 1)) == ()
    assert law.party("X", OTTAWA, known_on=dt.date(2021, 1, 1))


def test_an_act_of_some_day_in_a_year_is_known_at_its_end() -> None:
    law = ottawa().with_acts(Act("x", ActKind.ACCESSION, "X", OTTAWA, When.of("2020")))
    assert law.party("X", OTTAWA, known_on=dt.date(2020, 12, 30)) == ()
    assert law.party("X", OTTAWA, known_on=dt.date(2020, 12, 31))


def test_a_published_day_was_not_known_before() -> None:
    law = ottawa()
    assert law.entry(OTTAWA, known_on=dt.date(1999, 2, 28)).published is None
    assert str(law.entry(OTTAWA, known_on=dt.date(1999, 3, 1)).published) == "1999-03-01"
