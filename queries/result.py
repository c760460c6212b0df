"""What a question answers: typed rows, with labels and the sources behind them.

A column named ``fact`` holds the node an answer rests on.  It is shown as a
footnote: the source's title, the locator inside it, its address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias

from ..ontology.namespaces import XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

#: The column that holds the node an answer rests on.
FACT = "fact"


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
class Result:
    """Rows of a query, in its order.

    ``terms`` are the engine's own terms, one tuple a row, None where unbound.
    ``labels`` maps addresses to a label in the language asked for;
    ``evidence`` maps the facts among them to their sources.
    """

    variables: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict, repr=False)
    title: str = ""

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
        """As ``rows``, with labels for addresses and ``sources`` for facts."""
        rows = []
        for row in self.terms:
            shown: dict[str, Any] = {}
            for name, term in zip(self.variables, row, strict=True):
                value = python_value(term)
                shown[name] = value
                if isinstance(value, str) and name != FACT and value in self.labels:
                    shown[f"{name}_label"] = self.labels[value]
                if name == FACT and isinstance(value, str):
                    shown["sources"] = [vars(evidence) for evidence in self.evidence.get(value, ())]
            rows.append(shown)
        return rows

    def to_pandas(self) -> Any:
        """A pandas frame of ``rows`` (needs the extra ``frames``)."""
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.variables))

    def to_polars(self) -> Any:
        """A polars frame of ``rows`` (needs the extra ``frames``)."""
        import polars

        columns = {
            name: _one_type([python_value(row[i]) for row in self.terms]) for i, name in enumerate(self.variables)
        }
        return polars.DataFrame(columns, strict=False)


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
        return str(term.value) if hasattr(term, "value") else str(term)
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
