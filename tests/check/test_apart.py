"""``comity check`` runs in a process that can be stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comity.errors import BadInput, QueryTimeout, StoreError
from comity.graph.check.apart import check_apart
from comity.loaders.build import Outcome
from comity.queries.session import Graph
from comity.tests.check.test_hostile_shapes import HEAD

ENDLESS = (
    "@prefix comity: <https://w3id.org/comity/ontology#> .\n" + HEAD + "ex:S a sh:NodeShape ; "
    'sh:targetClass comity:Official ; sh:sparql [ sh:message "x" ; sh:select "SELECT $this WHERE { $this a ?c . '
    '?x ?y ?z . ?u ?v ?w . ?q ?r ?s FILTER(STRLEN(CONCAT(STR(?s), STR(?w), STR(?z))) > 200000) }" ] .\n'
)


@pytest.fixture
def graph(built: tuple[Path, Outcome]) -> Graph:
    import comity

    return comity.open(built[0], timeout=60)


def test_the_report_is_that_of_the_check_itself(graph: Graph) -> None:
    report = graph.check()
    told = graph.check_apart()
    assert told.text == report.text() + "\n"
    assert told.violations == len(report.violations)
    turtle = graph.check_apart(turtle=True).text
    assert turtle.count("sh:resultSeverity") == len(report)


def test_an_endless_shape_is_stopped(graph: Graph, tmp_path: Path) -> None:
    where = tmp_path / "endless.ttl"
    where.write_text(ENDLESS)
    graph.timeout = 3
    with pytest.raises(QueryTimeout, match="longer than 3 seconds"):
        graph.check_apart(shapes=where)


def test_what_needs_too_much_memory_is_stopped(graph: Graph) -> None:
    with pytest.raises(StoreError, match="memory"):
        check_apart(
            graph.generation.store_path, graph.generation.joined, shapes=None, lang="en", turtle=False, copied=True,
            timeout=60, memory=150 << 20,
        )  # fmt: skip


def test_an_error_keeps_its_place(graph: Graph, tmp_path: Path) -> None:
    where = tmp_path / "broken.ttl"
    where.write_text(HEAD + "ex:S a sh:NodeShape ;\n [ .\n")
    with pytest.raises(BadInput) as caught:
        graph.check_apart(shapes=where)
    assert caught.value.file == str(where)
    assert caught.value.line == 4


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_ends_a_check_and_its_process(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    where = tmp_path / "endless.ttl"
    where.write_text(ENDLESS)
    command = [sys.executable, "-m", "comity", "check", "--shapes", str(where), "--graph", str(built[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        for _ in range(300):
            time.sleep(0.1)
            if children(process.pid):
                break
        time.sleep(1)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
        assert process.returncode == 130
        assert said.decode() == "comity: stopped\n"


def children(pid: int) -> list[str]:
    """The processes that a process has started, where the system tells."""
    done = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.split()
