"""Clients that hold connections instead of using them are cut, and honest ones beside them are answered all along."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from comity.explorer import connection
from comity.loaders.build import Outcome

from .measure import LONG, note, times
from .serving import ENDLESS, LARGE, SHORT, Honest, Server, serving, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a server holds is read from /proc")
#: The clocks that run: those of the product in the long run.
CLOCKS = {name: getattr(connection, name) for name in SHORT} if LONG else SHORT
#: Seconds that an honest request may take on a busy machine of two cores.
HONEST = 10.0
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def server(built: tuple[Path, Outcome]) -> Iterator[Server]:
    with serving(built[0], **({} if LONG else SHORT)) as running:
        running.get("/")
        yield running


@pytest.fixture
def line(server: Server) -> Iterator[list[socket.socket]]:
    """Connections that are closed whatever happens."""
    with ExitStack() as stack:
        held: list[socket.socket] = []
        yield held
        for one in held:
            stack.callback(one.close)
    server.get("/")


def connected(server: Server, window: int = 0) -> socket.socket:
    """A connection; ``window``: bytes that it takes at once."""
    found = socket.socket()
    if window:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    found.settimeout(20)
    found.connect(server.place)
    return found


def drip(held: list[socket.socket], byte: bytes, seconds: float, every: float = 0.2) -> tuple[float, list[bytes]]:
    """Send a byte at a time on each until all have been ended; the seconds that took, and the last words to each."""
    began = time.monotonic()
    words: dict[socket.socket, bytes] = {}
    while len(words) < len(held):
        assert time.monotonic() - began < seconds, f"{len(held) - len(words)} of {len(held)} are still connected"
        for one in held:
            if one in words:
                continue
            try:
                if select.select([one], [], [], 0)[0]:
                    words[one] = one.recv(4096)
                else:
                    one.send(byte)
            except OSError:
                words[one] = b""
        time.sleep(every)
    return time.monotonic() - began, list(words.values())


def test_heads_that_never_end(server: Server, line: list[socket.socket]) -> None:
    """Slowloris: a byte of a header now and then, on hundreds of connections."""
    line += [connected(server) for _ in range(times(60, 200))]
    for one in line:
        one.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
    with Honest(server) as honest:
        took, words = drip(line, b"a", CLOCKS["HEAD"] + 10, every=1.0 if LONG else 0.2)
    assert all(b" 408 " in said for said in words if said)
    note("slow-heads", connections=len(line), cut_after=round(took, 1), honest_worst=honest.assert_served(HONEST))


def test_bodies_that_never_end(server: Server, line: list[socket.socket]) -> None:
    """With a length, in chunks, and one that nobody asked for behind an answer that was given."""
    line += [connected(server) for _ in range(times(30, 200))]
    for number, one in enumerate(line):
        length = (b"Content-Length: 300000", b"Transfer-Encoding: chunked")[number % 2]
        start = HEAD if number % 3 else b"PUT / HTTP/1.1\r\nHost: localhost\r\n"
        one.sendall(start + length + b"\r\n\r\n" + b"2710\r\n" * (number % 2))
    with Honest(server) as honest:
        took, _ = drip(line, b"a", CLOCKS["BODY"] + 15, every=1.0 if LONG else 0.2)
    note("slow-bodies", connections=len(line), cut_after=round(took, 1), honest_worst=honest.assert_served(HONEST))


@pytest.mark.parametrize("pace", [0, 200], ids=["nothing", "200-bytes-a-time"])
def test_answers_that_nobody_reads(server: Server, line: list[socket.socket], pace: int) -> None:
    """A window of a kilobyte, and no or little reading: the query ends, and the answer does not look whole."""
    line += [connected(server, window=1024) for _ in range(times(4, 12))]
    for one in line:
        one.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    with Honest(server) as honest:
        began = time.monotonic()
        parts: dict[socket.socket, bytes] = dict.fromkeys(line, b"")
        while alive := [one for one in line if not _reset(one)]:
            assert time.monotonic() - began < CLOCKS["STALL"] + 20
            time.sleep(0.2)
            for one in alive:
                if pace and select.select([one], [], [], 0)[0]:
                    parts[one] += one.recv(pace)
        took = time.monotonic() - began
    assert not any(said.endswith(b"0\r\n\r\n") for said in parts.values())
    # Those who wait for a place and those who have one: nothing of it is left.
    until(5, lambda: len(server.children()) <= 2 + 4 + 1)
    note(
        f"slow-readers-{pace}",
        connections=len(line),
        cut_after=round(took, 1),
        honest_worst=honest.assert_served(HONEST),
    )


def _reset(one: socket.socket) -> bool:
    return one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0 or _state(one) != 1


def _state(one: socket.socket) -> int:
    """1: the connection stands."""
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]


def test_a_short_answer_that_nobody_reads_does_not_hold_its_connection(
    server: Server, line: list[socket.socket]
) -> None:
    """It lies whole in buffers: its connection would be kept for ever to send the rest."""
    for _ in range(8):
        one = connected(server, window=1024)
        one.sendall(b"GET /treaty.ttl HTTP/1.1\r\nHost: localhost\r\n\r\n")
        line.append(one)
    until(CLOCKS["STALL"] + 30, lambda: all(_reset(one) for one in line))


def test_a_slow_but_steady_reader_gets_everything(server: Server, line: list[socket.socket]) -> None:
    """Who takes more than the least is not cut, however long it takes."""
    line.append(connected(server, window=8192))
    line[0].sendall(b"GET /treaty.ttl HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    whole, began = b"", time.monotonic()
    pause = CLOCKS["STALL"] / 12
    while part := line[0].recv(9000):
        whole += part
        if time.monotonic() - began < 2.5 * CLOCKS["STALL"]:
            time.sleep(pause / 3)
    length = int(whole.partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert len(whole.partition(b"\r\n\r\n")[2]) == length


def test_idle_connections_by_the_thousand(server: Server, line: list[socket.socket]) -> None:
    """More than the server has room for: the oldest make room, and whoever asks is answered."""
    before = server.descriptors()
    worst = 0.0
    for _ in range(times(400, 5000)):
        line.append(connected(server))
        if len(line) > 800:
            line.pop(0).close()  # of these the server has ended most: this process has limits of its own
        if len(line) % 50 == 0:
            began = time.monotonic()
            assert server.get("/").status == 200
            worst = max(worst, time.monotonic() - began)
    with Honest(server) as honest:
        assert server.descriptors() <= before + 512 + 40
        time.sleep(1)
    note(
        "idle-connections",
        honest_worst=round(max(worst, honest.assert_served(HONEST)), 3),
        connections=times(400, 5000),
    )
    for one in line:
        one.close()
    until(CLOCKS["HEAD"] + 20, lambda: server.descriptors() <= before + 3)


def test_half_open_connections_hold_nothing(server: Server, line: list[socket.socket]) -> None:
    """The client ends its side and stays: its query is stopped, its connection closed."""
    before = server.descriptors()
    for _ in range(times(5, 20)):
        one = connected(server)
        one.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        line.append(one)
    time.sleep(0.5)
    for one in line:
        one.shutdown(socket.SHUT_WR)
    took = until(10, lambda: server.descriptors() <= before + 8)
    note("half-open", connections=len(line), ended_after=round(took, 2))


def test_requests_piled_up_behind_one_another(server: Server, line: list[socket.socket]) -> None:
    """A megabyte of them behind one that is not answered: the connection ends."""
    one = connected(server)
    line.append(one)
    one.sendall(f"GET {ENDLESS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    with contextlib.suppress(OSError):  # reset or broken, as the system has it
        for _ in range(100):
            one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500)
            time.sleep(0.02)
        pytest.fail("all of them were taken")
