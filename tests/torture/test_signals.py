"""Ctrl-C and SIGTERM at any moment of every verb that takes long: an end within two seconds that leaves nothing behind.

The server is tried in test_server_signals.py.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.graph.store import Home

from .graphs import comity, command, documents, records, running, strays
from .measure import note, times

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
MOMENTS = times(2, 20)
SEED = 20241122
#: Seconds of the bar, and what a busy machine may add.
BAR, SLACK = 2.0, 3.0
LINE = "<https://example.org/{0}> <https://example.org/p{1}> <https://example.org/o{0}> .\n"
LONG_QUERY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
VERBS = {
    "build": ("build", "--records", "records"),
    "load": ("load", "facts.nt"),
    "load-packed": ("load", "facts.ttl.gz"),
    "read": ("read", "article.txt", "-o", "read.json"),
    "read-folder": ("read", "articles", "--jobs", "2"),
    "review": ("review", "--all", "-f", "json", "-o", "claims.json"),
    "accept": ("review", "accept", "--all", "--by", "tester"),
    "query": ("sparql", LONG_QUERY, "--timeout", "60"),
    "rows": ("sparql", "SELECT * { ?s ?p ?o . ?a ?b ?c }", "-f", "csv", "-o", "rows.csv", "--timeout", "60"),
    "check": ("check",),
    "export": ("export", "--derived", "-o", "graph.ttl"),
    "draw": ("draw", "met", "-o", "picture.svg"),
    "backup": ("store", "backup", "copy"),
    "restore": ("store", "restore", "1"),
    "verify": ("store", "verify"),
}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph and all that the verbs read."""
    import gzip

    place = tmp_path_factory.mktemp("signals")
    assert comity("build", "--records", records(place / "records"), "--graph", place / "comity-graph").returncode == 0
    documents(place / "comity-graph", range(3))
    accepted = comity("review", "accept", "--all", "--by", "tester", "--graph", place / "comity-graph")
    assert accepted.returncode == 0, accepted.stderr  # there is something to draw
    documents(place / "comity-graph", range(3, 6))
    facts = "".join(LINE.format(n, n % 7) for n in range(100_000))
    (place / "facts.nt").write_text(facts, encoding="utf-8")
    (place / "facts.ttl.gz").write_bytes(gzip.compress(facts.encode(), compresslevel=1))
    (place / "articles").mkdir()
    text = "Генеральный прокурор Узбекистана Икс Иксов {0} марта 2024 года встретился с министром юстиции Армении."
    for number in range(1, 5):
        (place / "articles" / f"{number}.txt").write_text(text.format(number), encoding="utf-8")
    (place / "article.txt").write_text(text.format(9), encoding="utf-8")
    return place


def listens(pid: int) -> bool:
    """Whether the process hears both signals by now: before that it has not begun."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = int(next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")), 16)
    return all(caught >> (number - 1) & 1 for number in CODES)


def files(place: Path) -> set[str]:
    return {str(path.relative_to(place)) for path in place.rglob("*") if path.name not in ("lock", "stdout", "stderr")}


def whole(place: Path, before: set[str]) -> Iterator[str]:
    """What lies there that did not, but for whole generations and whole outputs."""
    outputs = {words[words.index("-o") + 1] for words in VERBS.values() if "-o" in words}
    for name in sorted(files(place) - before):
        inside = name.startswith(("comity-graph/generations/", "copy"))
        if not inside and name not in outputs:
            yield name


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_is_told_to_stop(tmp_path: Path, inputs: Path, verb: str) -> None:
    chance = random.Random(f"{SEED} {verb}")  # noqa: S311
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    options = {"env": {**os.environ, "TMPDIR": str(temporary)}}
    place = tmp_path / "place"
    shutil.copytree(inputs, place)
    seconds, worst, stopped = 0.0, 0.0, 0
    for moment in range(MOMENTS):
        number = signal.SIGTERM if moment % 2 else signal.SIGINT
        before = files(place)
        generation = Home.open(place / "comity-graph").current()
        with running(command(*VERBS[verb]), tmp_path, cwd=place, **options) as run:
            while not listens(run.process.pid) and run.process.poll() is None:
                time.sleep(0.005)
            began = time.monotonic()
            after = chance.uniform(0, seconds or 1.5)
            while time.monotonic() - began < after and run.process.poll() is None:
                time.sleep(0.01)
            told = time.monotonic()
            run.signal(number)
            code = run.process.wait(60)
            took = time.monotonic() - told
            left, said = run.left(), run.said()
        what = f"{verb}, {number.name} after {after:.2f} s, seed {SEED}: exit {code}, {said}"
        # In its last milliseconds Python hears no more, and the system ends it: a shell shows the same code.
        assert code in (0, CODES[number], -number), what
        assert "Traceback" not in said, what
        assert left == [], what
        home = Home.open(place / "comity-graph")
        assert home.verify() == [], what
        assert strays(home) == [], what
        assert list(whole(place, before)) == [], what
        assert list(temporary.iterdir()) == [], what
        if code > 0:
            stopped, worst = stopped + 1, max(worst, took)
            assert said.splitlines()[-1] == "comity: stopped", what
            assert took < BAR + SLACK, what
            assert home.current().number in (generation.number, generation.number + 1), what
        else:
            seconds = max(seconds, told - began)  # so long it takes: the next ones are told earlier
        shutil.rmtree(place / "copy", ignore_errors=True)
    note(f"stopped-{verb}", moments=MOMENTS, stopped=stopped, slowest_end_in_seconds=round(worst, 2))
