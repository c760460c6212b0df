"""The ontology is OWL 2 DL, consistent in HermiT, and a contradiction in data is found."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest

from comity.graph.store import Home
from comity.loaders.build import Outcome
from comity.ontology.namespaces import (
    BASE,
    COMITY,
    ONTOLOGY_IRI,
    OWL,
    PREFIXES,
    RDF,
    XSD,
    iri,
    ontology_files,
    vocabulary_files,
)

java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none here")

PREFIX_LINES = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
#: HermiT rejects dates, even in annotations.
DATES = {XSD + "date", XSD + "dateTime", XSD + "time", XSD + "gYear"}

#: What others say of the foreign terms that Comity rests on, in the part that could clash.
FOREIGN = """
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:Activity a owl:Class ; owl:disjointWith prov:Entity .
foaf:Organization a owl:Class . foaf:Document a owl:Class . foaf:Agent a owl:Class .
foaf:Person rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Organization , foaf:Document .
org:Organization a owl:Class ; owl:equivalentClass foaf:Organization ; rdfs:subClassOf foaf:Agent .
org:FormalOrganization rdfs:subClassOf org:Organization .
org:OrganizationalCollaboration rdfs:subClassOf org:Organization .
cv:PublicOrganisation rdfs:subClassOf org:Organization .
org:ChangeEvent a owl:Class ; rdfs:subClassOf prov:Activity .
org:member rdfs:domain org:Membership ; rdfs:range foaf:Agent .
org:organization rdfs:domain org:Membership ; rdfs:range org:Organization .
org:postIn rdfs:domain org:Post ; rdfs:range org:Organization .
org:holds rdfs:domain foaf:Agent ; rdfs:range org:Post .
skos:Concept owl:disjointWith skos:ConceptScheme .
skos:inScheme rdfs:range skos:ConceptScheme .
skos:broader rdfs:domain skos:Concept ; rdfs:range skos:Concept .
"""


def triples(extra: str = "") -> Iterable[ox.Triple]:
    """Everything the files say and ``extra`` in Turtle, without dates."""
    texts = [file.read_bytes() for file in [*ontology_files(), *vocabulary_files()]]
    for text in [*texts, (PREFIX_LINES + extra).encode()]:
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if not (isinstance(triple.object, ox.Literal) and triple.object.datatype.value in DATES):
                yield ox.Triple(triple.subject, triple.predicate, triple.object)


def value(term: object) -> str:
    """The address or the text of a term; a blank node's label is nobody's business."""
    return str(getattr(term, "value", ""))


def reason(extra: str = "", facts: Iterable[ox.Triple] = ()) -> tuple[owlready2.World, list[object]]:
    """The classes that HermiT finds empty; raises where there is no model at all."""
    world = owlready2.World()
    data = ox.serialize([*triples(extra), *facts], format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    world.get_ontology(ONTOLOGY_IRI).load(fileobj=io.BytesIO(data))
    owlready2.sync_reasoner_hermit(world, debug=0)
    return world, [entity for entity in world.inconsistent_classes() if entity is not owlready2.Nothing]


@java
def test_hermit_finds_a_model_and_no_empty_class() -> None:
    """Beside what other vocabularies say of the terms that Comity rests on, and so without that as well."""
    names = sorted({value(triple.subject) for triple in triples() if _is_own_class(triple)})
    individuals = "".join(
        f"<urn:x:{n}> a <{name}> , owl:NamedIndividual ; prov:wasDerivedFrom <urn:x:passage> .\n"
        for n, name in enumerate(names)
    )
    passage = "<urn:x:passage> a comity:Passage , owl:NamedIndividual .\n"
    world, empty = reason(FOREIGN + individuals + passage)
    assert empty == []
    seen = {entity.iri for entity in world.individuals()}
    assert BASE + "vocabulary/topic/cybercrime" in seen, "owlready2 does not list the concepts"


#: Contradictions, each as a class that then has no members; one run of HermiT finds them all.
CONTRADICTIONS = {
    "state-and-agency": "comity:State , comity:Agency",
    "minutes-and-treaty": "comity:Minutes , comity:TreatyProtocol",
    "state-in-agencies-agreement": "comity:InterAgencyAgreement , "
    "[ a owl:Restriction ; owl:onProperty comity:party ; owl:someValuesFrom comity:State ]",
    "two-codes": '[ a owl:Restriction ; owl:onProperty comity:isoAlpha2 ; owl:hasValue "UZ" ] , '
    '[ a owl:Restriction ; owl:onProperty comity:isoAlpha2 ; owl:hasValue "KZ" ]',
    "wrong-domain": "comity:State , "
    "[ a owl:Restriction ; owl:onProperty comity:holder ; owl:someValuesFrom owl:Thing ]",
    "wrong-range": "[ a owl:Restriction ; owl:onProperty comity:holder ; owl:someValuesFrom comity:Post ]",
    "ledger-of-a-source": "comity:Source , [ a owl:Restriction ; owl:onProperty comity:content ; "
    "owl:someValuesFrom rdfs:Literal ]",
    "land-and-state": "comity:Territory , comity:State",
}
#: The like of them without the contradiction, so that a reasoner that empties everything is found out.
POSSIBLE = {
    "state-with-a-code": 'comity:State , [ a owl:Restriction ; owl:onProperty comity:isoAlpha2 ; owl:hasValue "UZ" ]',
    "source-with-a-note": "comity:Source , [ a owl:Restriction ; owl:onProperty comity:note ; "
    "owl:someValuesFrom rdfs:Literal ]",
}


@java
def test_every_contradiction_is_found_and_nothing_else() -> None:
    odd = "".join(
        f"<urn:x:{name}> a owl:Class ; rdfs:subClassOf {above} .\n"
        for name, above in (CONTRADICTIONS | POSSIBLE).items()
    )
    _, empty = reason(odd)
    found = {str(getattr(entity, "iri", "")).removeprefix("urn:x:") for entity in empty}
    assert found == set(CONTRADICTIONS)


@java
def test_a_contradiction_in_data_leaves_no_model() -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason("<urn:x:a> a comity:State , comity:Agency .")


def one_of_each_kind(facts: list[ox.Triple]) -> list[ox.Triple]:
    """For each property one triple of each pair of classes that it connects, and the classes of both ends.

    Domains, ranges and disjoint classes clash by kind, so that one of a kind is
    enough; what is functional clashes by value, and is kept whole.
    """
    kinds: dict[object, frozenset[str]] = {}
    for triple in facts:
        if triple.predicate.value == RDF + "type":
            kinds[triple.subject] = kinds.get(triple.subject, frozenset()) | {value(triple.object)}
    whole = {COMITY + name for name in ("isoAlpha2", "isoAlpha3", "m49")}
    kept: dict[object, ox.Triple] = {}
    for triple in facts:
        target = triple.object
        kind = target.datatype.value if isinstance(target, ox.Literal) else kinds.get(target, frozenset())
        key: object = (kinds.get(triple.subject), triple.predicate.value, kind)
        kept.setdefault(triple if triple.predicate.value in whole else key, triple)
    ends = {node for triple in kept.values() for node in (triple.subject, triple.object)}
    types = [triple for triple in facts if triple.predicate.value == RDF + "type" and triple.subject in ends]
    return [*kept.values(), *types]


@java
def test_the_shipped_facts_contradict_nothing_that_the_ontology_says(built: tuple[Path, Outcome]) -> None:
    """Dates, and addresses with letters beyond ASCII, are beyond HermiT."""
    beyond = {*DATES, XSD + "anyURI"}
    with Home.open(built[0]).current().open() as store:
        facts = [
            quad.triple
            for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            if not (isinstance(quad.object, ox.Literal) and quad.object.datatype.value in beyond)
        ]
    assert len(facts) > 20_000
    reason(facts=one_of_each_kind(facts))
    wrong = ox.Triple(
        ox.NamedNode(iri("source", "x")), ox.NamedNode(COMITY + "content"), ox.Literal("said", language="en")
    )
    source = ox.Triple(wrong.subject, ox.NamedNode(RDF + "type"), ox.NamedNode(COMITY + "Source"))
    assert wrong in one_of_each_kind([*facts, source, wrong]), "a wrong statement is lost among many right ones"


def test_owl_2_dl_every_term_is_declared_once_as_one_kind_of_thing() -> None:
    kinds: dict[str, set[str]] = {}
    entity_kinds = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual"}
    for triple in triples():
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, ox.NamedNode):
            kind = value(triple.object).removeprefix(OWL)
            if kind in entity_kinds:
                kinds.setdefault(value(triple.subject), set()).add(kind)
    assert {term: found for term, found in kinds.items() if len(found) > 1} == {}

    built_in = (RDF, OWL, "http://www.w3.org/2000/01/rdf-schema#")
    for triple in triples():
        predicate = triple.predicate.value
        if not predicate.startswith(built_in):
            roles = kinds.get(predicate, set())
            assert roles & {"ObjectProperty", "DatatypeProperty", "AnnotationProperty"}, predicate
            if "ObjectProperty" in roles:
                assert isinstance(triple.object, ox.NamedNode), triple
        if predicate == RDF + "type" and not value(triple.object).startswith(built_in):
            assert "Class" in kinds.get(value(triple.object), set()), triple


def test_owl_2_dl_datatypes_are_those_that_hermit_knows() -> None:
    known = {XSD + name for name in ("string", "boolean", "integer", "anyURI")} | {RDF + "langString"}
    for triple in triples():
        if isinstance(triple.object, ox.Literal):
            assert triple.object.datatype.value in known, triple
        if triple.predicate.value.endswith("#range") and value(triple.object).startswith(XSD):
            assert value(triple.object) in known, triple


def test_owl_2_dl_transitive_properties_are_used_in_nothing_that_asks_for_a_simple_one() -> None:
    types: dict[str, set[str]] = {}
    for triple in triples():
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, ox.NamedNode):
            types.setdefault(value(triple.subject), set()).add(value(triple.object).removeprefix(OWL))
    transitive = {term for term, kinds in types.items() if "TransitiveProperty" in kinds}
    assert transitive == {COMITY + "partOf"}
    not_simple = {
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "AsymmetricProperty",
        "IrreflexiveProperty",
    }
    assert all(not types[term] & not_simple for term in transitive)
    restricted = {value(t.object) for t in triples() if t.predicate.value in {OWL + "onProperty", OWL + "inverseOf"}}
    assert not transitive & restricted


def test_functional_properties_are_own_identifiers_and_no_contested_facts() -> None:
    functional = {
        value(triple.subject).removeprefix(COMITY)
        for triple in triples()
        if triple.object == ox.NamedNode(OWL + "FunctionalProperty")
    }
    assert functional == {"isoAlpha2", "isoAlpha3", "m49", "source"}


def test_nothing_is_imported_and_nothing_is_the_same_as() -> None:
    predicates = {triple.predicate.value for triple in triples()}
    assert not predicates & {OWL + "imports", OWL + "sameAs", OWL + "hasSelf", OWL + "propertyChainAxiom"}


def _is_own_class(triple: ox.Triple) -> bool:
    own = isinstance(triple.subject, ox.NamedNode) and value(triple.subject).startswith(COMITY)
    return own and triple.object == ox.NamedNode(OWL + "Class")
