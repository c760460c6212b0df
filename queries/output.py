"""Answers written out: a table to read, or rows for other programs.

Tables show labels, with the sources as footnotes.  Rows for programs keep the
addresses and add labels beside them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, cast

from ..errors import Usage
from .card import Card
from .result import FACT, Evidence, Result, python_value

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "ttl", "nt")
#: Rows a terminal table shows unless asked for more.
SCREEN = 200


def write_result(result: Result | bool, out: IO[str], format: str, *, colour: bool = True) -> None:
    """Write an answer in one of ``FORMATS``; raises :class:`Usage` where it does not fit."""
    if isinstance(result, bool):
        out.write(json.dumps(result) + "\n")
    elif format == "table":
        _table(result, out, colour)
    elif format in ("csv", "tsv"):
        _separated(result, out, "\t" if format == "tsv" else ",")
    elif format == "json":
        json.dump(result.labelled, out, ensure_ascii=False, indent=2, default=plain)
        out.write("\n")
    elif format == "ndjson":
        for row in result.labelled:
            out.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
    elif format in ("ttl", "nt"):
        _triples(result, out, format)
    else:
        raise Usage(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")


def plain(value: Any) -> Any:
    """What JSON has no form for: days as text, decimals as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _shown(result: Result, row: Sequence[Any], column: int) -> str:
    value = python_value(row[column])
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return result.labels.get(value, _short(value))
    return plain(value) if isinstance(value, date | datetime) else str(value)


def _short(text: str) -> str:
    """An address without a label, by its last two parts; other text as it is."""
    if text.startswith("https://w3id.org/comity/"):
        return "/".join(text.rsplit("#", 1)[-1].rsplit("/", 2)[-2:])
    return text


def _table(result: Result, out: IO[str], colour: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if getattr(out, "isatty", lambda: False)() else 140
    console = Console(file=out, width=width, no_color=not colour, highlight=False, soft_wrap=False)
    if result.title:
        console.print(Text(result.title, style="bold"))
    if not result.terms:
        console.print("No answer: the graph holds no fact that fits. comity show tells what it knows.")
        return
    # A column that is empty in every row tells nothing; a fact beside a named thing is its footnote.
    shown = [
        i
        for i, name in enumerate(result.variables)
        if name != FACT and any(row[i] is not None for row in result.terms[:SCREEN])
    ]
    notes: dict[str, int] = {}
    alone = shown == [] or (len(shown) < 3 and FACT in result.variables)
    table = Table(show_edge=False, pad_edge=False, header_style="bold", box=_box())
    for i in shown:
        table.add_column(_heading(result.variables[i]), overflow="fold")
    if FACT in result.variables:
        if alone:
            table.add_column("fact", overflow="fold")
        table.add_column("", justify="right", no_wrap=True)
    for row in result.terms[:SCREEN]:
        cells = [Text(_shown(result, row, i)) for i in shown]
        if FACT in result.variables:
            column = result.variables.index(FACT)
            fact = python_value(row[column])
            if alone:
                cells.append(Text(_shown(result, row, column)))
            marks = [notes.setdefault(str(e), len(notes) + 1) for e in result.evidence.get(fact, ())]
            cells.append(Text("".join(f"[{mark}]" for mark in marks), style="dim"))
        table.add_row(*cells)
    console.print(table)
    if len(result.terms) > SCREEN:
        console.print(f"… and {len(result.terms) - SCREEN} more; -f csv shows them all.")
    for text, mark in notes.items():
        console.print(Text(f"[{mark}] {text}", style="dim"), soft_wrap=True)


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD


def _heading(name: str) -> str:
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name)
    return words.replace("_", " ")


def _separated(result: Result, out: IO[str], separator: str) -> None:
    # Not at the top: the room of exports takes a tenth of a second to import.
    from ..graph.export.tables import neutral

    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    header: list[str] = []
    for name in result.variables:
        header.append(name)
        if name == FACT:
            header.append("sources")
        elif _has_labels(result, name):
            header.append(f"{name}_label")
    writer.writerow(header)
    labelled = {name: _has_labels(result, name) for name in result.variables}
    for row in result.terms:
        cells: list[str] = []
        for name, term in zip(result.variables, row, strict=True):
            value = python_value(term)
            cells.append("" if value is None else str(plain(value) if isinstance(value, date) else value))
            if name == FACT:
                cells.append(" | ".join(str(e) for e in result.evidence.get(str(value), ())))
            elif labelled[name]:
                cells.append(result.labels.get(str(value), ""))
        writer.writerow([neutral(cell) for cell in cells])


def _has_labels(result: Result, name: str) -> bool:
    column = result.variables.index(name)
    return any(str(getattr(row[column], "value", "")) in result.labels for row in result.terms)


def _triples(result: Result, out: IO[str], format: str) -> None:
    if result.variables != ("subject", "predicate", "object"):
        raise Usage("only CONSTRUCT and DESCRIBE give triples", hint="Take -f csv or -f json for a SELECT.")
    from pyoxigraph import RdfFormat, Triple, serialize

    from ..ontology.namespaces import PREFIXES

    triples: Iterable[Any] = (Triple(*row) for row in cast("Iterable[tuple[Any, Any, Any]]", result.terms))
    rdf = RdfFormat.TURTLE if format == "ttl" else RdfFormat.N_TRIPLES
    prefixes = dict(PREFIXES) if format == "ttl" else None
    text = serialize(triples, format=rdf, prefixes=prefixes)
    out.write((text or b"").decode("utf-8"))


def write_card(card: Card, out: IO[str], format: str, *, colour: bool = True) -> None:
    """Write a card as a table to read or as JSON."""
    if format == "json":
        json.dump(card.as_dict(), out, ensure_ascii=False, indent=2, default=plain)
        out.write("\n")
        return
    if format != "table":
        raise Usage(f"a card is shown as table or json, not {format}", hint="comity export --around gives Turtle.")
    from rich.console import Console
    from rich.text import Text

    width = None if getattr(out, "isatty", lambda: False)() else 140
    console = Console(file=out, width=width, no_color=not colour, highlight=False)
    notes: dict[str, int] = {}

    def marks(evidence: Sequence[Evidence]) -> str:
        return "".join(f"[{notes.setdefault(str(item), len(notes) + 1)}]" for item in evidence)

    title = Text(card.label, style="bold")
    title.append(f"  {', '.join(card.kinds)} {marks(card.evidence)}", style="dim")
    console.print(title)
    console.print(Text(card.iri, style="dim"), soft_wrap=True)
    for language, names in list(card.names.items())[:4]:
        console.print(Text(f"  {language or 'name'}: {', '.join(names)}"))
    if len(card.names) > 4:
        console.print(Text(f"  and in {len(card.names) - 4} more languages", style="dim"))
    for name, value in card.values:
        console.print(Text(f"  {name}: {value}"))
    if card.confidence:
        console.print(Text(f"  confidence {card.confidence}, checked {card.checked}", style="dim"))
    for heading, lines in card.sections.items():
        console.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            text = Text(f"  {line.when:<24} " if line.when else "  ")
            text.append("; ".join(f"{name}: {value}" if name else value for name, value in line.values))
            if line.confidence not in ("", "high"):
                text.append(f" ({line.confidence} confidence)", style="italic")
            text.append(f" {marks(line.evidence)}", style="dim")
            console.print(text)
        if heading in card.more:
            console.print(Text(f"  … and {card.more[heading]} more (--limit)", style="dim"))
    if notes:
        console.print()
    for note, mark in notes.items():
        console.print(Text(f"[{mark}] {note}", style="dim"), soft_wrap=True)
