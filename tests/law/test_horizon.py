"""What takes effect soon, what is missing, and what would change if an act were done."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadInput, NotFound
from comity.law import Act, Clause, Law, Treaty, When
from comity.law.words import ActKind, ClauseKind

from .conftest import entry_clause, later_clause


def deposit(actor: str, day: str, treaty: str = "t") -> Act:
    return Act(f"{treaty}-{actor}", ActKind.RATIFICATION, actor, treaty, When.of(day))


def law() -> Law:
    """Two of three deposits are there; ``old`` is in force between A, B and C and gives way to ``t``."""
    replaces = Clause("t-9", "t", ClauseKind.SUPERSESSION, supersedes=frozenset({"old"}))
    clauses = [entry_clause("t", 3, "P30D"), later_clause("t", "P30D"), replaces]
    acts = [deposit("A", "2025-01-01"), deposit("B", "2025-02-01")]
    acts += [deposit(name, "1990-01-01", "old") for name in "ABC"]
    return Law([Treaty("old", When.of("1990-02-01"))], clauses, acts)


def test_what_is_missing() -> None:
    missing = law().missing("t")
    assert missing is not None
    assert missing.number == 1
    assert missing.to_dict()["number"] == 1


def test_if_a_state_ratified_with_whom_would_it_be_bound_and_from_when() -> None:
    what = law().what_if(deposit("C", "2026-03-01"))
    assert [(str(after.day), before.day) for before, after in what.entries] == [("2026-03-31", None)]
    gained = {(force.one, force.other): str(force.since) for force in what.gained if force.treaty == "t"}
    assert gained == {("A", "B"): "2026-03-31", ("A", "C"): "2026-03-31", ("B", "C"): "2026-03-31"}
    lost = [(force.one, force.other, force.until) for force in what.lost]
    assert lost == [("A", "B", None), ("A", "C", None), ("B", "C", None)]
    shorter = {(force.one, force.other): str(force.until) for force in what.gained if force.treaty == "old"}
    assert shorter == {("A", "B"): "2026-03-31", ("A", "C"): "2026-03-31", ("B", "C"): "2026-03-31"}


def test_a_later_party_is_bound_with_the_parties_and_nobody_else_changes() -> None:
    now = law().with_acts(deposit("C", "2026-03-01"))
    what = now.what_if(deposit("D", "2026-06-01"))
    assert what.entries == ()
    assert {(force.one, force.other, str(force.since)) for force in what.gained} == {
        ("D", other, "2026-07-01") for other in "ABC"
    }
    assert what.lost == ()


def test_the_horizon_lists_what_takes_effect_in_order() -> None:
    now = law().with_acts(
        deposit("C", "2026-03-01"),
        deposit("D", "2026-03-10"),
        Act("w", ActKind.WITHDRAWAL, "A", "old", When.of("2026-01-01"), When.of("2026-04-05")),
        Act("s", ActKind.SUSPENSION, "B", "old", When.of("2026-04-01"), towards="C"),
    )
    events = [(str(one.day), one.kind.value, one.treaty, one.subject) for one in now.horizon(dt.date(2026, 3, 15), 30)]
    assert events == [
        ("2026-03-31", "enters-into-force", "t", None),
        ("2026-03-31", "bound", "t", "A"),
        ("2026-03-31", "bound", "t", "B"),
        ("2026-03-31", "bound", "t", "C"),
        ("2026-04-01", "suspends", "old", "B"),
        ("2026-04-05", "leaves", "old", "A"),
        ("2026-04-09", "bound", "t", "D"),
    ]
    assert now.horizon(dt.date(2026, 4, 9), 30) == []


def test_two_acts_with_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="two acts have the same id: t-A"):
        law().with_acts(deposit("A", "2026-01-01"))


def test_an_unknown_treaty_is_named() -> None:
    with pytest.raises(NotFound, match="the treaty nowhere is not known"):
        law().entry("nowhere")
