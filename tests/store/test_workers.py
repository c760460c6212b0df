"""Workers: a query is stopped in time, a dead worker is replaced, and nobody is left running."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad

from comity.errors import BadQuery, Damaged, QueryTimeout, Usage
from comity.graph.store import Home
from comity.graph.workers import Worker
from comity.queries.session import Graph

from .conftest import Small

#: Never ends: every fact with every other, five times over.
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
#: Never ends either, and gives rows all the while.
STREAM = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TYPE = NamedNode("https://example.org/p")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two thousand facts."""
    home = Home.create(tmp_path_factory.mktemp("crowd") / "home")
    with home.writer() as writer:
        writer.store.bulk_extend(Quad(NamedNode(f"https://example.org/{n}"), TYPE, Literal(n)) for n in range(2000))
        writer.publish()
    return home


@pytest.fixture
def graph(crowd: Home) -> Iterator[Graph]:
    with Graph(crowd.current()) as opened:
        yield opened


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def wait_until(true: object, seconds: float = 20.0) -> None:
    """Wait for something to become true; how long it takes is not judged."""
    end = time.monotonic() + seconds
    assert callable(true)
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("text", [LONG, STREAM], ids=["long", "stream"])
def test_a_query_is_stopped_when_its_time_is_up(graph: Graph, text: str) -> None:
    with pytest.raises(QueryTimeout) as caught:
        sum(1 for _ in graph.run(text, timeout=0.6).rows())
    assert caught.value.message == "the query took longer than 0.6 seconds and was stopped"
    assert caught.value.hint == "Narrow it, add a LIMIT, or allow more with --timeout."
    assert caught.value.exit_code == 124
    assert graph.sparql("ASK { ?s ?p ?o }") is True


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e12])
def test_a_time_that_is_none_is_refused(graph: Graph, timeout: float) -> None:
    with pytest.raises(Usage, match="a query takes between 0 and 604,800 seconds"):
        graph.run("ASK {}", timeout=timeout)


def test_the_answer_before_the_last_row_was_read_is_given_up(graph: Graph) -> None:
    rows = graph.run(STREAM, timeout=30).rows()
    next(rows)
    assert graph.sparql("ASK { ?s ?p ?o }") is True
    rows = graph.run(STREAM, timeout=30).rows()
    next(rows)
    assert graph._worker is not None
    process = graph._worker._process
    assert process is not None
    rows.close()
    assert process.poll() is not None


def test_an_answer_read_whole_leaves_the_worker_for_the_next(graph: Graph) -> None:
    assert len(list(graph.run("SELECT * { ?s ?p ?o }").rows())) == 2000
    assert graph._worker is not None
    first = graph._worker._process
    assert len(list(graph.run("SELECT * { ?s ?p ?o }").rows())) == 2000
    assert graph._worker._process is first


def test_a_worker_that_somebody_killed_is_replaced(graph: Graph) -> None:
    assert graph.sparql("ASK { ?s ?p ?o }") is True
    assert graph._worker is not None
    assert graph._worker._process is not None
    graph._worker._process.kill()
    graph._worker._process.wait()
    assert graph.sparql("ASK { ?s ?p ?o }") is True


def test_a_query_that_outgrows_its_memory_is_refused(crowd: Home) -> None:
    steps = " ".join(f"BIND(CONCAT({', '.join([f'?a{n}'] * 16)}) AS ?a{n + 1})" for n in range(9))
    grows = f"SELECT (STRLEN(?a9) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?a0) {steps} }}"
    with Worker(crowd.current().store_path, memory=800 << 20) as worker:
        with pytest.raises(BadQuery, match="memory"):
            list(worker.run(grows, timeout=60).rows())
        assert worker.run("ASK { ?s ?p ?o }", timeout=30).boolean is True


