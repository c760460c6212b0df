"""CSV of a query for people, who open it in a spreadsheet; programs take it as the recommendation has it.

Threat: a spreadsheet runs a cell that starts with ``= + - @`` as a formula
(``graph/export/tables.py``).  Such a cell gets an apostrophe in front, numbers
do not, and nothing else is touched.

Limits: only ``format=spreadsheet`` is made so.  ``format=csv`` and ``Accept:
text/csv`` are SPARQL 1.1 Query Results CSV, cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

#: A cell and what ends it.
_CELL = re.compile(rb'("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r?\n)')
_RUNS = re.compile(rb'("?)([\t\r\n]*[=+\-@])')
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


async def neutral_cells(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same rows, with an apostrophe in front of every cell that a spreadsheet would run."""
    held = b""
    async for chunk in chunks:
        held += chunk
        done, made = 0, bytearray()
        while cell := _CELL.match(held, done):
            made += _neutral(cell[1]) + cell[2]
            done = cell.end()
        held = held[done:]
        if made:
            yield bytes(made)
    if held:
        yield _neutral(held)


def _neutral(cell: bytes) -> bytes:
    found = _RUNS.match(cell)
    if found is None or _NUMBER.fullmatch(cell):
        return cell
    return found[1] + b"'" + cell[found.end(1) :]
