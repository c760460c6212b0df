"""Findings as sentences: names instead of IRIs, and the place in the records or the source.

Order: the gravest first; among equals what the shapes' ``sh:order`` puts first;
then by file and row, ``actions.csv:9`` before ``actions.csv:10``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from .finding import SEVERITIES, Finding
from .messages import NONE, PLACEHOLDER, chosen, fill
from .names import BATCH, COMITY, Names, batched, listed
from .paths import Path
from .source import Source
from .terms import PREFIXES, Term, Words, short
from .terms import listed as enumerated

ORIGIN_GRAPH: Final = "https://w3id.org/comity/graph/origin"
NAMES: Final = {
    "en": {"Violation": "Violation", "Warning": "Warning", "Info": "Info"},
    "ru": {"Violation": "Нарушение", "Warning": "Предупреждение", "Info": "К сведению"},
}
CONFORMS: Final = {
    "en": "The data conform: nothing was found.",
    "ru": "Данные соответствуют формам: замечаний нет.",
}
COUNTED: Final = {
    "en": "Violations: {Violation}, warnings: {Warning}, info: {Info}.",
    "ru": "Нарушений: {Violation}, предупреждений: {Warning}, к сведению: {Info}.",
}
OWN_SUBJECT: Final = re.compile(r"\{[$?](?!value\}|path\}|PATH\})\w+\}")
"""A message that begins with a thing it names is a sentence about that thing and needs no other subject."""


class Sentences:
    """Writes findings in one language; names and places are looked up in batches, not one by one."""

    def __init__(self, source: Source | None, lang: str, origin: Callable[[Term], str | None] | None) -> None:
        self._source = source
        self._lang = lang
        self._tongue = lang if lang in NAMES else "en"
        self._origin = origin
        self._names = Names(source, lang)

    def report(self, findings: Sequence[Finding], counts: Mapping[str, int]) -> str:
        """All findings in order, then the count."""
        if not findings:
            return CONFORMS[self._tongue]
        places = self._places(list(dict.fromkeys(finding.focus for finding in findings)))
        lines: list[str] = []
        for batch in batched(sorted(findings, key=lambda finding: order(finding, places)), BATCH):
            self.look_up(batch)
            lines += [self.sentence(finding, places.get(finding.focus)) for finding in batch]
        other = sum(n for name, n in counts.items() if name not in SEVERITIES)
        last = COUNTED[self._tongue].format_map(counts)
        return "\n".join([*lines, last + (f" + {other}" if other else "")])

    def sentence(self, finding: Finding, place: str | None) -> str:
        """``tenures.csv:12: Violation: Tenure of X: the property holder is missing.``"""
        severity = NAMES[self._tongue].get(finding.severity, finding.severity)
        template = chosen(finding.said(), self._lang)
        message = self.message(finding)
        if message and message[-1] not in ".!?…":
            message += "."
        start = f"{place}: {severity}" if place else severity
        if "{$this}" in template or "{?this}" in template or (finding.templates and OWN_SUBJECT.match(template)):
            return f"{start}: {message}"
        return f"{start}: {self._names(finding.focus)}: {message}"

    def look_up(self, findings: Sequence[Finding]) -> None:
        """Find the names that the messages of these findings need, and drop those found before."""
        self._names.forget()
        self._names.look_up(term for finding in findings for term in mentioned(finding))

    def message(self, finding: Finding) -> str:
        """The message of a finding, its placeholders filled; a text of the data that is all of it stays bare."""
        template = chosen(finding.said(), self._lang).strip()
        only = PLACEHOLDER.fullmatch(template)
        fact = finding.facts.get(only.group(1)) if only else None
        return fact.value if isinstance(fact, Literal) else fill(template, self._words(finding)).strip()

    def _words(self, finding: Finding) -> dict[str, str]:
        words = {**NONE[self._tongue]}
        words |= {name: self._fact(name, fact) for name, fact in finding.facts.items()}
        words["this"] = self._names(finding.focus)
        if finding.value is not None:
            words["value"] = self._names(finding.value)
        if finding.path is not None:
            named = chosen(finding.names, self._lang)
            words["path"] = words["PATH"] = self._names.quoted(named) if named else self._path(finding.path)
        return words

    def _fact(self, name: str, fact: Words) -> str:
        if isinstance(fact, Literal) and (name in {"count", "limit", "lang"} or name.startswith("sentence")):
            return fact.value  # a number or tag, or a whole sentence: neither is quoted
        if isinstance(fact, NamedNode) and name == "near":
            return self._path(Path("predicate", iri=fact))
        if isinstance(fact, NamedNode) and name == "property":
            return self._names.quoted(self._names(fact))
        return enumerated(fact, self._names)

    def _path(self, path: Path) -> str:
        """The property by its name in the ontology and the name to write, where the two differ."""
        label = None if path.iri is None else self._names.label(path.iri)
        return str(path) if label is None else f"{self._names.quoted(label)} ({path})"

    def _places(self, nodes: Sequence[Term]) -> dict[Term, str]:
        """Where each node was written: the records' file and row, else the source of its passage."""
        if self._origin is not None:
            return {node: place for node in nodes if (place := self._origin(node)) is not None}
        places: dict[Term, str] = {}
        if self._source is not None:
            for batch in batched([node for node in nodes if isinstance(node, NamedNode)], BATCH):
                places |= sources(self._source, batch)
                places |= rows(self._source, batch)
                lost = [node for node in batch if node not in places]
                if lost:
                    places |= rests_on(self._source, lost)
        return places


