"""The parent's end of one process that reads documents: asks it file by file, ends it when its time is up.

Threat: a process that a hostile document has turned may answer anything, too
much, or never.  So: an answer has a length and a time that it may take, is
JSON, and is held against the declared types; one that is not what it should be
ends the process.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import BadInput, ComityError, from_plain
from ...graph.workers import environment
from .document import Document
from .plain import restored

#: Seconds that the making of a reader may take.
START = 180.0
#: Bytes of an answer: the places of the longest document take most of it.
ANSWER = 256 << 20
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


class Worker:
    """One process, started when it is asked first and again when it has ended."""

    def __init__(self, program: Sequence[str], order: dict[str, Any], kind: Any) -> None:
        self.program = list(program)
        self.order = order
        self.kind = kind
        self.process: subprocess.Popen[bytes] | None = None
        self.failed = 0
        self.lock = threading.Lock()
        self.stopped = False

    def ask(self, path: Path, done: Container[str], seconds: float, stopping: Callable[[], bool]) -> FileRead:
        """What becomes of a file, one whose sum is ``done`` passed over; raises where no process can be started."""
        while self.process is None:
            self._start(stopping)
        process = self.process
        until = time.monotonic() + seconds
        try:
            _send(process, str(path))
            told = _receive(process, until)
            if "sum" in told:
                wanted = told["sum"] not in done
                _send(process, wanted)
                if not wanted:
                    return FileRead(path, skipped=True)
                told = _receive(process, until)
            if "read" in told:
                document, value = told["read"]
                return FileRead(path, restored(Document, document), restored(self.kind, value))
            if told.get("last"):  # out of memory: it ends
                self.close()
            error = from_plain(told["error"])
            refused = BadInput(
                error.message, file=path, line=error.line, column=error.column, field=error.field, hint=error.hint
            )
            return FileRead(path, error=refused)
        except TimeoutError:
            self.kill()
            self.close()
            return _given_up(path, f"took longer than {seconds:g} seconds to read and was given up")
        except (EOFError, OSError):
            code = self.close()
            if code is not None and code == -getattr(signal, "SIGPROF", 0):
                return _given_up(path, "takes more work than a document of its size may take and was given up")
            return _given_up(path, f"the reader ended while it was read ({_ending(code)})")
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
            self.kill()
            self.close()
            return _given_up(path, "what was read in it cannot be understood, and it was given up")
        except BaseException:
            self.kill()
            raise

    def _start(self, stopping: Callable[[], bool]) -> None:
        with self.lock:
            if self.stopped:
                raise ComityError("the reading was stopped")
            self.process = process = subprocess.Popen(  # noqa: S603  # no shell, and no word of a document in it
                self.program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,  # a buffer has a lock, which a thread may hold for ever when the interpreter ends
                env={**environment(), **_ONE_THREAD},
            )
        why: str | None
        try:
            _send(process, self.order)
            told = _receive(process, time.monotonic() + START)
            if "ready" in told:
                self.failed = 0
                return
            self.kill()
            raise from_plain(told["failed"])
        except TimeoutError:
            why = f"it was not ready within {START:g} seconds"
        except (EOFError, LookupError, OSError, ValueError):
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
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return "it ended early" if code is None else f"exit {code}"


def _given_up(path: Path, why: str) -> FileRead:
    return FileRead(path, error=BadInput(why, file=path))


def _send(process: subprocess.Popen[bytes], what: Any) -> None:
    assert process.stdin is not None
    message = json.dumps(what).encode("ascii")  # a file's name may hold bytes that are no text: they are escaped
    left = memoryview(struct.pack(">I", len(message)) + message)
    while left:
        left = left[os.write(process.stdin.fileno(), left) :]


def _receive(process: subprocess.Popen[bytes], until: float) -> dict[str, Any]:
    """One message.

    :class:`TimeoutError` where it is not whole by ``until`` (the process is ended then), :class:`EOFError` at the
    end, :class:`ValueError` where it is none.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()  # and the reading below comes to an end, on every system

    clock = threading.Timer(max(until - time.monotonic(), 0), end)
    clock.daemon = True
    clock.start()
    try:
        (length,) = struct.unpack(">I", _exactly(process, 4))
        if length > ANSWER:
            raise ValueError(f"an answer of {length:,} bytes")
        told = json.loads(_exactly(process, length).decode("utf-8", "surrogatepass"))
    except EOFError:
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
    if not isinstance(told, dict):
        raise ValueError("an answer without names")
    return told


def _exactly(process: subprocess.Popen[bytes], length: int) -> bytes:
    assert process.stdout is not None
    number = process.stdout.fileno()
    parts = bytearray()
    while len(parts) < length:
        part = os.read(number, min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
