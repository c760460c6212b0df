"""The front end for status pages (HTML) and MTDSG files (XML): what the child process found, as a register.

Threat: hostile pages overflow a parser or grow without end (reliability.md):
they are taken apart in a child process with limits, and only plain JSON comes
back.  Limits: on Windows and macOS the child has a time limit only.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from ...errors import BadInput
from ..apart import taken_apart
from .cells import Column, read_cell, read_date, read_header
from .register import Cell, Note, Participant, Register, Statement

#: Seconds of work: a base and some for each MiB.
SECONDS, PER_MIB = 3, 2
#: Bytes of address space: a base and what each byte of a page may take, since it is read whole.
MEMORY = 448 << 20
WHOLE, MOST = 24, 1 << 30
_CHILD = Path(__file__).with_name("page_child.py")
_COUNT = re.compile(r"(Signatories|Parties)\s*:\s*(\d+)")
_TITLE = re.compile(r"^\d+\s*\.\s*(?:[a-z]\s*\.?\s+)?")
_FILE = re.compile(r"([IVXL]+(?:-[0-9A-Za-z]+)+?)(?:\.en)?\.xml", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def read_page(path: Path, *, file: Path | None = None) -> Register:
    """The register of one page; ``file`` names it in messages where ``path`` is an unpacked copy.

    Raises :class:`BadInput` where it is no such page, or lacks what identifies it.
    """
    named = file or path
    raw = _taken_apart(path, named)
    number = raw["number"] or _from_name(named)
    if not number:
        raise BadInput(
            "the page does not name its treaty (mtdsg_no)",
            file=named,
            hint="Save the page whole, as the site gives it.",
        )
    try:
        as_of = dt.date.fromisoformat(raw["as_of"])
    except ValueError:
        if raw["as_of"] or named.suffix.lower().removesuffix(".gz") != ".xml":
            raise BadInput("the page does not say the day of its status (STATUS AS AT)", file=named) from None
        # The XML carries no day of its own: what is known is when it was saved.
        as_of = dt.datetime.fromtimestamp(named.stat().st_mtime, dt.UTC).date()
    counts = {word.lower(): int(count) for word, count in _COUNT.findall(raw["status"])}
    place, _, day = raw["place_and_date"].rpartition(", ")
    register = Register(
        file=str(named),
        number=number,
        title=_TITLE.sub("", raw["title"]).strip() or number,
        as_of=as_of,
        url=address(number),
        place=place,
        adopted=read_date(day or raw["place_and_date"]),
        entry_into_force=read_date(raw["entry_into_force"]),
        entry_text=raw["entry_into_force"],
        registration=raw["registration"],
        parties=counts.get("parties"),
        signatories=counts.get("signatories"),
        notes=[Note(note["number"], note["line"], note["text"]) for note in raw["notes"]],
    )
    columns = [read_header(title) for title in raw["header"][1:]]
    if not columns or not raw["header"][0].startswith("Participant"):
        raise BadInput(
            f"expected a table whose first column is Participant, found {str(raw['header'] or 'no header')[:200]}",
            file=named,
        )
    fill(register, columns, raw["rows"])
    for statement in raw["statements"]:
        for piece in statement["pieces"]:
            if piece["text"] or piece["heading"]:
                register.statements.append(
                    Statement(
                        statement["section"],
                        statement["participant"],
                        statement["line"],
                        piece["text"],
                        read_date(piece["date"]),
                        piece["heading"],
                        tuple(statement["notes"]),
                    )
                )
    return register


def fill(register: Register, columns: list[Column], rows: list[dict[str, Any]]) -> None:
    """Read the rows into the register; what is not understood is refused by line, or once by column."""
    unread: dict[str, int] = {}
    for row in rows:
        if len(row["cells"]) != len(columns):
            register.refused.append(
                BadInput(
                    f"expected {len(columns) + 1} cells, found {len(row['cells']) + 1}",
                    file=register.file,
                    line=row["line"],
                )
            )
            continue
        cells: list[Cell] = []
        for texts, column in zip(row["cells"], columns, strict=True):
            for text in texts:
                if text and not column.codes:
                    unread[column.title] = unread.get(column.title, 0) + 1
                    continue
                try:
                    cell = read_cell(text, column)
                except ValueError as error:
                    register.refused.append(
                        BadInput(str(error), file=register.file, line=row["line"], field=column.title)
                    )
                    continue
                if cell is not None:
                    cells.append(cell)
        register.participants.append(Participant(row["name"], row["line"], tuple(row["notes"]), tuple(cells)))
    for title, count in unread.items():
        register.refused.append(
            BadInput(
                f"the column is no act that is known; its {count} cells were left out", file=register.file, field=title
            )
        )


def address(number: str) -> str:
    """The page of a treaty, by its number."""
    return (
        "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY"
        f"&mtdsg_no={number}&chapter={chapter(number)}&clang=_en"
    )


def chapter(number: str) -> int:
    """IV-9 lies in chapter 4."""
    total, last = 0, 0
    for letter in reversed(number.partition("-")[0].upper()):
        value = _ROMAN.get(letter, 0)
        total += value if value >= last else -value
        last = max(last, value)
    return total


def _from_name(path: Path) -> str:
    match = _FILE.fullmatch(path.name.removesuffix(".gz"))
    if match is None:
        return ""
    head, _, rest = match[1].partition("-")
    return f"{head.upper()}-{rest}"


def _taken_apart(path: Path, named: Path) -> dict[str, Any]:
    size = path.stat().st_size
    said = taken_apart(
        _CHILD, path, named=named, memory=min(MEMORY + WHOLE * size, MOST), seconds=SECONDS + PER_MIB * (size >> 20)
    )
    found: dict[str, Any] = said["found"]
    return found
