"""Treaty law asked of the shipped records; the expected days are those of the treaties and their registers."""

from __future__ import annotations

import io
import json

import pytest

from comity.errors import NotFound, Usage
from comity.queries.session import Graph
from comity.queries.told import write_told


def between(graph: Graph, a: str, b: str, on: str, **more: str) -> set[str]:
    return {str(row["treaty"]) for row in graph.treaty_law.between(a, b, on=on, **more).rows}


# Chisinau art. 120(3)-(4): between its parties Minsk ceases; Russia is bound by it from 28 June 2023.


def test_russia_and_kazakhstan_are_under_minsk_until_the_day_of_chisinau(graph: Graph) -> None:
    before, after = between(graph, "RU", "KZ", "2023-06-27"), between(graph, "RU", "KZ", "2023-06-28")
    assert "minsk-convention-1993" in before
    assert "chisinau-convention-2002" not in before
    assert "chisinau-convention-2002" in after
    assert "minsk-convention-1993" not in after


def test_a_party_of_minsk_alone_stays_under_it_with_a_party_of_both(graph: Graph) -> None:
    assert "minsk-convention-1993" in between(graph, "UZ", "RU", "2024-11-21")
    assert "chisinau-convention-2002" not in between(graph, "UZ", "RU", "2024-11-21")


# Ukraine, law 2783-IX of 1 December 2022: suspended towards Russia and Belarus only.


def test_ukraine_suspended_minsk_towards_russia_and_belarus_alone(graph: Graph) -> None:
    minsk = "minsk-convention-1993"
    assert minsk in between(graph, "UA", "RU", "2022-12-01")
    assert minsk not in between(graph, "UA", "RU", "2023-06-01")
    assert minsk not in between(graph, "BY", "UA", "2023-06-01")
    assert minsk in between(graph, "UA", "KZ", "2023-06-01")
    assert minsk not in between(graph, "UA", "KZ", "2024-01-01")


@pytest.mark.parametrize("day", ["1995-01-01", "2010-01-01", "2024-01-01"])
@pytest.mark.parametrize("other", ["RU", "KZ", "UZ", "TJ"])
def test_india_is_never_under_either(graph: Graph, day: str, other: str) -> None:
    assert not between(graph, "IN", other, day) & {"minsk-convention-1993", "chisinau-convention-2002"}


# Poland and the Ottawa Convention: notified 2025-08-20, effective 2026-02-20.


def test_poland_has_given_notice_and_is_still_bound(graph: Graph) -> None:
    law = graph.treaty_law
    treaty = law.treaty("XXVI-5")
    (known,) = [one for one in law.status(treaty, on="2025-12-01").data["participants"] if one["state"] == "PL"]
    assert (known["standing"], known["party_until"]) == ("party", "2026-02-20")
    (before,) = [
        one
        for one in law.status(treaty, on="2025-12-01", known_on="2025-08-01").data["participants"]
        if one["state"] == "PL"
    ]
    assert (before["standing"], before["party_until"]) == ("party", None)
    (left,) = [one for one in law.status(treaty, on="2026-02-20").data["participants"] if one["state"] == "PL"]
    assert left["standing"] == "withdrawn"
    events = law.horizon(on="2025-12-01", days=120).rows
    assert ("2026-02-20", "leaves", "PL") in [(row["day"], row["kind"], row["subject"]) for row in events]


# The golden dates of treaty-law.md that the records carry.


@pytest.mark.parametrize(
    ("number_or_slug", "published"),
    [
        ("XVIII-12", "2003-09-29"),
        ("XVIII-14", "2005-12-14"),
        ("minsk-convention-1993", "1994-05-19"),
        ("sco-charter", "2003-09-19"),
        ("ets-30", "1962-06-12"),
    ],
)
def test_published_entry_into_force(graph: Graph, number_or_slug: str, published: str) -> None:
    assert graph.treaty_law.status(number_or_slug).data["entry_into_force"]["published"] == published


def test_the_convention_against_cybercrime_waits_for_forty(graph: Graph) -> None:
    entry = graph.treaty_law.status("cybercrime-convention-2024", on="2026-01-01").data["entry_into_force"]
    assert entry["published"] is None
    assert entry["computed"] is None
    assert entry["missing"]["number"] == 40
    assert "90 days after the 40th" in entry["rule"]


def test_status_carries_what_programs_need(graph: Graph) -> None:
    data = graph.treaty_law.status("untoc", on="2024-11-21").data
    assert {"treaty", "parties", "signatories", "entry_into_force", "participants"} <= set(data)
    assert {"published", "computed", "rule", "because_of"} <= set(data["entry_into_force"])
    (russia,) = [one for one in data["participants"] if one["state"] == "RU"]
    assert russia["name"] == "Russia"
    assert russia["party_from"] == "2004-06-25"  # 30 days after the deposit of 26 May 2004 (art. 38(2))
    assert {"kind": "ratification", "date": "2004-05-26", "effective": None, "ended": False}.items() <= next(
        act for act in russia["actions"] if act["kind"] == "ratification"
    ).items()


