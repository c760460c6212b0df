"""Generations: what is published stays, is found again by day, and any damage is named."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.errors import Damaged, NotAStore, NotFound, StoreError
from comity.graph.generations import MANIFEST, STORE
from comity.graph.store import CURRENT, GENERATIONS, MARKER, Home
from comity.queries.session import Graph

from .conftest import Small, add, texts

# How a disk or a person may change a file.
DAMAGE = ("flipped", "cut", "zeroed", "deleted", "a folder")


def hurt(path: Path, how: str, at: int = 0) -> None:
    data = path.read_bytes()
    if how == "flipped":
        at %= len(data)
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    elif how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "zeroed":
        path.write_bytes(bytes(len(data)))
    else:
        path.unlink()
        if how == "a folder":
            path.mkdir()


def files_of(home: Home) -> list[Path]:
    place = home.current().path
    return [place / MANIFEST, *sorted((place / STORE).iterdir())]


def test_each_load_adds_a_generation_and_the_older_ones_stay(small: Small) -> None:
    home = small(3)
    assert texts(home) == {"fact 1", "fact 2", "fact 3"}
    assert [generation.number for generation in home.generations()] == [1, 2, 3]
    assert [generation.note for generation in home.generations()] == ["fact 1", "fact 2", "fact 3"]
    assert [generation.counts[""] for generation in home.generations()] == [1, 2, 3]
    assert len(home.generation(1).read_only()) == 1
    assert home.verify() == []


@pytest.mark.parametrize("how", DAMAGE)
def test_every_damaged_file_is_named(small: Small, how: str) -> None:
    home = small(2)
    sound = home.path.with_name("sound")
    shutil.copytree(home.path, sound)
    for number, file in enumerate(files_of(home)):
        if not file.stat().st_size and how in ("flipped", "cut", "zeroed"):
            continue  # the log of a store that was just opened
        hurt(file, how, at=number * 7)
        found = home.verify()
        assert len(found) == 1, (file.name, found)
        assert str(file) in found[0]
        with pytest.raises(Damaged, match=file.name):
            home.current().read_only()
        shutil.rmtree(home.path)
        shutil.copytree(sound, home.path)
    assert home.verify() == []


def test_every_part_of_the_manifest_and_the_pointer_counts(small: Small) -> None:
    home = small(1)
    manifest = home.current().path / MANIFEST
    for file, step in ((manifest, 13), (home.path / CURRENT, 1)):
        data = file.read_bytes()
        for at in range(0, len(data), step):
            hurt(file, "flipped", at)
            with pytest.raises(Damaged):
                home.current()
            file.write_bytes(data)
    assert home.verify() == []


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "7", '"files"', "[" * 100_000, '{"sum": 1e999}', "\ufeff{}", '{"sum": "", "files": []}'],
    ids=range(10),
)
def test_a_manifest_that_is_something_else_is_damage(small: Small, text: str) -> None:
    home = small(1)
    (home.current().path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(Damaged, match=MANIFEST):
        home.current()
    assert len(home.verify()) == 1


def test_a_manifest_with_wrong_types_is_damage(small: Small) -> None:
    home = small(1)
    file = home.current().path / MANIFEST
    data = json.loads(file.read_text(encoding="utf-8"))
    for key in data:
        value: object
        for value in (None, "x", 7, [], {"a": 1}):
            file.write_text(json.dumps({**data, key: value}), encoding="utf-8")
            with pytest.raises(Damaged, match=MANIFEST):
                home.current()


def test_what_does_not_belong_is_named(small: Small) -> None:
    home = small(1)
    place = home.current().path
    (place / STORE / "000099.sst").write_bytes(b"")
    (place / "notes.txt").write_text("mine", encoding="utf-8")
    assert [line.rsplit(": ", 1)[1].split("/")[-1] for line in home.verify()] == [
        "notes.txt does not belong there",
        "000099.sst does not belong there",
    ]


@pytest.mark.parametrize("text", ["", "\0" * 70, "000002", "000009 " + "0" * 64 + "\n", "000000\n", "000001 x\n"])
def test_a_broken_pointer_deletes_nothing(small: Small, text: str) -> None:
    home = small(2)
    (home.path / CURRENT).write_text(text, encoding="ascii")
    with pytest.raises(Damaged, match=CURRENT):
        home.current()
    with pytest.raises(Damaged, match=CURRENT), home.writer():
        pass
    assert sorted(place.name for place in (home.path / GENERATIONS).iterdir()) == ["000001", "000002"]
    # A build does not need what is broken, and heals it.
    with home.writer(fresh=True) as writer:
        writer.publish(note="anew")
    assert [generation.note for generation in home.generations()] == ["fact 1", "fact 2", "anew"]
    assert home.verify() == []


def test_a_lost_pointer_deletes_nothing(small: Small) -> None:
    home = small(2)
    (home.path / CURRENT).unlink()
    with pytest.raises(Damaged, match="nothing tells which generation is current"), home.writer():
        pass
    assert len(home.generations()) == 2


def test_a_pointer_to_another_generation_does_not_pass(small: Small) -> None:
    home = small(3)
    text = (home.path / CURRENT).read_text(encoding="ascii")
    (home.path / CURRENT).write_text(text.replace("000003", "000001"), encoding="ascii")
    with pytest.raises(Damaged, match="do not fit together"):
        home.current()
    with pytest.raises(Damaged), home.writer():
        pass
    assert len(home.generations()) == 3


def test_nobody_builds_on_a_damaged_generation(small: Small) -> None:
    home = small(2)
    hurt(files_of(home)[1], "flipped", 40)
    with pytest.raises(Damaged, match="has changed since it was published"):
        add(home, 3)
    assert home.current().number == 2


def test_a_new_generation_does_not_give_damaged_files_a_new_sum(small: Small) -> None:
    home = small(1)
    shared = next(path for path in files_of(home) if path.suffix == ".sst")
    with home.writer() as writer:
        writer.store.bulk_extend(
            [Quad(NamedNode("https://example.org/x"), NamedNode("https://example.org/p"), Literal("x"))]
        )
        hurt(shared, "flipped", 40)
        writer.publish()
    assert [line.split(":")[0] for line in home.verify()] == ["generation 1", "generation 2"]


def test_a_question_to_a_damaged_graph_is_one_clear_line(small: Small) -> None:
    home = small(2)
    file = next(path for path in files_of(home) if path.suffix == ".sst")
    hurt(file, "flipped", 40)
    with Graph(home.current()) as graph, pytest.raises(Damaged) as caught:
        graph.sparql("SELECT ?s { ?s ?p ?o FILTER(STRLEN(?o) > 1) }")
    assert caught.value.message == (
        f"generation 2: {file} has changed since it was published, so {home.path} is not read"
    )
    assert "comity store restore" in (caught.value.hint or "")


def test_one_damaged_old_generation_does_not_hide_the_others(small: Small) -> None:
    home = small(3)
    hurt(home.path / GENERATIONS / "000002" / MANIFEST, "cut")
    assert [generation.number for generation in home.generations()] == [1, 3]
    assert home.on(dt.date(9999, 1, 1)).number == 3


def test_a_day_has_the_generation_that_was_current_at_its_end(small: Small) -> None:
    home = small(2)
    today = dt.datetime.now(dt.UTC).date()
    assert home.on(today).number == 2
    with pytest.raises(NotFound, match="has no generation of 2001-01-01 or earlier"):
        home.on(dt.date(2001, 1, 1))


def test_before_the_first_generation(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "new")
    assert home.generations() == []
    assert home.verify() == []
    with pytest.raises(NotFound, match="holds no generation yet"):
        home.current()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotAStore, match="was not made by Comity"):
        Home.create(tmp_path)
    with pytest.raises(NotAStore, match="is not a graph of Comity"):
        Home.open(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_where_the_graph_should_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "graph"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(NotAStore, match="was not made by Comity"):
        Home.create(file)
    with pytest.raises(StoreError, match=r"cannot write to .*Not a directory"):
        Home.create(file / "below")
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_lost_marker_says_how_to_put_it_back(small: Small) -> None:
    home = small(1)
    (home.path / MARKER).unlink()
    with pytest.raises(NotAStore, match="looks like a graph of Comity") as caught:
        Home.open(home.path)
    line = (caught.value.hint or "").split("echo '")[1].split("'")[0]
    (home.path / MARKER).write_text(line + "\n", encoding="utf-8")
    assert texts(Home.open(home.path)) == {"fact 1"}


@pytest.mark.parametrize(("end", "sound"), [("", True), ("\r\n", True), ("\x0b", False), ("\x02", False), (" ", False)])
def test_a_marker_may_end_as_editors_end_lines_and_in_no_other_way(small: Small, end: str, sound: bool) -> None:
    home = small(1)
    (home.path / MARKER).write_bytes(f"comity store, format 1{end}".encode())
    if sound:
        assert texts(Home.open(home.path)) == {"fact 1"}
    else:
        with pytest.raises(NotAStore):
            Home.open(home.path)


def test_a_format_of_the_future_is_left_alone(small: Small) -> None:
    home = small(1)
    (home.path / MARKER).write_text("comity store, format 10\n", encoding="utf-8")
    with pytest.raises(NotAStore, match="a format that this version of Comity does not read"):
        Home.create(home.path)
