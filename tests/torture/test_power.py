"""Power cuts: what was acknowledged is on the disk, not in memory.

Two proofs.  A disk in a file (a loop device, as root): what the file holds at
the moment of the acknowledgement is what a power cut would leave, since pages
that were not synced are in the memory of the mounted file system only; the copy
is mounted and read.  And the system calls (strace, on any Linux): every file
and folder of a new generation is synced before the acknowledgement is written.

Limits: the first cannot tell one missing sync from another (ext4 brings much
along), the second can.  A disk that lies about its own memory is beyond both.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from comity.graph.store import GENERATIONS, Home

from .graphs import comity, command, decided, documents, records, running
from .measure import note, times

CUTS = times(3, 20)
MIB = 64
NODE = NamedNode("https://example.org/published")
#: Publishes a fact, says so, and waits to be told to go on.
PUBLISHER = """
import sys
from pyoxigraph import Literal, NamedNode, Quad
from comity.graph import disk, generations, store, upkeep
from comity.graph.store import Home
if sys.argv[3] == "unsynced":
    for module in (disk, generations, store, upkeep):
        module.sync = lambda path: None
home, node = Home.create(sys.argv[1]), NamedNode("https://example.org/published")
for number in range(int(sys.argv[2])):
    with home.writer() as writer:
        writer.store.bulk_extend([Quad(node, node, Literal(f"{number}"))])
        writer.publish(note=f"fact {number}")
    print(number, flush=True)
    sys.stdin.readline()
"""
#: The engine alone, in the same way: for comparison.
ENGINE = """
import sys
from pyoxigraph import Literal, NamedNode, Quad, Store
store, node = Store(sys.argv[1]), NamedNode("https://example.org/published")
for number in range(int(sys.argv[2])):
    if sys.argv[3] == "bulk":
        store.bulk_extend([Quad(node, node, Literal(f"{number}"))])
    else:
        store.update(f'INSERT DATA {{ <{node.value}> <{node.value}> "{number}" }}')
    if sys.argv[3] == "flush":
        store.flush()
    print(number, flush=True)
    sys.stdin.readline()
"""


def call(*words: str | Path) -> None:
    subprocess.run([*map(str, words)], check=True, capture_output=True)


class Image:
    """A disk in a file, and what a power cut would leave of it."""

    def __init__(self, place: Path) -> None:
        self.file, self.disk = place / "image", place / "disk"
        self.place, self.cuts = place, 0
        with self.file.open("wb") as file:
            file.truncate(MIB << 20)
        call("mkfs.ext4", "-q", "-F", self.file)
        self.disk.mkdir()
        call("mount", "-o", "loop", self.file, self.disk)

    def end(self) -> None:
        call("umount", "-l", self.disk)

    @contextmanager
    def cut(self) -> Iterator[Path]:
        """What is there when the power comes back."""
        # A copy and a folder of its own each time: the system would give an earlier one that is still read again.
        self.cuts += 1
        copy, after = self.place / f"copy{self.cuts}", self.place / f"after{self.cuts}"
        after.mkdir()
        for _ in range(20):
            shutil.copyfile(self.file, copy)
            if filecmp.cmp(self.file, copy, shallow=False):
                break  # else something was just being written
        call("mount", "-o", "loop", copy, after)
        try:
            yield after
        finally:
            call("umount", "-l", after)
            copy.unlink()


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Image]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounts a disk in a file: Linux, as root")
    try:
        made = Image(tmp_path)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a disk in a file cannot be mounted here: {getattr(error, 'stderr', error)!r}")
    yield made
    made.end()


def acknowledged(image: Image, script: str, cuts: int, how: str) -> Iterator[tuple[int, Path]]:
    """Each number that a process says is there, with the disk after a power cut at that moment."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(image.disk / "new" / "folder"), str(cuts), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(cuts):
            assert process.stdout.readline() == f"{number}\n"
            with image.cut() as after:
                yield number, after / "new" / "folder"
            process.stdin.write("\n")
            process.stdin.flush()


def facts(store: Store) -> set[int]:
    values = [quad.object for quad in store.quads_for_pattern(NODE, None, None, None)]
    return {int(value.value) for value in values if isinstance(value, Literal)}


def test_what_was_acknowledged_survives_a_power_cut(image: Image) -> None:
    there = 0
    for number, place in acknowledged(image, PUBLISHER, CUTS, "synced"):
        home = Home.open(place)
        assert home.verify() == []
        with home.current().open() as store:
            assert facts(store) == set(range(number + 1))
        there += 1
    note("power-cut", cuts=CUTS, acknowledged_and_there=there)


def test_the_cut_takes_what_is_not_synced(image: Image) -> None:
    """The test above can fail: without the syncs of the store it does."""
    number, place = next(acknowledged(image, PUBLISHER, 1, "unsynced"))
    assert number == 0
    assert not place.exists()


