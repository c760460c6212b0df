"""Tables for spreadsheets: one row a fact, or entities and edges apart.

Threat: a spreadsheet runs a cell that starts with ``= + - @`` as a formula.
Such a cell, also behind the tabs and line ends that programs drop, gets an
apostrophe in front; no other cell is touched.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.namespaces import COMITY
from ..separated import Rows
from .files import whole_bytes
from .names import Names, address, default_graphs, tail
from .order import Node, kind_of
from .scope import Scope

# fmt: off
_DATES = tuple(
    COMITY + name
    for name in (
        "date", "earliest", "latest",
        "start", "startEarliest", "startLatest", "end", "endEarliest", "endLatest",
    )
)
# fmt: on
ENTITY_COLUMNS = (
    "id",
    "kind",
    "class",
    "label",
    *(name.rpartition("#")[2] for name in _DATES),
    "confidence",
    "sources",
)
EDGE_COLUMNS = ("subject", "subject_label", "property", "object", "object_label")
FACT_COLUMNS = (*EDGE_COLUMNS, "datatype", "language")


def neutral(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return "'" + cell if cell.lstrip("\t\r\n")[:1] in ("=", "+", "-", "@") else cell


def write_csv(scope: Scope, out: BinaryIO, *, lang: str = "en") -> None:
    """One row a fact: addresses with their labels, literals with datatype and language."""
    names = Names(scope.store, lang, _graphs(scope))
    _write(out, FACT_COLUMNS, _facts(scope, names))


def write_tables(scope: Scope, folder: Path, *, lang: str = "en") -> None:
    """``entities.csv`` (a row a thing) and ``edges.csv`` (a row a relation between two) in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    names = Names(scope.store, lang, _graphs(scope))
    with whole_bytes(folder / "entities.csv") as out:
        _write(out, ENTITY_COLUMNS, _entities(scope, names))
    with whole_bytes(folder / "edges.csv") as out:
        edges = (row[: len(EDGE_COLUMNS)] for row in _facts(scope, names) if not row[5])
        _write(out, EDGE_COLUMNS, edges)


def write_entities(scope: Scope, out: BinaryIO, *, only: Collection[str], lang: str = "en") -> None:
    """The row of ``entities.csv`` of each of some things."""
    wanted = frozenset(only)
    names = Names(scope.store, lang, _graphs(scope))
    _write(out, ENTITY_COLUMNS, (row for row in _entities(scope, names) if row[0] in wanted))


def _graphs(scope: Scope) -> list[object]:
    """Labels of concepts and classes stand in the ontology, whether it is exported or not."""
    return [*dict.fromkeys([*scope.graphs, *default_graphs(scope.store)])]


def _facts(scope: Scope, names: Names) -> Iterator[tuple[str, ...]]:
    for _, subject in scope.subjects():
        who, label = address(scope.named(subject)), _label(names, subject)
        for predicate, objects in scope.facts(subject):
            for term in objects:
                if isinstance(term, Literal):
                    row = (term.value, "", term.datatype.value, term.language or "")
                elif isinstance(term, Triple):
                    row = (str(term), "", "", "")
                else:
                    row = (address(term), _label(names, term), "", "")
                yield (who, label, tail(predicate), *row)


def _entities(scope: Scope, names: Names) -> Iterator[tuple[str, ...]]:
    for kind, subject in scope.subjects():
        said = dict(scope.facts(subject))
        confidence = [tail(address(term)).rpartition(":")[2] for term in said.get(COMITY + "confidence", [])]
        sources = said.get("http://www.w3.org/ns/prov#wasDerivedFrom", [])
        yield (
            address(scope.named(subject)),
            kind_of(subject.value),
            tail(kind).removeprefix("comity:") if kind else "",
            _label(names, subject),
            *(" | ".join(str(term.value) for term in said.get(name, [])) for name in _DATES),
            " | ".join(confidence),
            str(len(sources)),
        )


def _label(names: Names, node: Node) -> str:
    return (names.known(node.value) or "") if isinstance(node, NamedNode) else ""


def _write(out: BinaryIO, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    # Not closed: the stream underneath is the caller's.
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = Rows(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    text.flush()
    text.detach()


__all__ = ["EDGE_COLUMNS", "ENTITY_COLUMNS", "FACT_COLUMNS", "neutral", "write_csv", "write_entities", "write_tables"]
