"""The SPARQL endpoint under load, beside the raw engine and beside rdflib-endpoint on the same data.

    python benchmarks/serving.py [--seconds 60] [--clients 100] [--graph PATH]

In one run on one machine: what one query costs through HTTP against pyoxigraph
in one process; many clients against rdflib-endpoint (where installed: pip
install rdflib-endpoint); and ours again with one client that asks for a cross
product over and over, before and after which processes and memory are counted.

Answers are kept (explorer/kept.py), so all of it is told twice: for queries
that nobody has asked before, each with a number of its own in a comment, and for
the same few again and again.  Clients that ask without a pause measure the
machine: a hundred of them wait a hundredth of its rate, whatever it is; people
pause, so that is measured too.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

#: What honest clients ask, in turns: a look-up, a star, a join with a filter on a day, a count, a search.
QUERIES = (
    "SELECT ?p ?o WHERE { <https://w3id.org/comity/id/state/UZ> ?p ?o }",
    """PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?session ?ordinal ?date WHERE { ?session a comity:Session ; comity:ordinal ?ordinal ; comity:date ?date }
ORDER BY ?ordinal LIMIT 50""",
    """PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?holder ?post WHERE { ?tenure comity:holder ?holder ; comity:post ?post ; comity:startLatest ?start .
  FILTER(?start <= "2024-11-21"^^xsd:date) OPTIONAL { ?tenure comity:endEarliest ?end }
  FILTER(!BOUND(?end) || ?end > "2024-11-21"^^xsd:date) } LIMIT 100""",
    """PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?treaty (COUNT(?action) AS ?n) WHERE { ?action comity:instrument ?treaty } GROUP BY ?treaty""",
)
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_ADDRESS = re.compile(rb"http://[\d.:]+/")


@dataclass
class Load:
    """What a crowd of clients met: seconds of each answer, and statuses or errors that were not 200."""

    seconds: float
    times: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def at(self, part: float) -> float:
        """A percentile in milliseconds."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * part))] * 1000 if times else float("nan")

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


async def ask(address: str, query: str, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> int:
    """One query on an open connection; its status.  Reads the whole answer."""
    reader, writer = streams
    parts = urlsplit(address)
    path = f"{parts.path}?query={quote(query)}"
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    length = re.search(rb"content-length: (\d+)", head)
    if length is not None:
        await reader.readexactly(int(length[1]))
    else:
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            await reader.readexactly(size + 2)
            if not size:
                break
    return status


@dataclass(frozen=True)
class Habit:
    """How clients ask: each query a new one or the same few, and the seconds between answer and question."""

    new: bool = True
    pause: float = 0.0


#: What is said of a hundred clients that ask so.
HABITS = {
    "new queries, no pause": Habit(),
    "new queries, a second between": Habit(pause=1),
    "the same four, no pause": Habit(new=False),
    "the same four, a second between": Habit(new=False, pause=1),
}
_numbers = itertools.count()
_pauses = random.Random(7)  # noqa: S311  # no secret hangs on it


async def client(address: str, queries: tuple[str, ...], until: float, load: Load, habit: Habit) -> None:
    """Ask in turns until the time is over."""
    parts = urlsplit(address)
    streams = None
    turn = 0
    await asyncio.sleep(_pauses.uniform(0, habit.pause))  # not all at once
    while time.monotonic() < until:
        text = queries[turn % len(queries)] + (f"\n# {next(_numbers)}" if habit.new else "")
        began = time.monotonic()
        try:
            if streams is None:
                streams = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 22)
            status = await ask(address, text, streams)
            if status == 200:
                load.times.append(time.monotonic() - began)
            else:
                load.wrong[str(status)] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            load.wrong[type(error).__name__] += 1
            streams = None
        turn += 1
        if habit.pause:
            await asyncio.sleep(_pauses.uniform(0.5, 1.5) * habit.pause)


async def crowd(
    address: str, clients: int, seconds: float, habit: Habit = Habit(), hostile: int = 0
) -> tuple[Load, Load]:
    """Honest clients and hostile ones, at the same time."""
    honest, others = Load(seconds), Load(seconds)
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(client(address, QUERIES[n % 4 :] + QUERIES[: n % 4], until, honest, habit) for n in range(clients)),
        *(client(address, (CROSS,), until, others, Habit()) for _ in range(hostile)),
    )
    return honest, others


def raw(store_path: str, seconds: float) -> float:
    """Queries a second of the engine alone, in one process and thread, results as JSON."""
    import pyoxigraph as ox

    store = ox.Store.read_only(store_path)
    graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]
    graphs += [g for g in store.named_graphs() if "/derived/" in str(g) or str(g).endswith("/ontology>")]
    count, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        found = store.query(QUERIES[count % len(QUERIES)], default_graph=graphs)
        found.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr]  # they are all SELECT
        count += 1
    return count / seconds


def family(pid: int) -> tuple[int, int]:
    """Processes of a server, and their resident memory in MB together."""
    words = ["ps", "-eo", "pid=,ppid=,rss="]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in found.splitlines()]
    mine = {pid}
    for one, parent, _ in sorted(rows):
        if parent in mine:
            mine.add(one)
    return len(mine), sum(rss for one, _, rss in rows if one in mine) // 1024


