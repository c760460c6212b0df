"""The processes that run queries of others: how many at once, for how long, and who has to wait.

Threat: queries that run without end, eat memory, or come by the hundred.  Each
runs in a process of its own (``graph/worker_main.py``) that is killed when its
time is up or its client leaves.  A query that has worked for ``LONG`` seconds
goes on with low priority, after ``SLOW`` seconds it gives its place back, so
that the worst query never stops others from being answered; of such slow ones
there are only so many, all together and each client, and the one that ran
longest makes room.
The last free place is for a client that has none, and of those who wait the one
with the fewest places is next, so that whoever asks much never holds up others.
A process stands ready for the next query, since starting one costs a tenth of a
second; what was answered before is answered again from :mod:`kept`.

Limits: priorities and the memory cap are those of the platform (Windows has
neither here); a client is told by its address, so those behind one proxy share.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ..errors import BadQuery, ComityError, QueryTimeout
from ..graph.workers import STARTING
from .engine import LONGER, SLOWER, Answer, Busy, Engine, in_time
from .kept import Kept

if TYPE_CHECKING:
    from ..graph.generations import Generation
    from .current import Current
    from .settings import Settings

#: Seconds of a processor after which a query has low priority, and how often that is looked at.
LONG = 0.15
LOOK = 0.1
#: Seconds after which a query is one of the slow ones.
SLOW = 1.0
#: Where the machine gives its process less, it becomes one after so many times the seconds.
STARVED = 4
#: Queries after which a process is replaced: memory that the engine keeps is given back.
LIFE = 2000


class Engines:
    """The pool.  Use it from one event loop."""

    def __init__(self, current: Current, settings: Settings) -> None:
        self._current = current
        self._settings = settings
        self._idle: list[Engine] = []
        self._working: set[Engine] = set()
        #: How many places each client has.
        self._held: Counter[str] = Counter()
        #: Who waits, by client; each in turn gets a place.
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._ending: set[asyncio.Task[None]] = set()
        self._spare: asyncio.Task[None] | None = None
        self._kept = Kept()
        #: What is being asked and could be kept, and whether that is over.
        self._asked: dict[bytes, asyncio.Future[None]] = {}

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
        generation = self._current.get()
        whole = {
            "default": generation.joined,
            "named": generation.named,
            "dataset": False,
            **request,
        }
        key = self._kept.key(generation, whole)
        again = await self._known(key)
        if again is not None:
            yield again
            return
        await self._place(client)
        again = self._kept.get(key)  # meanwhile somebody may have heard it
        if again is not None:
            self._free(client)
            self._next()
            yield again
            return
        engine: Engine | None = None
        watch: asyncio.Task[None] | None = None
        clean = False
        try:
            if key is not None:
                self._asked.setdefault(key, asyncio.get_running_loop().create_future())
            engine = self._engine(generation)
            engine.client = client
            await self._started(engine)
            self._working.add(engine)
            timeout = self._settings.timeout
            await engine.ask(whole)
            watch = asyncio.ensure_future(self._watch(engine))
            began = time.monotonic()
            try:
                _, payload = await in_time(engine, engine.frame(), timeout, timeout)
                answer = Answer(engine, json.loads(payload), timeout - (time.monotonic() - began))
                yield answer
                clean = answer.done
                self._kept.keep(key, answer)
            except BadQuery:
                clean = True  # the engine has said so and waits for the next
                raise
        finally:
            if watch is not None:
                watch.cancel()
            if engine is not None:
                self._working.discard(engine)
                self._back(engine, clean)
                if key is not None and key in self._asked:
                    self._asked.pop(key).set_result(None)
            if engine is None or not engine.slow:
                self._free(client)
            self._next()

    async def _known(self, key: bytes | None) -> Answer | None:
        """A kept answer; where the same is being asked at this moment, that one is waited for, not for long."""
        first = None if key is None else self._asked.get(key)
        if first is not None:
            await asyncio.wait([first], timeout=SLOW)
        return self._kept.get(key)

    async def _started(self, engine: Engine) -> None:
        try:
            await in_time(engine, engine.ready(), STARTING, STARTING)
        except QueryTimeout:
            raise Busy("the machine is too busy to start an engine", hint="Try again in a minute.") from None

    # Places

    async def _place(self, client: str) -> None:
        """Wait for one of the places of quick queries."""
        if not self._waiting and self._may(client):
            self._held[client] += 1
            return
        if sum(map(len, self._waiting.values())) >= self._settings.waiting:
            raise Busy("too many queries wait already", hint="Try again in a few seconds.")
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(ready)
        self._next()  # who waits already may be one that is given no place now, while this one is
        try:
            async with asyncio.timeout(self._settings.patience):
                await ready
        except TimeoutError:
            self._forget(client, ready)
            raise Busy("no place for the query came free in time", hint="Try again in a few seconds.") from None
        except BaseException:
            self._forget(client, ready)
            raise

    def _may(self, client: str) -> bool:
        """Whether a client may have one more place: the last one is for who has none."""
        free = self._settings.engines - self._held.total()
        return free > 1 or (free == 1 and (self._held[client] == 0 or self._settings.engines == 1))

    def _free(self, client: str) -> None:
        """A client gives a place back."""
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]

    def _forget(self, client: str, ready: asyncio.Future[None]) -> None:
        """Somebody no longer waits; a place that was given at that moment goes on to the next."""
        if ready.done() and not ready.cancelled():
            self._free(client)
            self._next()
            return
        queue = self._waiting.get(client)
        if queue is not None and ready in queue:
            queue.remove(ready)
            if not queue:
                del self._waiting[client]

    def _next(self) -> None:
        """Give places to those who wait: who has the fewest first, else in turns."""
        while True:
            allowed = [client for client in self._waiting if self._may(client)]
            if not allowed:
                return
            client = min(allowed, key=self._held.__getitem__)
            queue = self._waiting[client]
            ready = queue.popleft()
            if queue:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            if not ready.done():
                self._held[client] += 1
                ready.set_result(None)

    # Processes

    def _engine(self, generation: Generation) -> Engine:
        found = None
        while self._idle and found is None:
            engine = self._idle.pop()
            if engine.generation is generation and engine.alive:
                found = engine
            else:
                self._end(engine)
        if not self._idle and (self._spare is None or self._spare.done()):
            self._spare = asyncio.ensure_future(self._one_more(generation))
        return found or Engine(generation, self._settings.memory)

    async def _one_more(self, generation: Generation) -> None:
        """Have a process stand ready for the next query."""
        engine = Engine(generation, self._settings.memory)
        try:
            await in_time(engine, engine.ready(), STARTING, STARTING)
        except (ComityError, OSError):
            self._end(engine)  # whoever needs one will hear why
        except BaseException:
            self._end(engine)
            raise
        else:
            self._back(engine, True)

    def _back(self, engine: Engine, clean: bool) -> None:
        usable = clean and not engine.slow and not engine.killed and engine.served < LIFE and engine.rise()
        if usable and engine.generation is self._current.get() and len(self._idle) < self._settings.engines:
            self._idle.append(engine)
        else:
            self._end(engine)

    def _end(self, engine: Engine) -> None:
        engine.kill()
        task = asyncio.ensure_future(engine.gone())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _watch(self, engine: Engine) -> None:
        """Look at a query as long as it has a place: one that works long loses its priority, then its place."""
        while True:
            await asyncio.sleep(LOOK)
            taken, starves = engine.work()
            if taken > LONG and not engine.low:
                engine.lower(LONGER)
            passed = time.monotonic() - engine.began
            # One that others keep from working would never end at low priority: it has more time.
            if passed > (STARVED * SLOW if starves and not engine.low else SLOW):
                self._slow(engine)
                return

    def _slow(self, engine: Engine) -> None:
        """A query has become a slow one: it gives its place back, and the longest of too many ends."""
        if engine not in self._working or engine.killed:
            return
        engine.slow = True
        engine.lower(SLOWER)
        self._free(engine.client)
        slow = sorted((one for one in self._working if one.slow and not one.killed), key=lambda one: one.began)
        own = [one for one in slow if one.client == engine.client]
        crowd = own if len(own) > self._settings.slow_each else slow if len(slow) > self._settings.slow else []
        if crowd:
            crowd[0].kill("the query was stopped: too many queries ran long at the same time")
        self._next()

    async def close(self) -> None:
        """End every process."""
        if self._spare is not None:
            self._spare.cancel()
            await asyncio.gather(self._spare, return_exceptions=True)
        for engine in (*self._idle, *self._working):
            self._end(engine)
        self._idle.clear()
        while self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)
