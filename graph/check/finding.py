"""A finding: one result of a check, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from .messages import NONE, default_templates, fill
from .paths import Path
from .terms import Node, Term, Words, listed, short

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result (SHACL 3.6.2).

    ``severity`` is ``Violation``, ``Warning`` or ``Info``, or the IRI of a
    shape's own level.  ``templates`` are the shape's messages by language, empty
    when it has none; ``facts`` fills them.  ``details`` are the findings in the
    shape that ``sh:node`` refers to.  ``constraint`` is the sh:SPARQLConstraint.
    ``top`` is the shape whose target led to ``shape``, often ``shape`` itself, and
    ``order`` its ``sh:order``: what a reader is to see last has the highest.
    """

    focus: Term
    path: Path | None
    value: Term | None
    component: NamedNode
    shape: Node
    severity: str
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Words] = field(default_factory=dict, repr=False)
    details: tuple[Finding, ...] = ()
    constraint: Node | None = None
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    top: Node | None = None
    order: float = 0.0

    @property
    def messages(self) -> dict[str, str]:
        """The message by language tag: the shape's own, else Comity's in English and Russian."""
        words = self.words()
        return {lang: fill(text, {**NONE.get(lang, NONE["en"]), **words}) for lang, text in self.said().items()}

    def said(self) -> Mapping[str, str]:
        """The message templates in force."""
        return self.templates or default_templates(self.component, self.facts)

    def words(self) -> dict[str, str]:
        """What the templates' placeholders stand for, without a graph to look labels up in."""
        words = {name: listed(words) for name, words in self.facts.items()}
        words["this"] = short(self.focus)
        if self.value is not None:
            words["value"] = short(self.value)
        if self.path is not None:
            words["path"] = words["PATH"] = str(self.path)
        return words
