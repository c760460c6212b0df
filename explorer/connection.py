"""One connection to the server: whoever keeps it waiting is cut, and what is no HTTP is answered once.

Threat: clients that hold connections instead of using them (headers a byte a
second, a body without end, an answer that nobody reads, idle connections by the
thousand, requests piled up behind one another).  Each would hold memory, a
descriptor or the process of a query.  uvicorn has a clock for idle connections
only; here are the others, the number of connections, and the last words to a
request that cannot be read.

Promise: a request arrives in ``HEAD`` and ``BODY`` seconds, an answer is taken
at ``LEAST`` bytes in ``STALL`` seconds, or the connection ends; an answer that
is cut so never looks whole.  There are ``most`` connections; one more ends the
one that waits longest for its client, of the address that has most of them, so
that whoever comes with a request is let in.

Limits: what a client has acknowledged is known on Linux only; elsewhere only
what has left this process, so that a slow reader has the system's buffers on
top.  Clients behind one proxy are one address.  A client that ends its side of
a connection is taken to have left.
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import re
import socket
import struct
import sys
from typing import TYPE_CHECKING, Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .gate import HEADERS

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

#: Seconds in which the head of a request arrives, and then its body.
HEAD = 10.0
BODY = 30.0
#: Seconds in which so many bytes of an answer are taken, or all that is left of it.
STALL = 20.0
LEAST = 16 << 10
#: Seconds between two looks.
TICK = 1.0
#: Bytes of further requests behind one that is not answered yet, and of a body that nobody wants.
AHEAD = 128 << 10
UNWANTED = 1 << 20
#: Whether the system tells what a client has acknowledged, and where in ``struct tcp_info`` (bytes_acked).
_TOLD = sys.platform == "linux"
_ACKNOWLEDGED = 120
#: A line that ends without CR LF, or goes on in the next one.
_LOOSE = re.compile(rb"(?<!\r)\n|\r\n[ \t]|\r(?!\n|\Z)")
#: What nobody needs to be told, but the one who reads the connection by hand.
_SENTENCES = {
    400: "this is no HTTP request that can be read",
    408: "the request took too long to arrive",
    431: "the head of the request is too large",
    501: "this way of sending a body is not known",
    503: "too many connections: try again in a few seconds",
}


class Connection(H11Protocol):
    """uvicorn's connection with clocks; :func:`connections` says how many there may be."""

    most = 512

    _phase = "head"
    _since = 0.0
    #: What is to be taken by then (:meth:`_taken`).
    _wanted = 0
    #: The request that the phase belongs to: the next one has clocks of its own.
    _of: RequestResponseCycle | None = None
    _clock: asyncio.TimerHandle | None = None
    #: Bytes that came since the last request was answered.
    _got = 0
    #: Bytes of a head that have been looked at.
    _scanned = 0

    # What asyncio tells

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock; where there are too many, one that waits ends."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._clock = self.loop.call_later(TICK, self._look)
        others = [cast("Connection", one) for one in self.connections if one is not self]
        there = [one for one in others if not one.transport.is_closing()]
        if len(there) >= self.most:
            self._make_room(there)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        if self._clock is not None:
            self._clock.cancel()
        super().connection_lost(exc)

    def eof_received(self) -> None:
        """The client has left: whoever works for it hears so now, not when the last bytes could not be sent."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def data_received(self, data: bytes) -> None:
        """Read on behind a request that is not answered yet, so that its client can be seen to leave."""
        if self.transport.is_closing():
            return
        self._got += len(data)
        super().data_received(data)
        answered = self.cycle is None or self.cycle.response_complete
        if self.flow.read_paused and self.conn.their_state is not h11.SEND_BODY and not answered:
            if len(self.conn.trailing_data[0]) > AHEAD:
                self._reset()
            else:
                self.flow.resume_reading()
        elif self.conn.their_state is h11.SEND_BODY and answered and self._got > UNWANTED:
            self._reset()

    def handle_events(self) -> None:
        """Refuse a head whose lines a proxy in front might cut in other places (RFC 9112, 2.2 and 5.2)."""
        if self.conn.their_state is h11.IDLE:
            held = self.conn.trailing_data[0]
            head, end, _ = held[max(0, self._scanned - 3) :].partition(b"\r\n\r\n")
            if _LOOSE.search(head):
                self._last_words(400)
                return
            self._scanned = 0 if end else len(held)
        super().handle_events()

    def on_response_complete(self) -> None:
        """As uvicorn, and count anew."""
        self._got = 0
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read with its status, once, where no other answer is under way."""
        hint = getattr(sys.exc_info()[1], "error_status_hint", 400)
        self._last_words(hint if hint in _SENTENCES else 400)

    # The clock

    def _look(self) -> None:
        self._clock = self.loop.call_later(TICK, self._look)
        now, phase = self.loop.time(), self._waits_for()
        if phase != self._phase or self.cycle is not self._of:
            self._phase, self._of = phase, self.cycle
            self._mark(now)
        elif phase == "reader":
            if self._taken() >= self._wanted:
                self._mark(now)
            elif now - self._since > STALL:
                self._reset()
        elif (phase == "head" and now - self._since > HEAD) or (phase == "body" and now - self._since > BODY):
            if self.cycle is None and not self.conn.trailing_data[0]:
                self.transport.close()  # nothing was asked
            else:
                self._last_words(408)

    def _mark(self, now: float) -> None:
        """From now on: what lies there is to be taken, or the least of it."""
        self._since, self._wanted = now, self._taken() + min(LEAST, self._unread())

    def _waits_for(self) -> str:
        """What the client owes: the head or the body of a request, or to read its answer; '' where it owes nothing."""
        theirs = self.conn.their_state
        closing = self.transport.is_closing()
        if theirs is h11.SEND_BODY and not closing:
            return "body"
        answered = self.cycle is None or self.cycle.response_complete
        if (closing or answered or self.flow.write_paused or _TOLD) and self._unread():
            return "reader"
        # Without a timer nobody else ends it: no request yet, a part of one, or the end of a body that was left unread.
        if theirs is h11.IDLE and not closing:
            return "head" if self.timeout_keep_alive_task is None or self.conn.trailing_data[0] else "idle"
        return ""

    def _unread(self) -> int:
        """Bytes that the client has not taken yet, as far as the system tells."""
        held = self.transport.get_write_buffer_size()
        if _TOLD:
            import fcntl
            import termios

            try:
                held += int.from_bytes(fcntl.ioctl(self._socket(), termios.TIOCOUTQ, bytes(4)), sys.byteorder)
            except (OSError, ValueError):
                pass  # closed already
        return held

    def _taken(self) -> int:
        """Bytes that the client has taken; where the system does not tell, those that it has not, below nothing."""
        if _TOLD:
            try:
                told = self._socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ACKNOWLEDGED + 8)
                return int.from_bytes(told[_ACKNOWLEDGED:], sys.byteorder)
            except OSError:
                pass
        return -self.transport.get_write_buffer_size()

    def _socket(self) -> socket.socket:
        return cast("socket.socket", self.transport.get_extra_info("socket"))

    # Ends

    def _make_room(self, there: list[Connection]) -> None:
        counts: dict[str, int] = {}
        for one in there:
            address = one.client[0] if one.client else ""
            counts[address] = counts.get(address, 0) + 1
        waiting = [one for one in there if one._waits_for()]
        if not waiting:
            self._last_words(503)
            return
        chosen = min(waiting, key=lambda one: (-counts[one.client[0] if one.client else ""], one._since))
        if chosen._waits_for() == "reader":
            chosen._reset()
        else:
            chosen.transport.close()

    def _reset(self) -> None:
        """End the connection at once: what the system still holds for the client is dropped, not kept for it."""
        with contextlib.suppress(OSError):
            self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _last_words(self, status: int) -> None:
        """End the connection; with a sentence where no answer has begun."""
        cycle = self.cycle
        under_way = cycle is not None and not cycle.response_complete
        if under_way:
            cycle.disconnected = True
            cycle.message_event.set()
        if under_way and cycle.response_started:
            self._reset()
            return
        body = f"{_SENTENCES[status]}\n".encode()
        head = [
            *self.server_state.default_headers,
            *HEADERS,
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
        ]
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in head)
        phrase = http.HTTPStatus(status).phrase.encode()
        self.transport.write(b"HTTP/1.1 %d %s\r\n%s\r\n%s" % (status, phrase, lines, body))
        self.transport.close()


def connections(most: int) -> type[Connection]:
    """The kind of connection of a server that has so many."""
    return type("Connection", (Connection,), {"most": most})


def descriptors(wanted: int) -> int:
    """Ask the system for so many open files, as far as it lets; how many there are."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
            return more
        except (OSError, ValueError):
            pass
    return soft


__all__: list[Any] = ["Connection", "connections", "descriptors"]
