"""The processes that run queries of others: how many at once, for how long, and who has to wait.

Threat: queries that run without end, eat memory, or come by the hundred.  Each
runs in a process of its own (``graph/worker_main.py``) that is killed when its
time is up or its client leaves.  A query that takes longer than ``SLOW``
seconds gives its place back and goes on with low priority, so that the worst
query never stops others from being answered; of such slow ones there are only
so many, all together and each client, and the one that ran longest makes room.

Limits: priorities and the memory cap are those of the platform (Windows has
neither here); a client is told by its address, so those behind one proxy share.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import struct
import sys
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadQuery, ComityError, Damaged, QueryTimeout
from ..graph import worker_main
from ..ontology.namespaces import CLAIMS, DERIVED, ONTOLOGY

if TYPE_CHECKING:
    from ..graph.generations import Generation
    from .current import Current
    from .settings import Settings

#: Seconds after which a query is one of the slow ones.
SLOW = 1.0
#: Queries after which a process is replaced: memory that the engine keeps is given back.
LIFE = 2000
#: Priority of slow queries, as nice counts it.
NICE = 15


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
        self.served = 0
        self.slow = False
        self.client = ""
        self.began = 0.0
        #: Why it was killed, if it was.
        self.killed = ""

    async def start(self) -> None:
        """Start the process."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            str(Path(worker_main.__file__)),
            str(self.generation.store_path),
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            limit=1 << 18,
        )

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    def kill(self, why: str = "") -> None:
        """End the process, whatever it is doing."""
        self.killed = self.killed or why or "ended"
        if self._process is not None and self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                pass

    async def gone(self) -> None:
        """Wait until the killed process is no more."""
        if self._process is not None:
            await self._process.wait()

    def lower(self) -> None:
        """Give it low priority, for good."""
        self.slow = True
        if hasattr(os, "setpriority"):
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, NICE)
            except OSError:
                pass  # it has ended meanwhile

    async def ask(self, request: dict[str, Any]) -> None:
        """Send a request."""
        if self._process is None:
            await self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        text = json.dumps(request).encode()
        self.served += 1
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
        self._engine = engine
        self._left = timeout
        self._timeout = timeout

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, up to 64 KiB a piece.  The clock runs while the engine works, not while the client reads."""
        while not self.done:
            began = time.monotonic()
            kind, payload = await _in_time(self._engine, self._engine.frame(), self._left, self._timeout)
            self._left -= time.monotonic() - began
            if kind == b"d":
                yield payload
            elif kind == b"e":
                self.done = True


async def _in_time(engine: Engine, work: Any, left: float, timeout: float) -> Any:
    try:
        async with asyncio.timeout(max(left, 0.001)):
            return await work
    except TimeoutError:
        engine.kill("timed out")
        raise QueryTimeout(
            f"the query took longer than {timeout:g} seconds and was stopped",
            hint="Narrow it, or add a LIMIT.",
        ) from None


class Engines:
    """The pool.  Use it from one event loop."""

    def __init__(self, current: Current, settings: Settings) -> None:
        self._current = current
        self._settings = settings
        self._idle: list[Engine] = []
        self._working: set[Engine] = set()
        self._quick = 0
        #: Who waits, by client; each in turn gets a place.
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def current(self) -> Generation:
        """The generation that the next query is answered from."""
        return self._current.get()

    @property
    def processes(self) -> list[int]:
        """The process ids there are."""
        return [engine.pid for engine in (*self._idle, *self._working) if engine._process is not None]

    def default_graphs(self, generation: Generation) -> list[str]:
        """What a query sees beside the facts: the words and what is derived, never claims."""
        return [name for name in generation.counts if name == ONTOLOGY or name.startswith(DERIVED)]

    def named_graphs(self, generation: Generation) -> list[str]:
        """What GRAPH reaches unless a query names claims."""
        return [name for name in generation.counts if name and not name.startswith(CLAIMS)]

    async def warm(self) -> None:
        """Start one process before it is needed."""
        engine = Engine(self._current.get(), self._settings.memory)
        await engine.start()
        self._idle.append(engine)

    @asynccontextmanager
    async def run(self, request: dict[str, Any], *, client: str) -> AsyncIterator[Answer]:
        """Run one request (``graph/worker_main.py``) for a client.

        ``default`` and ``named`` graphs that are left out are those of the
        generation.  Raises :class:`Busy` where too many wait, :class:`BadQuery`
        and :class:`QueryTimeout` as the answer is read.  An answer that is left
        unread ends its process.
        """
        await self._place(client)
        engine: Engine | None = None
        watch: asyncio.TimerHandle | None = None
        clean = False
        try:
            engine = self._engine()
            engine.client, engine.began = client, time.monotonic()
            self._working.add(engine)
            watch = asyncio.get_running_loop().call_later(SLOW, self._slow, engine)
            generation = engine.generation
            whole = {
                "default": self.default_graphs(generation),
                "named": self.named_graphs(generation),
                "dataset": False,
                **request,
            }
            timeout = self._settings.timeout
            await engine.ask(whole)
            began = time.monotonic()
            try:
                _, payload = await _in_time(engine, engine.frame(), timeout, timeout)
                answer = Answer(engine, json.loads(payload), timeout - (time.monotonic() - began))
                yield answer
                clean = answer.done
            except BadQuery:
                clean = True  # the engine has said so and waits for the next
                raise
        finally:
            if watch is not None:
                watch.cancel()
            if engine is not None:
                self._working.discard(engine)
                self._back(engine, clean)
            if engine is None or not engine.slow:
                self._quick -= 1
            self._next()

    async def _place(self, client: str) -> None:
        """Wait for one of the places of quick queries; clients take turns."""
        if self._quick < self._settings.engines and not self._waiting:
            self._quick += 1
            return
        if sum(map(len, self._waiting.values())) >= self._settings.waiting:
            raise Busy("too many queries wait already", hint="Try again in a few seconds.")
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(ready)
        try:
            async with asyncio.timeout(self._settings.patience):
                await ready
        except TimeoutError:
            self._forget(client, ready)
            raise Busy("no place for the query came free in time", hint="Try again in a few seconds.") from None
        except BaseException:
            self._forget(client, ready)
            raise

    def _forget(self, client: str, ready: asyncio.Future[None]) -> None:
        """Somebody no longer waits; a place that was given at that moment goes on to the next."""
        if ready.done() and not ready.cancelled():
            self._quick -= 1
            self._next()
            return
        queue = self._waiting.get(client)
        if queue is not None and ready in queue:
            queue.remove(ready)
            if not queue:
                del self._waiting[client]

    def _next(self) -> None:
        while self._quick < self._settings.engines and self._waiting:
            client, queue = next(iter(self._waiting.items()))
            ready = queue.popleft()
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            if not ready.done():
                self._quick += 1
                ready.set_result(None)

    def _engine(self) -> Engine:
        generation = self._current.get()
        while self._idle:
            engine = self._idle.pop()
            if engine.generation is generation:
                return engine
            self._end(engine)
        return Engine(generation, self._settings.memory)

    def _back(self, engine: Engine, clean: bool) -> None:
        usable = clean and not engine.slow and not engine.killed and engine.served < LIFE
        if usable and engine.generation is self._current.get() and len(self._idle) < self._settings.engines:
            self._idle.append(engine)
        else:
            self._end(engine)

    def _end(self, engine: Engine) -> None:
        engine.kill()
        task = asyncio.ensure_future(engine.gone())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _slow(self, engine: Engine) -> None:
        """A query has become a slow one: it gives its place back, and the longest of too many ends."""
        if engine not in self._working or engine.killed:
            return
        engine.lower()
        self._quick -= 1
        slow = sorted((one for one in self._working if one.slow and not one.killed), key=lambda one: one.began)
        own = [one for one in slow if one.client == engine.client]
        crowd = own if len(own) > self._settings.slow_each else slow if len(slow) > self._settings.slow else []
        if crowd:
            crowd[0].kill("the query was stopped: too many queries ran long at the same time")
        self._next()

    async def close(self) -> None:
        """End every process."""
        for engine in (*self._idle, *self._working):
            self._end(engine)
        self._idle.clear()
        while self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)
