"""The OpenAPI document: written from the tables that the server itself answers by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import KINDS, SCHEMES
from ..asking import Reply
from .dataset import FORMS as RDF_FORMS
from .operations import FORMS, LANG, OPERATIONS, Operation, Parameter, parameters_of
from .twins import ENDINGS

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

#: Media types in which a query is answered; ``endpoint.py`` holds the same list for the process that answers.
_ANSWERS = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
    "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig",
)  # fmt: skip
_ERROR = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}


def openapi(desk: Desk, ask: Ask) -> Reply:
    """The whole document, in JSON."""
    from ... import __version__

    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Comity",
            "version": __version__,
            "summary": "Legal cooperation between states: search, treaty law, questions, linked data.",
            "description": "Everything is read, nothing is written. Times are in UTC; days are whole days.",
            "license": {"name": "Apache-2.0 (software), CC BY 4.0 (records)", "identifier": "Apache-2.0 AND CC-BY-4.0"},
        },
        "servers": [{"url": ask.host}] if ask.host else [],
        "paths": {**{f"/api/{one.name}": _operation(one) for one in OPERATIONS.values()}, **_others()},
        "components": {
            "schemas": {"Error": _ERROR},
            "responses": {
                name: {"description": said, "content": {"application/json": {"schema": _ref("schemas", "Error")}}}
                for name, said in (
                    ("Wrong", "A parameter is missing, unknown or cannot be read; the sentence says which."),
                    ("Unknown", "The graph knows nothing of that name; near names where there are."),
                    ("Busy", "It takes too long, or too much is asked at once; try again later."),
                )
            },
        },
    }
    return Reply(json.dumps(document, ensure_ascii=False, indent=1).encode(), "application/json")


def _operation(one: Operation) -> dict[str, Any]:
    content = {FORMS[form]: {} if form != "json" else {"schema": dict(one.answer)} for form in one.forms}
    parameters = [_parameter(parameter, one.example.get(parameter.name)) for parameter in parameters_of(one)]
    if one.free:
        free = {name: value for name, value in one.example.items() if name not in {p.name for p in one.parameters}}
        parameters.append(
            {
                "name": "parameters",
                "in": "query",
                "description": "The parameters of the question, each by its own name.",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
                "example": free,
            }
        )
    return {
        "get": {
            "operationId": one.name,
            "summary": one.summary,
            "tags": ["api"],
            "parameters": parameters,
            "responses": {"200": {"description": "The answer.", "content": content}, **_failures()},
        }
    }


def _parameter(parameter: Parameter, example: str | None) -> dict[str, Any]:
    schema: Mapping[str, Any] = dict(parameter.schema)
    value: Any = parameter.example if example is None else example
    if schema.get("type") == "integer":
        value = int(value)
    if parameter.repeats:
        schema, value = {"type": "array", "items": schema}, [value]
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": schema,
        "example": value,
    }


def _failures() -> dict[str, Any]:
    return {code: _ref("responses", name) for code, name in (("400", "Wrong"), ("404", "Unknown"), ("503", "Busy"))}


def _ref(section: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def _others() -> dict[str, Any]:
    """What is no JSON of Comity's own: the protocols and the linked data."""
    kinds = {"type": "string", "enum": list(KINDS)}
    endings = {"type": "string", "enum": [ending.removeprefix(".") for ending in ENDINGS]}
    forms: dict[str, Any] = {media: {} for media in ENDINGS.values()}
    query = _query("query", "A SPARQL 1.1 query that reads.", "SELECT * WHERE { ?s ?p ?o } LIMIT 3")
    graphs = [
        {**_query(name, "A graph of the dataset to ask (SPARQL 1.1 Protocol, 2.1.4)."), "schema": _LIST}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    lang = _parameter(LANG, None)
    answers = {"200": {"description": "The answer.", "content": {media: {} for media in _ANSWERS}}}
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}, "application/sparql-query": {}}
    return {
        "/sparql": {
            "get": _get("sparql", "SPARQL 1.1 Protocol; without a query, the service description.",
                        [query, *graphs], answers, tag="protocols"),
            "post": {**_get("sparqlPost", "The same by POST.", graphs, answers, tag="protocols"),
                     "requestBody": {"content": form, "required": True}},
        },
        "/graph-store": {
            "get": _get("graphStore", "One graph, whole (Graph Store HTTP Protocol, reading): ?default or ?graph=.",
                        [_query("graph", "The address of a graph."), _query("default", "The default graph.")],
                        {"200": {"description": "The graph.", "content": {media: {} for media in RDF_FORMS}}},
                        tag="protocols"),
        },
        "/.well-known/void": {
            "get": _get("void", "The dataset in VoID and DCAT, in the form that Accept asks for.", [],
                        {"200": {"description": "The dataset.", "content": {media: {} for media in RDF_FORMS}}}),
        },
        "/ontology.{ending}": {
            "get": _get("ontology", "The ontology with its vocabularies.",
                        [_path("ending", {"type": "string", "enum": ["ttl", "jsonld", "nt", "rdf"]}, "ttl")],
                        {"200": {"description": "The ontology.", "content": {media: {} for media in RDF_FORMS}}}),
        },
        "/id/{kind}/{slug}": {
            "get": _get("identified", "303 to the page of a thing, or to its data, by Accept.",
                        [_path("kind", kinds, "state"), _path("slug", _TEXT, "UZ")],
                        {"303": {"description": "Where it is told."}}),
        },
        "/{kind}.{ending}": {
            "get": _get("kind", "All things of a kind, a thousand an answer; Link says where the next are.",
                        [_path("kind", kinds, "body"), _path("ending", endings, "csv"),
                         _query("page", "Which thousand, from 1.", "1"), _DERIVED, lang],
                        {"200": {"description": "The things.", "content": forms}, "404": _ref("responses", "Unknown")}),
        },
        "/{kind}/{slug}.{ending}": {
            "get": _get("thing", "What tells of a thing: its facts, their passages and sources.",
                        [_path("kind", kinds, "session"), _path("slug", _TEXT, "sco-prosecutors-general-21"),
                         _path("ending", endings, "ttl"), _DERIVED, lang],
                        {"200": {"description": "The facts.", "content": forms}, "404": _ref("responses", "Unknown")}),
        },
        "/concept/{scheme}/{slug}.{ending}": {
            "get": _get("concept", "A word of a vocabulary.",
                        [_path("scheme", {"type": "string", "enum": list(SCHEMES)}, "topic"),
                         _path("slug", _TEXT, "cybercrime"), _path("ending", endings, "ttl"), lang],
                        {"200": {"description": "The word.", "content": forms}, "404": _ref("responses", "Unknown")}),
        },
        "/reconcile": {
            "get": _get("reconcile", "W3C Reconciliation Service API 0.2: the manifest, or an answer to queries.",
                        [_query("queries", "A batch of queries, as JSON.",
                                '{"q0": {"query": "Узбекистан", "type": "State"}}'),
                         _query("extend", "Data extension, as JSON."), lang],
                        {"200": {"description": "The answer.", "content": {"application/json": {}}}, **_failures()},
                        tag="protocols"),
            "post": {**_get("reconcilePost", "The same by POST.", [],
                            {"200": {"description": "The answer.", "content": {"application/json": {}}}, **_failures()},
                            tag="protocols"),
                     "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}},
        },
    }  # fmt: skip


_TEXT: Mapping[str, Any] = {"type": "string"}
_LIST: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}


def _query(name: str, description: str, example: str = "") -> dict[str, Any]:
    found = {"name": name, "in": "query", "description": description, "schema": dict(_TEXT)}
    return {**found, "example": example} if example else found


_DERIVED = _query("derived", "With 1, the derived facts too.", "1")


def _path(name: str, schema: Mapping[str, Any], example: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": dict(schema), "example": example}


def _get(
    name: str, summary: str, parameters: Sequence[Mapping[str, Any]], responses: Mapping[str, Any], tag: str = "data"
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "parameters": [dict(parameter) for parameter in parameters],
        "responses": dict(responses),
    }
