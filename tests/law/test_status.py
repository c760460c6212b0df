"""What a subject is to a treaty over time: leaving, coming back, succession, suspension, provisional application.

The facts on the Optional Protocol to the ICCPR are those of its status page of
3 February 2026, notes 1, 2, 3 and 6.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from comity.law import Act, Clause, Duration, Law, Succession, Treaty, When
from comity.law.words import (
    AccessionRule,
    ActKind,
    ClauseKind,
    CountsFrom,
    SuccessionKind,
    Trigger,
    WithdrawalRule,
)

from .conftest import entry_clause, later_clause

OP1 = [Treaty("op1", When.of("1976-03-23"))]
OP1_CLAUSES = [
    later_clause("op1", "P3M"),
    Clause("op1-12", "op1", ClauseKind.WITHDRAWAL, article="12(1)", notice=Duration.of("P3M")),
]


def act(actor: str, kind: ActKind, day: str | None, treaty: str = "op1", **more: Any) -> Act:
    date = None if day is None else When.of(day)
    return Act(f"{treaty}/{actor}/{kind}/{day}", kind, actor, treaty, date, **more)


def shown(law: Law, subject: str, treaty: str = "op1") -> list[tuple[str, str, str | None]]:
    return [
        (stay.standing.value, str(stay.since), None if stay.until is None else str(stay.until))
        for stay in law.party(subject, treaty)
    ]


def test_a_state_that_left_came_back_and_left_again() -> None:
    """Trinidad and Tobago: the second accession, on the day of leaving, starts three months on."""
    name = "Trinidad and Tobago"
    law = Law(
        OP1,
        OP1_CLAUSES,
        [
            act(name, ActKind.ACCESSION, "1980-11-14"),
            act(name, ActKind.WITHDRAWAL, "1998-05-26"),
            act(name, ActKind.ACCESSION, "1998-08-26"),
            act(name, ActKind.WITHDRAWAL, "2000-03-27"),
        ],
    )
    assert shown(law, name) == [
        ("contracting", "1980-11-14", "1981-02-14"),
        ("party", "1981-02-14", "1998-08-26"),
        ("contracting", "1998-08-26", "1998-11-26"),
        ("party", "1998-11-26", "2000-06-27"),
        ("withdrawn", "2000-06-27", None),
    ]


def test_a_state_that_acceded_again_while_leaving_never_stopped() -> None:
    """Guyana gave notice on 5 January 1999, effective on 5 April, and acceded again on the same day."""
    law = Law(
        OP1,
        OP1_CLAUSES,
        [
            act("Guyana", ActKind.ACCESSION, "1993-05-10"),
            act("Guyana", ActKind.WITHDRAWAL, "1999-01-05"),
            act("Guyana", ActKind.ACCESSION, "1999-01-05"),
        ],
    )
    assert shown(law, "Guyana") == [
        ("contracting", "1993-05-10", "1993-08-10"),
        ("party", "1993-08-10", "1999-04-05"),
        ("party", "1999-04-05", None),
    ]


def test_notice_and_effect_are_two_days() -> None:
    """Belarus notified on 8 November 2022, and the page says: with effect from 8 February 2023."""
    law = Law(
        OP1, OP1_CLAUSES,
        [act("Belarus", ActKind.ACCESSION, "1992-09-30"), act("Belarus", ActKind.WITHDRAWAL, "2022-11-08")],
    )  # fmt: skip
    (party,) = law.party("Belarus", "op1", on=dt.date(2023, 2, 7))
    assert (party.standing, str(party.until)) == ("party", "2023-02-08")
    assert [stay.standing for stay in law.party("Belarus", "op1", on=dt.date(2023, 2, 8))] == ["withdrawn"]
    assert law.party("Belarus", "op1", on=dt.date(2022, 12, 1), known_on=dt.date(2022, 11, 7))[0].until is None


@pytest.mark.parametrize(
    ("notice", "effect"), [("2022-12-01", "2024-05-19"), ("2023-05-19", "2024-05-19"), ("2023-05-20", "2029-05-19")]
)
def test_leaving_at_the_end_of_a_period(notice: str, effect: str) -> None:
    """In force from 19 May 1994 for five years, renewed by five; notice of twelve months before the end of a period."""
    clause = Clause(
        "w", "t", ClauseKind.WITHDRAWAL, notice=Duration.of("P12M"), withdrawal_rule=WithdrawalRule.END_OF_PERIOD
    )
    runs = Clause("d", "t", ClauseKind.DURATION, duration=Duration.of("P5Y"), renewal=Duration.of("P5Y"))
    acts = [act("UA", ActKind.RATIFICATION, "1995-01-01", "t"), act("UA", ActKind.WITHDRAWAL, notice, "t")]
    law = Law([Treaty("t", When.of("1994-05-19"))], [clause, runs], acts)
    assert shown(law, "UA", "t")[-1] == ("withdrawn", effect, None)


@pytest.mark.parametrize(
    "clauses", [[], [Clause("w", "t", ClauseKind.WITHDRAWAL, withdrawal_rule=WithdrawalRule.SILENT)]]
)
def test_a_treaty_silent_on_withdrawal_takes_twelve_months_and_a_finding(clauses: list[Clause]) -> None:
    """VCLT art. 56: North Korea and the ICCPR, 1997, is why this is a finding and not only a rule."""
    acts = [act("KP", ActKind.ACCESSION, "1981-09-14", "t"), act("KP", ActKind.WITHDRAWAL, "1997-08-25", "t")]
    law = Law([Treaty("t", When.of("1976-03-23"))], clauses, acts)
    assert shown(law, "KP", "t")[-1] == ("withdrawn", "1998-08-25", None)
    assert [finding.kind for finding in law.findings("t")] == ["withdrawal-without-clause"]
    assert law.explain("t", "KP").rule == "withdrawal.silent"


def test_withdrawal_never_takes_effect_before_it_was_notified() -> None:
    acts = [
        act("A", ActKind.ACCESSION, "1990-01-01", "t"),
        act("A", ActKind.WITHDRAWAL, "2000-01-01", "t", effective=When.of("1995-01-01")),
    ]
    law = Law([Treaty("t", When.of("1980-01-01"))], [], acts)
    assert str(law.party("A", "t", on=dt.date(1999, 12, 31))[0].until) == "2000-01-01"


def test_who_consents_again_while_leaving_before_entry_into_force_is_counted_once() -> None:
    acts = [
        act("A", ActKind.RATIFICATION, "1990-01-01", "t"),
        act("A", ActKind.WITHDRAWAL, "1991-01-01", "t", effective=When.of("1992-01-01")),
        act("A", ActKind.ACCESSION, "1991-06-01", "t"),
    ]
    assert shown(Law(acts=acts), "A", "t") == [
        ("contracting", "1990-01-01", "1992-01-01"), ("contracting", "1992-01-01", None),
    ]  # fmt: skip


def test_nor_does_the_end_of_provisional_application() -> None:
    acts = [
        act("A", ActKind.PROVISIONAL_APPLICATION, "1990-01-01", "t"),
        act("A", ActKind.WITHDRAWAL, "1995-01-01", "t", effective=When.of("1991-01-01")),
    ]
    assert shown(Law(acts=acts), "A", "t") == [("provisional", "1990-01-01", "1995-01-01")]


def test_a_consent_that_the_register_shows_as_ended_ended_at_an_unknown_time() -> None:
    """Square brackets without a note: some day between the consent and the register's own day."""
    ended = When.between(dt.date(1990, 1, 1), dt.date(2026, 2, 3))
    law = Law([Treaty("t", When.of("1980-01-01"))], [], [act("A", ActKind.ACCESSION, "1990-01-01", "t", until=ended)])
    assert {stay.standing for stay in law.party("A", "t", on=dt.date(2000, 1, 1))} == {"party", "withdrawn"}
    assert [stay.standing for stay in law.party("A", "t", on=dt.date(2026, 3, 1))] == ["withdrawn"]


