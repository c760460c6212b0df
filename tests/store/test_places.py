"""Graphs in odd places, answers to nowhere, and clocks that were set back."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import NotAStore, StoreError
from comity.graph import disk
from comity.graph.store import GENERATIONS, WORK, Home
from comity.graph.upkeep import backup, restore
from comity.tests.torture.graphs import comity

from .conftest import Small, add, texts

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names, links and shells")


@posix
@pytest.mark.parametrize("name", ["с пробелом и\nпереводом", "-rf", "%s'\"$HOME;", "x" * 255])
def test_a_graph_may_have_any_name(small: Small, tmp_path: Path, name: str) -> None:
    home = Home.open(small(1).path.rename(tmp_path / name))
    add(home, 2)
    assert texts(home) == {"fact 1", "fact 2"}
    assert home.verify() == []
    backup(home, tmp_path / "copy")
    restore(home, tmp_path / "copy")
    assert home.current().number == 3


@posix
def test_a_graph_may_lie_behind_a_link(small: Small, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(small(1).path)
    add(Home.create(link), 2)
    assert texts(Home.open(link)) == {"fact 1", "fact 2"}
    assert link.is_symlink()


@posix
def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    for target in ("nowhere", "itself"):
        (tmp_path / "itself").unlink(missing_ok=True)
        (tmp_path / "itself").symlink_to(target)
        with pytest.raises(NotAStore, match=f"is a link to {target}, which is not there"):
            Home.create(tmp_path / "itself")


@pytest.mark.parametrize("inside", ["copy", WORK, f"{GENERATIONS}/000009", f"{GENERATIONS}/000001/store/copy"])
def test_nothing_is_put_inside_a_graph(small: Small, inside: str) -> None:
    """Its next writer would delete it, or take it for a generation."""
    home = small(2)
    making: list[Callable[[], object]] = [
        lambda: backup(home, home.path / inside),
        lambda: Home.create(home.path / inside),
    ]
    for make in making:
        with pytest.raises(StoreError, match="lies inside the graph"):
            make()
    assert not (home.path / inside).exists()
    assert home.verify() == []


def test_folders_above_a_new_graph_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    real = disk.sync

    def noted(path: Path) -> None:
        synced.append(path)
        real(path)

    monkeypatch.setattr(disk, "sync", noted)
    Home.create(tmp_path / "a" / "b" / "c")
    assert {tmp_path, tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c"} <= set(synced)


def test_a_home_that_cannot_be_begun_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "sync", full)
    (tmp_path / "there").mkdir()
    for where in (tmp_path / "new", tmp_path / "there"):
        with pytest.raises((StoreError, OSError), match="No space left on device"):
            Home.create(where)
    monkeypatch.undo()
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "new").exists()


def test_a_clock_that_was_set_back(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generations stay in the order of their numbers; a day has the last one that was published by it."""
    home = small(1)

    class Clock(dt.datetime):
        shows = ""

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime.fromisoformat(cls.shows).replace(tzinfo=tz)

    with monkeypatch.context() as patched:
        patched.setattr(dt, "datetime", Clock)
        for number, day in ((2, "2036-01-01"), (3, "2035-06-01"), (4, "2035-06-02")):
            Clock.shows = f"{day}T12:00:00"
            add(home, number)
    assert [one.number for one in home.generations()] == [1, 2, 3, 4]
    assert home.current().number == 4
    assert home.on(dt.date(2035, 6, 1)).number == 3
    assert home.on(dt.date(2036, 1, 1)).number == 4
    assert home.verify() == []


# The command line


@posix
def test_a_current_directory_that_was_deleted(small: Small, tmp_path: Path) -> None:
    home, gone = small(1), tmp_path / "gone"
    gone.mkdir()

    def delete() -> None:
        os.rmdir(gone)  # noqa: PTH106  # in the child, just before it begins

    for words in (["build", "--graph", "g"], ["store", "backup", "b", "--graph", home.path]):
        gone.mkdir(exist_ok=True)
        done = comity(*words, cwd=gone, preexec_fn=delete)
        assert done.returncode == 1, done.stderr
        assert done.stderr.endswith("The current directory was deleted: go to another one.\n")
    gone.mkdir(exist_ok=True)
    done = comity("export", "-o", "x.ttl", "--graph", home.path, cwd=gone, preexec_fn=delete)
    assert done.stderr == "comity: the current directory was deleted\n  Go to another one, and run it again.\n"
    gone.mkdir(exist_ok=True)
    assert comity("store", "list", "--graph", home.path, cwd=gone, preexec_fn=delete).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
def test_an_answer_that_cannot_be_written(small: Small) -> None:
    home = small(1)
    for words in (["store", "list"], ["sparql", "SELECT * { ?s ?p ?o }"], ["export"]):
        with Path("/dev/full").open("w") as full:
            done = comity(*words, "--graph", home.path, capture_output=False, stdout=full, stderr=-1)
        assert done.returncode == 1
        assert done.stderr == (
            "comity: standard output: No space left on device\n"
            "  The answer is cut off; what was published is kept (comity store list).\n"
        )
    done = comity("export", "-f", "ttl", "-o", "/dev/full", "--graph", home.path)
    assert (done.returncode, done.stderr) == (1, "comity: /dev/full: No space left on device\n")


@posix
def test_streams_that_are_closed(small: Small) -> None:
    home = small(1)
    for number in (0, 1, 2):
        done = comity("store", "list", "--graph", home.path, preexec_fn=lambda number=number: os.close(number))
        assert done.returncode == 0, number
        assert "Traceback" not in done.stderr
