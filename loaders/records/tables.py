"""Reads CSV strictly: what is not a clean table is named by file, line and column.

Python's csv module absorbs what it should refuse: an unclosed quote swallows
the rest of the file, ragged rows and duplicate headers pass (reliability.md).
Rows are read one at a time; one that cannot be read does not lose the others.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import BadInput

#: Characters of one row, with its line breaks; a literal may hold 1 MiB.
ROW = 1 << 20
#: Lines one quoted cell may span before the quote counts as unclosed.
SPAN = 200


@dataclass(frozen=True)
class Row:
    """One row: the line it starts on and its cells by column, stripped."""

    line: int
    cells: dict[str, str]


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row | BadInput]:
    """The rows of a table with exactly these columns, in any order; errors in their place.

    Raises :class:`BadInput` where the file as a whole is not such a table.
    """
    lines = _lines(path)
    header: list[str] | None = None
    for record in _records(path, lines):
        if isinstance(record, BadInput):
            if header is None:
                raise record
            yield record
            continue
        line, cells = record
        if header is None:
            header = [cell.strip() for cell in cells]
            _check_header(path, line, header, columns)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield BadInput(
                f"expected {len(header)} cells, found {len(cells)}",
                file=path,
                line=line,
                hint="A cell that holds a comma needs double quotes around it.",
            )
            continue
        yield Row(line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
    if header is None:
        raise BadInput("expected a header line, found an empty file", file=path, line=1)


def _check_header(path: Path, line: int, header: list[str], columns: tuple[str, ...]) -> None:
    double = sorted({name for name in header if header.count(name) > 1})
    if double:
        raise BadInput(f"the column {', '.join(double)} stands twice in the header", file=path, line=line)
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    if missing or unknown:
        parts = []
        if missing:
            parts.append(f"lacks the column {', '.join(missing)}")
        if unknown:
            parts.append(f"has an unknown column {', '.join(repr(name) for name in unknown)}")
        raise BadInput(
            f"the header {' and '.join(parts)}",
            file=path,
            line=line,
            hint=f"Expected: {','.join(columns)}",
        )


def _lines(path: Path) -> Iterator[str]:
    """The lines with their ends, decoded; :class:`BadInput` at the first byte that is not UTF-8."""
    number = 0
    try:
        with path.open("rb") as file:
            for raw in iter(lambda: file.readline(ROW + 1), b""):
                number += 1
                if len(raw) > ROW:
                    raise BadInput(f"a line is longer than {ROW:,} bytes", file=path, line=number)
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if b"\0" in raw:
                    raise BadInput("found a NUL byte: this is not a text file", file=path, line=number)
                try:
                    yield raw.decode("utf-8")
                except UnicodeDecodeError as error:
                    raise BadInput(
                        f"expected UTF-8, found byte 0x{raw[error.start]:02x}",
                        file=path,
                        line=number,
                        column=error.start + 1,
                        hint="Save the table as UTF-8.",
                    ) from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None


def _records(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, list[str]] | BadInput]:
    """Physical lines joined into records: a quoted cell may hold line breaks."""
    number = 0
    for text in lines:
        number += 1
        start = number
        held = text
        # A quote that is open at the end of a line takes in the next one.
        while held.count('"') % 2:
            more = next(lines, None)
            if more is None or number - start >= SPAN or len(held) > ROW:
                yield BadInput("a quote is opened and never closed", file=path, line=start)
                if more is None:
                    return
                held = ""
                break
            number += 1
            held += more
        if not held:
            continue
        try:
            cells = next(csv.reader([held] if "\n" not in held.rstrip("\r\n") else _pieces(held), strict=True), [])
        except csv.Error as error:
            yield BadInput(f"cannot be read as CSV: {error}", file=path, line=start)
            continue
        yield start, cells


def _pieces(text: str) -> list[str]:
    return text.splitlines(keepends=True)
