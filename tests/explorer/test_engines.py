"""Queries of others: they end in time, they never stop others, and nothing of them stays."""

from __future__ import annotations

import concurrent.futures
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.graph.store import Home
from comity.loaders.build import Outcome

from .conftest import ended, started

#: A product of three times the graph: no engine ends it in a test's time.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUICK = "ASK { ?s a <https://w3id.org/comity/ontology#State> }"
#: Rows without end, each sent as it is found.
FLOOD = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def hasty(built: tuple[Path, Outcome]) -> Iterator[tuple[str, int]]:
    """A server that gives a query two seconds; its address and process."""
    process, address = started(built[0], "--timeout", "2", "--memory", "800")
    yield address, process.pid
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15)
    assert said == ""


def ask(address: str, query: str, source: str = "127.0.0.1") -> tuple[int, str]:
    """Status and text of one query, from an address of this machine."""
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60, source_address=(source, 0))
    try:
        connection.request("GET", f"/sparql?{urllib.parse.urlencode({'query': query})}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def engines(server: int, what: str = "worker_main") -> set[int]:
    """The processes that run queries for a server, or make its pages."""
    words = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(server)]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    return {int(line.split()[0]) for line in found.stdout.splitlines() if what in line}


def until(what: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_a_query_past_its_time_is_stopped_with_a_sentence(hasty: tuple[str, int]) -> None:
    status, text = ask(hasty[0], ENDLESS)
    assert status == 503
    assert text.startswith("the query took longer than 2 seconds and was stopped")


def test_a_query_past_its_memory_is_stopped_with_a_sentence(hasty: tuple[str, int]) -> None:
    status, text = ask(hasty[0], "SELECT DISTINCT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c")
    assert status == 503
    assert "memory" in text or "2 seconds" in text


def test_many_endless_queries_leave_room_for_others(hasty: tuple[str, int]) -> None:
    address, _ = hasty
    with concurrent.futures.ThreadPoolExecutor(14) as pool:
        endless = [pool.submit(ask, address, ENDLESS) for _ in range(12)]
        time.sleep(0.3)
        assert ask(address, QUICK) == (200, '{"head":{},"boolean":true}')
        assert {future.result()[0] for future in endless} == {503}


def test_an_answer_that_is_cut_never_looks_whole(hasty: tuple[str, int]) -> None:
    host = hasty[0].removeprefix("http://")
    connection = http.client.HTTPConnection(host)
    connection.request("GET", f"/sparql?{urllib.parse.urlencode({'query': FLOOD})}", headers={"Accept": "text/csv"})
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        answer.read()
    connection.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are counted with ps --ppid")
def test_a_client_that_leaves_ends_its_query(hasty: tuple[str, int]) -> None:
    address, server = hasty
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    connection.request("GET", f"/sparql?{urllib.parse.urlencode({'query': ENDLESS})}")
    assert until(lambda: bool(engines(server)))
    time.sleep(0.3)
    running = engines(server)
    connection.close()
    # The engine that worked for it is gone before its time of two seconds is up.
    assert until(lambda: bool(running - engines(server)), 1.2)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address")
def test_one_who_asks_much_leaves_a_place_to_others(hasty: tuple[str, int]) -> None:
    address, _ = hasty
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        endless = [pool.submit(ask, address, ENDLESS, "127.0.0.2") for _ in range(12)]
        time.sleep(0.3)
        # Twelve hold all the places that one may; the last is free, so nobody else waits for them to end.
        for number in range(5):
            assert ask(address, f"{QUICK} # {number}")[0] == 200
            assert not any(future.done() for future in endless)
        assert {future.result()[0] for future in endless} == {503}


def test_the_same_query_has_the_same_answer_without_an_engine(hasty: tuple[str, int]) -> None:
    address, server = hasty
    text = "SELECT ?s { ?s a <https://w3id.org/comity/ontology#State> } ORDER BY ?s"
    first = ask(address, text)
    for engine in engines(server):
        os.kill(engine, signal.SIGSTOP)
    try:
        assert ask(address, text) == first
    finally:
        for engine in engines(server):
            os.kill(engine, signal.SIGCONT)
    assert first[0] == 200


@pytest.mark.parametrize("value", ["UUID()", "struuid()", "RAND()", "NOW()"])
def test_time_and_chance_are_not_kept(hasty: tuple[str, int], value: str) -> None:
    asked = f"SELECT ({value} AS ?x) {{}}"
    answers = set()
    for _ in range(2):
        answers.add(ask(hasty[0], asked))
        time.sleep(0.01)
    assert len(answers) == 2
    assert {status for status, _ in answers} == {200}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are counted with ps --ppid")
def test_no_more_processes_make_pages_than_the_settings_say(built: tuple[Path, Outcome]) -> None:
    process, address = started(built[0])
    try:
        # Before the second one is started of itself.
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda n: urllib.request.urlopen(f"{address}/search?q={n}").close(), range(6)))
        assert until(lambda: len(engines(process.pid, "desk_main")) == 2)
        time.sleep(2)
        assert len(engines(process.pid, "desk_main")) == 2
    finally:
        process.terminate()
        assert ended(process) == ""
        process.wait(20)


def test_a_new_generation_is_picked_up_without_a_restart(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    from pyoxigraph import Literal, NamedNode, Quad

    from comity.graph.upkeep import backup

    home = tmp_path / "home"
    backup(Home.open(built[0]), home)
    process, address = started(home)
    try:
        asked = 'ASK { <https://w3id.org/comity/id/state/UZ> <http://www.w3.org/2004/02/skos/core#note> "new" }'
        assert json.loads(ask(address, asked)[1])["boolean"] is False
        with Home.open(home).writer() as writer:
            writer.store.add(
                Quad(
                    NamedNode("https://w3id.org/comity/id/state/UZ"),
                    NamedNode("http://www.w3.org/2004/02/skos/core#note"),
                    Literal("new"),
                )
            )
            writer.publish(note="a note")
        assert until(lambda: bool(json.loads(ask(address, asked)[1])["boolean"]))
        with urllib.request.urlopen(address + "/") as page:
            assert "Generation 2 of the graph" in page.read().decode()
    finally:
        process.terminate()
        assert ended(process) == ""
        process.wait(20)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_when_told_whatever_it_is_doing(built: tuple[Path, Outcome], sign: signal.Signals) -> None:
    process, address = started(built[0])
    try:
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            running = [pool.submit(_tried, address) for _ in range(3)]
            assert until(lambda: len(engines(process.pid)) >= 3)
            children = engines(process.pid)
            began = time.monotonic()
            process.send_signal(sign)
            said = ended(process)
            assert process.wait(20) in (0, -sign, 130)
            assert time.monotonic() - began < 10  # what the bar of reliability gives it to drain
            for future in running:
                future.result()
    finally:
        process.kill()  # where the test has failed before
    assert "Traceback" not in said
    assert until(lambda: not any(_alive(pid) for pid in children))


def _tried(address: str) -> int:
    try:
        return ask(address, ENDLESS)[0]
    except (OSError, http.client.HTTPException):
        return 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