SUCCESSIONS = [
    Succession("yu-hr", SuccessionKind.SEPARATION, "YU", "HR", When.of("1991-06-25")),
    Succession("yu-scg", SuccessionKind.DISSOLUTION, "YU", "SCG", When.of("1992-04-27")),
    Succession("scg-rs", SuccessionKind.CONTINUATION, "SCG", "RS", When.of("2006-06-03")),
    Succession("scg-me", SuccessionKind.SEPARATION, "SCG", "ME", When.of("2006-06-03")),
    Succession("su-ru", SuccessionKind.CONTINUATION, "SU", "RU", When.of("1991-12-24")),
    Succession("dd-de", SuccessionKind.UNIFICATION, "DD", "DE", When.of("1990-10-03")),
]


def test_a_successor_is_bound_from_the_succession_though_it_notified_later() -> None:
    """1978 convention art. 23: Croatia notified on 12 October 1992, Montenegro on 23 October 2006."""
    law = Law(
        [Treaty("cat", When.of("1987-06-26"))],
        [later_clause("cat", "P30D")],
        [
            act("YU", ActKind.RATIFICATION, "1991-09-10", "cat"),
            act("HR", ActKind.SUCCESSION, "1992-10-12", "cat"),
            act("ME", ActKind.SUCCESSION, "2006-10-23", "cat"),
        ],
        SUCCESSIONS,
    )
    assert shown(law, "HR", "cat") == [("party", "1991-06-25", None)]
    assert shown(law, "ME", "cat") == [("party", "2006-06-03", None)]
    assert law.party("ME", "cat", on=dt.date(2006, 7, 1), known_on=dt.date(2006, 7, 1)) == ()
    assert shown(law, "YU", "cat") == [
        ("contracting", "1991-09-10", "1991-10-10"),
        ("party", "1991-10-10", "1992-04-27"),
        ("ceased", "1992-04-27", None),
    ]


