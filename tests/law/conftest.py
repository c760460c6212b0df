"""Acts for the engine: typed by hand from sources, or read from the pages and tables of the UN Treaty Collection.

The reader here is only as clever as these tests need; the loader of the project
is another one, with checks of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from comity.law import Act, Clause, Duration, Succession, When
from comity.law.words import ActKind, ClauseKind, Rounding, SuccessionKind, ThresholdKind, Trigger

KINDS = {
    "": ActKind.RATIFICATION,
    "a": ActKind.ACCESSION,
    "A": ActKind.ACCEPTANCE,
    "AA": ActKind.APPROVAL,
    "c": ActKind.FORMAL_CONFIRMATION,
    "d": ActKind.SUCCESSION,
    "P": ActKind.CONSENT_TO_BE_BOUND,
}
DAY = re.compile(r"(\d{1,2}) (\w{3}) (\d{4}) ?([A-Za-z]*)")
LONG_DAY = r"(\d{1,2} \w+ \d{4})"

#: Notes on predecessors: who, and the day of the instrument that bound it.
SIGNED_AND_RATIFIED = rf"had signed and ratified .{{1,70}}? on {LONG_DAY} and {LONG_DAY}"
PREDECESSORS = (
    ("German Democratic Republic", re.compile(f"The German Democratic Republic {SIGNED_AND_RATIFIED}")),
    ("German Democratic Republic", re.compile(rf"The German Democratic Republic had acceded to .*? on {LONG_DAY}()")),
    ("Yugoslavia", re.compile(f"The former Yugoslavia {SIGNED_AND_RATIFIED}")),
    ("Czechoslovakia", re.compile(f"Czechoslovakia {SIGNED_AND_RATIFIED}")),
)

#: The days are those of records/successions.csv, which has their sources.
SUCCESSIONS = [
    Succession("dd-de", SuccessionKind.UNIFICATION, "German Democratic Republic", "Germany", When.of("1990-10-03")),
    Succession("cs-cz", SuccessionKind.DISSOLUTION, "Czechoslovakia", "Czech Republic", When.of("1993-01-01")),
    Succession("cs-sk", SuccessionKind.DISSOLUTION, "Czechoslovakia", "Slovakia", When.of("1993-01-01")),
    Succession("yu-hr", SuccessionKind.SEPARATION, "Yugoslavia", "Croatia", When.of("1991-06-25")),
    Succession("yu-rs", SuccessionKind.DISSOLUTION, "Yugoslavia", "Serbia", When.of("1992-04-27")),
    Succession("rs-me", SuccessionKind.SEPARATION, "Serbia", "Montenegro", When.of("2006-06-03")),
]


class _Page(HTMLParser):
    """The rows of the grid, and the notes, of one status page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[str] = []
        self.rows: list[list[str]] = []
        self.notes = ""
        self.footnote = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(dict(attrs).get("id") or "")
        elif tag == "sup":
            self.footnote += 1
        elif self._in_grid and tag == "tr":
            self.rows.append([])
        elif self._in_grid and tag == "td" and self.rows:
            self.rows[-1].append("")
        elif tag in ("td", "br", "p"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "sup" and self.footnote:
            self.footnote -= 1

    def handle_data(self, data: str) -> None:
        if self._in_grid and self.rows and self.rows[-1] and not self.footnote:
            self.rows[-1][-1] += data
        elif any("dgNotesAll" in table for table in self.tables):
            self.notes += data

    @property
    def _in_grid(self) -> bool:
        return bool(self.tables) and self.tables[-1].endswith("tblgrid")


def acts_of(treaty: str, rows: list[list[str]]) -> list[Act]:
    """The signatures and consents in the rows of a table, the first of which is its header."""
    signed = next((at for at, name in enumerate(rows[0]) if name.startswith("Signature")), None)
    found = []
    for row in rows[1:]:
        cells = [re.sub(r"\s+", " ", cell).strip() for cell in row]
        name = re.sub(r"[ \d,]+$", "", cells[0])
        for at, cell in enumerate(cells[1:], start=1):
            for match in DAY.finditer(cell):
                day = When.of(dt.datetime.strptime(" ".join(match.groups()[:3]), "%d %b %Y").date())
                kind = ActKind.SIGNATURE if at == signed else KINDS[match[4]]
                if at == signed and match[4]:
                    continue
                found.append(Act(f"{treaty}/{name}/{at}/{day}", kind, name, treaty, day))
    return found


@pytest.fixture(scope="session")
def page_acts(shared: Path) -> Callable[[str], list[Act]]:
    """Reads the acts of a status page in ``shared``: its grid, and the predecessors' instruments in its notes."""

    @functools.cache
    def read(key: str) -> list[Act]:
        page = _Page()
        page.feed(gzip.decompress((shared / "data" / "untc-html" / f"{key}.html.gz").read_bytes()).decode("utf-8"))
        acts = acts_of(key, page.rows)
        notes = re.sub(r"\s+", " ", page.notes)
        for name, pattern in PREDECESSORS:
            match = pattern.search(notes)
            if match:
                day = When.of(dt.datetime.strptime(match[2] or match[1], "%d %B %Y").date())
                acts.append(Act(f"{key}/{name}/note", ActKind.RATIFICATION, name, key, day))
        return acts

    return lambda key: list(read(key))


@pytest.fixture(scope="session")
def table_acts(shared: Path) -> Callable[[str], list[Act]]:
    """Reads the acts of a status table in ``shared`` (2013-2015), by its file name."""

    def read(key: str) -> list[Act]:
        with (shared / "data" / "untc-csv" / "treaties" / f"{key}.csv").open(newline="", encoding="utf-8") as file:
            return acts_of(key, list(csv.reader(file)))

    return read


def entry_clause(treaty: str, number: int, delay: str, **more: Any) -> Clause:
    """The common clause: so long after so many instruments."""
    return Clause(
        f"{treaty}-entry",
        treaty,
        ClauseKind.ENTRY,
        trigger=Trigger.DEPOSIT,
        threshold=number,
        threshold_kind=ThresholdKind.NUMBER,
        delay=Duration.of(delay),
        **more,
    )


def later_clause(treaty: str, delay: str, rounding: Rounding = Rounding.NONE) -> Clause:
    """The common clause on later parties: so long after their own instrument."""
    return Clause(f"{treaty}-later", treaty, ClauseKind.LATER_PARTY, delay=Duration.of(delay), rounding=rounding)
