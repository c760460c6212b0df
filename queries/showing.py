"""Gathers the card of one thing from the graph."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import NotFound
from ..ontology.namespaces import COMITY, ID, SKOS
from .card import Card, Line
from .card_lines import (
    HEADINGS,
    LABEL,
    RDF_TYPE,
    TITLE,
    Teller,
    end,
    in_language,
    last,
    narrowest,
    order_of,
    section_of,
)
from .catalogue import question
from .labels import batches, evidence_for, labels_for, rank_language
from .result import is_iri
from .words import say, spoken

if TYPE_CHECKING:
    from .session import Graph

#: Facts of which a card tells; a source that a million facts rest on has no card of a million lines.
MOST = 20_000

_OWN = "SELECT ?property ?value WHERE {{ {thing} ?property ?value }}"
_PROV = "http://www.w3.org/ns/prov#wasDerivedFrom"
#: Shortcuts point at a thing as well; the facts they were derived from tell more.
_SHORTCUTS = (
    "holdsPost memberOf metWith attended representedAt prosecutorGeneralOf partyTo "
    "nameOf hasName about namedState onBehalfOf byCapacity toCapacity subject stateA stateB"
).split()
_FACT = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?property ?value WHERE {{
  {{ SELECT DISTINCT ?fact WHERE {{ {pattern} }} LIMIT {most} }}
  ?fact ?property ?value .
}}
"""
_MENTIONS = "?fact ?any {thing} FILTER(?any NOT IN ({skipped}))"
_RESTS = "?fact <http://www.w3.org/ns/prov#wasDerivedFrom>/comity:source {thing}"
_FORMS = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?form ?language WHERE {{
  ?name comity:nameOf {thing} ; comity:form ?form
  OPTIONAL {{ ?name comity:nameLanguage ?language }}
}}
ORDER BY ?language ?form
"""
_DAYS = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?date WHERE {{
  VALUES ?fact {{ {facts} }}
  ?fact comity:participationIn/comity:date ?date
}}
"""
_POSTS = "SELECT ?tenure ?post WHERE {{ VALUES ?tenure {{ {tenures} }} ?tenure <" + COMITY + "post> ?post }}"
_DIVERGENT = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?field ?value ?title WHERE {{
  VALUES ?fact {{ {facts} }}
  ?statement comity:about ?fact ; comity:field ?field ; comity:value ?value .
  # One in another: the engine would begin a path of three at its end, with every title there is.
  OPTIONAL {{
    ?statement <http://www.w3.org/ns/prov#wasDerivedFrom> ?passage
    OPTIONAL {{ ?passage comity:source ?source OPTIONAL {{ ?source <http://purl.org/dc/terms/title> ?title }} }}
  }}
}}
ORDER BY ?fact ?field ?value ?title
"""


def card_of(graph: Graph, iri: str, lang: str, limit: int, on: dt.date | None = None) -> Card:
    """The card of ``iri``: ``limit`` facts a section, the rest counted in ``more``.

    The card of a state or agency says who is in office ``on`` a day (today).
    Raises :class:`NotFound` where the graph says nothing of the address.
    """
    from pyoxigraph import NamedNode

    thing = str(NamedNode(iri))
    own: dict[str, list[Any]] = defaultdict(list)
    for name, value in graph.run(_OWN.format(thing=thing)).rows():
        own[name.value].append(value)
    if not own:
        raise NotFound(f"the graph knows nothing at the address {iri}", hint="comity search finds things by name.")
    facts = _facts(graph, thing, is_source=iri.startswith(f"{ID}source/"))
    told = list(facts)[:MOST]
    labels = labels_for(graph, _addresses(own, facts) | {iri}, lang)
    teller = Teller(labels, lang, _posts(graph, labels, lang))
    sections = _sections(graph, teller, iri, facts)
    day = on or dt.date.today()
    office = _office(graph, iri, own, lang, day)
    if office:
        sections["Office"] = office
    ordered = sorted(sections, key=lambda name: (order_of(name), name))
    kept = {name: sections[name][:limit] for name in ordered}
    evidence = evidence_for(graph, {iri} | {line.fact for lines in kept.values() for line in lines}, lang)
    divergences = _divergences(graph, teller, [iri, *told])
    return Card(
        iri=iri,
        label=labels.get(iri) or teller.lead(section_of(own.get(RDF_TYPE, ())), own, iri)[0] or end(iri),
        kinds=[labels.get(COMITY + narrowest(own[RDF_TYPE]), narrowest(own[RDF_TYPE]))] if own.get(RDF_TYPE) else [],
        names=_names(graph, thing, own, lang),
        values=_own_values(teller, own, lang),
        sections={
            name: [_with(line, evidence.get(line.fact, ()), divergences.get(line.fact, ())) for line in lines]
            for name, lines in kept.items()
        },
        headings={name: teller.heading(name, day.isoformat()) for name in ordered},
        evidence=evidence.get(iri, ()),
        confidence=_confidence(teller, own),
        checked=last(own.get(COMITY + "checkedOn")),
        note=_note(teller, own),
        divergences=divergences.get(iri, ()),
        more={name: len(sections[name]) - limit for name in ordered if len(sections[name]) > limit},
        lang=lang,
    )


def _facts(graph: Graph, thing: str, *, is_source: bool) -> dict[str, dict[str, list[Any]]]:
    """Every fact that mentions the thing, or rests on it where it is a source, with all it says."""
    skipped = ", ".join(f"<{COMITY}{name}>" for name in _SHORTCUTS)
    pattern = (_RESTS if is_source else _MENTIONS).format(thing=thing, skipped=skipped)
    facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for fact, name, value in graph.run(_FACT.format(pattern=pattern, most=MOST)).rows():
        if is_iri(fact) and fact.value.startswith(ID):
            facts[fact.value][name.value].append(value)
    return {
        fact: properties
        for fact, properties in facts.items()
        if not fact.startswith((f"{ID}passage/", f"{ID}name/")) and RDF_TYPE in properties
    }


def _addresses(own: Mapping[str, Sequence[Any]], facts: Mapping[str, Mapping[str, Sequence[Any]]]) -> set[str]:
    """Everything a card may have to name."""
    found = {COMITY + name for name in HEADINGS}
    for properties in (own, *facts.values()):
        for name, values in properties.items():
            if name == _PROV:
                continue
            found.add(name)
            found.update(term.value for term in values if is_iri(term))
    return found


def _posts(graph: Graph, addresses: Iterable[str], lang: str) -> dict[str, str]:
    """The label of the post of each tenure among the addresses."""
    posts: dict[str, str] = {}
    for chunk in batches(sorted(iri for iri in addresses if iri.startswith(f"{ID}tenure/"))):
        posts |= {tenure.value: post.value for tenure, post in graph.run(_POSTS.format(tenures=chunk)).rows()}
    names = labels_for(graph, set(posts.values()), lang)
    return {tenure: names[post] for tenure, post in posts.items() if post in names}


def _sections(
    graph: Graph, teller: Teller, iri: str, facts: Mapping[str, Mapping[str, Sequence[Any]]]
) -> dict[str, list[Line]]:
    days = _encounter_days(graph, [fact for fact in facts if fact.startswith(f"{ID}participation/")])
    sections: dict[str, list[tuple[tuple[str, str], Line]]] = defaultdict(list)
    for fact, properties in facts.items():
        section = section_of(properties.get(RDF_TYPE, ()))
        kind = narrowest(properties.get(RDF_TYPE, ()))
        lead, used = teller.lead(section, properties, iri)
        kind_label = teller.labels.get(COMITY + kind, kind)
        if section in ("Action", "LedgerEntry"):
            lead = f"{kind_label}: {lead}" if lead else kind_label
        elif section == "Tenure" and any(term.value == "true" for term in properties.get(COMITY + "acting", ())):
            lead = f"{lead} ({say('acting', teller.lang)})"
            used = {*used, COMITY + "acting"}
        own_day = any(term.value == iri for term in properties.get(COMITY + "participationIn", ()))
        when = teller.when(properties) or ("" if own_day else spoken(days.get(fact, ""), teller.lang))
        line = Line(
            when=when,
            lead=lead,
            values=teller.values(properties, on_line=True, leave_out={iri, *used}),
            fact=fact,
            confidence=_confidence(teller, properties, unless="high"),
            note=_note(teller, properties),
            kind=kind_label,
        )
        sections[section].append(((_sortable(properties, days.get(fact, "")), fact), line))
    return {
        name: [line for _, line in sorted(keyed, key=lambda pair: pair[0])] for name, keyed in sections.items()
    }  # fmt: skip


def _sortable(properties: Mapping[str, Sequence[Any]], day: str) -> str:
    """A day to sort by: the first that is bound; facts without one come last."""
    for name in ("earliest", "startEarliest", "startLatest", "latest", "endLatest"):
        if properties.get(COMITY + name):
            return last(properties[COMITY + name])
    return day.lstrip("./[") or "9999"


def _encounter_days(graph: Graph, participations: Sequence[str]) -> dict[str, str]:
    found = {}
    for chunk in batches(sorted(participations)):
        for fact, date in graph.run(_DAYS.format(facts=chunk)).rows():
            found[fact.value] = date.value
    return found


def _divergences(graph: Graph, teller: Teller, facts: Iterable[str]) -> dict[str, list[str]]:
    """What other sources say of these facts: ``start: 2010-02 (title)``."""
    found: dict[str, list[str]] = defaultdict(list)
    rows: list[tuple[Any, ...]] = []
    for chunk in batches(sorted(facts)):
        rows += graph.run(_DIVERGENT.format(facts=chunk)).rows()
    labels = labels_for(graph, {COMITY + row[1].value for row in rows}, teller.lang)
    titles: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for fact, field, value, title in rows:
        titles[fact.value, field.value, value.value] += [title.value] if title is not None else []
    for (fact, field, value), named in titles.items():
        said = f"{labels.get(COMITY + field, field)}: {spoken(value, teller.lang, point=True)}"
        found[fact].append(f"{said} ({'; '.join(dict.fromkeys(named))})" if named else said)
    return found


def _office(graph: Graph, iri: str, own: Mapping[str, Sequence[Any]], lang: str, day: dt.date) -> list[Line]:
    """Who heads the agencies of a state, or holds the posts of an agency, on a day."""
    kind = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
    state = iri if kind == "state" else next((term.value for term in own.get(COMITY + "organOf", ())), None)
    if kind not in ("state", "agency") or state is None:
        return []
    asked = question("agencies-of-state")
    terms = asked.bound({"state": state, "on": day})
    lines = []
    answer = graph.run(asked.fill(terms, lang=lang))
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows()]
    rows = [row for row in rows if row["official"] is not None and (kind == "state" or row["agency"].value == iri)]
    labels = labels_for(graph, {row[name].value for row in rows for name in ("post", "official")}, lang)
    for row in rows:
        post, official = (labels.get(row[name].value, end(row[name].value)) for name in ("post", "official"))
        certain = row["certain"] is not None and row["certain"].value == "true"
        start = spoken(row["start"].value, lang, point=True) if row["start"] is not None else "?"
        lines.append(
            Line(
                when="",
                lead=f"{post}: {official}" + ("" if certain else f" ({say('perhaps', lang)})"),
                values=[("", f"{start} – {_until(row, lang)}")],
                fact=row["fact"].value,
            )
        )
    return lines


def _until(row: Mapping[str, Any], lang: str) -> str:
    if row["end"] is not None:
        return spoken(row["end"].value, lang, point=True)
    if row["checked"] is not None:
        return say("seen", lang, day=row["checked"].value)
    return say("now", lang) if row["certain"] is not None and row["certain"].value == "true" else "?"


def _own_values(teller: Teller, own: Mapping[str, Sequence[Any]], lang: str) -> list[tuple[str, str]]:
    when = teller.when(own)
    values = [(say("when", lang), when)] if when else []
    section = section_of(own.get(RDF_TYPE, ()))
    leave_out: set[str] = set()
    if LABEL not in own and TITLE not in own:
        leave_out = teller.lead(section, own, "")[1] - {COMITY + name for name in ("holder", "post")}
    return values + teller.values(own, on_line=False, leave_out=leave_out)


def _names(graph: Graph, thing: str, own: Mapping[str, Sequence[Any]], lang: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for name in (LABEL, TITLE, COMITY + "abbreviation", COMITY + "formalName", SKOS + "altLabel"):
        for term in sorted(own.get(name, ()), key=lambda term: str(term.value)):
            language = getattr(term, "language", None) or ""
            if term.value not in names[language]:
                names[language].append(term.value)
    for form, language_term in graph.run(_FORMS.format(thing=thing)).rows():
        code = language_term.value if language_term is not None else getattr(form, "language", None) or ""
        if form.value not in names[code]:
            names[code].append(form.value)
    return dict(sorted(names.items(), key=lambda item: (rank_language(item[0] or None, lang), item[0])))


def _with(line: Line, evidence: Sequence[Any], divergences: Collection[str]) -> Line:
    from dataclasses import replace

    return replace(line, evidence=tuple(evidence), divergences=tuple(divergences))


def _confidence(teller: Teller, properties: Mapping[str, Sequence[Any]], unless: str = "") -> str:
    values = properties.get(COMITY + "confidence")
    return "" if not values or end(values[0].value) == unless else teller.words(values[0])


def _note(teller: Teller, properties: Mapping[str, Sequence[Any]]) -> str:
    return "; ".join(str(term.value) for term in in_language(properties.get(COMITY + "note", ()), teller.lang))
