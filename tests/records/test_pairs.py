"""What the shipped treaty facts say of two states on a day, through the engine of treaty law.

Expected values: the list of deposits in Kazakhstan's law on the Chisinau
Convention (with its article 120(2): thirtieth day), that convention's day for
Russia, and the notices of Ukraine's Ministry of Justice on its exit from Minsk.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.graph.store import Home
from comity.law import Law
from comity.law.reading import read_law
from comity.loaders.build import Outcome
from comity.loaders.records.load import shipped_records

MINSK, CHISINAU = "treaty/minsk-convention-1993", "treaty/chisinau-convention-2002"
SHANGHAI, CHARTER = "treaty/shanghai-convention-2001", "treaty/sco-charter"
FOLLOWED = {MINSK, CHISINAU}


@pytest.fixture(scope="module")
def law(built: tuple[Path, Outcome]) -> Iterator[Law]:
    with Home.open(built[0]).current().open() as store:
        yield read_law(store)


def sure(law: Law, a: str, b: str, day: str) -> set[str]:
    """The treaties that are certainly in force between two states on a day."""
    found = law.between(f"state/{a}", f"state/{b}", on=dt.date.fromisoformat(day))
    return {one.treaty for one in found if one.certain}


def test_one_convention_follows_the_other_pair_by_pair(law: Law) -> None:
    cases = [
        ("RU", "KZ", "2023-06-27", {MINSK}),
        ("RU", "KZ", "2023-06-28", {CHISINAU}),
        ("KZ", "BY", "2004-04-27", {CHISINAU}),
        ("KG", "KZ", "2004-10-01", {CHISINAU}),
        ("AM", "BY", "2005-02-18", {MINSK}),
        ("AM", "BY", "2005-02-19", {CHISINAU}),
        ("RU", "MD", "2023-11-08", {MINSK}),
        ("RU", "UZ", "2023-11-08", {MINSK}),
    ]
    for a, b, day, expected in cases:
        assert sure(law, a, b, day) & FOLLOWED == expected, f"{a}-{b} on {day}"
        assert sure(law, b, a, day) & FOLLOWED == expected, f"{b}-{a} on {day}"


def test_ukraine_suspends_towards_two_states_only_and_then_leaves(law: Law) -> None:
    assert MINSK in sure(law, "UA", "RU", "2022-12-01")
    for other in ("RU", "BY"):
        assert MINSK not in sure(law, "UA", other, "2023-01-15")
    for other in ("KZ", "MD", "AM"):
        assert MINSK in sure(law, "UA", other, "2023-01-15")
        assert MINSK in sure(law, "UA", other, "2023-12-28")
        assert MINSK not in sure(law, "UA", other, "2023-12-29")


def test_india_was_never_under_the_conventions_of_the_commonwealth(law: Law) -> None:
    for day in ("1999-01-01", "2017-06-09", "2023-06-28", "2026-01-01"):
        for other in ("RU", "KZ", "UZ"):
            found = law.between("state/IN", f"state/{other}", on=dt.date.fromisoformat(day))
            assert not {one.treaty for one in found} & FOLLOWED


def test_the_members_of_the_shanghai_organisation_are_under_its_founding_treaties(law: Law) -> None:
    for a, b in (("RU", "KZ"), ("UZ", "RU"), ("KG", "CN"), ("TJ", "UZ"), ("IN", "RU"), ("PK", "CN")):
        assert {SHANGHAI, CHARTER} <= sure(law, a, b, "2023-11-08"), f"{a}-{b}"
    assert SHANGHAI not in sure(law, "RU", "CN", "2003-03-28")
    assert SHANGHAI in sure(law, "RU", "CN", "2003-03-29")
    # That Iran gave notice under the Shanghai Convention was not found: the records must not say it.
    assert SHANGHAI not in sure(law, "IR", "RU", "2023-11-08")


def rows(name: str) -> list[dict[str, str]]:
    with (shipped_records() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_provisions_and_designations_agree_on_what_an_article_serves() -> None:
    serves = {(row["instrument"], row["article"]): set(row["measures"].split("|")) for row in rows("provisions")}
    assert serves[("treaty/untoc", "18")] == {"evidence", "service"}
    assert serves[("treaty/uncac", "44")] == {"extradition"}
    met = 0
    for row in rows("designations"):
        number = re.match(r"\d+", row["article"])
        measures = serves.get((row["instrument"], number[0] if number else ""))
        if measures is None:
            continue
        met += 1
        assert row["measure"] in measures | {"general"}, row["id"]
    assert met >= 15


def test_every_unresolved_name_of_the_old_tables_is_a_subject_now(built: tuple[Path, Outcome]) -> None:
    from comity.loaders.untc.names import Subjects

    with Home.open(built[0]).current().open() as store:
        subjects = Subjects(store)
        for name, subject in {
            "Turkey": "state/TR",
            "Swaziland": "state/SZ",
            "The former Yugoslav Republic of Macedonia": "state/MK",
            "Cook Islands": "state/CK",
            "Niue": "state/NU",
            "Democratic Yemen": "state/YDYE",
            "Economic Community of West African States": "organisation/ecowas",
            "Eurasian Economic Community": "organisation/eaec",
        }.items():
            assert subjects.find(name) == subject
