"""The data behind a picture as CSV."""

from __future__ import annotations

import csv as engine
import io
from collections.abc import Iterable, Sequence

from ..export.tables import neutral
from .page import Line

COLUMNS = (
    "from", "from_label", "relation", "to", "to_label", "when", "earliest", "latest", "status", "fact",
)  # fmt: skip


def csv(rows: Iterable[Line]) -> bytes:
    """A row for each fact of a picture: who, what, whom, when, and the fact's address."""
    return table(COLUMNS, [_row(line) for line in rows])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows under their head, as UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = engine.writer(out)
    writer.writerow(head)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _row(line: Line) -> list[str]:
    said = line.said
    span = said.span
    first, last = (span.first, span.last) if span else (None, None)
    return [
        said.one, line.one, said.label, said.two, line.two, said.when,
        "" if first is None else first.isoformat(), "" if last is None else last.isoformat(), said.status, said.fact,
    ]  # fmt: skip
