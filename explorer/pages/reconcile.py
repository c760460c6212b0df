"""The reconciliation service (W3C Reconciliation Service API 0.2): names of a table become addresses.

Everything an OpenRefine client asks for: manifest, batches of queries, types,
properties as evidence, suggestions, a preview, and extension of a table by what
the graph tells of a thing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...ontology.namespaces import COMITY, ID, kind_and_slug
from ...queries.labels import labels_for
from ..asking import Reply
from ..gate import POLICY
from .extending import extended, proposed
from .matching import TYPES, candidates, type_named
from .terms import terms, text_in

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

#: Queries in one batch; OpenRefine sends ten.
BATCH = 200
#: Suggestions in one answer.
SUGGESTED = 20
#: OpenRefine shows previews in a frame of its own page, which it serves on this machine.
_FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors http://127.0.0.1:* http://localhost:*")


def reconcile(desk: Desk, ask: Ask) -> Reply:
    """The service: which part of it the address and its parameters name."""
    service = "/".join(part for part in (ask.path.get("service", ""), ask.path.get("what", "")) if part)
    if service == "":
        given = {name: value for name, value in ask.query if name in ("queries", "query", "extend") and value.strip()}
        if "queries" in given:
            return _once(_batch(desk, ask, _object(given["queries"], "queries")))
        if "extend" in given:
            return _once(extended(desk, ask, _object(given["extend"], "extend")))
        if "query" in given:
            text = given["query"].strip()
            query = _object(text, "query") if text.startswith("{") else {"query": text}
            return _once(_batch(desk, ask, {"q": query})["q"])
        return Reply.json(_manifest(ask))
    if service == "preview":
        return _preview(desk, ask)
    if service == "extend/propose":
        return Reply.json(proposed(desk, ask))
    if service in _SUGGESTS:
        return Reply.json({"result": _SUGGESTS[service](desk, ask)})
    raise NotFound(f"the reconciliation service has no part named {service[:80]}")


def _once(data: Any) -> Reply:
    """An answer that nobody asks for again: it is not kept."""
    return replace(Reply.json(data), keeps=False)


def _manifest(ask: Ask) -> dict[str, Any]:
    def suggest(what: str) -> dict[str, str]:
        return {"service_url": ask.host, "service_path": f"/reconcile/suggest/{what}"}

    return {
        "versions": ["0.2"],
        "name": "Comity" if ask.lang == "en" else "Comity: правовое сотрудничество",
        "identifierSpace": ID,
        "schemaSpace": COMITY,
        "documentation": ask.host + "/about",
        "view": {"url": ask.host + "/{{id}}"},
        "defaultTypes": [type_named(kind, ask.lang) for kind in TYPES],
        "preview": {"url": ask.host + "/reconcile/preview?id={{id}}", "width": 430, "height": 300},
        "suggest": {what: suggest(what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": ask.host, "service_path": "/reconcile/extend/propose"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "How many values" if ask.lang == "en" else "Сколько значений",
                    "type": "number",
                    "default": 0,
                    "help_text": "0 for all" if ask.lang == "en" else "0: все",
                }
            ],
        },
    }


def _object(text: str, field: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character, written as an escape, is none
    except (ValueError, RecursionError):
        raise Usage(f"expected JSON, found {text[:60]!r}", field=field) from None
    if not isinstance(found, dict):
        raise Usage(f"expected an object in JSON, found {text[:60]!r}", field=field)
    return found


def _batch(desk: Desk, ask: Ask, queries: Mapping[str, Any]) -> dict[str, Any]:
    if len(queries) > BATCH:
        raise Usage(f"a batch has at most {BATCH} queries, found {len(queries)}", field="queries")
    for name, query in queries.items():
        if not isinstance(query, dict):
            raise Usage(f"{name[:40]!r} is no query: expected an object", field="queries")
    return {name: {"result": candidates(desk, query, ask.lang)} for name, query in queries.items()}


# Suggestions


def _entities(desk: Desk, ask: Ask) -> list[dict[str, Any]]:
    prefix = ask.get("prefix")
    # Titles of sources name everything; they are found by search, not suggested.
    kinds = [kind for kind in TYPES if kind != "source"]
    hits = desk.graph.search(prefix, kinds=kinds, limit=SUGGESTED, cutoff=60.0) if prefix else []
    labels = labels_for(desk.graph, [hit.iri for hit in hits], ask.lang)
    return [
        {
            "id": hit.iri.removeprefix(ID),
            "name": labels.get(hit.iri, hit.label),
            "description": type_named(hit.kind, ask.lang)["name"],
            "notable": [type_named(hit.kind, ask.lang)],
        }
        for hit in hits
    ]


def _types(desk: Desk, ask: Ask) -> list[dict[str, Any]]:
    prefix = ask.get("prefix").casefold()
    found = [(kind, type_named(kind, ask.lang)) for kind in TYPES]
    return [
        {**named, "description": text_in(terms()[COMITY + named["id"]].comment, ask.lang)}
        for kind, named in found
        if prefix in kind or prefix in named["name"].casefold() or prefix in named["id"].casefold()
    ]


def _properties(desk: Desk, ask: Ask) -> list[dict[str, Any]]:
    prefix = ask.get("prefix").casefold()
    own = [
        {"id": "state", "name": {"en": "state", "ru": "государство"}[ask.lang]},
        {"id": "on", "name": {"en": "day or year", "ru": "день или год"}[ask.lang]},
    ]
    found = [one for one in own if prefix in one["id"] or prefix in one["name"]]
    for term in terms().values():
        label = text_in(term.label, ask.lang)
        if not term.is_class and (prefix in term.name.casefold() or prefix in label.casefold()):
            found.append({"id": term.name, "name": label, "description": text_in(term.comment, ask.lang)})
    return found[:SUGGESTED]


_SUGGESTS = {"suggest/entity": _entities, "suggest/type": _types, "suggest/property": _properties}


def _preview(desk: Desk, ask: Ask) -> Reply:
    """A thing in short, to be shown in a small frame."""
    iri = ID + ask.get("id").removeprefix(ID)
    headers = {"Content-Security-Policy": _FRAMED}
    if kind_and_slug(iri) is None or not desk.graph.knows(iri):
        reply = desk.page("reconcile-preview.html", ask, status=404, card=None)
    else:
        card = desk.graph.show(iri, lang=ask.lang, limit=3)
        kind = iri.removeprefix(ID).partition("/")[0]
        reply = desk.page("reconcile-preview.html", ask, card=card, kind=_kind_name(kind, ask.lang))
    return Reply(reply.body, reply.media, reply.status, headers)


def _kind_name(kind: str, lang: str) -> str:
    return type_named(kind, lang)["name"] if kind in TYPES else kind
