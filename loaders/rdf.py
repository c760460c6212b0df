"""Loads RDF of any syntax, plain or gzipped, into a writer's working store.

Threat: hostile files overflow the parser's stack, expand without end, or pull
in others (reliability.md).  So: a file is looked through in a child process
with limits before the writer's own process reads it; a DOCTYPE and deep XML are
refused before the engine sees them; gzip has one budget; remote JSON-LD contexts are never fetched.

Blank nodes are named after the file's bytes: those of two files never merge,
and a file that is loaded again says nothing new.  A relative address is
resolved against the file's name, for the same reason.

Limits: N-Triples are lines and cannot nest, so they are scanned, not parsed
twice.  On Windows the child has a time limit but no memory limit.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NoReturn, cast
from urllib.parse import quote

from ..errors import BadInput, Usage
from ..ontology.namespaces import GRAPH
from .apart import short, taken_apart
from .child import Refusal
from .packed import plain_copy
from .rdf_child import ADDRESS, look
from .report import LoadReport, Progress

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat, Store

#: What an ending says of a file's syntax.
ENDINGS = {
    ".ttl": "ttl",
    ".turtle": "ttl",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".rdf": "rdf",
    ".xml": "rdf",
    ".owl": "rdf",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}
#: Bytes a literal may have.
LITERAL = 1 << 20
#: Seconds of work: a base and some for each MiB.
SECONDS, PER_MIB = 3, 1
#: Bytes of address space of which the child fills two thirds at most; JSON-LD is read whole, at so many a byte.
MEMORY = 448 << 20
WHOLE, MOST = 24, 4 << 30
#: Files resolve relative addresses against this, never against a path of the machine.
BASE = "urn:comity:file/"
_CHILD = Path(__file__).with_name("rdf_child.py")
_CHUNK = 1 << 20
#: What a line of N-Triples has besides its terms: literals and addresses taken out, nothing may nest.
_TERMS = re.compile(rb'"(?:[^"\\]++|\\.)*+"|<[^<>"{}|^`\\\x00-\x20]*+>')


@dataclass
class Found:
    """What is in a file: its statements, how many ends of them are blank nodes, the named graphs."""

    quads: int = 0
    blanks: int = 0
    graphs: dict[str, int] = field(default_factory=dict)


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
    scratch: Path | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load one file as facts, or everything in it into the named ``graph``.

    Named graphs of the file stay what they are: not facts, but there for GRAPH
    and FROM.  ``scratch`` is a folder for an unpacked copy.

    Raises :class:`BadInput` with the line where the file cannot be read; the
    store is then as it was.
    """
    syntax = syntax_of(path, format)
    if syntax is None:
        raise Usage(f"{path}: the name does not tell the syntax", hint="Say it with --format (ttl, nt, nq, …).")
    with plain_copy(path, scratch) as plain:
        step = _stepped(f"reading {path.name}", plain, progress)
        found = _scan_lines(plain, path, step) if syntax == "nt" else _look_through(plain, path, syntax, step)
        _take(plain, path, syntax, store, found, graph, _stepped(f"loading {path.name}", plain, progress))
    report = LoadReport(read=found.quads, loaded=found.quads, triples=found.quads)
    if found.graphs and graph is None:
        names = sorted(found.graphs)
        shown = ", ".join(f"<{name}>" for name in names[:3]) + (", …" if len(names) > 3 else "")
        report.remarks.append(
            BadInput(
                f"{sum(found.graphs.values()):,} of {found.quads:,} statements lie in graphs of their own ({shown}): "
                "they are no facts, and a query sees them by GRAPH or FROM only",
                file=path,
            )
        )
    return report


def check_syntax(path: Path) -> None:
    """Raise :class:`BadInput` for RDF that must not go to a parser in this process; other files are left to others."""
    syntax = syntax_of(path)
    if syntax is not None and path.exists():
        with plain_copy(path) as plain:
            if syntax == "nt":
                _scan_lines(plain, path, None)
            else:
                _look_through(plain, path, syntax, None)


def _stepped(what: str, plain: Path, progress: Progress | None) -> Progress | None:
    """``progress`` that is told bytes of this file."""
    if progress is None:
        return None
    total = plain.stat().st_size
    progress(what, 0, total)

    def step(_: str, done: int, __: int | None) -> None:
        progress(what, min(done, total), total)

    return step


def _take(
    plain: Path, path: Path, syntax: str, store: Store, found: Found, graph: str | None, step: Progress | None
) -> None:
    """Read a file that was looked through into the store."""
    import pyoxigraph as ox

    base = BASE + quote(path.name.removesuffix(".gz"), safe=".-_")
    form = _format(syntax)
    try:
        with plain.open("rb") as opened:
            file = cast("IO[bytes]", _Told(opened, step))
            if graph is None and not found.blanks:
                # The engine's own way, the fastest; it would give blank nodes new names each time.
                facts = None if syntax in ("nq", "trig", "jsonld") else ox.DefaultGraph()
                store.bulk_load(file, format=form, base_iri=base, to_graph=facts)
            else:
                parsed: Iterable[Quad] = ox.parse(file, format=form, base_iri=base)
                store.bulk_extend(_named(parsed, _key(plain), graph))
    except SyntaxError as error:
        raise _bad(path, error) from None
    except (OSError, ValueError) as error:
        if str(error).startswith("IO error: "):
            raise  # the engine's: of the graph's disk, not of this file
        raise BadInput(f"cannot be read: {getattr(error, 'strerror', None) or error}", file=path) from None


