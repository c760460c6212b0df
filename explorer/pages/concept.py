"""The pages of a vocabulary and of one word in it: what it means, what is broader and narrower, what uses it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import NotFound
from ...graph.export.names import best
from ...graph.export.order import kind_of, natural
from ...ontology.namespaces import COMITY, DCTERMS, ONTOLOGY, SCHEMES, SKOS, VOCABULARY
from ..desk import alternates
from .facts import ENCOUNTERS, Reader, Thing, paged, reader
from .subjects import in_scheme

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Uses on one page.
USES = 50
#: Uses that are put in the order of their days; so many facts have a confidence that it would take a second.
DATED = 1_000
_KIND_CLASSES = frozenset(name.lower() for name in ENCOUNTERS)


def concept(desk: Desk, ask: Ask) -> Reply:
    """The page of one concept; ``?kind=`` narrows what uses it."""
    read = reader(desk, ask)
    scheme, iri = _scheme(ask), f"{VOCABULARY}{ask.path['scheme']}/{ask.path['slug']}"
    if iri not in in_scheme(read, scheme):
        raise NotFound(f"the vocabulary {scheme} has no word {ask.path['slug'][:80]!r}")
    uses = _uses(read, iri)
    counts = Counter(kind_of(thing) for thing, _ in uses)
    wanted = ask.get("kind")
    chosen = [use for use in uses if not wanted or kind_of(use[0]) == wanted]
    shown, page = paged(ask, chosen, USES)
    narrower = _words(read, iri, "narrower")
    years, undated = _years(read, [iri, *_below(read, iri)])
    return desk.page(
        "concept.html",
        ask,
        alternates=alternates(ask),
        iri=iri,
        slug=ask.path["slug"],
        scheme=read.thing(VOCABULARY + scheme),
        scheme_slug=scheme,
        label=read.name(iri),
        names=read.other_names(iri),
        definition=_text(read, iri, SKOS + "definition") or _text(read, iri, SKOS + "scopeNote"),
        broader=_words(read, iri, "broader"),
        narrower=narrower,
        matches=sorted({one for name in ("exactMatch", "closeMatch", "broadMatch") for one in _links(read, iri, name)}),
        kinds=sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])),
        kind_words={kind: _kind_word(read, kind, uses) for kind in counts},
        wanted=wanted,
        uses=[(read.fact(thing), read.kind(thing), read.word(name)) for thing, name in shown],
        page=page,
        size=USES,
        total=len(chosen),
        everything=len(uses),
        years=years,
        undated=undated,
    )


def scheme(desk: Desk, ask: Ask) -> Reply:
    """The page of a vocabulary: its words as the tree they form, and how often each is used."""
    read, name = reader(desk, ask), _scheme(ask)
    iri = VOCABULARY + name
    members = in_scheme(read, name)
    if not members:
        raise NotFound(f"the graph has no vocabulary {name}")
    children: dict[str, list[str]] = defaultdict(list)
    tops = []
    for one in members:
        above = [broader for broader in _links(read, one, "broader") if broader in members]
        for broader in above:
            children[broader].append(one)
        if not above:
            tops.append(one)
    rows: list[tuple[Thing, int, str, int]] = []

    def walk(things: Sequence[str], depth: int, path: tuple[str, ...]) -> None:
        for thing in read.named(things):
            if thing.iri in path:
                continue  # a circle of broader words would have no end
            uses = sum(1 for _ in read.facts.quads(None, None, thing.iri))
            rows.append((thing, depth, _text(read, thing.iri, SKOS + "definition"), uses))
            walk(children[thing.iri], depth + 1, (*path, thing.iri))

    walk(tops, 0, ())
    return desk.page(
        "scheme.html",
        ask,
        alternates=alternates(ask),
        iri=iri,
        slug=name,
        label=read.name(iri),
        description=_text(read, iri, DCTERMS + "description"),
        rows=rows,
    )


def _scheme(ask: Ask) -> str:
    name = ask.path["scheme"]
    if name not in SCHEMES:
        raise NotFound(f"there is no vocabulary {name[:80]!r}", hint=f"There are: {', '.join(SCHEMES)}.")
    return name


def _uses(read: Reader, iri: str) -> list[tuple[str, str]]:
    """Facts and things that name a concept, by the property that does: the latest first."""
    found = {
        (str(quad.subject.value), quad.predicate.value)  # type: ignore[union-attr]  # facts are no blank nodes
        for quad in read.facts.quads(None, None, iri)
        if kind_of(str(getattr(quad.subject, "value", "")))
    }
    if len(found) > DATED:
        return sorted(found)
    days = {thing: read.day(thing) for thing, _ in found}
    dated = sorted((use for use in found if days[use[0]] != "9999"), key=lambda use: natural(use[0]))
    dated.sort(key=lambda use: days[use[0]], reverse=True)
    return dated + sorted((use for use in found if days[use[0]] == "9999"), key=lambda use: natural(use[0]))


def _kind_word(read: Reader, kind: str, uses: Sequence[tuple[str, str]]) -> str:
    """What a kind is called: the class of its name, or of one of its things."""
    name = "".join(part.capitalize() for part in kind.split("-"))
    return read.facts.names.known(COMITY + name) or next(
        read.kind(thing) for thing, _ in uses if kind_of(thing) == kind
    )


def _years(read: Reader, concepts: Sequence[str]) -> tuple[list[tuple[int, int]], int]:
    """Encounters held on a topic, by year, and how many have no certain year."""
    found = {
        thing
        for one in concepts
        for thing in read.facts.subjects("topic", one)
        if kind_of(thing) in _KIND_CLASSES and (read.facts.object(thing, "modality") or "").endswith("/held")
    }
    years = Counter(read.year(one) for one in found)
    undated = years.pop(None, 0)
    return sorted((year, n) for year, n in years.items() if year is not None), undated


def _below(read: Reader, iri: str) -> list[str]:
    """Everything narrower, however far down."""
    found: dict[str, None] = {}
    edge = [iri]
    while edge:
        edge = [one for broad in edge for one in read.concepts("broader", broad) if one not in found and one != iri]
        found.update(dict.fromkeys(edge))
    return list(found)


def _words(read: Reader, iri: str, way: str) -> list[Thing]:
    return read.named(read.concepts("broader", iri) if way == "narrower" else _links(read, iri, way))


def _links(read: Reader, iri: str, name: str) -> list[str]:
    from pyoxigraph import NamedNode

    quads = read.facts.store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + name), None, NamedNode(ONTOLOGY))
    return sorted(str(getattr(quad.object, "value", "")) for quad in quads)


def _text(read: Reader, iri: str, predicate: str) -> str:
    from pyoxigraph import NamedNode

    return best(read.facts.names.texts(iri, NamedNode(predicate)), read.lang) or ""
