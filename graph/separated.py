"""Rows with a separator, where a line end inside a cell is quoted whichever it is.

Threat: Python's writer quotes only the line end that it ends rows with (until
3.13).  A bare carriage return then begins a new row for whoever reads, and the
text behind it a cell that nobody has neutralised (``export/tables.py``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Protocol


class Out(Protocol):
    """What text is written to."""

    def write(self, text: str, /) -> object:
        """Write."""


class Rows:
    """A writer of rows that end in a line feed; ``separator`` stands between cells."""

    def __init__(self, out: Out, separator: str = ",") -> None:
        self._out = out
        # With both in its line end, the writer quotes both; each row comes as one text.
        self._writer = csv.writer(self, delimiter=separator, lineterminator="\r\n")

    def write(self, line: str) -> None:
        """A row from the writer."""
        self._out.write(line[:-2] + "\n")

    def writerow(self, cells: Iterable[str]) -> None:
        """One row."""
        self._writer.writerow(cells)

    def writerows(self, rows: Iterable[Iterable[str]]) -> None:
        """Rows."""
        self._writer.writerows(rows)
