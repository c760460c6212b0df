"""Cells that a spreadsheet would run are neutralised in every CSV that is made for people,
and nothing else is touched."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from comity.cli import cli
from comity.explorer.sheets import neutral_cells
from comity.graph.store import Home
from comity.graph.upkeep import backup
from comity.loaders.build import Outcome
from comity.ontology.namespaces import COMITY, DCTERMS, ID, RDFS, SKOS
from comity.queries.session import Graph

from .measure import note, times
from .serving import Server, serving

#: Each begins what a spreadsheet runs, also behind what it drops.
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://e.example","x")', "\t=1+1", "\r=1+1",
    "\n=1+1", "\r\n\t@x", '="a"&"b"', "=1,=2", '=1"\n=2', "-", "+", "=", "@", "--1", "=IMPORTXML(1)", "+A1",
    "-2+3+cmd|'x'!A0",
)  # fmt: skip
#: None of these does.
HARMLESS = (
    "1-1", "a=b", "'=1", "a@b.example", " - ", "x\n=1", "№ 5", "«=1»", "(+1)", "О сотрудничестве - 2024", "a\tb",
    '"=1"', "–1", "−1",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(built: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped records with such names, notes and titles."""
    home = tmp_path_factory.mktemp("sheets") / "home"
    backup(Home.open(built[0]), home)
    with Home.open(home).writer() as writer:
        store = writer.store
        named = sorted(
            {quad.subject.value for quad in store.quads_for_pattern(None, NamedNode(RDFS + "label"), None, None)
             if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID)}
        )  # fmt: skip
        new = []
        for number, thing in enumerate(named):
            text = (FORMULAS + HARMLESS)[number % (len(FORMULAS) + len(HARMLESS))]
            for name in (RDFS + "label", DCTERMS + "title"):
                for quad in list(store.quads_for_pattern(NamedNode(thing), NamedNode(name), None, None)):
                    store.remove(quad)
                    new.append(Quad(quad.subject, quad.predicate, Literal(text, language="en"), quad.graph_name))
            new.append(Quad(NamedNode(thing), NamedNode(COMITY + "note"), Literal(text)))
        for text in (*FORMULAS, *HARMLESS):
            new.append(Quad(NamedNode(ID + "state/UZ"), NamedNode(SKOS + "altLabel"), Literal(text)))
        store.extend(new)
        writer.publish()
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with serving(home) as running:
        yield running


def checked(text: str, *, numbers: bool = False) -> int:
    """How many cells were neutralised; no cell runs, and none was touched that did not have to be."""
    found = 0
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        for cell in row:
            bare = cell.lstrip("\t\r\n")
            if bare[:1] in ("=", "+", "-", "@"):
                assert numbers, cell
                float(bare)
            if cell.startswith("'") and cell not in HARMLESS:
                assert cell[1:].lstrip("\t\r\n")[:1] in ("=", "+", "-", "@"), cell
                found += 1
    return found


#: What a person opens in a spreadsheet.
COMMANDS = (
    ("query", "holders-of-post", "-p", "post=ru-prosecutor-general", "-f", "csv"),
    ("query", "single-source-facts", "-f", "csv"),
    ("between", "UZ", "RU", "--on", "2024-11-21", "-f", "csv"),
    ("status", "untoc", "-f", "csv"),
    ("horizon", "--on", "2025-09-01", "-f", "csv"),
    ("sparql", "SELECT ?a ?b { ?a rdfs:label ?b } LIMIT 3000", "-f", "csv"),
    ("sparql", "SELECT ?b { ?a ?p ?b FILTER(isLiteral(?b)) } LIMIT 12000", "-f", "csv"),
    ("export", "--around", "UZ", "-f", "csv"),
)
PATHS = (
    "/state/UZ.csv", "/official.csv", "/treaty.csv", "/timeline.csv?of=body/sco-prosecutors-general",
    "/relations.csv?around=official/igor-krasnov", "/cooperation.csv?measure=encounters", "/map.csv?measure=encounters",
    "/status-matrix.csv?of=sco&on=2023-11-08", "/api/between?a=UZ&b=RU&on=2024-11-21&format=csv",
    "/api/question?name=single-source-facts&format=csv", "/api/status?treaty=untoc&format=csv",
)  # fmt: skip


