"""Killed at any moment: the graph opens, is the old or the new one, and the next writer finds a clean house."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad

from comity.graph import disk, generations, store
from comity.graph.store import CURRENT, GENERATIONS, LOCK, MARKER, NONE, Home
from comity.graph.upkeep import backup, prune, restore
from comity.loaders.records.load import load_tables, tables_in

from .conftest import Small, add, fact, texts

KILLS = 50
SEED = 20241121
LINE = "<https://example.org/{0}> <https://example.org/p> <https://example.org/{0}/{1}> .\n"
TABLE = "id,kind,title,language,url,publisher,issued,retrieved,sha256,note\n"
ROW = "s{0}-{1},reference,Source {0},en,https://example.org/{1},Publisher,,2024-11-21,,\n"


def strays(home: Home) -> list[str]:
    """What lies in a home and should not, once a writer has been there."""
    known = {CURRENT, GENERATIONS, LOCK, MARKER}
    found = [path.name for path in home.path.iterdir() if path.name not in known]
    found += [str(path) for path in home.path.rglob("bulk-*.sst")]
    numbers = {f"{generation.number:06d}" for generation in home.generations()}
    return found + sorted({path.name for path in (home.path / GENERATIONS).iterdir()} ^ numbers)


class Target:
    """A graph that ``comity build`` and ``comity load`` write to as processes, and what they should make of it."""

    def __init__(self, place: Path) -> None:
        self.where = place / "home"
        self.scratch = place / "tmp"
        self.scratch.mkdir()
        self.rdf = place / "facts.ttl.gz"
        self.records = place / "records"
        self.records.mkdir()
        self.environment = {**os.environ, "TMPDIR": str(self.scratch)}

    def prepare(self, verb: str, number: int) -> int:
        """Write the input of the next run; how many facts it holds."""
        if verb == "load":
            lines = [LINE.format(number, row) for row in range(2000)]
            self.rdf.write_bytes(gzip.compress("".join(lines).encode(), compresslevel=1))
            return len(lines)
        rows = [ROW.format(number, row) for row in range(number % 7 + 1)]
        (self.records / "sources.csv").write_text(TABLE + "".join(rows), encoding="utf-8")
        quads: list[Quad] = []
        assert load_tables(tables_in(self.records), quads.extend).set_aside == 0
        return len({quad for quad in quads if quad.graph_name == DefaultGraph()})

    def command(self, verb: str) -> list[str]:
        told = ["load", str(self.rdf)] if verb == "load" else ["build", "--records", str(self.records)]
        return [sys.executable, "-m", "comity", *told, "--graph", str(self.where)]

    def run(self, verb: str) -> float:
        """Run to the end; how many seconds that took."""
        began = time.monotonic()
        done = subprocess.run(self.command(verb), env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return time.monotonic() - began

    def kill(self, verb: str, after: float) -> bool:
        """Run and kill after so many seconds; whether it was still running."""
        process = subprocess.Popen(
            self.command(verb), env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(after)
        process.kill()
        return process.wait() != 0

    def state(self) -> tuple[int, int]:
        """Number and facts of the current generation."""
        current = Home.open(self.where).current()
        return current.number, current.counts[""]


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.slow
def test_fifty_kills_of_build_and_load(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    target = Target(tmp_path)
    seconds = {}
    for verb in ("build", "load"):
        target.prepare(verb, 0)
        seconds[verb] = target.run(verb)
    in_time = kept = made = 0
    for number in range(1, KILLS + 1):
        verb = chance.choice(("build", "load", "load"))
        before = target.state()
        count = target.prepare(verb, number)
        in_time += target.kill(verb, chance.uniform(0.1, 1.05) * seconds[verb])

        home = Home.open(target.where)
        assert home.verify() == [], f"kill {number} of {verb}"
        after = target.state()
        new = (before[0] + 1, count if verb == "build" else before[1] + count)
        assert after in (before, new), f"kill {number} of {verb}"
        kept, made = kept + (after == before), made + (after == new)
        assert len(home.current().read_only()) == sum(home.current().counts.values())
        # The next writer works, and cleans up what the killed one left.
        if number % 10 == 0:
            target.prepare("load", -number)
            target.run("load")
            assert target.state() == (after[0] + 1, after[1] + 2000)
        else:
            with home.writer():
                pass
            assert target.state() == after
        assert strays(home) == []
        assert list(target.scratch.iterdir()) == []
    assert in_time > KILLS / 2, f"only {in_time} were killed in time"
    assert kept + made == KILLS


# Moments that no clock hits: each step of publishing is the last.


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, nothing tidies up."""


