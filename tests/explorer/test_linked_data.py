"""Linked data: things, kinds, words, the ontology, the dataset and the service, each in every form.

What is expected stands in ``records/*.csv`` and in the files of the ontology.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

import comity
from comity.explorer.asking import Reply
from comity.ontology.namespaces import COMITY, DCAT, DCTERMS, ID, RDF, SD, VOID, ontology_files, vocabulary_files
from comity.queries.session import Graph
from comity.tests.explorer.wire import send

RECORDS = Path(comity.__file__).parent / "records"
FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
SESSION = {"kind": "session", "slug": "sco-prosecutors-general-21"}


def rows(name: str) -> list[dict[str, str]]:
    with (RECORDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def triples(reply: Reply, form: str) -> set[Triple]:
    assert reply.status == 200, reply.body
    return {Triple(one.subject, one.predicate, one.object) for one in parse(reply.body, format=FORMS[form])}


def objects(found: Iterable[Triple], subject: str, predicate: str) -> set[str]:
    return {
        str(one.object.value)
        for one in found
        if one.subject == NamedNode(subject)
        and one.predicate == NamedNode(predicate)
        and not isinstance(one.object, Triple)
    }


# Things


def test_a_thing_is_the_same_in_every_form(get: Callable[..., Reply]) -> None:
    known = triples(get("data.thing", path={**SESSION, "ending": "nt"}), "nt")
    assert len(known) > 100
    for form in ("ttl", "rdf", "jsonld"):
        assert triples(get("data.thing", path={**SESSION, "ending": form}), form) == known, form


def test_a_thing_is_told_with_its_facts_passages_and_sources(get: Callable[..., Reply]) -> None:
    row = next(row for row in rows("encounters") if row["id"] == "session/sco-prosecutors-general-21")
    found = triples(get("data.thing", path={**SESSION, "ending": "ttl"}), "ttl")
    session = ID + row["id"]
    assert objects(found, session, COMITY + "date") == {row["date"]}
    passages = objects(found, session, "http://www.w3.org/ns/prov#wasDerivedFrom")
    sources = {source for passage in passages for source in objects(found, passage, COMITY + "source")}
    assert sources == {f"{ID}source/{slug}" for slug in row["source"].split("|")}
    urls = {source["id"]: source["url"] for source in rows("sources")}
    for source in sources:
        assert objects(found, source, COMITY + "url") == {urls[source.removeprefix(f"{ID}source/")]}
    participations = {
        row["id"] for row in rows("participations") if row["encounter"].endswith("sco-prosecutors-general-21")
    }
    assert participations
    assert {f"{ID}participation/{slug}" for slug in participations} <= {str(one.subject.value) for one in found}  # type: ignore[union-attr]


def test_json_ld_needs_no_other_document(get: Callable[..., Reply]) -> None:
    data = json.loads(get("data.thing", path={**SESSION, "ending": "jsonld"}).body)
    assert isinstance(data["@context"], dict)
    assert "@import" not in json.dumps(data["@context"])


def test_a_thing_as_csv_has_a_row_a_fact(get: Callable[..., Reply]) -> None:
    reply = get("data.thing", path={**SESSION, "ending": "csv"}, lang="ru")
    found = list(csv.DictReader(io.StringIO(reply.body.decode())))
    labels = [row["subject_label"] for row in found if row["subject"] == ID + "session/sco-prosecutors-general-21"]
    assert set(labels) == {"21-я встреча генеральных прокуроров государств-членов ШОС"}
    assert reply.media == "text/csv"


def test_derived_facts_stay_out_unless_asked_for(get: Callable[..., Reply]) -> None:
    path = {"kind": "official", "slug": "igor-krasnov", "ending": "nt"}
    plain, more = triples(get("data.thing", path=path), "nt"), triples(get("data.thing", path=path, derived="1"), "nt")
    attended = NamedNode(COMITY + "attended")
    assert not [one for one in plain if one.predicate == attended]
    assert [one for one in more if one.predicate == attended]
    assert plain <= more


def test_what_is_derived_only_is_told_all_the_same(get: Callable[..., Reply], graph: Graph) -> None:
    (one,) = next(iter(graph.run(f"SELECT ?x {{ ?x a <{COMITY}PartyStatus> }} ORDER BY ?x LIMIT 1").rows()))
    slug = one.value.rpartition("/")[2]
    assert triples(get("data.thing", path={"kind": "party-status", "slug": slug, "ending": "ttl"}), "ttl")


@pytest.mark.parametrize(
    "path",
    [
        {"kind": "state", "slug": "XX"}, {"kind": "nothing", "slug": "UZ"}, {"kind": "state", "slug": "<script>"},
        {"kind": "state", "slug": "a" * 2000}, {"kind": "state", "slug": "U\u202eZ"},
        {"scheme": "topic", "slug": "nope"},
        {"scheme": "nope"}, {"scheme": "topic", "slug": "x> <y"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["ttl", "csv", "svg"])
def test_what_is_not_there_is_404_as_data(get: Callable[..., Reply], path: dict[str, str], ending: str) -> None:
    reply = get("data.thing", path={**path, "ending": ending})
    assert reply.status == 404
    assert json.loads(reply.body)["error"]


def test_a_twin_leads_to_the_page_and_the_thing(get: Callable[..., Reply]) -> None:
    link = get("data.thing", path={**SESSION, "ending": "ttl"}).headers["Link"]
    assert f'<{ID}session/sco-prosecutors-general-21>; rel="describes"' in link
    assert '</session/sco-prosecutors-general-21>; rel="alternate"; type="text/html"' in link


# Words


def test_a_concept_and_its_vocabulary(get: Callable[..., Reply]) -> None:
    concept = "https://w3id.org/comity/vocabulary/measure/extradition"
    found = triples(get("data.thing", path={"scheme": "measure", "slug": "extradition", "ending": "ttl"}), "ttl")
    assert objects(found, concept, "http://www.w3.org/2004/02/skos/core#prefLabel") == {"extradition", "выдача"}
    assert len(found) < 40, "a word, not all that uses it"
    scheme = triples(get("data.thing", path={"scheme": "measure", "ending": "ttl"}), "ttl")
    assert objects(scheme, concept, "http://www.w3.org/2004/02/skos/core#definition")


# Kinds


@pytest.mark.parametrize(("kind", "table"), [("agency", "agencies"), ("official", "officials"), ("body", "bodies")])
def test_a_kind_lists_every_row_of_its_table(get: Callable[..., Reply], kind: str, table: str) -> None:
    reply = get("data.kind", path={"kind": kind, "ending": "csv"}, lang="ru")
    found = {row["id"]: row["label"] for row in csv.DictReader(io.StringIO(reply.body.decode()))}
    assert set(found) == {f"{ID}{kind}/{row['id']}" for row in rows(table)}
    named = {f"{ID}{kind}/{row['id']}": row["name_ru"] for row in rows(table) if row["name_ru"]}
    assert {iri: found[iri] for iri in named} == named
    assert reply.headers["Comity-Total"] == str(len(found))


def test_a_kind_in_turtle_has_the_evidence_of_each(get: Callable[..., Reply]) -> None:
    found = triples(get("data.kind", path={"kind": "body", "ending": "ttl"}), "ttl")
    for row in rows("bodies"):
        assert objects(found, f"{ID}body/{row['id']}", "http://www.w3.org/ns/prov#wasDerivedFrom"), row["id"]


def test_a_long_list_is_cut_and_says_so(get: Callable[..., Reply]) -> None:
    first = get("data.kind", path={"kind": "passage", "ending": "nt"}, address="/passage.nt")
    total = int(first.headers["Comity-Total"])
    assert total > 1000
    assert first.body.decode().startswith(f"# 1 to 1000 of {total}; ?page=2 goes on\n")
    assert '</passage.nt?page=2>; rel="next"' in first.headers["Link"]
    pages, seen, page = -(-total // 1000), set(), 1
    while page <= pages:
        reply = get("data.kind", path={"kind": "passage", "ending": "csv"}, address="/passage.csv", page_=page)
        seen |= {row["id"] for row in csv.DictReader(io.StringIO(reply.body.decode()))}
        page += 1
    assert 'rel="next"' not in reply.headers["Link"]
    assert len(seen) == total
    assert get("data.kind", path={"kind": "passage", "ending": "csv"}, page_=page).status == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_a_page_that_is_no_number_is_400(get: Callable[..., Reply], number: str) -> None:
    assert get("data.kind", path={"kind": "state", "ending": "csv"}, page_=number).status == 400


def test_an_unknown_kind_is_404(get: Callable[..., Reply]) -> None:
    for kind in ("nothing", "claim", "<script>"):
        assert get("data.kind", path={"kind": kind, "ending": "ttl"}).status == 404


# The ontology


def declared() -> set[Triple]:
    return {
        Triple(quad.subject, quad.predicate, quad.object)
        for file in (*ontology_files(), *vocabulary_files())
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE)
    }


def _named(found: Iterable[Triple]) -> set[tuple[str, str, str]]:
    return {
        (str(one.subject.value), one.predicate.value, str(one.object))
        for one in found
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode | Literal)
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_ontology_is_whole_in_every_form(get: Callable[..., Reply], form: str) -> None:
    assert _named(triples(get("data.ontology", path={"ending": form}), form)) == _named(declared())


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_term_has_an_anchor_label_and_comment_in_both_languages(get: Callable[..., Reply], lang: str) -> None:
    import html

    page = html.unescape(get("ontology", address="/ontology", lang=lang).body.decode())
    kinds = {f"http://www.w3.org/2002/07/owl#{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    said = declared()
    own = {
        one.subject.value
        for one in said
        if isinstance(one.subject, NamedNode) and one.subject.value.startswith(COMITY)
        and one.predicate.value == RDF + "type" and getattr(one.object, "value", "") in kinds
    }  # fmt: skip
    assert len(own) > 200
    texts = {
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "comment": "http://www.w3.org/2000/01/rdf-schema#comment",
    }
    for iri in own:
        assert page.count(f'id="{iri.removeprefix(COMITY)}"') == 1, iri
    for one in said:
        if one.subject in {NamedNode(iri) for iri in own} and one.predicate.value in texts.values():
            literal = one.object
            if isinstance(literal, Literal) and literal.language == lang:
                assert literal.value in page, one


def test_the_pages_of_the_ontology_are_light(get: Callable[..., Reply]) -> None:
    from comity.explorer.pages.terms import SUBJECTS

    files = {file.name.removesuffix(".ttl") for file in ontology_files()} - {"alignments"}
    assert set(SUBJECTS) == files, "a subject that no page shows"
    for lang in ("en", "ru"):
        for subject in ("", *SUBJECTS, "vocabularies"):
            reply = get("ontology", address="/ontology", lang=lang, **({"subject": subject} if subject else {}))
            assert reply.status == 200
            assert len(reply.body) < 150_000


def test_a_term_is_told_in_full(get: Callable[..., Reply]) -> None:
    page = get("ontology", address="/ontology", subject="officials").body.decode()
    start = page.index('id="holder"')
    told = page[start : page.index("</section>", start)]
    assert "comity:Tenure" in told, "domain"
    assert "comity:Official" in told, "range"
    assert "/ontology?subject=officials#Tenure" in told
    assert "org:member" in told, "what it implies"
    assert "/tenure/" in told, "an example"


def test_links_to_terms_land_on_the_overview(tab: Any, server: str) -> None:
    """``#Term`` works without scripts: the overview has every term, and the row leads to the full text."""
    tab.goto(server + "/ontology#Tenure")
    assert tab.locator("#Tenure:target").count() == 1
    tab.locator("#Tenure a").first.click()
    assert tab.locator("section#Tenure h3").inner_text().startswith("comity:Tenure")


