"""Queries run in worker processes, which can be stopped; the engine itself cannot.

Threat: a query that runs or grows without end, or that ends the process that
runs it.  Each worker is spawned (a forked one would lose the parent's commits),
reads one generation, and is killed when its time is up or its caller leaves.

A worker is confined before it opens the store (``confine.py``): what gets past
the guard can neither connect nor touch another file.

Limits: cap of memory and confinement are Linux's; on macOS and Windows only the
time limit holds.
"""

from __future__ import annotations

import functools
import json
import math
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from ..errors import BadQuery, Damaged, QueryTimeout, StoreError, Usage

if TYPE_CHECKING:
    from types import TracebackType

#: Bytes of address space a worker may take.
MEMORY = 4 << 30
#: Seconds that a worker may take to start and open its store: they are not the query's.
STARTING = 30.0
#: Seconds a query may be given at most: a week.
LONGEST = 604_800
_MAIN = Path(__file__).with_name("worker_main.py")


def environment() -> dict[str, str]:
    """The environment of a process that is to import what this one does, with nothing of the folder it stands in."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def worker_environment() -> dict[str, str]:
    """The same for a worker: opening a store starts dozens of threads, and glibc sets 64 MB aside for each.

    Those would count as memory that the query takes.
    """
    return {**environment(), "MALLOC_ARENA_MAX": "2"}


@functools.cache
def nowhere() -> int:
    """A file where what is written is lost; a process that is to be confined opens it before."""
    return os.open(os.devnull, os.O_RDWR)


class Answer:
    """What a query gives: ``kind`` is boolean, solutions or triples.

    ``rows`` streams tuples of terms, None where unbound; it can be read once
    and holds the worker until it is read or dropped.
    """

    def __init__(self, kind: str, variables: Sequence[str], boolean: bool | None, source: _Frames | None) -> None:
        self.kind = kind
        self.variables = tuple(variables)
        self.boolean = boolean
        self._source = source

    def rows(self) -> Generator[tuple[Any, ...], None, None]:
        """The rows of a SELECT, or the triples of a CONSTRUCT as rows of three."""
        if self._source is None:
            return
        import pyoxigraph as ox

        source, self._source = self._source, None
        try:
            file = cast("IO[bytes]", source)  # it has the one method that the engine calls
            if self.kind == "solutions":
                parsed = ox.parse_query_results(file, format=ox.QueryResultsFormat.TSV)
                for solution in cast("Iterator[Any]", parsed):
                    yield tuple(solution)
            else:
                for quad in ox.parse(file, format=ox.RdfFormat.N_TRIPLES):
                    yield (quad.subject, quad.predicate, quad.object)
        except BaseException as error:
            # Nobody reads on: what the worker still computes is for nobody.
            source.abandon()
            if source.error is not None and source.error is not error:
                raise source.error from None  # the parser has wrapped it
            if isinstance(error, OSError | SyntaxError | ValueError):
                raise StoreError(
                    f"the answer cannot be read back from the engine: {error}",
                    hint="It may hold a value of more than 16 MiB; leave that out.",
                ) from None
            raise
        source.drain()


class Worker:
    """One process reading one generation; queries run one after the other.

    Use from one thread.  ``graphs`` are joined to the facts as the default graph;
    ``named`` are what GRAPH reaches (None: every one there is).
    """

    def __init__(
        self,
        store: Path,
        graphs: Sequence[str] = (),
        *,
        named: Sequence[str] | None = None,
        memory: int = MEMORY,
    ) -> None:
        self._store = store
        self._graphs = list(graphs)
        self._named = None if named is None else list(named)
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._open: _Frames | None = None
        self._ready = False

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        pass  # a request that was never read

    def start(self) -> None:
        """Start the process already; ``run`` does it else."""
        if self._process is not None and self._process.poll() is not None:
            self.close()  # it was killed between two queries
        if self._process is None:
            self._start()

    def run(
        self,
        text: str,
        *,
        timeout: float,
        dataset: bool = False,
        claims: bool = False,
        graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Run a query that the guard has seen.

        ``dataset``: the query says with FROM which graphs it wants.  ``claims``:
        GRAPH reaches every graph, those of claims too.  ``graphs`` are joined to
        the facts instead of the worker's own: each costs a look-up a pattern.

        Raises :class:`BadQuery` where it cannot be read, :class:`QueryTimeout`
        where ``timeout`` seconds pass before its last row, :class:`StoreError`
        where the worker dies.
        """
        if not 0 < timeout <= LONGEST or math.isnan(timeout):
            raise Usage(f"a query takes between 0 and {LONGEST:,} seconds, not {timeout:g}", field="--timeout")
        if self._open is not None and not self._open.done:
            self.close()  # rows of the last answer were left unread
        self.start()
        process = self._process
        assert process is not None
        request = json.dumps(
            {
                "query": text,
                "default": self._graphs if graphs is None else list(graphs),
                "named": None if claims else self._named,
                "dataset": dataset,
            }
        ).encode()
        frames = _Frames(self, process, timeout, ready=self._ready)
        self._open = frames
        try:
            assert process.stdin is not None
            process.stdin.write(struct.pack(">I", len(request)) + request)
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it has died: what it said before, if anything, tells why
        except BaseException:
            frames.abandon()
            raise
        try:
            kind, payload = frames.next()
            header = json.loads(payload)
            assert kind == b"h"
            if header["kind"] == "boolean":
                frames.drain()
                return Answer("boolean", (), header["value"], None)
        except BaseException:
            frames.abandon()
            raise
        variables = header.get("variables", ("subject", "predicate", "object"))
        return Answer(header["kind"], variables, None, frames)

    def _start(self) -> None:
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603  # our own file, no shell
            [sys.executable, "-P", str(_MAIN), str(self._store), str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=nowhere(),
            env=worker_environment(),
        )


