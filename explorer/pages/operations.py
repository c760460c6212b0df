"""The operations of ``/api/``: names, parameters, forms and the shape of their answers.

One table: ``api.py`` answers by it and refuses what it does not list,
``openapi.py`` writes the document from it, and the tests run each example, so
that none of the three can say what the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...ontology.namespaces import KINDS

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
ANYTHING: Schema = {}
ADDRESS: Schema = {"type": "string", "format": "uri"}


def listed(items: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": dict(items)}


def thing(**properties: Schema) -> Schema:
    """An object that has all of these."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): dict(schema) for name, schema in properties.items()},
        "required": [name.rstrip("_") for name in properties],
    }


def by_name(values: Schema) -> Schema:
    """An object with keys of the data's own."""
    return {"type": "object", "additionalProperties": dict(values)}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [dict(schema), {"type": "null"}]}


@dataclass(frozen=True)
class Parameter:
    """One parameter of the address: ``schema`` bounds it, ``example`` is a value of the shipped records."""

    name: str
    description: str
    schema: Schema = field(default_factory=lambda: dict(TEXT))
    example: str = ""
    required: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Operation:
    """One path below ``/api/``.  ``free``: it takes further parameters, those of the question it names."""

    name: str
    summary: str
    parameters: Sequence[Parameter]
    answer: Schema
    example: Mapping[str, str]
    forms: Sequence[str] = ("json",)
    free: bool = False


#: Forms of an answer -> media type.
FORMS: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
}
_TABLE = ("json", "csv", "tsv")
_TOLD = ("json", "csv", "tsv", "ttl")
LANG = Parameter("lang", "Language of labels and sentences.", {"type": "string", "enum": ["en", "ru"]}, "en")
_DAY: Schema = {"type": "string", "format": "date"}
_ON = Parameter("on", "The day; today where left out.", _DAY, "2024-11-21")
_KNOWN = Parameter("as_known_on", "Only what was deposited or published by that day.", _DAY, "2024-11-21")
_A = Parameter("a", "A state or organisation: code, slug or name in any language.", example="UZ", required=True)
_B = Parameter("b", "The other one.", example="RU", required=True)
_TREATY = Parameter("treaty", "A treaty: slug, name or UNTC number.", example="untoc", required=True)
_MEASURE = Parameter("for", "The measure: a slug of the vocabulary measure.", example="extradition", required=True)
_KIND = Parameter(
    "kind", "Only things of this kind.", {"type": "string", "enum": list(KINDS)}, "official", repeats=True
)


def _limit(default: int, most: int) -> Parameter:
    return Parameter(
        "limit",
        "How many at most.",
        {"type": "integer", "minimum": 1, "maximum": most, "default": default},
        str(default),
    )


_Q = Parameter("q", "A name, or its beginning, in any language or script.", example="Краснов", required=True)
_HIT = {"iri": ADDRESS, "label": TEXT, "kind": TEXT, "path": TEXT}
_NAMED = thing(iri=ADDRESS, name=TEXT)
_SOURCE = {
    "type": "object",
    "properties": {"source": dict(ADDRESS), "title": dict(TEXT)},
    "required": ["source", "title"],
}
_PAIR = thing(property=TEXT, value=TEXT)
_LINE = thing(
    when=TEXT, what=TEXT, values=listed(_PAIR), note=TEXT, fact=ADDRESS, kind=TEXT, confidence=TEXT,
    divergences=listed(TEXT), sources=listed(_SOURCE),
)  # fmt: skip
_CARD = thing(
    iri=ADDRESS, label=TEXT, path=TEXT, kinds=listed(TEXT), names=by_name(listed(TEXT)), values=listed(_PAIR),
    note=TEXT, confidence=TEXT, checked=TEXT, divergences=listed(TEXT), sources=listed(_SOURCE),
    facts=by_name(listed(_LINE)), more=by_name(COUNT),
)  # fmt: skip
_TERM = thing(iri=ADDRESS, name=TEXT, label=TEXT, comment=TEXT)
_PROPERTY = thing(iri=ADDRESS, name=TEXT, label=TEXT, comment=TEXT, domain=listed(TEXT), range=listed(TEXT))
_ASKED = thing(name=TEXT, type=TEXT, description=TEXT, example=TEXT, default=or_null(TEXT), required=FLAG)
_QUESTION = thing(name=TEXT, summary=TEXT, description=TEXT, tags=listed(TEXT), sparql=TEXT, parameters=listed(_ASKED))

