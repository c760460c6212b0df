"""One process that runs queries, as the server's event loop sees it, and the answer it gives.

The process is ``graph/worker_main.py``; :mod:`engines` says how many there are
and who gets one.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import struct
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadQuery, ComityError, Damaged, QueryTimeout
from ..graph import worker_main
from ..graph.workers import worker_environment

if TYPE_CHECKING:
    from ..graph.generations import Generation

#: Priority of queries that work long, and of slow ones, as nice counts it: a tenth and a thirtieth of what others get.
#: Not less, or a machine that is busy with other things would never end them.
LONGER, SLOWER = 10, 15
#: Bytes up to which an answer is held together while it is read, so that it can be kept.
HELD = 1 << 20


def end(process: asyncio.subprocess.Process) -> None:
    """Kill a process.

    Not by its own ``kill``: that first asks whether it has ended, and so takes
    the answer from whoever waits for it, who then complains.
    """
    try:
        if hasattr(signal, "SIGKILL"):
            os.kill(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass  # it has ended by itself


def _work(pid: int) -> tuple[str, float]:
    """What a process is doing (R runs or would, D waits for a disk), and the seconds of a processor it has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Busy(ComityError):
    """More is asked than the server can do at once."""


class Engine:
    """One process on one generation; one query at a time."""

    _numbers = itertools.count(1)

    def __init__(self, generation: Generation, memory: int) -> None:
        self.generation = generation
        self.number = next(self._numbers)
        self._memory = memory
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False
        self._before = 0.0
        self.served = 0
        #: Whether its query has given its place back, and whether it has low priority.
        self.slow = False
        self.low = False
        self.client = ""
        self.began = 0.0
        #: Why it was killed, if it was.
        self.killed = ""

    async def start(self) -> None:
        """Start the process."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            str(Path(worker_main.__file__)),
            str(self.generation.store_path),
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=worker_environment(),
            limit=1 << 18,
        )

    async def ready(self) -> None:
        """Wait until the process has its store open; start it where it is not."""
        if self._process is None:
            await self.start()
        if not self._ready:
            await self.frame()
            self._ready = True

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    def kill(self, why: str = "") -> None:
        """End the process, whatever it is doing."""
        self.killed = self.killed or why or "ended"
        if self._process is not None and self._process.returncode is None:
            end(self._process)

    async def gone(self) -> None:
        """Wait until the killed process is no more."""
        if self._process is not None:
            await self._process.wait()

    def work(self) -> tuple[float, bool]:
        """Seconds of a processor that the query has taken, and whether it would take more and is not let (Linux).

        Elsewhere nobody knows: none, and no.
        """
        try:
            state, seconds = _work(self.pid)
        except (OSError, ValueError, IndexError):
            return 0.0, False
        taken = seconds - self._before
        return taken, state in "RD" and taken < (time.monotonic() - self.began) / 2

    def lower(self, nice: int) -> None:
        """Give it low priority."""
        self.low = True
        self._prefer(nice)

    def rise(self) -> bool:
        """Whether it has usual priority, be it again: the system lets only some users give that."""
        if self.low and self._prefer(0):
            self.low = False
        return not self.low

    def _prefer(self, nice: int) -> bool:
        if not hasattr(os, "setpriority"):
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)
        except OSError:
            return False  # it has ended meanwhile, or may not rise
        return True

    async def ask(self, request: dict[str, Any]) -> None:
        """Send a request to a process that is ready."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        text = json.dumps(request).encode()
        self.served += 1
        self.began = time.monotonic()
        try:
            self._before = _work(self.pid)[1]
        except (OSError, ValueError, IndexError):
            pass  # no /proc here
        try:
            process.stdin.write(struct.pack(">I", len(text)) + text)
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has died: the first frame tells why

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame; raises what an error frame or a dead process means."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            head = await self._process.stdout.readexactly(5)
            payload = await self._process.stdout.readexactly(struct.unpack(">I", head[1:])[0])
        except asyncio.IncompleteReadError:
            raise self._died() from None
        if head[:1] == b"x":
            raise self._refused(json.loads(payload))
        return head[:1], payload

    def _died(self) -> ComityError:
        if self.killed:
            return QueryTimeout(self.killed)
        return Busy(
            "the query was more than the engine can bear: its process ran out of memory or stack",
            hint="Ask for less at once, or nest less.",
        )

    def _refused(self, error: dict[str, str]) -> ComityError:
        if error["kind"] in ("open", "store"):
            return Damaged(f"the graph cannot be read: {error['message']}", hint="comity store verify tells more.")
        if error["kind"] == "memory":
            return Busy("the query needed more memory than a query may take", hint="Ask for less at once.")
        message = " ".join(error["message"].split())
        return BadQuery(f"the query cannot be run: {message if len(message) <= 300 else message[:299] + '…'}")


class Answer:
    """What one query gives: its header, then its bytes in the format asked for."""

    def __init__(self, engine: Engine, header: dict[str, Any], timeout: float) -> None:
        self.kind: str = header["kind"]
        self.variables: Sequence[str] = header.get("variables", ())
        self.generation = engine.generation
        self.done = False
        #: What was read so far; None where that is too much to be kept.
        self.body: bytearray | None = bytearray()
        self._engine = engine
        self._left = timeout
        self._timeout = timeout

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, up to 64 KiB a piece.  The clock runs while the engine works, not while the client reads."""
        while not self.done:
            began = time.monotonic()
            kind, payload = await in_time(self._engine, self._engine.frame(), self._left, self._timeout)
            self._left -= time.monotonic() - began
            if kind == b"d":
                if self.body is not None:
                    self.body += payload
                    if len(self.body) > HELD:
                        self.body = None
                yield payload
            elif kind == b"e":
                self.done = True


async def in_time(engine: Engine, work: Any, left: float, timeout: float) -> Any:
    """What some work gives, where it does in the seconds left; else the engine is ended."""
    try:
        async with asyncio.timeout(max(left, 0.001)):
            return await work
    except TimeoutError:
        engine.kill("timed out")
        raise QueryTimeout(
            f"the query took longer than {timeout:g} seconds and was stopped",
            hint="Narrow it, or add a LIMIT.",
        ) from None
