"""What the web services OOPS! and FOOPS! look for, without the web.

The code of the pitfall (OOPS!) or the principle (FOOPS!) stands in each name.
The catalogue has 41 pitfalls (http://oops.linkeddata.es/catalogue.jsp): what no
test here holds is held elsewhere or left to judgement, and says so below.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import VANN
from rdflib.term import Node

from comity.ontology.namespaces import COMITY, ONTOLOGY_IRI, ONTOLOGY_VERSION, PREFIXES, SKOS

#: Pitfalls that other tests hold.
ELSEWHERE = {
    8: "test_terms: labels and comments in both languages",
    11: "test_terms: one domain and one range for every property",
    19: "test_terms: one domain and one range for every property",
    20: "test_terms: comments are sentences and not the label again; Russian is in Cyrillic",
    33: "test_logic: there is no property chain",
    41: "test_foops_r_licence_is_one_that_machines_know",
}
#: Pitfalls that no query finds, or that are none here.
JUDGED = {
    1: "one word for two things: the word list of the design, and labels that are unique (P32)",
    9: "information that is missing altogether: the competency questions are its test",
    13: "an inverse for every property: queries read either way, and only names and territories have one",
    16: "a primitive class in place of a defined one: only what all recorded things share is defined",
    17: "a hierarchy too deep: kinds that need no properties of their own are concepts of a vocabulary",
    18: "a domain or range too narrow: the closed shapes hold the shipped facts against both",
    37: "not on the web: its address is w3id.org, and offline nothing can be asked of it",
}
HEADER = URIRef(ONTOLOGY_IRI)
BIBO_STATUS = URIRef("http://purl.org/ontology/bibo/status")


def named_in(graph: Graph, node: Node) -> set[Node]:
    """The classes that a class expression names."""
    union = graph.value(node, OWL.unionOf)
    return set(Collection(graph, union)) if union is not None else {node}


def name(term: Node) -> str:
    return str(term).removeprefix(COMITY)


def cycle(edges: dict[Node, set[Node]]) -> list[Node]:
    """A way that leads back to its start, if there is one."""
    done: set[Node] = set()

    def walk(node: Node, way: list[Node]) -> list[Node]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node not in done:
            for after in edges.get(node, ()):
                if found := walk(after, [*way, node]):
                    return found
            done.add(node)
        return []

    return next((found for start in list(edges) if (found := walk(start, []))), [])


def hierarchy(graph: Graph, predicate: URIRef) -> dict[Node, set[Node]]:
    edges: dict[Node, set[Node]] = defaultdict(set)
    for low, high in graph.subject_objects(predicate):
        if isinstance(high, URIRef):
            edges[low].add(high)
    return dict(edges)


def test_p04_no_class_stands_alone(ontology: Graph, classes: list[URIRef]) -> None:
    linked: set[Node] = set()
    for predicate in (RDFS.domain, RDFS.range):
        for node in ontology.objects(None, predicate):
            linked |= named_in(ontology, node)
    for low, high in ontology.subject_objects(RDFS.subClassOf):
        linked |= {low, high} if isinstance(high, URIRef) and high.startswith(COMITY) else set()
    assert [term for term in classes if term not in linked] == []


def test_p05_inverses_swap_domain_and_range(ontology: Graph) -> None:
    pairs = [(a, b) for a, b in ontology.subject_objects(OWL.inverseOf) if str(a).startswith(COMITY)]
    assert pairs
    for one, other in pairs:
        for mine, theirs in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            (left,) = ontology.objects(one, mine)
            (right,) = ontology.objects(other, theirs)
            assert named_in(ontology, left) == named_in(ontology, right), (one, other)


def test_every_pitfall_of_the_catalogue_is_accounted_for() -> None:
    held = {int(code) for name in globals() if name.startswith("test_p") for code in re.findall(r"p(\d\d)", name)}
    assert sorted([*held, *ELSEWHERE, *JUDGED]) == list(range(1, 42))


def test_p02_p12_p27_p30_p31_nothing_is_declared_twice_and_called_equivalent(ontology: Graph) -> None:
    """The one equivalence says what a name for a union means; two names for one class or property there are none."""
    equal = list(ontology.subject_objects(OWL.equivalentClass))
    assert [name(left) for left, _ in equal] == ["Recorded"]
    assert all(ontology.value(right, OWL.unionOf) is not None for _, right in equal)
    assert list(ontology.subject_objects(OWL.equivalentProperty)) == []


def test_p14_p15_only_is_said_where_some_would_not_do_and_nothing_is_said_by_not(ontology: Graph) -> None:
    """``allValuesFrom`` narrows the range of its property; it does not stand for "has one"."""
    narrowed = {(name(p), name(v)) for r, p, v in _restrictions(ontology, OWL.allValuesFrom)}
    assert narrowed == {("party", "TreatySubject"), ("party", "Agency")}
    (range_,) = ontology.objects(URIRef(COMITY + "party"), RDFS.range)
    assert {URIRef(COMITY + value) for _, value in narrowed} == named_in(ontology, range_)
    assert list(ontology.subject_objects(OWL.complementOf)) == []
    assert not list(_restrictions(ontology, OWL.someValuesFrom))


def test_p23_no_datatype_is_made_anew(ontology: Graph, classes: list[URIRef]) -> None:
    assert list(ontology.subjects(RDF.type, RDFS.Datatype)) == []
    built_in = {"string", "text", "integer", "number", "boolean", "date", "day", "year", "time", "uri", "language"}
    assert [term for term in classes if name(term).lower() in built_in] == []


def test_p24_no_class_is_defined_by_itself(ontology: Graph, classes: list[URIRef]) -> None:
    for term in classes:
        for above in [*ontology.objects(term, OWL.equivalentClass), *ontology.objects(term, RDFS.subClassOf)]:
            inner: set[Node] = named_in(ontology, above)
            for predicate in (OWL.allValuesFrom, OWL.someValuesFrom):
                inner |= {v for value in ontology.objects(above, predicate) for v in named_in(ontology, value)}
            assert term not in inner, term


def _restrictions(graph: Graph, kind: URIRef) -> list[tuple[Node, Node, Node]]:
    """(restriction, property, value) for each restriction of a kind."""
    return [(r, p, v) for r, v in graph.subject_objects(kind) for p in graph.objects(r, OWL.onProperty)]


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_p06_no_cycles(ontology: Graph, predicate: URIRef) -> None:
    assert cycle(hierarchy(ontology, predicate)) == []


def test_p07_p21_no_merged_and_no_miscellaneous_classes(classes: list[URIRef]) -> None:
    odd = [term for term in classes if re.search(r"(And|Or)(?=[A-Z])|Other|Misc|Unknown", name(term))]
    assert odd == []


def test_p10_siblings_and_top_kinds_are_disjoint(ontology: Graph, classes: list[URIRef]) -> None:
    groups = [
        set(Collection(ontology, items))
        for node in ontology.subjects(RDF.type, OWL.AllDisjointClasses)
        if (items := ontology.value(node, OWL.members)) is not None
    ]
    own = {term for term in classes if not list(ontology.objects(term, OWL.equivalentClass))}
    supers = hierarchy(ontology, RDFS.subClassOf)
    top = {term for term in own if not any(name(high) != str(high) for high in supers.get(term, ()))}
    assert any(top <= group for group in groups), "a top kind is missing from the disjoint ones"
    for parent in (
        "TreatySubject",
        "Instrument",
        "NonBindingInstrument",
        "Action",
        "Encounter",
        "LedgerEntry",
    ):
        children = {low for low, highs in supers.items() if URIRef(COMITY + parent) in highs}
        assert len(children) > 1
        assert any(children <= group for group in groups), f"the kinds of {parent} are not disjoint"


def test_p03_p22_names_follow_one_style(
    classes: list[URIRef], properties: list[URIRef], annotations: list[URIRef]
) -> None:
    assert [term for term in classes if not re.fullmatch(r"([A-Z][a-z]+)+", name(term))] == []
    lower = [*properties, *annotations]
    assert [term for term in lower if not re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", name(term))] == []
    assert not {"is", "isA", "has"} & {name(term) for term in lower}
    assert len({name(term).lower() for term in lower}) == len(lower)


def test_p25_p26_p28_p29_characteristics_fit_domain_and_range(ontology: Graph, properties: list[URIRef]) -> None:
    for term in properties:
        symmetric = (term, RDF.type, OWL.SymmetricProperty) in ontology
        if symmetric or (term, RDF.type, OWL.TransitiveProperty) in ontology:
            (domain,) = ontology.objects(term, RDFS.domain)
            (range_,) = ontology.objects(term, RDFS.range)
            assert named_in(ontology, domain) == named_in(ontology, range_), term
        inverses = set(ontology.objects(term, OWL.inverseOf))
        assert term not in inverses
        assert not (symmetric and inverses)


def test_p32_no_two_terms_of_a_kind_have_one_label(
    ontology: Graph, classes: list[URIRef], properties: list[URIRef]
) -> None:
    for terms in (classes, properties):
        labels = Counter(label for term in terms for label in ontology.objects(term, RDFS.label))
        assert {label: count for label, count in labels.items() if count > 1} == {}


def test_p34_p35_foreign_terms_in_use_are_typed_and_attributed(ontology: Graph) -> None:
    built_in = (str(RDF), str(RDFS), str(OWL))
    used: set[Node] = set(ontology.predicates())
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        for node in ontology.objects(None, predicate):
            used |= named_in(ontology, node)
    foreign = [
        term
        for term in used
        if isinstance(term, URIRef)
        and not str(term).startswith((COMITY, *built_in, "http://www.w3.org/2001/XMLSchema#"))
    ]
    assert len(foreign) > 30
    for term in foreign:
        assert (term, RDF.type, None) in ontology, term
        (home,) = ontology.objects(term, RDFS.isDefinedBy)
        assert str(home) != ONTOLOGY_IRI
        assert term.startswith(str(home).rstrip("#/")), term


def test_p40_nothing_is_said_of_foreign_terms_that_is_not_theirs_to_say(ontology: Graph) -> None:
    allowed = {RDF.type, RDFS.label, RDFS.isDefinedBy}
    theirs = {
        (URIRef(SKOS + "broader"), OWL.inverseOf),
        (URIRef(SKOS + "topConceptOf"), OWL.inverseOf),
        (URIRef(SKOS + "topConceptOf"), RDFS.subPropertyOf),
    }
    for subject, predicate in ontology.subject_predicates():
        if isinstance(subject, URIRef) and not subject.startswith(ONTOLOGY_IRI) and predicate not in allowed:
            assert (subject, predicate) in theirs, (subject, predicate)


def test_p36_p38_p39_there_is_one_ontology_under_one_lasting_address(words: Graph) -> None:
    assert list(words.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    assert ONTOLOGY_IRI.startswith("https://w3id.org/")
    assert not re.search(r"\.(ttl|owl|rdf|html)$", ONTOLOGY_IRI)


def test_foops_f_identifier_version_and_prefix(ontology: Graph) -> None:
    assert ontology.value(HEADER, OWL.versionInfo) == Literal(ONTOLOGY_VERSION)
    assert ontology.value(HEADER, OWL.versionIRI) == URIRef(f"{ONTOLOGY_IRI}/{ONTOLOGY_VERSION}")
    assert ontology.value(HEADER, VANN.preferredNamespacePrefix) == Literal("comity")
    assert ontology.value(HEADER, VANN.preferredNamespaceUri) == Literal(COMITY)


def test_foops_f_r_metadata_is_complete(ontology: Graph) -> None:
    wanted = [DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.creator, DCTERMS.contributor]
    wanted += [DCTERMS.publisher, DCTERMS.license, DCTERMS.rights, DCTERMS.created, DCTERMS.issued]
    wanted += [DCTERMS.modified, DCTERMS.language, DCTERMS.bibliographicCitation, BIBO_STATUS]
    assert [predicate for predicate in wanted if (HEADER, predicate, None) not in ontology] == []
    for predicate in (RDFS.label, RDFS.comment, DCTERMS.title, DCTERMS.description, DCTERMS.abstract):
        texts = list(ontology.objects(HEADER, predicate))
        assert {text.language for text in texts if isinstance(text, Literal)} == {"en", "ru"}, predicate
    assert ONTOLOGY_VERSION in str(ontology.value(HEADER, DCTERMS.bibliographicCitation))


def test_foops_r_licence_is_one_that_machines_know(words: Graph) -> None:
    licences = set(words.objects(None, DCTERMS.license))
    assert licences == {URIRef("https://www.apache.org/licenses/LICENSE-2.0")}


def test_foops_f_dates_are_in_order(ontology: Graph) -> None:
    days = [ontology.value(HEADER, predicate) for predicate in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    values = [day.toPython() for day in days if isinstance(day, Literal)]
    assert len(values) == 3
    assert all(isinstance(value, dt.date) for value in values)
    assert values == sorted(values)


def test_foops_i_r_known_vocabularies_are_reused(ontology: Graph) -> None:
    reused = ["cv", "eli", "foaf", "oa", "org", "prov", "ptr", "schema", "skos", "wd"]
    predicates = (RDFS.subClassOf, RDFS.subPropertyOf, URIRef(SKOS + "closeMatch"))
    targets = [str(o) for predicate in predicates for o in ontology.objects(None, predicate)]
    for prefix in reused:
        assert any(target.startswith(PREFIXES[prefix]) for target in targets), f"nothing is aligned to {prefix}:"


def test_a_cycle_would_be_found() -> None:
    a, b, c = URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")
    assert cycle({a: {b}, b: {c}, c: {b}}) == [b, c, b]
    assert cycle({a: {b, c}, b: {c}}) == []
