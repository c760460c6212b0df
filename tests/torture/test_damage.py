"""Every file of a graph, damaged in every way that a disk or a person finds: named by ``verify``, never answered from.

Limits: a generation of more than 64 MiB is compared by size before a query, not
by its bytes (``verify`` and every writer compare them); there the engine's own
block sums are what stands between a flipped bit and an answer.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity import open as open_graph
from comity.errors import ComityError
from comity.graph.generations import LONGEST, MANIFEST
from comity.graph.store import CURRENT, GENERATIONS, LOCK, MARKER, Home
from comity.graph.upkeep import prune

from .graphs import comity
from .measure import LONG, note, times

FLIPS = times(3, 40)
#: Tries of the short run, drawn from all, beside those of the small files.
SHORT = 60
SEED = 20241123
#: Seconds that a look at any damage may take.
MOST = 10
DAMAGE = (
    *("cut", "emptied", "zeroed", "longer", "deleted", "a folder", "a link to itself", "a link to a copy"),
    *("a device without end", "a pipe", "endless"),
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, links and devices")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A graph of three generations, each with a fact more."""
    home = Home.create(tmp_path_factory.mktemp("sound") / "home")
    for number in range(3):
        with home.writer() as writer:
            node = NamedNode("https://example.org/p")
            writer.store.bulk_extend(Quad(node, node, Literal(f"fact {number} {n}")) for n in range(50))
            writer.publish(note=f"{number}")
    return home


