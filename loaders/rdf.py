"""Loads RDF of any syntax, plain or gzipped, into a writer's working store.

Threat: hostile files overflow the parser's stack, expand without end, or pull
in others (reliability.md).  So: a file is looked through in a child process
with limits before the writer's own process reads it; a DOCTYPE is refused
unread; gzip has one budget; remote JSON-LD contexts are never fetched.

Limits: N-Triples and N-Quads are lines and cannot nest, so they are scanned,
not parsed twice.  On Windows the child has a time limit but no memory limit.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput, Usage
from ..ontology.namespaces import CLAIMS, GRAPH
from .report import LoadReport, Progress

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat, Store

#: What an ending says of a file's syntax.
ENDINGS = {
    ".ttl": "ttl",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".rdf": "rdf",
    ".xml": "rdf",
    ".owl": "rdf",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}
LITERAL = 1 << 20
RATIO = 200
FREE = 1 << 20
SECONDS = 120
MEMORY = 2 << 30
#: Files resolve relative addresses against this, never against a path of the machine.
BASE = "urn:comity:file/"
_CHILD = Path(__file__).with_name("rdf_child.py")
_CHUNK = 1 << 20


def syntax_of(path: Path, named: str | None = None) -> str | None:
    """The syntax of a file by its name (``.gz`` aside) or as ``named``; None if neither tells."""
    if named is not None:
        return named if named in set(ENDINGS.values()) else None
    name = path.name.lower().removesuffix(".gz")
    return ENDINGS.get(Path(name).suffix)


def load_rdf(
    path: Path,
    store: Store,
    *,
    format: str | None = None,
    graph: str | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load one file as facts, or into the named ``graph``.

    Raises :class:`BadInput` with the line where the file cannot be read; the
    store is then as it was.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    syntax = syntax_of(path, format)
    if syntax is None:
        raise Usage(f"{path}: the name does not tell the syntax", hint="Say it with --format (ttl, nt, nq, …).")
    before = len(store)
    with _plain(path) as (plain, packed):
        if progress is not None:
            progress(f"checking {path.name}", 0, None)
        _look_through(plain, path, syntax)
        if progress is not None:
            progress(f"loading {path.name}", 0, None)
        target = DefaultGraph() if graph is None else NamedNode(graph)
        try:
            store.bulk_load(
                path=str(plain),
                format=_format(syntax),
                base_iri=BASE,
                to_graph=None if syntax in ("nq", "trig") and graph is None else target,
            )
        except SyntaxError as error:
            raise _bad(path, error) from None
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", file=path) from None
        del packed
    _check_graphs(path, store)
    added = len(store) - before
    return LoadReport(read=added, loaded=added, triples=added)


def _format(syntax: str) -> RdfFormat:
    from pyoxigraph import RdfFormat

    return {
        "ttl": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }[syntax]


@contextmanager
def _plain(path: Path) -> Iterator[tuple[Path, bool]]:
    """The file itself, or a temporary copy unpacked within the budget."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None
    if not packed:
        yield path, False
        return
    with tempfile.NamedTemporaryFile(suffix=".rdf", delete=False) as out:
        copy = Path(out.name)
    try:
        _unpack(path, copy)
        yield copy, True
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def plain_copy(path: Path) -> Iterator[Path]:
    """A file as it is, or unpacked within the budget for as long as it is read."""
    with _plain(path) as (plain, _):
        yield plain


def _unpack(path: Path, copy: Path) -> None:
    """Unpack gzip: at most 200 bytes for each that was read, after the first MiB."""
    written = 0
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as source, copy.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > FREE and written > RATIO * max(raw.tell(), 1):
                    raise BadInput(
                        f"unpacks to more than {RATIO} times its size and was refused",
                        file=path,
                        hint="Unpack it yourself if you trust it.",
                    )
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"is not whole gzip: {error}", file=path) from None
    except OSError as error:
        raise BadInput(f"cannot be unpacked: {error.strerror or error}", file=path) from None


def _look_through(plain: Path, path: Path, syntax: str) -> None:
    """Everything that has to be known before the engine reads the file in this process."""
    if syntax in ("nt", "nq"):
        _scan_lines(plain, path)
        return
    if syntax == "rdf":
        _refuse_doctype(plain, path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        done = subprocess.run(  # noqa: S603  # our own file, no shell
            [sys.executable, "-P", str(_CHILD), str(plain), syntax, BASE, str(LITERAL), str(MEMORY)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(
            f"could not be read in {SECONDS} seconds and was refused",
            file=path,
            hint="Large files load fastest as N-Triples or N-Quads.",
        ) from None
    if done.returncode == 0:
        return
    line, _, message = done.stdout.decode("utf-8", "replace").partition("\t")
    if done.returncode == 3 and message:
        raise BadInput(_clean(message), file=path, line=int(line) or None)
    raise BadInput(
        "is nested too deep or too large to be read, and was refused",
        file=path,
        hint="Large files load fastest as N-Triples or N-Quads.",
    )


def _scan_lines(plain: Path, path: Path) -> None:
    number = 0
    with plain.open("rb") as file:
        for line in iter(lambda: file.readline(2 * LITERAL), b""):
            number += 1
            if len(line) >= LITERAL:
                raise BadInput(f"a line is longer than {LITERAL:,} bytes", file=path, line=number)
            if b"<<" in line:
                raise BadInput("holds a triple term (RDF 1.2), which Comity does not keep", file=path, line=number)


def _refuse_doctype(plain: Path, path: Path) -> None:
    tail = b""
    with plain.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise BadInput(
                    "has a DOCTYPE, which can make a small file grow without end, and was refused",
                    file=path,
                    hint="Save it without a DOCTYPE, or as Turtle.",
                )
            tail = chunk[-16:]


def _check_graphs(path: Path, store: Store) -> None:
    """The graphs that Comity derives are nobody else's to write."""
    for name in store.named_graphs():
        address = name.value
        if address.startswith(GRAPH) and not address.startswith(CLAIMS) and address not in _OWN:
            raise BadInput(f"writes to the graph {address}, which Comity keeps for itself", file=path)


#: Graphs that a working store may hold already when a file is loaded into it.
_OWN = frozenset(
    GRAPH + name
    for name in ("ontology", "origin", "findings", "derived/types", "derived/shortcuts", "derived/treaty-law")
)


def _bad(path: Path, error: SyntaxError) -> BadInput:
    return BadInput(_clean(error.msg or str(error)), file=path, line=error.lineno, column=error.offset)


def _clean(message: str) -> str:
    """The engine's message without its own account of the place, and no longer than a line or two."""
    import re

    text = re.sub(
        r"^Parser error (?:at|between) line \d+ (?:between )?columns? \d+(?: and (?:line \d+ )?column \d+)?: ",
        "",
        message,
    )
    if "LoadDocumentCallback" in text:
        return "names a remote JSON-LD context, which Comity does not fetch; put the context into the file"
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:297] + "…"
