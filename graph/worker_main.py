"""A process that answers queries on one generation, and can be killed.

Threat: a query that makes the engine connect (SERVICE), grow, or run what was
smuggled in.  Before it opens anything this process gives up all but reading
that one store (:mod:`confine`); the time limit is its parent's.

Run by path, with the standard library and pyoxigraph only, so that it starts
in a tenth of a second.  It reads requests from standard input (four bytes of
length, then JSON) and writes frames to standard output (one letter, four bytes
of length, then the payload): ``r`` once, when the store is open; then for each
request ``h`` header, ``d`` data, ``e`` end, or ``x`` error.

Everything the engine does happens in the main thread.  A second thread waits
for the parent: when that dies, this process ends too, also in mid-query.

A request may name the ``results`` and ``rdf`` format it wants (else TSV and
N-Triples, which :mod:`workers` reads); where the one that is needed is None,
only the header is written.  ``base`` is what relative addresses start from;
``dump`` in place of ``query`` writes one graph.

Which graphs a query sees: where it names its own (FROM), those and no others;
else the ``default`` ones joined to the facts, and for GRAPH the ``named`` ones
(None: every one there is).
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
from typing import IO, Any, BinaryIO, cast

from comity.graph.confine import confine

CHUNK = 1 << 16


class Frames:
    """A file that the engine writes results to, cut into frames."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        if len(self.held) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self.held:
            frame(self.out, b"d", bytes(self.held))
            self.held.clear()


def frame(out: BinaryIO, kind: bytes, payload: bytes) -> None:
    out.write(kind + struct.pack(">I", len(payload)) + payload)


def answer(store: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """Run one query and write its frames."""
    import pyoxigraph as ox

    result = asked(store, request)
    frames = Frames(out)
    results, rdf = request.get("results", "TSV"), request.get("rdf", "N_TRIPLES")
    if isinstance(result, ox.QueryBoolean):
        frame(out, b"h", json.dumps({"kind": "boolean", "value": bool(result)}).encode())
        if "results" in request and results is not None:
            result.serialize(cast(IO[bytes], frames), format=getattr(ox.QueryResultsFormat, results))
    elif isinstance(result, ox.QuerySolutions):
        variables = [variable.value for variable in result.variables]
        frame(out, b"h", json.dumps({"kind": "solutions", "variables": variables}).encode())
        if results is not None:
            result.serialize(cast(IO[bytes], frames), format=getattr(ox.QueryResultsFormat, results))
    else:
        frame(out, b"h", json.dumps({"kind": "triples"}).encode())
        if rdf is not None:
            prefixes = request.get("prefixes")
            ox.serialize(result, cast(IO[bytes], frames), format=getattr(ox.RdfFormat, rdf), prefixes=prefixes)
    frames.flush()
    frame(out, b"e", b"")


def asked(store: Any, request: dict[str, Any]) -> Any:
    """What the engine gives for one request."""
    import pyoxigraph as ox

    if "dump" in request:
        graphs = [ox.NamedNode(name) if name else ox.DefaultGraph() for name in request["dump"]]
        quads = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
        return (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    base = request.get("base")
    if request["dataset"]:
        return store.query(request["query"], base_iri=base)
    default: list[Any] = [ox.NamedNode(name) if name else ox.DefaultGraph() for name in ["", *request["default"]]]
    if request.get("alone"):
        default = default[1:]  # the protocol named its own graphs
    named = None if request["named"] is None else [ox.NamedNode(name) for name in request["named"]]
    return store.query(request["query"], base_iri=base, default_graph=default, named_graphs=named)


def listen(requests: queue.Queue[dict[str, Any]]) -> None:
    """Read requests; the end of the input is the end of the parent, and of this process."""
    source = sys.stdin.buffer
    while True:
        head = source.read(4)
        length = struct.unpack(">I", head)[0] if len(head) == 4 else 0
        text = source.read(length)
        if len(head) < 4 or len(text) < length:
            os._exit(0)
        requests.put(json.loads(text))


def main() -> None:
    """Answer until the parent is gone."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    path, memory = sys.argv[1], int(sys.argv[2])
    confine(memory=memory, reads=[path])
    import pyoxigraph as ox

    out = sys.stdout.buffer
    try:
        store = ox.Store.read_only(path)
    except Exception as error:  # whatever it is, the parent has to hear of it
        frame(out, b"x", json.dumps({"kind": "open", "message": str(error)}).encode())
        out.flush()
        return
    frame(out, b"r", b"")
    out.flush()
    requests: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=listen, args=(requests,), daemon=True).start()
    while True:
        request = requests.get()
        try:
            answer(store, request, out)
        except MemoryError:
            frame(out, b"x", json.dumps({"kind": "memory", "message": "out of memory"}).encode())
        except Exception as error:
            kind, message = "query", str(error)
            if "(os error 1)" in message:  # EPERM: what confinement refuses; a file without permission gives 13
                message = "it would connect or write, which an engine may not"
            elif isinstance(error, OSError) or message.startswith(("Corruption", "IO error")):
                kind = "store"
            frame(out, b"x", json.dumps({"kind": kind, "message": message}).encode())
        out.flush()


if __name__ == "__main__":
    main()
