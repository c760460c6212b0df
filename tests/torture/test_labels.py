"""Scripts in labels, notes, addresses, names of graphs, queries and parameters run nowhere, in a real browser.

Every page, picture and download is opened by a server whose whole data attacks
the reader, with the policy of the headers and with it switched off; pictures
that stand alone are opened from the disk.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.explorer.words import LANGUAGES
from comity.graph.draw.picture import picture_of
from comity.graph.store import Home
from comity.graph.upkeep import backup
from comity.loaders.build import Outcome
from comity.ontology.namespaces import COMITY, DCTERMS, ID, RDF, RDFS, SKOS
from comity.queries.session import Graph
from comity.tests.explorer.conftest import chromium  # noqa: F401  # a fixture
from comity.tests.explorer.pages import PAGES, QUERY

from .measure import LONG, note, times
from .serving import Server, serving

SEED = 20261126
#: Each would set window.hacked where it ran.
ATTACKS = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "'-window.hacked=1-'",
    "</title></style></textarea></script></svg><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "{{7*7}}${window.hacked=1}<%= 7*7 %>#{7*7}{% raw %}",
    "\u202egnp.exe\u2066 \u200f",
    '" autofocus onfocus="window.hacked=1" onpointerenter="window.hacked=1" x="',
    "' style='animation-name:x' onanimationstart='window.hacked=1' x='",
    "<svg><animate onbegin=window.hacked=1 dur=1s><set attributeName=href to=javascript:window.hacked=1>",
    "<!-- <script> --!><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "]]><html xmlns='http://www.w3.org/1999/xhtml'><script>window.hacked=1</script></html>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>window.hacked=1</x:script>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=window.hacked=1&gt;'>",
    "<a href=data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFja2VkPTE8L3NjcmlwdD4=>x</a>",
    "<form action=javascript:window.hacked=1><button>x</form><meta http-equiv=refresh content='0;url=javascript:1'>",
    "<object data=javascript:window.hacked=1><embed src=javascript:window.hacked=1><base href=javascript:/a/>",
    "\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e\u2028;window.hacked=1//",
    "\x1b]8;;javascript:1\x07x\x1b[2J\x9b31m",
    "W" * 3000 + "<script>window.hacked=1</script>",
)  # fmt: skip
#: Addresses that a link must never lead to, as far as they are addresses at all.
ADDRESSES = (
    "javascript:window.hacked=1", "JaVaScRiPt:window.hacked=1//",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)", "urn:x:'onload=window.hacked=1;'", "https://e.example/'onmouseover='window.hacked=1",
    "file:///etc/passwd", "blob:https://e.example/1", "https://w3id.org/comity/id//evil.example/x",
    "https://w3id.org/comity/id/state/..%2F..%2F'-alert(1)-'",
)  # fmt: skip
#: What names, tells or quotes: a reader sees all of it somewhere.
TELLING = frozenset(
    [RDFS + "label", RDFS + "comment", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition", SKOS + "scopeNote"]
    + [DCTERMS + name for name in ("title", "publisher", "description", "creator", "rights", "language")]
    + [COMITY + name for name in (
        "note", "locator", "content", "place", "quote", "adjective", "formalName", "abbreviation", "article", "url",
        "field", "notice", "window", "exact", "delay", "title", "value", "requestLanguage",
    )]
    + ["http://www.w3.org/ns/shacl#resultMessage", "http://www.w3.org/ns/shacl#value"]
)  # fmt: skip
THINGS = (
    "state/UZ",
    "official/igor-krasnov",
    "body/sco-prosecutors-general",
    "treaty/untoc",
    "post/ru-prosecutor-general",
)
DOWNLOADS = (
    *(f"/{thing}.{ending}" for thing in THINGS[:3] for ending in ("ttl", "jsonld", "nt", "rdf", "csv")),
    *(f"/{picture}.{ending}{query}" for picture, query in (
        ("timeline", "?of=body/sco-prosecutors-general"), ("relations", "?around=official/igor-krasnov"),
        ("cooperation", "?measure=encounters"), ("map", "?measure=encounters"), ("status-matrix",
        "?of=sco&on=2023-11-08"),
    ) for ending in ("svg", "html", "csv", "png")),
    "/official.csv", "/treaty.ttl", "/state.jsonld", "/ontology.ttl", "/.well-known/void", "/openapi.json",
    "/reconcile",
    "/reconcile/preview?id=state/UZ", "/reconcile/suggest/entity?prefix=a", "/api/terms", "/api/search?q=a",
    "/api/show?name=UZ",
    "/api/between?a=UZ&b=RU&on=2024-11-21", "/api/questions",
    *("/sparql?format=" + form + "&query=" + quote(
        "SELECT ?a ?b { ?a <http://www.w3.org/2000/01/rdf-schema#label> ?b } LIMIT 300"
      ) for form in ("xml", "application/xml", "json", "csv", "tsv", "text/plain")),
    *("/sparql?format=" + form + "&query=" + quote("DESCRIBE <https://w3id.org/comity/id/state/UZ>")
      for form in ("xml", "application/xml", "rdf", "ttl", "jsonld", "nt", "text/plain", "text/html", "image/svg+xml")),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(built: tuple[Path, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped records, every text of which attacks who reads it."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    backup(Home.open(built[0]), home)
    attacks = itertools.cycle(ATTACKS)
    with Home.open(home).writer() as writer:
        store = writer.store
        old = [quad for quad in store if quad.predicate.value in TELLING and isinstance(quad.object, Literal)]
        new = []
        for quad in old:
            store.remove(quad)
            said = quad.object
            assert isinstance(said, Literal)
            text = next(attacks) if quad.predicate.value == COMITY + "url" else f"{next(attacks)} {said.value}"
            fresh = Literal(text, language=said.language) if said.language else Literal(text)
            new.append(Quad(quad.subject, quad.predicate, fresh, quad.graph_name))
        for thing in THINGS:
            for attack, address in itertools.zip_longest(ATTACKS, ADDRESSES, fillvalue=ADDRESSES[0]):
                node = NamedNode(ID + thing)
                new += [
                    Quad(node, NamedNode(SKOS + "altLabel"), Literal(attack, language="en")),
                    Quad(node, NamedNode(COMITY + "note"), Literal(attack, datatype=NamedNode(RDF + "XMLLiteral"))),
                    Quad(node, NamedNode(COMITY + "note"), Literal(attack, datatype=NamedNode(RDF + "HTML"))),
                    Quad(node, NamedNode(SKOS + "exactMatch"), NamedNode(address)),
                    Quad(node, NamedNode(RDFS + "seeAlso"), NamedNode(address)),
                    Quad(NamedNode(address), NamedNode(RDFS + "label"), Literal(attack), NamedNode(address)),
                ]
        dated = list(store.quads_for_pattern(None, NamedNode(COMITY + "date"), None, None))
        for quad, attack in zip(dated[:: len(dated) // 40], itertools.cycle(ATTACKS)):
            store.remove(quad)
            new.append(Quad(quad.subject, quad.predicate, Literal(attack)))
        store.extend(new)
        writer.publish(note=ATTACKS[0])
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with serving(home) as running:
        yield running


def addresses() -> list[str]:
    """Every page and download, and parameters that attack."""
    asked = [quote(attack) for attack in ATTACKS]
    languages = itertools.cycle(LANGUAGES)
    pages = [f"{path}{'&' if '?' in path else '?'}lang={next(languages)}" for path in PAGES]
    return [
        *pages,
        *DOWNLOADS,
        *(f"/search?q={attack}" for attack in asked),
        *(f"/between?a={attack}&b={attack}&on={attack}" for attack in asked),
        *(f"/query?query={attack}" for attack in asked),
        *(f"/query?query={QUERY}&view={attack}" for attack in asked[:4]),
        *(f"/relations?around={attack}&projection={attack}" for attack in asked[:4]),
        *(f"/timeline?of={attack}" for attack in asked[:4]),
        *(f"/status-matrix?of={attack}&on={attack}" for attack in asked[:4]),
        *(f"/cooperation?measure={attack}" for attack in asked[:4]),
        *(f"/questions/holders-of-post?post={attack}&on={attack}" for attack in asked),
        *(f"/{attack}/{attack}" for attack in asked),
        *(f"/state/{attack}.ttl" for attack in asked[:4]),
        *(f"/concept/topic/{attack}" for attack in asked[:4]),
        *(f"/api/{attack}" for attack in asked[:4]),
        *(f"/findings?group={attack}" for attack in asked[:2]),
        *(f"/?lang={attack}" for attack in asked[:2]),
        *(f"/sparql?query={attack}&format={attack}" for attack in asked[:6]),
        *(f"/reconcile/preview?id={attack}" for attack in asked[:6]),
        f"/query?query={quote('SELECT * { GRAPH ?g { ?a ?b ?c } } LIMIT 50')}",
    ]


#: What a page must not hold, whatever its labels say; ``{}`` where it holds none of it.
LOOK = """() => {
    const every = [...document.querySelectorAll('*')], wrong = {};
    const handlers = every.filter(e => [...e.attributes].some(a => /^on/i.test(a.name)));
    if (handlers.length) wrong.handlers = handlers[0].outerHTML.slice(0, 200);
    const links = every.map(e => e.href?.baseVal ?? e.href ?? e.action?.baseVal ?? e.src ?? e.data)
        .filter(to => typeof to === 'string' && to && !/^(https?|data:image\\/png|mailto|#)/i.test(to)
                      && !/^[^:]*$/.test(to) && !to.startsWith('file:///tmp/'));
    if (links.length) wrong.links = links[0].slice(0, 200);
    const strange = every.filter(e => ['iframe', 'object', 'embed', 'base', 'animate', 'set', 'math', 'x:script']
        .includes(e.localName));
    if (strange.length) wrong.strange = strange[0].outerHTML.slice(0, 200);
    if (window.hacked !== undefined) wrong.hacked = 'ran';
    document.querySelectorAll('.editor, textarea, pre').forEach(e => e.remove());  // shown as it is typed
    if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body?.innerText ?? '')
        && document.contentType === 'text/html') wrong.turned = 'text that turns the direction of reading';
    return wrong;
}"""


class Eye:
    """A browser that opens addresses and keeps what it should not have seen."""

    def __init__(self, browser: Any, *, policy: bool) -> None:
        self.context = browser.new_context(bypass_csp=not policy, accept_downloads=False)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.opened = 0
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("popup", lambda page: self.wrong.append(f"opened {page.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def look(self, address: str) -> None:
        """Open it, and look."""
        try:
            answer = self.page.goto(address)
        except Exception as error:
            # A download is not opened: nothing of it can run.
            if "Download is starting" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
            return
        self.opened += 1
        if answer is not None and answer.status == 500:
            self.wrong.append(f"{address}: 500")
        found = self.page.evaluate(LOOK)
        if found:
            self.wrong.append(f"{address}: {found}")


@pytest.mark.parametrize("policy", [True, False], ids=["with-the-policy", "without-it"])
def test_nothing_runs_on_any_page(chromium: Any, server: Server, policy: bool) -> None:  # noqa: F811
    every = addresses()
    if not LONG:
        # What a page is, is looked at whole without the policy; that the policy does no harm needs fewer.
        print("seed", SEED)
        chance = random.Random(SEED)  # noqa: S311
        every = [
            *chance.sample(every[: len(PAGES)], times(2, 0)),
            *chance.sample(every[len(PAGES) :], 12 if policy else 30),
        ]
    eye = Eye(chromium, policy=policy)
    for path in every:
        eye.look(server.address + path)
    eye.context.close()
    assert eye.wrong == []
    note(f"scripts-{'with' if policy else 'without'}-policy", pages=len(every), opened=eye.opened, executions=0)


def test_nothing_runs_in_pictures_that_stand_alone(chromium: Any, home: Path, tmp_path: Path) -> None:  # noqa: F811
    """``comity draw -o x.html`` and ``.svg``, opened from the disk, where no header protects."""
    eye = Eye(chromium, policy=True)
    with Graph(Home.open(home).current()) as graph:
        store = graph.treaty_law.store
        drawn = [(thing, picture) for thing in THINGS[:4] for picture in ("relations", "timeline")]
        for number, (thing, picture) in enumerate(drawn[: times(3, len(drawn))]):
            found = picture_of(store, ID + thing, picture=picture)
            for ending, text in (("html", found.html()), ("svg", found.svg())):
                file = tmp_path / f"{number}.{ending}"
                file.write_text(text, encoding="utf-8")
                eye.look(file.as_uri())
    eye.context.close()
    assert eye.wrong == []
    note("scripts-in-files", pictures=eye.opened, executions=0)