def test_an_answer_too_large_to_hold_is_no_answer(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.queries.session.ROWS", 1999)
    with pytest.raises(BadQuery, match="the answer has more than 1,999 rows"):
        graph.sparql("SELECT * { ?s ?p ?o }")
    assert graph.sparql("ASK { ?s ?p ?o }") is True


def test_a_store_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    with Worker(tmp_path / "nothing") as worker, pytest.raises(Damaged, match="cannot be opened") as caught:
        worker.run("ASK {}", timeout=30)
    assert caught.value.hint == "comity store verify tells more."


VALUES = [
    Literal(text)
    for text in (
        "",
        " ",
        "a\tb",
        "a\nb\r\nc",
        '"',
        "'",
        "\\",
        "\\n",
        "\u2028\x85",
        "\x7f\x01",
        "🙂",
        "<x>",
        "_:a",
        "?x",
    )
]
VALUES += [
    Literal("ru", language="ru"),
    Literal("x", language="x-private-tag"),
    Literal("שלום", language="he", direction=BaseDirection.RTL),
    Literal("1.10", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    Literal("INF", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double")),
    Literal("not a date", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    Literal("\t", datatype=NamedNode("https://example.org/type")),
]


def test_every_value_arrives_as_it_was_written(small: Small) -> None:
    home = small(1)
    values: list[NamedNode | BlankNode | Literal] = [
        *VALUES,
        BlankNode("b1"),
        NamedNode("https://example.org/é?a=b&c#d"),
        NamedNode("urn:x:'y'"),
    ]
    with home.writer() as writer:
        writer.store.extend(Quad(NamedNode(f"https://example.org/v{n}"), TYPE, value) for n, value in enumerate(values))
        writer.publish()
    kept = {quad.subject: quad.object for quad in home.current().read_only()}
    with Graph(home.current()) as graph:
        for text in ("SELECT ?s ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
            answer = graph.run(text)
            got = {row[0]: row[-1] for row in answer.rows()}
            assert got == kept


# Processes


@pytest.fixture
def command(crowd: Home) -> list[str]:
    return [sys.executable, "-m", "comity", "sparql", LONG, "--graph", str(crowd.path), "--timeout", "60"]


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


def started(command: list[str]) -> tuple[subprocess.Popen[str], int]:
    """The command line and its worker, once that has begun."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: process.poll() is not None or children(process.pid))
    assert process.poll() is None, process.communicate()
    time.sleep(0.5)  # into the query
    return process, children(process.pid)[0]


@linux
@pytest.mark.parametrize("text", [LONG, STREAM], ids=["long", "stream"])
def test_ctrl_c_ends_a_query_and_its_worker(command: list[str], text: str) -> None:
    process, worker = started([text if part == LONG else part for part in command])
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert err.strip() == "comity: stopped"  # the terminal shows ^C before it
    assert out == "" or text == STREAM  # rows that came in time were written
    wait_until(lambda: not alive(worker))


@linux
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_ends_with_its_parent(command: list[str], end: signal.Signals) -> None:
    process, worker = started(command)
    process.send_signal(end)
    process.communicate(timeout=10)
    assert process.returncode in (128 + end, -end)
    wait_until(lambda: not alive(worker))


@linux
def test_ctrl_c_is_heard_while_the_engine_holds_the_main_thread() -> None:
    code = (
        "import sys, pyoxigraph as ox\nfrom comity.__main__ import _stop_when_told\n"
        "_stop_when_told()\nstore = ox.Store()\nnode = ox.NamedNode\n"
        "store.extend(ox.Quad(node(f'x:{n}'), node('x:p'), node('x:o')) for n in range(2000))\n"
        "print('busy', flush=True)\nlist(store.query(sys.argv[1]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (130, "comity: stopped\n")


@linux
def test_a_reader_that_goes_away_ends_it_quietly(crowd: Home) -> None:
    text = "SELECT ?s { ?s ?p ?o }"
    line = f"{sys.executable} -m comity sparql '{text}' --graph {crowd.path} -f csv | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False)  # noqa: S607
    assert done.stdout == "s\n"
    assert done.stderr == ""
    assert done.returncode in (0, 1)


@linux
def test_a_time_limit_on_the_command_line(command: list[str]) -> None:
    done = subprocess.run([*command[:-1], "0.8"], capture_output=True, text=True, check=False)
    assert done.returncode == 124
    assert done.stderr.startswith("comity: the query took longer than 0.8 seconds and was stopped\n")


@linux
@pytest.mark.parametrize("verb", ["load", "build"])
def test_ctrl_c_ends_a_writer_and_the_graph_is_as_before(tmp_path: Path, verb: str) -> None:
    facts = tmp_path / "facts.nt"
    line = "<https://example.org/{0}> <https://example.org/p{1}> <https://example.org/o{0}> .\n"
    facts.write_text("".join(line.format(n, n % 7) for n in range(300_000)), encoding="utf-8")
    where = tmp_path / "home"
    home = Home.create(where)
    with home.writer() as writer:
        writer.publish(note="before")
    told = ["load", str(facts)] if verb == "load" else ["build"]
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", *told, "--graph", str(where)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: process.poll() is not None or (where / "work").exists())
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130, err
    assert err.strip() == "comity: stopped"  # the terminal shows ^C before it
    assert home.current().note == "before"
    assert home.verify() == []
    with home.writer() as writer:
        writer.publish(note="after")
    assert sorted(path.name for path in where.iterdir()) == ["comity-store", "current", "generations", "lock"]
