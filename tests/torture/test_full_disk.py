"""Disks that are full or may not be written: one line with path and cause, the earlier state intact, and on after.

Threat: a disk that fills up at any step of any verb that writes.  The disk is
a tmpfs of a few megabytes; what is left of it is measured out anew for each
try, so that another step finds it full.  All needs root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from comity.graph.store import Home

from .graphs import comity, command, documents, records, strays
from .measure import LONG, note

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk: Linux, as root"
)
#: Bytes of the disk, and what is left of it when a verb begins.
SIZE = 14 << 20
ALL = (0, 4096, 8192, 20_000, 40_000, 80_000, 150_000, 300_000, 500_000, 800_000, 1_200_000, 2_000_000, 3_000_000)
LEFT = ALL if LONG else (0, 150_000)
LINE = "<https://example.org/{0}> <https://example.org/p> <https://example.org/{0}> .\n"
NOBODY = 65534
#: What is refused before anything is done is refused alike: in the short run these stand for all.
SOME = ("load", "accept", "backup", "restore", "export")


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A disk of its own at ``place``."""
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={SIZE}", *options)), "tmpfs", str(place)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A graph with the claims of two documents, of which one is accepted; the slug of the other."""
    place = tmp_path_factory.mktemp("master")
    assert comity("build", "--records", records(place / "records"), "--graph", place / "home").returncode == 0
    one, two = documents(place / "home", range(2))
    done = comity("review", "accept", "--document", two, "--by", "tester", "--graph", place / "home")
    assert done.returncode == 0, done.stderr
    return place / "home", one


def fill(place: Path, left: int) -> None:
    """Leave so many bytes free."""
    space = os.statvfs(place)
    with (place / "filler").open("wb", buffering=0) as file:
        file.write(b"x" * max(space.f_bavail * space.f_frsize - left, 0))


def state(home: Path) -> tuple[Any, ...]:
    """What must be as before."""
    opened = Home.open(home)
    current = opened.current()
    with current.open() as store:
        return current, len(store), opened.verify(), [one.number for one in opened.generations()]


def tree(place: Path) -> set[str]:
    """Every file and folder, but for what belongs to the next writer."""
    return {str(path.relative_to(place)) for path in place.rglob("*") if path.name not in ("filler", "lock")}


def one_line(said: str, *parts: str) -> None:
    """The message of a user: one line, its parts, and a hint; nothing of Python."""
    first, *rest = said.strip().splitlines()
    assert first.startswith("comity: "), said
    assert "Traceback" not in said
    assert all(part in first for part in parts), said
    assert len(rest) <= 1, said


def verbs(home: Path, disk: Path, master: tuple[Path, str], inputs: Path) -> dict[str, tuple[list[Any], str]]:
    """Every verb that writes, and the path that its message names."""
    graph, spare = ["--graph", home], disk / "copy"
    return {
        "build": (["build", "--records", inputs / "records", *graph], str(home)),
        "load": (["load", inputs / "facts.nt", *graph], str(home)),
        "accept": (["review", "accept", "--document", master[1], "--by", "tester", *graph], str(home)),
        "backup": (["store", "backup", spare, *graph], str(spare)),
        "restore": (["store", "restore", "1", *graph], str(home)),
        "restore-backup": (["store", "restore", master[0], "--graph", disk / "new"], str(disk / "new")),
        "export": (["export", "--derived", "-f", "ttl", "-o", disk / "graph.ttl", *graph], str(disk / "graph.ttl")),
        "export-csv": (["sparql", "SELECT * { ?s ?p ?o }", "-o", disk / "rows.csv", *graph], str(disk / "rows.csv")),
        "draw": (["draw", "met", "-o", disk / "picture.svg", *graph], str(disk / "picture.svg")),
    }


def refused(home: Path, disk: Path, master: tuple[Path, str], inputs: Path) -> dict[str, tuple[list[Any], str]]:
    """The verbs that are tried where nothing may be written."""
    return {name: one for name, one in verbs(home, disk, master, inputs).items() if LONG or name in SOME}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """What the verbs read: on another disk."""
    place = tmp_path / "inputs"
    place.mkdir()
    records(place / "records", 2)
    (place / "facts.nt").write_text("".join(map(LINE.format, range(60_000))), encoding="utf-8")
    return place


