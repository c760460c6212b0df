"""Builds and extends a graph: load, derive, check, publish; all or nothing.

Deriving and checking is done in memory, where it is four times faster than on
disk, unless the graph is very large; a load works on the writer's copy of the
current generation.  What breaks a shape is not published as fact: it is kept among the
claims of its source, with the report beside it, until the source is loaded
again and conforms.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, ComityError
from ..graph.store import Home
from ..ontology.namespaces import (
    CLAIMS,
    DATASET,
    DERIVED,
    FINDINGS,
    ID,
    ONTOLOGY,
    SH,
    claims,
    derived,
    ontology_files,
    vocabulary_files,
)
from .outcome import Outcome
from .packed import plain_copy
from .rdf import load_rdf
from .records.again import replacing
from .records.load import load_tables, shipped_records, tables_in
from .report import LoadReport, Progress
from .sources import Source, sources_in
from .text.traces import loaded_quads, stripped

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

    from ..graph.check import Report
    from ..graph.check.finding import Finding
    from ..graph.generations import Generation
    from ..graph.store import Writer

#: Quads up to which a graph is copied into memory to be derived and checked: about 2 GB.
IN_MEMORY = 3_000_000


def build(
    home: str | Path,
    *,
    records: Path | None = None,
    strict: bool = False,
    allow_violations: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
    on: dt.date | None = None,
    lang: str = "en",
) -> Outcome:
    """Build a graph from record tables (the shipped ones by default) and publish it.

    The new generation holds these records, and what the current one keeps of
    documents: their claims, what was decided, and the facts that this made.  With
    ``fresh`` it holds nothing of before.  Loaded files are not carried over:
    ``warn`` is told of them before anything is published.  ``lang`` is the
    language of the findings.
    """
    from pyoxigraph import Store

    from .text.carrying import NOTHING, carried

    began = time.monotonic()
    tables = tables_in(_there(records or shipped_records()))
    place = Home.create(home)
    with place.writer(fresh=True) as writer, NOTHING if fresh else carried(place) as before:
        store = records_alone = Store()
        _words(store)
        report = load_tables(tables, store.extend, strict=strict, progress=progress)
        while True:
            if before.accepted:
                store = Store()
                store.bulk_extend(records_alone)
                before.take(store)
            outcome = Outcome(report, added=report.triples)
            _finish(store, outcome, on, progress)
            broken = _tell_findings(outcome, Counter(), lang)
            if allow_violations or not before.blame(broken, lang):
                break
        if not broken or allow_violations:
            if warn is not None:
                for line in before.warnings if not fresh else _left_behind(place):
                    warn(line)
            _tell(progress, "publishing")
            writer.store.bulk_extend(store)
            before.write(writer.store)
            outcome.published = _publish(writer, "build", outcome)
            outcome.notes += before.told()
        else:
            outcome.notes.append(
                "A graph is built whole or not at all: mend the rows above, "
                "or publish them with the report attached (--allow-violations)."
            )
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
    lang: str = "en",
) -> Outcome:
    """Add tables and RDF files to a graph; a graph that is not there yet starts with the words alone.

    Nothing of any file becomes a fact unless all of it conforms together with
    what is there.  A row of a table replaces an earlier state of itself, by its
    id; RDF only adds.  ``lang`` is the language of the findings.

    Raises :class:`BadInput` for a file that cannot be read as a whole; nothing is
    then published.
    """
    began = time.monotonic()
    sources = sources_in(paths, format)
    with Home.create(home).writer() as writer:
        outcome = Outcome(LoadReport(remarks=list(sources.remarks)))
        _words(writer.store)
        before = len(writer.store)
        for source in sources.found:
            outcome.report.add(_load_one(source, writer, strict, progress))
        outcome.added = len(writer.store) - before
        slugs = _slugs(sources.found)
        waiting = [name for slug in slugs for name in _waiting(slug) if _holds(writer.store, name)]
        if writer.basis is not None and not outcome.added and not outcome.report.changed and not waiting:
            outcome.unchanged = True
        else:
            for name in waiting:
                _clear(writer.store, name)
            _finish_on_disk(writer.store, outcome, on, progress)
            broken = _tell_findings(outcome, _known_findings(writer.store), lang)
            if not broken or allow_violations:
                _tell(progress, "publishing")
                names = [source.name for source in sources.found]
                note = "load " + ", ".join(names)
                writer.store.extend(loaded_quads(names))
                outcome.published = _publish(writer, note, outcome)
                if writer.basis is None:
                    outcome.notes.append(
                        "This graph is new: it holds what was loaded and none of the shipped records "
                        "(comity build makes a graph of those; load into that to have both)."
                    )
            else:
                _keep_as_claims(writer, sources.found, slugs, outcome, broken)
    outcome.seconds = time.monotonic() - began
    return outcome


def _left_behind(place: Home) -> list[str]:
    """What to say where the generation before keeps claims, which a fresh build does not take over."""
    try:
        before = place.current()
    except ComityError:
        return []  # none, or one that cannot be read
    documents = sum(1 for name in before.counts if name.startswith(CLAIMS) and not name.endswith(".report"))
    if not documents:
        return []
    many = "1 document" if documents == 1 else f"{documents:,} documents"
    return [
        f"Generation {before.number} keeps the claims of {many} and what was decided about them; a fresh one does not. "
        f"comity store restore {before.number} brings it back."
    ]


def _there(path: Path) -> Path:
    if not path.exists():
        raise BadInput("there is no such folder", file=path)
    return path


def _tell(progress: Progress | None, what: str) -> None:
    if progress is not None:
        progress(what, 0, None)


def _load_one(
    source: Source, writer: Writer, strict: bool, progress: Progress | None, graph: str | None = None
) -> LoadReport:
    """One source into the working copy, as facts or, all of it, into a named graph."""
    store = writer.store
    if source.kind == "register":
        return _load_registers(source.path, writer, strict, progress, graph)
    if source.kind == "rdf":
        with stripped(store) as shared:
            report = load_rdf(
                source.path, store, format=source.format, graph=graph, scratch=writer.scratch, progress=progress
            )
        report.changed += len(shared)  # what it says of them is new, though the graph says so already
        return report
    from pyoxigraph import NamedNode

    def known(thing: str) -> bool:
        return next(store.quads_for_pattern(NamedNode(ID + thing), None, None, None), None) is not None

    def sink(quads: list[Quad]) -> None:
        store.extend(quads if graph is None else _moved(quads, graph))

    replace = replacing(store) if graph is None else None
    return load_tables(source.tables, sink, known=known, strict=strict, progress=progress, replace=replace)


def _moved(quads: list[Quad], graph: str) -> Iterator[Quad]:
    from pyoxigraph import NamedNode, Quad

    target = NamedNode(graph)
    return (Quad(quad.subject, quad.predicate, quad.object, target) for quad in quads)


def _load_registers(
    path: Path, writer: Writer, strict: bool, progress: Progress | None, graph: str | None
) -> LoadReport:
    """Status pages and tables of a register: one file, or a folder, of which a bad file loses no other."""
    from contextlib import AbstractContextManager

    from .untc.load import load_register, registers_in
    from .untc.names import Subjects

    def unpacked(file: Path) -> AbstractContextManager[Path]:
        return plain_copy(file, writer.scratch)

    report, subjects = LoadReport(), Subjects(writer.store)
    for file in registers_in(path):
        try:
            report.add(
                load_register(file, writer.store, unpacked=unpacked, subjects=subjects, graph=graph, progress=progress)
            )
        except BadInput as error:
            if strict or file == path:
                raise
            report.refuse(error)
    return report


def _words(store: Store) -> None:
    """The ontology and the vocabularies of this version, in their graph."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    graph = NamedNode(ONTOLOGY)
    store.remove_graph(graph)
    store.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for file in (*ontology_files(), *vocabulary_files())
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )


