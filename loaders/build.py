"""Builds and extends a graph: load, derive, check, publish; all or nothing.

The work is done in memory, where deriving is seven times faster than on disk
(engines.md), for a build; a load works on the writer's copy of the current
generation.  What breaks a shape is not published as fact: it is kept among the
claims of its source, with the report beside it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput, ComityError, Usage
from ..graph.store import Home
from ..ontology.namespaces import DERIVED, FINDINGS, ID, ONTOLOGY, claims, ontology_files, vocabulary_files
from .rdf import load_rdf, plain_copy, syntax_of
from .records.load import load_tables, shipped_records, tables_in
from .report import LoadReport, Progress

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..graph.check import Report
    from ..graph.generations import Generation
    from ..graph.store import Writer


@dataclass
class Outcome:
    """What a build or a load did.  ``published`` is None where nothing became a fact."""

    report: LoadReport
    check: Report | None = None
    published: Generation | None = None
    kept_as_claims: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def set_aside(self) -> int:
        """Rows that could not be read."""
        return self.report.set_aside

    def messages(self, lang: str = "en") -> Iterator[str]:
        """One text an error or finding, for a person to read."""
        for error in self.report.errors:
            yield str(error)
        hidden = self.report.set_aside - len({(e.file, e.line) for e in self.report.errors})
        if hidden > 0:
            yield f"… and {hidden} more rows"
        if self.check is not None and self.check.findings:
            yield self.check.text(lang)
        for remark in self.report.remarks:
            yield str(remark)
        for name in self.kept_as_claims:
            yield f"{name} breaks a shape: kept as claims of its own, not as facts (--allow-violations publishes it)"

    def summary(self) -> str:
        """One line: what there is now."""
        if self.published is None:
            return f"nothing was published ({self.report.read:,} rows read, {self.seconds:.1f} s)"
        total = sum(self.published.counts.values())
        return (
            f"generation {self.published.number}: {self.published.counts.get('', 0):,} facts in triples, "
            f"{total:,} with what is derived; {self.report.loaded:,} rows or triples loaded, "
            f"{self.report.set_aside:,} set aside ({self.seconds:.1f} s)"
        )


def build(
    home: str | Path,
    *,
    records: Path | None = None,
    strict: bool = False,
    allow_violations: bool = False,
    progress: Progress | None = None,
    on: dt.date | None = None,
) -> Outcome:
    """Build a graph from record tables (the shipped ones by default) and publish it.

    The new generation holds these records and nothing of the generations before.
    """
    from pyoxigraph import Store

    began = time.monotonic()
    tables = tables_in(records or shipped_records())
    with Home.create(home).writer(fresh=True) as writer:
        store = Store()
        _words(store)
        report = load_tables(tables, store.extend, strict=strict, progress=progress)
        outcome = Outcome(report)
        _finish(store, outcome, on, progress)
        assert outcome.check is not None
        if not outcome.check.violations or allow_violations:
            writer.store.bulk_extend(store)
            outcome.published = _publish(writer, "build", outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def load(
    home: str | Path,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    strict: bool = False,
    allow_violations: bool = False,
    progress: Progress | None = None,
    on: dt.date | None = None,
) -> Outcome:
    """Add tables and RDF files to a graph; a graph that is not there yet starts with the words alone.

    Raises :class:`BadInput` for a file that cannot be read as a whole; nothing is
    then published.
    """
    began = time.monotonic()
    for path in paths:
        if not path.exists():
            raise BadInput("there is no such file", file=path)
    place = Home.create(home)
    with place.writer() as writer:
        outcome = Outcome(LoadReport())
        _words(writer.store)
        for path in paths:
            outcome.report.add(_load_one(path, writer.store, format, strict, progress))
        _finish(writer.store, outcome, on, progress)
        assert outcome.check is not None
        if not outcome.check.violations or allow_violations:
            outcome.published = _publish(writer, "load " + ", ".join(path.name for path in paths), outcome)
    if outcome.published is None:
        _keep_as_claims(place, paths, format, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def _load_one(
    path: Path,
    store: Store,
    format: str | None,
    strict: bool,
    progress: Progress | None,
    graph: str | None = None,
) -> LoadReport:
    """One file or folder into a store, as facts or into a named graph."""
    if format == "untc" or path.name.lower().removesuffix(".gz").endswith((".html", ".htm")):
        return _load_registers(path, store, strict, progress, graph)
    if format != "csv" and not path.is_dir() and syntax_of(path, format) is not None:
        return load_rdf(path, store, format=format, graph=graph, progress=progress)
    if not path.is_dir() and path.suffix.lower() != ".csv":
        raise Usage(
            f"{path}: neither a table nor RDF, as far as its name tells",
            hint="Say the syntax with --format (ttl, trig, nt, nq, rdf, jsonld, csv).",
        )
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    def known(thing: str) -> bool:
        return next(store.quads_for_pattern(NamedNode(ID + thing), None, None, None), None) is not None

    if graph is None:
        return load_tables(tables_in(path), store.extend, known=known, strict=strict, progress=progress)
    target = NamedNode(graph)

    def aside(quads: list[Quad]) -> None:
        store.extend(
            Quad(q.subject, q.predicate, q.object, target) if q.graph_name == DefaultGraph() else q for q in quads
        )

    return load_tables(tables_in(path), aside, known=known, progress=progress)


def _load_registers(path: Path, store: Store, strict: bool, progress: Progress | None, graph: str | None) -> LoadReport:
    """Status pages and tables of a register: one file, or a folder, of which a bad file loses no other."""
    from .untc.load import load_register, registers_in
    from .untc.names import Subjects

    report, subjects = LoadReport(), Subjects(store)
    for file in registers_in(path):
        try:
            report.add(
                load_register(file, store, unpacked=plain_copy, subjects=subjects, graph=graph, progress=progress)
            )
        except BadInput as error:
            if strict or file == path:
                raise
            report.refuse(error)
    return report


def _words(store: Store) -> None:
    """The ontology and the vocabularies of this version, in their graph."""
    from pyoxigraph import NamedNode, RdfFormat

    graph = NamedNode(ONTOLOGY)
    store.remove_graph(graph)
    for file in (*ontology_files(), *vocabulary_files()):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=graph)


def _finish(store: Store, outcome: Outcome, on: dt.date | None, progress: Progress | None) -> None:
    """Derive and check."""
    from ..graph.check import check
    from ..graph.derive import derive

    if progress is not None:
        progress("deriving", 0, None)
    derive(store, on=on or dt.date.today())
    _derive_law(store, on or dt.date.today())
    if progress is not None:
        progress("checking", 0, None)
    outcome.check = check(store)


def _derive_law(store: Store, on: dt.date) -> None:
    """Standings of subjects towards treaties, thrown away and derived anew."""
    from pyoxigraph import NamedNode

    from ..law.reading import read_law
    from ..law.writing import GRAPH, derived_quads

    store.remove_graph(NamedNode(GRAPH))
    store.bulk_extend(derived_quads(read_law(store), on))


def _publish(writer: Writer, note: str, outcome: Outcome) -> Generation:
    """Attach the report to what is published: findings belong to the graph."""
    from pyoxigraph import NamedNode, Quad

    assert outcome.check is not None
    graph = NamedNode(FINDINGS)
    writer.store.remove_graph(graph)
    writer.store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in outcome.check.to_quads())
    return writer.publish(note=note, conforms=not outcome.check.violations)


def _keep_as_claims(place: Home, paths: Sequence[Path], format: str | None, outcome: Outcome) -> None:
    """What broke a shape stays visible among the claims, where no query meets it by chance."""
    try:
        place.current()
    except ComityError:
        return  # nothing to keep them beside
    with place.writer() as writer:
        for path in paths:
            slug = "".join(char if char.isalnum() else "-" for char in path.stem.lower()).strip("-") or "file"
            _load_one(path, writer.store, format, False, None, graph=claims(slug))
            outcome.kept_as_claims.append(path.name)
        from pyoxigraph import NamedNode, Quad

        assert outcome.check is not None
        graph = NamedNode(FINDINGS)
        writer.store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in outcome.check.to_quads())
        writer.publish(note="claims of " + ", ".join(path.name for path in paths))


__all__ = ["DERIVED", "Outcome", "build", "load"]
