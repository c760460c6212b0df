"""Gathers the card of one thing from the graph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ..ontology.namespaces import COMITY
from .card import HIDDEN, Card, Line
from .labels import evidence_for, labels_for, rank_language

if TYPE_CHECKING:
    from .session import Graph

_OWN = "SELECT ?property ?value WHERE {{ {thing} ?property ?value }}"
_NAMED = "http://www.w3.org/2002/07/owl#NamedIndividual"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_NAMES = frozenset({"http://www.w3.org/2004/02/skos/core#altLabel", COMITY + "abbreviation", COMITY + "formalName"})
_EVIDENCE = "http://www.w3.org/ns/prov#wasDerivedFrom"
#: Shortcuts point at a thing as well; the facts they were derived from tell more.
_SHORTCUTS = (
    "holdsPost",
    "memberOf",
    "metWith",
    "attended",
    "representedAt",
    "prosecutorGeneralOf",
    "partyTo",
)
_FACT = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?property ?value WHERE {{
  {{ SELECT DISTINCT ?fact WHERE {{ ?fact ?any {thing} FILTER(?any NOT IN ({skipped})) }} }}
  ?fact ?property ?value .
}}
"""
_FORMS = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?form ?language WHERE {{
  ?name comity:nameOf {thing} ; comity:form ?form
  OPTIONAL {{ ?name comity:nameLanguage ?language }}
}}
"""


def card_of(graph: Graph, iri: str, lang: str, limit: int) -> Card:
    """The card of ``iri``: ``limit`` facts a section, the rest counted in ``more``."""
    from pyoxigraph import NamedNode

    thing = str(NamedNode(iri))
    own: dict[str, list[Any]] = defaultdict(list)
    for name, value in graph.run(_OWN.format(thing=thing)).rows():
        own[name.value].append(value)
    skipped = ", ".join(f"<{COMITY}{name}>" for name in (*_SHORTCUTS, "nameOf", "about"))
    facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for fact, name, value in graph.run(_FACT.format(thing=thing, skipped=skipped)).rows():
        if type(fact).__name__ == "NamedNode":
            facts[fact.value][name.value].append(value)

    addresses = {term.value for values in own.values() for term in values if _is_iri(term)} | set(own)
    for properties in facts.values():
        addresses |= set(properties)
        addresses |= {term.value for values in properties.values() for term in values if _is_iri(term)}
    labels = labels_for(graph, addresses | {iri} | {COMITY + kind for kind in _SECTIONS}, lang)
    evidence = evidence_for(graph, {iri, *facts}, lang)

    def words(term: Any) -> str:
        if _is_iri(term):
            return labels.get(term.value) or str(term.value.rsplit("/", 1)[-1])
        return str(term.value)

    def kinds(types: list[Any]) -> list[str]:
        own_types = [term.value for term in types if _is_iri(term) and term.value != _NAMED]
        return [labels.get(name, name.rsplit("#", 1)[-1]) for name in own_types]

    def pairs(properties: dict[str, list[Any]], leave_out: set[str]) -> list[tuple[str, str]]:
        shown = []
        for name in sorted(
            properties, key=lambda p: (_FIRST.index(p) if p in _FIRST else len(_FIRST), labels.get(p, p))
        ):
            if name in HIDDEN or name in _NAMES or not name.startswith((COMITY, "http://www.w3.org/2004")):
                continue
            values = list(_in_language(properties[name], lang))
            told = sorted({words(term) for term in values if not (_is_iri(term) and term.value in leave_out)})
            if told:
                shown.append((labels.get(name, name.rsplit("#", 1)[-1]), ", ".join(told)))
        return shown

    sections: dict[str, list[Line]] = defaultdict(list)
    for fact, properties in facts.items():
        # The most telling class: the one with the fewest facts here is not known, so the asserted one.
        heading = (kinds(properties.get(_TYPE, [])) or ["fact"])[0]
        heading = _most_specific(properties.get(_TYPE, []), labels) or heading
        sections[heading].append(
            Line(
                when=_when(properties),
                values=([("", words(_best(properties[_LABEL], lang)))] if _LABEL in properties else [])
                + pairs({k: v for k, v in properties.items() if k not in _DATES}, {iri}),
                fact=fact,
                evidence=evidence.get(fact, ()),
                confidence=_last(properties.get(COMITY + "confidence")),
            )
        )
    for lines in sections.values():
        lines.sort(key=lambda line: (line.when.lstrip("./[<"), line.fact))
    order = {labels.get(COMITY + kind, kind): number for number, kind in enumerate(_SECTIONS)}
    more = {heading: len(lines) - limit for heading, lines in sections.items() if len(lines) > limit}

    names: dict[str, list[str]] = defaultdict(list)
    for name in (_LABEL, *sorted(_NAMES)):
        for term in own.get(name, ()):
            if term.value not in names[term.language or ""]:
                names[term.language or ""].append(term.value)
    for form, language in graph.run(_FORMS.format(thing=thing)).rows():
        code = language.value if language is not None else ""
        if form.value not in names[code]:
            names[code].append(form.value)

    return Card(
        iri=iri,
        label=labels.get(iri, iri.rsplit("/", 1)[-1]),
        kinds=[_most_specific(own.get(_TYPE, []), labels)] if own.get(_TYPE) else [],
        names=dict(sorted(names.items(), key=lambda item: rank_language(item[0] or None, lang))),
        values=([("when", _when(own))] if _when(own) else [])
        + pairs({k: v for k, v in own.items() if k not in _DATES and k != _LABEL}, set()),
        sections={
            heading: lines[:limit]
            for heading, lines in sorted(sections.items(), key=lambda item: (order.get(item[0], 99), item[0]))
        },
        evidence=evidence.get(iri, ()),
        confidence=_last(own.get(COMITY + "confidence")),
        checked=_last(own.get(COMITY + "checkedOn")),
        more=more,
    )


#: What a line says first; the rest follows by name.
_FIRST = [
    COMITY + name
    for name in "content holder post member organisation participant participationIn actor instrument".split()
]
#: Sections in the order in which a reader wants them; the rest follow by name.
_SECTIONS = (
    "Tenure",
    "Post",
    "Membership",
    "Session",
    "Visit",
    "Meeting",
    "Participation",
    "Aim",
    "WorkingRule",
    "Proposal",
)


_DATES = frozenset(COMITY + name for name in ("date", "start", "end", "endStatus", "attestedOn"))
#: Classes that say little beside a narrower one (derived/types adds them).
_BROAD = frozenset(
    COMITY + name
    for name in (
        "Encounter",
        "Instrument",
        "Treaty",
        "NonBindingInstrument",
        "Action",
        "LedgerEntry",
        "TreatySubject",
    )
)


def _most_specific(types: list[Any], labels: dict[str, str]) -> str:
    names = [term.value for term in types if _is_iri(term) and term.value.startswith(COMITY)]
    narrow = sorted(name for name in names if name not in _BROAD) or sorted(names)
    return labels.get(narrow[0], narrow[0].rsplit("#", 1)[-1]) if narrow else ""


def _when(properties: dict[str, list[Any]]) -> str:
    date = _last(properties.get(COMITY + "date"))
    if date:
        return date
    start, end = _last(properties.get(COMITY + "start")), _last(properties.get(COMITY + "end"))
    status = _last(properties.get(COMITY + "endStatus"))
    if not start and not end:
        return ""
    return f"{start or '?'} – {end or {'ongoing': 'now', 'unknown': '?'}.get(status, '?')}"


def _last(values: list[Any] | None) -> str:
    if not values:
        return ""
    value: str = values[0].value
    return value.rsplit("/", 1)[-1] if _is_iri(values[0]) else value


def _is_iri(term: Any) -> bool:
    return type(term).__name__ == "NamedNode"


def _in_language(values: list[Any], lang: str) -> list[Any]:
    """Of texts in several languages the best one; everything else as it is."""
    tagged = [value for value in values if getattr(value, "language", None)]
    rest = [value for value in values if not getattr(value, "language", None)]
    return [*rest, _best(tagged, lang)] if tagged else rest


def _best(values: list[Any], lang: str) -> Any:
    return min(values, key=lambda term: (rank_language(getattr(term, "language", None), lang), term.value))