def _finish(store: Store, outcome: Outcome, on: dt.date | None, progress: Progress | None) -> None:
    """Derive and check."""
    from ..graph.check import check
    from ..graph.derive import derive

    if progress is not None:
        progress("deriving", 0, None)
    derive(store, on=on or dt.date.today())
    try:
        _derive_law(store, on or dt.date.today())
        law = None
    except (ComityError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        law = error.with_traceback(
            None
        )  # what breaks a shape may break the law's reading too: the shapes say it better
        _clear(store, derived("treaty-law"))
    if progress is not None:
        progress("checking", 0, None)
    outcome.check = check(store)
    if law is not None:
        if not outcome.check.violations:
            raise law
        why = law.message if isinstance(law, ComityError) else " ".join(str(law).split())
        outcome.underived = f"Standings towards treaties were not derived, since the data do not conform: {why}"


def _finish_on_disk(store: Store, outcome: Outcome, on: dt.date | None, progress: Progress | None) -> None:
    """Derive and check in a copy in memory, and bring what was derived back."""
    from pyoxigraph import DefaultGraph, Store

    if len(store) > IN_MEMORY:
        _finish(store, outcome, on, progress)
        return
    copy = Store()
    for name in (DefaultGraph(), *store.named_graphs()):
        # Claims are no facts: nothing is derived from them, and no shape is checked on them.
        if not str(getattr(name, "value", "")).startswith(CLAIMS):
            copy.bulk_extend(store.quads_for_pattern(None, None, None, name))
    _finish(copy, outcome, on, progress)
    for name in _derived_graphs(store):
        store.remove_graph(name)
    # one write: each waits for the disk
    store.bulk_extend(
        chain.from_iterable(copy.quads_for_pattern(None, None, None, name) for name in _derived_graphs(copy))
    )


def _derived_graphs(store: Store) -> list[NamedNode]:
    from pyoxigraph import NamedNode

    return [name for name in store.named_graphs() if isinstance(name, NamedNode) and name.value.startswith(DERIVED)]


def _derive_law(store: Store, on: dt.date) -> None:
    """Standings of subjects towards treaties, thrown away and derived anew."""
    from pyoxigraph import NamedNode

    from ..law.reading import read_law
    from ..law.writing import GRAPH, derived_quads

    store.remove_graph(NamedNode(GRAPH))
    store.bulk_extend(derived_quads(read_law(store), on, store))


def _publish(writer: Writer, note: str, outcome: Outcome) -> Generation:
    """Attach the report and a description to what is published: both belong to the graph."""
    from pyoxigraph import NamedNode, Quad

    from ..graph.description import description_quads

    assert outcome.check is not None
    graph = NamedNode(FINDINGS)
    writer.store.remove_graph(graph)
    writer.store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in outcome.check.to_quads())
    described = list(description_quads(writer.store, dt.datetime.now(dt.UTC).date()))
    writer.store.remove_graph(NamedNode(DATASET))
    writer.store.extend(described)
    if outcome.underived:
        outcome.notes.append(outcome.underived)
    return writer.publish(note=note, conforms=not outcome.check.violations)


