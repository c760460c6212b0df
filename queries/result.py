"""What a question answers: typed rows, with labels and the sources behind them.

The columns ``fact`` and ``otherFact`` hold the nodes an answer rests on.  They
are shown as footnotes: the source's title, the locator inside it, its address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import Usage
from ..ontology.namespaces import XSD

if TYPE_CHECKING:
    import pandas
    import polars
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

#: The columns that hold the nodes an answer rests on; the second where it takes two.
FACT = "fact"
FACTS = (FACT, "otherFact")


@dataclass(frozen=True)
class Evidence:
    """Where one fact comes from: a source, and the place inside it."""

    source: str
    title: str
    url: str | None = None
    locator: str | None = None
    quote: str | None = None
    confidence: str | None = None

    def __str__(self) -> str:
        parts = [self.title]
        if self.locator:
            parts.append(self.locator)
        if self.quote:
            parts.append(f"«{self.quote}»")
        if self.url:
            parts.append(self.url)
        return ", ".join(parts)


@dataclass(frozen=True)
class Blank:
    """Why an answer has no rows.

    ``status`` is ``not in the sources`` (no fact of that kind about the things
    asked for), ``not checked`` (there are such facts, none known to fit) or
    ``checked and absent`` (there are, and that none fits is the finding).
    ``known`` counts those facts; ``text`` says it in the language asked for.
    """

    status: str
    text: str
    known: int = 0


@dataclass(frozen=True)
class Result:
    """Rows of a query, in its order.

    ``terms`` are the engine's own terms, one tuple a row, None where unbound.
    ``labels`` maps addresses to a label in the language asked for;
    ``evidence`` maps the facts among them to their sources.  ``blank`` says
    why there are no rows, where a named question has none.
    """

    variables: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict, repr=False)
    title: str = ""
    lang: str = "en"
    blank: Blank | None = None

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One dict a row: addresses as str, literals as Python values, None where unbound."""
        return [
            {name: python_value(term) for name, term in zip(self.variables, row, strict=True)} for row in self.terms
        ]

    @property
    def labelled(self) -> list[dict[str, Any]]:
        """As ``rows``, with labels for addresses and, after the facts, their ``sources``."""
        return [self._labelled(row) for row in self.terms]

    def _labelled(self, row: Sequence[Term | None]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, term in zip(self.variables, row, strict=True):
            value = python_value(term)
            shown[name] = value
            if isinstance(value, str) and name not in FACTS and is_iri(term) and value in self.labels:
                shown[f"{name}_label"] = self.labels[value]
        if FACT in self.variables:
            shown["sources"] = [vars(evidence) for evidence in self.sources(row)]
        return shown

    def sources(self, row: Sequence[Term | None]) -> list[Evidence]:
        """The sources of one row, each once."""
        found: dict[Evidence, None] = {}
        for name, term in zip(self.variables, row, strict=True):
            if name in FACTS and term is not None:
                found.update(dict.fromkeys(self.evidence.get(str(getattr(term, "value", "")), ())))
        return list(found)

    def pandas(self) -> pandas.DataFrame:
        """A pandas frame of ``rows`` (needs the extra ``frames``)."""
        frame: pandas.DataFrame = _frames("pandas").DataFrame(self.rows, columns=list(self.variables))
        return frame

    def polars(self) -> polars.DataFrame:
        """A polars frame of ``rows`` (needs the extra ``frames``)."""
        columns = {
            name: _one_type([python_value(row[i]) for row in self.terms]) for i, name in enumerate(self.variables)
        }
        frame: polars.DataFrame = _frames("polars").DataFrame(columns, strict=False)
        return frame


def _frames(library: str) -> Any:
    import importlib

    try:
        return importlib.import_module(library)
    except ImportError:
        raise Usage(
            f"{library} is not installed: it is needed for frames only",
            hint=f"pip install {library}, or pip install 'comity[frames]'.",
        ) from None


def is_iri(term: object) -> bool:
    """Whether a term is an address; by its name, so that the engine need not be imported."""
    return type(term).__name__ == "NamedNode"


def _one_type(values: list[Any]) -> list[Any]:
    """A frame's column holds one type: where a query mixes them, all become text."""
    kinds = {type(value) for value in values if value is not None}
    return values if len(kinds) <= 1 else [None if value is None else str(value) for value in values]


def python_value(term: Term | None) -> Any:
    """An engine's term as a Python value; what has no exact counterpart stays text."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return str(term.value) if is_iri(term) else str(term)  # type: ignore[union-attr]  # is_iri says so
    lexical: str = term.value  # type: ignore[union-attr]  # only a literal has a datatype
    kind = str(datatype.value).removeprefix(XSD)
    try:
        if kind in {"integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger"}:
            return int(lexical)
        if kind == "boolean":
            return lexical in {"true", "1"}
        if kind == "date":
            return dt.date.fromisoformat(lexical)
        if kind == "dateTime":
            return dt.datetime.fromisoformat(lexical)
        if kind == "decimal":
            return Decimal(lexical)
        if kind in {"double", "float"}:
            return float(lexical)
    except (ValueError, InvalidOperation):
        return lexical
    return lexical
