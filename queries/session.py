"""The graph as Python sees it: ask, search, show, check, export, draw.

    import comity
    graph = comity.open()
    graph.query("holders-of-post", post="ru-prosecutor-general", on="2024-11-21").rows

Every query runs in a worker process that can be stopped; nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import NotFound
from ..graph.guard import guard
from ..graph.workers import Answer, Worker
from ..ontology.namespaces import DERIVED, ID, ONTOLOGY
from .card import Card
from .catalogue import Question, question
from .labels import evidence_for, labels_for
from .result import FACT, Evidence, Result
from .search import Hit, rank

if TYPE_CHECKING:
    import networkx
    import rdflib
    from pyoxigraph import NamedNode

    from ..graph.check import Report
    from ..graph.generations import Generation

#: Seconds a query may take before its worker is stopped.
TIMEOUT = 30.0


class Graph:
    """One generation of a graph, open for reading.

    ``lang`` is the language of labels (falls back to en, ru, then any).
    ``timeout`` is the time in seconds that one query may take.
    """

    def __init__(self, generation: Generation, *, lang: str = "en", timeout: float = TIMEOUT) -> None:
        self.generation = generation
        self.lang = lang
        self.timeout = timeout
        self._worker: Worker | None = None
        self._names: list[tuple[str, str]] | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker process."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    # Asking

    def query(self, name: str, *, timeout: float | None = None, lang: str | None = None, **values: Any) -> Result:
        """Ask a named question; ``from_`` stands for a parameter called ``from``.

        Raises :class:`~comity.errors.NotFound` for an unknown question or thing,
        :class:`~comity.errors.Usage` for a wrong parameter,
        :class:`~comity.errors.QueryTimeout` where it takes too long.
        """
        asked = question(name)
        text = self.bind(asked, {key.rstrip("_"): value for key, value in values.items()})
        language = lang or self.lang
        result = self._result(self.run(text, timeout=timeout), language)
        return Result(
            result.variables,
            result.terms,
            result.labels,
            result.evidence,
            asked.summary.get(language, asked.summary["en"]),
        )

    def bind(self, asked: Question, values: dict[str, Any]) -> str:
        """The SPARQL of a question with these values, names resolved to things."""
        return asked.bind(values, self.resolve)

    def sparql(self, text: str, *, timeout: float | None = None, lang: str | None = None) -> Result | bool:
        """Run SPARQL of one's own: rows for SELECT, CONSTRUCT and DESCRIBE, a bool for ASK."""
        answer = self.run(text, timeout=timeout)
        if answer.kind == "boolean":
            return bool(answer.boolean)
        return self._result(answer, lang or self.lang)

    def run(self, text: str, *, timeout: float | None = None) -> Answer:
        """The bare answer of the engine, streamed from the worker."""
        guard(text)
        if self._worker is None:
            self._worker = Worker(self.generation.store_path, self._default_graphs())
        return self._worker.run(text, timeout=self.timeout if timeout is None else timeout)

    def _default_graphs(self) -> list[str]:
        """What a query sees beside the facts: the words and what is derived, never claims."""
        return [name for name in self.generation.counts if name == ONTOLOGY or name.startswith(DERIVED)]

    def _result(self, answer: Answer, lang: str) -> Result:
        variables = tuple(answer.variables)
        terms = list(answer.rows())
        iris = {_iri(term) for row in terms for term in row} - {None}
        facts: set[str] = set()
        if FACT in variables:
            column = variables.index(FACT)
            facts = {iri for row in terms if (iri := _iri(row[column])) is not None}
        labels = labels_for(self, (iri for iri in iris if iri is not None), lang)
        return Result(variables, terms, labels, evidence_for(self, facts, lang))

    # Finding

    def resolve(self, words: str, kinds: Sequence[str] = ()) -> str:
        """The address of the one thing that answers to a name, slug or address.

        Raises :class:`NotFound` naming the near matches where nothing or more
        than one thing fits.
        """
        if words.startswith(("http://", "https://")):
            return words
        head, _, tail = words.partition("/")
        candidates = [f"{ID}{head}/{tail}"] if tail else [f"{ID}{kind}/{words}" for kind in kinds]
        if not tail and not kinds:
            candidates = [iri for iri, _ in self.names() if iri.rsplit("/", 1)[-1] == words]
        for candidate in candidates:
            if self._exists(candidate):
                return candidate
        hits = self.search(words, kinds=kinds, limit=5)
        if hits and hits[0].score >= 80 and (len(hits) == 1 or hits[0].score - hits[1].score > 1):
            return hits[0].iri
        what = " or ".join(kinds) or "thing"
        near = "; ".join(f"{hit.label} ({hit.iri.removeprefix(ID)})" for hit in hits)
        if hits and hits[0].score >= 80:
            raise NotFound(f"{words!r} fits several: {near}", hint="Name one by the words in brackets.")
        raise NotFound(
            f"the graph knows no {what} named {words!r}",
            hint=f"Near: {near}." if near else "comity search finds names in any language.",
        )

    def search(self, words: str, *, kinds: Iterable[str] = (), limit: int = 10) -> list[Hit]:
        """Things whose name is like ``words``, best first, in any language and script."""
        wanted = tuple(f"{ID}{kind}/" for kind in kinds)
        pairs = [(iri, label) for iri, label in self.names() if not wanted or iri.startswith(wanted)]
        return rank(words, pairs, limit=limit)

    def names(self) -> list[tuple[str, str]]:
        """Every name in the graph with the address it belongs to."""
        if self._names is None:
            from .labels import all_names

            self._names = all_names(self)
        return self._names

    def show(self, name: str, *, lang: str | None = None, limit: int = 25) -> Card:
        """The card of a thing: its names, facts with dates, and sources."""
        from .showing import card_of

        return card_of(self, self.resolve(name), lang or self.lang, limit)

    def label(self, iri: str, lang: str | None = None) -> str:
        """The label of an address in a language, or the end of the address."""
        return labels_for(self, [iri], lang or self.lang).get(iri, iri.rsplit("/", 1)[-1])

    def evidence(self, fact: str, lang: str | None = None) -> Sequence[Evidence]:
        """The sources one fact rests on."""
        return evidence_for(self, {fact}, lang or self.lang).get(fact, ())

    def _exists(self, iri: str) -> bool:
        from pyoxigraph import NamedNode

        try:
            node: NamedNode = NamedNode(iri)
        except ValueError:
            return False
        return bool(self.run(f"ASK {{ {node} ?p ?o }}").boolean)

    # The rooms behind

    def check(self, *, shapes: Path | None = None, lang: str | None = None) -> Report:
        """Check the graph against the shapes (ours, or a file of your own)."""
        from ..graph.check import check

        with self.generation.open() as store:
            return check(store, shapes=shapes, lang=lang or self.lang)

    def export(
        self,
        target: Path | str | BinaryIO,
        *,
        format: str | None = None,
        around: str | Sequence[str] | None = None,
        depth: int = 1,
        derived: bool = False,
        triples: Iterable[tuple[Any, ...]] | None = None,
        lang: str | None = None,
    ) -> None:
        """Write the graph, what lies around things, or the ``triples`` of a CONSTRUCT.

        ``target`` is a path (its name tells the format) or a binary stream.
        ``around`` takes names or addresses; with ``depth=0`` and the ``fact``
        column of an answer it writes the facts that the answer rests on.
        """
        from pyoxigraph import Triple

        from ..graph.export import export, export_file

        names = [around] if isinstance(around, str) else around
        nodes = None if names is None else [self.resolve(name) for name in names]
        source: Any = self.generation.read_only() if triples is None else [Triple(*triple) for triple in triples]
        options: dict[str, Any] = {"around": nodes, "depth": depth, "derived": derived, "lang": lang or self.lang}
        if isinstance(target, str | Path):
            export_file(source, target, format=format, **options)
        else:
            export(source, target, format or "ttl", **options)

    def draw(
        self,
        name: str,
        path: Path | str,
        *,
        picture: str = "relations",
        depth: int = 1,
        limit: int = 150,
        on: str | dt.date | None = None,
        lang: str | None = None,
        format: str | None = None,
    ) -> None:
        """Draw what lies around a thing, a body's timeline, or a projection (met, memberships …)."""
        from ..graph.draw.picture import draw_picture
        from ..graph.network import PROJECTIONS

        day = dt.date.fromisoformat(on) if isinstance(on, str) else on
        draw_picture(
            self.generation.read_only(),
            name if name in PROJECTIONS else self.resolve(name),
            Path(path),
            picture=picture,
            depth=depth,
            limit=limit,
            on=day,
            lang=lang or self.lang,
            format=format,
        )

    def network(self, projection: str, **options: Any) -> networkx.Graph[str]:
        """A networkx projection: met, represented, memberships, treaties, relations."""
        from ..graph.network import project

        found: networkx.Graph[str] = project(self.generation.read_only(), projection, **options)
        return found

    def rdflib(self) -> rdflib.Dataset:
        """The generation as an rdflib dataset, read through oxrdflib."""
        from ..graph.rdf_access import rdflib_dataset

        return rdflib_dataset(self.generation)


def _iri(term: Any) -> str | None:
    return term.value if type(term).__name__ == "NamedNode" else None
