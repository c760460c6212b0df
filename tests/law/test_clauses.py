"""Final clauses as data: what text columns mean, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from comity.errors import BadInput
from comity.law import Clause, Duration, Law, NotCounted, Treaty, When
from comity.law.clauses import gather
from comity.law.phrases import rule
from comity.law.words import ClauseKind, CountsFrom, Rounding, ThresholdKind, Trigger


def test_not_counted_reads_organisations_and_names() -> None:
    said = "instruments of regional economic integration organisations; state/VA"
    assert NotCounted.of(said) == NotCounted(True, frozenset({"state/VA"}))


def test_what_is_not_counted_must_be_understood() -> None:
    with pytest.raises(BadInput, match=r"expected 'instruments of regional organisations'.*found 'whatever'"):
        NotCounted.of("whatever")


@pytest.mark.parametrize(
    ("fields", "needs"),
    [
        ({"threshold_kind": ThresholdKind.NUMBER}, "needs a number"),
        ({"threshold_kind": ThresholdKind.ALL_NAMED}, "needs the states that it names"),
        ({"threshold_kind": ThresholdKind.PREDICATE, "threshold": 5}, "needs how many come from members"),
        ({"qualified": 3}, "needs both the number"),
        ({"trigger": Trigger.FIXED_DATE}, "needs the date"),
        ({"trigger": Trigger.ENTRY_OF}, "needs the other treaty"),
    ],
)
def test_a_clause_without_what_it_needs_is_refused(fields: dict[str, Any], needs: str) -> None:
    with pytest.raises(BadInput, match=f"clause c1: .*{needs}"):
        Clause("c1", "t", ClauseKind.ENTRY, **fields)


def test_two_clauses_of_one_kind_are_no_choice() -> None:
    clauses = [Clause("c1", "t", ClauseKind.WITHDRAWAL), Clause("c2", "t", ClauseKind.WITHDRAWAL)]
    with pytest.raises(BadInput, match="t has two final clauses of the kind withdrawal: c1 and c2"):
        gather(clauses)


def test_treaties_that_wait_for_each_other_are_refused() -> None:
    def waits(treaty: str, floor: str) -> Clause:
        return Clause(f"{treaty}-c", treaty, ClauseKind.ENTRY, trigger=Trigger.ENTRY_OF, floor_treaty=floor)

    law = Law([Treaty("a"), Treaty("b")], [waits("a", "b"), waits("b", "a")])
    with pytest.raises(BadInput, match="circle: a waits for b waits for a"):
        law.entry("a")


def test_a_fixed_date_and_the_entry_of_another_treaty() -> None:
    fixed = Clause("f", "a", ClauseKind.ENTRY, trigger=Trigger.FIXED_DATE, floor_date=When.of("1970-01-01"))
    other = Clause("o", "b", ClauseKind.ENTRY, trigger=Trigger.ENTRY_OF, floor_treaty="a", delay=Duration.of("P1M"))
    law = Law(clauses=[fixed, other])
    assert str(law.entry("a").computed) == "1970-01-01"
    assert str(law.entry("b").computed) == "1970-02-01"


def test_a_clause_in_words() -> None:
    budapest = Clause(
        "c", "budapest", ClauseKind.ENTRY, trigger=Trigger.CONSENT, threshold=5,
        threshold_kind=ThresholdKind.NUMBER, qualified=3, qualified_by="organisation/coe",
        delay=Duration.of("P3M"), rounding=Rounding.FIRST_OF_NEXT_MONTH, counts_from=CountsFrom.THE_DAY_AFTER,
    )  # fmt: skip
    assert rule(budapest).en == (
        "the first day of the month following 3 months after the 5th consent, 3 of them by members of organisation/coe"
    )
    assert "3 месяца" in rule(budapest).ru
