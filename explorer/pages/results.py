"""Rows of an answer for a page: read, typed column by column, and laid out as a table with labels and sources."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.draw.text import shown
from ...loaders.edtf import bounds
from ...ontology.namespaces import COMITY, XSD, compact, kind_and_slug
from ...queries.result import FACTS, Evidence, is_iri
from ...queries.words import heading, say, spoken

if TYPE_CHECKING:
    from ...queries.result import Result
    from ..asking import Ask
    from ..desk import Desk, Links

#: Characters of one value in a table; a download has all of it.
LONG = 400
#: Rows by which a column's type is told.
SAMPLE = 500
_TRIPLE = ("subject", "predicate", "object")
_NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
        "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_STRINGS = (XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_YEAR = re.compile(r"[12]\d{3}")
#: Columns whose date is one moment (``queries/output.py`` says the same).
_MOMENTS = frozenset({"start", "end", "due", "effective", "signed", "consentA", "consentB", "entryIntoForce"})


@dataclass(frozen=True)
class Rows:
    """An answer as far as a page reads it.  ``kind``: ``solutions``, ``triples`` or ``boolean``.

    ``cut``: the answer has more rows than were read.
    """

    variables: tuple[str, ...]
    terms: Sequence[Sequence[Any]]
    kind: str = "solutions"
    cut: bool = False
    truth: bool | None = None

    def __len__(self) -> int:
        return len(self.terms)

    def column(self, name: str) -> list[Any]:
        """The values of a column."""
        at = self.variables.index(name)
        return [row[at] for row in self.terms]

    @functools.cached_property
    def types(self) -> Mapping[str, str]:
        """What each column holds: ``thing``, ``date``, ``number``, ``flag``, ``text`` or ``nothing``."""
        return {name: _type(name, [row[at] for row in self.terms[:SAMPLE]]) for at, name in enumerate(self.variables)}

    def of_type(self, *types: str) -> list[str]:
        """The columns that hold one of these, without the facts that rows rest on."""
        return [name for name, found in self.types.items() if found in types and name not in FACTS]

    @functools.cached_property
    def states(self) -> list[str]:
        """The columns that hold states and nothing else."""
        return [name for name in self.of_type("thing") if all(map(_is_state, self.column(name)[:SAMPLE]))]


def _is_state(term: Any) -> bool:
    return term is None or (kind_and_slug(term.value) or ("",))[0] == "state"


def read(given: Mapping[str, Any]) -> Rows:
    """What ``asked.answer_for_page`` gave, as rows."""
    import pyoxigraph as ox

    if given["kind"] == "triples":
        triples = ox.parse(given["answer"].encode(), format=ox.RdfFormat.N_TRIPLES)
        terms = list(_whole((quad.subject, quad.predicate, quad.object) for quad in triples))
        return Rows(_TRIPLE, terms, "triples", given["cut"])
    answer = ox.parse_query_results(given["answer"].encode(), format=ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        return Rows((), [], "boolean", truth=bool(answer))
    names = tuple(given["variables"])
    assert isinstance(answer, ox.QuerySolutions)
    return Rows(names, list(_whole(tuple(row[name] for name in names) for row in answer)), cut=given["cut"])


def _whole(rows: Iterator[Any]) -> Iterator[Any]:
    """The rows up to where an answer was cut, which may be within one."""
    try:
        yield from rows
    except (SyntaxError, ValueError):
        return


def _type(name: str, terms: Sequence[Any]) -> str:
    found = {_type_of(name, term) for term in terms if term is not None}
    if not found:
        return "nothing"
    # An address among texts or a blank node among things makes the column no other.
    return found.pop() if len(found) == 1 else "text"


def _type_of(name: str, term: Any) -> str:
    if is_iri(term):
        return "thing"
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return "text"
    kind, text = datatype.value, term.value
    if kind in _NUMBERS:
        return "date" if name.lower().endswith("year") and _YEAR.fullmatch(text) else "number"
    if kind == XSD + "boolean":
        return "flag"
    if kind in _DATES or (kind in _STRINGS and term.language is None):
        return "date" if days_of(term) is not None else "text"
    return "text"


def days_of(term: Any) -> tuple[dt.date | None, dt.date | None] | None:
    """The first and last day that a literal may mean; None where it is no date."""
    text = getattr(term, "value", "")
    try:
        return bounds(text.partition("T")[0].removesuffix("Z"))
    except ValueError:
        return None


def number_of(term: Any) -> float | None:
    """A literal as a finite number, else None."""
    try:
        value = float(term.value)
    except (AttributeError, ValueError):
        return None
    return value if math.isfinite(value) else None


# The table


@dataclass(frozen=True)
class Cell:
    """One value: its text, its page, and its whole address or type as a tooltip."""

    text: str
    kind: str = "text"
    href: str = ""
    title: str = ""
    lang: str = ""
    away: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table, with the sources it rests on and the pages of its facts."""

    cells: Sequence[Cell]
    evidence: Sequence[Evidence] = ()
    facts: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """A page of rows.  ``heads`` are (name of the variable, heading)."""

    heads: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    page: int
    size: int
    total: int
    #: Whether rows name the facts they rest on, so that a column of sources is shown.
    sourced: bool = False