def test_every_csv_for_people_is_neutralised_and_only_there(home: Path, server: Server) -> None:
    cells = 0
    for words in COMMANDS[:: times(2, 1)]:
        done = CliRunner().invoke(cli, [*words, "--graph", str(home)])
        assert done.exit_code == 0, done.output
        cells += checked(done.stdout_bytes.decode(), numbers=True)
    for path in PATHS[:: times(2, 1)]:
        answer = server.get(path)
        assert (answer.status, answer.media) == (200, "text/csv"), path
        cells += checked(answer.body.decode("utf-8"), numbers=True)
    assert cells > 100
    note("spreadsheet-cells", outputs=len(COMMANDS) + len(PATHS), neutralised=cells, run=0, wrongly_touched=0)


def test_a_query_of_the_page_is_neutralised_and_the_protocol_s_is_not(server: Server) -> None:
    text = quote("SELECT ?b { ?a rdfs:label ?b } LIMIT 4000".replace("rdfs:label", f"<{RDFS}label>"))
    sheet = server.get(f"/sparql?format=spreadsheet&query={text}")
    assert (sheet.status, sheet.media) == (200, "text/csv")
    assert checked(sheet.body.decode(), numbers=True) > 500
    plain = server.get(f"/sparql?format=csv&query={text}")
    rows = list(csv.reader(io.StringIO(plain.body.decode(), newline="")))
    assert any(row[0] in FORMULAS for row in rows if row)
    again = list(csv.reader(io.StringIO(sheet.body.decode(), newline="")))
    assert len(again) == len(rows)
    for was, now in zip(rows, again, strict=True):
        assert now in (was, [f"'{cell}" for cell in was])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_cells_are_found_wherever_the_bytes_are_cut(size: int) -> None:
    given = b'a,b\r\n=1+1,-5\r\n"=1,2","\n@x"\r\n-1e5,+A1\r\n"a ""=b""",x\r\n,\r\n"-",last'
    wanted = given
    for cell in (b"=1+1", b"=1,2", b"\n@x", b"+A1", b'-"'):
        wanted = wanted.replace(cell, b"'" + cell)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(given), size):
            yield given[start : start + size]

    async def whole() -> bytes:
        return b"".join([part async for part in neutral_cells(pieces())])

    assert asyncio.run(whole()) == wanted


def test_other_formats_keep_every_character(home: Path, server: Server) -> None:
    """TSV, JSON and RDF go to programs."""
    text = "SELECT ?b { <https://w3id.org/comity/id/state/UZ> skos:altLabel ?b }"
    every = {*FORMULAS, *HARMLESS}
    done = CliRunner().invoke(cli, ["sparql", text, "-f", "json", "--graph", str(home)])
    assert every <= {row["b"] for row in json.loads(done.stdout)}
    done = CliRunner().invoke(cli, ["sparql", text, "-f", "tsv", "--graph", str(home)])
    assert every <= {row[0] for row in csv.reader(io.StringIO(done.stdout_bytes.decode(), newline=""), delimiter="\t")}
    done = CliRunner().invoke(cli, ["between", "UZ", "RU", "--on", "2024-11-21", "-f", "tsv", "--graph", str(home)])
    assert any(
        cell in FORMULAS
        for row in csv.reader(io.StringIO(done.stdout_bytes.decode(), newline=""), delimiter="\t")
        for cell in row
    )
    for ending, form in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)):
        answer = server.get(f"/state/UZ.{ending}")
        said = {triple.object.value for triple in parse(answer.body, format=form) if isinstance(triple.object, Literal)}
        # XML has no way to say a bare carriage return but one; what comes back is what went in all the same.
        assert every <= said, every - said


def test_a_dump_that_is_loaded_again_is_the_same(home: Path) -> None:
    with Graph(Home.open(home).current()) as graph:
        store = graph.treaty_law.store
        before = Store()
        before.extend(store.quads_for_pattern(NamedNode(ID + "state/UZ"), None, None, None))
        for form in (RdfFormat.N_QUADS, RdfFormat.TRIG):
            after = Store()
            after.load(before.dump(format=form) or b"", format=form)
            assert set(after) == set(before)
