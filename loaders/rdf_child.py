"""A process that parses one file under limits, to learn whether it can be read and what is in it.

Run by path with the standard library and pyoxigraph only.  Its standard output
is lines of JSON: ``{"at": N}`` now and then for the bytes read, and at last
what it found: ``{"quads": …, "blanks": …, "graphs": {…}}``, or ``{"line": …,
"message": …}`` where the file is refused.  It ends by a signal where the parser
itself gives up, and with its parent.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

#: Bytes between two lines that say how far it is.
STEP = 1 << 20
#: Distinct graphs that one file may fill.
GRAPHS = 10_000
#: How deep XML may nest: the engine needs quadratic time for it.
DEPTH = 500


class Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.done = 0
        self.told = 0
        self.lines = 1

    def read(self, size: int = -1) -> bytes:
        """As a file's; ``lines`` is the number of the line that was reached."""
        data = self.file.read(size)
        self.done += len(data)
        self.lines += data.count(b"\n")
        if self.done - self.told >= STEP:
            self.told = self.done
            say({"at": self.done})
        return data


def main() -> None:
    """Parse ``sys.argv[1]``; see the module."""
    path, syntax, base, own, literal, memory, seconds = sys.argv[1:8]
    threading.Thread(target=end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        import resource

        limits = (
            (resource.RLIMIT_AS, int(memory)),
            (resource.RLIMIT_CPU, int(seconds)),
            (resource.RLIMIT_CORE, 0),
        )
        for limit, value in limits:
            try:
                resource.setrlimit(limit, (value, value))
            except (ValueError, OSError):
                pass  # macOS refuses some: the time limit still holds
    import pyoxigraph as ox

    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "nq": ox.RdfFormat.N_QUADS,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    counted = None
    try:
        with Path(path).open("rb") as file:
            refusal = look_at_xml(file) if syntax == "rdf" else None
            file.seek(0)
            counted = Counted(file)
            parsed: Any = ox.parse(counted, format=formats[syntax], base_iri=base)  # type: ignore[arg-type]
            say(refusal or look(parsed, own, int(literal), ox))
    except SyntaxError as error:
        reached = counted.lines if counted is not None and "nexpected end" in str(error) else 0
        say({"line": error.lineno or reached, "message": error.msg or str(error)})
    except MemoryError:
        say({"line": 0, "message": "needs more memory than a file may take"})
    except (ValueError, OSError) as error:
        say({"line": 0, "message": str(error)})


def look(quads: Any, own: str, longest: int, ox: Any) -> dict[str, Any]:
    """What is in a file, or why it is refused."""
    count = blanks = 0
    graphs: dict[str, int] = {}
    facts = ox.DefaultGraph
    blank, literal, triple = ox.BlankNode, ox.Literal, ox.Triple
    for quad in quads:
        count += 1
        subject, _, value, graph = quad
        kind = type(value)
        if kind is literal:
            text = value.value
            if len(text) > longest // 4 and len(text.encode("utf-8", "surrogatepass")) > longest:
                return refused(f"holds a literal longer than {longest:,} bytes")
        elif kind is triple:
            return refused("holds a triple term (RDF 1.2), which Comity does not keep")
        elif kind is blank:
            blanks += 1
        if type(subject) is blank:
            blanks += 1
        if type(graph) is not facts:
            if type(graph) is blank:
                return refused("puts facts into a graph without an address; give it one")
            name = graph.value
            if name.startswith(own):
                return refused(f"writes to the graph {name}, which Comity keeps for itself")
            graphs[name] = graphs.get(name, 0) + 1
            if len(graphs) > GRAPHS:
                return refused(f"fills more than {GRAPHS:,} graphs")
    return {"quads": count, "blanks": blanks, "graphs": graphs}


def look_at_xml(file: BinaryIO) -> dict[str, Any] | None:
    """Why XML must not go to the engine: it is not well-formed, has a DOCTYPE, or nests without end."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Refusal(f"nests more than {DEPTH} elements deep")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise Refusal("has a DOCTYPE, which can make a small file grow without end; save it without one, or as Turtle")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(file)
    except Refusal as refusal:
        return {"line": parser.CurrentLineNumber, "message": str(refusal)}
    except expat.ExpatError as error:
        return {"line": error.lineno, "message": f"is not well-formed XML: {expat.ErrorString(error.code)}"}
    return None


class Refusal(Exception):
    """Ends the reading of XML at once."""


def refused(message: str) -> dict[str, Any]:
    """A reason that has no line."""
    return {"line": 0, "message": message}


def say(what: dict[str, Any]) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """Standard input ends when the parent does."""
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
    os._exit(0)  # not to wait for the thread that waits for the parent
