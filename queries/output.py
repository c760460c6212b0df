"""Answers written out: a table to read, or rows for other programs.

Tables show labels, with the sources as footnotes.  Rows for programs keep the
addresses and add labels beside them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, cast

from ..errors import Usage
from ..graph.separated import Rows
from .page import Page, clean
from .result import FACT, FACTS, Result, is_iri, python_value
from .words import heading, say, spoken

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "ttl", "nt")
#: Rows a table shows; the other formats have all.
SCREEN = 200
_TRIPLES = ("subject", "predicate", "object")


def write_result(result: Result | bool, out: IO[str], format: str, *, colour: bool = True) -> None:
    """Write an answer in one of ``FORMATS``; raises :class:`Usage` where it does not fit."""
    if format not in FORMATS:
        raise Usage(f"unknown format {format!r}", hint=f"Expected one of {', '.join(FORMATS)}.")
    if isinstance(result, bool):
        if format in ("ttl", "nt"):
            raise Usage("ASK gives true or false, no triples", hint="Take -f json.")
        out.write(json.dumps(result) + "\n")
    elif format == "table":
        _table(result, out, colour)
    elif format in ("csv", "tsv"):
        _separated(result, out, format)
    elif format == "json":
        json.dump(result.labelled, out, ensure_ascii=False, indent=2, default=plain)
        out.write("\n")
    elif format == "ndjson":
        for row in result.labelled:
            out.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
    else:
        _triples(result, out, format)


def is_triples(result: Result | bool) -> bool:
    """Whether an answer is that of a CONSTRUCT or DESCRIBE."""
    return isinstance(result, Result) and result.variables == _TRIPLES


def plain(value: Any) -> Any:
    """What JSON has no form for: days as text, decimals as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


#: Columns whose date is one moment.
_MOMENTS = frozenset({"start", "end", "due", "effective", "signed", "consentA", "consentB", "entryIntoForce"})
#: Columns that need more room than others where there is too little.
_WIDE = frozenset({"content", "quote", "note", "statement", "about"})
#: Columns of which a fact may have several values; a table shows them in one row.
_SEVERAL = frozenset("addressee speaker topic concerns realisedBy supersedes towards represented capacity".split())
#: What stands between two columns, and the longest word that is kept whole.
_GAP = 3
_WORD = 24


def _shown(result: Result, column: int, term: Any) -> str:
    value = python_value(term)
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes" if value else "no", result.lang)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value)
    if is_iri(term):
        return clean(result.labels.get(value) or _short(value))
    name = result.variables[column]
    moment = name in _MOMENTS or (name == "date" and "action" in result.variables)
    return clean(spoken(value, result.lang, point=moment))


def _short(iri: str) -> str:
    """An address without a label, by its last two parts; an address elsewhere as it is."""
    if iri.startswith("https://w3id.org/comity/"):
        return "/".join(iri.rsplit("#", 1)[-1].rsplit("/", 2)[-2:])
    return iri


