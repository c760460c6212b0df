"""Reads CSV strictly: what is not a clean table is named by file, line and column.

Python's csv module absorbs what it should refuse: an unclosed quote swallows
the rest of the file, ragged rows and duplicate headers pass (reliability.md).
Rows are read one at a time; one that cannot be read does not lose the others:
lines that a stray quote has joined are taken apart again.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Callable, Iterator
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


def read_rows(
    path: Path, columns: tuple[str, ...], *, told: Callable[[int], None] | None = None
) -> Iterator[Row | BadInput]:
    """The rows of a table with exactly these columns, in any order; errors in their place.

    ``told`` hears the bytes of each line.  Raises :class:`BadInput` where the
    file as a whole is not such a table.
    """
    source = _Lines(path, told)
    first = source.next()
    if first is None:
        raise BadInput("expected a header line, found an empty file", file=path, line=1)
    try:
        header = [cell.strip() for cell in _cells(first[1])]
    except ValueError as error:
        raise BadInput(f"the header {error}", file=path, line=1) from None
    _check_header(path, 1, header, columns)
    while (taken := source.next()) is not None:
        line, text = taken
        if not text.strip():
            continue
        row = _row(source, line, text, len(header))
        if isinstance(row, BadInput):
            yield row
        elif any(cell.strip() for cell in row):
            yield Row(line, {name: cell.strip() for name, cell in zip(header, row, strict=True)})


def _row(source: _Lines, line: int, text: str, width: int) -> list[str] | BadInput:
    """The cells of the row that starts with ``text``; what it took in vain is given back."""
    joined = [text]
    size = len(text)
    open_quote = text.count('"') % 2
    while open_quote:
        # A quote that is open at the end of a line takes in the next one.
        more = source.next() if len(joined) < SPAN and size <= ROW else None
        if more is None:
            break
        joined.append(more[1])
        size += len(more[1])
        open_quote = (open_quote + more[1].count('"')) % 2
    problem = "a quote is opened and never closed"
    if not open_quote:
        try:
            cells = _cells("".join(joined))
        except ValueError as error:
            problem = str(error)
        else:
            if len(cells) == width or not any(cell.strip() for cell in cells):
                return cells
            problem = f"expected {width} cells, found {len(cells)}"
    # Each of the lines that were taken in may be a row of its own.
    source.give_back(line + 1, joined[1:])
    if len(joined) > 1:
        problem = "a quote is opened and not closed in the row: " + problem if not open_quote else problem
        return BadInput(problem, file=source.path, line=line, hint='A quote inside a quoted cell is written twice: "".')
    return BadInput(
        problem, file=source.path, line=line, hint="A cell that holds a comma needs double quotes around it."
    )


def _cells(text: str) -> list[str]:
    """One record's cells; :class:`ValueError` with what is wrong."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        if "new-line" in str(error):
            raise ValueError("has a line end of old Macs (CR alone); save it with LF or CRLF") from None
        raise ValueError(f"cannot be read as CSV: {error}") from None


def _check_header(path: Path, line: int, header: list[str], columns: tuple[str, ...]) -> None:
    counted = Counter(header)
    double = [name for name in counted if counted[name] > 1]
    if double:
        raise BadInput(f"the column {_named(double, _printable)} stands twice in the header", file=path, line=line)
    missing = [name for name in columns if name not in counted]
    unknown = [name for name in counted if name not in columns]
    if missing or unknown:
        parts = []
        if missing:
            parts.append(f"lacks the column {', '.join(missing)}")
        if unknown:
            parts.append(f"has an unknown column {_named(unknown)}")
        raise BadInput(
            f"the header {' and '.join(parts)}",
            file=path,
            line=line,
            hint=f"Expected: {','.join(columns)}",
        )


def _named(names: list[str], shown_as: Callable[[str], str] = repr) -> str:
    """A few names of a header, which may have a million of them."""
    shown = ", ".join(shown_as(name[:40]) for name in names[:3])
    return f"{shown} and {len(names) - 3:,} more" if len(names) > 3 else shown


def _printable(name: str) -> str:
    return name if name.isprintable() and name else repr(name)


class _Lines:
    """The lines with their ends, decoded and numbered; some may be given back.

    Raises :class:`BadInput` at the first byte that is not UTF-8.
    """

    def __init__(self, path: Path, told: Callable[[int], None] | None) -> None:
        self.path = path
        self._back: deque[tuple[int, str]] = deque()
        self._new = lines_of(path, told)

    def next(self) -> tuple[int, str] | None:
        """The next line and its number; None at the end."""
        return self._back.popleft() if self._back else next(self._new, None)

    def give_back(self, number: int, lines: list[str]) -> None:
        """Lines to be read again, the first of which has that number."""
        self._back.extendleft(reversed(list(enumerate(lines, number))))


def lines_of(path: Path, told: Callable[[int], None] | None = None) -> Iterator[tuple[int, str]]:
    """The lines of a text file in UTF-8 with their ends and numbers; :class:`BadInput` for what is none."""
    number = 0
    try:
        with path.open("rb") as file:
            for raw in iter(lambda: file.readline(ROW + 1), b""):
                number += 1
                if told is not None:
                    told(len(raw))
                if len(raw) > ROW:
                    raise BadInput(f"a line is longer than {ROW:,} bytes", file=path, line=number)
                if number == 1:
                    raw = _unmarked(path, raw)
                if b"\0" in raw:
                    raise BadInput("found a NUL byte: this is not a text file", file=path, line=number)
                try:
                    yield number, raw.decode("utf-8")
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


def _unmarked(path: Path, raw: bytes) -> bytes:
    """The first line without a UTF-8 mark; what is plainly something else is named."""
    for start, what, mend in (
        (b"\xff\xfe", "UTF-16", "Save the table as UTF-8."),
        (b"\xfe\xff", "UTF-16", "Save the table as UTF-8."),
        (b"\x1f\x8b", "gzip", "Unpack it first: gunzip."),
        (b"PK\x03\x04", "a spreadsheet or a zip archive", "Save the sheet as CSV, in UTF-8."),
    ):
        if raw.startswith(start):
            raise BadInput(f"expected a table in UTF-8, found {what}", file=path, line=1, hint=mend)
    return raw.removeprefix(b"\xef\xbb\xbf")
