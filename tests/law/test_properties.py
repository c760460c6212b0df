"""What must hold for any acts (hypothesis): nothing unrelated changes, order does not matter, time is not undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.law import Act, Clause, Duration, Law, NotCounted, Succession, Treaty, When
from comity.law.derive import Derived
from comity.law.words import AccessionRule, ActKind, ClauseKind, SuccessionKind

from .conftest import entry_clause, later_clause

STATES = ["A", "B", "C", "D", "E"]
TREATIES = ["t", "u", "v"]
FIRST = dt.date(1990, 1, 1)

CLAUSES = [
    entry_clause("t", 2, "P30D"),
    later_clause("t", "P30D"),
    Clause("t-w", "t", ClauseKind.WITHDRAWAL, notice=Duration.of("P6M")),
    entry_clause("u", 3, "P3M", floor_treaty="t", not_counted=NotCounted(subjects=frozenset({"E"}))),
    Clause("u-s", "u", ClauseKind.SUPERSESSION, supersedes=frozenset({"t"})),
    Clause("v-a", "v", ClauseKind.ACCESSION, accession_rule=AccessionRule.PAIRWISE),
]
#: v has no clause on entry into force: the published day counts.
KNOWN = [Treaty("v", When.of("1990-01-01"))]
SUCCESSIONS = [Succession("s", SuccessionKind.SEPARATION, "A", "E", When.of("1991-01-01"))]

days = st.integers(0, 3650).map(lambda n: FIRST + dt.timedelta(days=n))
whens = st.one_of(
    days.map(When.of),
    st.tuples(days, st.integers(0, 400)).map(lambda d: When.between(d[0], d[0] + dt.timedelta(days=d[1]))),
    days.map(lambda d: When.between(None, d)),
)
KINDS = [
    ActKind.SIGNATURE, ActKind.RATIFICATION, ActKind.RATIFICATION, ActKind.ACCESSION, ActKind.SUCCESSION,
    ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.RESERVATION, ActKind.OBJECTION, ActKind.ACCEPTANCE_OF_ACCESSION,
    ActKind.PROVISIONAL_APPLICATION, ActKind.TERMINATION, ActKind.WITHDRAWAL_OF_RESERVATION, ActKind.DECLARATION,
]  # fmt: skip
DIRECTED = {ActKind.SUSPENSION, ActKind.OBJECTION, ActKind.ACCEPTANCE_OF_ACCESSION}


@st.composite
def acts(draw: st.DrawFn, treaties: list[str] = TREATIES, kinds: list[ActKind] = KINDS) -> Act:
    kind = draw(st.sampled_from(kinds))
    actor = draw(st.sampled_from(STATES))
    others = [state for state in STATES if state != actor]
    return Act(
        id=draw(st.uuids()).hex,
        kind=kind,
        actor=actor,
        instrument=draw(st.sampled_from(treaties)),
        date=draw(whens),
        effective=draw(st.one_of(st.none(), whens)) if kind in (ActKind.WITHDRAWAL, ActKind.RATIFICATION) else None,
        towards=draw(st.sampled_from(others)) if kind in DIRECTED else None,
        opposes_entry=kind is ActKind.OBJECTION and draw(st.booleans()),
    )


many = st.lists(acts(), max_size=25, unique_by=lambda act: act.id)


def law(of: list[Act]) -> Law:
    return Law(KNOWN, CLAUSES, of, SUCCESSIONS)


def answers(law: Law, on: dt.date) -> dict[tuple[str, str], object]:
    return {
        (one, other): [(force.treaty, force.span, force.certain, force.modified_by) for force in found]
        for one in STATES
        for other in STATES
        if one < other and (found := law.between(one, other, on=on))
    }


def derived(law: Law) -> dict[str, dict[str, object]]:
    """Everything derived, as values; the acts of a treaty in the engine's own order."""
    return {one.treaty.id: {field.name: getattr(one, field.name) for field in dataclasses.fields(Derived)}
            for one in law.all_derived()}  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(many, days, st.randoms(use_true_random=False))
def test_the_order_of_acts_does_not_matter(of: list[Act], on: dt.date, random: object) -> None:
    shuffled = list(of)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derived(law(of)) == derived(law(shuffled))
    assert answers(law(of), on) == answers(law(shuffled), on)


