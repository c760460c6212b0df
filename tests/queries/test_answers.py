"""What the questions answer on the shipped records, against the sources they rest on."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import NotFound, QueryTimeout
from comity.ontology.namespaces import ID
from comity.queries.catalogue import catalogue
from comity.queries.session import Graph

#: Questions that may rightly have no answer on the shipped records with their example values.
MAY_BE_EMPTY = {"planned-encounters"}


def ends(rows: list[dict[str, object]], column: str) -> list[str]:
    return [str(row[column]).rsplit("/", 1)[-1] for row in rows]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_has_an_answer_on_the_shipped_records(graph: Graph, name: str) -> None:
    asked = catalogue()[name]
    values = {p.name: p.example for p in asked.parameters.values() if p.required}
    result = graph.query(name, **values)
    if name not in MAY_BE_EMPTY:
        assert len(result) > 0
    assert result.title == asked.summary["en"]


@pytest.mark.parametrize("name", [name for name in sorted(catalogue()) if "?fact" in catalogue()[name].text])
def test_every_answer_leads_to_its_source(graph: Graph, name: str) -> None:
    asked = catalogue()[name]
    result = graph.query(name, **{p.name: p.example for p in asked.parameters.values() if p.required})
    for row in result.rows:
        if row["fact"] is not None and row["fact"].startswith(ID):
            assert result.evidence.get(row["fact"]), row["fact"]


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        ("2000-05-17", "vladimir-ustinov"),
        ("2015-01-01", "yury-chaika"),
        ("2024-11-21", "igor-krasnov"),
        ("2025-09-23", "igor-krasnov"),
        ("2025-09-24", "alexander-gutsan"),
        ("2025-10-21", "alexander-gutsan"),
    ],
)
def test_the_prosecutor_general_of_russia_by_day(graph: Graph, day: str, holder: str) -> None:
    result = graph.query("holders-of-post", post="ru-prosecutor-general", on=day)
    assert ends([row for row in result.rows if row["certain"]], "official") == [holder]


def test_a_post_is_found_by_its_russian_name(graph: Graph) -> None:
    result = graph.query("holders-of-post", post="Генеральный прокурор Российской Федерации", on="2024-11-21")
    assert "igor-krasnov" in ends(result.rows, "official")


def test_the_sessions_of_the_sco_meeting(graph: Graph) -> None:
    rows = graph.query("sessions-of-body", body="sco-prosecutors-general").rows
    by_number = {row["ordinal"]: row for row in rows if row["ordinal"] is not None}
    assert set(range(1, 23)) <= set(by_number)
    assert by_number[21]["date"] == "2023-11-08"
    assert str(by_number[21]["host"]).endswith("state/CN")
    assert str(by_number[19]["chair"]).endswith("state/IN")
    assert by_number[7]["date"] == "2009"


def test_the_year_without_a_session(graph: Graph) -> None:
    assert 2008 in {row["year"] for row in graph.query("years-without-session", body="sco-prosecutors-general").rows}


def test_who_received_whom_in_tashkent(graph: Graph) -> None:
    rows = graph.query("who-met-whom", official="igor-krasnov", from_="2024-11-01", until="2024-11-30").rows
    met = {str(row["met"]).rsplit("/", 1)[-1]: row for row in rows}
    assert str(met["shavkat-mirziyoyev"]["metCapacity"]).endswith("post/uz-president")
    assert str(met["nigmatilla-yuldashev"]["metCapacity"]).endswith("post/uz-prosecutor-general")
    assert str(met["nigmatilla-yuldashev"]["capacity"]).endswith("post/ru-prosecutor-general")


def test_what_krasnov_proposed(graph: Graph) -> None:
    said = " ".join(row["content"] for row in graph.query("proposals-between", by="igor-krasnov").rows).lower()
    for word in ("secretariat", "expert meetings", "interstate council", "exchange"):
        assert word in said


def test_the_invitation_to_the_forum(graph: Graph) -> None:
    rows = graph.query("invitations", by="igor-krasnov").rows
    assert any(str(row["to"]).endswith("nigmatilla-yuldashev") and row["due"] == "2025-06" for row in rows)


def test_the_instruments_that_the_meeting_cites(graph: Graph) -> None:
    found = set(ends(graph.query("instruments-cited-by-body", body="sco-prosecutors-general").rows, "instrument"))
    assert {"un-charter", "sco-charter", "shanghai-convention-2001", "rats-agreement", "untoc"} <= found


def test_members_of_the_sco_on_two_days(graph: Graph) -> None:
    def members(day: str) -> set[str]:
        rows = graph.query("members-of-body", organisation="organisation/sco", on=day).rows
        return set(ends([row for row in rows if str(row["role"]).endswith("/member")], "member"))

    assert members("2010-01-01") == {"CN", "KZ", "KG", "RU", "TJ", "UZ"}
    assert members("2024-11-21") == {"CN", "KZ", "KG", "RU", "TJ", "UZ", "IN", "PK", "IR", "BY"}


def test_who_signed_the_cybercrime_convention_and_is_not_bound(graph: Graph) -> None:
    rows = graph.query("signed-but-not-bound", instrument="cybercrime-convention-2024", on="2025-12-01").rows
    assert {"UZ", "RU", "KZ", "CN"} <= set(ends(rows, "state"))
    assert "IN" not in ends(rows, "state")


def test_answers_come_as_frames(graph: Graph) -> None:
    result = graph.query("sessions-of-body", body="sco-prosecutors-general")
    assert list(result.to_pandas()["ordinal"])[:3] == [1, 2, 3]
    assert result.to_polars()["ordinal"].to_list()[:3] == [1, 2, 3]


def test_an_unknown_thing_names_near_ones(graph: Graph) -> None:
    with pytest.raises(NotFound, match="no post named"):
        graph.query("holders-of-post", post="chancellor-of-mars", on=dt.date(2024, 1, 1))


def test_a_query_that_runs_away_is_stopped_and_the_next_one_answers(graph: Graph) -> None:
    with pytest.raises(QueryTimeout, match=r"longer than 0\.5 seconds"):
        graph.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", timeout=0.5)
    assert graph.sparql("ASK { ?s a <https://w3id.org/comity/ontology#State> }") is True


def test_claims_and_origin_are_not_seen_unless_asked_for(graph: Graph) -> None:
    row = "<https://w3id.org/comity/ontology#recordRow>"
    assert graph.sparql(f"ASK {{ ?s {row} ?o }}") is False
    assert graph.sparql(f"ASK {{ GRAPH ?g {{ ?s {row} ?o }} }}") is True


def test_the_card_of_an_official_in_two_languages(graph: Graph) -> None:
    card = graph.show("Краснова")
    assert card.iri == ID + "official/igor-krasnov"
    tenure = next(line for line in card.sections["tenure"] if "Prosecutor General" in str(line.values))
    assert tenure.when == "2020-01-22 – 2025-09-24"
    assert tenure.evidence
    assert graph.show("igor-krasnov", lang="ru").label == "Игорь Краснов"
