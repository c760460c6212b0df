"""Writes what ``records/README.md`` says of the tables: their columns, and the years for which holders are missing.

The parts between the markers are made from the schema and the tables, so that
they cannot fall behind: ``python -m comity.loaders.records.describe`` rewrites
them, and a test compares.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ..edtf import bounds
from .columns import Concept
from .load import shipped_records
from .schema import EVIDENCE, TABLES, Column

#: The first whole year of the states that came out of the Soviet Union.
SINCE = 1992
#: Posts whose holders the tables follow, with what they are called in the README.
FOLLOWED = {
    "prosecutor-general": "prosecutor general",
    "justice-minister": "minister of justice",
    "supreme-court-president": "president of the supreme court",
    "head-of-state": "head of state",
}


def parts() -> dict[str, str]:
    """The generated parts of the README, by the name of their markers."""
    return {"shared": _columns(EVIDENCE), "tables": "\n\n".join(_tables()), "gaps": _gaps(shipped_records())}


def rewritten(text: str) -> str:
    """``text`` with the generated parts as they should be."""
    for name, part in parts().items():
        start, end = f"<!-- {name}: generated -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = before + start + part + "\n" + end + rest.partition(end)[2]
    return text


def _tables() -> Iterator[str]:
    for table in TABLES.values():
        shared = "" if table.evidence else " It has none of the shared columns."
        yield f"### {table.name}\n\n{table.note}{shared}\n\n{_columns(table.columns)}"


def _columns(columns: tuple[Column, ...]) -> str:
    lines = ["| column | holds | must be filled | meaning |", "|---|---|---|---|"]
    for column in columns:
        words = column.kind.words
        if isinstance(column.kind, Concept):
            scheme = column.kind.scheme
            words = words.replace(scheme, f"[{scheme}](../ontology/vocabularies/{scheme}.ttl)")
        words = words.replace("|", "&#124;")
        note = column.note.replace("|", "&#124;")
        lines.append(f"| `{column.name}` | {words} | {'yes' if column.required else ''} | {note} |")
    return "\n".join(lines)


def _gaps(folder: Path) -> str:
    """A table: for each followed post, the years in which no tenure says who held it."""
    posts = {row["id"]: row for row in _rows(folder / "posts.csv") if row["kind"] in FOLLOWED}
    covered: dict[str, set[int]] = {post: set() for post in posts}
    last = 0
    for row in _rows(folder / "tenures.csv"):
        last = max(last, int(row["checked"][:4]))
    for row in _rows(folder / "tenures.csv"):
        if row["post"] in covered:
            covered[row["post"]].update(_years(row, last))
    lines = ["| post | years without a holder |", "|---|---|"]
    for kind in FOLLOWED:
        for post in sorted(posts):
            if posts[post]["kind"] == kind:
                missing = _ranges([year for year in range(SINCE, last + 1) if year not in covered[post]])
                lines.append(f"| {posts[post]['name_en']} | {missing or 'none'} |")
    return "\n".join(lines)


def _years(row: dict[str, str], now: int) -> range:
    """The years that a tenure reaches, by its outermost bounds and the days on which it is shown to hold."""
    seen = [int(day[:4]) for day in row["attested"].split("|") if day]
    start = bounds(row["start"]) if row["start"] else (None, None)
    end = bounds(row["end"]) if row["end"] else (None, None)
    firsts = [day.year for day in (start[0], start[1], end[0], end[1]) if day is not None] + seen
    if not firsts:
        return range(0)
    first = start[0].year if start[0] is not None else min(firsts)
    if end[1] is not None:
        return range(first, end[1].year + 1)
    return range(first, (now if row["end_status"] == "ongoing" else max(firsts)) + 1)


def _ranges(years: list[int]) -> str:
    found: list[list[int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    readme = shipped_records() / "README.md"
    readme.write_text(rewritten(readme.read_text(encoding="utf-8")), encoding="utf-8")
