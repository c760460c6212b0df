"""One small graph, and the oracles: what pyoxigraph and rdflib read back must be what was written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Store, Triple, parse

from comity.graph.export import export

Text = Callable[..., str]


@pytest.fixture(scope="session")
def small() -> Path:
    """The Turtle file of the small graph."""
    return Path(__file__).parent / "cooperation.ttl"


@pytest.fixture
def store(small: Path) -> Store:
    """The small graph in a store of one's own."""
    store = Store()
    store.load(path=str(small), format=RdfFormat.TURTLE)
    return store


@pytest.fixture
def exported() -> Text:
    """Export to a text."""

    def run(source: Store | Iterable[Quad | Triple], format: str = "ttl", **options: Any) -> str:
        out = io.BytesIO()
        export(source, out, format, **options)
        return out.getvalue().decode()

    return run


@pytest.fixture
def canonical() -> Callable[[Iterable[Quad]], set[str]]:
    """The facts with blank nodes named by RDFC-1.0: equal sets mean isomorphic graphs."""

    def run(quads: Iterable[Quad]) -> set[str]:
        dataset = Dataset(quads)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return {str(quad) for quad in dataset}

    return run


@pytest.fixture
def reread() -> Callable[[str, RdfFormat], list[Quad]]:
    """Parse with pyoxigraph."""

    def run(text: str, format: RdfFormat) -> list[Quad]:
        return list(parse(input=text.encode(), format=format))

    return run


@pytest.fixture
def reread_by_rdflib(canonical: Callable[[Iterable[Quad]], set[str]]) -> Callable[[str, str], set[str]]:
    """Parse with rdflib; its N-Quads, canonical."""

    def run(text: str, format: str) -> set[str]:
        graph = rdflib.Graph()
        graph.parse(data=text, format=format)
        return canonical(parse(input=graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES))

    return run
