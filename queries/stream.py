"""Large answers, written row by row: a million rows take no more memory than ten thousand.

An answer of up to ``LARGE`` rows is held and shown with labels and sources.  A
larger one comes as the engine gives it, addresses and values alone: looking up
a million labels would take longer than the query, and a program that reads so
much asks for the labels it wants.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from ..graph.separated import Rows
from .output import plain
from .result import Result, python_value

if TYPE_CHECKING:
    from .session import Graph

#: Rows that are held, with labels; more are streamed.
LARGE = 10_000
#: Formats that are written row by row.
FORMATS = ("csv", "tsv", "ndjson", "nt")
_TRIPLES = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Stream:
    """Rows that can be read once."""

    variables: tuple[str, ...]
    rows: Iterator[Sequence[Any]] = field(repr=False)

    @property
    def triples(self) -> bool:
        """Whether this is the answer of a CONSTRUCT or DESCRIBE."""
        return self.variables == _TRIPLES

    def fits(self, format: str) -> bool:
        """Whether the rows can be written so without holding them."""
        return format in FORMATS and (format != "nt" or self.triples)

    def write(self, out: IO[str], format: str) -> int:
        """Write every row in one of ``FORMATS``; how many there were."""
        return {"csv": _csv, "tsv": _tsv, "ndjson": _ndjson, "nt": _nt}[format](self, out)


def ask(graph: Graph, text: str) -> Result | Stream | bool:
    """Run SPARQL: a :class:`Stream` where the answer has more than ``LARGE`` rows."""
    answer = graph.run(text)
    if answer.kind == "boolean":
        return bool(answer.boolean)
    rows = answer.rows()
    held = list(itertools.islice(rows, LARGE + 1))
    if len(held) <= LARGE:
        return graph.told(answer.variables, held)
    return Stream(answer.variables, itertools.chain(held, rows))


def whole(graph: Graph, stream: Stream) -> Result:
    """The answer held after all, for a format that needs every row before the first is written."""
    return graph.told(stream.variables, graph.limited(stream.rows))


def _csv(stream: Stream, out: IO[str]) -> int:
    # Not at the top: the room of exports takes a tenth of a second to import.
    from ..graph.export.tables import neutral

    return _separated(stream, out, ",", neutral)


def _tsv(stream: Stream, out: IO[str]) -> int:
    return _separated(stream, out, "\t", str)


def _separated(stream: Stream, out: IO[str], separator: str, safe: Callable[[str], str]) -> int:
    def cell(term: Any) -> str:
        value = python_value(term)
        if isinstance(value, str):
            return safe(value)
        return "" if value is None else str(plain(value) if isinstance(value, date) else value)

    writer = Rows(out, separator)
    writer.writerow(map(safe, stream.variables))
    count = 0
    for row in stream.rows:
        writer.writerow([cell(term) for term in row])
        count += 1
    return count


def _ndjson(stream: Stream, out: IO[str]) -> int:
    count = 0
    for row in stream.rows:
        shown = {name: python_value(term) for name, term in zip(stream.variables, row, strict=True)}
        out.write(json.dumps(shown, ensure_ascii=False, default=plain) + "\n")
        count += 1
    return count


def _nt(stream: Stream, out: IO[str]) -> int:
    count = 0
    for subject, predicate, object_ in stream.rows:
        out.write(f"{subject} {predicate} {object_} .\n")
        count += 1
    return count
