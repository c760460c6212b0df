"""Pages become acts with their source; the page's own counts have to hold; a newer status replaces nothing."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, Store

from comity.errors import BadInput
from comity.graph.store import Home
from comity.loaders.build import Outcome
from comity.loaders.rdf import plain_copy
from comity.loaders.report import LoadReport
from comity.loaders.untc.load import load_register

from .pages import page

P = "PREFIX comity: <https://w3id.org/comity/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> "
ID = "https://w3id.org/comity/id/"
Load = Callable[..., LoadReport]


@pytest.fixture(scope="module")
def subjects(built: tuple[Path, Outcome]) -> list[Quad]:
    """The states and organisations of the shipped records, with their names: what participants are looked up in."""
    kinds = tuple(f"{ID}{kind}/" for kind in ("state", "organisation", "name"))
    store = Home.open(built[0]).current().read_only()
    facts = store.quads_for_pattern(None, None, None, DefaultGraph())
    return [quad for quad in facts if str(quad.subject).lstrip("<").startswith(kinds)]


@pytest.fixture
def store(subjects: list[Quad]) -> Store:
    """A graph that knows the subjects and no treaty."""
    memory = Store()
    memory.extend(subjects)
    return memory


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Load a page, made of keywords or given as text."""

    def run(text: str | bytes | None = None, name: str = "page.html", **said: object) -> LoadReport:
        file = tmp_path / name
        content = page(**said) if text is None else text  # type: ignore[arg-type]
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_register(file, store, unpacked=plain_copy)

    return run


def rows(store: Store, where: str, *names: str) -> list[tuple[str, ...]]:
    found = store.query(f"{P}SELECT {' '.join('?' + name for name in names)} WHERE {{ {where} }} ORDER BY ?{names[0]}")
    return [tuple("" if row[n] is None else row[n].value.removeprefix(ID) for n in names) for row in found]  # type: ignore[union-attr]


ACTS = (
    "?act comity:instrument <https://w3id.org/comity/id/treaty/untc-iv-99> ; comity:actor ?actor ; a ?class . "
    "FILTER(STRSTARTS(STR(?class), STR(comity:))) OPTIONAL { ?act comity:date ?date }"
)


def test_acts_with_kind_date_and_source(store: Store, load: Load) -> None:
    load()
    found = [
        (a.partition("#")[0], b, c.rpartition("#")[2], d)
        for a, b, c, d in rows(store, ACTS, "act", "actor", "class", "date")
    ]
    assert [(actor, kind, date) for _, actor, kind, date in found] == [
        ("state/AL", "Accession", "1994-05-11"),
        ("state/BO", "Ratification", "1970-09-22"),
        ("state/BO", "Signature", "1966-06-07"),
        ("state/DZ", "Ratification", "1972-02-14"),
        ("state/DZ", "Signature", "1966-12-09"),
    ]
    evidence = rows(store, ACTS + "?act prov:wasDerivedFrom/comity:source ?source", "source")
    assert set(evidence) == {("source/untc-iv-99-20260203",)}


def test_what_the_page_says_of_the_treaty(store: Store, load: Load) -> None:
    load()
    treaty = (
        "BIND(<https://w3id.org/comity/id/treaty/untc-iv-99> AS ?t) "
        "?t comity:date ?date ; comity:untcNumber ?number ; comity:entryIntoForce ?entry"
    )
    assert rows(store, treaty, "date", "number", "entry") == [("1966-03-07", "IV-99", "1969-01-04")]


@pytest.mark.parametrize(
    ("status", "field"),
    [("Signatories : 2. Parties : 4.", "parties"), ("Signatories : 3. Parties : 3.", "signatories")],
)
def test_counts_that_do_not_fit_are_an_error_and_nothing_is_loaded(
    store: Store, load: Load, status: str, field: str
) -> None:
    before = len(store)
    with pytest.raises(BadInput, match="but its table has") as caught:
        load(status=status)
    assert caught.value.field == field
    assert len(store) == before


def test_a_participation_in_brackets_is_counted_by_nobody(store: Store, load: Load) -> None:
    load(
        status="Signatories : 1. Parties : 2.",
        rows=[
            ("Albania", "", "11 May\t 1994 a"),
            ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
            ("Jamaica^3", "[19 Dec\t 1966 ]", "[ &nbsp;3 Oct\t 1975 ]"),
        ],
        notes=[
            (
                "3",
                "On 23 October 1997, the Government of Jamaica notified the Secretary-General of its denunciation of "
                "the Convention with effect from 23 January 1998.",
            )
        ],
    )
    left = rows(
        store,
        "?a a comity:Withdrawal ; comity:actor <https://w3id.org/comity/id/state/JM> ; comity:date ?d ; "
        "comity:effective ?e ; comity:instrument/comity:untcNumber 'IV-99'",
        "d",
        "e",
    )
    assert left == [("1997-10-23", "1998-01-23")]
    ended = rows(store, "?a comity:ended true ; comity:actor ?who ; comity:instrument/comity:untcNumber 'IV-99'", "who")
    assert set(ended) == {("state/JM",)}


