"""Scripts, quotes and bidirectional marks in labels, notes and sources never run and never break a page."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.graph.store import Home
from comity.graph.upkeep import backup
from comity.loaders.build import Outcome
from comity.ontology.namespaces import COMITY, DCTERMS, ID, RDFS, SKOS

from .conftest import started
from .pages import PAGES, QUERY

#: Each would set window.hacked where it ran.
ATTACKS = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "'-window.hacked=1-'",
    "</title></style></textarea></svg><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "{{7*7}}${window.hacked=1}",
    "\u202egnp.exe\u2066 \u0000".replace("\u0000", ""),
)
#: Things of the visited pages, and the property that names each.
NAMED = {
    "state/UZ": RDFS + "label",
    "official/igor-krasnov": RDFS + "label",
    "body/sco-prosecutors-general": RDFS + "label",
    "session/sco-prosecutors-general-21": RDFS + "label",
    "treaty/untoc": RDFS + "label",
    "post/ru-prosecutor-general": RDFS + "label",
}


@pytest.fixture(scope="module")
def hostile(built: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the shipped records, whose labels, notes, names and titles attack the reader."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    backup(Home.open(built[0]), home)
    with Home.open(home).writer() as writer:
        store = writer.store
        for slug, label in NAMED.items():
            thing = NamedNode(ID + slug)
            for quad in list(store.quads_for_pattern(thing, NamedNode(label), None, None)):
                store.remove(quad)
            for lang in ("en", "ru"):
                store.add(Quad(thing, NamedNode(label), Literal(f"{slug} {' '.join(ATTACKS)}", language=lang)))
            for attack in ATTACKS:
                store.add(Quad(thing, NamedNode(SKOS + "altLabel"), Literal(attack, language="en")))
                store.add(Quad(thing, NamedNode(COMITY + "note"), Literal(attack, language="en")))
        for quad in list(store.quads_for_pattern(None, NamedNode(DCTERMS + "title"), None, None))[:200]:
            store.remove(quad)
            store.add(Quad(quad.subject, quad.predicate, Literal(ATTACKS[0] + ATTACKS[1], language="en")))
        for quad in list(store.quads_for_pattern(None, NamedNode(COMITY + "url"), None, None))[:200]:
            store.remove(quad)
            store.add(Quad(quad.subject, quad.predicate, Literal(ATTACKS[4])))
        writer.publish(note=ATTACKS[0])
    process, address = started(home)
    yield address
    process.terminate()
    assert process.stderr is not None
    with process.stderr as stream:
        said = stream.read().decode()
    process.wait(20)
    assert said == ""


@pytest.mark.parametrize("policy", ["with the policy", "without it"])
def test_no_page_runs_what_a_label_says(chromium: Any, hostile: str, policy: str) -> None:
    context = chromium.new_context(bypass_csp=policy == "without it")
    page = context.new_page()
    wrong: list[str] = []

    def opened(dialog: Any) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", opened)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    attacks = [urllib.parse.quote(attack) for attack in ATTACKS]
    pages = [
        *PAGES,
        *(f"/search?q={attack}" for attack in attacks),
        *(f"/between?a={attack}&b={attack}&on={attack}" for attack in attacks[:3]),
        *(f"/query?query={attack}" for attack in attacks[:3]),
        f"/query?query={QUERY}&view={attacks[1]}",
        f"/relations?around={attacks[0]}&projection={attacks[1]}",
        f"/questions/holders-of-post?post={attacks[1]}",
        f"/{attacks[0]}/{attacks[1]}",
    ]
    for path in pages:
        page.goto(hostile + path)
        assert page.evaluate("typeof window.hacked") == "undefined", path
        assert page.locator('a[href^="javascript:"]').count() == 0, path
        assert page.locator('img:not([src^="/timeline.svg"])').count() == 0, path
    assert wrong == []
    context.close()