def peer(dump: Path, port: int) -> subprocess.Popen[bytes] | None:
    """rdflib-endpoint on the same data, ready to answer; None where it is not installed."""
    code = f"""
import rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse({str(dump)!r}, format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port={port}, log_level="critical")
"""
    try:
        import rdflib_endpoint  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        return None
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def ready(address: str, seconds: float = 120) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + seconds
    parts = urlsplit(address)
    while time.monotonic() < until:
        try:
            await ask(address, "ASK {}", await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 22))
            return
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


#: One page of each kind that people open most.
PAGES = (
    "/",
    "/search?q=%D0%9A%D1%80%D0%B0%D1%81%D0%BD%D0%BE%D0%B2",
    "/state/UZ",
    "/official/igor-krasnov",
    "/body/sco-prosecutors-general",
    "/session/sco-prosecutors-general-21",
    "/treaty/untoc",
    "/pair/UZ/RU",
    "/between?a=UZ&b=RU&on=2024-11-21",
    "/route?a=UZ&b=RU&for=extradition&on=2024-11-21",
    "/status-matrix?of=sco&on=2023-11-08",
    "/relations?around=official/igor-krasnov",
    "/timeline?of=body/sco-prosecutors-general",
    "/cooperation?measure=encounters",
    "/map?measure=encounters",
    "/questions",
)


def pages(address: str) -> dict[str, list[float]]:
    """Milliseconds of each page when it is first asked for, and again; its kB."""
    import urllib.request

    def once(page: str) -> tuple[float, int]:
        began = time.monotonic()
        with urllib.request.urlopen(address + page) as answer:
            size = len(answer.read())
        return (time.monotonic() - began) * 1000, size

    for page in ("/state/KZ", "/treaty/uncac", "/relations?around=state/KG", "/between?a=KG&b=KZ"):
        once(page)
        once(page + ("&" if "?" in page else "?") + "lang=ru")  # both desks are warm then
    told = {}
    for page in PAGES:
        first, size = once(page)
        told[page] = [round(first, 1), round(once(page)[0], 1), round(size / 1000, 1)]
    return told


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--graph", default=os.environ.get("COMITY_GRAPH"))
    options = parser.parse_args()
    from comity.loaders.shipped import find_generation

    generation = find_generation(options.graph)
    began = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "comity", "serve", "--port", "0", "--graph", str(generation.path.parent.parent)],
        stderr=subprocess.PIPE,
    )
    assert server.stderr is not None
    found = _ADDRESS.search(server.stderr.readline())
    assert found is not None
    address = found[0].decode() + "sparql"
    try:
        asyncio.run(ready(address))
        told: dict[str, object] = {"first answer after the command, s": round(time.monotonic() - began, 2)}
        short = max(options.seconds / 6, 3)
        one, _ = asyncio.run(crowd(address, 1, short))
        alone = raw(str(generation.store_path), short)
        told |= {
            "one client, answers a second": round(one.rate, 1),
            "raw pyoxigraph, one thread, a second": round(alone, 1),
            "ours / raw": round(one.rate / alone, 2),
            "one client, ms at the median": round(one.at(0.5), 2),
        }
        ours, _ = asyncio.run(crowd(address, 20, short))
        told |= {"20 clients, answers a second": round(ours.rate, 1), "20 clients, p50 ms": round(ours.at(0.5), 1)}
        told["pages: first, again (ms), kB"] = pages(address.removesuffix("/sparql"))
        told |= _beside(generation.path, short, ours)
        before = family(server.pid)
        for name, habit in HABITS.items():
            honest, hostile = asyncio.run(crowd(address, options.clients - 1, options.seconds, habit, hostile=1))
            told |= {
                f"{options.clients} clients, one of them hostile, {name}": {
                    "answers a second": round(honest.rate, 1),
                    "p50, p99, worst ms": [round(honest.at(part), 1) for part in (0.5, 0.99, 1)],
                    "errors": dict(honest.wrong),
                    "the hostile one got": dict(hostile.wrong) or "nothing",
                }
            }
        time.sleep(3)
        told |= {"processes and MB before": before, "processes and MB after": family(server.pid)}
        print(json.dumps(told, indent=1, ensure_ascii=False))
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def _beside(generation: Path, seconds: float, ours: Load) -> dict[str, object]:
    """The same 20 clients at rdflib-endpoint."""
    import pyoxigraph as ox

    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "graph.nt"
        store = ox.Store.read_only(str(generation / "store"))
        ox.serialize((quad.triple for quad in store if "/claims/" not in str(quad.graph_name)), str(dump))
        port = 8699
        process = peer(dump, port)
        if process is None:
            return {"rdflib-endpoint": "not installed"}
        try:
            other = f"http://127.0.0.1:{port}/sparql"
            asyncio.run(ready(other))
            theirs, _ = asyncio.run(crowd(other, 20, seconds))
        finally:
            process.kill()
            process.wait()
    return {
        "rdflib-endpoint, 20 clients, answers a second": round(theirs.rate, 1),
        "rdflib-endpoint, p50 ms": round(theirs.at(0.5), 1),
        "ours / rdflib-endpoint, answers a second": round(ours.rate / theirs.rate, 1)
        if theirs.rate
        else "it gave none",
    }


if __name__ == "__main__":
    main()
