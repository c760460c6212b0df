"""From a name to the one thing meant: by address, slug, any spelling, or a post on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..errors import NotFound, Usage
from ..ontology.namespaces import COMITY, ID, KINDS, VOCABULARY, XSD
from .search import Hit, Names
from .terms import SLUG, date_of, shortened

if TYPE_CHECKING:
    from .session import Graph

#: A hit below this is no answer, and one within ``MARGIN`` of the next is ambiguous.
SURE = 80.0
MARGIN = 1.0

_CONCEPTS = """
SELECT ?concept ?label WHERE {{
  ?concept <http://www.w3.org/2004/02/skos/core#inScheme> <{scheme}> .
  VALUES ?property {{
    <http://www.w3.org/2004/02/skos/core#prefLabel> <http://www.w3.org/2004/02/skos/core#altLabel>
  }}
  ?concept ?property ?label
}}
"""
_CLASSES = """
SELECT ?class ?label WHERE {
  ?class a <http://www.w3.org/2002/07/owl#Class> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label
}
"""
_KNOWN = "SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {things} }} ?thing ?property ?value }}"
_HOLDER = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT DISTINCT ?official WHERE {{
  ?tenure comity:post {post} ; comity:holder ?official .
  OPTIONAL {{ ?tenure comity:startLatest ?start }}
  OPTIONAL {{ ?tenure comity:endEarliest ?end }}
  OPTIONAL {{ ?tenure comity:endStatus ?status }}
  FILTER((BOUND(?start) && ?start <= {day})
    || EXISTS {{ ?tenure comity:attestedOn ?before FILTER(?before <= {day}) }})
  FILTER((BOUND(?end) && {day} < ?end)
    || (BOUND(?status) && ?status = <https://w3id.org/comity/vocabulary/interval-status/ongoing>)
    || EXISTS {{ ?tenure comity:attestedOn ?after FILTER(?after >= {day}) }})
}}
ORDER BY ?official
"""


def resolve(graph: Graph, words: str, kinds: Sequence[str] = (), on: str | dt.date | None = None) -> str:
    """The address of the one thing that answers to a name, slug or address.

    ``kinds`` are folders of ``…/id/``, ``class``, or ``vocabulary/SCHEME``.
    Where an official may be meant, a post on a day means its holder: with
    ``on``, or written as ``Prosecutor General of Russia@2024-11-21``.
    Raises :class:`NotFound` with near matches or the choices.
    """
    words = words.strip()
    if not words:
        raise Usage("expected a name, found nothing", hint="comity search finds names in any language.")
    if words.startswith(("http://", "https://")):
        return _address(words)
    if len(kinds) == 1 and (kinds[0] == "class" or kinds[0].startswith("vocabulary/")):
        return _word(graph, words, kinds[0])
    name, at, day = words.rpartition("@")
    if at and day[:1].isdigit() and (not kinds or "official" in kinds):
        return holder(graph, resolve(graph, name, ("post",)), date_of(day))
    if on is not None and (not kinds or "official" in kinds):
        post = _known(graph, words, ("post",))
        if post is not None:
            return holder(graph, post, date_of(on))
    known = _known(graph, words, kinds)
    if known is not None:
        return known
    hits = graph.search(words, kinds=kinds, limit=6)
    what = " or ".join(kinds) or "thing"
    if hits and hits[0].score >= SURE:
        raise NotFound(f"{shortened(words)} fits several:\n{_choices(graph, hits)}", hint="Name one by its first word.")
    raise NotFound(
        f"the graph knows no {what} named {shortened(words)}",
        hint=f"Near:\n{_choices(graph, hits)}" if hits else "comity search finds names in any language.",
    )


def _address(words: str) -> str:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(words).value
    except ValueError as error:
        raise Usage(f"{shortened(words)} is not an address: {error}") from None


