"""JSON for programs: search, cards, treaty law, named questions, words; each with a shape that stays."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...ontology.namespaces import KINDS, PREFIXES
from ...queries.catalogue import catalogue, question
from ...queries.labels import labels_for
from ...queries.output import plain, write_result
from ...queries.result import Result
from ...queries.told import Told, write_told
from ..asking import Reply
from ..desk import page_of
from .law import supposing
from .operations import FORMS, OPERATIONS, Operation, parameters_of
from .terms import short, terms, text_in, vocabularies

if TYPE_CHECKING:
    from ...queries.search import Hit
    from ..asking import Ask
    from ..desk import Desk


def api(desk: Desk, ask: Ask) -> Reply:
    """The answer of one operation."""
    name = ask.path["name"]
    operation = OPERATIONS.get(name)
    if operation is None:
        raise NotFound(f"there is no operation named {name[:80]}", hint=f"There are: {', '.join(OPERATIONS)}.")
    _checked(operation, ask)
    form = ask.get("format", "json")
    if form not in operation.forms:
        raise Usage(f"expected one of {', '.join(operation.forms)}, found {form[:40]!r}", field="format")
    found = _ANSWERS[name](desk, ask)
    return _written(found, form)


def _checked(operation: Operation, ask: Ask) -> None:
    """A parameter that nobody reads is a mistake to tell, not to ignore: the answer would be another one."""
    known = parameters_of(operation)
    names = {parameter.name for parameter in known}
    if not operation.free:
        for given, _ in ask.query:
            if given not in names:
                raise Usage(f"there is no parameter {given[:40]!r}", hint=f"There are: {', '.join(sorted(names))}.")
    for parameter in known:
        if parameter.required and not ask.get(parameter.name):
            raise Usage(
                f"a value is missing: {parameter.description}",
                field=parameter.name,
                hint=f"Example: {parameter.name}={parameter.example}",
            )


def _written(found: Any, form: str) -> Reply:
    if form == "json":
        data = found.to_dict() if isinstance(found, Told) else _rows(*found) if isinstance(found, tuple) else found
        return Reply(json.dumps(data, ensure_ascii=False, default=plain).encode(), FORMS[form])
    out = io.StringIO(newline="")
    if isinstance(found, Told):
        write_told(found, out, form)
    else:
        write_result(found[1], out, form)
    return Reply(out.getvalue().encode(), FORMS[form])


# Names


def _search(desk: Desk, ask: Ask) -> Any:
    hits = _hits(desk, ask, 20, 200, 72.0)
    labels = labels_for(desk.graph, [hit.iri for hit in hits], ask.lang)
    found = [{**_hit(hit, labels), "matched": hit.label, "score": round(hit.score, 1)} for hit in hits]
    return {"query": ask.get("q"), "hits": found}


def _suggest(desk: Desk, ask: Ask) -> Any:
    hits = _hits(desk, ask, 8, 50, 60.0)
    labels = labels_for(desk.graph, [hit.iri for hit in hits], ask.lang)
    return [_hit(hit, labels) for hit in hits]


def _hits(desk: Desk, ask: Ask, default: int, most: int, cutoff: float) -> list[Hit]:
    kinds = ask.all("kind")
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise Usage(f"there is no kind {unknown[0][:40]!r}", field="kind", hint=f"There are: {', '.join(KINDS)}.")
    limit = ask.number("limit", default, least=1, most=most)
    return desk.graph.search(ask.get("q"), kinds=kinds, limit=limit, cutoff=cutoff)


def _hit(hit: Hit, labels: Mapping[str, str]) -> dict[str, Any]:
    return {"iri": hit.iri, "label": labels.get(hit.iri, hit.label), "kind": hit.kind, "path": page_of(hit.iri) or ""}


def _show(desk: Desk, ask: Ask) -> Any:
    limit = ask.number("limit", 25, least=1, most=500)
    card = desk.graph.show(ask.get("name"), lang=ask.lang, limit=limit, on=ask.day())
    return {**card.as_dict(), "path": page_of(card.iri) or card.iri}


# Treaty law


def _between(desk: Desk, ask: Ask) -> Told:
    law = supposing(desk, ask)
    days = {"on": ask.day(), "known_on": ask.day("as_known_on")}
    return law.between(ask.get("a"), ask.get("b"), **days, matter=_matter(ask), lang=ask.lang)


def _matter(ask: Ask) -> str | None:
    matter = ask.get("matter")
    known = next(one for one in vocabularies() if one.name == "matter")
    names = [one.name.partition("/")[2] for one in known.members]
    if matter and matter not in names:
        raise Usage(f"expected one of {', '.join(names)}, found {matter[:40]!r}", field="matter")
    return matter or None


def _route(desk: Desk, ask: Ask) -> Told:
    return desk.graph.treaty_law.route(
        ask.get("a"), ask.get("b"), ask.get("for"), on=ask.day(), known_on=ask.day("as_known_on"), lang=ask.lang
    )


def _status(desk: Desk, ask: Ask) -> Told:
    return desk.graph.treaty_law.status(ask.get("treaty"), on=ask.day(), known_on=ask.day("as_known_on"), lang=ask.lang)


def _explain(desk: Desk, ask: Ask) -> Told:
    return desk.graph.treaty_law.explain(
        ask.get("treaty"), ask.get("a") or None, ask.get("b") or None,
        on=ask.day(), known_on=ask.day("as_known_on"), lang=ask.lang,
    )  # fmt: skip


def _horizon(desk: Desk, ask: Ask) -> Told:
    days = ask.number("days", 365, least=1, most=36_525)
    return desk.graph.treaty_law.horizon(days=days, on=ask.day(), lang=ask.lang)


# Questions


def _question(desk: Desk, ask: Ask) -> tuple[str, Result]:
    asked = question(ask.get("name"))
    own = {"name", "lang", "format"} - set(asked.parameters)
    values: dict[str, Any] = {given: ask.get(given) for given, _ in ask.query if given not in own and ask.get(given)}
    if set(values) - set(asked.parameters):
        asked.bound(values)  # says which there are: none of the session's own options is meant
    return asked.name, desk.graph.query(asked.name, lang=ask.lang, **values)


def _rows(name: str, result: Result) -> dict[str, Any]:
    return {
        "question": name,
        "title": result.title,
        "variables": list(result.variables),
        "rows": result.labelled,
        "blank": None if result.blank is None else vars(result.blank),
    }


def _questions(desk: Desk, ask: Ask) -> Any:
    return [
        {
            "name": one.name,
            "summary": text_in(one.summary, ask.lang),
            "description": one.description,
            "tags": list(one.tags),
            "sparql": one.text,
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "description": text_in(parameter.description, ask.lang),
                    "example": parameter.example,
                    "default": parameter.default,
                    "required": parameter.required,
                }
                for parameter in one.parameters.values()
            ],
        }
        for one in catalogue().values()
    ]


# Words


def _terms(desk: Desk, ask: Ask) -> Any:
    def said(iri: str, label: Mapping[str, str], comment: Mapping[str, str]) -> dict[str, Any]:
        return {
            "iri": iri,
            "name": short(iri),
            "label": text_in(label, ask.lang),
            "comment": text_in(comment, ask.lang),
        }

    every = [term for term in terms().values() if not term.deprecated]
    return {
        "prefixes": dict(PREFIXES),
        "classes": [said(term.iri, term.label, term.comment) for term in every if term.is_class],
        "properties": [
            {
                **said(term.iri, term.label, term.comment),
                "domain": [short(iri) for iri in term.domain],
                "range": [short(iri) for iri in term.range],
            }
            for term in every
            if not term.is_class
        ],
        "vocabularies": [
            {
                "iri": scheme.iri,
                "name": scheme.name,
                "label": text_in(scheme.label, ask.lang),
                "concepts": [said(one.iri, one.label, one.definition) for one in scheme.members],
            }
            for scheme in vocabularies()
        ],
    }


_ANSWERS: Mapping[str, Callable[[Desk, Ask], Any]] = {
    "search": _search,
    "suggest": _suggest,
    "show": _show,
    "between": _between,
    "route": _route,
    "status": _status,
    "explain": _explain,
    "horizon": _horizon,
    "question": _question,
    "questions": _questions,
    "terms": _terms,
}
