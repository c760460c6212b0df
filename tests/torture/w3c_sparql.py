"""Reads the W3C test suite of SPARQL 1.1 queries, and compares answers the way it asks for.

Solutions are compared as a bag, in order where the query has ORDER BY, and up to
the names of blank nodes.  Expected literals go through a store, because the
data did (``01`` becomes 1).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

SUITE = Path(__file__).resolve().parents[2].parent / "shared" / "suites" / "sparql" / "sparql11"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: The manifests of the query language (328 tests), then those of result formats and of federated syntax.
QUERY = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip
BESIDE = ("csv-tsv-res", "json-res", "syntax-fed")
#: Addresses of the suite's files: shorter than where they lie, and the same everywhere.
BASE = "http://w3c.example/"
_FORMATS = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}


@dataclass(frozen=True)
class Case:
    """One test.  ``kind`` is the local name of its class; ``data`` and ``named`` are files of the suite."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        """The query as it stands."""
        return self.query.read_text(encoding="utf-8")

    @property
    def based(self) -> str:
        """The query with the address of its file before it, which names in it start from."""
        return f"BASE <{address(self.query)}>\n{self.text}"

    @property
    def told_as_graph(self) -> bool:
        """Whether the expected solutions are told as a graph (``rs:ResultSet``)."""
        result = self.result
        return result is not None and result.suffix == ".ttl" and b"ResultSet" in result.read_bytes()

    @property
    def media(self) -> str:
        """The form that its answer is asked in."""
        if self.told_as_graph:
            return _FORMATS[".srx"][0]
        suffix = self.result.suffix if self.result is not None else ""
        return _FORMATS[suffix][0] if suffix in _FORMATS else "text/csv" if suffix == ".csv" else "text/turtle"


def address(path: Path) -> str:
    """The address of a file of the suite."""
    return BASE + path.relative_to(SUITE).as_posix()


def cases(folders: Iterable[str]) -> Iterator[Case]:
    """The tests of some manifests, in their order."""
    for folder in folders:
        path = SUITE / folder / "manifest.ttl"
        store = ox.Store()
        store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=address(path))

        def objects(subject: Any, name: str, store: ox.Store = store) -> list[Any]:
            return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(name), None)]

        entries = next(iter(store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None))).object
        for test in _listed(store, entries):
            kind = next(value.value.partition("#")[2] for value in objects(test, RDF + "type"))
            action = objects(test, MF + "action")[0]
            query = objects(action, QT + "query")
            yield Case(
                f"{folder}/{test.value.rpartition('#')[2]}",
                kind,
                _file(query[0] if query else action),
                tuple(sorted(map(_file, objects(action, QT + "data")))),
                tuple(sorted(map(_file, objects(action, QT + "graphData")))),
                next(map(_file, objects(test, MF + "result")), None),
            )


def _listed(store: ox.Store, node: Any) -> Iterator[Any]:
    while node.value != RDF + "nil":
        yield next(iter(store.quads_for_pattern(node, ox.NamedNode(RDF + "first"), None))).object
        node = next(iter(store.quads_for_pattern(node, ox.NamedNode(RDF + "rest"), None))).object


def _file(node: Any) -> Path:
    return SUITE / str(node.value).removeprefix(BASE)


def quads(path: Path, graph: Any) -> Iterator[ox.Quad]:
    """The triples of a file of the suite, in a graph."""
    kind = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}[path.suffix]
    for quad in ox.parse(path.read_bytes(), format=kind, base_iri=address(path), rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def differs(case: Case, body: bytes, media: str) -> str:
    """How an answer differs from what the test expects; "" where it does not."""
    assert case.result is not None
    expected = case.result.read_bytes()
    if case.result.suffix == ".csv":
        found, wanted = (_cells(text) for text in (body, expected))
        return "" if found == wanted else f"{wanted} expected, {found} found"
    if case.told_as_graph:
        found_, wanted_ = _solutions(body, media, ordered=False), _told(case.result)
    elif case.result.suffix in _FORMATS:
        ordered = "ORDER BY" in case.text.upper()
        found_, wanted_ = (_solutions(text, media, ordered) for text in (body, expected))
    else:
        found_, wanted_ = (
            _canonical(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE)) for text in (body, expected)
        )
    return "" if found_ == wanted_ else f"{_some(wanted_, found_)} expected, {_some(found_, wanted_)} found"


def _some(one: Any, other: Any) -> str:
    if not isinstance(one, tuple) or not isinstance(other, tuple) or one[0] != other[0]:
        return str(one)[:300]
    return str(sorted(map(str, one[1] - other[1])))[:300]


def _solutions(text: bytes, media: str, ordered: bool) -> Any:
    """Solutions as a graph: a node for each, a property for each variable; a boolean as itself."""
    form = next(form for name, form in _FORMATS.values() if name == media)
    parsed = ox.parse_query_results(text, format=form)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [variable.value for variable in parsed.variables]
    triples = []
    for number, solution in enumerate(parsed):
        row = ox.BlankNode()
        at = str(number) if ordered else ""
        triples.append(ox.Quad(row, ox.NamedNode("row:at"), ox.Literal(at)))
        for name, term in zip(names, solution, strict=True):
            if term is not None:
                triples.append(ox.Quad(row, ox.NamedNode(f"row:{name}"), term))
    return sorted(names), _canonical(triples)


def _told(path: Path) -> Any:
    """Solutions that are told as a graph."""
    rs = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=address(path))

    def objects(subject: Any, name: str) -> list[Any]:
        return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(rs + name), None)]

    triples = []
    for row in objects(None, "solution"):
        triples.append(ox.Quad(row, ox.NamedNode("row:at"), ox.Literal("")))
        for binding in objects(row, "binding"):
            name = objects(binding, "variable")[0].value
            triples.append(ox.Quad(row, ox.NamedNode(f"row:{name}"), objects(binding, "value")[0]))
    return sorted(name.value for name in objects(None, "resultVariable")), _canonical(triples)


def _canonical(triples: Iterable[Any]) -> frozenset[ox.Quad]:
    store = ox.Store()  # it writes numbers and days its own way
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(dataset)


def _cells(text: bytes) -> Counter[frozenset[tuple[str, str]]]:
    """Rows of a CSV, blank nodes without their names; the columns of ``SELECT *`` have no order."""
    rows = csv.DictReader(io.StringIO(text.decode("utf-8")))
    return Counter(
        frozenset((name, "_:" if cell.startswith("_:") else cell) for name, cell in row.items()) for row in rows
    )
