"""The matrix of all subjects and treaties on a day says what asking pair by pair says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from comity.law import Act, Clause, Law, Treaty, When
from comity.law.words import AccessionRule, ActKind, ClauseKind

from .conftest import SUCCESSIONS, entry_clause, later_clause


def law() -> Law:
    acts = []
    for treaty, names in (("old", "ABCD"), ("new", "ABC"), ("hague", "AB")):
        acts += [Act(f"{treaty}-{name}", ActKind.RATIFICATION, name, treaty, When.of("2000-01-01")) for name in names]
    acts += [
        Act("new-E", ActKind.RATIFICATION, "E", "new", When.of("2005")),
        Act("s", ActKind.SUSPENSION, "A", "old", When.of("2010-01-01"), towards="D"),
        Act("s-all", ActKind.SUSPENSION, "C", "new", When.of("2012-01-01")),
        Act("r", ActKind.RESERVATION, "A", "new", When.of("2000-01-01")),
        Act("o", ActKind.OBJECTION, "B", "new", When.of("2000-05-01"), responds_to="r", opposes_entry=True),
        Act("hague-N", ActKind.ACCESSION, "N", "hague", When.of("2003-01-01")),
        Act("hague-M", ActKind.ACCESSION, "M", "hague", When.of("2003-01-01")),
        Act("acc", ActKind.ACCEPTANCE_OF_ACCESSION, "A", "hague", When.of("2004-01-01"), responds_to="hague-N"),
    ]
    clauses = [
        Clause("n", "new", ClauseKind.SUPERSESSION, supersedes=frozenset({"old"})),
        Clause("h", "hague", ClauseKind.ACCESSION, accession_rule=AccessionRule.PAIRWISE),
    ]
    return Law([Treaty(name, When.of("1990-01-01")) for name in ("old", "new", "hague")], clauses, acts)


def agrees(law: Law, on: dt.date) -> None:
    matrix = law.matrix(on)
    assert matrix.treaties == tuple(treaty for treaty in law.treaties if treaty in matrix.treaties)
    for one in law.subjects:
        for other in law.subjects:
            asked = tuple(force.treaty for force in law.between(one, other, on=on) if force.certain)
            assert matrix.between(one, other) == asked, (one, other, on)
            possible = tuple(dict.fromkeys(force.treaty for force in law.between(one, other, on=on)))
            assert matrix.between(one, other, possibly=True) == possible, (one, other, on)
            for treaty in law.treaties:
                assert (other in matrix.partners(treaty, one)) == (treaty in asked), (one, other, treaty, on)
    pairs = {(treaty, frozenset(pair)) for treaty in law.treaties for pair in matrix.pairs(treaty)}
    assert matrix.count() == len(pairs)


def test_every_pair_on_days_around_every_change() -> None:
    for year in (1989, 1999, 2000, 2003, 2004, 2005, 2006, 2010, 2012, 2020):
        agrees(law(), dt.date(year, 1, 1))
        agrees(law(), dt.date(year, 7, 1))


def test_the_reasons_are_those_of_the_pairs() -> None:
    matrix = law().matrix(dt.date(2011, 1, 1))
    assert matrix.partners("new", "A") == ("C", "E")
    assert matrix.partners("old", "A") == ("B",)
    assert matrix.partners("old", "D") == ("B", "C")
    assert matrix.partners("hague", "N") == ("A",)
    assert matrix.partners("hague", "M") == ()


def test_an_uncertain_day_is_neither_yes_nor_no() -> None:
    matrix = law().matrix(dt.date(2005, 7, 1))
    assert matrix.holds("E", "new") is None
    assert matrix.holds("A", "new") is True
    assert matrix.holds("D", "new") is False
    assert matrix.holds("nobody", "new") is False
    assert matrix.partners("new", "E") == ()
    assert matrix.partners("new", "E", possibly=True) == ("A", "B", "C")


def test_of_real_pages(page_acts: Callable[[str], list[Act]]) -> None:
    """The parties that the pages count are bound on their day, but for Estonia, which ratified three weeks before."""
    pages = {"icescr_op": (10, "P3M"), "crc_op_ic": (10, "P3M"), "ced": (20, "P30D")}
    clauses = [clause for page, (number, delay) in pages.items()
               for clause in (entry_clause(page, number, delay), later_clause(page, delay))]  # fmt: skip
    law = Law(clauses=clauses, acts=[act for page in pages for act in page_acts(page)], successions=SUCCESSIONS)
    matrix = law.matrix(dt.date(2026, 2, 3))
    assert {page: len(matrix.bound(page)) for page in pages} == {"icescr_op": 31, "crc_op_ic": 53, "ced": 77}
    assert len(law.status("ced", on=matrix.day).parties) == 78
    assert str(law.party("Estonia", "ced")[-1].since) == "2026-02-12"
    assert matrix.to_dict()["on"] == "2026-02-03"


def test_one_more_act_leaves_the_other_treaties_alone() -> None:
    before = law()
    before.matrix(dt.date(2020, 1, 1))
    after = before.with_acts(Act("x", ActKind.RATIFICATION, "Z", "hague", When.of("2015-01-01")))
    assert after.derived("old") is before.derived("old")
    assert after.derived("hague") is not before.derived("hague")
    agrees(after, dt.date(2020, 1, 1))