def _tell_findings(outcome: Outcome, known: Counter[tuple[str, ...]], lang: str) -> list[Finding]:
    """Write down the findings while the store that they are about is open; the new violations among them.

    What the graph had before is counted only: a graph that was published with
    violations does not keep others from being loaded into it.
    """
    assert outcome.check is not None
    new = []
    for finding in outcome.check.findings:
        key = _key(finding)
        if known[key] > 0:
            known[key] -= 1
            outcome.known_findings += 1
        else:
            new.append(finding)
    if new:
        outcome.findings = dataclasses.replace(outcome.check, findings=tuple(new)).text(lang)
    outcome.violations = [finding for finding in new if finding.severity == "Violation"]
    return outcome.violations


def _key(finding: Finding) -> tuple[str, ...]:
    path = None if finding.path is None else finding.path.triples()[0]
    return tuple(map(_said, (finding.focus, finding.component, path, finding.shape, finding.value)))


def _said(term: Any) -> str:
    """A term as text; what has no address of its own is the same as nothing.

    Of literals the value alone counts: the engine stores every integer as one kind.
    """
    return "" if term is None or type(term).__name__ == "BlankNode" else str(term.value)


def _known_findings(store: Store) -> Counter[tuple[str, ...]]:
    """How often each finding stands in the report of the generation that the load started from."""
    rows: Any = store.query(
        f"SELECT ?focus ?component ?path ?shape ?value WHERE {{ GRAPH <{FINDINGS}> {{ ?result <{SH}focusNode> ?focus ; "
        f"<{SH}sourceConstraintComponent> ?component . OPTIONAL {{ ?result <{SH}resultPath> ?path }} "
        f"OPTIONAL {{ ?result <{SH}sourceShape> ?shape }} OPTIONAL {{ ?result <{SH}value> ?value }} }} }}"
    )
    return Counter(tuple(map(_said, row)) for row in rows)