def test_predecessors_instruments_are_acts_of_the_predecessor(store: Store, load: Load) -> None:
    load(
        rows=[
            ("Albania", "", "11 May\t 1994 a"),
            ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
            ("Slovakia^4", "7 Oct\t 1966", "28 May\t 1993 d"),
        ],
        notes=[
            (
                "4",
                "Czechoslovakia had signed and ratified the Convention on 7 October 1966 and 29 December 1966, "
                "respectively, with reservations.",
            )
        ],
    )
    acts = rows(store, ACTS + " FILTER(?actor = <https://w3id.org/comity/id/state/CS>)", "date", "class")
    assert [(date, kind.rpartition("#")[2]) for date, kind in acts] == [
        ("1966-10-07", "Signature"),
        ("1966-12-29", "Ratification"),
    ]


def test_an_objection_answers_the_reservation_of_the_state_it_names(store: Store, load: Load) -> None:
    load(
        declarations=[
            ("Algeria", "<p align='left'><i>Reservation:<br></i></p>No dispute under article 22 goes to the Court.")
        ],
        objections=[
            (
                "Albania",
                "<p align='right'>8 August 1989</p><p align='left'><i>With regard to the reservation made by Algeria "
                "upon ratification:<br></i></p>Albania objects to it. This objection does not preclude the entry into "
                "force of the Convention between Albania and Algeria.",
            )
        ],
    )
    where = (
        "?o a comity:Objection ; comity:instrument/comity:untcNumber 'IV-99' ; comity:towards "
        "?to ; comity:respondsTo ?r ; comity:opposesEntryIntoForce ?opposes ; comity:date "
        "?date . ?r a comity:Reservation ; comity:actor ?by ; comity:article ?article"
    )
    assert rows(store, where, "to", "by", "article", "opposes", "date") == [
        ("state/DZ", "state/DZ", "22", "false", "1989-08-08")
    ]
    text = rows(
        store,
        "?o a comity:Reservation ; comity:instrument/comity:untcNumber 'IV-99' ; "
        "prov:wasDerivedFrom/comity:exact ?exact",
        "exact",
    )
    assert text == [("Reservation:\nNo dispute under article 22 goes to the Court.",)]


def test_a_name_that_nothing_answers_to_is_reported_and_its_acts_wait_as_claims(store: Store, load: Load) -> None:
    report = load(
        rows=[
            ("Albania", "", "11 May\t 1994 a"),
            ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
            ("Atlantis", "7 Jun\t 1966", "22 Sep\t 1970"),
        ]
    )
    assert any("'Atlantis'" in str(remark) and ".html:" in str(remark) for remark in report.remarks)
    assert not rows(store, "?a comity:actor <https://w3id.org/comity/id/organisation/atlantis>", "a")
    claims = "GRAPH ?g { ?a comity:actor <https://w3id.org/comity/id/organisation/atlantis> }"
    assert len(rows(store, claims, "a")) == 2


def test_an_act_before_the_treaty_is_a_slip_that_waits_as_a_claim(store: Store, load: Load) -> None:
    report = load(
        rows=[
            ("Albania", "", "11 May\t 1894 a"),
            ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
            ("Bolivia (Plurinational State of)", "7 Jun\t 1966", "22 Sep\t 1970"),
        ]
    )
    assert any("before the treaty itself" in str(remark) for remark in report.remarks)
    assert not rows(store, ACTS + " FILTER(?actor = <https://w3id.org/comity/id/state/AL>)", "act")


def test_of_a_treaty_as_amended_the_day_of_the_text_is_not_that_of_the_treaty(store: Store, load: Load) -> None:
    report = load(title="99. Convention on Made-up Matters, as amended", place="New York, 8 August 1975")
    assert not report.remarks
    assert not rows(store, "<https://w3id.org/comity/id/treaty/untc-iv-99> comity:date ?date", "date")


def test_a_newer_status_replaces_nothing_and_differences_are_statements(store: Store, load: Load) -> None:
    load(as_of="03-02-2015 10:00:00 EDT")
    report = load(
        as_of="03-02-2026 10:00:00 EDT",
        status="Signatories : 2. Parties : 3.",
        rows=[
            ("Albania", "", "11 Jun\t 1994 a"),
            ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
            ("Bolivia (Plurinational State of)", "7 Jun\t 1966", "22 Sep\t 1970"),
        ],
    )
    kept = rows(store, ACTS + " FILTER(?actor = <https://w3id.org/comity/id/state/AL>)", "date")
    assert kept == [("1994-05-11",)]
    said = (
        "?d a comity:DivergentStatement ; comity:about/comity:actor "
        "<https://w3id.org/comity/id/state/AL> ; comity:value ?value ; comity:field ?field ; "
        "comity:about/comity:instrument/comity:untcNumber 'IV-99'"
    )
    assert rows(store, said, "value", "field") == [("1994-06-11", "date")]
    assert any("differ" in str(remark) for remark in report.remarks)
    confirmed = rows(
        store,
        ACTS + "?act prov:wasDerivedFrom/comity:source ?source FILTER(?actor = <https://w3id.org/comity/id/state/DZ>)",
        "source",
        "class",
    )
    assert len(confirmed) == 4  # two acts, each now with two sources


