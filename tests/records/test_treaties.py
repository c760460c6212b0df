"""The treaty records: dates, final clauses and acts agree with what the depositaries publish."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import html
import re
from pathlib import Path

import pytest

from comity.loaders.records.load import shipped_records

#: The region whose acts the records keep, by the names of the UN Treaty Collection.
# fmt: off
REGION = {
    "Afghanistan": "AF", "Armenia": "AM", "Azerbaijan": "AZ", "Belarus": "BY", "China": "CN",
    "Georgia": "GE", "Hungary": "HU", "India": "IN", "Iran (Islamic Republic of)": "IR",
    "Kazakhstan": "KZ", "Kyrgyzstan": "KG", "Mongolia": "MN", "Pakistan": "PK",
    "Republic of Moldova": "MD", "Russian Federation": "RU", "Tajikistan": "TJ",
    "Turkmenistan": "TM", "Türkiye": "TR", "Ukraine": "UA", "Uzbekistan": "UZ",
}
# fmt: on
CONSENTS = {
    "ratification",
    "accession",
    "acceptance",
    "approval",
    "succession",
    "consent-to-be-bound",
    "formal-confirmation",
    "definitive-signature",
}  # fmt: skip
PAGES = [
    "cat", "ccw", "ccw_art1", "ccw_p2a", "ccw_p5", "ced", "cedaw", "cerd", "crc", "crc_op_ic", "crc_op_sc",
    "crpd_op", "cwc", "iccpr", "iccpr_op1", "icescr", "icescr_op", "tpnw",
]  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (shipped_records() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_untc_number() -> dict[str, dict[str, str]]:
    return {row["untc_number"]: row for row in rows("instruments") if row["untc_number"]}


def clause(treaty: str, kind: str) -> dict[str, str]:
    found = [row for row in rows("clauses") if row["treaty"] == treaty and row["kind"] == kind]
    assert len(found) == 1, f"{treaty} has {len(found)} clauses on {kind}"
    return found[0]


def golden(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "facts" / "untc_golden.csv").open(encoding="utf-8", newline="") as file:
        return {row["page"]: row for row in csv.DictReader(file)}


def grid(shared: Path, page: str) -> list[tuple[str, str, str, bool]]:
    """(participant, kind of act, day, ended) of every act in the grid of a status page."""
    text = gzip.decompress((shared / "data" / "untc-html" / f"{page}.html.gz").read_bytes()).decode("utf-8")
    table = re.search(r'<table[^>]*tblgrid"[^>]*>(.*?)</table>', text, re.DOTALL)
    assert table is not None
    lines = [
        [
            " ".join(html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", " ", cell, flags=re.I | re.DOTALL)).split())
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)
        ]
        for line in re.findall(r"<tr[^>]*>(.*?)</tr>", table[1], re.DOTALL)
    ]
    head, *body = lines
    letters = {
        letter: name.strip().lower().replace(" ", "-")
        for name, letter in re.findall(r"([A-Z][a-z ]+)\((\w+)\)", head[-1])
    }
    acts = []
    for name, *cells in body:
        for column, cell in zip(head[1:], cells, strict=True):
            found = re.fullmatch(r"(\[?) ?(\d+ \w{3} \d{4})(?: (\w+))? ?\]?", cell)
            if found is None:
                assert cell == "", f"{page}: {name}: {cell!r}"
                continue
            day = dt.datetime.strptime(found[2], "%d %b %Y").date().isoformat()
            consent = letters[found[3]] if found[3] and not column.startswith("Signature") else "ratification"
            kind = "signature" if column.startswith("Signature") else consent
            acts.append((name, kind, day, found[1] == "["))
    return acts


@pytest.mark.parametrize("page", PAGES)
def test_entry_into_force_and_its_clause_are_those_published(shared: Path, page: str) -> None:
    fact = golden(shared)[page]
    treaty = by_untc_number()[fact["mtdsg_no"]]
    assert treaty["entry_into_force"] == fact["published_entry_into_force"]
    rule = clause(treaty["id"].removeprefix("treaty/"), "entry-into-force")
    said = re.match(r"(?:(\d+)th day|(\d) months) after the (\d+)th instrument", fact["final_clause_rule"])
    assert said is not None
    assert rule["delay"] == (f"P{said[1]}D" if said[1] else f"P{said[2]}M")
    assert rule["threshold"] == said[3]
    assert bool(rule["floor_treaty"]) == ("not before the entry into force" in fact["final_clause_rule"])


@pytest.mark.parametrize("page", PAGES)
def test_the_acts_of_the_region_are_those_of_the_register(shared: Path, page: str) -> None:
    fact = golden(shared)[page]
    treaty = by_untc_number()[fact["mtdsg_no"]]["id"]
    acts = grid(shared, page)
    # The page's own checksum shows that it was read whole.
    assert sum(1 for _, kind, _, ended in acts if kind in CONSENTS and not ended) == int(fact["parties"])
    assert sum(1 for _, kind, _, ended in acts if kind == "signature" and not ended) == int(fact["signatories"] or 0)
    published = {(REGION[name], kind, day) for name, kind, day, _ in acts if name in REGION}
    kept = {
        (row["actor"].removeprefix("state/"), row["type"], row["date"])
        for row in rows("actions")
        if row["instrument"] == treaty and row["type"] in CONSENTS | {"signature"}
    }
    assert {act for act in kept if act[0] in REGION.values()} == published
    # A participation in square brackets has ended: the records say since when.
    for name, _, _, ended in acts:
        if ended and name in REGION:
            left = [
                row
                for row in rows("actions")
                if row["instrument"] == treaty
                and row["type"] == "withdrawal"
                and row["actor"] == f"state/{REGION[name]}"
            ]
            assert [bool(row["date"] and row["effective"]) for row in left] == [True]


@pytest.mark.parametrize(
    ("treaty", "day"),
    [
        ("untoc", "2003-09-29"),
        ("uncac", "2005-12-14"),
        ("shanghai-convention-2001", "2003-03-29"),
        ("sco-charter", "2003-09-19"),
        ("minsk-convention-1993", "1994-05-19"),
        ("budapest-convention", "2004-07-01"),
        ("ets-30", "1962-06-12"),
        ("sco-terrorism-convention-2009", "2012-01-14"),
        ("ottawa-convention", "1999-03-01"),
        ("cybercrime-convention-2024", ""),
        ("ctbt", ""),
    ],
)
def test_published_entry_into_force(treaty: str, day: str) -> None:
    """The dates that the design notes on treaty law give as verified; two treaties are not in force."""
    assert {row["id"]: row for row in rows("instruments")}[f"treaty/{treaty}"]["entry_into_force"] == day


def test_the_budapest_convention_counts_members_of_the_council_of_europe() -> None:
    rule = clause("budapest-convention", "entry-into-force")
    assert (rule["threshold"], rule["qualified"], rule["qualified_by"]) == ("5", "3", "coe")
    assert (rule["delay"], rule["rounding"]) == ("P3M", "first-of-next-month")


def test_the_states_that_the_test_ban_treaty_still_waits_for() -> None:
    """All 44 of annex 2 are named; eight never ratified and one has taken its ratification back."""
    named = set(clause("ctbt", "entry-into-force")["named_states"].split("|"))
    assert len(named) == 44
    acts = [row for row in rows("actions") if row["instrument"] == "treaty/ctbt"]
    ratified = {row["actor"].removeprefix("state/") for row in acts if row["type"] == "ratification"}
    left = {row["actor"].removeprefix("state/") for row in acts if row["type"] == "withdrawal"}
    assert named - (ratified - left) == {"CN", "EG", "IN", "IR", "IL", "KP", "PK", "RU", "US"}


def test_an_act_that_answers_another_concerns_the_same_treaty() -> None:
    acts = {row["id"]: row for row in rows("actions")}
    for row in acts.values():
        if row["responds_to"]:
            answered = acts[row["responds_to"]]
            assert answered["instrument"] == row["instrument"], row["id"]
            if row["type"] == "withdrawal-of-reservation":
                assert answered["actor"] == row["actor"], row["id"]
                assert answered["date"] <= row["date"], row["id"]


def add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def takes_effect(deposited: dt.date, rule: dict[str, str]) -> dt.date:
    """The day that a later-party clause gives, worked out here without the engine."""
    found = re.fullmatch(r"P(\d+)([DM])", rule["delay"])
    assert found is not None
    if found[2] == "M":
        day = add_months(deposited, int(found[1]))
    else:
        day = deposited + dt.timedelta(days=int(found[1]) - (rule["counts_from"] == "the-day"))
    if rule["rounding"] == "first-of-next-month":
        day = add_months(day.replace(day=1), 1)
    return day


@pytest.mark.parametrize("treaty", ["ets-30", "budapest-convention", "ottawa-convention"])
def test_the_later_party_clause_gives_the_effect_that_the_depositary_published(treaty: str) -> None:
    rule = clause(treaty, "later-party")
    general = {row["id"]: row for row in rows("instruments")}[f"treaty/{treaty}"]["entry_into_force"]
    checked = 0
    for row in rows("actions"):
        known = re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]) and re.fullmatch(r"\d{4}-\d\d-\d\d", row["effective"])
        if row["instrument"] == f"treaty/{treaty}" and row["type"] in CONSENTS and known:
            own = takes_effect(dt.date.fromisoformat(row["date"]), rule).isoformat()
            assert max(own, general) == row["effective"], row["id"]
            checked += 1
    assert checked >= {"ets-30": 7, "budapest-convention": 6, "ottawa-convention": 1}[treaty]


def test_the_fifth_consent_brings_the_budapest_convention_into_force() -> None:
    acts = [row for row in rows("actions") if row["instrument"] == "treaty/budapest-convention"]
    days = sorted(row["date"] for row in acts if row["type"] == "ratification" and row["date"] < "2004-07-01")
    members = {row["member"] for row in rows("memberships") if row["organisation"] == "organisation/coe"}
    assert len(days) == 5
    assert sum(1 for row in acts if row["date"] in days and row["actor"] in members) >= 3
    fifth = dt.date.fromisoformat(days[4])
    assert takes_effect(fifth, clause("budapest-convention", "entry-into-force")).isoformat() == "2004-07-01"


@pytest.mark.parametrize(
    ("action", "notified", "effective"),
    [
        ("iccpr-protocol-1-by-withdrawal", "2022-11-08", "2023-02-08"),
        ("ottawa-convention-pl-withdrawal", "2025-08-20", "2026-02-20"),
        ("minsk-convention-1993-ua-withdrawal", "2022-12-01", "2023-12-29"),
        ("minsk-protocol-1997-ua-withdrawal", "2022-12-01", "2023-12-29"),
    ],
)
def test_a_withdrawal_has_two_dates(action: str, notified: str, effective: str) -> None:
    row = {row["id"]: row for row in rows("actions")}[action]
    assert (row["date"], row["effective"]) == (notified, effective)


def test_ukraine_suspended_the_minsk_convention_towards_two_states_only() -> None:
    for treaty in ("treaty/minsk-convention-1993", "treaty/minsk-protocol-1997"):
        found = [row for row in rows("actions") if row["instrument"] == treaty and row["type"] == "suspension"]
        assert sorted(row["towards"] for row in found) == ["BY", "RU"]