def test_a_succession_to_a_name_counts_for_the_state_that_goes_on() -> None:
    """Yugoslavia was replaced by Serbia and Montenegro, which goes on as Serbia; its notification is listed there."""
    law = Law(
        [Treaty("cat", When.of("1987-06-26"))],
        [],
        [act("YU", ActKind.RATIFICATION, "1991-09-10", "cat"), act("RS", ActKind.SUCCESSION, "2001-03-12", "cat")],
        SUCCESSIONS,
    )
    assert shown(law, "RS", "cat") == [("party", "1992-04-27", None)]


def test_a_succession_of_which_no_day_is_recorded_is_a_finding() -> None:
    law = Law([Treaty("cerd", When.of("1969-01-04"))], [], [act("FJ", ActKind.SUCCESSION, "1973-01-11", "cerd")])
    assert shown(law, "FJ", "cerd") == [("party", "1973-01-11", None)]
    assert [finding.kind for finding in law.findings("cerd")] == ["succession-day-unknown"]


def test_a_state_that_goes_on_under_another_name_keeps_its_treaties() -> None:
    law = Law(
        [Treaty("cerd", When.of("1969-01-04"))],
        [later_clause("cerd", "P30D")],
        [act("SU", ActKind.RATIFICATION, "1969-02-04", "cerd")],
        SUCCESSIONS,
    )
    assert shown(law, "SU", "cerd")[-1] == ("party", "1969-03-06", "1991-12-24")
    assert shown(law, "RU", "cerd") == [("party", "1991-12-24", None)]
    assert law.explain("cerd", "RU").rule == "party.continuation"


def test_an_act_listed_under_todays_name_needs_no_predecessor() -> None:
    law = Law(
        [Treaty("cerd", When.of("1969-01-04"))],
        [later_clause("cerd", "P30D")],
        [act("RU", ActKind.RATIFICATION, "1969-02-04", "cerd")],
        SUCCESSIONS,
    )
    assert shown(law, "RU", "cerd")[-1] == ("party", "1969-03-06", None)
    assert shown(law, "SU", "cerd") == []


def test_a_state_that_joined_another_ceases_and_leaves_nothing() -> None:
    law = Law(
        [Treaty("crc", When.of("1990-09-02"))],
        [later_clause("crc", "P30D")],
        [act("DD", ActKind.RATIFICATION, "1990-10-02", "crc"), act("DE", ActKind.RATIFICATION, "1992-03-06", "crc")],
        SUCCESSIONS,
    )
    assert shown(law, "DD", "crc") == [("contracting", "1990-10-02", "1990-10-03"), ("ceased", "1990-10-03", None)]
    assert shown(law, "DE", "crc")[-1] == ("party", "1992-04-05", None)


def test_provisional_application_until_the_treaty_is_in_force() -> None:
    """VCLT art. 25: by an act of one, or by the treaty from signature; in both cases until entry into force."""
    clauses = [
        entry_clause("t", 2, "P0D"),
        Clause("p", "t", ClauseKind.PROVISIONAL, article="9", trigger=Trigger.SIGNATURE),
    ]
    acts = [
        act("A", ActKind.SIGNATURE, "2003-05-30", "t"),
        act("B", ActKind.SIGNATURE, "2003-05-30", "t"),
        act("C", ActKind.PROVISIONAL_APPLICATION, "2003-07-01", "t"),
        act("A", ActKind.RATIFICATION, "2004-05-26", "t"),
        act("B", ActKind.RATIFICATION, "2004-08-04", "t"),
    ]
    law = Law(clauses=clauses, acts=acts)
    assert shown(law, "A", "t") == [("provisional", "2003-05-30", "2004-08-04"), ("party", "2004-08-04", None)]
    assert shown(law, "C", "t") == [("provisional", "2003-07-01", None)]
    (force,) = law.between("A", "B", on=dt.date(2004, 1, 1))
    assert force.provisional
    assert force.why.rule == "pair.provisional"
    assert not law.between("A", "B", on=dt.date(2004, 8, 4))[0].provisional


def test_a_signatory_that_no_longer_wants_to_apply_provisionally() -> None:
    """VCLT art. 25(2)."""
    clauses = [Clause("p", "t", ClauseKind.PROVISIONAL, trigger=Trigger.SIGNATURE)]
    acts = [act("A", ActKind.SIGNATURE, "2003-05-30", "t"), act("A", ActKind.WITHDRAWAL, "2004-01-01", "t")]
    assert shown(Law(clauses=clauses, acts=acts), "A", "t") == [
        ("provisional", "2003-05-30", "2004-01-01"),
        ("signatory", "2004-01-01", None),
    ]


