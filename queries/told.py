"""What treaty law answers: lines to read, rows for programs, the whole as JSON, the proof as RDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from ..errors import Usage
from ..graph.separated import Rows
from .result import Evidence

if TYPE_CHECKING:
    from pyoxigraph import Triple

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "ttl", "nt")


@dataclass(frozen=True)
class Line:
    """One line to read: how deep it stands, what it says, and the facts that it rests on."""

    text: str
    depth: int = 0
    facts: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Told:
    """An answer of treaty law.

    ``data`` is what JSON carries; ``rows`` are what CSV and data frames carry,
    each with the same columns; ``lines`` are read by a person, with the sources
    of their facts as footnotes; ``triples`` gives the proof as PROV.
    """

    title: str
    data: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    lines: Sequence[Line]
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict, repr=False)
    triples: Callable[[], list[Triple]] = field(default=list, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return dict(self.data)

    def pandas(self) -> Any:
        """A pandas frame of ``rows`` (needs the extra ``frames``)."""
        import pandas

        return pandas.DataFrame([dict(row) for row in self.rows], columns=list(self.columns))


def write_told(told: Told, out: IO[str], format: str, *, colour: bool = True) -> None:
    """Write an answer in one of ``FORMATS``; raises :class:`Usage` for another."""
    if format == "table":
        _lines(told, out, colour)
    elif format == "json":
        json.dump(told.to_dict(), out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif format == "ndjson":
        for row in told.rows:
            out.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
    elif format in ("csv", "tsv"):
        from ..graph.export.tables import neutral

        writer = Rows(out, "\t" if format == "tsv" else ",")
        # A spreadsheet opens CSV and runs formulas; TSV goes to programs and stays as it is.
        safe: Callable[[str], str] = neutral if format == "csv" else str
        writer.writerow(told.columns)
        for row in told.rows:
            writer.writerow([_safe(row.get(name), safe) for name in told.columns])
    elif format in ("ttl", "nt"):
        from pyoxigraph import RdfFormat, serialize

        from ..ontology.namespaces import PREFIXES

        syntax = RdfFormat.TURTLE if format == "ttl" else RdfFormat.N_TRIPLES
        prefixes = {name: PREFIXES[name] for name in ("comity", "prov", "rdfs")} if format == "ttl" else None
        text = serialize(told.triples(), format=syntax, prefixes=prefixes)
        out.write((text or b"").decode())
    else:
        raise Usage(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")


def _safe(value: Any, safe: Callable[[str], str]) -> str:
    """A cell; a number is no formula."""
    return _cell(value) if isinstance(value, int | float) else safe(_cell(value))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one) for one in value)
    return str(value)


def _lines(told: Told, out: IO[str], colour: bool) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    width = None if getattr(out, "isatty", lambda: False)() else 120
    console = Console(file=out, width=width, no_color=not colour, highlight=False)
    console.print(Text(told.title, style="bold"))
    notes: dict[str, int] = {}
    for line in told.lines:
        marks = []
        for fact in line.facts:
            for evidence in told.evidence.get(fact, ()):
                mark = notes.setdefault(str(evidence), len(notes) + 1)
                if mark not in marks:
                    marks.append(mark)
        text = Text(line.text, style="bold" if line.strong else "")
        if marks:
            text.append(" " + "".join(f"[{mark}]" for mark in marks), style="dim")
        console.print(Padding(text, (0, 0, 0, 2 * line.depth)))
    for note, mark in notes.items():
        console.print(Text(f"[{mark}] {note}", style="dim"), soft_wrap=True)
