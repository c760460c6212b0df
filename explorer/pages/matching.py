"""Candidates for a name in a table: by likeness, narrowed by type and by what the table tells beside it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...ontology.namespaces import COMITY, ID, kind_and_slug
from ...queries.finding import MARGIN, holder
from ...queries.labels import labels_for
from ...queries.search import Hit
from .terms import class_of_kind, terms, text_in

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..desk import Desk

#: The kinds of thing that a table may name; the last only where its type is asked for.
TYPES = (
    "state", "organisation", "agency", "official", "post", "body", "treaty", "instrument", "session", "meeting",
    "visit", "conference", "signing", "territory", "source",
)  # fmt: skip
#: What a candidate loses where the table tells otherwise, and the least that is taken for a match by itself.
LESS = 20.0
MATCH = 95.0
_MOST = 50
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_OF_STATE = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?thing {{ {things} }}
  VALUES ?state {{ {states} }}
  {{ ?thing ?property ?state }}
  UNION {{ ?thing comity:postIn/comity:organOf ?state }}
  UNION {{ ?tenure comity:holder ?thing ; comity:post/comity:postIn/comity:organOf ?state }}
}}
"""
_OWN_STATE = frozenset(["state", "agency", "post", "official", "territory"])
_ON_DAY = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?thing {{ {things} }}
  {{ ?thing comity:earliest ?from ; comity:latest ?to }}
  UNION {{
    ?tenure comity:holder ?thing .
    OPTIONAL {{ ?tenure comity:startEarliest ?from }}
    OPTIONAL {{ ?tenure comity:endLatest ?to }}
    FILTER(BOUND(?from) || BOUND(?to))
  }}
  FILTER((!BOUND(?from) || ?from <= {last}) && (!BOUND(?to) || ?to >= {first}))
}}
"""
_VALUES = """
SELECT ?thing ?value WHERE {{ VALUES ?thing {{ {things} }} VALUES ?property {{ {property} }} ?thing ?property ?value }}
"""


def type_named(kind: str, lang: str) -> dict[str, str]:
    """A type as the protocol names it: ``{"id": "State", "name": "state"}``."""
    name = class_of_kind()[kind]
    return {"id": name, "name": text_in(terms()[COMITY + name].label, lang)}


def kinds_of(types: Any) -> list[str]:
    """The kinds that a query's ``type`` means; every one where it names none that is known."""
    wanted = types if isinstance(types, list) else [types] if types else []
    names = {str(one.get("id", "") if isinstance(one, dict) else one).removeprefix(COMITY) for one in wanted[:20]}
    return [kind for kind in TYPES if kind in names or class_of_kind()[kind] in names]