@pytest.mark.parametrize("verb", ["load", "accept", "backup", "restore"])
def test_what_a_verb_acknowledged_survives_a_power_cut(image: Image, tmp_path: Path, verb: str) -> None:
    home, facts = image.disk / "home", tmp_path / "facts.nt"
    assert comity("build", "--records", records(tmp_path / "records"), "--graph", home).returncode == 0
    (slug,) = documents(home, range(1))
    facts.write_text("<https://example.org/s> <https://example.org/p> <https://example.org/o> .\n", encoding="utf-8")
    told: dict[str, list[str | Path]] = {
        "load": ["load", facts],
        "accept": ["review", "accept", "--document", slug, "--by", "tester"],
        "backup": ["store", "backup", image.disk / "copy"],
        "restore": ["store", "restore", "1"],
    }
    # The disk is cut at the line that acknowledges, before the process has ended.
    with running(command(*told[verb], "--graph", home), tmp_path) as run:
        while run.process.poll() is None and "\n" not in run.told():
            pass
        with image.cut() as after:
            place = Home.open(after / ("copy" if verb == "backup" else "home"))
            assert place.verify() == []
            current = place.current()
            if verb == "accept":
                assert decided(place, slug) == (6, 6)
            assert current.note == {
                "load": "load facts.nt",
                "accept": "review: 6 claims accepted",
                "backup": "read d0.txt",
                "restore": "restored from generation 1: build",
            }[verb]  # fmt: skip


@pytest.mark.parametrize("how", ["update", "flush", "bulk"])
def test_the_engine_alone(image: Image, how: str) -> None:
    """Not a promise of ours: what the store is built on, measured in the same way."""
    last: set[int] = set()
    cuts = times(2, 20)
    kept = 0
    (image.disk / "new").mkdir()
    os.sync()
    for number, place in acknowledged(image, ENGINE, cuts, how):
        try:
            last = facts(Store(str(place)))
        except (OSError, ValueError):
            last = set()  # it cannot even be opened
        kept += number in last
    note(f"power-cut-engine-{how}", cuts=cuts, acknowledged_and_there=kept)
    assert kept == (0 if how == "update" else cuts)


# By system calls


CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,write,pwrite64,ftruncate"
SYNCED = re.compile(r"^\d+ +f(?:data)?sync\(\d+<(.*)>\) += 0")
WRITTEN = re.compile(r"^\d+ +(?:p?write(?:64)?|ftruncate)\((\d+)<(.*?)>, ")
MADE = re.compile(r'^\d+ +mkdir(?:at)?\((?:AT_FDCWD(?:<.*>)?, )?"(.*?)", .*\) += 0')
RENAMED = re.compile(r'^\d+ +rename(?:at2?)?\((?:AT_FDCWD(?:<.*?>)?, )?"(.*?)", (?:AT_FDCWD(?:<.*?>)?, )?"(.*?)".*= 0')


def unsynced(lines: list[str], home: Path, generation: Path) -> list[str]:
    """What of a generation, the pointer and the folders above was not synced when the acknowledgement was written."""
    dirty: dict[str, int] = {}  # path: where it was last changed
    for at, line in enumerate(lines):
        if found := SYNCED.match(line):
            dirty.pop(found[1], None)
        elif found := WRITTEN.match(line):
            if found[1] == "1":
                break  # the acknowledgement
            dirty[found[2]] = at
        elif found := MADE.match(line):
            dirty[str(Path(found[1]).parent)] = at
        elif found := RENAMED.match(line):
            old, new = found[1], found[2]
            for path in [path for path in dirty if path == old or path.startswith(old + "/")]:
                dirty[new + path.removeprefix(old)] = dirty.pop(path)
            dirty[str(Path(new).parent)] = at
    matter = {str(path) for path in (generation, *generation.rglob("*"), home / "current", home / "comity-store")}
    matter |= {str(path) for path in (home / GENERATIONS, home, *home.parents)}
    return sorted(matter & dirty.keys())


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_everything_is_synced_before_it_is_acknowledged(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    home, log = tmp_path / "new" / "folder" / "home", tmp_path / "calls"
    words = command("build", "--records", records(tmp_path / "records"), "--graph", home)
    done = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", CALLS, "-o", log, *words],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip(f"strace may not trace here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    generation = Home.open(home).current().path
    assert unsynced(lines, home, generation) == []
    # Each sync counts: without any one of these something is left dirty.
    places = [tmp_path, tmp_path / "new", tmp_path / "new" / "folder", home, home / GENERATIONS]
    done_at = str(home / "work")
    kinds = {place: str(place) for place in places} | {"manifest": "manifest.json", "pointer": "current."}
    for kind, text in kinds.items():
        fewer = [line for line in lines if not ((found := SYNCED.match(line)) and _is(found[1], text, kind))]
        assert len(fewer) < len(lines), kind
        assert unsynced(fewer, home, generation), kind
    tables = [
        line
        for line in lines
        if (found := SYNCED.match(line)) and found[1].startswith(done_at) and "/done/store" in found[1]
    ]
    assert len(tables) > len(list((generation / "store").iterdir()))
    note("power-cut-by-system-calls", files_and_folders=len(list(generation.rglob("*"))) + 5, unsynced=0)


def _is(path: str, text: str, kind: str | Path) -> bool:
    return path == text if isinstance(kind, Path) else text in Path(path).name
