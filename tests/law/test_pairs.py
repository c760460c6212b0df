"""Force pair by pair: supersession, suspension, objections, accessions to be accepted, reservations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from comity.law import Act, Clause, Duration, Law, Treaty, When
from comity.law.words import AccessionRule, ActKind, ClauseKind, ReservationRule, SupersessionScope

from .conftest import later_clause


def day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)


def act(id_: str, kind: ActKind, actor: str, treaty: str, date: str | None = None, **more: Any) -> Act:
    return Act(id_, kind, actor, treaty, None if date is None else When.of(date), **more)


def bound(actor: str, treaty: str, since: str) -> Act:
    """A party of which only the day is known from which it is bound."""
    return act(f"{treaty}-{actor}", ActKind.RATIFICATION, actor, treaty, effective=When.of(since))


MINSK, PROTOCOL, CHISINAU = "minsk", "minsk-protocol", "chisinau"


def cis(*more: Act) -> Law:
    """Minsk 1993, its protocol of 1997 and Chisinau 2002 between common parties (art. 120(3)-(4)).

    Days of Russia are those of the design; of Kazakhstan, Kyrgyzstan and Ukraine
    only that they were bound at the time asked for.
    """
    replaces = Clause(
        "chisinau-120-3", CHISINAU, ClauseKind.SUPERSESSION, article="120(3)-(4)",
        supersedes=frozenset({MINSK, PROTOCOL}), supersession_scope=SupersessionScope.COMMON_PARTIES,
    )  # fmt: skip
    acts = [
        bound("RU", MINSK, "1994-12-10"),
        bound("KZ", MINSK, "1994-05-19"),
        bound("KG", MINSK, "1996-02-19"),
        bound("UA", MINSK, "1995-04-14"),
        *(bound(state, PROTOCOL, "1999-09-17") for state in ("RU", "KZ", "UA")),
        bound("RU", CHISINAU, "2023-06-28"),
        bound("KZ", CHISINAU, "2004-04-27"),
        bound("KG", CHISINAU, "2004-10-01"),
        *more,
    ]
    return Law([Treaty(CHISINAU, When.of("2004-04-27")), Treaty(MINSK, When.of("1994-05-19"))], [replaces], acts)


def in_force(law: Law, one: str, other: str, on: str) -> list[str]:
    return [force.treaty for force in law.between(one, other, on=day(on)) if force.certain]


def test_russia_and_kazakhstan_change_from_minsk_to_chisinau() -> None:
    law = cis()
    assert in_force(law, "RU", "KZ", "2023-06-27") == [MINSK, PROTOCOL]
    assert in_force(law, "RU", "KZ", "2023-06-28") == [CHISINAU]
    assert in_force(law, "KZ", "RU", "2023-06-28") == [CHISINAU]


def test_minsk_goes_on_with_those_outside_chisinau() -> None:
    law = cis()
    assert in_force(law, "RU", "UA", "2022-01-01") == [MINSK, PROTOCOL]
    assert in_force(law, "KZ", "UA", "2022-01-01") == [MINSK, PROTOCOL]
    assert in_force(law, "KZ", "KG", "2022-01-01") == [CHISINAU]
    assert in_force(law, "KG", "UA", "2022-01-01") == [MINSK]


def test_india_is_under_neither() -> None:
    law = cis()
    assert law.between("IN", "RU") == ()
    proof = law.explain(MINSK, "IN", "RU", on=day("2023-06-27"))
    assert proof.rule == "pair.not"
    assert [child.rule for child in proof.children] == ["none", "party.stated"]


def test_why_minsk_no_longer_works_leads_to_article_120() -> None:
    proof = cis().explain(MINSK, "RU", "KZ", on=day("2023-06-28"))
    (reason,) = [child for child in proof.children if child.rule == "pair.superseded"]
    assert reason.clauses == ("chisinau-120-3",)
    assert reason.article.startswith("art. 120(3)-(4)")
    assert {"chisinau-RU", "chisinau-KZ"} <= proof.all_acts


SUSPENSION = [
    act("ua-ru", ActKind.SUSPENSION, "UA", MINSK, "2022-12-01", towards="RU"),
    act("ua-by", ActKind.SUSPENSION, "UA", MINSK, "2022-12-01", towards="BY"),
]


def test_ukraine_suspended_minsk_towards_russia_and_not_towards_kazakhstan() -> None:
    law = cis(*SUSPENSION)
    assert in_force(law, "UA", "RU", "2022-11-30") == [MINSK, PROTOCOL]
    assert in_force(law, "UA", "RU", "2022-12-01") == [PROTOCOL]
    assert in_force(law, "RU", "UA", "2022-12-01") == [PROTOCOL]
    assert in_force(law, "UA", "KZ", "2022-12-01") == [MINSK, PROTOCOL]
    proof = law.explain(MINSK, "RU", "UA", on=day("2023-01-01"))
    assert "pair.suspension" in [child.rule for child in proof.children]
    assert law.party("UA", MINSK, on=day("2023-01-01"))[0].standing == "party"


def test_a_suspended_treaty_still_replaces_the_older_one() -> None:
    """VCLT art. 72(1)(b): suspension leaves the treaty in force; Minsk does not come back."""
    law = cis(act("s", ActKind.SUSPENSION, "KZ", CHISINAU, "2024-01-01", towards="RU"))
    assert in_force(law, "RU", "KZ", "2024-06-01") == []


def test_a_treaty_applied_provisionally_replaces_nothing() -> None:
    law = cis(
        bound("AM", MINSK, "1995-01-01"),
        act("am", ActKind.PROVISIONAL_APPLICATION, "AM", CHISINAU, "2005-01-01"),
    )
    assert in_force(law, "AM", "RU", "2024-01-01") == [CHISINAU, MINSK]
    assert [force.provisional for force in law.between("AM", "RU", on=day("2024-01-01"))] == [True, False]


def test_suspension_for_one_matter() -> None:
    law = cis(act("s", ActKind.SUSPENSION, "KZ", MINSK, "2020-01-01", towards="UA", matter="civil"))
    on = day("2021-01-01")
    (force, _) = law.between("UA", "KZ", on=on)
    assert [(limit.by, limit.act.matter) for limit in force.limits] == [("KZ", "civil")]
    assert [one.treaty for one in law.between("UA", "KZ", on=on, matter="criminal")] == [MINSK, PROTOCOL]
    assert [one.treaty for one in law.between("UA", "KZ", on=on, matter="civil")] == [PROTOCOL]


def test_withdrawal_leaves_earlier_days_alone() -> None:
    leave = act("w", ActKind.WITHDRAWAL, "UA", MINSK, "2022-12-01", effective=When.of("2023-12-29"))
    law = cis(leave)
    assert in_force(law, "UA", "KZ", "2023-12-28") == [MINSK, PROTOCOL]
    assert in_force(law, "UA", "KZ", "2023-12-29") == [PROTOCOL]
    (force, _) = law.between("UA", "KZ", on=day("2023-06-01"))
    assert str(force.until) == "2023-12-29"
    assert {act.id for act in force.because_of} == {"minsk-UA", "minsk-KZ", "w"}


RESERVED = [bound(state, "t", "2000-01-01") for state in "ABCD"] + [
    act("r", ActKind.RESERVATION, "A", "t", "2000-01-01", article="30(1)"),
]


def reserved(*more: Act, clauses: tuple[Clause, ...] = ()) -> Law:
    return Law([Treaty("t", When.of("1999-01-01"))], clauses, [*RESERVED, *more])


def test_a_reservation_modifies_for_those_who_do_not_object() -> None:
    law = reserved(act("o", ActKind.OBJECTION, "B", "t", "2000-06-01", responds_to="r"))
    on = day("2002-01-01")
    (with_c,), (with_b,) = law.between("A", "C", on=on), law.between("B", "A", on=on)
    assert [(one.by, one.towards, one.article, one.effect) for one in with_c.modified_by] == [
        ("A", "C", "30(1)", "modifies")
    ]
    assert [(one.effect, one.response and one.response.id) for one in with_b.modified_by] == [("not-applied", "o")]
    assert law.between("B", "C", on=on)[0].modified_by == ()
    assert "reservation.objected" in [child.rule for child in with_b.why.children]


def test_an_objection_may_keep_the_treaty_from_being_in_force() -> None:
    """VCLT art. 20(4)(b): only where the objector says so, and only between the two."""
    law = reserved(act("o", ActKind.OBJECTION, "B", "t", "2000-06-01", responds_to="r", opposes_entry=True))
    assert law.between("A", "B") == ()
    assert law.between("B", "C", on=day("2002-01-01"))
    assert law.between("A", "C", on=day("2002-01-01"))
    proof = law.explain("t", "A", "B", on=day("2002-01-01"))
    assert "pair.objection" in [child.rule for child in proof.children]
    assert law.explain("t", "A", "B").rule == "pair.never"


def test_an_objection_taken_back_lets_it_enter_into_force() -> None:
    law = reserved(
        act("o", ActKind.OBJECTION, "B", "t", "2000-06-01", responds_to="r", opposes_entry=True),
        act("back", ActKind.WITHDRAWAL_OF_RESERVATION, "B", "t", "2005-01-01", responds_to="o"),
    )
    (force,) = law.between("A", "B")
    assert str(force.since) == "2005-01-01"
    assert [one.effect for one in force.modified_by] == ["modifies"]


def test_an_objection_after_twelve_months_changes_nothing() -> None:
    """VCLT art. 20(5): the reservation counts as accepted."""
    law = reserved(act("o", ActKind.OBJECTION, "B", "t", "2001-01-02", responds_to="r", opposes_entry=True))
    (force,) = law.between("A", "B", on=day("2002-01-01"))
    (change,) = force.modified_by
    assert (change.effect, change.response, change.late and change.late.id) == ("modifies", None, "o")


def test_a_newcomer_has_twelve_months_from_its_own_consent() -> None:
    law = reserved(
        act("e", ActKind.ACCESSION, "E", "t", "2010-01-01"),
        act("o", ActKind.OBJECTION, "E", "t", "2010-12-31", responds_to="r"),
    )
    (force,) = law.between("A", "E", on=day("2011-01-01"))
    assert [one.effect for one in force.modified_by] == ["not-applied"]


def test_a_reservation_taken_back_modifies_no_longer() -> None:
    law = reserved(act("back", ActKind.WITHDRAWAL_OF_RESERVATION, "A", "t", "2004-04-26", responds_to="r"))
    assert law.between("A", "B", on=day("2004-04-25"))[0].modified_by
    assert not law.between("A", "B", on=day("2004-04-26"))[0].modified_by


def test_a_reservation_does_not_come_back_with_a_new_consent() -> None:
    law = reserved(
        act("w", ActKind.WITHDRAWAL, "A", "t", "2005-01-01", effective=When.of("2006-01-01")),
        act("again", ActKind.ACCESSION, "A", "t", "2007-01-01"),
    )
    assert law.between("A", "B", on=day("2005-06-01"))[0].modified_by
    assert not law.between("A", "B", on=day("2008-01-01"))[0].modified_by


def test_a_reservation_where_none_is_allowed_is_a_finding() -> None:
    none = Clause("xxii", "t", ClauseKind.RESERVATIONS, reservation_rule=ReservationRule.PROHIBITED)
    (finding,) = reserved(clauses=(none,)).findings("t")
    assert (finding.kind, finding.subject) == ("reservation-prohibited", "A")


def test_a_territorial_limit_is_carried_along() -> None:
    law = reserved(act("ta", ActKind.TERRITORIAL_APPLICATION, "B", "t", "2001-01-01", territory="Isle of Man"))
    (force,) = law.between("A", "B", on=day("2002-01-01"))
    assert [(limit.by, limit.act.territory) for limit in force.limits] == [("B", "Isle of Man")]
    assert law.between("A", "B", on=day("2000-06-01"))[0].limits == ()


PAIRWISE = [
    Clause(
        "a", "t", ClauseKind.ACCESSION, article="38", accession_rule=AccessionRule.PAIRWISE, delay=Duration.of("P3M")
    ),
    later_clause("t", "P3M"),
]


def pairwise(*more: Act) -> Law:
    acts = [
        bound("A", "t", "1990-01-01"),
        bound("B", "t", "1990-01-01"),
        act("acc-N", ActKind.ACCESSION, "N", "t", "2000-01-01"),
        act("acc-M", ActKind.ACCESSION, "M", "t", "2001-01-01"),
        act("a-n", ActKind.ACCEPTANCE_OF_ACCESSION, "A", "t", "2002-02-02", responds_to="acc-N"),
        *more,
    ]
    return Law([Treaty("t", When.of("1985-01-01"))], PAIRWISE, acts)


def test_an_accession_binds_only_towards_those_that_accept_it() -> None:
    """As in the Hague conventions: three months after the acceptance, between those two."""
    law = pairwise()
    (force,) = law.between("A", "N")
    assert str(force.since) == "2002-05-02"
    assert force.accepted is not None
    assert "pair.accepted" in [child.rule for child in force.why.children]
    assert law.between("B", "N") == ()
    assert "pair.not-accepted" in [child.rule for child in law.explain("t", "B", "N", on=day("2010-01-01")).children]
    assert law.between("A", "B", on=day("2000-01-01"))


@pytest.mark.parametrize(("by", "of"), [("N", "acc-M"), ("M", "acc-N")])
def test_of_two_that_acceded_one_acceptance_is_enough(by: str, of: str) -> None:
    law = pairwise(act("x", ActKind.ACCEPTANCE_OF_ACCESSION, by, "t", "2003-03-03", responds_to=of))
    assert [str(force.since) for force in law.between("M", "N")] == ["2003-06-03"]


def test_a_day_that_the_sources_leave_open_is_not_certain() -> None:
    law = Law(
        [Treaty("t", When.of("1990-01-01"))], [],
        [bound("A", "t", "2000"), bound("B", "t", "1995-01-01")],
    )  # fmt: skip
    (force,) = law.between("A", "B", on=day("2000-06-01"))
    assert not force.certain
    assert law.between("A", "B", on=day("2000-12-31"))[0].certain
    assert law.between("A", "B", on=day("1999-12-31")) == ()


def test_over_all_time_each_stretch_is_one_answer() -> None:
    law = cis(act("s", ActKind.SUSPENSION, "UA", MINSK, "2015-01-01", towards="KZ", until=When.of("2016-01-01")))
    spans = [(str(f.since), str(f.until) if f.until else None) for f in law.between("UA", "KZ", treaties=[MINSK])]
    assert spans == [("1995-04-14", "2015-01-01"), ("2016-01-01", None)]


def test_a_treaty_is_not_in_force_with_oneself() -> None:
    assert cis().between("RU", "RU") == ()