def candidates(desk: Desk, query: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """The result of one query, best first."""
    words = query.get("query", "")
    if not isinstance(words, str):
        raise Usage(f"expected a name, found {str(words)[:60]!r}", field="query")
    kinds = kinds_of(query.get("type"))  # titles of sources name everything: those only where they are asked for
    if query.get("type") and not kinds:
        return []
    limit = query.get("limit", 5)
    most = min(max(limit, 1), _MOST) if isinstance(limit, int) and not isinstance(limit, bool) else 5
    given = _given(query.get("properties"))
    hits = _hits(desk, words.strip(), kinds or TYPES[:-1], given, most)
    told = {name: _fitting(desk, name, values, hits) for name, values in given.items()}
    told = {name: fitting for name, fitting in told.items() if fitting is not None}

    def score(hit: Hit) -> float:
        return hit.score - LESS * sum(hit.iri not in (fitting or ()) for fitting in told.values())

    ordered = sorted(hits, key=lambda hit: -score(hit))[:most]
    labels = labels_for(desk.graph, [hit.iri for hit in ordered], lang)
    sure = bool(ordered) and score(ordered[0]) >= MATCH
    sure = sure and (len(ordered) == 1 or score(ordered[0]) - score(ordered[1]) > MARGIN)
    return [
        {
            "id": hit.iri.removeprefix(ID),
            "name": labels.get(hit.iri, hit.label),
            "description": hit.label if hit.label != labels.get(hit.iri) else "",
            "type": [type_named(hit.kind, lang)],
            "score": round(max(score(hit), 0.0), 1),
            "match": sure and number == 0,
            "features": [
                {"id": "name", "value": round(hit.score, 1)},
                *({"id": name, "value": hit.iri in (fitting or ())} for name, fitting in told.items()),
            ],
        }
        for number, hit in enumerate(ordered)
    ]


def _given(properties: Any) -> dict[str, list[str]]:
    """Property -> the values that the table has, each as text or address."""
    found: dict[str, list[str]] = {}
    for one in properties[:20] if isinstance(properties, list) else []:
        if not isinstance(one, dict):
            continue
        name = str(one.get("pid") or one.get("p") or "").removeprefix(COMITY)
        values = one.get("v")
        for value in values[:20] if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                value = value.get("id") or value.get("str") or value.get("name")
            if name and value not in (None, ""):
                found.setdefault(name, []).append(str(value).strip()[:300])
    return found


def _hits(desk: Desk, words: str, kinds: Sequence[str], given: Mapping[str, list[str]], limit: int) -> list[Hit]:
    """By address, by code of a state, by name, and officials by the post they held on the day given."""
    graph = desk.graph
    found: dict[str, Hit] = {}
    slug = words.removeprefix(ID)
    direct = (
        [slug] if "/" in slug else [f"state/{words}"] if "state" in kinds and re.fullmatch("[A-Z]{2}", words) else []
    )
    for name in direct:
        known = kind_and_slug(ID + name)
        if known is not None and known[0] in kinds and graph.knows(ID + name):
            found[ID + name] = Hit(ID + name, words, 100.0)
    # Where the table tells more, what it tells picks among many that are alike, such as the sessions of one body.
    most = 100 if given else max(limit, 5) * 2
    for hit in graph.search(words, kinds=kinds, limit=most, cutoff=60.0) if words else []:
        found.setdefault(hit.iri, hit)
    days = [bounds[0] for value in given.get("on", ()) if (bounds := _bounds(value)) and bounds[0] == bounds[1]]
    if "official" in kinds and days:
        try:
            who = holder(graph, graph.resolve(words, ("post",)), days[0])
            found[who] = Hit(who, words, 98.0)
        except (NotFound, Usage):
            pass  # the words name no post, or nobody is known to have held it that day
    return list(found.values())


def _fitting(desk: Desk, name: str, values: Sequence[str], hits: Sequence[Hit]) -> set[str] | None:
    """Those of the candidates that fit what the table tells; None where it tells nothing that is known here."""
    from pyoxigraph import Literal, NamedNode

    from ...ontology.namespaces import XSD

    if not hits:
        return None
    things = " ".join(str(NamedNode(hit.iri)) for hit in hits)
    if name == "state":
        states = [iri for value in values for iri in _states(desk, value)]
        if not states:
            return None
        found = set(states)
        own = " ".join(str(NamedNode(hit.iri)) for hit in hits if hit.kind in _OWN_STATE)
        if own:
            text = _OF_STATE.format(things=own, states=" ".join(str(NamedNode(iri)) for iri in states))
            found |= {thing.value for (thing,) in desk.graph.run(text).rows()}
        others = [hit.iri for hit in hits if hit.kind not in _OWN_STATE]
        found.update(_tied(desk.store, others, states))
        return found
    if name in ("on", "date", "year"):
        bounds = [one for value in values if (one := _bounds(value))]
        if not bounds:
            return None
        day = NamedNode(XSD + "date")
        first, last = (str(Literal(one.isoformat(), datatype=day)) for one in bounds[0])
        text = _ON_DAY.format(things=things, first=first, last=last)
        return {thing.value for (thing,) in desk.graph.run(text).rows()}
    if COMITY + name not in terms():
        return None
    wanted = {value.casefold() for value in values} | {(ID + value).casefold() for value in values}
    text = _VALUES.format(things=things, property=NamedNode(COMITY + name))
    rows = desk.graph.run(text).rows()
    return {thing.value for thing, value in rows if str(value.value).casefold() in wanted}


def _tied(store: Store, things: Sequence[str], states: Sequence[str]) -> Iterator[str]:
    """What many states take part in: treaties by their acts, bodies by members, sessions by who came.

    Those of some things that name one of the states or an organ of theirs, or
    of which a fact does.  Looked up one by one: joined, the engine starts from
    every fact there is of a state.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    here = DefaultGraph()
    ties: set[Any] = {NamedNode(iri) for iri in states}
    organ = NamedNode(COMITY + "organOf")
    ties |= {quad.subject for state in list(ties) for quad in store.quads_for_pattern(None, organ, state, here)}
    for thing in things:
        node = NamedNode(thing)
        facts = [node, *(quad.subject for quad in store.quads_for_pattern(None, None, node, here))]
        if any(quad.object in ties for fact in facts for quad in store.quads_for_pattern(fact, None, None, here)):
            yield thing


def _states(desk: Desk, value: str) -> Iterable[str]:
    """The state that a cell names: by code, address or name."""
    name = value.removeprefix(ID).removeprefix("state/")
    if re.fullmatch("[A-Za-z]{2}", name) and desk.graph.knows(f"{ID}state/{name.upper()}"):
        return [f"{ID}state/{name.upper()}"]
    return [hit.iri for hit in desk.graph.search(name, kinds=("state",), limit=1, cutoff=80.0)]


def _bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a day, month or year."""
    match = _DAY.fullmatch(value[:10])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None  # the pattern has four digits
        if day is not None:
            return (first := dt.date(year, month or 1, day)), first
        if month is not None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except ValueError:
        return None