def _table(result: Result, out: IO[str], colour: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    page = Page(out, colour=colour)
    if result.title:
        page.line(result.title, "bold")
    if not result.terms:
        page.line(say("no answer" if result.title else "no rows", result.lang))
        if result.blank is not None:
            page.line(result.blank.text)
        return
    rows = result.terms[:SCREEN]
    # A column that is empty in every row tells nothing; a fact beside a named thing is its footnote.
    filled = [i for i in range(len(result.variables)) if any(row[i] is not None for row in rows)]
    shown = [i for i in filled if result.variables[i] not in FACTS]
    if not shown and FACT in result.variables:
        shown.append(result.variables.index(FACT))
    names = [result.variables[i] for i in shown]
    heads = [heading(name, result.lang) for name in names]
    has_facts = FACT in result.variables
    lines = []
    for cells, facts in _merged(result, rows, shown):
        marks = page.marks(result.sources(facts)).replace("][", "] [")
        lines.append([*cells, marks] if has_facts else cells)
    if has_facts:
        names, heads = [*names, ""], [*heads, ""]
    table = Table(show_edge=False, pad_edge=False, header_style="bold", box=SIMPLE_HEAD)
    for name, head, width in zip(names, heads, _widths(names, [heads, *lines], page.width), strict=True):
        table.add_column(head, overflow="fold", width=width, justify="left" if name else "right")
    for line in lines:
        table.add_row(*(Text(cell, style="" if name else "dim") for name, cell in zip(names, line, strict=True)))
    page.print(table)
    if len(result.terms) > SCREEN:
        page.line(say("more rows", result.lang, n=len(result.terms) - SCREEN))
    page.notes()


def _widths(names: Sequence[str], lines: Sequence[Sequence[str]], total: int) -> list[int]:
    """Columns as wide as they need to be; where that is too wide, the wide ones share what is left."""
    from rich.cells import cell_len

    natural = [max(cell_len(line[i]) for line in lines) for i in range(len(names))]
    left = total - _GAP * (len(names) - 1)
    if sum(natural) <= left:
        return [max(1, width) for width in natural]
    weight = [2 if name in _WIDE else 1 for name in names]
    widths = list(natural)
    wide = set(range(len(names)))
    while wide:
        share = left / sum(weight[i] for i in wide)
        fit = {i for i in wide if natural[i] <= share * weight[i]}
        if not fit:
            for i in wide:
                widths[i] = max(1, int(share * weight[i]))
            break
        left -= sum(natural[i] for i in fit)
        wide -= fit
    # A word stays whole where a wider column can give up the room.
    words = [max((cell_len(word) for line in lines for word in line[i].split()), default=1) for i in range(len(names))]
    for i in wide:
        while widths[i] < min(words[i], _WORD):
            giver = max((j for j in wide if widths[j] > words[j]), key=lambda j: widths[j], default=i)
            if widths[giver] <= widths[i]:
                break
            widths[giver] -= 1
            widths[i] += 1
    return [max(1, width) for width in widths]


def _merged(
    result: Result, rows: Sequence[Sequence[Any]], shown: Sequence[int]
) -> Iterable[tuple[list[str], Sequence[Any]]]:
    """The rows as cells; rows of one fact that differ in one such column are one (two addressees, three topics)."""
    facts = [i for i, name in enumerate(result.variables) if name in FACTS]
    held: list[str] = []
    last: Sequence[Any] = ()
    column = -1
    for row in rows:
        cells = [_shown(result, i, row[i]) for i in shown]
        if last and facts and all(row[i] == last[i] and row[i] is not None for i in facts):
            apart = [n for n, i in enumerate(shown) if row[i] != last[i]]
            if len(apart) == 1 and column in (-1, apart[0]) and result.variables[shown[apart[0]]] in _SEVERAL:
                column = apart[0]
                held[column] = f"{held[column]}, {cells[column]}"
                last = row
                continue
        if last:
            yield held, last
        held, last, column = cells, row, -1
    if last:
        yield held, last


def _separated(result: Result, out: IO[str], format: str) -> None:
    # A spreadsheet opens CSV and runs formulas; TSV goes to programs and stays as it is.
    safe: Callable[[str], str] = str
    if format == "csv":
        # Not at the top: the room of exports takes a tenth of a second to import.
        from ..graph.export.tables import neutral as safe

    writer = Rows(out, "\t" if format == "tsv" else ",")
    labelled = [name not in FACTS and _has_labels(result, i) for i, name in enumerate(result.variables)]
    header: list[str] = []
    for name, has_labels in zip(result.variables, labelled, strict=True):
        header += [name, f"{name}_label"] if has_labels else [name]
    has_sources = FACT in result.variables
    writer.writerow([safe(name) for name in header] + (["sources"] if has_sources else []))
    for row in result.terms:
        cells: list[str] = []
        for term, has_labels in zip(row, labelled, strict=True):
            value = python_value(term)
            text = "" if value is None else str(plain(value) if isinstance(value, date) else value)
            cells.append(safe(text) if isinstance(value, str) else text)
            if has_labels:
                cells.append(safe(result.labels.get(text, "") if is_iri(term) else ""))
        if has_sources:
            cells.append(safe(" | ".join(map(str, result.sources(row)))))
        writer.writerow(cells)


def _has_labels(result: Result, column: int) -> bool:
    return any(is_iri(row[column]) and getattr(row[column], "value", "") in result.labels for row in result.terms)


def _triples(result: Result, out: IO[str], format: str) -> None:
    if not is_triples(result):
        raise Usage("only CONSTRUCT and DESCRIBE give triples", hint="Take -f csv or -f json for a SELECT.")
    from pyoxigraph import Triple

    from ..graph.export import export

    whole = io.BytesIO()
    triples = cast("Iterable[tuple[Any, Any, Any]]", result.terms)
    export([Triple(*row) for row in triples], whole, format)
    out.write(whole.getvalue().decode("utf-8"))
