"""The card of one thing: what it is, its facts with dates, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .result import Evidence


@dataclass(frozen=True)
class Line:
    """One fact on a card.

    ``when`` is its date as people say it, ``lead`` what it is in short, the
    ``values`` are (property, value) pairs with labels, ``fact`` its address.
    ``divergences`` are values that other sources give.
    """

    when: str
    lead: str
    values: Sequence[tuple[str, str]]
    fact: str
    evidence: Sequence[Evidence] = ()
    confidence: str = ""
    note: str = ""
    divergences: Sequence[str] = ()
    kind: str = ""

    @property
    def text(self) -> str:
        """The line without its date."""
        parts = [self.lead] if self.lead else []
        parts += [f"{name}: {value}" if name else value for name, value in self.values]
        return "; ".join(parts)


@dataclass(frozen=True)
class Card:
    """What ``show`` prints.

    ``sections`` maps the name of a class (``Tenure``) to its lines, in the order
    to read them; ``headings`` has a heading for each in the card's language, and
    ``more`` counts the lines left out.
    """

    iri: str
    label: str
    kinds: Sequence[str]
    names: Mapping[str, Sequence[str]]
    values: Sequence[tuple[str, str]]
    sections: Mapping[str, Sequence[Line]]
    headings: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()
    confidence: str = ""
    checked: str = ""
    note: str = ""
    divergences: Sequence[str] = ()
    more: Mapping[str, int] = field(default_factory=dict)
    lang: str = "en"

    def as_dict(self) -> dict[str, Any]:
        """The card for JSON: plain lists, dicts and strings."""

        def sources(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
            return [{k: v for k, v in vars(item).items() if v is not None} for item in evidence]

        def pairs(values: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
            return [{"property": name, "value": value} for name, value in values]

        return {
            "iri": self.iri,
            "label": self.label,
            "kinds": list(self.kinds),
            "names": {language: list(names) for language, names in self.names.items()},
            "values": pairs(self.values),
            "note": self.note,
            "confidence": self.confidence,
            "checked": self.checked,
            "divergences": list(self.divergences),
            "sources": sources(self.evidence),
            "facts": {
                name: [
                    {
                        "when": line.when,
                        "what": line.lead,
                        "values": pairs(line.values),
                        "note": line.note,
                        "fact": line.fact,
                        "kind": line.kind,
                        "confidence": line.confidence,
                        "divergences": list(line.divergences),
                        "sources": sources(line.evidence),
                    }
                    for line in lines
                ]
                for name, lines in self.sections.items()
            },
            "more": dict(self.more),
        }