OPERATIONS: Mapping[str, Operation] = {
    one.name: one
    for one in (
        Operation(
            "search",
            "Things by name, best first, in any language and script.",
            (_Q, _KIND, _limit(20, 200), LANG),
            thing(query=TEXT, hits=listed(thing(**_HIT, matched=TEXT, score=NUMBER))),
            {"q": "Krasnov"},
        ),
        Operation(
            "suggest",
            "A few things whose name is like what was typed so far.",
            (_Q, _KIND, _limit(8, 50), LANG),
            listed(thing(**_HIT)),
            {"q": "krasn", "kind": "official"},
        ),
        Operation(
            "show",
            "The card of a thing: its names, and its facts with dates and sources.",
            (
                Parameter("name", "A slug, name or address.", example="state/UZ", required=True),
                Parameter("on", "The day of which a state's card says who is in office.", _DAY, "2024-11-21"),
                _limit(25, 500),
                LANG,
            ),
            _CARD,
            {"name": "session/sco-prosecutors-general-21"},
        ),
        Operation(
            "between",
            "Every treaty in force between two on a day, each with its proof.",
            (
                _A,
                _B,
                _ON,
                _KNOWN,
                Parameter("matter", "Only for this matter.", example="criminal"),
                Parameter(
                    "suppose",
                    "As if this were done too: STATE:KIND:TREATY:DATE; five at most.",
                    example="KG:ratification:untoc:2026-01-01",
                    repeats=True,
                ),
                LANG,
            ),
            thing(
                between=listed(_NAMED),
                on=_DAY,
                as_known_on=or_null(_DAY),
                in_force=listed(thing(iri=ADDRESS, name=TEXT, treaty=TEXT, from_=ANYTHING, proof={"type": "object"})),
                agreements_between_agencies=listed(_NAMED),
            ),
            {"a": "UZ", "b": "RU", "on": "2024-11-21"},
            _TOLD,
        ),
        Operation(
            "route",
            "How one asks another for a measure: instruments, the first to try first, with authority and channel.",
            (
                _A,
                _B,
                _MEASURE,
                _ON,
                _KNOWN,
                LANG,
            ),
            thing(
                from_=_NAMED, to=_NAMED, for_=TEXT, on=_DAY, as_known_on=or_null(_DAY), ways=listed({"type": "object"})
            ),
            {"a": "UZ", "b": "RU", "for": "extradition", "on": "2024-11-21"},
            _TOLD,
        ),
        Operation(
            "status",
            "A treaty on a day: entry into force by the register and by its clause, parties, signatories.",
            (_TREATY, _ON, _KNOWN, LANG),
            thing(
                treaty=TEXT, iri=ADDRESS, name=TEXT, on=_DAY, as_known_on=or_null(_DAY), parties=COUNT,
                signatories=COUNT, complete=FLAG, entry_into_force={"type": "object"},
                participants=listed(thing(iri=ADDRESS, name=TEXT, state=TEXT, standing=TEXT, actions=listed(ANYTHING))),
                findings=listed(thing(kind=TEXT, sentence=TEXT)), horizon=listed(ANYTHING),
            ),
            {"treaty": "untoc", "on": "2024-11-21"},
            _TOLD,
        ),
        Operation(
            "explain",
            "The proof: of entry into force, of a standing, or of force between two or its absence.",
            (
                _TREATY,
                Parameter("a", "A state or organisation.", example="UZ"),
                Parameter("b", "Another one.", example="RU"),
                _ON,
                _KNOWN,
                LANG,
            ),
            thing(
                rule=TEXT, sentence=by_name(TEXT), acts=listed(TEXT), sources=listed(TEXT), children=listed(ANYTHING)
            ),
            {"treaty": "untoc", "a": "UZ"},
            _TOLD,
        ),
        Operation(
            "horizon",
            "What takes effect within some days, over all treaties.",
            (
                _ON,
                Parameter(
                    "days",
                    "How many days ahead.",
                    {"type": "integer", "minimum": 1, "maximum": 36525, "default": 365},
                    "365",
                ),
                LANG,
            ),
            thing(on=_DAY, days=COUNT, events=listed(thing(day=TEXT, kind=TEXT, treaty=TEXT, sentence=TEXT))),
            {"on": "2003-01-01", "days": "365"},
            _TABLE,
        ),
        Operation(
            "question",
            "A named question with its parameters (those that /api/questions lists for it).",
            (
                Parameter("name", "The question.", example="holders-of-post", required=True),
                LANG,
            ),
            thing(
                question=TEXT, title=TEXT, variables=listed(TEXT), rows=listed({"type": "object"}),
                blank=or_null(thing(status=TEXT, text=TEXT, known=COUNT)),
            ),
            {"name": "holders-of-post", "post": "ru-prosecutor-general", "on": "2024-11-21"},
            _TABLE,
            free=True,
        ),
        Operation(
            "questions",
            "The catalogue of named questions, with their parameters and SPARQL.",
            (LANG,),
            listed(_QUESTION),
            {},
        ),
        Operation(
            "terms",
            "The words of the ontology, for completion in an editor: prefixes, classes, properties, vocabularies.",
            (LANG,),
            thing(
                prefixes=by_name(TEXT),
                classes=listed(_TERM),
                properties=listed(_PROPERTY),
                vocabularies=listed(thing(iri=ADDRESS, name=TEXT, label=TEXT, concepts=listed(_TERM))),
            ),
            {},
        ),
    )
}  # fmt: skip


def parameters_of(operation: Operation) -> list[Parameter]:
    """The parameters of an operation, the form among them where there is a choice."""
    found = list(operation.parameters)
    if len(operation.forms) > 1:
        schema = {"type": "string", "enum": list(operation.forms), "default": "json"}
        found.append(Parameter("format", "The form of the answer.", schema, operation.forms[0]))
    return found
