"""Which form a client gets: weights and ranges of Accept, and the way from a thing's address to its page or data."""

from __future__ import annotations

from typing import Any

import pytest

from comity.explorer.negotiation import best_language, best_media
from comity.tests.explorer.wire import send

OFFERED = ["text/html", "text/turtle", "application/ld+json"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def _accepting(accept: str) -> dict[str, Any]:
    """The header that asks for a form, where one is asked for."""
    return {"accept": accept} if accept else {}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("*", "text/html"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.9,text/html;q=0.5", "text/turtle"),
        ("text/html;q=0.5,application/*;q=0.6", "application/ld+json"),
        ("text/html;q=0,*/*;q=0.1", "text/turtle"),
        ("text/*;q=0.2,text/turtle;q=0.1", "text/html"),
        ("text/turtle;q=2", "text/turtle"),
        ("text/turtle;q=nan,application/ld+json;q=0.1", "application/ld+json"),
        ("text/turtle;q=,application/ld+json;q=0.1", "application/ld+json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        (";;;,,,", None),
        ("x" * 100_000, None),
        (",".join(["image/png"] * 5000) + ",text/turtle", None),
    ],
)
def test_the_best_form(accept: str | None, media: str | None) -> None:
    assert best_media(accept, OFFERED) == media


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("uz,ru;q=0.5", "ru"),
        ("en;q=0.1,ru;q=0.2", "ru"),
        ("ru;q=0", "en"),
        ("zh", "en"),
        ("*", "en"),
    ],
)
def test_the_language_a_reader_prefers(header: str | None, language: str) -> None:
    assert best_language(header, ["en", "ru"]) == language


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("", "/state/UZ"),
        ("*/*", "/state/UZ"),
        (BROWSER, "/state/UZ"),
        ("text/turtle", "/state/UZ.ttl"),
        ("application/ld+json", "/state/UZ.jsonld"),
        ("application/json", "/state/UZ.jsonld"),
        ("application/n-triples", "/state/UZ.nt"),
        ("application/rdf+xml", "/state/UZ.rdf"),
        ("text/csv", "/state/UZ.csv"),
        ("text/turtle;q=0.4,text/html;q=0.3", "/state/UZ.ttl"),
        ("text/turtle,application/rdf+xml;q=0.9,*/*;q=0.1", "/state/UZ.ttl"),
        ("image/png", "/state/UZ"),
    ],
)
def test_a_thing_s_address_leads_to_page_or_data(server: str, accept: str, place: str) -> None:
    answer = send(server, "/id/state/UZ", **_accepting(accept))
    assert answer.status == 303
    assert answer.headers["location"] == place
    assert answer.headers["vary"] == "Accept"
    assert send(server, "/id/state/UZ", "HEAD", **_accepting(accept)).headers["location"] == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/vocabulary/topic/cybercrime", "/concept/topic/cybercrime.ttl"),
        ("/vocabulary/topic", "/concept/topic.ttl"),
        ("/id/state/UZ?lang=ru", "/state/UZ.ttl?lang=ru"),
        ("/id/state/UZ?lang=xx%0d%0a", "/state/UZ.ttl"),
        ("/ontology", "/ontology.ttl"),
        ("/id/state/nobody", "/state/nobody.ttl"),
    ],
)
def test_other_addresses_of_comity_lead_on_too(server: str, path: str, place: str) -> None:
    answer = send(server, path, accept="text/turtle")
    assert (answer.status, answer.headers["location"]) == (303, place)
    assert answer.headers["vary"] == "Accept"
    assert send(server, place).status == (404 if "nobody" in place else 200)


def test_the_ontology_is_a_page_for_readers(server: str) -> None:
    for accept in (BROWSER, "*/*"):
        answer = send(server, "/ontology", accept=accept)
        assert (answer.status, answer.media) == (200, "text/html")
        assert "Accept" in answer.headers["vary"]
        assert '</ontology.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["link"]


def test_the_endpoint_without_a_query_is_a_page_for_readers(server: str) -> None:
    answer = send(server, "/sparql?lang=ru", accept=BROWSER)
    assert (answer.status, answer.headers["location"]) == (303, "/query?lang=ru")
    assert send(server, "/sparql").media == "text/turtle"


def test_an_unchanged_answer_is_304(server: str) -> None:
    first = send(server, "/state/UZ.ttl")
    assert send(server, "/state/UZ.ttl", if_none_match=first.headers["etag"]).status == 304
    assert send(server, "/state/UZ.nt", if_none_match=first.headers["etag"]).status == 200
