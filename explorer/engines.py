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
import json
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ..errors import BadQuery
from .engine import Answer, Busy, Engine, in_time

if TYPE_CHECKING:
    from ..graph.generations import Generation
    from .current import Current
    from .settings import Settings

#: Seconds after which a query is one of the slow ones.
SLOW = 1.0
#: Queries after which a process is replaced: memory that the engine keeps is given back.
LIFE = 2000


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
                "default": generation.joined,
                "named": generation.named,
                "dataset": False,
                **request,
            }
            timeout = self._settings.timeout
            await engine.ask(whole)
            began = time.monotonic()
            try:
                _, payload = await in_time(engine, engine.frame(), timeout, timeout)
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
