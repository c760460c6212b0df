"""The card of one thing: what it is, its facts with dates, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..ontology.namespaces import COMITY
from .result import Evidence

#: Dates that only bound another date are not shown on a card.
HIDDEN = frozenset(
    COMITY + name
    for name in [
        "earliest",
        "latest",
        "startEarliest",
        "startLatest",
        "endEarliest",
        "endLatest",
        "entryIntoForceEarliest",
        "entryIntoForceLatest",
        "effectiveEarliest",
        "effectiveLatest",
        "dueEarliest",
        "dueLatest",
        "checkedOn",
        "confidence",
        "nameOf",
        "hasName",
        "attendance",
        "onBehalfOf",
        "holdsPost",
        "memberOf",
        "metWith",
        "attended",
        "representedAt",
        "prosecutorGeneralOf",
    ]
) | {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
    "http://www.w3.org/2000/01/rdf-schema#label",
}


@dataclass(frozen=True)
class Line:
    """One fact on a card: when, what (property, value) pairs, and its node."""

    when: str
    values: Sequence[tuple[str, str]]
    fact: str
    evidence: Sequence[Evidence] = ()
    confidence: str = ""


@dataclass(frozen=True)
class Card:
    """What ``show`` prints.  ``sections`` maps a heading (a class) to its lines."""

    iri: str
    label: str
    kinds: Sequence[str]
    names: Mapping[str, Sequence[str]]
    values: Sequence[tuple[str, str]]
    sections: Mapping[str, Sequence[Line]]
    evidence: Sequence[Evidence] = ()
    confidence: str = ""
    checked: str = ""
    more: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The card for JSON: plain lists, dicts and strings."""

        def sources(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
            return [{k: v for k, v in vars(item).items() if v is not None} for item in evidence]

        return {
            "iri": self.iri,
            "label": self.label,
            "kinds": list(self.kinds),
            "names": {language: list(names) for language, names in self.names.items()},
            "values": [{"property": name, "value": value} for name, value in self.values],
            "confidence": self.confidence,
            "checked": self.checked,
            "sources": sources(self.evidence),
            "facts": {
                heading: [
                    {
                        "when": line.when,
                        "values": [{"property": name, "value": value} for name, value in line.values],
                        "fact": line.fact,
                        "confidence": line.confidence,
                        "sources": sources(line.evidence),
                    }
                    for line in lines
                ]
                for heading, lines in self.sections.items()
            },
            "more": dict(self.more),
        }
