"""Killed at any moment: the graph opens, is the old or the new one, and the next writer finds a clean house."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.graph import disk, generations, store
from comity.graph.store import CURRENT, NONE, Home
from comity.graph.upkeep import backup, prune, restore
from comity.tests.torture.graphs import strays

from .conftest import Small, add, fact, fill, texts

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
                monkeypatch.setattr(disk, "remove", lambda path: None)
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


# Ctrl-C comes once, and at a bad moment


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_ctrl_c_while_a_writer_tidies_up_leaves_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    home, calls, original = small(1), iter(range(1, 1000)), os.rmdir

    def interrupted(*args: Any, **options: Any) -> None:
        if next(calls) == moment:
            raise KeyboardInterrupt
        original(*args, **options)

    def write() -> None:
        with home.writer() as writer:
            fill(writer, 2)
            monkeypatch.setattr(os, "rmdir", interrupted)

    with pytest.raises(KeyboardInterrupt):
        write()
    assert strays(home) == []
    assert len(disk.LITTER) == 0


def test_a_hurried_end_deletes_what_the_engine_is_still_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, late, original = tmp_path / "work" / "store", iter(range(3)), os.rmdir
    place.mkdir(parents=True)
    monkeypatch.setattr(disk, "LITTER", {tmp_path / "work"})

    def written_meanwhile(*args: Any, **options: Any) -> None:
        for number in late:
            (place / f"{number}.sst").touch()
            break
        original(*args, **options)

    monkeypatch.setattr(os, "rmdir", written_meanwhile)
    disk.sweep()
    assert not (tmp_path / "work").exists()