def _known(graph: Graph, words: str, kinds: Sequence[str]) -> str | None:
    """The thing of that slug or name, where there is exactly one."""
    head, slash, tail = words.partition("/")
    if slash:
        candidates = [f"{ID}{head}/{tail}"] if not kinds or head in kinds else []
    elif kinds:
        candidates = [f"{ID}{kind}/{words}" for kind in kinds]
    else:
        candidates = [f"{ID}{kind}/{words}" for kind in KINDS]
    there = _there(graph, [iri for iri in candidates if SLUG.fullmatch(iri.rsplit("/", 1)[-1])])
    if len(there) == 1:
        return there[0]
    hits = [Hit(iri, iri, 100.0) for iri in there] or graph.search(words, kinds=kinds, limit=2)
    if not hits or hits[0].score < SURE:
        return None
    if len(hits) == 1 or hits[0].score - hits[1].score > MARGIN:
        return hits[0].iri
    return None


def _there(graph: Graph, candidates: Sequence[str]) -> list[str]:
    """Those of some addresses that the graph says anything of, in order."""
    from pyoxigraph import NamedNode

    things = []
    for iri in candidates:
        try:
            things.append(str(NamedNode(iri)))
        except ValueError:
            continue  # no address at all: words with spaces or brackets before a slash
    if not things:
        return []
    found = {thing.value for (thing,) in graph.run(_KNOWN.format(things=" ".join(things))).rows()}
    return sorted(iri for iri in candidates if iri in found)


def holder(graph: Graph, post: str, day: dt.date) -> str:
    """Who held a post for sure on a day; :class:`NotFound` where that is nobody or several."""
    from pyoxigraph import Literal, NamedNode

    literal = str(Literal(day.isoformat(), datatype=NamedNode(XSD + "date")))
    rows = graph.run(_HOLDER.format(post=NamedNode(post), day=literal)).rows()
    found = [official.value for (official,) in rows]
    if len(found) == 1:
        return str(found[0])
    name = graph.label(post)
    hint = f"comity query holders-of-post -p post={post.rsplit('/', 1)[-1]} --on {day} tells what is known."
    if found:
        raise NotFound(f"{name} had {len(found)} holders on {day}: {', '.join(map(graph.label, found))}", hint=hint)
    raise NotFound(f"the graph names nobody who held {name} for sure on {day}", hint=hint)


def _word(graph: Graph, words: str, kind: str) -> str:
    """A class or a concept of one scheme, by its own name or by a label."""
    if kind == "class":
        rows = [(thing.value, label.value) for thing, label in graph.run(_CLASSES).rows()]
        direct = COMITY + words.removeprefix("comity:")
        what = "class"
    else:
        scheme = VOCABULARY + kind.removeprefix("vocabulary/")
        rows = [(thing.value, label.value) for thing, label in graph.run(_CONCEPTS.format(scheme=scheme)).rows()]
        direct = f"{scheme}/{words}"
        what = f"word in the vocabulary {kind.removeprefix('vocabulary/')}"
    if any(iri == direct for iri, _ in rows):
        return direct
    own = [(iri, _end(iri)) for iri in {iri for iri, _ in rows}]
    hits = Names([*rows, *own]).find(words, limit=5)
    if hits and hits[0].score >= SURE and (len(hits) == 1 or hits[0].score - hits[1].score > MARGIN):
        return hits[0].iri
    near = ", ".join(_end(hit.iri) for hit in hits) or ", ".join(sorted(_end(iri) for iri, _ in own)[:12])
    raise NotFound(f"there is no {what} named {shortened(words)}", hint=f"Near: {near}.")


def _end(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _choices(graph: Graph, hits: Iterable[Hit]) -> str:
    hits = list(hits)
    labels = {hit.iri: graph.label(hit.iri) for hit in hits}
    width = max(len(hit.iri.removeprefix(ID)) for hit in hits)
    return "\n".join(f"    {hit.iri.removeprefix(ID):<{width}}  {labels[hit.iri]}" for hit in hits)