def test_supposing_binds_from_the_day_that_the_clause_gives(graph: Graph) -> None:
    # UNTOC art. 38(2): the thirtieth day after the deposit.  Iran signed in 2000 and has not ratified.
    assert "untoc" not in between(graph, "IR", "RU", "2027-03-01")
    supposing = graph.treaty_law.suppose(["IR:ratification:untoc:2027-01-01"])
    found = {row["treaty"]: row["since"] for row in supposing.between("IR", "RU", on="2027-03-01").rows}
    assert found["untoc"] == "2027-01-31"
    assert "untoc" not in between(graph, "IR", "RU", "2027-03-01")


# Which of the instruments cited by the SCO page bound all members on 8 November 2023, and why not all.


def test_what_the_sco_page_cites_binds_its_members(graph: Graph) -> None:
    law = graph.treaty_law
    bound = {
        treaty: {
            one["state"]
            for one in law.status(treaty, on="2023-11-08").data["participants"]
            if one["standing"] == "party"
        }
        for treaty in ("untoc", "sco-charter", "shanghai-convention-2001")
    }
    members = {"CN", "IN", "IR", "KG", "KZ", "PK", "RU", "TJ", "UZ"}
    assert members - bound["untoc"] == {"IR"}  # signed on 12 December 2000, never ratified
    assert members - bound["sco-charter"] == set()
    why = law.explain("untoc", "IR", on="2023-11-08")
    assert "signed" in why.lines[0].text


# Named questions over the derived standings.


def test_standings_towards_a_treaty(graph: Graph) -> None:
    # Iran signed UNTOC on 12 December 2000 and has not ratified; Russia ratified on 26 May 2004 (art. 38(2)).
    rows = {
        str(row["subject"]).rpartition("/")[2]: (str(row["standing"]).rpartition("/")[2], row["start"])
        for row in graph.query("standings-towards-treaty", treaty="untoc", on="2024-11-21").rows
    }
    assert rows["IR"] == ("signatory", "2000-12-12")
    assert rows["RU"] == ("party", "2004-06-25")


def test_what_a_state_was_to_each_treaty(graph: Graph) -> None:
    def minsk(on: str) -> set[str]:
        rows = graph.query("treaties-of-state", state="UA", on=on).rows
        return {
            str(row["standing"]).rpartition("/")[2]
            for row in rows
            if str(row["treaty"]).endswith("minsk-convention-1993")
        }

    assert minsk("2023-06-01") == {"party"}
    assert minsk("2024-01-01") == {"withdrawn"}


def test_where_register_and_clause_disagree(graph: Graph) -> None:
    # Published: 17 September 1999; thirty days counting from the day of the third deposit give the 16th.
    rows = {
        str(row["treaty"]).rpartition("/")[2]: str(row["says"]) for row in graph.query("register-against-clause").rows
    }
    assert "1999-09-17" in rows["minsk-protocol-1997"]
    assert "1999-09-16" in rows["minsk-protocol-1997"]


# How it is said.


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_answer_reads_and_names_its_sources(graph: Graph, lang: str) -> None:
    told = graph.treaty_law.between("UZ", "RU", on="2024-11-21", lang=lang)
    out = io.StringIO()
    write_told(told, out, "table", colour=False)
    text = out.getvalue()
    assert ("Узбекистан" if lang == "ru" else "Uzbekistan") in text.splitlines()[0]
    assert "treaties.un.org" in text
    assert "treaty/" not in text
    assert "state/" not in text


def test_the_proof_is_prov_and_reads_as_rdf(graph: Graph) -> None:
    import pyoxigraph

    told = graph.treaty_law.explain("untoc", "RU", on="2024-11-21")
    out = io.StringIO()
    write_told(told, out, "ttl")
    quads = list(pyoxigraph.parse(out.getvalue(), pyoxigraph.RdfFormat.TURTLE))
    derived = {str(q.object).strip("<>") for q in quads if q.predicate.value.endswith("wasDerivedFrom")}
    assert any("/id/action/" in address for address in derived)
    assert any("/id/passage/" in address for address in derived)
    json_out = io.StringIO()
    write_told(told, json_out, "json")
    assert json.loads(json_out.getvalue())["rule"]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda law: law.between("UZ", "UZ"), Usage),
        (lambda law: law.between("UZ", "Atlantis"), NotFound),
        (lambda law: law.between("UZ", "RU", on="2024-13-01"), Usage),
        (lambda law: law.status("no-such-treaty"), NotFound),
        (lambda law: law.route("UZ", "RU", "tea"), Usage),
        (lambda law: law.suppose(["KG:wish:untoc:2027-01-01"]), Usage),
        (lambda law: law.suppose(["KG"]), Usage),
        (lambda law: law.horizon(days=0), Usage),
    ],
)
def test_what_cannot_be_asked_is_said(graph: Graph, call, error) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error) as caught:
        call(graph.treaty_law)
    assert "Traceback" not in str(caught.value)


def test_a_route_orders_and_says_what_is_not_known(graph: Graph) -> None:
    data = graph.treaty_law.route("GE", "RU", "evidence", on="2024-11-21").data
    assert data["ways"]
    first = data["ways"][0]
    assert first["why"]
    named = [way for way in data["ways"] if way["treaty"] == "ets-30"]
    assert {one["agency"] for one in named[0]["authorities"]} >= {"ru-prosecutor-general-office"}
    told = graph.treaty_law.route("IN", "MN", "extradition", on="2024-11-21")
    assert "sources" in "\n".join(line.text for line in told.lines)
