"""Out and in again: a backup that is restored, and a graph that is exported and loaded into an empty one, are the same.

Blank nodes have other names after a journey by file, so graphs are compared in
their canonical form (RDFC-1.0); a backup keeps even the names.  An export holds
facts: graphs that a file brought as its own, and claims, travel by backup only.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad

from comity.graph.store import Home
from comity.loaders.build import build

from .graphs import comity, documents, records
from .measure import LONG, note, times

#: What is easily lost on the way: lists, blank nodes in a ring, languages, odd characters, datatypes.
ODD = """
@prefix e: <https://example.org/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
e:list e:of (1 2.50 "three"@en "четыре"@ru [ e:p [ e:p "deep" ] ] ()) .
_:a e:next _:b . _:b e:next _:c . _:c e:next _:a . _:d e:next _:d .
e:odd e:says "\\"'\\\\ \\n \\t \\r \\u0085 \\u2028 \\uFEFF \\U0001F600 &amp; <b> ]]>" , ""@en-gb , " "^^x:string .
e:typed e:is "007" , "1e400"^^x:double , "2024-02-30"^^x:date , "x"^^e:own , true , 1.0e0 , "-0"^^x:integer .
<https://example.org/%D1%83?a=b&c='d'#e> e:p <urn:x:y> , <https://example.org/п> .
"""
FORMATS = ("ttl", "nt", "nq", "trig", "rdf", "jsonld")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with all that is odd; in the long run the shipped records are there too."""
    place = tmp_path_factory.mktemp("source")
    build(place / "home", records=None if LONG else records(place / "records"))
    documents(place / "home", range(2))
    (place / "odd.ttl").write_text(ODD, encoding="utf-8")
    done = comity("load", place / "odd.ttl", "--allow-violations", "--graph", place / "home")
    assert done.returncode == 0, done.stderr
    return place / "home"


def everything(home: Path) -> set[Quad]:
    with Home.open(home).current().open() as store:
        return set(store)


def canonical(home: Path) -> set[str]:
    """The facts in canonical form."""
    dataset = Dataset(quad for quad in everything(home) if quad.graph_name == DefaultGraph())
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def test_a_backup_that_is_restored_is_the_same(source: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy", tmp_path / "other"
    assert comity("store", "backup", copy, "--graph", source).returncode == 0
    assert comity("store", "restore", copy, "--graph", other).returncode == 0
    before = everything(source)
    assert everything(copy) == before
    assert everything(other) == before
    assert Home.open(other).current().counts == Home.open(source).current().counts
    note("backup-and-restore", quads=len(before), different=0)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_exported_and_loaded_is_the_same(source: Path, tmp_path: Path, format: str) -> None:
    before = canonical(source)
    assert any("deep" in quad for quad in before)
    graph = source
    for number in range(times(1, 2)):  # the second time out of what came in the first
        file, other = tmp_path / f"{number}.{format}", tmp_path / f"{number}"
        done = comity("export", "-o", file, "--graph", graph)
        assert done.returncode == 0, done.stderr
        done = comity("load", file, "--allow-violations", "--graph", other)
        assert done.returncode == 0, done.stderr
        after = canonical(other)
        assert after ^ before == set()
        graph = other
    note(f"round-trip-{format}", quads=len(before), different=0)
