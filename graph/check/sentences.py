"""Findings as sentences: labels instead of IRIs, and the place in the records or the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from .finding import Finding
from .messages import chosen, fill
from .paths import Path
from .source import Source
from .terms import PREFIXES, RDFS, Term, Words, listed, short

_Item = TypeVar("_Item")

COMITY: Final = PREFIXES["comity"]
ORIGIN_GRAPH: Final = "https://w3id.org/comity/graph/origin"
BATCH: Final = 500
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


class Sentences:
    """Writes findings in one language; labels and places are looked up in batches, not one by one."""

    def __init__(self, source: Source | None, lang: str, origin: Callable[[Term], str | None] | None) -> None:
        self._source = source
        self._lang = lang
        self._tongue = lang if lang in NAMES else "en"
        self._origin = origin
        self._labels: dict[Term, str] = {}
        self._places: dict[Term, str] = {}

    def report(self, findings: Sequence[Finding], counts: Mapping[str, int]) -> str:
        """All findings, the gravest first, then the count; other severities keep their order after these."""
        order = {name: number for number, name in enumerate(NAMES["en"])}
        lines: list[str] = []
        for batch in batched(sorted(findings, key=lambda finding: order.get(finding.severity, 9)), BATCH):
            self._look_up(batch)
            lines += [self.sentence(finding) for finding in batch]
        if not findings:
            return CONFORMS[self._tongue]
        other = sum(n for name, n in counts.items() if name not in order)
        last = COUNTED[self._tongue].format_map(counts)
        return "\n".join([*lines, last + (f" + {other}" if other else "")])

    def sentence(self, finding: Finding) -> str:
        """``tenures.csv:12: Violation: Tenure of X: the property holder is missing.``"""
        place = self._origin(finding.focus) if self._origin is not None else self._places.get(finding.focus)
        severity = NAMES[self._tongue].get(finding.severity, finding.severity)
        template = chosen(finding.said(), self._lang)
        message = fill(template, self._words(finding)).strip()
        if message and message[-1] not in ".!?…":
            message += "."
        start = f"{place}: {severity}" if place else severity
        if "{$this}" in template or "{?this}" in template:
            return f"{start}: {message}"
        return f"{start}: {self.name(finding.focus)}: {message}"

    def name(self, term: Term) -> str:
        """The label of a node, else its short name; literals in quotes of the language."""
        if isinstance(term, Literal):
            return f"«{term.value}»" if self._tongue == "ru" else f'"{term.value}"'
        return self._labels.get(term) or short(term)

    def _words(self, finding: Finding) -> dict[str, str]:
        words = {name: self._fact(name, fact) for name, fact in finding.facts.items()}
        words["this"] = self.name(finding.focus)
        if finding.value is not None:
            words["value"] = self.name(finding.value)
        if finding.path is not None:
            named = chosen(finding.names, self._lang)
            words["path"] = words["PATH"] = f'"{named}"' if named else self._path(finding.path)
        return words

    def _fact(self, name: str, fact: Words) -> str:
        if name in {"count", "limit", "lang"} and isinstance(fact, Literal):
            return fact.value
        return listed(fact, self.name)

    def _path(self, path: Path) -> str:
        if path.iri is not None:
            label = self._labels.get(path.iri)
            return f'"{label}"' if label and self._tongue != "ru" else f"«{label}»" if label else str(path)
        return str(path)

    def _look_up(self, findings: Iterable[Finding]) -> None:
        self._labels.clear()
        self._places.clear()
        if self._source is None:
            return
        focus: dict[NamedNode, None] = {}
        named: dict[NamedNode, None] = {}
        for finding in findings:
            terms: list[Term] = [finding.focus]
            if isinstance(finding.focus, NamedNode):
                focus[finding.focus] = None
            if finding.value is not None:
                terms.append(finding.value)
            if finding.path is not None:
                terms += finding.path.predicates()
            for fact in finding.facts.values():
                terms += fact if isinstance(fact, tuple) else (fact,)
            named.update(dict.fromkeys(term for term in terms if isinstance(term, NamedNode)))
        for batch in batched(list(named), BATCH):
            self._find_labels(self._source, batch)
        if self._origin is None:
            for batch in batched(list(focus), BATCH):
                self._find_sources(self._source, batch)
                self._find_rows(self._source, batch)

    def _find_labels(self, source: Source, terms: Sequence[NamedNode]) -> None:
        rank = {self._lang: 0, "en": 1, "": 2}
        best: dict[Term, int] = {}
        query = (
            f"SELECT ?x ?label WHERE {{ VALUES ?x {{ {' '.join(map(str, terms))} }} "
            f"?x <{RDFS}label>|<{PREFIXES['skos']}prefLabel> ?label }}"
        )
        for x, label in source.select(query):
            if x is not None and isinstance(label, Literal):
                value = rank.get((label.language or "").split("-")[0], 3)
                if value < best.get(x, 9):
                    best[x] = value
                    self._labels[x] = label.value

    def _find_rows(self, source: Source, terms: Sequence[NamedNode]) -> None:
        query = (
            f"SELECT ?x ?file ?row WHERE {{ VALUES ?x {{ {' '.join(map(str, terms))} }} "
            f"GRAPH <{ORIGIN_GRAPH}> {{ ?x <{COMITY}recordFile> ?file "
            f"OPTIONAL {{ ?x <{COMITY}recordRow> ?row }} }} }} ORDER BY ?file ?row"
        )
        found: dict[Term, str] = {}
        for x, file, row in source.select(query):
            if x is not None and isinstance(file, Literal):
                place = f"{file.value}:{row.value}" if isinstance(row, Literal) else file.value
                found.setdefault(x, place)
        self._places.update(found)

    def _find_sources(self, source: Source, terms: Sequence[NamedNode]) -> None:
        query = (
            f"SELECT ?x ?title ?locator WHERE {{ VALUES ?x {{ {' '.join(map(str, terms))} }} "
            f"?x <{PREFIXES['prov']}wasDerivedFrom> ?passage . ?passage <{COMITY}source> ?source . "
            f"?source <{PREFIXES['dcterms']}title> ?title "
            f"OPTIONAL {{ ?passage <{COMITY}locator> ?locator }} }} ORDER BY ?title ?locator"
        )
        for x, title, locator in source.select(query):
            if x is not None and isinstance(title, Literal):
                place = f"{title.value}, {locator.value}" if isinstance(locator, Literal) else title.value
                self._places.setdefault(x, place)


def batched(items: Sequence[_Item], size: int) -> Iterator[list[_Item]]:
    """Consecutive pieces of at most ``size`` items."""
    walk = iter(items)
    while batch := list(islice(walk, size)):
        yield batch