def _slugs(sources: Sequence[Source]) -> list[str]:
    """What the claims of each source are named by; two files of one name in one load stay apart."""
    seen: Counter[str] = Counter()
    slugs = []
    for source in sources:
        seen[source.slug] += 1
        slugs.append(source.slug if seen[source.slug] == 1 else f"{source.slug}-{seen[source.slug]}")
    return slugs


def _waiting(slug: str) -> tuple[str, str]:
    """The graphs of a source that broke a shape: what it says, and the report on it."""
    return claims(slug), claims(f"{slug}.report")


def _holds(store: Store, graph: str) -> bool:
    from pyoxigraph import NamedNode

    return next(store.quads_for_pattern(None, None, None, NamedNode(graph)), None) is not None


def _clear(store: Store, graph: str) -> None:
    from pyoxigraph import NamedNode

    store.remove_graph(NamedNode(graph))


def _keep_as_claims(
    writer: Writer, sources: Sequence[Source], slugs: Sequence[str], outcome: Outcome, broken: Sequence[Finding]
) -> None:
    """What broke a shape stays visible among the claims, where no query meets it by chance.

    The report on it lies beside it, in ``claims/SLUG.report``; what was kept of
    an earlier state of the same source is replaced.
    """
    from pyoxigraph import NamedNode

    assert outcome.check is not None
    if writer.basis is None:
        outcome.notes.append(
            "Nothing was kept, since there is no graph yet to keep it beside: mend the file, "
            "or publish it with the report attached (--allow-violations)."
        )
        return
    violations: Report = dataclasses.replace(outcome.check, findings=tuple(broken))
    report = list(violations.to_quads())
    writer.again()
    store = writer.store
    before = {name: _triples(store, name) for slug in slugs for name in _waiting(slug)[:1]}
    for source, slug in zip(sources, slugs, strict=True):
        said, told = _waiting(slug)
        _clear(store, said)
        _clear(store, told)
        _load_one(source, writer, False, None, graph=said)
        store.extend(_moved(report, told))
        store.add_graph(NamedNode(said))
        outcome.kept_as_claims.append(source.name)
    shown = ", ".join(f"<{_waiting(slug)[0]}>" for slug in slugs)
    if before == {name: _triples(store, name) for name in before}:
        outcome.notes.append(f"The same is kept as claims already: {shown}.")
        return
    note = "claims of " + ", ".join(source.name for source in sources)
    outcome.claimed = writer.publish(note=note, conforms=writer.basis.conforms)
    outcome.notes.append(
        f"Kept as claims, which queries do not see: {shown}. Mend the file and load it again to replace them, "
        "or publish it with the report attached (--allow-violations)."
    )


def _triples(store: Store, graph: str) -> set[tuple[str, str, str]]:
    from pyoxigraph import NamedNode

    quads = store.quads_for_pattern(None, None, None, NamedNode(graph))
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


__all__ = ["DERIVED", "Outcome", "build", "load"]
