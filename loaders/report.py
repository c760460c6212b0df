"""What a load did: rows read and loaded, rows set aside and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from ..errors import BadInput

#: Called with what is being read, how much is done, and how much there is (None: not known).
Progress: TypeAlias = Callable[[str, int, int | None], None]
#: Errors kept in full; beyond that they are counted.
KEPT = 200


def quoted(text: str, most: int = 80) -> str:
    """What was found, as a message quotes it: a cell may hold a megabyte."""
    return repr(text) if len(text) <= most else f"{text[:most]!r}… ({len(text):,} characters)"


@dataclass
class LoadReport:
    """``errors`` name file, line and field; ``set_aside`` counts the rows behind them.

    ``remarks`` are what a reader should know though nothing was lost by it;
    ``changed`` counts the rows that were there in another state or on another line.
    """

    read: int = 0
    loaded: int = 0
    triples: int = 0
    set_aside: int = 0
    changed: int = 0
    errors: list[BadInput] = field(default_factory=list)
    remarks: list[BadInput] = field(default_factory=list)

    def refuse(self, *errors: BadInput) -> None:
        """Note a row that was set aside, with all that is wrong with it."""
        self.set_aside += 1
        self.errors += errors[: max(0, KEPT - len(self.errors))]

    def add(self, other: LoadReport) -> None:
        """Take in the report of another file."""
        self.read += other.read
        self.loaded += other.loaded
        self.triples += other.triples
        self.set_aside += other.set_aside
        self.changed += other.changed
        self.errors += other.errors[: max(0, KEPT - len(self.errors))]
        self.remarks += other.remarks[: max(0, KEPT - len(self.remarks))]
