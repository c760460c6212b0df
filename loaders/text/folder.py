"""Many files read by several processes, given back in their order.

Threat: one text among ten thousand on which the reader loops, grows without end
or dies.  Each worker is a process of its own, spawned and told a file at a time;
it is ended when its time is up, and another one takes its place.  Such a text is
named and lost; no other is.

Files are taken one by one from what is given and results are handed over one by
one, so neither a list of all files nor of all results is ever held.  Ctrl-C, or
leaving the iteration, ends the workers; a parent that is killed takes them along.

    for one in read_folder(files, graph):
        if one.error is None: keep(one.document, one.value)
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Container, Generator, Iterable, Iterator, Sequence, Sized
from pathlib import Path
from typing import Any

from ..report import Progress
from .folder_worker import FileRead, Worker
from .reading import Reading

#: Seconds on the clock that one document may take; its work has a limit of its own (:mod:`.folder_child`).
SECONDS = 120.0
#: Bytes that a worker may take beyond what its reader takes (Linux only).
MEMORY = 1 << 30
#: Files ahead of the next result, for each worker: what a slow one makes the others wait for.
AHEAD = 32
#: What reads: a program that calls :func:`.folder_child.serve`.
PROGRAM = (sys.executable, "-P", "-m", f"{__package__}.folder_child")


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_folder(
    paths: Iterable[Path],
    argument: str | None = None,
    *,
    jobs: int | None = None,
    published: str | None = None,
    progress: Progress | None = None,
    done: Container[str] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
    program: Sequence[str] | None = None,
    kind: Any = Reading,
) -> Generator[FileRead, None, None]:
    """Read files in ``jobs`` processes (as many as there are cores) and yield what became of each, in their order.

    Each makes a reader of ``argument``, the path of a graph (None: the usual one).
    ``done`` are SHA-256 sums of files that are passed over.  ``progress`` is
    called with the file's name, how many are through, and how many there are if
    ``paths`` has a length.  ``program`` reads instead of Comity's own reader,
    and ``kind`` is the type of what it finds in a document (:mod:`.plain`).

    Raises :class:`~comity.errors.ComityError` where no worker can be started.
    """
    order = {"argument": argument, "published": published, "memory": memory}
    crew = _Crew(paths, [Worker(program or PROGRAM, order, kind) for _ in range(jobs or cores())], done, seconds)
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

    def __init__(self, paths: Iterable[Path], workers: Sequence[Worker], done: Container[str], seconds: float) -> None:
        self.done = done
        self.seconds = seconds
        self.files = enumerate(paths)
        self.ahead = len(workers) * AHEAD
        self.ready: dict[int, FileRead] = {}
        self.given = 0  # results handed over
        self.taken = 0  # files taken
        self.ended = False  # no file is left
        self.broken: BaseException | None = None
        self.stopping = False
        self.turn = threading.Condition()
        self.workers = workers
        self.threads = [threading.Thread(target=self._look_after, args=(one,), daemon=True) for one in workers]

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
                    # Not for ever: a Ctrl-C that comes just before the wait begins would be noticed only at its end.
                    self.turn.wait(0.5)
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

    def _look_after(self, worker: Worker) -> None:
        try:
            while (following := self._next()) is not None:
                number, path = following
                result = worker.ask(path, self.done, self.seconds, lambda: self.stopping)
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


__all__ = ["FileRead", "cores", "read_folder"]
