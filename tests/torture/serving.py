"""A server of its own for each file of attacks, watched from outside: its processes, its open files, what it says."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import Answer, query_path, send

#: A query that runs until it is stopped, and an address whose answer is long.
ENDLESS = query_path("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
LARGE = "/graph-store?default"
#: The clocks of the server (explorer/connection.py), shortened: what is tested is that they run.
SHORT = {"HEAD": 2.0, "BODY": 3.0, "STALL": 3.0, "TICK": 0.25}


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], address: str) -> None:
        self.process = process
        self.address = address
        place = urlsplit(address)
        self.place = place.hostname or "", place.port or 80

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One honest request."""
        return send(self.address, path, method, body, **headers)

    def descriptors(self) -> int:
        """How many files the process has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def children(self) -> dict[int, float]:
        """The processes it has started that are there, with the seconds of work each has done."""
        found = {}
        for child in children_of(self.process.pid):
            try:
                said = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found[child] = (int(said[11]) + int(said[12])) / 100
        return found

    def end(self, how: signal.Signals = signal.SIGTERM) -> str:
        """Tell it to end; what it said on standard error after its first line."""
        self.process.send_signal(how)
        said: str = ended(self.process)
        self.process.wait(20)
        return said


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass  # the thread has ended meanwhile
    return found


@contextmanager
def serving(home: Path, *options: str, **clocks: float) -> Iterator[Server]:
    """A server that says nothing while it is attacked; ``clocks`` are those of explorer/connection.py."""
    if clocks:
        process, address = hurried(home, options, clocks)
    else:
        process, address = started(home, *options)
    server = Server(process, address)
    try:
        yield server
    except BaseException:
        process.kill()
        print("the server said:", ended(process))
        process.wait(20)
        raise
    said = server.end()
    assert said == "", f"the server said: {said}"


def hurried(home: Path, options: tuple[str, ...], clocks: dict[str, float]) -> tuple[subprocess.Popen[bytes], str]:
    """The same server with other clocks."""
    code = (
        "import sys; from comity.explorer import connection\n"
        f"for name, seconds in {clocks!r}.items(): setattr(connection, name, seconds)\n"
        f"sys.argv = ['comity', 'serve', '--port', '0', '--graph', {str(home)!r}, *{list(options)!r}]\n"
        "from comity.__main__ import main; main()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    return process, line.partition(" at ")[2].split("/ ")[0]


def until(seconds: float, holds: Callable[[], bool]) -> float:
    """Seconds until something holds; fails where it does not in so many."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"not within {seconds:g} seconds"
        time.sleep(0.02)
    return time.monotonic() - began


class Honest:
    """Somebody who asks one page or query after the other beside an attack, on connections of their own."""

    def __init__(self, server: Server, paths: tuple[str, ...] = ("/", "/state/UZ.ttl", query_path("ASK {}"))) -> None:
        self.seconds: list[float] = []
        self.wrong: list[str] = []
        self._server, self._paths = server, paths
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Honest:
        self._thread.start()
        return self

    def __exit__(self, *wrong: object) -> None:
        self._done.set()
        self._thread.join(60)

    def _ask(self) -> None:
        number = 0
        while not self._done.wait(0.05):
            path = self._paths[number % len(self._paths)]
            number += 1
            began = time.monotonic()
            try:
                status = self._server.get(path).status
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"{path}: {error!r}")
                continue
            self.seconds.append(time.monotonic() - began)
            if status != 200:
                self.wrong.append(f"{path}: {status}")

    def assert_served(self, within: float) -> float:
        """Everything was answered, nothing slower than so many seconds; the slowest."""
        assert self.seconds, "nobody asked"
        assert self.wrong == []
        assert max(self.seconds) < within
        return round(max(self.seconds), 3)
