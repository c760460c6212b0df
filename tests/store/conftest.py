"""The store is tested on graphs of a few triples: what matters here is files, locks and moments.

``small`` makes a home with as many generations as asked; each holds one triple more.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.graph.store import Home, Writer

Small = Callable[[int], Home]


def fact(number: int) -> Quad:
    """A fact that tells its number."""
    return Quad(
        NamedNode(f"https://example.org/{number}"), NamedNode("https://example.org/p"), Literal(f"fact {number}")
    )


def add(home: Home, number: int) -> None:
    """Publish one fact more."""
    with home.writer() as writer:
        fill(writer, number)
        writer.publish(note=f"fact {number}")


def fill(writer: Writer, number: int) -> None:
    """Write one fact the way loads are written."""
    writer.store.bulk_extend([fact(number)])


def texts(home: Home) -> set[str]:
    """The facts of the current generation."""
    return {quad.object.value for quad in home.current().read_only() if isinstance(quad.object, Literal)}


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Homes with 1, 2 and 3 generations, to be copied: making one takes a third of a second a generation."""
    place = tmp_path_factory.mktemp("masters")
    home = Home.create(place / "growing")
    for number in (1, 2, 3):
        add(home, number)
        shutil.copytree(home.path, place / str(number))
    return place


@pytest.fixture
def small(tmp_path: Path, masters: Path) -> Small:
    """Makes a home with one to three generations."""

    def make(count: int) -> Home:
        return Home.open(shutil.copytree(masters / str(count), tmp_path / "home"))

    return make
