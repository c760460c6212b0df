"""Why an answer has no rows: not in the sources, not checked, or checked and absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ontology.namespaces import COMITY
from .catalogue import Question
from .labels import labels_for, values_block
from .prefixes import with_prefixes
from .result import Blank
from .words import heading, is_russian, say, spoken

if TYPE_CHECKING:
    from .session import Graph

#: Facts named in the explanation.
NAMED = 5
_VARIABLE = re.compile(r"[?](\w+)")
_DATES = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?date ?start ?end ?endStatus WHERE {{
  VALUES ?fact {{ {facts} }}
  OPTIONAL {{ ?fact comity:date ?date }}
  OPTIONAL {{ ?fact comity:start ?start }}
  OPTIONAL {{ ?fact comity:end ?end }}
  OPTIONAL {{ ?fact comity:endStatus ?endStatus }}
}}
"""
_ORDER = """
  OPTIONAL { ?fact comity:earliest ?e1 } OPTIONAL { ?fact comity:startEarliest ?e2 }
  OPTIONAL { ?fact comity:startLatest ?e3 } OPTIONAL { ?fact comity:latest ?e4 }
  BIND(COALESCE(?e1, ?e2, ?e3, ?e4) AS ?first)
"""


def explain(graph: Graph, asked: Question, terms: Mapping[str, str], lang: str) -> Blank:
    """Why ``asked`` with these bound ``terms`` has no answer.

    Counts the facts of the question's kind about the things it names, leaving
    out its other conditions; where there are some, names a few.
    """
    named = {name: term for name, term in terms.items() if term != "UNDEF"}
    things = {name: term for name, term in named.items() if term.startswith("<")}
    labels = labels_for(graph, [term[1:-1] for term in things.values()] + [COMITY + asked.blank.kind], lang)
    for term in things.values():
        iri = term[1:-1]
        if iri not in labels and not graph.knows(iri):
            return Blank("not in the sources", say("unknown thing", lang, iri=iri))
    pattern = asked.blank.facts
    used = set(_VARIABLE.findall(pattern))
    kept = {name: term for name, term in named.items() if name in used}
    kind = labels.get(COMITY + asked.blank.kind, asked.blank.kind)
    said = [labels.get(term[1:-1], term[1:-1].rsplit("/", 1)[-1]) for name, term in kept.items() if name in things]
    about = say("about things", lang, things=", ".join(said)) if said else say("at all", lang)
    count = _count(graph, pattern, kept)
    if count == 0:
        text = say("not in the sources", lang, kind=kind, about=about)
        others = _count(graph, pattern, {}) if kept else 0
        if others:
            text += " " + say("others", lang, n=others)
        return Blank("not in the sources", text)
    conditions = [f"{heading(name, lang)}: {_plain(term, labels)}" for name, term in named.items() if name not in kept]
    finding = asked.blank.absent
    status = "checked and absent" if finding else "not checked"
    text = say(
        status,
        lang,
        kind=kind,
        n=count,
        about=about,
        conditions=f" ({'; '.join(conditions)})" if conditions else "",
        finding=finding["ru" if is_russian(lang) else "en"] if finding else "",
    )
    facts = _some(graph, pattern, kept, lang)
    if facts:
        text += " " + say("known", lang, facts="; ".join(facts)) + ("; …" if count > len(facts) else ".")
    return Blank(status, text, count)


def _count(graph: Graph, pattern: str, terms: Mapping[str, str]) -> int:
    text = f"SELECT (COUNT(DISTINCT ?fact) AS ?n) WHERE {{ {values_block(terms)} {pattern} }}"
    ((count,),) = graph.run(with_prefixes(text)).rows()
    return int(count.value)


def _some(graph: Graph, pattern: str, terms: Mapping[str, str], lang: str) -> list[str]:
    """The first few of those facts, each with what it is about and when."""
    what = "?what" if "?what" in pattern else ""
    text = (
        f"SELECT DISTINCT ?fact {what} ?first WHERE {{ {values_block(terms)} {pattern} {_ORDER} }}"
        f" ORDER BY ?first ?fact LIMIT {NAMED}"
    )
    rows = [tuple(row) for row in graph.run(with_prefixes(text)).rows()]
    facts = [row[0] for row in rows if type(row[0]).__name__ == "NamedNode"]
    if not facts:
        return []
    dates = {
        row[0].value: row[1:] for row in graph.run(_DATES.format(facts=" ".join(map(str, facts)))).rows()
    }  # fmt: skip
    iris = {getattr(term, "value", "") for row in rows for term in row[:2] if type(term).__name__ == "NamedNode"}
    labels = labels_for(graph, iris, lang)
    told = []
    for row in rows:
        name = labels.get(getattr(row[1] if what else row[0], "value", "")) or labels.get(row[0].value)
        when = _when(dates.get(row[0].value, (None,) * 4), lang)
        told.append(" ".join(part for part in (name or row[0].value.rsplit("/", 1)[-1], when) if part))
    return list(dict.fromkeys(told))


def _when(dates: tuple[Any, ...], lang: str) -> str:
    date, start, end, status = (None if term is None else str(term.value) for term in dates)
    if date is not None:
        return f"({spoken(date, lang)})"
    if start is None and end is None:
        return ""
    open_end = say("now", lang) if (status or "").endswith("/ongoing") else "?"
    return f"({spoken(start or '?', lang)} – {spoken(end, lang) if end else open_end})"


def _plain(term: str, labels: Mapping[str, str]) -> str:
    if term.startswith("<"):
        return labels.get(term[1:-1], term[1:-1].rsplit("/", 1)[-1])
    return term.partition('"^^')[0].strip('"')
