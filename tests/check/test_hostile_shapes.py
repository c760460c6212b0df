"""Shapes of somebody else: what they ask stays inside the graph, and they cannot end the process that reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from comity.errors import BadInput
from comity.graph.check import check

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://example.org/> .\n"
DEEP = "FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ")"


def shape(body: str) -> str:
    return f"{HEAD}ex:S a sh:NodeShape ; sh:targetNode ex:a ; {body} .\n"


BODIES = {
    "constraint": 'sh:sparql [ sh:select "SELECT $this WHERE {{ {0} }}" ]',
    "rule": 'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this a ex:B }} WHERE {{ {0} }}" ]',
    "target": 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ {0} }}" ] ; sh:nodeKind sh:IRI',
    "validator": (
        'ex:p 1 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] ; '
        'sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{ {0} }}" ]'
    ),
    "function": 'sh:nodeKind sh:IRI . ex:f a sh:SPARQLFunction ; sh:select "SELECT ?r WHERE {{ {0} }}"',
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("word", ["SERVICE", "SERVICE SILENT", r"\\u0053ERVICE"])
def test_no_shape_asks_another_server(tmp_path: Path, canary: tuple[int, list[bytes]], body: str, word: str) -> None:
    port, heard = canary
    where = tmp_path / "shapes.ttl"
    where.write_text(shape(BODIES[body].format(f"{word} <http://127.0.0.1:{port}/> {{ $this ?p ?o }}")))
    with pytest.raises(BadInput, match="SERVICE"):
        check(Store(), where)
    assert heard == []


def test_no_shape_fetches_a_graph(tmp_path: Path, canary: tuple[int, list[bytes]]) -> None:
    port, heard = canary
    where = tmp_path / "shapes.ttl"
    text = f"CONSTRUCT {{ $this a ex:B }} FROM <http://127.0.0.1:{port}/> WHERE {{ $this ?p ?o }}"
    where.write_text(shape(f'sh:rule [ a sh:SPARQLRule ; sh:construct "{text}" ]'))
    with pytest.raises(BadInput, match="FROM"):
        check(Store(), where)
    assert heard == []


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("pattern", [DEEP, "FILTER(" + "!" * 20_000 + "true)", "{" * 20_000 + "}" * 20_000])
def test_no_shape_overflows_the_engine(tmp_path: Path, body: str, pattern: str) -> None:
    where = tmp_path / "shapes.ttl"
    where.write_text(shape(BODIES[body].format(pattern)))
    with pytest.raises(BadInput, match=r"sh:\w+ of .*, line 1, column \d+: "):
        check(Store(), where)
