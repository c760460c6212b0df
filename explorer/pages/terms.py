"""The words that the ontology declares and the vocabularies hold, read from their files once a process."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...ontology.namespaces import (
    COMITY,
    KINDS,
    OWL,
    RDF,
    RDFS,
    SKOS,
    VOCABULARY,
    compact,
    ontology_files,
    vocabulary_files,
)

#: The subjects in the order to read them: the names of the files.
SUBJECTS = (
    "core", "states", "agencies", "officials", "instruments", "clauses", "actions", "designations", "encounters",
    "ledger", "sources", "derived", "reading",
)  # fmt: skip
_KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "datatype property",
    OWL + "AnnotationProperty": "annotation property",
}
_TRAITS = {
    OWL + "FunctionalProperty": "functional",
    OWL + "SymmetricProperty": "symmetric",
    OWL + "TransitiveProperty": "transitive",
}


@dataclass(frozen=True)
class Term:
    """A class or property; texts by language, other terms by address.

    ``domain`` and ``range`` list what may stand there: any one of them.
    """

    iri: str
    kind: str
    subject: str
    label: Mapping[str, str]
    comment: Mapping[str, str]
    supers: Sequence[str] = ()
    subs: Sequence[str] = ()
    domain: Sequence[str] = ()
    range: Sequence[str] = ()
    inverse: Sequence[str] = ()
    near: Sequence[str] = ()
    see: Sequence[str] = ()
    traits: Sequence[str] = ()
    deprecated: bool = False

    @property
    def name(self) -> str:
        """The local name: ``Tenure``."""
        return self.iri.removeprefix(COMITY)

    @property
    def is_class(self) -> bool:
        """Whether it is a class, not a property."""
        return self.kind == "class"


@dataclass(frozen=True)
class Concept:
    """A concept of a vocabulary, or the vocabulary itself (``members`` are its concepts)."""

    iri: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    members: Sequence[Concept] = ()

    @property
    def name(self) -> str:
        """``topic/cybercrime``, or ``topic``."""
        return self.iri.removeprefix(VOCABULARY)


@functools.cache
def terms() -> Mapping[str, Term]:
    """Every class and property of Comity's own, by address, in the order of subjects and files."""
    said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    subject_of: dict[str, str] = {}
    for file in ontology_files():
        subject = file.name.removesuffix(".ttl")
        for triple in _parsed(file.read_bytes()):
            iri = str(triple.subject.value)
            said[iri][triple.predicate.value].append(triple.object)
            if triple.predicate.value == RDF + "type" and getattr(triple.object, "value", "") in _KINDS:
                subject_of.setdefault(iri, subject)
    own = [iri for iri in subject_of if iri.startswith(COMITY)]
    own.sort(key=lambda iri: SUBJECTS.index(subject_of[iri]) if subject_of[iri] in SUBJECTS else len(SUBJECTS))
    below: dict[str, list[str]] = defaultdict(list)
    for iri in own:
        for name in ("subClassOf", "subPropertyOf"):
            for term in said[iri][RDFS + name]:
                below[str(term.value)].append(iri)
    return {iri: _term(iri, subject_of[iri], said, below[iri]) for iri in own}


@functools.cache
def vocabularies() -> Sequence[Concept]:
    """The vocabularies with their concepts, in the order of their names."""
    found = []
    for file in vocabulary_files():
        said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for triple in _parsed(file.read_bytes()):
            said[str(triple.subject.value)][triple.predicate.value].append(triple.object)
        scheme = VOCABULARY + file.name.removesuffix(".ttl")
        members = [
            Concept(iri, _texts(about[SKOS + "prefLabel"]), _texts(about[SKOS + "definition"]))
            for iri, about in said.items()
            if any(term.value == scheme for term in about[SKOS + "inScheme"])
        ]
        about = said[scheme]
        found.append(Concept(scheme, _texts(about[RDFS + "label"]), _texts(about[RDFS + "comment"]), members))
    return found


@functools.cache
def about_ontology() -> Mapping[str, Sequence[tuple[str, str]]]:
    """What the ontology says of itself: property -> (language, text)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in ontology_files():
        for triple in _parsed(file.read_bytes()):
            if triple.subject.value == COMITY.rstrip("#"):
                language = getattr(triple.object, "language", None) or ""
                found[triple.predicate.value].append((language, str(triple.object.value)))
    return found


def text_in(texts: Mapping[str, str], lang: str) -> str:
    """The text in a language, else in English, else any."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def short(iri: str) -> str:
    """``comity:Tenure``; the address itself where no prefix fits."""
    return compact(iri) or iri


@functools.cache
def class_of_kind() -> Mapping[str, str]:
    """The class that the things of a kind have in common: ``state`` -> ``State``, ``treaty`` -> ``Treaty``."""
    names = {term.name.lower(): term.name for term in terms().values() if term.is_class}
    special = {
        "organisation": "InternationalOrganisation", "succession": "StateSuccession", "clause": "FinalClause",
        "rule": "WorkingRule", "divergence": "DivergentStatement", "finding": "LawFinding",
    }  # fmt: skip
    found = {kind: special.get(kind, names.get(kind.replace("-", ""), "")) for kind in KINDS}
    return {kind: name for kind, name in found.items() if COMITY + name in terms()}


def _term(iri: str, subject: str, said: Mapping[str, Mapping[str, list[Any]]], subs: Sequence[str]) -> Term:
    about = said[iri]

    def addresses(*names: str) -> list[str]:
        return [one for name in names for node in about[name] for one in _union(node, said)]

    types = [str(term.value) for term in about[RDF + "type"]]
    return Term(
        iri=iri,
        kind=next(_KINDS[name] for name in types if name in _KINDS),
        subject=subject,
        label=_texts(about[RDFS + "label"]),
        comment=_texts(about[RDFS + "comment"]),
        supers=addresses(RDFS + "subClassOf", RDFS + "subPropertyOf"),
        subs=list(dict.fromkeys(subs)),
        domain=addresses(RDFS + "domain"),
        range=addresses(RDFS + "range"),
        inverse=addresses(OWL + "inverseOf"),
        near=addresses(*(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch"))),
        see=[str(term.value) for term in about[RDFS + "seeAlso"]],
        traits=[_TRAITS[name] for name in types if name in _TRAITS],
        deprecated=any(term.value == "true" for term in about[OWL + "deprecated"]),
    )


def _union(node: Any, said: Mapping[str, Mapping[str, list[Any]]]) -> list[str]:
    """The address, or those of which a union without a name is made."""
    if type(node).__name__ == "NamedNode":
        return [str(node.value)]
    found: list[str] = []
    rest = said[node.value][OWL + "unionOf"] if node.value in said else []
    while rest and rest[0].value != RDF + "nil":
        found += [str(first.value) for first in said[rest[0].value][RDF + "first"]]
        rest = said[rest[0].value][RDF + "rest"]
    return found


def _texts(literals: Sequence[Any]) -> dict[str, str]:
    return {literal.language or "": str(literal.value) for literal in literals}


def _parsed(text: bytes) -> Any:
    from pyoxigraph import RdfFormat, parse

    return parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
