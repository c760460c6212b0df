"""The front end for status tables (CSV): one file a treaty, named by its number (4-9.csv).

Beside them, or one folder up, lie ``index.csv`` (titles and addresses) and
``as_of.csv`` (the day of each file's status).  The tables carry neither counts
nor footnotes, so there is no checksum to hold them against.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from ...errors import BadInput
from ..records.tables import Row, lines_of, read_rows
from .cells import read_date, read_header
from .page import address, fill
from .register import Register

_NAME = re.compile(r"(\d{1,2})((?:-[0-9A-Za-z]+)+)")
_DATED = re.compile(
    r"(?P<title>.+?)(?:\.\s+(?P<place>[^.,]+(?:, [^.,]+)?),)?\s+(?P<day>\d{1,2} [A-Z][a-z]+ \d{4})\s*", re.DOTALL
)
#: Bytes of the header: the longest has a hundredth of it.
HEADER = 1 << 16
_NUMERALS = (("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def read_table(path: Path) -> Register:
    """The register of one table.

    Raises :class:`BadInput` where the file is no such table or its day is not known.
    """
    match = _NAME.fullmatch(path.stem)
    if match is None:
        raise BadInput(
            "the name does not tell the treaty",
            file=path,
            hint="Name a status table by chapter and number: 4-9.csv for IV-9, 18-12-a.csv for XVIII-12-a.",
        )
    number = roman(int(match[1])) + match[2]
    as_of = _as_of(path)
    title, url = _indexed(path, match[1], match[2].removeprefix("-"))
    dated = _DATED.fullmatch(title)
    register = Register(
        file=str(path),
        number=number,
        title=(dated["title"] if dated else title).strip(" .") or f"Treaty {number}",
        as_of=as_of,
        url=url or address(number),
        place=(dated["place"] or "") if dated else "",
        adopted=read_date(dated["day"]) if dated else None,
    )
    header = _header(path)
    rows = []
    for item in read_rows(path, tuple(header)):
        if isinstance(item, BadInput):
            register.refused.append(item)
        elif isinstance(item, Row):
            cells = [[item.cells[name]] for name in header[1:]]
            rows.append({"line": item.line, "name": item.cells[header[0]], "notes": [], "cells": cells})
    fill(register, [read_header(name) for name in header[1:]], rows)
    return register


def roman(value: int) -> str:
    """4 as IV."""
    text = ""
    for letters, worth in _NUMERALS:
        while value >= worth:
            text += letters
            value -= worth
    return text


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            first = file.readline(HEADER + 1)
        if len(first) > HEADER:
            raise BadInput(f"the header is longer than {HEADER:,} bytes", file=path, line=1)
        cells = next(csv.reader([first.decode("utf-8-sig")], strict=True), [])
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None
    except UnicodeDecodeError as error:
        said = f"expected UTF-8, found byte 0x{error.object[error.start]:02x}"
        raise BadInput(said, file=path, line=1, column=error.start + 1, hint="Save the table as UTF-8.") from None
    except csv.Error as error:
        raise BadInput(f"the header cannot be read: {error}", file=path, line=1) from None
    header = [cell.strip() for cell in cells]
    if header == ["Participant"]:
        raise BadInput("the table names participants and no act of theirs", file=path, line=1)
    if not header or header[0] != "Participant":
        found = repr(header)[:200] if header else "an empty file"
        raise BadInput(f"expected a table whose first column is Participant, found {found}", file=path, line=1)
    return header


def _beside(path: Path, name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """The rows of the files of that name beside a table or one folder up."""
    for place in (path.parent / name, path.parent.parent / name):
        if not place.is_file():
            continue
        reader = csv.reader((text for _, text in lines_of(place)), strict=True)
        try:
            header = next(reader, [])
            for cells in reader:
                yield place, dict(zip(header, cells, strict=False))
        except csv.Error as error:
            raise BadInput(f"cannot be read as CSV: {error}", file=place, line=reader.line_num) from None


def _as_of(path: Path) -> dt.date:
    for place, row in _beside(path, "as_of.csv"):
        if Path(row.get("path", "")).name == path.name:
            try:
                return dt.date.fromisoformat(row.get("last_changed", ""))
            except ValueError:
                raise BadInput(
                    f"expected a day for {path.name}, found {row.get('last_changed', '')[:40]!r}",
                    file=place,
                    field="last_changed",
                ) from None
    raise BadInput(
        "the day of this status is not known",
        file=path,
        hint="Put as_of.csv beside it (columns path and last_changed), with a line for this file.",
    )


def _indexed(path: Path, chapter: str, number: str) -> tuple[str, str]:
    """(title, address) from the index beside the tables; empty texts where it has none."""
    for _, row in _beside(path, "index.csv"):
        if row.get("chapter_no") == chapter and row.get("treaty_no", "").lower() == number.lower():
            return row.get("treaty_name", ""), row.get("url", "")
    return "", ""
