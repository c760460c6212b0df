"""Extending a table by what the graph tells of the things in it (W3C Reconciliation Service API 0.2, section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Usage
from ...ontology.namespaces import COMITY, DCTERMS, ID, RDFS, SKOS, VOCABULARY, XSD, kind_and_slug
from ...queries.labels import labels_for
from .matching import kinds_of
from .terms import class_of_kind, terms, text_in

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

#: Things and properties in one request.
THINGS = 200
PROPERTIES = 20
#: Properties that others define, by the id they have here, with their names.
_OTHERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "label": (RDFS + "label", {"en": "label", "ru": "название"}),
    "altLabel": (SKOS + "altLabel", {"en": "other name", "ru": "иное название"}),
    "exactMatch": (SKOS + "exactMatch", {"en": "the same elsewhere", "ru": "то же в других базах"}),
    "title": (DCTERMS + "title", {"en": "title", "ru": "заглавие"}),
}
_TOLD = """
SELECT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?value
  FILTER(?property IN ({properties}))
}} ORDER BY ?thing ?property ?value
"""
_USED = """
SELECT ?property (COUNT(*) AS ?n) WHERE {{ ?thing a {of} ; ?property ?value }} GROUP BY ?property ORDER BY DESC(?n)
"""


def proposed(desk: Desk, ask: Ask) -> dict[str, Any]:
    """The properties that things of a type have, the most told first."""
    from pyoxigraph import NamedNode

    kinds = kinds_of(ask.get("type"))
    if not kinds:
        raise Usage(f"there is no type {ask.get('type')[:60]!r}", field="type")
    limit = ask.number("limit", 50, least=1, most=200)
    name = class_of_kind()[kinds[0]]
    own = {iri: key for key, (iri, _) in _OTHERS.items()}
    found = []
    for used, _ in desk.graph.run(_USED.format(of=NamedNode(COMITY + name))).rows():
        key = own.get(used.value, used.value.removeprefix(COMITY))
        if used.value in own or used.value in terms():
            found.append({"id": key, "name": _name(key, ask.lang)})
    return {"type": name, "limit": limit, "properties": found[:limit]}


def extended(desk: Desk, ask: Ask, request: Mapping[str, Any]) -> dict[str, Any]:
    """``meta`` and ``rows``: the values of the properties asked for, for each id."""
    from pyoxigraph import NamedNode

    ids, asked = request.get("ids"), request.get("properties")
    if not isinstance(ids, list) or not isinstance(asked, list):
        raise Usage("expected ids and properties, each a list", field="extend")
    if len(ids) > THINGS or len(asked) > PROPERTIES:
        raise Usage(f"at most {THINGS} ids and {PROPERTIES} properties are told at once", field="extend")
    limits = {str(one.get("id")).removeprefix(COMITY): _limit(one) for one in asked if isinstance(one, dict)}
    addresses = {key: iri for key in limits if (iri := _address(key)) is not None}
    names = [str(one) for one in ids]
    rows: dict[str, dict[str, list[Any]]] = {name: {key: [] for key in limits} for name in names}
    things = {ID + name.removeprefix(ID): name for name in names if kind_and_slug(ID + name.removeprefix(ID))}
    if things and addresses:
        text = _TOLD.format(
            things=" ".join(str(NamedNode(iri)) for iri in things),
            properties=", ".join(str(NamedNode(iri)) for iri in addresses.values()),
        )
        keys = {iri: key for key, iri in addresses.items()}
        told: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for thing, used, value in desk.graph.run(text).rows():
            told[things[thing.value], keys[used.value]].append(value)
        linked = [v.value for values in told.values() for v in values if type(v).__name__ == "NamedNode"]
        labels = labels_for(desk.graph, linked, ask.lang)
        for (name, key), values in told.items():
            cells = [cell for value in _spoken(values, ask.lang) if (cell := _cell(value, labels)) is not None]
            rows[name][key] = cells[: limits[key]] if limits[key] else cells
    meta = [{"id": key, "name": _name(key, ask.lang)} for key in limits]
    return {"meta": meta, "rows": rows}


def _limit(asked: Mapping[str, Any]) -> int:
    settings = asked.get("settings")
    value = settings.get("limit", 0) if isinstance(settings, dict) else 0
    try:
        return max(int(value), 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def _address(key: str) -> str | None:
    if key in _OTHERS:
        return _OTHERS[key][0]
    return COMITY + key if COMITY + key in terms() else None


def _name(key: str, lang: str) -> str:
    if key in _OTHERS:
        return text_in(_OTHERS[key][1], lang)
    known = terms().get(COMITY + key)
    return text_in(known.label, lang) if known is not None else key


def _spoken(values: list[Any], lang: str) -> list[Any]:
    """Of texts in several languages those in the reader's, where there are."""
    for wanted in (lang, "en"):
        chosen = [value for value in values if getattr(value, "language", None) in (wanted, None)]
        if chosen:
            return chosen
    return values


def _cell(value: Any, labels: Mapping[str, str]) -> dict[str, Any] | None:
    kind = type(value).__name__
    if kind == "NamedNode":
        iri = str(value.value)
        if iri.startswith(ID):
            return {"id": iri.removeprefix(ID), "name": labels.get(iri, iri.removeprefix(ID))}
        return {"str": labels.get(iri, iri) if iri.startswith((VOCABULARY, COMITY)) else iri}
    if kind != "Literal":
        return None
    datatype = value.datatype.value.removeprefix(XSD)
    if datatype in ("date", "dateTime"):
        return {"date": value.value}
    if datatype == "integer":
        return {"int": int(value.value)}
    if datatype in ("decimal", "double", "float"):
        return {"float": float(value.value)}
    if datatype == "boolean":
        return {"bool": value.value == "true"}
    return {"str": value.value}
