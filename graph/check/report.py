"""The report of a check: findings as values, as RDF, and as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from .finding import SEVERITIES, Finding
from .names import BATCH, batched
from .sentences import Sentences
from .source import Source
from .terms import PREFIXES, SH, TYPE, XSD, Term, sh

BOOLEAN = NamedNode(XSD + "boolean")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    ``conforms`` has the meaning SHACL gives it: no result at all, of whatever
    severity.  What blocks publishing is ``violations`` alone.
    """

    findings: tuple[Finding, ...]
    lang: str = "en"
    _source: Source | None = field(default=None, repr=False, compare=False)

    @property
    def conforms(self) -> bool:
        return not self.findings

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings of severity Violation."""
        return tuple(finding for finding in self.findings if finding.severity == "Violation")

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity; Violation, Warning and Info are always there."""
        counts = Counter(finding.severity for finding in self.findings)
        return {name: counts[name] for name in (*SEVERITIES, *sorted(set(counts) - set(SEVERITIES)))}

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def triples(self) -> Iterator[Triple]:
        """The report as a sh:ValidationReport graph."""
        report = BlankNode()
        yield Triple(report, TYPE, sh("ValidationReport"))
        yield Triple(report, sh("conforms"), Literal("true" if self.conforms else "false", datatype=BOOLEAN))
        for batch in batched(self.findings, BATCH):
            say = self._speaker(batch)
            for finding in batch:
                result = BlankNode()
                yield Triple(report, sh("result"), result)
                yield from result_triples(result, finding, say)

    def _speaker(self, findings: Sequence[Finding]) -> Callable[[Finding], Mapping[str, str]]:
        """What says the message of each of these findings in every language that it has."""
        told = {lang: Sentences(self._source, lang, None) for finding in findings for lang in finding.said()}
        for sentences in told.values():
            sentences.look_up(findings)

        def say(finding: Finding) -> Mapping[str, str]:
            plain = finding.messages
            return {lang: told[lang].message(finding) if lang in told else plain[lang] for lang in plain}

        return say

    def to_quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The report as quads, in the default graph or a named one."""
        for triple in self.triples():
            if graph is None:
                yield Quad(triple.subject, triple.predicate, triple.object)
            else:
                yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def turtle(self) -> str:
        """The report in Turtle."""
        data = serialize(self.triples(), format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return (data or b"").decode()

    def text(self, lang: str | None = None, origin: Callable[[Term], str | None] | None = None) -> str:
        """The report for a reader: one sentence a finding, then a line that counts.

        ``origin`` says where a focus node comes from (``tenures.csv:12``); by
        default the records' file and row or the source of the passage, as the
        store knows them.  Labels are looked up in the store that was checked.
        """
        sentences = Sentences(self._source, self.lang if lang is None else lang, origin)
        return sentences.report(self.findings, self.counts)


def result_triples(
    result: BlankNode, finding: Finding, say: Callable[[Finding], Mapping[str, str]]
) -> Iterator[Triple]:
    """One sh:ValidationResult; ``say`` gives its messages by language."""
    yield Triple(result, TYPE, sh("ValidationResult"))
    if not isinstance(finding.focus, Triple):
        yield Triple(result, sh("focusNode"), finding.focus)
    if finding.path is not None:
        node, triples = finding.path.triples()
        yield Triple(result, sh("resultPath"), node)
        yield from triples
    if finding.value is not None:
        yield Triple(result, sh("value"), finding.value)
    yield Triple(result, sh("resultSeverity"), severity_term(finding.severity))
    yield Triple(result, sh("sourceConstraintComponent"), finding.component)
    yield Triple(result, sh("sourceShape"), finding.shape)
    if finding.constraint is not None:
        yield Triple(result, sh("sourceConstraint"), finding.constraint)
    for lang, text in say(finding).items():
        yield Triple(result, sh("resultMessage"), Literal(text, language=lang) if lang else Literal(text))
    for detail in finding.details:
        node = BlankNode()
        yield Triple(result, sh("detail"), node)
        yield from result_triples(node, detail, say)


def severity_term(severity: str) -> NamedNode:
    """The IRI of a severity."""
    return NamedNode(severity if ":" in severity else SH + severity)


def summary(counts: Mapping[str, int]) -> str:
    """``2 violations, 1 warning`` for a log line."""
    plural = {name: "" if n == 1 or name == "Info" else "s" for name, n in counts.items()}
    named = [f"{n} {name.lower()}{plural[name]}" for name, n in counts.items() if n]
    return ", ".join(named) or "nothing found"