def test_loading_the_same_page_again_changes_nothing(store: Store, load: Load) -> None:
    load()
    before = len(store)
    load()
    assert len(store) == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page()[: len(page()) // 2], "cut off|one table of participants"),
        (page().replace("tblgrid", "tblother"), "found none"),
        (page().encode("utf-16"), "UTF-8"),
        (page(place="Genève, 7 March 1966").encode("latin-1"), "UTF-8"),
        (b"", "expected an HTML page"),
        (b"\x00\x01\x02", "expected"),
        (page(as_of=""), "day of its status"),
        (page(number="nothing"), "does not name its treaty"),
        (page(header=("State", "Signature")), "first column is Participant"),
        ("<html>" + "<div>" * 50_000 + "</html>", "expected|nested"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
        ("<?xml version='1.0'?><a><b></a>", "not well-formed"),
        ("<?xml version='1.0'?><a/>", "Participants/Table/TGroup"),
    ],
)  # fmt: skip
def test_a_page_that_is_none_is_refused_with_a_reason(
    store: Store, load: Load, text: str | bytes, expected: str
) -> None:
    before = len(store)
    with pytest.raises(BadInput, match=expected) as caught:
        load(text)
    assert "page.html" in str(caught.value)
    assert len(store) == before


def test_a_row_with_cells_too_many_is_set_aside_by_line(store: Store, load: Load) -> None:
    with pytest.raises(BadInput, match="but its table has"):
        load(rows=[("Albania", "", "11 May 1994 a", "17"), ("Algeria", "9 Dec 1966", "14 Feb 1972")])


def test_an_extra_column_that_is_no_act_is_named_once(store: Store, load: Load) -> None:
    report = load(
        header=("Participant", "Signature", "Notification under article 25", "Ratification, Accession(a)"),
        status="Signatories : 1. Parties : 2.",
        rows=[("Albania", "", "1 Jan 1990", "11 May 1994 a"), ("Algeria", "9 Dec 1966", "2 Jan 1990", "14 Feb 1972")],
    )
    (remark,) = report.remarks
    assert "its 2 cells were left out" in str(remark)
    assert "Notification under article 25" in str(remark)


MTDSG = """<?xml version="1.0" encoding="utf-8"?>
<MTDSG><Header/><Treaty><ExternalData><Titlesect>99. Convention on Made-up Matters</Titlesect>
<Conclusion>New York, 7 March 1966</Conclusion>
<EIF><Labeltext>4 January 1969, in accordance with article 19.</Labeltext></EIF>
<Status><Signatories>1</Signatories><Parties>2</Parties></Status></ExternalData>
<Participants><Table><TGroup>
<Thead><Row><Entry>Participant</Entry><Entry>Signature</Entry><Entry>Ratification, Accession(a)</Entry></Row></Thead>
<Tbody><Rows><Row><Entry>Albania&lt;superscript&gt;3&lt;/superscript&gt;</Entry>
<Entry/><Entry>11 May 1994 a</Entry></Row>
<Row><Entry>Algeria</Entry><Entry>9 Dec 1966</Entry><Entry>14 Feb 1972</Entry></Row>
</Rows></Tbody></TGroup></Table></Participants>
</Treaty></MTDSG>"""


def test_the_registers_xml_gives_the_same_acts(store: Store, load: Load) -> None:
    load(MTDSG, name="IV-99.en.xml")
    found = [(a, c.rpartition("#")[2], d) for a, c, d in rows(store, ACTS, "actor", "class", "date")]
    assert sorted(found) == [
        ("state/AL", "Accession", "1994-05-11"),
        ("state/DZ", "Ratification", "1972-02-14"),
        ("state/DZ", "Signature", "1966-12-09"),
    ]


def test_a_table_needs_the_day_of_its_status(store: Store, tmp_path: Path) -> None:
    table = tmp_path / "4-99.csv"
    table.write_text('Participant,Signature,"Accession(a), Ratification"\nAlbania,,11 May 1994 a\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"as_of\.csv|day of this status"):
        load_register(table, store, unpacked=plain_copy)
    (tmp_path / "as_of.csv").write_text("path,last_changed\ntreaties/4-99.csv,2013-07-06\n", encoding="utf-8")
    (tmp_path / "index.csv").write_text(
        'chapter_no,treaty_no,treaty_name,url\n4,99,"Convention on Made-up Matters. New York, 7 March 1966",https://example.org/\n',
        encoding="utf-8",
    )
    load_register(table, store, unpacked=plain_copy)
    assert rows(store, ACTS, "actor", "date") == [("state/AL", "1994-05-11")]


def test_gzip_is_read_in_place(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(page().encode()))
    report = load_register(file, store, unpacked=plain_copy)
    assert report.loaded == 5