class _Frames:
    """The frames of one answer, read as a file; the clock runs from when the worker is ready until the last one."""

    def __init__(self, worker: Worker, process: subprocess.Popen[bytes], timeout: float, *, ready: bool) -> None:
        assert process.stdout is not None
        self._worker = worker
        self._process = process
        self._pipe: IO[bytes] = process.stdout
        self._timeout = timeout
        self.error: BaseException | None = None
        self._held = b""
        self._at = 0  # how much of it has been read: the parser takes a few hundred bytes at a time
        self.done = False
        self._expired = False
        self._clock = self._started(timeout if ready else timeout + STARTING)

    def _started(self, seconds: float) -> threading.Timer:
        clock = threading.Timer(seconds, self._expire)
        clock.daemon = True
        clock.start()
        return clock

    def _expire(self) -> None:
        self._expired = True
        self._process.kill()

    def stop(self) -> None:
        """The answer is over: stop the clock."""
        self._clock.cancel()
        self.done = True

    def abandon(self) -> None:
        """End a worker whose answer nobody reads; one that has answered whole is left alone."""
        if not self.done:
            self.stop()
            self._end()

    def _end(self) -> None:
        """End the process of this answer; the worker may have another by now."""
        if self._worker._process is self._process:
            self._worker.close()

    def next(self) -> tuple[bytes, bytes]:
        """The next frame; raises what an error frame or a dead worker means."""
        head = self._pipe.read(5)
        if len(head) == 5:
            length = struct.unpack(">I", head[1:])[0]
            payload = self._pipe.read(length) if length else b""
            if len(payload) == length:
                if head[:1] == b"x":
                    self.stop()
                    raise self._refused(json.loads(payload))
                if head[:1] == b"r":  # the store is open, the query begins
                    self._worker._ready = True
                    self._clock.cancel()
                    self._clock = self._started(self._timeout)
                    return self.next()
                if head[:1] == b"e":
                    self.stop()
                return head[:1], payload
        self.stop()
        self._end()
        raise self._died() from None

    def _died(self) -> Exception:
        if self._expired:
            return QueryTimeout(
                f"the query took longer than {self._timeout:g} seconds and was stopped",
                hint="Narrow it, add a LIMIT, or allow more with --timeout.",
            )
        return BadQuery(
            "the query was more than the engine can bear: its worker ran out of memory or stack",
            hint="Nest less, or ask for less at once.",
        )

    def _refused(self, error: dict[str, str]) -> Exception:
        if error["kind"] == "open":
            self._end()
            return Damaged(
                f"{self._worker._store} cannot be opened: {error['message']}",
                hint="comity store verify tells more.",
            )
        if error["kind"] == "store":
            self._end()
            return Damaged(
                f"{self._worker._store} cannot be read: {error['message']}",
                hint="comity store verify tells which files are damaged.",
            )
        if error["kind"] == "memory":
            self._end()
            return BadQuery("the query needed more memory than a query may take", hint="Ask for less at once.")
        message = " ".join(error["message"].split())
        return BadQuery(f"the query cannot be run: {message if len(message) <= 300 else message[:299] + '…'}")

    # What the engine's parsers need of a file

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes of data; b"" at the end."""
        try:
            while not self._held and not self.done:
                kind, payload = self.next()
                if kind == b"d":
                    self._held = payload
        except BaseException as error:
            # The parser may wrap it, Ctrl-C too; it is kept and raised again as it was.
            self.error = error
            raise
        if size is None or size < 0:
            size = len(self._held)
        data = self._held[self._at : self._at + size]
        self._at += len(data)
        if self._at == len(self._held):
            self._held, self._at = b"", 0
        return data

    def drain(self) -> None:
        """Read to the end, so that the worker is free for the next query."""
        while not self.done:
            self.next()
