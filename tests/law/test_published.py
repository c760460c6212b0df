"""Published against computed: both are kept, and a difference is a finding with both proofs."""

from __future__ import annotations

from comity.law import Act, Law, Treaty, When
from comity.law.entry import Basis
from comity.law.words import ActKind

from .conftest import entry_clause, later_clause


def law(published: str | None, deposits: list[str], clause: bool = True) -> Law:
    acts = [Act(f"d{at}", ActKind.RATIFICATION, f"S{at}", "t", When.of(day)) for at, day in enumerate(deposits)]
    treaty = Treaty("t", None if published is None else When.of(published), ("register",))
    return Law([treaty], [entry_clause("t", 2, "P90D")] if clause else [], acts)


def test_the_same_day_is_no_finding() -> None:
    same = law("2003-09-29", ["2001-01-01", "2003-07-01"])
    assert same.findings() == ()
    assert same.explain("t").rule == "published.same"
    assert same.explain("t").all_acts == {"d0", "d1"}


def test_a_difference_is_a_finding_and_the_register_is_used() -> None:
    differs = law("2003-09-30", ["2001-01-01", "2003-07-01"])
    (finding,) = differs.findings()
    assert finding.kind == "date-differs"
    assert "2003-09-30" in finding.sentence()
    assert "2003-09-29" in finding.sentence("ru")
    assert finding.proofs[1].sources == ("register",)
    assert finding.proofs[2].clauses == ("t-entry",)
    assert str(differs.entry("t").day) == "2003-09-30"


def test_too_few_acts_are_a_finding_of_their_own() -> None:
    few = law("2003-09-29", ["2001-01-01"])
    (finding,) = few.findings()
    assert finding.kind == "acts-incomplete"
    assert "1 acts" in finding.sentence()
    assert few.entry("t").basis is Basis.PUBLISHED
    assert few.party("S0", "t")[-1].standing == "party"


def test_without_a_clause_the_published_day_is_used_and_said_so() -> None:
    without = law("2003-09-29", ["2001-01-01"], clause=False)
    assert without.findings() == ()
    proof = without.explain("t")
    assert (proof.rule, [child.rule for child in proof.children]) == ("entry.published", ["entry.no-clause"])


def test_without_either_nothing_is_known_and_nobody_is_a_party() -> None:
    nothing = law(None, ["2001-01-01"], clause=False)
    assert nothing.entry("t").basis is Basis.UNKNOWN
    assert nothing.party("S0", "t")[-1].standing == "contracting"
    assert nothing.explain("t").rule == "entry.no-clause"


def test_a_month_that_holds_the_computed_day_is_no_difference() -> None:
    assert law("2003-09", ["2001-01-01", "2003-07-01"]).findings() == ()


def test_who_consented_in_time_is_bound_with_all_even_where_acts_are_missing() -> None:
    """The register's day tells: ninety days before it and earlier counted; later consents have a day of their own."""
    acts = [
        Act(f"d-{day}", ActKind.RATIFICATION, day, "t", When.of(day))
        for day in ("2003-07-01", "2003-07-02", "2003-09-20")
    ]
    found = Law([Treaty("t", When.of("2003-09-29"))], [entry_clause("t", 40, "P90D"), later_clause("t", "P30D")], acts)
    own = {name: str(found.party(name, "t")[-1].since) for name in ("2003-07-01", "2003-07-02", "2003-09-20")}
    assert own == {"2003-07-01": "2003-09-29", "2003-07-02": "2003-09-29", "2003-09-20": "2003-10-20"}
