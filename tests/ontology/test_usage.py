"""No file of the repository uses a term or a concept that is not declared.

Every ``.ttl .rq .py .md .jsonld .csv`` is read as text, so that terms in
strings, comments and documentation count too.  A file that misuses a name on
purpose (a bad example, a test of an error) says so in a comment
``not-a-term: holdr nmae``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph

from comity.ontology.namespaces import COMITY, ONTOLOGY_IRI, PREFIXES, SCHEMES, VOCABULARY

ENDINGS = {".ttl", ".rq", ".py", ".md", ".jsonld", ".csv"}
SKIPPED = {"build", "dist", "demo", "node_modules", "comity-graph", "__pycache__", "wheels"}

_LOCAL = r"([A-Za-z0-9_](?:[\w.-]*[\w-])?)"
_DECLARED = re.compile(r"@?prefix\s+([\w-]*):\s*<([^>]*)>", re.I)
_EXEMPT = re.compile(r"not-a-term:([^\n]*)")
_ADDRESS = re.compile(rf"{re.escape(COMITY)}{_LOCAL}|{re.escape(VOCABULARY)}{_LOCAL}/{_LOCAL}")
_PYTHON = (
    re.compile(r"\bCOMITY\s*\+\s*[\"']([A-Za-z]\w*)[\"']"),
    re.compile(r"\{(?:\w+\.)?COMITY\}([A-Za-z]\w*)"),
    re.compile(r"(?<![\w.])(?:ns\.)?term\([\"']([A-Za-z]\w*)[\"']\)"),
)
_CONCEPT = re.compile(r"(?<![\w.])(?:ns\.)?concept\([\"']([\w-]+)[\"'],\s*[\"']([\w-]+)[\"']\)")


def files(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") or path.name in SKIPPED or path.name.endswith(".egg-info"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files(path)
        elif path.suffix in ENDINGS:
            yield path


def used(text: str, suffix: str) -> set[str]:
    """The addresses of Comity's terms and concepts that a text uses, however it writes them."""
    exempt = {word for words in _EXEMPT.findall(text) for word in words.split()}
    found: set[str] = set()
    # In running text only the one prefix that cannot be anything else is looked for.
    prefixes = {"comity": COMITY}
    prefixes |= {
        prefix: namespace
        for prefix, namespace in _DECLARED.findall(text)
        if namespace.startswith(VOCABULARY) or namespace == COMITY
    }
    for prefix, namespace in prefixes.items():
        names = re.findall(rf"(?<![\w:/.@-]){re.escape(prefix)}:{_LOCAL}", text)
        found |= {namespace + name for name in names if name not in exempt}
    for term, scheme, concept in _ADDRESS.findall(text):
        address = COMITY + term if term else f"{VOCABULARY}{scheme}/{concept}"
        if not {term, scheme, concept} & exempt:
            found.add(address)
    if suffix == ".py":
        for pattern in _PYTHON:
            found |= {COMITY + name for name in pattern.findall(text) if name not in exempt}
        for scheme, concept in _CONCEPT.findall(text):
            if not {scheme, concept} & exempt:
                found.add(f"{VOCABULARY}{scheme}/{concept}")
    return found


@pytest.fixture(scope="module")
def declared(words: Graph) -> set[str]:
    terms = {str(term) for term in words.subjects(RDF.type, None)}
    return terms | {VOCABULARY + scheme for scheme in SCHEMES}


def test_no_file_uses_a_term_that_is_not_declared(repository: Path, declared: set[str]) -> None:
    wrong: dict[str, list[str]] = {}
    seen = 0
    for path in files(repository):
        if path == Path(__file__).resolve():
            continue
        addresses = used(path.read_text(encoding="utf-8", errors="replace"), path.suffix)
        seen += len(addresses)
        if odd := sorted(address for address in addresses - declared if address != ONTOLOGY_IRI):
            wrong[str(path.relative_to(repository))] = odd
    assert seen > 500, "the scan found next to nothing: is it looking at the repository?"
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "suffix", "address"),
    [
        ("?x comity:nmae ?y", ".rq", COMITY + "nmae"),
        ("?x a comity:Tenur.", ".rq", COMITY + "Tenur"),
        ("?x !comity:nmae|^comity:date ?y", ".rq", COMITY + "nmae"),
        ("<https://w3id.org/comity/ontology#nmae>", ".md", COMITY + "nmae"),
        ("PREFIX c: <https://w3id.org/comity/ontology#> ?x c:nmae ?y", ".rq", COMITY + "nmae"),
        (
            "@prefix confidence: <https://w3id.org/comity/vocabulary/confidence/> . confidence:hihg",
            ".ttl",
            "…hihg",
        ),
        ("<https://w3id.org/comity/vocabulary/topic/cyber-crime>", ".ttl", "…cyber-crime"),
        ('NAMED = COMITY + "nmae"', ".py", COMITY + "nmae"),
        ('f"<{COMITY}nmae>"', ".py", COMITY + "nmae"),
        ('term("nmae")', ".py", COMITY + "nmae"),
        ('concept("topic", "cyber-crime")', ".py", "…cyber-crime"),
        ('{"type": "comity:Tenur"}', ".jsonld", COMITY + "Tenur"),
    ],
)
def test_the_scan_finds_a_typo(text: str, suffix: str, address: str, declared: set[str]) -> None:
    odd = used(text, suffix) - declared
    assert len(odd) == 1
    assert odd.pop().endswith(address.lstrip("…"))


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("# not-a-term: holdr\n?x comity:holdr ?y", ".ttl"),
        ('f"comity:{name}"', ".py"),
        ("comity: a word and a colon", ".md"),
        ("urn:comity:thing", ".md"),
        ("agency:uz-prosecutor-general-office", ".rq"),
        ("PREFIX post: <https://w3id.org/comity/id/post/> post:any", ".rq"),
        ("comity:date, comity:Tenure.", ".md"),
    ],
)
def test_the_scan_takes_nothing_else_for_a_term(text: str, suffix: str, declared: set[str]) -> None:
    assert used(text, suffix) <= declared


def test_prefixes_that_files_declare_are_the_known_ones(repository: Path) -> None:
    """One prefix for one namespace of Comity's own, everywhere."""
    wrong = {
        (str(path.relative_to(repository)), prefix, namespace)
        for path in files(repository)
        if path.suffix in {".ttl", ".rq"}
        for prefix, namespace in _DECLARED.findall(path.read_text(encoding="utf-8"))
        if prefix in PREFIXES and PREFIXES[prefix] != namespace
    }
    assert wrong == set()
