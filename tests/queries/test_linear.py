"""Shipped SPARQL keeps to what the engine does in linear time (benchmarks/README.md): read, not timed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from comity.graph.derive import rules
from comity.ontology.namespaces import shape_files
from comity.queries.catalogue import catalogue

TEXTS = {
    **{f"ontology/shapes/{file.name}": file.read_text(encoding="utf-8") for file in shape_files()},
    **{f"ontology/rules/{rule.name}.rq": rule.text for rule in rules()},
    **{f"queries/{name}.rq": asked.text for name, asked in catalogue().items()},
}
INNER = re.compile(r"(?:NOT\s+)?(?:EXISTS|OPTIONAL|UNION|MINUS|GRAPH\s+\S+)?\s*\{[^{}]*\}")
BRACKETS = re.compile(r"\([^()]*\)")


def exists_groups(text: str) -> Iterator[str]:
    """What stands between the braces of each EXISTS."""
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    for match in re.finditer(r"\bEXISTS\s*\{", text):
        depth, end = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[match.end() : end - 1]


def patterns(group: str) -> list[str]:
    """The triple patterns that stand in a group itself, not in a group or a filter inside it."""
    group = re.sub(r'<[^<>\s]*>|"[^"]*"', "term", group)
    for nested in (INNER, BRACKETS):
        while nested.search(group):
            group = nested.sub(" ", group)
    parts = re.split(r"\s[.;](?=\s|$)|\bFILTER\b|\bBIND\b", group)
    return [part.strip() for part in parts if len(part.split()) > 1]


@pytest.mark.parametrize("name", TEXTS)
def test_an_exists_holds_one_pattern(name: str) -> None:
    crowded = [" ".join(group.split()) for group in exists_groups(TEXTS[name]) if len(patterns(group)) > 1]
    assert crowded == [], f"{name}: nest one EXISTS in another instead"


def test_a_crowded_exists_is_seen() -> None:
    crowded, nested = exists_groups(
        "FILTER NOT EXISTS { ?x a ?kind ; comity:actor ?y FILTER(?y = 1) } FILTER EXISTS { ?x a ?k . }"
    )
    assert patterns(crowded) == ["?x a ?kind", "comity:actor ?y"]
    assert patterns(nested) == ["?x a ?k"]
