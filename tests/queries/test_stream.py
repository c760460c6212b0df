"""Answers of more than ten thousand rows come row by row; smaller ones with labels, as before."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comity.cli import cli
from comity.loaders.build import Outcome
from comity.queries import stream
from comity.queries.session import Graph

EVERY = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


def sparql(home: Path, text: str, format: str) -> str:
    done = CliRunner().invoke(cli, ["sparql", text, "-f", format, "--graph", str(home)])
    assert done.exit_code == 0, done.output
    return done.stdout


def count(graph: Graph) -> int:
    counted: Any = graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    return int(counted.rows[0]["n"])


def test_a_large_answer_is_written_whole_and_without_labels(built: tuple[Path, Outcome], graph: Graph) -> None:
    rows = list(csv.reader(sparql(built[0], EVERY, "csv").splitlines()))
    assert count(graph) > stream.LARGE
    assert rows[0] == ["s", "p", "o"]
    assert len(rows) - 1 == count(graph)


def test_a_small_answer_keeps_its_labels(built: tuple[Path, Outcome]) -> None:
    rows = list(csv.reader(sparql(built[0], EVERY + " LIMIT 20", "csv").splitlines()))
    assert {"s", "p", "o", "p_label"} <= set(rows[0])


@pytest.mark.parametrize("format", ["tsv", "ndjson"])
def test_streamed_rows_are_those_of_the_answer_that_is_held(
    built: tuple[Path, Outcome], graph: Graph, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "SELECT ?s ?d WHERE { ?s comity:earliest ?d } ORDER BY ?s ?d LIMIT 50"
    monkeypatch.setattr(stream, "LARGE", 10)
    written = sparql(built[0], text, format).splitlines()
    held: Any = graph.sparql("PREFIX comity: <https://w3id.org/comity/ontology#> " + text)
    if format == "tsv":
        assert [line.split("\t") for line in written[1:]] == [[row["s"], row["d"].isoformat()] for row in held.rows]
    else:
        assert [json.loads(line) for line in written] == [
            {"s": row["s"], "d": row["d"].isoformat()} for row in held.rows
        ]


def test_triples_stream_as_ntriples(built: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . ?c a <http://www.w3.org/2002/07/owl#Class> }"
    whole = sparql(built[0], text, "nt")
    monkeypatch.setattr(stream, "LARGE", 10)
    assert sorted(sparql(built[0], text, "nt").splitlines()) == sorted(whole.splitlines())


def test_a_format_that_needs_every_row_first_is_written_whole(
    built: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LARGE", 10)
    told = json.loads(sparql(built[0], EVERY + " LIMIT 50", "json"))
    assert len(told) == 50
