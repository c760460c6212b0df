"""Queries of others against a running server: they end in time and memory, stop nobody else, and reach nothing.

The one who asks them comes from 127.0.0.2, honest clients from 127.0.0.1: a
server tells its clients by their address.
"""

from __future__ import annotations

import concurrent.futures
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from comity.errors import BadQuery, ComityError, QueryTimeout
from comity.graph.store import Home
from comity.loaders.build import Outcome
from comity.queries.session import Graph
from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import send
from comity.tests.torture.killers import SEED
from comity.tests.torture.measure import LONG, note, times
from comity.tests.torture.ways_out import Canary, raw_connects, ways
from comity.tests.torture.worst import WORST, generated

#: Seconds and MB that the server gives a query.
TIMEOUT = times(1, 5)
MEMORY = 800
HOSTILE, HONEST = "127.0.0.2", "127.0.0.1"
#: Seconds more that a machine is given which is busy with other things: starting an engine takes it a while.
SLACK = 6
#: What an honest client asks; a number makes each a new one, so that no answer is a kept one.
ASKED = "SELECT ?p ?o WHERE {{ <https://w3id.org/comity/id/state/UZ> ?p ?o }} # {}"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are measured in /proc, addresses are Linux's")


@dataclass
class Fate:
    """What became of one query: status (0 where the answer was cut), seconds, and what is wrong."""

    name: str
    status: int
    seconds: float
    wrong: str = ""


