"""What is to be loaded: the files and folders that a user names, sorted by what they are.

All tables of one load are read together, so that their rows may refer to each
other whatever the order.  Of a folder its tables and its RDF are taken, not what
lies in folders below; the rest is named in a remark, never passed over silently.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import BadInput, Usage
from .inside import inside
from .rdf import ENDINGS, syntax_of
from .records.load import tables_in

FORMATS = ("ttl", "trig", "nt", "nq", "rdf", "jsonld", "csv", "untc")
PAGES = (".html", ".htm")


@dataclass(frozen=True)
class Source:
    """One file that is loaded by itself, or (``tables``) all the tables of a load.

    ``kind`` is rdf, tables or register; ``files`` are the files behind it.
    """

    kind: str
    path: Path
    format: str | None = None
    tables: tuple[tuple[str, Path], ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(path for _, path in self.tables) or (self.path,)

    @property
    def name(self) -> str:
        """How messages and the list of generations call it."""
        return ", ".join(path.name for path in self.files[:3]) + (", …" if len(self.files) > 3 else "")

    @property
    def slug(self) -> str:
        """What its graph of claims is named by: the file's name, or the folder's; another file of that name
        is taken for a newer state of the same source."""
        name = self.path.name if self.path.name else self.path.absolute().name
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower().removesuffix(".gz")).strip("-")
        if name.isascii() and plain:
            return plain
        return f"{plain or 'source'}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


@dataclass
class Sources:
    """What is loaded, in order, and remarks on what is not."""

    found: list[Source] = field(default_factory=list)
    remarks: list[BadInput] = field(default_factory=list)


def sources_in(paths: Sequence[Path], format: str | None = None) -> Sources:
    """The sources at these paths; raises before anything is read where one of them is none."""
    if format is not None and format not in FORMATS:
        raise Usage(f"expected one of {', '.join(FORMATS)}, found {format!r}", field="--format")
    sources = Sources()
    tables: list[tuple[str, Path]] = []
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise BadInput("there is no such file", file=path)
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        if format == "untc" or path.name.lower().removesuffix(".gz").endswith(PAGES):
            sources.found.append(Source("register", path))
        elif path.is_dir():
            tables += _folder(path, format, sources)
        elif not path.is_file():
            raise BadInput("is neither a file nor a folder", file=path)
        elif format == "csv" or (format is None and path.suffix.lower() == ".csv"):
            tables += tables_in(path).items()
        else:
            sources.found.append(Source("rdf", path, _syntax(path, format)))
    if tables:
        # Named after the one file or folder that was given, or after the first of several.
        first = paths[0] if len(paths) == 1 else tables[0][1]
        sources.found.insert(0, Source("tables", first, tables=tuple(tables)))
    return sources


def _folder(path: Path, format: str | None, sources: Sources) -> list[tuple[str, Path]]:
    """The tables of a folder; its RDF and a remark on the rest go to ``sources``."""
    if format not in (None, "csv"):
        raise Usage(f"--format {format} says what one file is, and {path} is a folder", hint="Name the files in it.")
    tables: list[tuple[str, Path]] = []
    rest: list[str] = []
    before = len(sources.found)
    try:
        entries = sorted(inside(path.iterdir(), path))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_file() and entry.suffix.lower() == ".csv":
            tables.append((entry.stem, entry))
        elif entry.is_file() and format is None and syntax_of(entry) is not None:
            sources.found.append(Source("rdf", entry, syntax_of(entry)))
        else:
            rest.append(entry.name)
    found = list(tables_in(path).items()) if tables or len(sources.found) == before else []
    if rest:
        names = ", ".join(rest[:5]) + (f" and {len(rest) - 5} more" if len(rest) > 5 else "")
        sources.remarks.append(BadInput(f"left alone, being neither tables nor RDF by their names: {names}", file=path))
    return found


def _syntax(path: Path, format: str | None) -> str:
    syntax = syntax_of(path, format)
    if syntax is not None:
        return syntax
    name = path.name.lower()
    if name.endswith(".csv.gz"):
        raise Usage(f"{path} is a packed table", hint=f"Unpack it first: gunzip -k {path}")
    if name.endswith((".xlsx", ".xls", ".ods")):
        raise Usage(f"{path} is a spreadsheet", hint="Save each sheet as CSV in UTF-8, named after its table.")
    raise Usage(
        f"{path}: neither a table nor RDF, as far as its name tells",
        hint=f"Known endings: .csv, {', '.join(ENDINGS)}, these with .gz too; or say --format {'|'.join(FORMATS)}.",
    )
