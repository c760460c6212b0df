"""Loads status pages, MTDSG files and status tables of the UN Treaty Collection into a writer's store."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadInput, Usage
from ..inside import inside
from ..report import LoadReport, Progress, quoted
from .acts import acts_in
from .facts import Facts, moved
from .names import Subjects
from .page import read_page
from .register import Register
from .table import read_table

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Makes a gzipped file readable: yields the path of a plain copy.
Unpacked = Callable[[Path], AbstractContextManager[Path]]
ENDINGS = (".html", ".htm", ".xml", ".csv")


def registers_in(path: Path) -> list[Path]:
    """The pages and tables at a path: the file itself, or those of a folder (and its folder ``treaties``)."""
    if path.is_file():
        return [path]
    folder = path / "treaties" if (path / "treaties").is_dir() else path
    found = [
        file
        for file in sorted(inside(folder.iterdir(), path))
        if file.name.lower().removesuffix(".gz").endswith(ENDINGS) and file.name not in ("index.csv", "as_of.csv")
    ]
    if not found:
        raise Usage(f"{path} holds no status pages or tables", hint=f"Expected files ending in {', '.join(ENDINGS)}.")
    return found


def load_register(
    path: Path,
    store: Store,
    *,
    unpacked: Unpacked,
    subjects: Subjects | None = None,
    graph: str | None = None,
    today: dt.date | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load one page or table; the page's own counts have to fit its table.

    ``subjects`` spares looking all names up again for each of many files;
    ``graph`` keeps everything aside in a named graph instead of among the facts.

    Raises :class:`BadInput` where it is no such page or its counts do not fit;
    the store is then as it was.
    """
    register = read_register(path, unpacked)
    for mismatch in register.check_sums():
        raise mismatch
    reading = acts_in(register, subjects or Subjects(store))
    facts = Facts(store, register, _sha256(path), today or dt.date.today())
    quads = list(facts.quads(reading))
    store.extend(quads if graph is None else moved(quads, graph))
    report = LoadReport(read=len(reading.acts), loaded=facts.added + facts.confirmed, triples=len(quads))
    report.remarks += reading.remarks
    for name, line in reading.unknown.items():
        report.remarks.append(
            BadInput(
                f"no state or organisation of the graph is called {quoted(name)}; its acts wait among the claims",
                file=path,
                line=line or None,
                hint="Add the name to the table names, or the subject to states or organisations, and load again.",
            )
        )
    if facts.differing:
        report.remarks.append(
            BadInput(
                f"{facts.differing} statements differ from what the graph holds of {facts.treaty}; "
                "both are kept, and comity check names them",
                file=path,
            )
        )
    if progress is not None:
        progress("acts", len(reading.acts), None)
    return report


def read_register(path: Path, unpacked: Unpacked) -> Register:
    """The register in a file, by its ending."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".csv"):
        return read_table(path)
    if not name.endswith(ENDINGS):
        raise BadInput("expected a status page (.html), an MTDSG file (.xml) or a status table (.csv)", file=path)
    with unpacked(path) as plain:
        return read_page(plain, file=path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