def _named(quads: Iterable[Quad], key: str, graph: str | None) -> Iterator[Quad]:
    """Quads whose blank nodes have names that this file alone gives, in ``graph`` if there is one."""
    from pyoxigraph import BlankNode, NamedNode, Quad

    names: dict[str, BlankNode] = {}
    aside = None if graph is None else NamedNode(graph)

    def known(node: Any) -> Any:
        if type(node) is not BlankNode:
            return node
        found = names.get(node.value)
        if found is None:
            found = names[node.value] = BlankNode(f"f{key}x{len(names):x}")
        return found

    for subject, predicate, value, place in quads:
        yield Quad(known(subject), predicate, known(value), place if aside is None else aside)


def _key(plain: Path) -> str:
    with plain.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


class _Told:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, step: Progress | None) -> None:
        self._file = file
        self._step = step
        self._done = self._told = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._done += len(data)
        if self._step is not None and (self._done - self._told >= _CHUNK or not data):
            self._told = self._done
            self._step("", self._done, None)
        return data


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


def _look_through(plain: Path, path: Path, syntax: str, step: Progress | None) -> Found:
    """Everything that has to be known before the engine reads the file in this process."""

    def heard(said: dict[str, Any]) -> None:
        if "at" in said and step is not None:
            step("", said["at"], None)

    size = plain.stat().st_size
    memory = MEMORY if syntax != "jsonld" else min(MEMORY + WHOLE * size, MOST)
    try:
        said = taken_apart(
            _CHILD,
            plain,
            *(syntax, BASE, GRAPH, str(LITERAL)),
            named=path,
            memory=memory,
            seconds=SECONDS + PER_MIB * (size >> 20),
            heard=heard,
        )
    except BadInput as error:
        own = (
            "Export without --derived; comity store backup keeps all." if "keeps for itself" in error.message else None
        )
        raise BadInput(_clean(error.message), file=path, line=error.line, hint=own) from None
    return Found(said["quads"], said["blanks"], said["graphs"])


def _scan_lines(plain: Path, path: Path, step: Progress | None) -> Found:
    """N-Triples: what the engine must not be given, and whether there are blank nodes."""
    found = Found()
    number = done = told = 0
    with plain.open("rb") as file:
        # Whole lines, half a megabyte at a time: most blocks are seen to be plain at a glance.
        for block in iter(lambda: file.read(LITERAL // 2) + file.readline(8 * LITERAL), b""):
            done += len(block)
            lines = _plain_lines(block)
            number += lines
            found.quads += lines
            for line in () if lines else io.BytesIO(block):
                number += 1
                if len(line) >= 8 * LITERAL:
                    _refuse_long(path, number)
                if b"<<" in line and b"<<" in _TERMS.sub(b"", line):
                    raise BadInput("holds a triple term (RDF 1.2), which Comity does not keep", file=path, line=number)
                if len(line) > ADDRESS:
                    _look_at_long(line, path, number)
                if b"_:" in line:
                    found.blanks += 1
                if line.lstrip()[:1] not in (b"", b"#"):
                    found.quads += 1
            if step is not None and done - told >= _CHUNK:
                told = done
                step("", done, None)
    return found


def _plain_lines(block: bytes) -> int:
    """How many lines a block has, if each is short, begins with an address and holds no blank node; else 0."""
    lines = block.count(b"\n")
    if len(block) > LITERAL or b"<<" in block or b"_:" in block or not block.endswith(b"\n"):
        return 0
    if not block.startswith(b"<") or block.count(b"\n<") != lines - 1:
        return 0
    return lines if max(map(len, block.split(b"\n"))) <= ADDRESS else 0


def _refuse_long(path: Path, number: int) -> NoReturn:
    raise BadInput(f"a line is too long: at most {LITERAL:,} bytes are kept of one text", file=path, line=number)


def _look_at_long(line: bytes, path: Path, number: int) -> None:
    """A line may be long, each of its terms only so far; one line of N-Triples cannot hurt the parser."""
    import pyoxigraph as ox

    try:
        look(ox.parse(line, format=ox.RdfFormat.N_TRIPLES), GRAPH, LITERAL, ox)
    except Refusal as refusal:
        raise BadInput(str(refusal), file=path, line=number) from None
    except SyntaxError:
        pass  # told with its place when the file is loaded


def _bad(path: Path, error: SyntaxError) -> BadInput:
    return BadInput(_clean(error.msg or str(error)), file=path, line=error.lineno, column=error.offset)


def _clean(message: str) -> str:
    """The engine's message without its own account of the place, and no longer than a line or two."""
    text = re.sub(
        r"^Parser error (?:at|between) line \d+ (?:between )?columns? \d+(?: and (?:line \d+ )?column \d+)?: ",
        "",
        message,
    )
    if "LoadDocumentCallback" in text:
        return "names a remote JSON-LD context, which Comity does not fetch; put the context into the file"
    return short(text)


__all__ = ["BASE", "ENDINGS", "Found", "check_syntax", "load_rdf", "plain_copy", "syntax_of"]
