"""The namespaces as plain strings, and the files in which the words are written.

Nothing here imports rdflib: most verbs need a namespace and no RDF library.
Strings serve every engine (pyoxigraph, rdflib, owlready2) and compare cheaply.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: Everything that Comity mints lies under this address.
BASE = "https://w3id.org/comity/"

#: The ontology's own IRI (``owl:Ontology``), and the namespace of its terms.
ONTOLOGY_IRI = BASE + "ontology"
COMITY = ONTOLOGY_IRI + "#"
#: The one written version of the ontology; raise it with its content.
ONTOLOGY_VERSION = "0.1.0"

#: Concepts are ``VOCABULARY + "topic/cybercrime"``; a scheme is ``VOCABULARY + "topic"``.
VOCABULARY = BASE + "vocabulary/"
#: Entities and facts are ``ID + "state/UZ"``.
ID = BASE + "id/"
SHAPES = BASE + "shapes#"

# Graphs. Facts lie in the default graph, which has no name.
GRAPH = BASE + "graph/"
ONTOLOGY = GRAPH + "ontology"
DERIVED = GRAPH + "derived/"
TYPES = DERIVED + "types"
SHORTCUTS = DERIVED + "shortcuts"
CLAIMS = GRAPH + "claims/"
DECISIONS = GRAPH + "decisions"
ORIGIN = GRAPH + "origin"
FINDINGS = GRAPH + "findings"
#: What the graph says of itself.
DATASET = GRAPH + "dataset"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
CV = "http://data.europa.eu/m8g/"
SCHEMA = "https://schema.org/"
ELI = "http://data.europa.eu/eli/ontology#"
OA = "http://www.w3.org/ns/oa#"
PTR = "http://parliament.uk/ontologies/treaty/"
SH = "http://www.w3.org/ns/shacl#"
VANN = "http://purl.org/vocab/vann/"
WD = "http://www.wikidata.org/entity/"
EUROVOC = "http://eurovoc.europa.eu/"
BIBO = "http://purl.org/ontology/bibo/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SD = "http://www.w3.org/ns/sparql-service-description#"

#: The kinds of id, in the order of the data model.
# fmt: off
KINDS: tuple[str, ...] = (
    "state", "organisation", "territory", "body", "agency", "post", "official", "name", "tenure",
    "membership", "succession", "treaty", "instrument", "provision", "clause", "action", "designation",
    "session", "meeting", "visit", "conference", "signing", "participation", "proposal", "commitment",
    "invitation", "assessment", "aim", "rule", "divergence", "party-status", "finding", "source", "passage",
    "claim", "decision",
)
# fmt: on

#: The vocabularies: one file and one ``skos:ConceptScheme`` each.
# fmt: off
SCHEMES: tuple[str, ...] = (
    "accession-rule", "agency-kind", "attendance", "basis", "body-kind", "channel", "clause-kind",
    "confidence", "counts-from", "encounter-format", "encounter-kind", "instrument-kind",
    "interval-status", "ledger-status", "matter", "measure", "membership-role", "modality",
    "participation-role", "post-kind", "reservation-rule", "rhythm", "rotation", "rounding",
    "rule-kind", "source-kind", "standing", "succession-kind", "supersession-scope", "threshold-kind", "topic",
    "trigger", "verdict", "withdrawal-rule",
)
# fmt: on

#: Prefix -> namespace: ours, one per kind of id, one per vocabulary, then others'.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "comity": COMITY,
        **{kind: f"{ID}{kind}/" for kind in KINDS},
        **{scheme: f"{VOCABULARY}{scheme}/" for scheme in SCHEMES},
        "vocabulary": VOCABULARY,
        "graph": GRAPH,
        "bibo": BIBO,
        "cv": CV,
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "eli": ELI,
        "eurovoc": EUROVOC,
        "foaf": FOAF,
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "ptr": PTR,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "sd": SD,
        "sh": SH,
        "skos": SKOS,
        "vann": VANN,
        "void": VOID,
        "wd": WD,
        "xsd": XSD,
    }
)

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def term(name: str) -> str:
    """The IRI of a class or property: ``term("Tenure")``."""
    return COMITY + name


def iri(kind: str, slug: str) -> str:
    """The IRI of an entity or fact: ``iri("state", "UZ")``.

    Raises :class:`ValueError` for a kind the data model does not know and for
    a slug that is not ASCII letters, digits, hyphens, dots and underscores:
    either would mint an address that nothing else can find.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of id; expected one of {', '.join(KINDS)}")
    return f"{ID}{kind}/{_checked(slug)}"


def scheme(name: str) -> str:
    """The IRI of a vocabulary: ``scheme("topic")``; :class:`ValueError` if there is none."""
    if name not in SCHEMES:
        raise ValueError(f"{name!r} is not a vocabulary; expected one of {', '.join(SCHEMES)}")
    return VOCABULARY + name


def concept(name: str, slug: str) -> str:
    """The IRI of a concept: ``concept("topic", "cybercrime")``."""
    return f"{scheme(name)}/{_checked(slug)}"


def derived(name: str) -> str:
    """The graph of one kind of derived facts: ``derived("types")``."""
    return DERIVED + _checked(name)


def claims(source: str) -> str:
    """The graph of the claims read from one source, by the source's slug."""
    return CLAIMS + _checked(source)


def kind_and_slug(address: str) -> tuple[str, str] | None:
    """``("state", "UZ")`` for an id of Comity's own, None for any other address."""
    if not address.startswith(ID):
        return None
    kind, _, slug = address[len(ID) :].partition("/")
    return (kind, slug) if kind in KINDS and _SLUG.fullmatch(slug) else None


def compact(address: str) -> str | None:
    """``state:UZ`` for its IRI; None where no prefix fits or the rest is no plain local name."""
    cut = max(address.rfind("/"), address.rfind("#")) + 1
    prefix = _by_namespace().get(address[:cut])
    return f"{prefix}:{address[cut:]}" if prefix and _SLUG.fullmatch(address[cut:]) else None


def expand(name: str) -> str | None:
    """The IRI of ``state:UZ``; None where the prefix is unknown."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def ontology_files() -> list[Traversable]:
    """The OWL files, by name."""
    return _files("", ".ttl")


def vocabulary_files() -> list[Traversable]:
    """The SKOS files, by name; ``topic.ttl`` holds the vocabulary ``topic``."""
    return _files("vocabularies", ".ttl")


def shape_files() -> list[Traversable]:
    """The SHACL files, by name."""
    return _files("shapes", ".ttl")


def context_file() -> Traversable:
    """The JSON-LD context."""
    from importlib import resources

    return resources.files(__package__).joinpath("context.jsonld")


def _files(folder: str, ending: str) -> list[Traversable]:
    from importlib import resources

    room = resources.files(__package__)
    place = room.joinpath(folder) if folder else room
    return sorted((file for file in place.iterdir() if file.name.endswith(ending)), key=lambda file: file.name)


@functools.cache
def _by_namespace() -> dict[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


def _checked(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"{slug!r} is not a slug: expected ASCII letters and digits, with - . _ between")
    return slug