def ask(address: str, name: str, text: str, source: str = HOSTILE) -> Fate:
    """Ask, read as fast as can be, and judge."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60, source_address=(source, 0))
    began = time.monotonic()
    try:
        body = text.encode()
        headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json, text/turtle"}
        connection.request("POST", "/sparql", body, headers)
        answer = connection.getresponse()
        first, last, size = b"", b"", 0
        while part := answer.read1(1 << 20):
            size += len(part)
            first = first + part if len(first) < 1 << 16 else first
            last = (last + part)[-64:]
        seconds = time.monotonic() - began
        said = first.decode("utf-8", "replace")
        if answer.status == 200:
            whole = "json" not in (answer.getheader("Content-Type") or "") or last.rstrip().endswith(b"}")
            if size == len(first) and "json" in (answer.getheader("Content-Type") or ""):
                json.loads(first)
            return Fate(name, 200, seconds, "" if whole else f"200 with a broken end: {last!r}")
        good = answer.status in (400, 503) and 20 < len(said) < 700 and "Traceback" not in said
        return Fate(name, answer.status, seconds, "" if good else f"{answer.status}: {said[:200]}")
    except (http.client.IncompleteRead, ConnectionResetError):
        return Fate(name, 0, time.monotonic() - began)  # nobody takes it for whole
    except ValueError as error:
        return Fate(name, 200, time.monotonic() - began, f"200 with broken JSON: {error}")
    finally:
        connection.close()


@dataclass
class Crowd:
    """Honest clients on connections of their own, each asking again and again with a pause."""

    address: str
    clients: int = 3
    pause: float = 0.02
    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Crowd:
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._client, args=(n,)) for n in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *what: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _client(self, client: int) -> None:
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        turn = 0
        while not self._over.wait(self.pause):
            turn += 1
            path = "/sparql?query=" + quote(ASKED.format(f"{client} {turn} {len(self.seconds)} {time.monotonic()}"))
            began = time.monotonic()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            self.seconds.append(time.monotonic() - began)
            if answer.status != 200:
                self.wrong[str(answer.status)] += 1
        connection.close()

    def at(self, part: float) -> float:
        """A percentile in milliseconds."""
        found = sorted(self.seconds)
        return round(found[min(len(found) - 1, int(len(found) * part))] * 1000, 1)


class Watch:
    """The largest engine of a server, looked at twenty times a second, and what its processes have worked."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.largest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *what: object) -> None:
        self._over.set()
        self._thread.join()

    def engines(self) -> list[int]:
        """The processes that run queries."""
        children = Path(f"/proc/{self.server}/task/{self.server}/children").read_text(encoding="ascii").split()
        return [int(one) for one in children if b"worker_main" in _read(Path(f"/proc/{one}/cmdline"))]

    def worked(self) -> float:
        """Seconds of a processor, of the server and of its engines."""
        total = 0.0
        for one in (self.server, *self.engines()):
            fields = _read(Path(f"/proc/{one}/stat")).rpartition(b")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0
        return total

    def _look(self) -> None:
        while not self._over.wait(0.05):
            for one in self.engines():
                pages = _read(Path(f"/proc/{one}/statm")).split()
                if pages:
                    self.largest = max(self.largest, int(pages[1]) * os.sysconf("SC_PAGE_SIZE"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it has ended meanwhile


@pytest.fixture(scope="module")
def served(built: tuple[Path, Outcome]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server with the limits above."""
    process, address = started(built[0], "--timeout", str(TIMEOUT), "--memory", str(MEMORY))
    yield address, process
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15)
    assert said == ""


@linux
def test_the_worst_queries_end_in_time_and_stop_nobody(served: tuple[str, subprocess.Popen[bytes]]) -> None:
    address, process = served
    queries = [*WORST.items(), *generated(times(12, 400))]
    assert len(WORST) == 40
    if not LONG:
        queries = [*queries[:40:2], *queries[40:]]
    time.sleep(times(3, 8))  # the desks make their first pages ready
    with Crowd(address) as usual:
        time.sleep(times(3, 20))
    with Watch(process.pid) as watch, concurrent.futures.ThreadPoolExecutor(3) as pool:
        with Crowd(address) as honest:
            fates = list(pool.map(lambda query: ask(address, *query), queries))
        time.sleep(2)
        before = watch.worked()
        time.sleep(1)
        idle = watch.worked() - before
    wrong = {fate.name: fate.wrong for fate in fates if fate.wrong}
    late = {fate.name: round(fate.seconds, 2) for fate in fates if fate.seconds > TIMEOUT + 1}
    note(
        "worst-queries",
        queries=len(fates),
        limit_seconds=TIMEOUT,
        worst_seconds=round(max(fate.seconds for fate in fates), 2),
        later_than_limit_and_one=late,
        memory_cap_mb=MEMORY,
        largest_worker_mb=watch.largest >> 20,
        outcomes=dict(Counter({0: "cut"}.get(fate.status, str(fate.status)) for fate in fates)),
        honest_usual_ms=[usual.at(0.5), usual.at(0.99)],
        honest_beside_ms=[honest.at(0.5), honest.at(0.99)],
        honest_answers=len(honest.seconds),
        honest_errors=dict(honest.wrong),
        processor_seconds_2_s_after=round(idle, 2),
    )
    assert not wrong, (SEED, wrong)
    assert not {name: seconds for name, seconds in late.items() if seconds > TIMEOUT + 1 + SLACK}, (SEED, late)
    assert watch.largest <= MEMORY << 20
    assert not honest.wrong
    assert honest.at(0.5) < max(2 * usual.at(0.5), 500)
    assert idle < 0.3
    assert process.poll() is None


def test_the_worst_queries_end_in_time_on_the_command_line_too(built: tuple[Path, Outcome]) -> None:
    limit = 2.0 if LONG else 0.5
    queries = [*WORST.items(), *generated(400)][:: times(50, 4)]
    slow: dict[str, float] = {}
    with Graph(Home.open(built[0]).current(), timeout=limit) as graph:
        for name, text in queries:
            began = time.monotonic()
            try:
                for _ in graph.run(text).rows():
                    pass
            except (BadQuery, QueryTimeout) as error:
                said = error.message
                if "\n" in said:
                    slow[name] = -1
            taken = time.monotonic() - began
            if taken > limit + 1 + SLACK:
                slow[name] = taken
        assert graph.run("ASK { ?s ?p ?o }", timeout=60).boolean is True
    note("worst-queries-worker", queries=len(queries), limit_seconds=limit, late=slow)
    assert not slow, (SEED, slow)


# Ways out


def test_no_query_reaches_a_server_or_a_file(
    served: tuple[str, subprocess.Popen[bytes]], built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    address, _ = served
    file = tmp_path / "secret.ttl"
    file.write_text("<x:secret> <x:b> <x:c> .", encoding="ascii")
    statuses: Counter[str] = Counter()
    with Canary() as canary, Graph(Home.open(built[0]).current(), timeout=TIMEOUT) as graph:
        texts = ways(canary.url, file.as_uri(), times(60, 3_000))
        for number, (name, text) in enumerate(texts):
            if text.lstrip("\ufeff").upper().startswith(("LOAD", "INSERT")):
                answer = send(address, "/sparql", "POST", urlencode({"update": text}).encode(),
                              content_type="application/x-www-form-urlencoded")  # fmt: skip
                assert answer.status == 403, name
            answer = send(address, "/sparql", "POST", text.encode(), content_type="application/sparql-query")
            assert answer.status in (200, 400, 503), (SEED, name, answer.text)
            assert b"x:secret" not in answer.body
            statuses[str(answer.status)] += 1
            if number % 5 == 0 or number < 52:
                try:
                    graph.sparql(text)
                except ComityError as error:
                    assert "\n" not in error.message, name  # noqa: PT017
        for place in (canary.url, file.as_uri()):
            for path in (
                f"/sparql?query=SELECT*{{?s?p?o}}&default-graph-uri={quote(place, safe='')}",
                f"/sparql?query=SELECT*{{GRAPH?g{{?s?p?o}}}}&named-graph-uri={quote(place, safe='')}",
                f"/graph-store?graph={quote(place, safe='')}",
                f"/graph/{quote(place, safe='')}",
                f"/query?query={quote(f'SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}')}",
                f"/id/{quote(place, safe='')}",
            ):
                assert b"x:secret" not in send(address, path).body
        assert canary.heard == []
        plain = [text for name, text in texts if not name.startswith("stirred")]
        raw = raw_connects(canary, plain)
    note("network-from-queries", tried=len(texts), connected=0, statuses=dict(statuses), raw_engine_connected=raw,
         raw_engine_tried=len(plain))  # fmt: skip
    assert raw >= 20  # the engine alone would: the canary hears


_OPENED = re.compile(r'\b(?:open|openat|openat2|creat|readlink|stat|statx|newfstatat)\([^"]*"([^"]*)"')


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="no strace here to trace what is opened (Debian: apt install strace)"
)
def test_no_query_makes_the_server_open_a_file_or_a_connection(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    file, trace = tmp_path / "secret.ttl", tmp_path / "trace"
    file.write_text("<x:secret> <x:b> <x:c> .", encoding="ascii")
    command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--graph", str(built[0])]
    calls = "trace=open,openat,openat2,creat,connect,execve,readlink,stat,statx,newfstatat"
    process = subprocess.Popen(
        [shutil.which("strace") or "", "-f", "-qq", "-o", str(trace), "-e", calls, *command], stderr=subprocess.PIPE
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        address = line.split(" at ")[1].split("/ ")[0]
        with Canary() as canary:
            texts = ways(canary.url, file.as_uri())
            for _, text in texts:
                send(address, "/sparql", "POST", text.encode(), content_type="application/sparql-query")
            port = urlsplit(canary.url).port
            assert canary.heard == []
    finally:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        for child in children:
            os.kill(int(child), 15)
        assert process.stderr is not None
        with process.stderr as stream:
            stream.read()
        process.wait(30)
    told = trace.read_text(encoding="utf-8", errors="replace")
    assert "worker_main" in told  # the engines were traced too
    opened = {name for name in _OPENED.findall(told) if name.startswith(str(tmp_path))}
    connected = [line for line in told.splitlines() if "connect(" in line and f"htons({port})" in line]
    note("files-from-queries", tried=len(texts), opened=sorted(opened), connected=len(connected))
    assert not opened
    assert not connected
