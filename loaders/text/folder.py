"""Many files read by several processes, given back in their order.

Threat: one text among ten thousand on which the reader loops, grows without end
or dies.  Each worker is a process of its own, spawned and told a file at a time;
it is ended when its time is up, and another one takes its place.  Such a text is
named and lost; no other is.

Files are taken one by one from what is given and results are handed over one by
one, so neither a list of all files nor of all results is ever held.  Ctrl-C, or
leaving the iteration, ends the workers; a parent that is killed takes them along.

    for one in read_folder(files, "comity.loaders.text.folder:reader_of", graph):
        if one.error is None: keep(one.document, one.value)
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sized
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...errors import BadInput, ComityError
from ...graph.workers import environment
from ..report import Progress
from .decoding import read_bytes
from .document import Document

#: Seconds that one document may take, and the making of a reader.
SECONDS, START = 30.0, 180.0
#: Bytes that a worker may take beyond what its reader takes (Linux only).
MEMORY = 1 << 30
#: Files ahead of the next result, for each worker: what a slow one makes the others wait for.
AHEAD = 32
#: Workers that end one after the other before they have read anything.
_FAILED = 3
#: Numeric libraries start a thread a core each; the processes are what shares the cores.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one file: a document and what was read in it, or an error, or neither (``skipped``: was done)."""

    path: Path
    document: Document | None = None
    value: Any = None
    error: BadInput | None = None
    skipped: bool = False