def test_a_subject_that_is_not_there_is_404(get: Callable[..., Reply]) -> None:
    reply = get("ontology", address="/ontology", subject='"><script>alert(1)</script>')
    assert reply.status == 404
    assert b"<script>alert" not in reply.body


# The dataset and the service


def test_the_dataset_counts_what_is_there(server: str, graph: Graph) -> None:
    answer = send(server, "/.well-known/void")
    assert answer.media == "text/turtle"
    found = {Triple(one.subject, one.predicate, one.object) for one in parse(answer.body, format=RdfFormat.TURTLE)}
    this = "https://w3id.org/comity/dataset"
    assert objects(found, this, RDF + "type") == {VOID + "Dataset", DCAT + "Dataset"}
    assert objects(found, this, VOID + "triples") == {str(graph.generation.counts[""])}
    assert objects(found, this, DCTERMS + "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert objects(found, this, VOID + "sparqlEndpoint") == {server + "/sparql"}
    published = graph.generation.published.replace(microsecond=0).isoformat()
    assert {one[:19] for one in objects(found, this, DCTERMS + "modified")} == {published[:19]}
    parts = objects(found, this, VOID + "classPartition")
    counts = {
        cls: n
        for part in parts
        for cls in objects(found, part, VOID + "class")
        for n in objects(found, part, VOID + "entities")
    }
    assert counts[COMITY + "Tenure"] == str(len(rows("tenures")))
    for example in objects(found, this, VOID + "exampleResource"):
        assert send(server, "/id/" + example.removeprefix(ID), accept="text/turtle").status == 303


def test_what_the_dataset_offers_can_be_fetched(server: str) -> None:
    found = {
        Triple(one.subject, one.predicate, one.object)
        for one in parse(send(server, "/.well-known/void").body, format=RdfFormat.TURTLE)
    }
    offered = objects(found, "https://w3id.org/comity/dataset", DCAT + "distribution")
    assert len(offered) >= 4
    for address in offered:
        assert address.startswith(server)
        answer = send(server, address.removeprefix(server), "HEAD", accept="text/turtle")
        assert (answer.status, answer.media) == (200, "text/turtle"), address


def test_a_query_finds_the_description_in_the_graph(server: str, graph: Graph) -> None:
    text = (
        f"SELECT ?n {{ GRAPH <https://w3id.org/comity/graph/dataset> {{ ?d a <{VOID}Dataset> ; <{VOID}triples> ?n }} }}"
    )
    assert [[term.value for term in row] for row in graph.run(text).rows()] == [[str(graph.generation.counts[""])]]


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
    ],
)
def test_the_service_describes_itself_in_every_form(server: str, graph: Graph, media: str, form: str) -> None:
    answer = send(server, "/sparql", accept=media)
    assert answer.media == media
    found = {Triple(one.subject, one.predicate, one.object) for one in parse(answer.body, format=FORMS[form])}
    service = server + "/sparql"
    assert objects(found, service, RDF + "type") == {SD + "Service"}
    assert objects(found, service, SD + "endpoint") == {service}
    assert SD + "SPARQL11Query" in objects(found, service, SD + "supportedLanguage")
    assert "http://www.w3.org/ns/formats/SPARQL_Results_JSON" in objects(found, service, SD + "resultFormat")
    names = {
        str(one.object.value)
        for one in found
        if one.predicate.value == SD + "name" and isinstance(one.object, NamedNode)
    }
    assert names == {name for name in graph.generation.counts if name and "/claims/" not in name}


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_a_description_in_no_such_form_is_406(server: str, path: str) -> None:
    answer = send(server, path, accept="image/png")
    assert answer.status == 406
    assert "text/turtle" in answer.text
