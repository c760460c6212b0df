"""Entry into force computed: the eighteen treaties of ``untc_golden.csv`` and the golden dates of the design."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.law import Act, Clause, Duration, Law, Membership, NotCounted, Treaty, When
from comity.law.entry import Basis
from comity.law.words import ActKind, ClauseKind, CountsFrom, Rounding, ThresholdKind, Trigger

from .conftest import SUCCESSIONS, entry_clause, later_clause

PAGES = (
    "cat ccw ccw_art1 ccw_p2a ccw_p5 ced cedaw cerd crc crc_op_ic crc_op_sc crpd_op cwc iccpr iccpr_op1 icescr "
    "icescr_op tpnw"
).split()
RULE = re.compile(r"(?:(\d+)\w\w day|(\d+) months) after the (\d+)\w\w instrument(?:; not before the entry .*)?")


def deposit(treaty: str, actor: str, day: str, kind: ActKind = ActKind.RATIFICATION) -> Act:
    return Act(f"{treaty}/{actor}/{day}", kind, actor, treaty, When.of(day))


@pytest.mark.parametrize("page", PAGES)
def test_the_computed_day_is_the_published_one(
    page: str, shared: Path, page_acts: Callable[[str], list[Act]], table_acts: Callable[[str], list[Act]]
) -> None:
    with (shared / "facts" / "untc_golden.csv").open(newline="", encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["page"] == page)
    match = RULE.fullmatch(row["final_clause_rule"])
    assert match is not None
    days, months, number = match.groups()
    acts = page_acts(page)
    clauses = []
    more: dict[str, Any] = {}
    if page == "crpd_op":  # not before the Convention itself, which is computed from its own table
        acts += table_acts("4-15")
        clauses.append(entry_clause("4-15", 20, "P30D"))
        more["floor_treaty"] = "4-15"
    if page == "iccpr_op1":
        acts += page_acts("iccpr")
        clauses.append(entry_clause("iccpr", 35, "P3M"))
        more["floor_treaty"] = "iccpr"
    if page == "ccw_p2a":
        # The depositary counted twenty without the Holy See: its list of 2 July 1998
        # (press release SG/SM/6626) has 21 parties, and the Holy See, 22 July 1997, is not one of them.
        more["not_counted"] = NotCounted(subjects=frozenset({"Holy See"}))
    clauses.append(entry_clause(page, int(number), f"P{days}D" if days else f"P{months}M", **more))
    published = When.of(row["published_entry_into_force"])
    law = Law([Treaty(page, published)], clauses, acts, SUCCESSIONS)
    entry = law.entry(page)
    assert entry.computed == published
    assert len(entry.counted) == int(number)
    assert not law.findings(page) or {one.kind for one in law.findings(page)} == {"succession-day-unknown"}


def test_without_predecessors_the_racial_discrimination_convention_misses(
    page_acts: Callable[[str], list[Act]],
) -> None:
    acts = [act for act in page_acts("cerd") if act.actor not in ("Czechoslovakia", "Yugoslavia")]
    law = Law(clauses=[entry_clause("cerd", 27, "P30D")], acts=acts)
    assert str(law.entry("cerd").computed) == "1969-03-09"


def test_of_a_register_that_counts_differently_both_dates_are_kept(page_acts: Callable[[str], list[Act]]) -> None:
    """The page of amended Protocol II has twenty consents by 20 April 1998, and says 3 December."""
    law = Law([Treaty("ccw_p2a", When.of("1998-12-03"))], [entry_clause("ccw_p2a", 20, "P6M")], page_acts("ccw_p2a"))
    entry = law.entry("ccw_p2a")
    assert (str(entry.published), str(entry.computed), str(entry.day)) == ("1998-12-03", "1998-10-20", "1998-12-03")
    (finding,) = law.findings("ccw_p2a")
    assert finding.kind == "date-differs"
    assert [proof.rule for proof in finding.proofs] == ["published.differs", "entry.published", "entry.computed"]


@pytest.mark.parametrize(
    ("table", "number", "delay", "rounding", "decisive", "in_force"),
    [
        ("18-12", 40, "P90D", Rounding.NONE, "2003-07-01", "2003-09-29"),
        ("18-14", 30, "P90D", Rounding.NONE, "2005-09-15", "2005-12-14"),
        ("4-15", 20, "P30D", Rounding.NONE, "2008-04-03", "2008-05-03"),
        # Ottawa Convention art. 17(1): the first day of the sixth month after the month of the 40th.
        ("26-5", 40, "P5M", Rounding.FIRST_OF_NEXT_MONTH, "1998-09-16", "1999-03-01"),
    ],
)
def test_from_tables_of_the_collection(
    table: str, number: int, delay: str, rounding: Rounding, decisive: str, in_force: str,
    table_acts: Callable[[str], list[Act]],
) -> None:  # fmt: skip
    not_counted = NotCounted(organisations=True)
    clause = entry_clause(table, number, delay, rounding=rounding, not_counted=not_counted)
    law = Law(clauses=[clause], acts=table_acts(table), organisations={"European Union"})
    entry = law.entry(table)
    assert (str(entry.reached), str(entry.computed)) == (decisive, in_force)


#: The chart of ETS 185 as of 18 June 2004: the first five instruments, all of members of the Council of Europe.
BUDAPEST = [
    ("AL", "2002-06-20"),
    ("HR", "2002-10-17"),
    ("EE", "2003-05-12"),
    ("HU", "2003-12-04"),
    ("LT", "2004-03-18"),
]


def budapest(deposits: list[tuple[str, str]], members: list[str]) -> Law:
    clause = Clause(
        "budapest-36-3", "budapest", ClauseKind.ENTRY, article="36(3)", trigger=Trigger.CONSENT, threshold=5,
        threshold_kind=ThresholdKind.NUMBER, qualified=3, qualified_by="organisation/coe",
        delay=Duration.of("P3M"), rounding=Rounding.FIRST_OF_NEXT_MONTH, counts_from=CountsFrom.THE_DAY_AFTER,
    )  # fmt: skip
    return Law(
        clauses=[clause, later_clause("budapest", "P3M", Rounding.FIRST_OF_NEXT_MONTH)],
        acts=[deposit("budapest", state, day) for state, day in deposits],
        memberships=[Membership(state, "organisation/coe", When.of("1996-11-06")) for state in members],
    )


def test_five_consents_three_of_them_by_members() -> None:
    law = budapest(BUDAPEST, ["AL", "HR", "EE", "HU", "LT"])
    assert str(law.entry("budapest").computed) == "2004-07-01"


def test_five_consents_are_not_enough_without_three_members() -> None:
    law = budapest(BUDAPEST, ["AL", "HR"])
    missing = law.missing("budapest")
    assert law.entry("budapest").computed is None
    assert missing is not None
    assert (missing.number, missing.members, missing.organisation) == (0, 1, "organisation/coe")


def test_each_later_party_has_its_own_first_of_a_month() -> None:
    law = budapest([*BUDAPEST, ("AM", "2006-10-12"), ("CZ", "2013-08-22")], ["AL", "HR", "EE", "HU", "LT"])
    assert str(law.party("AM", "budapest")[-1].since) == "2007-02-01"
    assert str(law.party("CZ", "budapest")[-1].since) == "2013-12-01"


def test_mutual_assistance_convention_of_1959() -> None:
    """Ninety days after the third instrument (art. 27); in force on 12 June 1962, so the third was of 14 March."""
    acts = [deposit("ets-30", name, day) for name, day in (("x", "1961"), ("y", "1962-01"), ("z", "1962-03-14"))]
    law = Law(clauses=[entry_clause("ets-30", 3, "P90D")], acts=acts)
    assert str(law.entry("ets-30").computed) == "1962-06-12"


def test_a_party_whose_own_day_the_source_gives() -> None:
    """Russia and the Minsk Convention: bound from 10 December 1994; the day of deposit is not known."""
    by_then = When.between(None, dt.date(1994, 12, 10))
    act = Act("ru", ActKind.RATIFICATION, "RU", "minsk", by_then, When.of("1994-12-10"))
    law = Law([Treaty("minsk", When.of("1994-05-19"))], [later_clause("minsk", "P30D")], [act])
    assert law.entry("minsk").basis is Basis.PUBLISHED
    (party,) = law.party("RU", "minsk", on=dt.date(1994, 12, 10))
    assert (str(party.since), party.until, party.standing) == ("1994-12-10", None, "party")
    assert [stay.standing for stay in law.party("RU", "minsk", on=dt.date(1994, 12, 9))] == ["contracting"]
    assert law.findings() == ()


def test_a_later_party_counts_its_own_thirty_days() -> None:
    """Minsk Convention art. 83(2) counts the day of deposit as the first of thirty."""
    later = Clause(
        "minsk-83-2", "minsk", ClauseKind.LATER_PARTY, article="83(2)", delay=Duration.of("P30D"),
        counts_from=CountsFrom.THE_DAY,
    )  # fmt: skip
    law = Law([Treaty("minsk", When.of("1994-05-19"))], [later], [deposit("minsk", "RU", "1994-11-11")])
    contracting, party = law.party("RU", "minsk")
    assert (str(contracting.since), contracting.standing) == ("1994-11-11", "contracting")
    assert (str(party.since), party.until) == ("1994-12-10", None)
    assert law.explain("minsk", "RU").article == "art. 83(2); VCLT art. 24(3)"


def test_the_last_of_six_named_states() -> None:
    """Shanghai Convention art. 18: the thirtieth day after the last of the six; 27 February 2003 gives 29 March."""
    six = ("CN", "KG", "KZ", "RU", "TJ", "UZ")
    clause = Clause(
        "shanghai-18-2", "shanghai", ClauseKind.ENTRY, article="18(2)", trigger=Trigger.NOTIFICATION,
        threshold_kind=ThresholdKind.ALL_NAMED, named_states=frozenset(six), delay=Duration.of("P30D"),
    )  # fmt: skip
    by_then = When.between(None, dt.date(2003, 2, 26))
    acts = [Act(f"n-{state}", ActKind.NOTIFICATION_OF_COMPLETION, state, "shanghai", by_then) for state in six[:5]]
    law = Law(clauses=[clause], acts=acts)
    missing = law.missing("shanghai")
    assert missing is not None
    assert missing.states == ("UZ",)
    last = Act("n-UZ", ActKind.NOTIFICATION_OF_COMPLETION, "UZ", "shanghai", When.of("2003-02-27"))
    assert str(law.with_acts(last).entry("shanghai").computed) == "2003-03-29"


#: CTBT art. XIV and Annex 2, as the collection prints the list (MTDSG, XXVI-4).
ANNEX_2 = (
    "Algeria;Argentina;Australia;Austria;Bangladesh;Belgium;Brazil;Bulgaria;Canada;Chile;China;Colombia;"
    "Democratic People's Republic of Korea;Egypt;Finland;France;Germany;Hungary;India;Indonesia;"
    "Iran (Islamic Republic of);Israel;Italy;Japan;Mexico;Netherlands;Norway;Pakistan;Peru;Poland;"
    "Republic of Korea;Romania;Russian Federation;Slovakia;South Africa;Spain;Sweden;Switzerland;Turkey;Ukraine;"
    "United Kingdom of Great Britain and Northern Ireland;United States of America;Viet Nam;Zaire"
).split(";")
#: US State Department fact sheet of 24 July 2013: 36 have ratified, these eight have not.
NOT_YET = {
    "China", "Democratic People's Republic of Korea", "Egypt", "India", "Iran (Islamic Republic of)", "Israel",
    "Pakistan", "United States of America",
}  # fmt: skip


def ctbt() -> Law:
    clause = Clause(
        "ctbt-xiv", "ctbt", ClauseKind.ENTRY, article="XIV(1)", trigger=Trigger.DEPOSIT,
        threshold_kind=ThresholdKind.ALL_NAMED, named_states=frozenset(ANNEX_2), delay=Duration.of("P180D"),
        floor_date=When.of("1998-09-24"),
    )  # fmt: skip
    by_then = When.between(dt.date(1996, 9, 24), dt.date(2013, 7, 24))
    acts = [
        Act(f"ctbt/{state}", ActKind.RATIFICATION, state, "ctbt", by_then) for state in ANNEX_2 if state not in NOT_YET
    ]
    return Law(clauses=[clause], acts=acts)


def test_the_test_ban_treaty_misses_eight_named_states() -> None:
    law = ctbt()
    missing = law.missing("ctbt")
    assert len(ANNEX_2) == 44
    assert missing is not None
    assert set(missing.states) == NOT_YET
    assert "Pakistan" in law.explain("ctbt").sentence()
    assert law.party("Japan", "ctbt")[-1].standing == "contracting"


def test_consent_taken_back_before_entry_into_force_no_longer_counts() -> None:
    back = Act("ctbt/back", ActKind.WITHDRAWAL, "Russian Federation", "ctbt", When.of("2023-11-03"))
    signed = Act("ctbt/sign", ActKind.SIGNATURE, "Russian Federation", "ctbt", When.of("1996-09-24"))
    law = ctbt().with_acts(back, signed)
    missing = law.missing("ctbt")
    assert missing is not None
    assert set(missing.states) == NOT_YET | {"Russian Federation"}
    assert law.party("Russian Federation", "ctbt", on=dt.date(2024, 1, 1))[0].standing == "signatory"


def test_what_is_uncertain_in_the_acts_stays_uncertain_in_the_day() -> None:
    acts = [deposit("t", "A", "2001"), deposit("t", "B", "2002-03"), deposit("t", "C", "2002-05-10")]
    entry = Law(clauses=[entry_clause("t", 2, "P30D")], acts=acts).entry("t")
    assert entry.computed is not None
    assert entry.computed.to_dict() == {"earliest": "2002-03-31", "latest": "2002-04-30"}


def test_an_act_that_may_be_late_leaves_the_end_open() -> None:
    acts = [
        deposit("t", "A", "2001"),
        Act("t/B", ActKind.RATIFICATION, "B", "t", When.between(dt.date(2002, 3, 1), None)),
    ]
    entry = Law(clauses=[entry_clause("t", 2, "P30D")], acts=acts).entry("t")
    assert str(entry.computed) == "2002-03-31/.."


def test_a_clause_without_a_threshold_says_what_it_lacks() -> None:
    clause = Clause("c", "t", ClauseKind.ENTRY, trigger=Trigger.DEPOSIT)
    law = Law(clauses=[clause], acts=[deposit("t", "A", "2001-01-01")])
    assert "a clause that says how many acts" in law.explain("t").sentence()


def test_all_signatories() -> None:
    clause = Clause("c", "t", ClauseKind.ENTRY, trigger=Trigger.DEPOSIT, threshold_kind=ThresholdKind.ALL_SIGNATORIES)
    signed = [deposit("t", name, "2000-01-01", ActKind.SIGNATURE) for name in "AB"]
    law = Law(clauses=[clause], acts=[*signed, deposit("t", "A", "2000-05-05")])
    missing = law.missing("t")
    assert missing is not None
    assert missing.states == ("B",)
    assert str(law.with_acts(deposit("t", "B", "2001-06-06")).entry("t").computed) == "2001-06-06"


def test_a_treaty_that_binds_by_signature() -> None:
    clause = Clause("c", "t", ClauseKind.ENTRY, trigger=Trigger.SIGNATURE)
    law = Law(clauses=[clause], acts=[deposit("t", name, "2018-02-06", ActKind.SIGNATURE) for name in ("UZ", "TJ")])
    assert str(law.entry("t").computed) == "2018-02-06"
    (force,) = law.between("UZ", "TJ", on=dt.date(2018, 2, 6))
    assert force.treaty == "t"


def test_what_an_organisation_deposits_is_not_counted_where_the_clause_says_so() -> None:
    """UNTOC art. 38(1): instruments of regional organisations are not additional to those of their members."""
    acts = [deposit("t", "A", "2001-01-01"), deposit("t", "EU", "2002-01-01"), deposit("t", "B", "2003-01-01")]
    counted = Law(clauses=[entry_clause("t", 2, "P0D")], acts=acts, organisations={"EU"})
    left_out = NotCounted.of("instruments of regional economic integration organisations")
    skipped = Law(clauses=[entry_clause("t", 2, "P0D", not_counted=left_out)], acts=acts, organisations={"EU"})
    assert str(counted.entry("t").computed) == "2002-01-01"
    assert str(skipped.entry("t").computed) == "2003-01-01"
    assert str(skipped.party("EU", "t")[-1].since) == "2003-01-01"


def test_a_state_that_ceased_before_the_threshold_no_longer_counts() -> None:
    """East Germany ratified the children's convention on 2 October 1990 and was gone the next day."""
    acts = [
        deposit("t", "German Democratic Republic", "1990-10-02"),
        deposit("t", "X", "1990-10-20"),
        deposit("t", "Y", "1991-05-05"),
    ]
    law = Law(clauses=[entry_clause("t", 2, "P30D")], acts=acts, successions=SUCCESSIONS)
    assert str(law.entry("t").computed) == "1991-06-04"
    assert [act.actor for act in law.entry("t").counted] == ["X", "Y"]


def test_a_predecessors_instrument_counts_from_the_day_on_which_it_was_made() -> None:
    acts = [deposit("t", "Czechoslovakia", "1966-12-29"), deposit("t", "X", "1968-12-05")]
    law = Law(clauses=[entry_clause("t", 2, "P30D")], acts=acts, successions=SUCCESSIONS)
    assert str(law.entry("t").computed) == "1969-01-04"