def test_a_domestic_law_binds_nobody() -> None:
    law = Law([Treaty("t", When.of("1994-05-19"))], [], [act("KZ", ActKind.DOMESTIC_APPROVAL, "2004-03-10", "t")])
    assert law.party("KZ", "t") == ()
    assert law.status("t").parties == ()


def test_suspension_towards_all_and_its_end() -> None:
    acts = [
        act("UA", ActKind.RATIFICATION, "2005-12-27", "t"),
        act("UA", ActKind.SUSPENSION, "2025-07-15", "t", until=When.of("2026-07-15")),
    ]
    law = Law([Treaty("t", When.of("1999-03-01"))], [], acts)
    assert shown(law, "UA", "t") == [
        ("party", "2005-12-27", "2025-07-15"),
        ("suspended", "2025-07-15", "2026-07-15"),
        ("party", "2026-07-15", None),
    ]
    assert law.status("t", on=dt.date(2025, 8, 1)).parties == ("UA",)


def test_a_treaty_ends_by_an_act_or_by_its_time() -> None:
    treaty = [Treaty("t", When.of("2000-01-01"))]
    acts = [act("A", ActKind.RATIFICATION, "1999-06-01", "t")]
    runs = Clause("d", "t", ClauseKind.DURATION, duration=Duration.of("P5Y"))
    renewed = Clause("d", "t", ClauseKind.DURATION, duration=Duration.of("P5Y"), renewal=Duration.of("P1Y"))
    assert shown(Law(treaty, [runs], acts), "A", "t")[-1] == ("terminated", "2005-01-01", None)
    assert shown(Law(treaty, [renewed], acts), "A", "t")[-1] == ("party", "2000-01-01", None)
    ended = [*acts, act("A", ActKind.TERMINATION, "2003-03-03", "t")]
    assert shown(Law(treaty, [runs], ended), "A", "t")[-2:] == [
        ("party", "2000-01-01", "2003-03-03"), ("terminated", "2003-03-03", None),
    ]  # fmt: skip


def test_an_accession_by_consent_of_the_parties_waits_for_the_last_of_them() -> None:
    """Minsk Convention art. 86: the thirtieth day after the last notice of consent."""
    clauses = [
        later_clause("t", "P30D"),
        Clause(
            "a", "t", ClauseKind.ACCESSION, article="86", trigger=Trigger.CONSENT_OF_PARTIES,
            accession_rule=AccessionRule.CONSENT_OF_ALL, delay=Duration.of("P30D"),
            counts_from=CountsFrom.THE_DAY_AFTER,
        ),
    ]  # fmt: skip
    joins = act("C", ActKind.ACCESSION, "2000-01-01", "t")
    acts = [
        act("A", ActKind.RATIFICATION, "1994-01-01", "t"),
        joins,
        act("A", ActKind.ACCEPTANCE_OF_ACCESSION, "2000-06-01", "t", responds_to=joins.id),
        act("B", ActKind.ACCEPTANCE_OF_ACCESSION, "2000-09-01", "t", responds_to=joins.id),
    ]
    law = Law([Treaty("t", When.of("1994-05-19"))], clauses, acts)
    assert shown(law, "C", "t")[-1] == ("party", "2000-10-01", None)


def test_what_the_source_says_of_a_party_is_held_against_the_rule() -> None:
    acts = [act("CZ", ActKind.RATIFICATION, "2013-08-22", "t", effective=When.of("2013-12-01"))]
    law = Law([Treaty("t", When.of("2004-07-01"))], [later_clause("t", "P90D")], acts)
    (finding,) = law.findings("t")
    assert finding.kind == "own-date-differs"
    assert [proof.rule for proof in finding.proofs[1:]] == ["party.stated", "party.later"]
    assert shown(law, "CZ", "t")[-1] == ("party", "2013-12-01", None)


def test_counts_of_a_status_page() -> None:
    """Signatories are all that signed; parties all whose consent stands, in force for them or not."""
    acts = [
        act("A", ActKind.SIGNATURE, "2000-01-01", "t"),
        act("A", ActKind.RATIFICATION, "2001-01-01", "t"),
        act("B", ActKind.SIGNATURE, "2000-01-01", "t"),
        act("C", ActKind.ACCESSION, "2026-01-20", "t"),
    ]
    status = Law([Treaty("t", When.of("2001-01-01"))], [later_clause("t", "P30D")], acts).status(
        "t", on=dt.date(2026, 2, 3)
    )
    assert status.signatories == ("A", "B")
    assert status.parties == ("A", "C")
    shown: dict[str, Any] = status.to_dict()
    assert (shown["parties"], shown["signatories"]) == (2, 2)
    assert shown["entry_into_force"]["published"] == "2001-01-01"