@settings(max_examples=50, deadline=None)
@given(many, days)
def test_force_is_symmetric(of: list[Act], on: dt.date) -> None:
    """A directed act works on the pair, so even then the two sides are told the same."""
    found = law(of)
    for one in STATES:
        for other in STATES:
            here = [(force.treaty, force.span, force.certain) for force in found.between(one, other, on=on)]
            there = [(force.treaty, force.span, force.certain) for force in found.between(other, one, on=on)]
            assert sorted(here) == sorted(there)


@settings(max_examples=50, deadline=None)
@given(many, acts(treaties=["w"]), days)
def test_an_act_on_another_treaty_changes_nothing(of: list[Act], more: Act, on: dt.date) -> None:
    before, after = law(of), law([*of, more])
    assert {key: value for key, value in derived(after).items() if key != "w"} == derived(before)


@settings(max_examples=50, deadline=None)
@given(many, acts(treaties=["t"], kinds=[ActKind.DECLARATION, ActKind.RESERVATION, ActKind.SUSPENSION]), days)
def test_an_act_that_ends_nothing_changes_only_pairs_of_its_actor(of: list[Act], more: Act, on: dt.date) -> None:
    before, after = answers(law(of), on), answers(law([*of, more]), on)
    for key in before.keys() | after.keys():
        if more.actor not in key:
            assert before.get(key) == after.get(key)


@settings(max_examples=50, deadline=None)
@given(many, acts(kinds=[ActKind.WITHDRAWAL]), days)
def test_withdrawal_never_makes_an_earlier_day_not_in_force(of: list[Act], leave: Act, on: dt.date) -> None:
    """Nor does it make one uncertain: what was in force before the notice stays so."""
    assert leave.date is not None
    before, after = law(of), law([*of, leave])
    if on.toordinal() >= leave.date.lo:
        return
    for one in STATES:
        for treaty in TREATIES:
            had = [stay for stay in before.party(one, treaty, on=on) if stay.span.certain_on(on.toordinal())]
            has = {stay.standing for stay in after.party(one, treaty, on=on)}
            assert {stay.standing for stay in had} <= has


@settings(max_examples=50, deadline=None)
@given(many, st.lists(acts(), min_size=1, max_size=3, unique_by=lambda act: act.id), days)
def test_deriving_what_an_act_touches_is_deriving_all(of: list[Act], more: list[Act], on: dt.date) -> None:
    start = law(of)
    answers(start, on)
    start.matrix(on)
    step = start.with_acts(*more)
    whole = law([*of, *more])
    assert derived(step) == derived(whole)
    one, other = step.matrix(on), whole.matrix(on)
    for treaty in whole.treaties:
        assert set(map(frozenset, one.pairs(treaty))) == set(map(frozenset, other.pairs(treaty)))


@settings(max_examples=50, deadline=None)
@given(many, days)
def test_the_matrix_says_what_the_pairs_say(of: list[Act], on: dt.date) -> None:
    found = law(of)
    matrix = found.matrix(on)
    for one in STATES:
        for other in STATES:
            if one != other:
                asked = found.between(one, other, on=on)
                assert set(matrix.between(one, other)) == {force.treaty for force in asked if force.certain}
                assert set(matrix.between(one, other, possibly=True)) == {force.treaty for force in asked}


@settings(max_examples=50, deadline=None)
@given(many)
def test_what_is_certain_is_possible_and_stays_of_exact_dates_do_not_overlap(of: list[Act]) -> None:
    exact = [
        dataclasses.replace(act, date=When(act.day.hi, act.day.hi),
                            effective=None if act.effective is None else When(act.effective.hi, act.effective.hi))
        for act in of
    ]  # fmt: skip
    found = law(exact)
    for derivation in found.all_derived():
        for stays in derivation.stays.values():
            ends = [(stay.span.start.lo, stay.span.end.hi) for stay in stays]
            assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends)), stays


@settings(max_examples=50, deadline=None)
@given(many, days)
def test_every_answer_has_a_proof_that_names_its_acts(of: list[Act], on: dt.date) -> None:
    found = law(of)
    known = {act.id for act in of}
    for one in STATES:
        for other in STATES:
            for force in found.between(one, other, on=on):
                assert force.why.all_acts
                assert force.why.all_acts <= known
                assert "{" not in force.why.text("ru")
            if one != other:
                assert "{" not in found.explain("t", one, other, on=on).text()