@pytest.fixture
def die(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str, int], None]:
    """Makes the N-th call of a function the last thing that happens."""

    def at(place: object, name: str, number: int) -> None:
        original = getattr(place, name)
        calls = iter(range(1, 1000))

        def dying(*args: object, **options: object) -> object:
            if next(calls) == number:
                # A killed process deletes nothing.
                monkeypatch.setattr(store, "remove", lambda path: None)
                monkeypatch.setattr(shutil, "rmtree", lambda *args, **options: None)
                raise Killed
            return original(*args, **options)

        monkeypatch.setattr(place, name, dying)

    return at


STEPS = [
    (generations, "sha256", 1),
    (generations, "sync", 1),
    (generations, "sync", 3),
    (store, "write_manifest", 1),
    (store, "_counts", 1),
    (Path, "rename", 1),
    (store, "sync", 1),
    (store, "read_generation", 1),
    (store, "replace_file", 1),
    (Path, "replace", 1),
    (disk, "sync", 1),
    (disk, "sync", 2),
]


@pytest.mark.parametrize(("place", "name", "number"), STEPS, ids=[f"{name}-{number}" for _, name, number in STEPS])
def test_a_crash_between_any_two_steps(
    small: Small, die: Callable[..., None], monkeypatch: pytest.MonkeyPatch, place: object, name: str, number: int
) -> None:
    home = small(2)

    def publish() -> None:
        with home.writer() as writer:
            writer.store.bulk_extend([fact(3)])
            die(place, name, number)
            writer.publish(note="fact 3")

    with pytest.raises(Killed):
        publish()
    monkeypatch.undo()
    assert home.verify() == []
    assert home.current().number in (2, 3)
    assert texts(home) == {f"fact {number + 1}" for number in range(home.current().number)}
    assert [generation.number for generation in home.generations()] == list(range(1, home.current().number + 1))
    before = home.current().number
    add(home, 4)
    assert home.current().number == before + 1
    assert "fact 4" in texts(home)
    assert strays(home) == []


def test_a_crash_before_the_first_generation_is_pointed_at(
    tmp_path: Path, die: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "home"

    def first() -> None:
        with Home.create(where).writer() as writer:
            writer.store.bulk_extend([fact(1)])
            die(store, "replace_file", 1)
            writer.publish()

    with pytest.raises(Killed):
        first()
    monkeypatch.undo()
    home = Home.open(where)
    assert home.generations() == []
    assert home.verify() == []
    assert (home.path / CURRENT).read_text(encoding="ascii").startswith(NONE)
    add(home, 2)
    assert texts(home) == {"fact 2"}
    assert strays(home) == []


@pytest.mark.parametrize("step", ["mkdir", "replace"])
def test_a_crash_while_a_home_is_made(
    tmp_path: Path, die: Callable[..., None], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    where = tmp_path / "home"
    die(store, "replace_file", 1) if step == "mkdir" else die(Path, "replace", 1)
    with pytest.raises(Killed):
        Home.create(where)
    monkeypatch.undo()
    home = Home.create(where)
    add(home, 1)
    assert texts(home) == {"fact 1"}
    assert strays(home) == []


def test_a_crash_while_pruning(small: Small, die: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    home = small(3)
    for number in (1, 2):
        die(shutil, "rmtree", number)
        with pytest.raises(Killed):
            prune(home, 1)
        monkeypatch.undo()
        assert home.verify() == []
    assert prune(home, 1).gone in ((1, 2), (2,), ())
    assert [generation.number for generation in home.generations()] == [3]
    assert strays(home) == []


def test_a_crash_while_backing_up_or_restoring(
    small: Small, tmp_path: Path, die: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small(2)
    for place, name, number in ((shutil, "copytree", 1), (Path, "rename", 1), (store, "replace_file", 2)):
        die(place, name, number)
        with pytest.raises(Killed):
            backup(home, tmp_path / "copy")
        monkeypatch.undo()
        assert not (tmp_path / "copy").exists()
    backup(home, tmp_path / "copy")
    assert texts(Home.open(tmp_path / "copy")) == {"fact 1", "fact 2"}
    for source in (1, tmp_path / "copy"):
        for place, name, number in ((Path, "rename", 1), (store, "replace_file", 1)):
            before = home.current()
            die(place, name, number)
            with pytest.raises(Killed):
                restore(home, source)
            monkeypatch.undo()
            assert home.current() == before
            assert home.verify() == []
        restore(home, source)
        assert strays(home) == []
    assert [generation.number for generation in home.generations()] == [1, 2, 3, 4]
