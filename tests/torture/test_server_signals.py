"""Signals to the server in every phase: it ends in time, leaves no process, frees its port,
and cuts no answer unseen."""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.tests.explorer.conftest import ended, started

from .measure import LONG, note, times
from .serving import ENDLESS, LARGE, Server, children_of, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")
SEED = 20261126
#: Seconds in which a server ends, with room for a busy machine of two cores beside what is promised: 10, 2.
DRAINS, STOPS = 14.0, 5.0
#: Each way of telling, and what is under way then.
CASES = [
    (told, phase)
    for told in ("SIGTERM", "SIGINT", "SIGHUP", "SIGINT twice", "SIGTERM and SIGINT")
    for phase in ("idle", "computing", "streaming")
    if LONG or (told, phase) in {("SIGTERM", "streaming"), ("SIGINT", "computing"), ("SIGHUP", "idle")}
]


@pytest.fixture(autouse=True, scope="module")
def hangup_is_heard() -> Iterator[None]:
    """Under nohup, SIGHUP is ignored by whatever is started, as it should be; here it is to be heard."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


class Client(threading.Thread):
    """Reads one long answer at its ease; afterwards, whether it was whole, and whether that could be told."""

    def __init__(self, server: Server, path: str) -> None:
        super().__init__(daemon=True)
        self.outcome = ""
        self._connection = http.client.HTTPConnection(*server.place, timeout=60)
        self._connection.request("GET", path)
        self.start()

    def run(self) -> None:
        try:
            answer = self._connection.getresponse()
            while answer.read(1 << 16):
                time.sleep(0.02)
            self.outcome = "whole" if answer.status == 200 else f"refused {answer.status}"
        except (OSError, http.client.HTTPException) as error:
            self.outcome = f"cut: {type(error).__name__}"
        finally:
            self._connection.close()


def up(home: Path) -> Server:
    return Server(*started(home))


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() and "zombie" not in _status(pid) for pid in pids)


def _status(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/status").read_text()
    return "zombie"


def free(server: Server) -> bool:
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            again.bind(server.place)
        except OSError:
            return False
        return True


@pytest.mark.parametrize(("told", "phase"), CASES)
def test_the_server_ends_as_it_is_told(built: tuple[Path, Outcome], told: str, phase: str) -> None:
    server = up(built[0])
    try:
        server.get("/")
        clients = (
            [] if phase == "idle" else [Client(server, ENDLESS if phase == "computing" else LARGE) for _ in range(2)]
        )
        time.sleep(0.0 if phase == "idle" else 0.7)
        children = children_of(server.process.pid)
        assert children
        began = time.monotonic()
        for name in re.findall(r"SIG\w+", told) * (2 if told.endswith("twice") else 1):
            server.process.send_signal(getattr(signal, name))
            time.sleep(0.1)
        said = ended(server.process)
        code = server.process.wait(30)
        took = time.monotonic() - began
    finally:
        server.process.kill()
    if "SIGINT" in told:
        assert (code, said) == (130, "comity: stopped\n")
        assert took < (STOPS if told.startswith("SIGINT") else DRAINS)
    else:
        assert (code, said) == (0, "")
        assert took < DRAINS
    until(5, lambda: gone(children))
    assert free(server)
    for client in clients:
        client.join(30)
        assert client.outcome == "whole" or client.outcome.startswith(("cut", "refused 5"))
    note(
        f"{told}-{phase}".replace(" ", "-"), seconds=round(took, 2), code=code, answers=[one.outcome for one in clients]
    )


def test_answers_under_way_are_finished_where_there_is_time(built: tuple[Path, Outcome]) -> None:
    server = up(built[0])
    server.get("/")
    client = Client(server, "/sparql?format=csv&query=SELECT%20*%20%7B%3Fa%20%3Fb%20%3Fc%7D%20LIMIT%2020000")
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    assert ended(server.process) == ""
    assert server.process.wait(30) == 0
    client.join(30)
    assert client.outcome == "whole"


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_server_ends_while_it_starts(built: tuple[Path, Outcome], told: signal.Signals) -> None:
    """At any moment: before it listens, before its processes are there, before it says where it is."""
    print("seed", SEED)
    chance = random.Random(SEED + told)  # noqa: S311
    worst = 0.0
    for _ in range(times(2, 30)):
        process = subprocess.Popen(
            [sys.executable, "-m", "comity", "serve", "--port", "0", "--graph", str(built[0])], stderr=subprocess.PIPE
        )
        pause = chance.uniform(0.02, 1.6)
        time.sleep(pause)
        with contextlib.suppress(FileNotFoundError):
            children = children_of(process.pid)
        began = time.monotonic()
        process.send_signal(told)
        said = ended(process)
        code = process.wait(30)
        took = time.monotonic() - began
        worst = max(worst, took)
        assert took < (STOPS if told == signal.SIGINT else DRAINS), pause
        assert "Traceback" not in said, (pause, said)
        # Ended by the signal, as a shell counts it: by the system, or by the command that has heard it already.
        assert (code if code >= 0 else 128 - code) in (0, 130, 128 + told), (pause, code)
        until(5, lambda children=children: gone(children))  # type: ignore[misc]
    note(f"{told.name}-while-it-starts", tries=times(2, 30), worst=round(worst, 2))
