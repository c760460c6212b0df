"""``comity store``: list, verify, prune, backup, restore, and what each says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli import cli
from comity.graph.generations import MANIFEST
from comity.graph.store import CURRENT, GENERATIONS, Home
from comity.graph.upkeep import backup

from .conftest import Small, add, texts


def store(home: Home | Path, *words: str) -> Result:
    where = home if isinstance(home, Path) else home.path
    return CliRunner().invoke(cli, ["store", *words, "--graph", str(where)])


def test_list_shows_number_day_counts_and_note_and_marks_the_current_one(small: Small) -> None:
    done = store(small(2), "list")
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    day = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert re.fullmatch(rf"  +1  {day} +1 facts of 1 triples  conforms +fact 1", first)
    assert re.fullmatch(rf"\* +2  {day} +2 facts of 2 triples  conforms +fact 2", second)


def test_list_tells_what_does_not_conform_and_what_waits(small: Small) -> None:
    from pyoxigraph import Literal, NamedNode, Quad

    home = small(1)
    with home.writer() as writer:
        claim = NamedNode("https://w3id.org/comity/graph/claims/x")
        node = NamedNode("https://example.org/x")
        writer.store.extend([Quad(node, node, Literal("claimed"), claim)])
        writer.publish(note="mine", conforms=False)
    assert "1 facts of 2 triples, 1 in claims  does not conform  mine" in store(home, "list").stdout


def test_list_shows_the_others_where_one_is_damaged(small: Small) -> None:
    home = small(3)
    (home.path / GENERATIONS / "000002" / MANIFEST).write_text("{}", encoding="utf-8")
    done = store(home, "list")
    assert done.exit_code == 0
    assert [line[:8].strip("* ") for line in done.stdout.splitlines()] == ["1", "2", "3"]
    assert f"2  damaged: {home.path / GENERATIONS / '000002' / MANIFEST} is not what Comity writes" in done.stdout


def test_list_shows_all_where_the_pointer_is_broken_and_says_how_to_mend_it(small: Small) -> None:
    home = small(2)
    (home.path / CURRENT).unlink()
    done = store(home, "list")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert "nothing tells which generation is current" in done.stderr
    assert "comity store restore brings one of them back by its number" in done.stderr
    mended = store(home, "restore", "2")
    assert mended.stdout == "generation 2 is current again, as generation 3\n"
    assert texts(home) == {"fact 1", "fact 2"}


def test_verify_says_that_all_is_well_or_names_what_is_not(small: Small) -> None:
    home = small(2)
    assert store(home, "verify").stdout == "2 generations, every file as it was published\n"
    (home.current().store_path / "CURRENT").write_bytes(b"")
    done = store(home, "verify")
    assert done.exit_code == 1
    assert done.stdout == (f"generation 2: {home.current().store_path / 'CURRENT'} has 0 bytes, 16 were published\n")
    assert done.stderr.startswith(f"comity: {home.path}: 1 thing is not as published\n")


def test_prune_keeps_the_newest_and_what_is_read(small: Small) -> None:
    home = small(3)
    held = home.generation(1).hold()
    assert store(home, "prune", "--keep", "1").stdout == "removed generation 2\nkept generation 1: still being read\n"
    held.release()
    assert store(home, "prune", "--keep", "1").stdout == "removed generation 1\n"
    assert store(home, "prune", "--keep", "1").stdout == "removed no generations\n"
    assert texts(home) == {"fact 1", "fact 2", "fact 3"}
    done = store(home, "prune", "--keep", "0")
    assert done.exit_code == 2
    assert "0" in done.stderr
    add(home, 4)
    assert [generation.number for generation in home.generations()] == [3, 4]


def test_a_backup_is_a_graph_of_its_own(small: Small, tmp_path: Path) -> None:
    home, copy = small(2), tmp_path / "copy"
    done = store(home, "backup", str(copy))
    assert done.stdout == f"generation 2 of {home.path} copied to {copy}, every file compared\n"
    assert texts(Home.open(copy)) == {"fact 1", "fact 2"}
    assert Home.open(copy).current().published == home.current().published
    # Nothing is shared: damage to one is none to the other.
    for file in home.current().store_path.iterdir():
        assert not file.samefile(Home.open(copy).current().store_path / file.name)
    again = store(home, "backup", str(copy))
    assert (again.exit_code, again.stderr.splitlines()[0]) == (1, f"comity: {copy} exists already")
    add(Home.open(copy), 9)
    assert texts(Home.open(copy)) == {"fact 1", "fact 2", "fact 9"}


def test_a_backup_may_go_into_an_empty_folder(small: Small, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    assert store(small(1), "backup", str(tmp_path / "disk")).exit_code == 0
    assert texts(Home.open(tmp_path / "disk")) == {"fact 1"}


def test_restore_brings_a_backup_back_as_a_new_generation(small: Small, tmp_path: Path) -> None:
    home, copy = small(2), tmp_path / "copy"
    backup(home, copy)
    add(home, 3)
    done = store(home, "restore", str(copy))
    assert done.stdout == f"restored from {copy} as generation 4 of {home.path}\n"
    assert texts(home) == {"fact 1", "fact 2"}
    assert home.current().note == "restored from a backup: fact 2"
    assert len(home.generations()) == 4
    assert home.verify() == []


def test_restore_makes_a_graph_where_there_is_none(small: Small, tmp_path: Path) -> None:
    backup(small(2), tmp_path / "copy")
    assert store(tmp_path / "new", "restore", str(tmp_path / "copy")).exit_code == 0
    assert texts(Home.open(tmp_path / "new")) == {"fact 1", "fact 2"}


def test_an_older_generation_comes_back_by_its_number(small: Small) -> None:
    home = small(3)
    assert store(home, "restore", "1").stdout == "generation 1 is current again, as generation 4\n"
    assert texts(home) == {"fact 1"}
    assert home.current().note == "restored from generation 1: fact 1"
    done = store(home, "restore", "77")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (1, f"comity: {home.path} has no generation 77")


def test_what_is_damaged_is_neither_copied_nor_restored(small: Small, tmp_path: Path) -> None:
    home, copy = small(1), tmp_path / "copy"
    backup(home, copy)
    for place in (home, Home.open(copy)):
        (place.current().store_path / "CURRENT").write_bytes(b"MANIFEST-000001\n")
    done = store(home, "backup", str(tmp_path / "second"))
    assert done.exit_code == 1
    assert "has changed since it was published" in done.stderr
    assert not (tmp_path / "second").exists()
    done = store(home, "restore", str(copy))
    assert "has changed since it was published" in done.stderr
    assert len(home.generations()) == 1
    done = store(tmp_path / "new", "restore", str(copy))
    assert done.exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "home"]


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["backup"], "store backup needs a directory", 2),
        (["restore"], "store restore needs a directory or the number of a generation", 2),
        (["list", "somewhere"], "store list takes no directory, found somewhere", 2),
        (["restore", "nowhere"], "nowhere is not a graph of Comity", 1),
        (["tidy"], "tidy", 2),
    ],
)
def test_wrong_words_are_answered_in_one_line(small: Small, words: list[str], said: str, code: int) -> None:
    done = store(small(1), *words)
    assert done.exit_code == code
    assert said in done.stderr.splitlines()[0]


def test_the_graph_of_a_day_is_read_by_every_reading_verb(small: Small) -> None:
    home = small(3)
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    run = ["sparql", text, "--graph", str(home.path), "-f", "csv"]
    today = f"{home.current().published:%Y-%m-%d}"
    assert CliRunner().invoke(cli, [*run, "--as-known-on", today]).stdout.split() == ["n", "3"]
    done = CliRunner().invoke(cli, [*run, "--as-known-on", "2001-01-01"])
    assert done.exit_code == 1
    assert "has no generation of 2001-01-01 or earlier" in done.stderr
