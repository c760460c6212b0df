"""The processes that make pages: each answers one request at a time, and can be killed.

Threat: a page that takes without end (a name of a thousand words, a drawing of
everything) must hold up neither other pages nor queries.  Pages are made in
processes of their own (``desk_main.py``) with a time limit; answers that stay
the same on one generation and day are kept.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import struct
import sys
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..graph.workers import environment
from .asking import Ask, Reply
from .engine import Busy, end

if TYPE_CHECKING:
    from ..graph.generations import Generation
    from .current import Current
    from .settings import Settings

#: Bytes of answers that are kept.
KEPT = 48 << 20
#: Requests after which a process is replaced.
LIFE = 5000


class Desk:
    """One process that makes pages."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self.served = 0

    async def start(self, generation: Generation) -> None:
        """Start the process; while it waits for its first request it makes ready what pages need."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            f"{__package__}.desk_main",
            _place(generation),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment(),
            limit=1 << 20,
        )

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """End the process."""
        if self._process is not None and self._process.returncode is None:
            end(self._process)

    async def gone(self) -> None:
        """Wait until the process is no more."""
        if self._process is not None:
            await self._process.wait()

    async def ask(self, generation: Generation, ask: Ask) -> Reply:
        """One page; :class:`EOFError` where the process died."""
        if not self.alive:
            await self.start(generation)
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self.served += 1
        place = _place(generation).encode()
        try:
            for part in (place, ask.as_json()):
                process.stdin.write(struct.pack(">I", len(part)) + part)
            await process.stdin.drain()
            head = json.loads(await self._part(process.stdout))
            body = await self._part(process.stdout)
        except (BrokenPipeError, ConnectionResetError, asyncio.IncompleteReadError):
            raise EOFError from None
        return Reply(body, head["media"], head["status"], head["headers"], head["keeps"])

    @staticmethod
    async def _part(source: asyncio.StreamReader) -> bytes:
        length = struct.unpack(">I", await source.readexactly(4))[0]
        return await source.readexactly(length)


class Desks:
    """The pool, and the answers it keeps.  Use it from one event loop."""

    def __init__(self, current: Current, settings: Settings) -> None:
        self._current = current
        self._settings = settings
        self._free: list[Desk] = []
        self._all: set[Desk] = set()
        self._places = asyncio.Semaphore(settings.desks)
        self._waiting = 0
        self._kept: OrderedDict[tuple[Any, ...], Reply] = OrderedDict()
        self._kept_bytes = 0
        self._ending: set[asyncio.Task[None]] = set()

    async def warm(self, count: int = 1) -> None:
        """Start processes before they are needed, until there are so many."""
        while len(self._all) < count:
            desk = Desk()
            self._all.add(desk)
            await desk.start(self._current.get())
            self._free.append(desk)

    async def ask(self, ask: Ask) -> Reply:
        """The answer to one request; :class:`Busy` where it takes too long or too many wait."""
        generation = self._current.get()
        key = (generation.path, generation.sum, dt.date.today(), *_key(ask))
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if self._waiting >= self._settings.waiting:
            raise Busy("too many pages are waited for already", hint="Try again in a few seconds.")
        self._waiting += 1
        try:
            reply = await self._made(generation, ask)
        finally:
            self._waiting -= 1
        if reply.status == 200 and reply.keeps and len(reply.body) < KEPT // 8:
            self._keep(key, reply)
        return reply

    async def _made(self, generation: Generation, ask: Ask) -> Reply:
        timeout = self._settings.timeout
        try:
            async with asyncio.timeout(self._settings.patience):
                await self._places.acquire()
        except TimeoutError:
            raise Busy("no place for the page came free in time", hint="Try again in a few seconds.") from None
        desk = self._free.pop() if self._free else Desk()
        self._all.add(desk)
        whole = False
        try:
            async with asyncio.timeout(timeout):
                reply = await desk.ask(generation, ask)
            whole = True
            return reply
        except TimeoutError:
            raise Busy(f"the page took longer than {timeout:g} seconds and was stopped", hint="Ask for less.") from None
        except EOFError:
            raise Busy("the page was more than one process can bear", hint="Ask for less.") from None
        finally:
            if whole and desk.served < LIFE and len(self._all) <= self._settings.desks:
                self._free.append(desk)
            else:
                self._end(desk)
            self._places.release()

    def _keep(self, key: tuple[Any, ...], reply: Reply) -> None:
        if key in self._kept:
            return
        self._kept[key] = reply
        self._kept_bytes += len(reply.body)
        while self._kept_bytes > KEPT:
            _, old = self._kept.popitem(last=False)
            self._kept_bytes -= len(old.body)

    def _end(self, desk: Desk) -> None:
        desk.kill()
        self._all.discard(desk)
        task = asyncio.ensure_future(desk.gone())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """End every process."""
        for desk in list(self._all):
            self._end(desk)
        self._free.clear()
        while self._ending:
            await asyncio.gather(*self._ending, return_exceptions=True)


def _place(generation: Generation) -> str:
    """Where a generation lies, for :meth:`comity.explorer.desk.Desk.open`."""
    return json.dumps({"home": str(generation.path.parent.parent), "number": generation.path.name})


def _key(ask: Ask) -> tuple[Any, ...]:
    def frozen(value: Any) -> Any:
        return json.dumps(value, sort_keys=True, ensure_ascii=False) if isinstance(value, Mapping) else value

    return ask.page, frozen(ask.path), tuple(ask.query), ask.lang, ask.address, ask.host, frozen(ask.given)
