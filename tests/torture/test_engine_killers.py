"""A thousand queries that kill an engine, asked of a running server: it says why not, and never restarts."""

from __future__ import annotations

import concurrent.futures
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from comity.errors import BadQuery, ComityError, QueryTimeout
from comity.graph.guard import guard
from comity.graph.store import Home
from comity.loaders.build import Outcome
from comity.queries.session import Graph
from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import Answer, send
from comity.tests.torture import bare
from comity.tests.torture.killers import FAMILIES, SEED, killers
from comity.tests.torture.measure import LONG, note, times

TIMEOUT = 1


@pytest.fixture(scope="module")
def served(built: tuple[Path, Outcome]) -> Iterator[tuple[str, Popen[bytes]]]:
    """A server that gives a query a second and 800 MB."""
    process, address = started(built[0], "--timeout", str(TIMEOUT), "--memory", "800")
    yield address, process
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15)
    assert said == ""


@pytest.fixture(scope="module")
def queries() -> list[tuple[str, str]]:
    """Names and texts, the same in every run."""
    return list(killers(times(80, 2_100)))


def parent(process: Popen[bytes]) -> str:
    """The parent of a process, where the system tells."""
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[1]


def wrong(answer: Answer) -> str:
    """What is wrong with an answer; "" where it is whole, or a refusal with its reason."""
    if answer.status == 200:
        try:
            if "json" in answer.media:
                json.loads(answer.body)
        except ValueError:
            return "200 and broken JSON"
        return ""
    if answer.status not in (400, 503):
        return f"status {answer.status}"
    text = answer.text.strip()
    if not 20 < len(text) < 700 or "Traceback" in text or text.count("\n") > 1:
        return f"{answer.status} without a reason: {text[:100]!r}"
    return ""


def test_the_server_outlives_them_all(served: tuple[str, Popen[bytes]], queries: list[tuple[str, str]]) -> None:
    address, process = served
    before = parent(process)

    def asked(query: tuple[str, str]) -> tuple[str, Answer]:
        body = query[1].encode("utf-8", "replace")
        return query[0], send(address, "/sparql", "POST", body, content_type="application/sparql-query")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(asked, queries))
    bad = {name: said for name, answer in answers if (said := wrong(answer))}
    assert not bad, (SEED, bad)
    assert process.poll() is None
    assert parent(process) == before
    died = [name for name, answer in answers if answer.status == 503 and "ran out of memory or stack" in answer.text]
    note(
        "engine-killers",
        queries=len(answers),
        server_restarts=0,
        statuses=dict(Counter(str(answer.status) for _, answer in answers)),
        workers_ended=len(died),
    )
    again = send(address, "/sparql", "POST", b"ASK {}", content_type="application/sparql-query")
    assert (again.status, again.text) == (200, '{"head":{},"boolean":true}')


def test_a_worker_outlives_them_or_is_replaced(built: tuple[Path, Outcome], queries: list[tuple[str, str]]) -> None:
    chosen = queries[:: max(1, len(queries) // times(15, 500))]
    ends: Counter[str] = Counter()
    bad = {}
    with Graph(Home.open(built[0]).current(), timeout=TIMEOUT) as graph:
        for name, text in chosen:
            try:
                guard(text)
                rows = sum(1 for _ in graph.run(text).rows())
                ends["answered" if rows >= 0 else ""] += 1
            except ComityError as error:
                ends[type(error).__name__] += 1
                if not isinstance(error, BadQuery | QueryTimeout) or "\n" in error.message:
                    bad[name] = str(error)
        assert graph.run("ASK { ?s ?p ?o }", timeout=60).boolean is True
    assert not bad, (SEED, bad)
    note("engine-killers-worker", queries=len(chosen), **ends)


def test_what_passes_the_guard_overflows_no_stack(built: tuple[Path, Outcome], queries: list[tuple[str, str]]) -> None:
    store = Home.open(built[0]).current().store_path
    passed = [(name, text) for name, text in queries if _passes(text)]
    chosen = passed[:: max(1, len(passed) // times(15, 2_000))]
    fates = bare.fates(store, [text for _, text in chosen], times(1, 2))
    overflown = [name for (name, _), fate in zip(chosen, fates, strict=True) if fate in ("died -11", "died -4")]
    assert not overflown, (SEED, overflown)
    note("engine-killers-guarded-raw", queries=len(chosen), **bare.counted(fates))


def test_the_engine_alone_dies_of_them(built: tuple[Path, Outcome], queries: list[tuple[str, str]]) -> None:
    store = Home.open(built[0]).current().store_path
    chosen = queries if LONG else [(name, FAMILIES[name](20_000)) for name in ("brackets", "not", "plus", "path")]
    fates = bare.fates(store, [text for _, text in chosen], 2)
    died = sum(fate.startswith("died") for fate in fates)
    assert died >= min(4, len(chosen)), dict(zip(chosen, fates, strict=True))
    note("engine-killers-raw", queries=len(chosen), died=died, slow=fates.count("slow"))


def _passes(text: str) -> bool:
    try:
        guard(text)
    except BadQuery:
        return False
    return True
