"""Partial dates, open ends and double types: each question on the smallest graph that has them."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from comity.ontology.namespaces import PREFIXES, TYPES
from comity.queries.catalogue import question

HEAD = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
ONGOING = "<https://w3id.org/comity/vocabulary/interval-status/ongoing>"
UNKNOWN = "<https://w3id.org/comity/vocabulary/interval-status/unknown>"
HELD = "<https://w3id.org/comity/vocabulary/modality/held>"


def day(text: str) -> str:
    return f'"{text}"^^xsd:date'


def ask(turtle: str, name: str, derived: str = "", **values: Any) -> list[dict[str, str | None]]:
    """The rows of a question on a graph: the last part of each value."""
    store = Store()
    store.load(HEAD + turtle, format=RdfFormat.TURTLE)
    store.load(HEAD + derived, format=RdfFormat.TURTLE, to_graph=NamedNode(TYPES))
    asked = question(name)
    answer = store.query(asked.bind(values), default_graph=[DefaultGraph(), NamedNode(TYPES)])
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [
        {
            name: None if term is None else str(term.value).rsplit("/", 1)[-1]
            for name, term in zip(names, row, strict=True)
        }
        for row in answer
    ]


def tenure(name: str, **said: str) -> str:
    parts = "".join(f" ; comity:{key} {value}" for key, value in said.items())
    return f"tenure:{name} a comity:Tenure ; comity:post post:p ; comity:holder official:{name}{parts} .\n"


def holders(turtle: str, on: str) -> dict[str | None, str | None]:
    rows = ask("post:p a comity:Post ; comity:singleHolder true .\n" + turtle, "holders-of-post", post="p", on=on)
    return {row["official"]: row["certain"] for row in rows}


def test_a_tenure_ends_before_the_day_of_its_end() -> None:
    one = tenure(
        "a",
        startEarliest=day("2020-01-22"),
        startLatest=day("2020-01-22"),
        endEarliest=day("2025-09-24"),
        endLatest=day("2025-09-24"),
    )
    assert holders(one, "2020-01-21") == {}
    assert holders(one, "2020-01-22") == {"a": "true"}
    assert holders(one, "2025-09-23") == {"a": "true"}
    assert holders(one, "2025-09-24") == {}


def test_a_year_alone_is_possible_at_its_edges_and_certain_between() -> None:
    one = tenure(
        "a",
        startEarliest=day("2010-01-01"),
        startLatest=day("2010-12-31"),
        endEarliest=day("2015-01-01"),
        endLatest=day("2015-12-31"),
    )
    assert holders(one, "2009-12-31") == {}
    assert holders(one, "2010-06-01") == {"a": "false"}
    assert holders(one, "2012-06-01") == {"a": "true"}
    assert holders(one, "2015-06-01") == {"a": "false"}
    assert holders(one, "2016-01-01") == {}


def test_an_open_end_is_certain_where_it_goes_on_and_possible_where_it_is_unknown() -> None:
    start = {"startEarliest": day("2020-01-01"), "startLatest": day("2020-01-01")}
    assert holders(tenure("a", **start, endStatus=ONGOING), "2024-01-01") == {"a": "true"}
    assert holders(tenure("a", **start, endStatus=UNKNOWN), "2024-01-01") == {"a": "false"}
    assert holders(tenure("a", **start), "2024-01-01") == {"a": "false"}


def test_what_goes_on_says_when_it_was_last_seen_to() -> None:
    one = tenure(
        "a",
        startEarliest=day("2020-01-01"),
        startLatest=day("2020-01-01"),
        endStatus=ONGOING,
        checkedOn=day("2023-05-05"),
    )
    assert ask(one, "holders-of-post", post="p", on="2023-05-05")[0]["checked"] is None
    assert ask(one, "holders-of-post", post="p", on="2024-01-01")[0]["checked"] == "2023-05-05"


def test_who_was_seen_before_and_after_held_it_between() -> None:
    one = tenure("a", attestedOn=f"{day('2015-03-01')} , {day('2018-03-01')}", endStatus=UNKNOWN)
    assert holders(one, "2016-01-01") == {"a": "true"}
    assert holders(one, "2018-03-01") == {"a": "true"}
    assert holders(one, "2019-01-01") == {"a": "false"}
    assert len(ask(one, "holders-of-post", post="p", on="2016-01-01")) == 1


def test_a_successor_ends_a_tenure_whose_end_is_unknown_but_an_acting_one_does_not() -> None:
    first = tenure("a", startEarliest=day("2010-01-01"), startLatest=day("2010-01-01"), endStatus=UNKNOWN)
    second = {"startEarliest": day("2015-01-01"), "startLatest": day("2015-01-01"), "endStatus": ONGOING}
    assert holders(first + tenure("b", **second), "2014-01-01") == {"a": "false"}
    assert holders(first + tenure("b", **second), "2016-01-01") == {"b": "true"}
    assert holders(first + tenure("b", **second, acting="true"), "2016-01-01") == {"a": "false", "b": "true"}


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ("comity:earliest {2024-05-01} ; comity:latest {2024-05-31}", {"2024"}),
        ("comity:latest {2024-11-21}", {"2023", "2024"}),
        ("comity:earliest {2023-11-08}", {"2023", "2024", "2025"}),
        ("comity:earliest {2023-12-30} ; comity:latest {2024-01-02}", {"2023", "2024"}),
        ("", {"2023", "2024", "2025"}),
    ],
)
def test_an_encounter_is_in_a_year_where_its_bounds_allow_it(dates: str, years: set[str]) -> None:
    import re

    said = re.sub(r"\{(.+?)\}", lambda match: day(match[1]), dates)
    turtle = f"""
    meeting:m a comity:Meeting ; comity:modality {HELD} {"; " + said if said else ""} .
    [] a comity:Participation ; comity:participationIn meeting:m ; comity:participant official:o .
    """
    found = {
        year
        for year in ("2022", "2023", "2024", "2025", "2026")
        if ask(turtle, "calendar-of-official", official="o", **{"from": f"{year}-01-01", "until": f"{year}-12-31"})
    }
    open_start = {"2022"} if "earliest" not in said else set()
    open_end = {"2026"} if "latest" not in said else set()
    assert found == years | open_start | (open_end if "latest" not in said else set())


def test_a_consent_of_unknown_day_counts_and_a_later_one_does_not() -> None:
    turtle = """
    action:s a comity:Signature ; comity:instrument treaty:t ; comity:actor state:{0} ; comity:date "2000" ;
        comity:earliest "2000-01-01"^^xsd:date ; comity:latest "2000-12-31"^^xsd:date .
    action:r a comity:Ratification ; comity:instrument treaty:t ; comity:actor state:{0} {1} .
    """
    late = '; comity:earliest "2010-01-01"^^xsd:date'
    assert ask(turtle.format("UZ", ""), "signed-but-not-bound", instrument="t", on="2005-01-01") == []
    rows = ask(turtle.format("UZ", late), "signed-but-not-bound", instrument="t", on="2005-01-01")
    assert [row["actor"] for row in rows] == ["UZ"]
    assert ask(turtle.format("UZ", late), "signed-but-not-bound", instrument="t", on="2010-01-01") == []


def test_a_thing_of_two_classes_and_two_sources_is_one_row() -> None:
    turtle = """
    instrument:i a comity:Minutes ; comity:signedAt session:s ; comity:date "2023-11-08" ;
        prov:wasDerivedFrom passage:1 , passage:2 .
    passage:1 comity:source source:a . passage:2 comity:source source:b .
    """
    derived = "instrument:i a comity:NonBindingInstrument , comity:Instrument ."
    rows = ask(turtle, "documents-of-encounter", derived, encounter="session/s")
    assert [row["class"] for row in rows] == ["ontology#Minutes"]
    assert ask(turtle, "single-source-facts", derived) == []
    alone = turtle.replace(" , passage:2", "")
    assert [row["statement"] for row in ask(alone, "single-source-facts", derived)] == ["i"]


def test_a_gap_in_the_numbers_is_told_before_the_next_session() -> None:
    turtle = "".join(
        f"session:{n} a comity:Session ; comity:sessionOf body:b ; comity:ordinal {n} ; "
        f'comity:earliest "{2000 + n}-01-01"^^xsd:date ; comity:latest "{2000 + n}-12-31"^^xsd:date .\n'
        for n in (2, 3, 7, 9)
    )
    rows = ask(turtle, "sessions-of-body", body="b")
    assert [(row["ordinal"], row["missingBefore"]) for row in rows] == [
        ("2", "1"),
        ("3", None),
        ("7", "4-6"),
        ("9", "8"),
    ]


def test_a_session_that_spans_two_years_may_have_been_in_either() -> None:
    rule = """
    rule:r a comity:WorkingRule ; comity:ruleOf body:b ; comity:ruleKind rule-kind:rhythm ;
        comity:ruleValue <https://w3id.org/comity/vocabulary/rhythm/annual> ;
        comity:startEarliest "2002-01-01"^^xsd:date .
    """

    def session(name: str, first: str, last: str) -> str:
        return (
            f"session:{name} a comity:Session ; comity:sessionOf body:b ; comity:modality {HELD} ; "
            f"comity:earliest {day(first)} ; comity:latest {day(last)} .\n"
        )

    turtle = (
        rule
        + session("a", "2002-05-01", "2002-05-01")
        + session("b", "2003-12-01", "2004-02-01")
        + session("c", "2006-05-01", "2006-05-01")
    )
    assert [row["year"] for row in ask(turtle, "years-without-session", body="b")] == ["2005"]


@pytest.mark.parametrize(("last", "following"), [("KZ", "RU"), ("RU", "UZ"), ("UZ", "KZ")])
def test_the_next_of_the_russian_alphabet_hosts_and_after_the_last_the_first(last: str, following: str) -> None:
    turtle = f"""
    rule:r comity:ruleOf body:b ; comity:ruleKind rule-kind:rotation ;
        comity:ruleValue <https://w3id.org/comity/vocabulary/rotation/russian-alphabet> .
    state:UZ rdfs:label "Узбекистан"@ru . state:KZ rdfs:label "Казахстан"@ru . state:RU rdfs:label "Россия"@ru .
    session:s comity:sessionOf body:b ; comity:modality {HELD} ;
        comity:hostState state:{last} ; comity:latest "2020-01-01"^^xsd:date .
    """ + "".join(
        f"membership:{code} comity:organisation body:b ; comity:member state:{code} ; "
        f'comity:membershipRole membership-role:member ; comity:startEarliest "2001-01-01"^^xsd:date .\n'
        for code in ("UZ", "KZ", "RU")
    )
    assert [row["nextHost"] for row in ask(turtle, "next-host-of-body", body="b", on="2020-06-01")] == [following]
