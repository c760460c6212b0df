"""The graph as Python sees it: ask, search, show, check, export, draw.

    import comity
    graph = comity.open()
    graph.query("holders-of-post", post="ru-prosecutor-general", on="2024-11-21").rows

Every query runs in a worker process that can be stopped; nothing here writes.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import BadQuery, Usage
from ..graph.guard import guard
from ..graph.workers import Answer, Worker
from ..ontology.namespaces import ID
from .catalogue import Question, question
from .labels import evidence_for, labels_for
from .result import FACTS, Evidence, Result, is_iri
from .terms import date_of, shortened

if TYPE_CHECKING:
    import networkx
    import rdflib
    from pyoxigraph import NamedNode

    from ..graph.check import Report
    from ..graph.check.apart import Told
    from ..graph.draw.participants import Computed
    from ..graph.draw.picture import Picture
    from ..graph.generations import Generation
    from .card import Card
    from .search import Hit, Names
    from .treaty_law import TreatyLaw

#: Seconds a query may take before its worker is stopped.
TIMEOUT = 30.0
#: Triples up to which a graph is checked in memory: 600 MB.
IN_MEMORY = 1_000_000
#: Rows that an answer may have: they are held in memory, with labels and evidence.
ROWS = 1_000_000


class Graph:
    """One generation of a graph, open for reading.

    ``lang`` is the language of labels (falls back to en, ru, then any).
    ``timeout`` is the time in seconds that one query may take.
    """

    def __init__(self, generation: Generation, *, lang: str = "en", timeout: float = TIMEOUT) -> None:
        self.generation = generation
        self.lang = lang
        self.timeout = timeout
        self._hold = generation.hold()
        self._worker: Worker | None = None
        self._pairs: list[tuple[str, str]] | None = None
        self._names: Names | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker process, and let the generation be pruned."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        self._hold.release()
        self.generation.release()

    # Asking

    def query(self, name: str, *, timeout: float | None = None, lang: str | None = None, **values: Any) -> Result:
        """Ask a named question; ``from_`` stands for a parameter called ``from``.

        Raises :class:`~comity.errors.NotFound` for an unknown question or thing,
        :class:`~comity.errors.Usage` for a wrong parameter,
        :class:`~comity.errors.QueryTimeout` where it takes too long.
        """
        asked = question(name)
        language = lang or self.lang
        terms = asked.bound(_plain_names(asked, values), self.resolve)
        found = self._result(self.run(asked.fill(terms, lang=language), timeout=timeout), language)
        blank = None
        if not found.terms:
            from .blank import explain

            blank = explain(self, asked, terms, language)
        title = asked.summary.get(language, asked.summary["en"])
        return replace(found, title=title, blank=blank)

    def bind(self, asked: Question, values: dict[str, Any], lang: str | None = None) -> str:
        """The SPARQL of a question with these values, names resolved to things."""
        return asked.bind(_plain_names(asked, values), self.resolve, lang=lang or self.lang)

    def sparql(self, text: str, *, timeout: float | None = None, lang: str | None = None) -> Result | bool:
        """Run SPARQL of one's own: rows for SELECT, CONSTRUCT and DESCRIBE, a bool for ASK."""
        answer = self.run(text, timeout=timeout)
        if answer.kind == "boolean":
            return bool(answer.boolean)
        return self._result(answer, lang or self.lang)

    def run(self, text: str, *, timeout: float | None = None, graphs: Sequence[str] | None = None) -> Answer:
        """The bare answer of the engine, streamed from the worker.

        ``graphs`` are seen beside the facts, instead of the words and what is derived.
        """
        asked = guard(text)
        if self._worker is None:
            self._worker = Worker(
                self.generation.store_path,
                self.generation.joined,
                named=self.generation.named,
            )
            self._worker.start()
            self.generation.assure()  # while the worker starts
        return self._worker.run(
            text,
            timeout=self.timeout if timeout is None else timeout,
            dataset=asked.dataset,
            claims=asked.claims,
            graphs=graphs,
        )

    def _result(self, answer: Answer, lang: str) -> Result:
        return self.told(answer.variables, self.limited(answer.rows()), lang)

    def limited(self, rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
        """Rows held in memory; :class:`~comity.errors.BadQuery` where there are more than ``ROWS``."""
        terms = list(itertools.islice(rows, ROWS + 1))
        if len(terms) > ROWS:
            raise BadQuery(
                f"the answer has more than {ROWS:,} rows",
                hint="Add a LIMIT, or let comity sparql write csv, tsv or ndjson, which come row by row.",
            )
        return terms

    def told(self, variables: Sequence[str], terms: Sequence[Any], lang: str | None = None) -> Result:
        """Rows of an answer with the labels and sources of what they name."""
        language = lang or self.lang
        iris = {term.value for row in terms for term in row if is_iri(term)}
        columns = [i for i, name in enumerate(variables) if name in FACTS]
        facts = {row[i].value for row in terms for i in columns if is_iri(row[i])}
        labels = labels_for(self, iris, language)
        return Result(tuple(variables), terms, labels, evidence_for(self, facts, language), lang=language)

    # Finding

    def resolve(self, words: str, kinds: Sequence[str] = (), *, on: str | dt.date | None = None) -> str:
        """The address of the one thing that answers to a name, slug or address.

        Where an official may be meant, ``on`` (or ``POST@DATE``) turns a post
        into whoever held it that day.  Raises :class:`~comity.errors.NotFound`
        naming the near matches where nothing or more than one thing fits.
        """
        from .finding import resolve

        return resolve(self, words, kinds, on)

    def search(self, words: str, *, kinds: Iterable[str] = (), limit: int = 10, cutoff: float = 72.0) -> list[Hit]:
        """Things whose name is like ``words``, best first, in any language and script.

        ``cutoff`` is how alike they have to be, of 100.
        """
        if self._names is None:
            from .search import Names

            self._names = Names(self.names())
        return self._names.find(words, kinds=kinds, limit=limit, cutoff=cutoff)

    def names(self) -> list[tuple[str, str]]:
        """Every name in the graph with the address it belongs to."""
        if self._pairs is None:
            from .labels import all_names

            self._pairs = all_names(self)
        return self._pairs

    def knows(self, iri: str) -> bool:
        """Whether the graph says anything of an address."""
        from pyoxigraph import NamedNode

        try:
            node: NamedNode = NamedNode(iri)
        except ValueError:
            return False
        return bool(self.run(f"ASK {{ {node} ?p ?o }}").boolean)

    def show(self, name: str, *, lang: str | None = None, limit: int = 25, on: str | dt.date | None = None) -> Card:
        """The card of a thing: its names, facts with dates, and sources.

        ``on`` is the day of which a state's card says who is in office; with it
        the name of a post means whoever held the post that day.
        """
        from .showing import card_of

        day = None if on is None else date_of(on)
        return card_of(self, self.resolve(name, on=day), lang or self.lang, limit, day)

    def label(self, iri: str, lang: str | None = None) -> str:
        """The label of an address in a language, or the end of the address."""
        return labels_for(self, [iri], lang or self.lang).get(iri, iri.rsplit("/", 1)[-1])

    def evidence(self, fact: str, lang: str | None = None) -> Sequence[Evidence]:
        """The sources one fact rests on."""
        return evidence_for(self, {fact}, lang or self.lang).get(fact, ())

    @functools.cached_property
    def treaty_law(self) -> TreatyLaw:
        """Treaty law over this generation: ``graph.treaty_law.between("UZ", "RU", on="2024-11-21")``."""
        from .treaty_law import TreatyLaw

        return TreatyLaw(self)

    # The rooms behind

    def check_apart(self, *, shapes: Path | None = None, turtle: bool = False, lang: str | None = None) -> Told:
        """The check as text, made by a process that can be stopped: for shapes of somebody else."""
        from ..graph.check.apart import check_apart

        generation = self.generation
        hold = generation.hold()  # what a child reads is not pruned
        try:
            generation.assure(whole=True)
            return check_apart(
                generation.store_path,
                generation.joined,
                shapes=shapes,
                lang=lang or self.lang,
                turtle=turtle,
                copied=sum(generation.counts.values()) <= IN_MEMORY,
                timeout=self.timeout,
            )
        finally:
            hold.release()

    def check(self, *, shapes: Path | None = None, lang: str | None = None) -> Report:
        """Check the graph against the shapes (ours, or a file of your own)."""
        from pyoxigraph import Store

        from ..graph.check import check

        with self.generation.open() as store:
            if sum(self.generation.counts.values()) > IN_MEMORY:
                return check(store, shapes=shapes, lang=lang or self.lang)
            # The engine joins several times faster in memory than on disk.
            copy = Store()
            copy.bulk_extend(store)
        return check(copy, shapes=shapes, lang=lang or self.lang)

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

    def picture(
        self,
        name: str,
        *,
        picture: str = "relations",
        depth: int = 1,
        limit: int | None = None,
        on: str | dt.date | None = None,
        from_: str | dt.date | None = None,
        until: str | dt.date | None = None,
        topic: str | None = None,
        lang: str | None = None,
        of: str | Sequence[str] = (),
        with_: str | None = None,
        measure: str | None = None,
        order: str = "name",
    ) -> Picture:
        """A picture, which a notebook shows by itself: relations or a timeline of a thing, or one by name.

        ``name`` is a thing, a projection (met, memberships, standings …), ``cooperation``
        (states by states) or ``map``.  ``of`` narrows standings and cooperation: names
        of organisations or bodies (their members), of states, of treaties; a map
        is one of a treaty, a body, or a state.  ``with_`` is the other state of a
        timeline of two; ``measure`` what cooperation and maps show.
        """
        from ..graph.draw import picture as drawing
        from ..graph.draw.map import measure_for
        from ..graph.draw.scene import Chosen
        from ..graph.network import PROJECTIONS
        from ..graph.reading import concept_of

        store, words = self.generation.read_only(), lang or self.lang
        first, last = (None if day is None else date_of(day) for day in (from_, until))
        chosen = Chosen(first, last, concept_of("topic", topic))
        asked: dict[str, Any] = {"on": None if on is None else date_of(on), "lang": words, "chosen": chosen}
        things = [self.resolve(one) for one in ([of] if isinstance(of, str) else of)]
        if measure is not None and name not in ("cooperation", "map"):
            raise Usage("only cooperation and maps have a measure", field="measure")
        if name == "map":
            if len(things) > 1:
                raise Usage("a map is one of one thing", field="of")
            one = things[0] if things else None
            return drawing.map_picture(store, measure or measure_for(one), of=one, **asked)
        if name == "cooperation":
            return drawing.cooperation_picture(
                store, measure or "encounters", of=things, limit=limit, order=order, **asked
            )
        thing = name if name in PROJECTIONS else self.resolve(name)
        if with_ is not None:
            return drawing.pair_picture(store, thing, self.resolve(with_, ("state",)), limit=limit, **asked)
        treaty = picture == "timeline" and thing.startswith(f"{ID}treaty/")
        computed = self.computed(thing, words) if treaty else None
        return drawing.picture_of(
            store, thing, picture=picture, depth=depth, limit=limit, of=things, computed=computed, **asked
        )

    def draw(self, name: str, path: Path | str, *, format: str | None = None, **options: Any) -> None:
        """Write a :meth:`picture` to a file, ``svg``, ``html`` or ``png`` by the end of its name or ``format``."""
        from ..graph.draw.picture import format_of, save

        form = format_of(Path(path), format)
        save(self.picture(name, **options), Path(path), form)

    def computed(self, treaty: str, lang: str) -> Computed | None:
        """The entry into force of a treaty by its final clause; None where the graph has no such clause."""
        from ..graph.draw.participants import Computed
        from ..law.published import proof_of_computed
        from .naming import Naming

        asked = self.treaty_law
        entry = asked.law.entry(treaty.removeprefix(ID))
        if entry.clause is None:
            return None
        said = proof_of_computed(entry).sentence(lang, Naming(asked.store, asked.law, lang))
        found = entry.computed
        return Computed(said=said) if found is None else Computed(found.earliest, found.latest, said)

    def network(self, projection: str, **options: Any) -> networkx.Graph[str]:
        """A networkx projection: met, represented, memberships, treaties, relations."""
        from ..graph.network import project

        found: networkx.Graph[str] = project(self.generation.read_only(), projection, **options)
        return found

    def rdflib(self) -> rdflib.Dataset:
        """The generation as an rdflib dataset, read through oxrdflib."""
        from ..graph.rdf_access import rdflib_dataset

        return rdflib_dataset(self.generation)


def _plain_names(asked: Question, values: dict[str, Any]) -> dict[str, Any]:
    """``from_`` is ``from`` in Python, where that is a word of the language."""
    plain: dict[str, Any] = {}
    for key, value in values.items():
        name = key if key in asked.parameters else key.removesuffix("_")
        if name in plain:
            raise Usage(f"{shortened(name)} is given twice")
        plain[name] = value
    return plain