def reader_of(graph: str | None) -> Callable[[Document], Any]:
    """The work of ``comity read``: a reader that knows what the graph at a path knows (None: the usual one)."""
    from ... import open as open_graph
    from .reader import make_reader

    with open_graph(graph) as opened:
        return make_reader(opened).read


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_folder(
    paths: Iterable[Path],
    work: str,
    argument: Any = None,
    *,
    jobs: int | None = None,
    published: str | None = None,
    progress: Progress | None = None,
    done: Container[str] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Generator[FileRead, None, None]:
    """Read files in ``jobs`` processes (as many as there are cores) and yield what became of each, in their order.

    ``work`` names a function, ``module:function``; each worker calls it once
    with ``argument`` and has what it returns read document after document.  Both
    ``argument`` and what is read must be fit for pickle.  ``done`` are SHA-256
    sums of files that are passed over.  ``progress`` is called with the file's
    name, how many are through, and how many there are if ``paths`` has a length.

    Raises :class:`~comity.errors.ComityError` where no worker can be started.
    """
    crew = _Crew(paths, work, argument, jobs or cores(), published, done, seconds, memory)
    total = len(paths) if isinstance(paths, Sized) else None
    atexit.register(crew.stop)  # an iteration that nobody ends, while the threads still run
    try:
        for count, one in enumerate(crew.results(), 1):
            yield one
            if progress is not None:
                progress(one.path.name, count, total)
    finally:
        atexit.unregister(crew.stop)
        crew.stop()


class _Crew:
    """Threads that each look after one worker, and the results that wait for their turn."""

    def __init__(
        self,
        paths: Iterable[Path],
        work: str,
        argument: Any,
        jobs: int,
        published: str | None,
        done: Container[str],
        seconds: float,
        memory: int,
    ) -> None:
        self.order = pickle.dumps((work, argument, published, memory))
        self.done = done
        self.seconds = seconds
        self.files = enumerate(paths)
        self.ahead = jobs * AHEAD
        self.ready: dict[int, FileRead] = {}
        self.given = 0  # results handed over
        self.taken = 0  # files taken
        self.ended = False  # no file is left
        self.broken: BaseException | None = None
        self.stopping = False
        self.turn = threading.Condition()
        self.workers = [_Worker(self.order) for _ in range(jobs)]
        self.threads = [
            threading.Thread(target=self._look_after, args=(worker,), daemon=True) for worker in self.workers
        ]

    def results(self) -> Iterator[FileRead]:
        for thread in self.threads:
            thread.start()
        while True:
            with self.turn:
                while self.given not in self.ready:
                    if self.broken is not None:
                        raise self.broken
                    if self.ended and self.given >= self.taken:
                        return
                    self.turn.wait()
                one = self.ready.pop(self.given)
                self.given += 1
                self.turn.notify_all()
            yield one

    def stop(self) -> None:
        with self.turn:
            self.stopping = True
            self.turn.notify_all()
        for worker in self.workers:
            worker.kill(for_good=True)
        for thread in self.threads:
            if thread.ident is not None:
                thread.join(5)
        for worker in self.workers:
            worker.close()

    def _look_after(self, worker: _Worker) -> None:
        try:
            while (following := self._next()) is not None:
                number, path = following
                result = self._read(worker, path)
                with self.turn:
                    self.ready[number] = result
                    self.turn.notify_all()
        except BaseException as error:  # what it may be is raised where the results are taken
            with self.turn:
                if self.broken is None:
                    self.broken = error
                self.turn.notify_all()

    def _next(self) -> tuple[int, Path] | None:
        with self.turn:
            while self.taken - self.given >= self.ahead and not self.stopping:
                self.turn.wait()
            if self.stopping or self.ended or self.broken is not None:
                return None
            following = next(self.files, None)
            if following is None:
                self.ended = True
                self.turn.notify_all()
            else:
                self.taken += 1
            return following

    def _read(self, worker: _Worker, path: Path) -> FileRead:
        try:
            if path.exists() and not path.is_file() and not path.is_dir():
                raise BadInput("is no file of the usual kind", file=path)
            data = read_bytes(path)
        except BadInput as error:
            return FileRead(path, error=error)
        if sha256(data).hexdigest() in self.done:
            return FileRead(path, skipped=True)
        del data
        kind, *told = worker.ask(path, self.seconds, lambda: self.stopping)
        if kind == "read":
            return FileRead(path, told[0], told[1])
        message, where = told
        return FileRead(path, error=BadInput(message, file=path, **where))


class _Worker:
    """One process, started when it is asked first and again when it has ended."""

    def __init__(self, order: bytes) -> None:
        self.order = order
        self.process: subprocess.Popen[bytes] | None = None
        self.failed = 0
        self.lock = threading.Lock()
        self.stopped = False

    def ask(self, path: Path, seconds: float, stopping: Callable[[], bool]) -> tuple[Any, ...]:
        """What the worker says of a file; raises where it cannot be started."""
        while self.process is None:
            self._start(stopping)
        process = self.process
        try:
            _send(process, pickle.dumps(path))
            told = _receive(process, time.monotonic() + seconds)
        except TimeoutError:
            self.kill()
            self.close()
            return "error", f"took longer than {seconds:g} seconds to read and was given up", {}
        except (EOFError, OSError):
            told = None
        except BaseException:
            self.kill()
            raise
        if told is None:
            return "error", f"the reader ended while it was read ({_ending(self.close())})", {}
        answer: tuple[Any, ...] = pickle.loads(told)  # noqa: S301  # our own worker wrote it
        if answer[0] == "last":  # out of memory: it ends
            self.close()
            return "error", *answer[1:]
        return answer

    def _start(self, stopping: Callable[[], bool]) -> None:
        with self.lock:
            if self.stopped:
                raise ComityError("the reading was stopped")
            self.process = process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                [sys.executable, "-P", "-m", f"{__package__}.folder_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,  # a buffer has a lock, which a thread may hold for ever when the interpreter ends
                env={**environment(), **_ONE_THREAD},
            )
        why: str | None
        try:
            _send(process, self.order)
            told = pickle.loads(_receive(process, time.monotonic() + START))  # noqa: S301
            if told[0] == "ready":
                self.failed = 0
                return
            self.kill()
            raise told[1] if isinstance(told[1], ComityError) else ComityError(f"the reader cannot be made: {told[1]}")
        except TimeoutError:
            why = f"it was not ready within {START:g} seconds"
        except (EOFError, OSError):
            why = None
        ending = _ending(self.close())
        self.failed += 1
        if stopping() or self.failed >= _FAILED:
            raise ComityError(
                f"a process that reads documents cannot be started: {why or ending}",
                hint="comity read FILE reads one document and shows what is wrong.",
            )

    def kill(self, *, for_good: bool = False) -> None:
        """End the process at once, from any thread; ``for_good``: no other one is started."""
        with self.lock:
            self.stopped = self.stopped or for_good
            if self.process is not None:
                self.process.kill()

    def close(self) -> int | None:
        """End the process and tidy up; what it ended with."""
        process, self.process = self.process, None
        if process is None:
            return None
        try:
            code: int | None = process.wait(0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # a file's name that was never read
        return code


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        import signal

        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return "it ended early" if code is None else f"exit {code}"


def _send(process: subprocess.Popen[bytes], message: bytes) -> None:
    assert process.stdin is not None
    left = memoryview(struct.pack(">I", len(message)) + message)
    while left:
        left = left[os.write(process.stdin.fileno(), left) :]


def _receive(process: subprocess.Popen[bytes], until: float) -> bytes:
    """One message; :class:`TimeoutError` where it is not whole by ``until``, :class:`EOFError` at the end."""
    (length,) = struct.unpack(">I", _exactly(process, 4, until))
    return _exactly(process, length, until)


def _exactly(process: subprocess.Popen[bytes], length: int, until: float) -> bytes:
    assert process.stdout is not None
    number = process.stdout.fileno()
    waits = select.poll()
    waits.register(number, select.POLLIN)
    parts = bytearray()
    while len(parts) < length:
        left = until - time.monotonic()
        if left <= 0 or not waits.poll(left * 1000):
            raise TimeoutError
        part = os.read(number, min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