def table_of(desk: Desk, ask: Ask, to: Links, rows: Rows, *, plain: bool = False) -> Table:
    """The rows of the page that the address asks for, in the reader's language.

    ``plain`` is for those who wrote no SPARQL: headings in words, columns that
    are empty left out, dates as people say them.
    """
    names = list(rows.variables)
    if plain:
        told_of = [name for name in names if name not in FACTS and rows.types[name] != "nothing"]
        names = told_of or names
    sourced = any(name in FACTS for name in rows.variables)
    # So many values make a page of some 100 kB.
    size = max(10, min(50, (240 if sourced else 400) // max(1, len(names))))
    pages = max(1, math.ceil(len(rows) / size))
    page = ask.number("page", 1, least=1, most=999_999_999)
    page = min(page, pages)
    part = rows.terms[(page - 1) * size : page * size]
    told = desk.graph.told(rows.variables, [tuple(row) for row in part], ask.lang)
    at = {name: rows.variables.index(name) for name in names}
    facts = [rows.variables.index(name) for name in FACTS if name in rows.variables]
    lines = []
    for row in told.terms:
        cells = [_cell(told, to, name, row[at[name]], plain=plain) for name in names]
        found = [str(getattr(term, "value", "")) for term in (row[i] for i in facts) if is_iri(term)]
        lines.append(Line(cells, told.sources(row), list(dict.fromkeys(found))))
    heads = [(name, heading(name, ask.lang) if plain else name) for name in names]
    return Table(heads, lines, page, size, len(rows), sourced)


def _cell(told: Result, to: Links, name: str, term: Any, *, plain: bool) -> Cell:
    if term is None:
        return Cell("", "nothing")
    if is_iri(term):
        iri = term.value
        href = to.thing(iri)
        label = told.labels.get(iri) or short(iri)
        href = "" if href == "#" else href
        return Cell(shown(label, LONG), "thing", href, shown(iri, LONG), away=not href.startswith("/"))
    if getattr(term, "datatype", None) is None:
        return Cell(shown(str(term), LONG), "blank")
    kind, text = _type_of(name, term), term.value
    if kind == "flag" and plain:
        return Cell(say("yes" if text in ("true", "1") else "no", told.lang), "flag")
    if plain:
        moment = name in _MOMENTS or (name == "date" and "action" in told.variables)
        text = spoken(text, told.lang, point=moment)
    datatype = term.datatype.value
    title = "" if datatype in _STRINGS or plain else compact(datatype) or datatype
    return Cell(shown(text, LONG), kind, title=shown(title, LONG), lang=term.language or "")


def short(iri: str) -> str:
    """An address without a label: with its prefix where it has one, else as it is."""
    name = compact(iri)
    if name is not None:
        return name
    return iri.removeprefix(COMITY) if iri.startswith(COMITY) else iri