def hurt(path: Path, how: str) -> None:
    """One of ``DAMAGE``."""
    data = path.read_bytes()
    if how == "endless":
        os.truncate(path, 8 << 30)
    elif how in ("cut", "emptied", "zeroed", "longer"):
        path.write_bytes(
            {"cut": data[: len(data) // 2], "zeroed": bytes(len(data)), "longer": data + b"\0"}.get(how, b"")
        )
    elif how == "a link to a copy":
        path.rename(path.with_name("aside"))
        path.symlink_to("aside")
    else:
        path.unlink()
        if how == "a folder":
            path.mkdir()
        elif how == "a pipe":
            os.mkfifo(path)
        elif how != "deleted":
            path.symlink_to("/dev/zero" if how == "a device without end" else path)


def answer(home: Home) -> str:
    """What a user gets: the number of facts, or the message."""
    try:
        with open_graph(home.path) as graph:
            found = graph.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            return str(getattr(found, "rows", [{}])[0]["n"])
    except ComityError as error:
        return f"refused: {error.message}"


def looked(home: Home) -> list[str]:
    """What ``comity store verify`` says."""
    try:
        found: list[str] = Home.open(home.path).verify()
        return found
    except ComityError as error:
        return [error.message]


def copied(sound: Home, place: Path) -> Home:
    shutil.rmtree(place, ignore_errors=True)
    return Home(Path(shutil.copytree(sound.path, place)))


def test_every_file_damaged_in_every_way(sound: Home, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    names = [str(file.relative_to(sound.path)) for file in sorted(sound.path.rglob("*")) if file.is_file()]
    names = [name for name in names if name != LOCK]
    tried = answered = 0
    slowest = 0.0
    flips = tuple(f"flipped at {chance.randrange(1 << 30)}" for _ in range(FLIPS))
    tries = [(name, how) for name in names for how in (*DAMAGE, *flips)]
    small = [(name, how) for name in (CURRENT, MARKER, f"{GENERATIONS}/000003/{MANIFEST}") for how in DAMAGE]
    for name, how in tries if LONG else [*small, *chance.sample(tries, SHORT)]:
        current = name.startswith(f"{GENERATIONS}/000003") or "/" not in name
        home = copied(sound, tmp_path / "home")
        path = home.path / name
        size = path.stat().st_size
        if (not size and how in ("cut", "emptied", "zeroed")) or (how.startswith("flipped") and not size):
            continue  # the log of a store that was just opened
        if how in DAMAGE:
            hurt(path, how)
        else:
            at, data = int(how.split()[-1]) % size, bytearray(path.read_bytes())
            data[at] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
        began = time.monotonic()
        found, said = looked(home), answer(home) if current else "150"
        slowest = max(slowest, time.monotonic() - began)
        what = f"{name} {how}, seed {SEED}: {found}, {said}"
        tried += 1
        assert any(str(path) in line or (name == MARKER and str(home.path) in line) for line in found), what
        answered += said == "150" and current
        assert said.startswith("refused: ") or not current, what
    note("damage", tried=tried, named=tried, answered_from_damage=answered, slowest_seconds=round(slowest, 2))
    assert slowest < MOST


def test_folders_and_files_that_were_swapped(sound: Home, tmp_path: Path) -> None:
    """Each is whole by itself: only together they are wrong."""

    def swap(one: Path, other: Path) -> None:
        aside = one.with_name("aside")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)

    first, second, last = (f"{GENERATIONS}/00000{number}" for number in (1, 2, 3))
    tables = sorted(path.name for path in (sound.path / last / "store").glob("*.sst"))
    swaps = [
        (first, second),
        (first, last),
        (f"{first}/{MANIFEST}", f"{second}/{MANIFEST}"),
        (f"{second}/{MANIFEST}", f"{last}/{MANIFEST}"),
        (f"{first}/store", f"{second}/store"),
        (f"{last}/store/{tables[0]}", f"{last}/store/{tables[-1]}"),
        (CURRENT, MARKER),
    ]
    for one, other in swaps:
        home = copied(sound, tmp_path / "home")
        swap(home.path / one, home.path / other)
        assert looked(home), (one, other)
        if last in f"{one}{other}" or CURRENT in one:
            assert answer(home).startswith("refused: "), (one, other)
    note("damage-swapped", tried=len(swaps), unnoticed=0)


def test_a_damaged_graph_is_restored_by_what_its_message_says(sound: Home, tmp_path: Path) -> None:
    home = copied(sound, tmp_path / "home")
    table = next((home.path / GENERATIONS / "000003" / "store").glob("*.sst"))
    table.write_bytes(bytes(table.stat().st_size))
    for words in (["sparql", "ASK { ?s ?p ?o }"], ["export", "-o", tmp_path / "out.ttl"], ["check"]):
        done = comity(*words, "--graph", home.path)
        assert done.returncode == 1
        assert str(table) in done.stderr
        assert "Traceback" not in done.stderr
        assert "comity store restore" in done.stderr
    assert not (tmp_path / "out.ttl").exists()
    done = comity("store", "restore", "2", "--graph", home.path)
    assert done.returncode == 0, done.stderr
    assert answer(home) == "100"


def test_a_manifest_of_a_hundred_megabytes(sound: Home, tmp_path: Path) -> None:
    home = copied(sound, tmp_path / "home")
    manifest = home.path / GENERATIONS / "000003" / MANIFEST
    with manifest.open("ab") as file:
        file.write(b" " * (100 << 20))
    began = time.monotonic()
    assert looked(home)[-1] == f"{manifest} cannot be read (it has more than {LONGEST:,} bytes)"
    assert answer(home).startswith("refused: ")
    assert time.monotonic() - began < MOST


def test_a_thousand_generations(sound: Home, tmp_path: Path) -> None:
    """Listed, found by day, verified and pruned, in seconds."""
    count = times(30, 1000)
    home = copied(sound, tmp_path / "home")
    seconds = {}

    def timed(name: str, do: Callable[[], object]) -> None:
        began = time.monotonic()
        do()
        seconds[name] = round(time.monotonic() - began, 2)

    def publish() -> None:
        with home.writer() as writer:
            writer.publish(note="again")

    while len(home.directories()) < count:
        publish()
    timed("publish", publish)
    timed("open", lambda: home.current().read_only())
    timed("list", home.generations)
    timed("verify", home.verify)
    assert home.verify() == []
    timed("prune", lambda: prune(home, 5))
    assert len(home.generations()) == 5
    note("many-generations", generations=count, seconds=seconds)
    assert seconds["list"] < MOST
