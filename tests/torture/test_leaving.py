"""Clients that leave, at every moment and in every way: what worked for them stops, and nothing of it is left."""

from __future__ import annotations

import random
import socket
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.loaders.build import Outcome

from .measure import note, times
from .serving import ENDLESS, LARGE, Honest, Server, serving, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes and descriptors are read from /proc")
SEED = 20261126
#: Pages of a day that nobody asked for before are made anew.
DAYS = (f"{year}-{month:02}-01" for year in range(1990, 2026) for month in range(1, 13))
HOST = "Host: localhost\r\n"
#: What is asked -> whether there is an answer to leave in the middle of.
WAYS = {
    "upload": ("POST /sparql HTTP/1.1\r\n" + HOST + "Content-Type: application/sparql-query\r\n"
               "Content-Length: 5000\r\n\r\nSELECT", False),
    "query": (f"GET {ENDLESS} HTTP/1.1\r\n{HOST}\r\n", False),
    "query of a page": (f"GET {ENDLESS.replace('/sparql', '/query')} HTTP/1.1\r\n{HOST}\r\n", False),
    "query with a request behind": (f"GET {ENDLESS} HTTP/1.1\r\n{HOST}\r\nGET / HTTP/1.1\r\n{HOST}\r\n", False),
    "page": (f"GET /relations?projection=met&on=NOW HTTP/1.1\r\n{HOST}\r\n", False),
    "answer": (f"GET {LARGE} HTTP/1.1\r\n{HOST}\r\n", True),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(built: tuple[Path, Outcome]) -> Iterator[Server]:
    with serving(built[0]) as running:
        for path in ("/", "/state/UZ", "/sparql?query=ASK%20%7B%7D"):
            running.get(path)
        time.sleep(6)  # desks make the next pages ready while there is nothing to do
        yield running


def leave(one: socket.socket, how: str) -> None:
    if how == "reset":
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif how == "half":
        one.shutdown(socket.SHUT_WR)
    one.close()


def start(server: Server, way: str) -> socket.socket:
    request, answered = WAYS[way]
    one = socket.create_connection(server.place, timeout=20)
    one.sendall(request.replace("NOW", next(DAYS)).encode())
    if answered:
        one.recv(100)
    return one


def test_whoever_leaves_leaves_nothing_behind(server: Server) -> None:
    """Hundreds, one after the other and many at once: as many processes and descriptors as before."""
    print("seed", SEED)
    chance = random.Random(SEED)  # noqa: S311  # not for secrets
    until(30, lambda: len(server.children()) >= 3)
    files, tries = server.descriptors(), times(40, 200)
    with Honest(server) as honest:
        for _ in range(tries // 4):
            held = [start(server, chance.choice(list(WAYS))) for _ in range(4)]
            time.sleep(chance.uniform(0, 0.3))
            for one in held:
                leave(one, chance.choice(["close", "reset", "half"]))
    # Two desks and the engines that wait for the next query, of which there are four at most.
    took = until(15, lambda: server.descriptors() <= files + 3 * 4 and len(server.children()) <= 6)
    note(
        "clients-that-leave",
        tries=tries,
        leaked_descriptors=max(0, server.descriptors() - files - 3 * 4),
        leaked_processes=max(0, len(server.children()) - 6),
        settled_after=round(took, 2),
        honest_worst=honest.assert_served(20),
    )


@pytest.mark.parametrize("how", ["close", "reset", "half"])
@pytest.mark.parametrize("way", [way for way in WAYS if way.startswith("query")])
def test_a_query_stops_within_two_seconds(server: Server, way: str, how: str) -> None:
    before = set(server.children())
    one = start(server, way)
    until(20, lambda: any(busy(server, child) for child in engines(server)))
    working = [child for child in engines(server) if busy(server, child)]
    began = time.monotonic()
    leave(one, how)
    until(10, lambda: not set(working) & set(server.children()))
    took = time.monotonic() - began
    assert took < 4.0  # two seconds are promised; a busy machine of two cores looks more rarely
    note(f"left-{way}-{how}".replace(" ", "-"), stopped_after=round(took, 2), processes=len(before))


def engines(server: Server) -> list[int]:
    """The processes that answer queries; those that make pages are at work without a client too."""
    found = []
    for child in server.children():
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue  # it has ended meanwhile
        if b"worker_main.py" in command:
            found.append(child)
    return found


def busy(server: Server, child: int) -> bool:
    """Whether a process has worked for most of a moment."""
    was = server.children().get(child, 0.0)
    time.sleep(0.15)
    return server.children().get(child, 0.0) - was >= 0.05


def test_the_desk_of_a_long_page_is_there_again(server: Server) -> None:
    """Who leaves a page again and again does not keep others from theirs."""
    with Honest(server, ("/", "/state/UZ")) as honest:
        for _ in range(times(6, 40)):
            one = start(server, "page")
            time.sleep(0.05)
            one.close()
    assert server.get("/state/RU").status == 200
    note("pages-left", honest_worst=honest.assert_served(20))
