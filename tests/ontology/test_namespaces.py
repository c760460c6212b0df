"""The names in Python agree with the files."""

from __future__ import annotations

import subprocess
import sys

import pytest

from comity.ontology import namespaces as ns


def test_every_vocabulary_has_its_file_and_its_prefix() -> None:
    assert tuple(file.name.removesuffix(".ttl") for file in ns.vocabulary_files()) == ns.SCHEMES


def test_prefixes_are_distinct_and_namespaces_too() -> None:
    assert not set(ns.KINDS) & set(ns.SCHEMES)
    assert len(set(ns.PREFIXES.values())) == len(ns.PREFIXES)
    assert all(namespace.endswith(("/", "#")) for namespace in ns.PREFIXES.values())


@pytest.mark.parametrize(("kind", "slug"), [("state", "UZ"), ("session", "sco-prosecutors-general-21")])
def test_an_id_can_be_made_read_and_shortened(kind: str, slug: str) -> None:
    address = ns.iri(kind, slug)
    assert address == f"https://w3id.org/comity/id/{kind}/{slug}"
    assert ns.kind_and_slug(address) == (kind, slug)
    assert ns.compact(address) == f"{kind}:{slug}"
    assert ns.expand(f"{kind}:{slug}") == address


def test_terms_and_concepts_shorten_too() -> None:
    assert ns.compact(ns.term("Tenure")) == "comity:Tenure"
    assert ns.compact(ns.concept("topic", "cybercrime")) == "topic:cybercrime"
    assert ns.compact("https://example.org/x") is None
    assert ns.compact(ns.iri("state", "UZ") + "/more") is None
    assert ns.expand("nothing:here") is None
    assert ns.expand("state") is None
    assert ns.kind_and_slug(ns.COMITY + "Tenure") is None


@pytest.mark.parametrize("slug", ["", "a b", "a/b", "../x", "Ташкент", "-a", "a>"])
def test_a_slug_that_is_none_is_refused_by_name(slug: str) -> None:
    with pytest.raises(ValueError, match="is not a slug"):
        ns.iri("state", slug)


def test_unknown_kinds_and_vocabularies_are_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'country' is not a kind of id; expected one of state, "):
        ns.iri("country", "UZ")
    # not-a-term: subject
    with pytest.raises(ValueError, match=r"'subject' is not a vocabulary; expected one of accession-rule, "):
        ns.concept("subject", "cybercrime")


def test_importing_the_namespaces_imports_no_rdf_library() -> None:
    code = (
        "import sys; import comity.ontology.namespaces as n; n.iri('state', 'UZ'); n.PREFIXES['comity'];"
        "print(sorted({'rdflib', 'pyoxigraph', 'owlready2', 'importlib.resources'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