def test_a_disk_that_is_full_at_any_step(tmp_path: Path, master: tuple[Path, str], inputs: Path) -> None:
    tried = failed = 0
    with mounted(tmp_path / "disk") as disk:
        home = disk / "home"
        shutil.copytree(master[0], home)
        before, files = state(home), tree(disk)
        for verb, (words, named) in verbs(home, disk, master, inputs).items():
            for left in LEFT if LONG or verb in ("load", "accept") else LEFT[:1]:
                fill(disk, left)
                done = comity(*words)
                what = f"{verb} with {left:,} bytes left: {done.returncode}, {done.stderr}"
                tried += 1
                if done.returncode:
                    failed += 1
                    assert done.returncode == 1, what
                    one_line(done.stderr, named, "No space left on device")
                    assert state(home) == before, what
                    assert tree(disk) == files, what
                    continue
                (disk / "filler").unlink()
                shutil.rmtree(disk / "copy", ignore_errors=True)
                shutil.rmtree(disk / "new", ignore_errors=True)
                for made in ("graph.ttl", "rows.csv", "picture.svg"):
                    (disk / made).unlink(missing_ok=True)
                shutil.rmtree(home)
                shutil.copytree(master[0], home)
                before = state(home)
                break
        # Where nothing is left at all, old generations can still be deleted, and then it works again.
        fill(disk, 0)
        assert comity("load", inputs / "facts.nt", "--graph", home).returncode == 1
        done = comity("store", "prune", "--keep", "1", "--graph", home)
        assert (done.returncode, done.stdout) == (0, "removed generations 1, 2\n"), done.stderr
        (disk / "filler").unlink()
        (inputs / "more.csv").write_text("", encoding="utf-8")
        records(inputs / "again", 5)
        assert comity("load", inputs / "again" / "sources.csv", "--graph", home).returncode == 0
        assert strays(Home.open(home)) == []
        assert Home.open(home).verify() == []
    note("disk-full", tried=tried, refused=failed, state_changed=0, half_written=0)
    assert failed > tried / 2


def test_a_disk_that_is_read_only(tmp_path: Path, master: tuple[Path, str], inputs: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        home = disk / "home"
        shutil.copytree(master[0], home)
        before, files = state(home), tree(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
        for verb, (words, named) in refused(home, disk, master, inputs).items():
            done = comity(*words)
            assert done.returncode == 1, (verb, done.stdout, done.stderr)
            one_line(done.stderr, named, "Read-only file system")
        done = comity("sparql", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-f", "csv", "--graph", home)
        assert (done.returncode, done.stdout.split()[0]) == (0, "n"), done.stderr
        assert comity("store", "verify", "--graph", home).returncode == 0
        assert (state(home), tree(disk)) == (before, files)
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)  # noqa: S607
        assert comity("store", "restore", "1", "--graph", home).returncode == 0
    note("disk-read-only", verbs=9 if LONG else len(SOME), state_changed=0)


def test_a_user_without_permission(tmp_path: Path, master: tuple[Path, str], inputs: Path) -> None:
    """The graph may be read by all, and written by its owner alone."""
    run = unprivileged
    with mounted(tmp_path / "disk", "mode=755") as disk:
        home = disk / "home"
        shutil.copytree(master[0], home)
        owned_by_nobody(disk)
        before, files = state(home), tree(disk)
        for verb, (words, named) in refused(home, disk, master, inputs).items():
            done = run(*words)
            assert done.returncode == 1, (verb, done.stdout, done.stderr)
            one_line(done.stderr, named, "Permission denied")
        done = run("sparql", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-f", "csv", "--graph", home)
        assert (done.returncode, done.stdout.split()[0]) == (0, "n"), done.stderr
        assert (state(home), tree(disk)) == (before, files)
        # Not even reading: nobody is told to build a graph where there is one.
        home.chmod(0o700)
        for words in (["store", "list"], ["sparql", "ASK { ?s ?p ?o }"], ["build"], ["load", str(inputs / "facts.nt")]):
            done = run(*words, "--graph", home)
            assert done.returncode == 1, (words, done.stdout, done.stderr)
            one_line(done.stderr, str(home), "Permission denied")
    note("no-permission", verbs=9 if LONG else len(SOME), state_changed=0)


def unprivileged(*words: Any) -> subprocess.CompletedProcess[str]:
    """A verb run without root's right to pass permissions by: what belongs to another user is closed to it."""
    rights = "--bounding-set=-dac_override,-dac_read_search,-fowner"
    return subprocess.run(
        ["setpriv", rights, *command(*words)],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def owned_by_nobody(place: Path) -> None:
    for path in (place, *place.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
