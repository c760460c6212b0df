"""The catalogue of questions, and one question with its fields, its answer, and the SPARQL behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...errors import BadQuery, ComityError, NotFound, Usage
from ...graph.draw.text import shown
from ...ontology.namespaces import COMITY, VOCABULARY, kind_and_slug
from ...queries.catalogue import Question, catalogue
from ...queries.catalogue import question as question_of
from ...queries.labels import labels_for
from ..desk import Links
from .query import ADDRESSED, downloads, forms_of, result_of
from .results import Rows

if TYPE_CHECKING:
    from ...queries.result import Blank
    from ...queries.terms import Parameter
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Characters of the SPARQL, percent-encoded, up to which links hold it; this page has a handful of them.
LINKED = 7000
#: Names that a field offers; whatever else is typed is looked for all the same.
OFFERED = 700
#: Things of one kind up to which a field is a list to choose from.
CHOSEN = 300

_CONCEPTS = """
SELECT ?concept WHERE {{ ?concept <http://www.w3.org/2004/02/skos/core#inScheme> {scheme} }}
"""
_CLASSES = """
SELECT ?class WHERE { ?class a <http://www.w3.org/2002/07/owl#Class> }
"""


@dataclass(frozen=True)
class Field:
    """One parameter as a field of the form.

    ``kind``: ``select``, ``date``, ``number`` or ``text``; ``options`` are
    (value, words), of which a text field merely offers.
    """

    name: str
    words: str
    kind: str
    value: str
    required: bool
    default: str
    options: Sequence[tuple[str, str]] = ()


def questions(desk: Desk, ask: Ask) -> Reply:
    """The catalogue, by what the questions are about."""
    say = desk.say(ask)
    tag, words = ask.get("tag"), ask.get("q")
    found = [
        one
        for one in catalogue().values()
        if (not tag or tag in one.tags) and all(part in _text(one, ask.lang) for part in words.casefold().split())
    ]
    groups: dict[str, list[Question]] = {}
    for one in sorted(found, key=lambda one: one.summary[ask.lang]):
        groups.setdefault(tag or one.tags[0], []).append(one)
    tags = sorted({name for one in catalogue().values() for name in one.tags}, key=lambda name: say(f"tag {name}"))
    return desk.page(
        "questions.html",
        ask,
        groups=sorted(groups.items(), key=lambda pair: say(f"tag {pair[0]}") if f"tag {pair[0]}" in say else pair[0]),
        tags=tags,
        tag=tag,
        words=words,
        total=len(found),
    )


def _text(one: Question, lang: str) -> str:
    return f"{one.summary[lang]} {one.name} {one.description}".casefold()


def question(desk: Desk, ask: Ask) -> Reply:
    """One question; with its answer where the address holds what it needs."""
    asked = question_of(ask.path["name"])
    values = {name: value for name in asked.parameters if (value := ask.get(name))}
    to = Links(ask)
    error: ComityError | None = None
    status, text, result, blank = 200, "", None, None
    ready = all(name in values for name, one in asked.parameters.items() if one.required)
    if ready:
        try:
            terms = asked.bound(values, desk.graph.resolve)
            text = asked.fill(terms, lang=ask.lang)
            answer = desk.graph.run(text)
            rows = Rows(tuple(answer.variables), desk.graph.limited(answer.rows()))
            result = result_of(desk, ask, to, rows, plain=True)
            blank = None if rows.terms else _blank(desk, asked, terms, ask.lang)
        except (Usage, NotFound, BadQuery) as found:
            error, status = found, 404 if isinstance(found, NotFound) else 400
    linked = len(quote(text)) <= LINKED
    return desk.page(
        "question.html",
        ask,
        status=status,
        asked=asked,
        fields=[_field(desk, ask, one, values.get(one.name, "")) for one in asked.parameters.values()],
        ready=ready,
        error=error,
        text=text,
        result=result,
        blank=blank,
        linked=linked,
        method="get" if len(quote(text)) <= ADDRESSED else "post",
        downloads=downloads(text, result.rows) if result and linked else (),
        forms=forms_of(result.rows) if result else (),
        example=to(ask.address, **{one.name: one.example for one in asked.parameters.values()}),
    )


def _blank(desk: Desk, asked: Question, terms: Mapping[str, str], lang: str) -> Blank:
    from ...queries.blank import explain

    return explain(desk.graph, asked, terms, lang)


# Fields


def _field(desk: Desk, ask: Ask, one: Parameter, value: str) -> Field:
    say = desk.say(ask)
    default = "" if one.default is None else say("today") if one.default == "today" else one.default
    words = one.description.get(ask.lang, one.description["en"])
    field = Field(one.name, words, "text", value, one.required, default)
    if one.type == "date":
        # A word such as `today` is no day that a field for days could hold.
        return replace(field, kind="date" if not value or value[:4].isdigit() else "text")
    if one.type == "integer":
        return replace(field, kind="number")
    if one.type == "boolean":
        found = [("true", say("said yes")), ("false", say("said no"))]
        return replace(field, kind="select", options=found, default=dict(found).get(default, default))
    options = _options(desk, one, ask.lang)
    if one.type.startswith("concept ") or (one.kinds == ("state",) and len(options) <= CHOSEN):
        # What was typed into the address and is none of the choices stays to be seen, and is looked for.
        known = value in {name for name, _ in options}
        return replace(field, kind="select", options=[*options, *([] if known or not value else [(value, value)])])
    return replace(field, options=options[:OFFERED])


def _options(desk: Desk, one: Parameter, lang: str) -> Sequence[tuple[str, str]]:
    """``(UZ, Uzbekistan)``: what a parameter of this type may name, by label; kept while the generation stays."""
    key = ("options", one.type, lang)
    if key not in desk.kept:
        desk.kept[key] = _found(desk, one, lang)
    found: Sequence[tuple[str, str]] = desk.kept[key]
    return found


def _found(desk: Desk, one: Parameter, lang: str) -> Sequence[tuple[str, str]]:
    from pyoxigraph import NamedNode

    graph = desk.graph
    if one.type == "text":
        return ()
    if one.type == "class":
        iris: Iterable[str] = (str(term.value) for (term,) in graph.run(_CLASSES).rows())
        prefix, iris = COMITY, [iri for iri in iris if iri.startswith(COMITY)]
    elif one.type.startswith("concept "):
        prefix = VOCABULARY + one.type.removeprefix("concept ")
        rows = graph.run(_CONCEPTS.format(scheme=NamedNode(prefix))).rows()
        prefix, iris = f"{prefix}/", [str(term.value) for (term,) in rows]
    else:
        known = {iri: pair for iri, _ in graph.names() if (pair := kind_and_slug(iri)) and pair[0] in one.kinds}
        labels = labels_for(graph, known, lang)
        several = len(one.kinds) > 1
        pairs = [("/".join(pair) if several else pair[1], labels.get(iri, pair[1])) for iri, pair in known.items()]
        return sorted(pairs, key=_by_words)
    labels = labels_for(graph, iris, lang)
    return sorted(((iri.removeprefix(prefix), labels.get(iri, iri)) for iri in iris), key=_by_words)


def _by_words(pair: tuple[str, Any]) -> tuple[str, str]:
    return (shown(pair[1]).casefold().replace("ё", "е"), pair[0])