def order(finding: Finding, places: Mapping[Term, str]) -> tuple[object, ...]:
    """The key to sort by; a node without a place comes after those that have one."""
    grave = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    place = places.get(finding.focus)
    inside = (str(finding.shape), str(finding.path), str(finding.value))
    return grave, finding.order, place is None, natural(place or short(finding.focus)), inside


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key by which ``a:9`` comes before ``a:10``: runs of digits count as numbers."""
    pieces = re.split(r"(\d+)", text)
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces)


def mentioned(finding: Finding) -> list[Term]:
    """Every term that the sentence of a finding may name."""
    terms: list[Term] = [finding.focus]
    if finding.value is not None:
        terms.append(finding.value)
    if finding.path is not None:
        terms += finding.path.predicates()
    for fact in finding.facts.values():
        terms += fact if isinstance(fact, tuple) else (fact,)
    for detail in finding.details:
        terms += mentioned(detail)
    return terms


def rows(source: Source, nodes: Sequence[NamedNode]) -> dict[Term, str]:
    """``tenures.csv:12`` for nodes that come from record tables; the first row of several."""
    query = (
        f"SELECT ?x ?file ?row WHERE {{ VALUES ?x {{ {listed(nodes)} }} "
        f"GRAPH <{ORIGIN_GRAPH}> {{ ?x <{COMITY}recordFile> ?file "
        f"OPTIONAL {{ ?x <{COMITY}recordRow> ?row }} }} }} ORDER BY ?file ?row"
    )
    found: dict[Term, str] = {}
    for x, file, row in source.select(query):
        if x is not None and isinstance(file, Literal):
            found.setdefault(x, f"{file.value}:{row.value}" if isinstance(row, Literal) else file.value)
    return found


def rests_on(source: Source, nodes: Sequence[NamedNode]) -> dict[Term, str]:
    """For what was computed: the place of what it is about, or was computed from."""
    query = (
        f"SELECT ?x ?basis WHERE {{ VALUES ?x {{ {listed(nodes)} }} "
        f"?x <{COMITY}about>|<{COMITY}becauseOf> ?basis }} ORDER BY ?x ?basis"
    )
    first: dict[Term, NamedNode] = {}
    for x, basis in source.select(query):
        if x is not None and isinstance(basis, NamedNode):
            first.setdefault(x, basis)
    if not first:
        return {}
    known = rows(source, list(first.values()))
    return {x: known[basis] for x, basis in first.items() if basis in known}


def sources(source: Source, nodes: Sequence[NamedNode]) -> dict[Term, str]:
    """``Title of the source, para 9`` for nodes that name the passage they rest on."""
    query = (
        f"SELECT ?x ?title ?locator WHERE {{ VALUES ?x {{ {listed(nodes)} }} "
        f"?x <{PREFIXES['prov']}wasDerivedFrom> ?passage . ?passage <{COMITY}source> ?source . "
        f"?source <{PREFIXES['dcterms']}title> ?title "
        f"OPTIONAL {{ ?passage <{COMITY}locator> ?locator }} }} ORDER BY ?title ?locator"
    )
    found: dict[Term, str] = {}
    for x, title, locator in source.select(query):
        if x is not None and isinstance(title, Literal):
            found.setdefault(x, f"{title.value}, {locator.value}" if isinstance(locator, Literal) else title.value)
    return found
