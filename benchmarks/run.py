"""Every benchmark in one run, as ratios against a peer.

    python benchmarks/run.py                 10 k and 100 k triples, some minutes
    python benchmarks/run.py --full          a million too
    python benchmarks/run.py --only check --sizes 100000,300000 -f json

Ends with 1 where a target is missed.  README.md beside this file explains the rows.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).parent))

import asking
import checking
import exporting
import loading
import starting
from measured import Row
from places import Places

GROUPS: dict[str, Callable[[Places], Iterator[Row]]] = {
    "start": starting.rows,
    "load": loading.rows,
    "ask": asking.rows,
    "check": checking.rows,
    "export": exporting.rows,
}
QUICK = [10_000, 100_000]
FULL = [*QUICK, 1_000_000]
_HEAD = ("", "what", "triples", "ours", "peer", "ratio", "target", "", "peak MB", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether every target was met (0) or not (1)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a million triples too (half an hour on two cores)")
    parser.add_argument("--sizes", help="triples, comma-separated, instead of 10000,100000")
    parser.add_argument("--only", nargs="+", choices=list(GROUPS), metavar="GROUP", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--repeat", type=int, default=3, help="times each task is tried; the least counts (3)")
    parser.add_argument("-f", "--format", choices=["table", "json"], default="table")
    parser.add_argument("-o", "--output", help="write there instead of standard output")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")] if options.sizes else FULL if options.full else QUICK
    places = Places(sizes, options.repeat)
    found: list[Row] = []
    try:
        for name in options.only or GROUPS:
            for row in GROUPS[name](places):
                found.append(row)
                print("  " + "  ".join(filter(None, line(row))), file=sys.stderr, flush=True)
    finally:
        places.close()
    if options.output:
        with Path(options.output).open("w", encoding="utf-8") as out:
            write(found, out, options.format)
    else:
        write(found, sys.stdout, options.format)
    return 1 if any(row.met is False for row in found) else 0


def write(found: Sequence[Row], out: IO[str], form: str) -> None:
    """All rows, aligned for a reader or as JSON."""
    if form == "json":
        about = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
        json.dump({"about": about, "rows": [row.as_dict() for row in found]}, out, indent=1, ensure_ascii=False)
        out.write("\n")
        return
    table = [_HEAD, *map(line, found)]
    widths = [max(len(cells[column]) for cells in table) for column in range(len(_HEAD) - 1)]
    for cells in table:
        shown = [
            cell.ljust(width) if column < 2 or column in (6, 7) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=False))
        ]
        out.write("  ".join([*shown, cells[-1]]).rstrip() + "\n")
    missed = [row for row in found if row.met is False]
    met = sum(row.met is True for row in found)
    out.write(f"\n{met} targets met, {len(missed)} missed\n")


def line(row: Row) -> tuple[str, ...]:
    """A row as the cells of the table."""
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    return (
        row.group,
        row.what,
        "" if row.size is None else f"{row.size:,}",
        _figure(row.ours, row.unit),
        _figure(row.peer, row.unit),
        "" if row.value is None or "/" not in row.what else f"{row.value:.2f}",
        row.target,
        verdict,
        "" if row.peak is None else f"{row.peak:,.0f}",
        row.note,
    )


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "":
        return f"{value:.0f}"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3f} {unit}" if value < 1 else f"{value:.2f} {unit}"


if __name__ == "__main__":
    sys.exit(main())
