"""What a build or a load did, in words for whoever ran it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .report import LoadReport

if TYPE_CHECKING:
    from ..graph.check import Report
    from ..graph.check.finding import Finding
    from ..graph.generations import Generation


@dataclass
class Outcome:
    """What a build or a load did.

    ``check`` is the report on the whole graph; ``findings`` tells what is new in
    it, and ``violations`` are the new ones.  ``published`` is the new generation
    with the facts in it; ``claimed`` the one in which what broke a shape waits
    among the claims; both are None where nothing changed.  ``unchanged``:
    everything was there already.
    """

    report: LoadReport
    check: Report | None = None
    published: Generation | None = None
    claimed: Generation | None = None
    kept_as_claims: list[str] = field(default_factory=list)
    unchanged: bool = False
    added: int = 0
    findings: str = ""
    violations: list[Finding] = field(default_factory=list)
    known_findings: int = 0
    underived: str = ""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def set_aside(self) -> int:
        """Rows that could not be read."""
        return self.report.set_aside

    @property
    def failed(self) -> bool:
        """Whether something of what was asked did not become fact."""
        return self.set_aside > 0 or (self.published is None and not self.unchanged)

    def messages(self) -> Iterator[str]:
        """One text an error, finding or remark, for a person to read."""
        for error in self.report.errors:
            yield str(error)
        hidden = self.report.set_aside - len({(error.file, error.line) for error in self.report.errors})
        if hidden > 0:
            yield f"… and {hidden:,} more rows"
        for remark in self.report.remarks:
            yield str(remark)
        if self.findings:
            yield self.findings
        if self.known_findings:
            yield f"({self.known_findings:,} findings that the graph had before are not repeated: comity check)"
        yield from self.notes

    def summary(self) -> str:
        """One line: what there is now."""
        aside = f", {self.report.set_aside:,} rows set aside" if self.report.set_aside else ""
        took = f"({self.seconds:.1f} s)"
        if self.published is not None:
            counts = self.published.counts
            return (
                f"generation {self.published.number}: {counts.get('', 0):,} facts in triples, "
                f"{sum(counts.values()):,} with what is derived; {self.report.loaded:,} rows or statements loaded"
                f"{aside} {took}"
            )
        if self.unchanged:
            return f"nothing new: the graph holds all of it already{aside} {took}"
        violations = len(self.violations)
        reason = f": {violations:,} violation{'' if violations == 1 else 's'} of the shapes" if violations else ""
        kept = f"; kept as claims in generation {self.claimed.number}" if self.claimed is not None else ""
        return f"nothing became a fact{reason}{kept}{aside} {took}"
