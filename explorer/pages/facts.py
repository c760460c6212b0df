"""Facts as pages show them: named, dated, linked and sourced, read straight from the store of the generation.

A named question takes some 20 ms, most of it for labels and sources; a page of
ten sections reads its facts here in a tenth of that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ...graph.export.names import best, default_graphs
from ...graph.export.order import kind_of, natural
from ...graph.reading import TYPE, Facts, Remembered
from ...ontology.namespaces import COMITY, DCTERMS, FINDINGS, ID, PROV, SH, SHORTCUTS, SKOS, VOCABULARY
from ...queries.result import Evidence
from ...queries.words import say, spoken

if TYPE_CHECKING:
    from pyoxigraph import Literal, Store

    from ..asking import Ask
    from ..desk import Desk

T = TypeVar("T")
#: Sources whose titles are kept.
KEPT = 20_000
#: The classes of encounters, from the narrow ones; the broader ones are derived.
ENCOUNTERS = ("Session", "Meeting", "Visit", "Conference", "Signing")
LEDGER = ("Proposal", "Commitment", "Invitation", "Assessment")
#: Said by every page in a place of its own, or by the thing's other properties.
_EVERYWHERE = frozenset(
    (
        "earliest latest startEarliest startLatest endEarliest endLatest dueEarliest dueLatest effectiveEarliest "
        "effectiveLatest entryIntoForceEarliest entryIntoForceLatest date start end endStatus attestedOn checkedOn "
        "confidence note hasName abbreviation formalName sha256"
    ).split()
)
_USUAL = frozenset({("modality", "held"), ("encounterFormat", "in-person"), ("rounding", "none")})
_CONFIDENCE = VOCABULARY + "confidence/"


@dataclass(frozen=True)
class Thing:
    """Something with a page: its address and name."""

    iri: str
    name: str


@dataclass(frozen=True)
class Fact:
    """A fact with what every fact has: its date in words, sources, confidence, note, what others say."""

    iri: str
    name: str
    when: str = ""
    evidence: Sequence[Evidence] = ()
    confidence: str = ""
    note: str = ""
    divergences: Sequence[str] = ()


class Reader:
    """Reads facts of one generation in one language."""

    def __init__(self, store: Store, lang: str) -> None:
        self.lang = lang
        #: What is said of a thing is read once: a page asks a fact for ten properties, and so does the next.
        self.facts: Facts = Remembered(store, lang)
        #: Shortcuts that are derived from facts: who is represented where.
        self.shortcuts = Facts(store, lang, SHORTCUTS)
        self._findings = Facts(store, lang, FINDINGS)
        self._sources: dict[str, tuple[str, str | None]] = {}

    # Names

    def name(self, iri: str) -> str:
        """What a thing is called: its label, or the words of a ledger entry."""
        return self.facts.names.known(iri) or self.facts.text(iri, "content") or self.facts.names.label(iri)

    def short(self, iri: str) -> str:
        """The abbreviation where it has one."""
        return self.facts.names.abbreviation(iri) or self.name(iri)

    def thing(self, iri: str) -> Thing:
        """A thing with its name."""
        return Thing(iri, self.name(iri))

    def things(self, subject: str, predicate: str) -> list[Thing]:
        """What a property leads to, by name."""
        return self.named(self.facts.objects(subject, predicate))

    def named(self, iris: Iterable[str]) -> list[Thing]:
        """Things sorted by name."""
        return sorted((self.thing(iri) for iri in iris), key=lambda one: (one.name.casefold(), one.iri))

    def word(self, iri: str | None) -> str:
        """A concept, class or property in words; '' for None."""
        return "" if iri is None else self.facts.word(iri)

    def concept(self, subject: str, predicate: str) -> str:
        """The concept that a property leads to, in words."""
        return self.word(self.facts.object(subject, predicate))

    def kind(self, thing: str) -> str:
        """The narrowest class of a thing, in words."""
        own = [one for one in self.facts.objects(thing, TYPE) if one.startswith(COMITY)]
        return self.word(own[0]) if own else ""

    def other_names(self, thing: str) -> list[tuple[str, str]]:
        """``(language, name)``: labels of other languages, alternative and formal names, each once."""
        from pyoxigraph import NamedNode

        shown, found = {self.name(thing)}, []
        labels = ("http://www.w3.org/2000/01/rdf-schema#label", SKOS + "altLabel", COMITY + "formalName",
                  COMITY + "abbreviation", SKOS + "prefLabel")  # fmt: skip
        for predicate in labels:
            for language, text in self.facts.names.texts(thing, NamedNode(predicate)):
                if text not in shown:
                    shown.add(text)
                    found.append((language or "", text))
        return sorted(found, key=lambda pair: (pair[0] != self.lang, pair[0] not in ("en", "ru"), pair[0], pair[1]))

    def concepts(self, predicate: str, concept: str) -> list[str]:
        """What leads to a concept or vocabulary by a property of SKOS, in what a query sees: never in claims."""
        from pyoxigraph import NamedNode

        node, leads = NamedNode(concept), NamedNode(SKOS + predicate)
        found = (quad.subject for graph in default_graphs(self.facts.store)
                 for quad in self.facts.store.quads_for_pattern(None, leads, node, graph))  # fmt: skip
        return sorted({term.value for term in found if isinstance(term, NamedNode)})

    # Dates

    def when(self, thing: str) -> str:
        """The date of a fact as people say it; of an interval both ends."""
        facts, lang = self.facts, self.lang
        date = facts.value(thing, "date")
        if date is not None:
            return spoken(date, lang)
        start, end = facts.value(thing, "start"), facts.value(thing, "end")
        if start is None and end is None:
            return ""
        first = "?" if start is None else spoken(start, lang, point=True)
        if end is not None:
            return f"{first} – {spoken(end, lang, point=True)}"
        ongoing = (facts.object(thing, "endStatus") or "").endswith("/ongoing")
        return f"{first} – {say('now', lang)}" if ongoing else say("since", lang, date=first)

    def day(self, thing: str) -> str:
        """A day to sort by; what has none comes last."""
        return next((found for name in ("earliest", "startEarliest", "latest", "startLatest", "endLatest")
                     if (found := self.facts.value(thing, name)) is not None), "9999")  # fmt: skip

    def year(self, thing: str) -> int | None:
        """The year of an encounter, where its bounds lie in one."""
        first, last = self.facts.value(thing, "earliest"), self.facts.value(thing, "latest")
        return int(first[:4]) if first is not None and last is not None and first[:4] == last[:4] else None

    # What it says

    def values(self, thing: str, leave_out: Collection[str] = ()) -> list[tuple[str, list[Thing]]]:
        """What a thing says of itself, property by property; plain values are things without an address."""
        from pyoxigraph import Literal, NamedNode

        texts: dict[str, list[Literal]] = defaultdict(list)
        found: dict[str, list[Thing]] = defaultdict(list)
        for quad in self.facts.quads(thing):
            name = quad.predicate.value.removeprefix(COMITY)
            if not quad.predicate.value.startswith(COMITY) or name in _EVERYWHERE or name in leave_out:
                continue
            term = quad.object
            if isinstance(term, NamedNode):
                if (name, slug_of(term.value)) not in _USUAL:
                    found[name].append(self.thing(term.value))
            elif isinstance(term, Literal):
                texts[name].append(term)
        for name, literals in texts.items():
            found[name] += [Thing("", text) for text in self._spoken(literals)]
        told = [(self.word(COMITY + name), sorted(things, key=lambda one: one.name)) for name, things in found.items()]
        return sorted((pair for pair in told if pair[1]), key=lambda pair: pair[0].casefold())

    def _spoken(self, literals: Sequence[Literal]) -> list[str]:
        tagged = [(term.language, term.value) for term in literals if term.language]
        chosen = best(tagged, self.lang)
        said = [] if chosen is None else [chosen]
        for term in literals:
            if not term.language:
                yes = term.datatype.value.endswith("boolean")
                said.append(
                    say("yes" if term.value == "true" else "no", self.lang) if yes else spoken(term.value, self.lang)
                )
        return said

    # Where it comes from

    def fact(self, iri: str) -> Fact:
        """A fact with its sources."""
        confidence = self.facts.object(iri, "confidence")
        return Fact(
            iri,
            self.name(iri),
            self.when(iri),
            self.sources(iri),
            "" if confidence in (None, _CONFIDENCE + "high") else self.word(confidence),
            self.facts.text(iri, "note") or "",
            self.divergences(iri),
        )

    def sources(self, fact: str) -> tuple[Evidence, ...]:
        """The sources that a fact rests on, each with the place in it and the words."""
        found = (self.evidence(passage) for passage in self.facts.objects(fact, PROV + "wasDerivedFrom"))
        return tuple(dict.fromkeys(found))

    def evidence(self, passage: str) -> Evidence:
        """A passage: its source, the place in it, the words."""
        facts = self.facts
        source = facts.object(passage, "source") or passage
        title, url = self._source(source)
        return Evidence(source, title, url, facts.value(passage, "locator"), facts.value(passage, "exact"))

    def _source(self, source: str) -> tuple[str, str | None]:
        """Title and address of a source; hundreds of facts may rest on one."""
        if source not in self._sources:
            if len(self._sources) > KEPT:
                self._sources.clear()
            title = self.facts.text(source, DCTERMS + "title") or self.name(source)
            self._sources[source] = title, self.facts.value(source, "url")
        return self._sources[source]

    def graded(self, evidence: Evidence) -> Evidence:
        """Evidence whose confidence is said only where it is not high, and in words."""
        grade = evidence.confidence
        said = None if grade in (None, "high") else self.word(f"{_CONFIDENCE}{grade}")
        return replace(evidence, confidence=said)

    def called(self, fact: str) -> str:
        """A fact in a few words: ``ratification: Uzbekistan``, ``art. 38``."""
        kind = kind_of(fact)
        if kind == "action":
            actor = self.facts.object(fact, "actor")
            return f"{self.kind(fact)}: {self.name(actor) if actor else '?'}"
        if kind in ("clause", "provision"):
            article = self.facts.value(fact, "article")
            return f"{self.kind(fact)}, {article}" if article else self.kind(fact)
        if kind in ("designation", "participation", "membership"):
            return self.kind(fact)
        return self.name(fact)

    def divergences(self, fact: str) -> list[str]:
        """What other sources say of a fact: ``start: 2010-02 (title)``."""
        facts, told = self.facts, []
        for one in facts.subjects("about", fact):
            field, value = facts.value(one, "field") or "", facts.value(one, "value") or ""
            said = f"{self.word(COMITY + field)}: {spoken(value, self.lang, point=True)}"
            titles = "; ".join(dict.fromkeys(evidence.title for evidence in self.sources(one)))
            told.append(f"{said} ({titles})" if titles else said)
        return told

    @cached_property
    def _messages(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for result, focus in self._findings.links(SH + "focusNode"):
            said = self._findings_text(result)
            if said:
                found[focus].append(said)
        return found

    def _findings_text(self, result: str) -> str:
        from pyoxigraph import Literal

        texts = [(q.object.language, q.object.value) for q in self._findings.quads(result, SH + "resultMessage")
                 if isinstance(q.object, Literal)]  # fmt: skip
        return best(texts, self.lang) or ""

    def findings(self, things: Iterable[str]) -> list[tuple[Thing, str]]:
        """What the check found of some things, each with the thing it is about."""
        return [(self.thing(thing), said) for thing in dict.fromkeys(things) for said in self._messages.get(thing, ())]

    # What many pages need

    def place(self, encounter: str) -> str:
        """Where it was: the place, with its state where the name does not say it."""
        place, state = self.facts.text(encounter, "place"), self.facts.object(encounter, "placeState")
        parts = [place or "", self.name(state) if state is not None else ""]
        return ", ".join(part for part in parts if part)

    def encounters(self, iris: Iterable[str], *, latest_first: bool = True) -> list[str]:
        """Encounters by day."""
        return sorted(iris, key=lambda one: (self.day(one), natural(one)), reverse=latest_first)

    def owner(self, thing: str) -> set[str]:
        """The states and bodies that a party to something stands for: itself, its state, the state of its posts."""
        kind = kind_of(thing)
        if kind == "agency":
            return {thing, *self.facts.objects(thing, "organOf")}
        if kind == "official":
            posts = [post for tenure in self.facts.subjects("holder", thing) for post in self._posts(tenure)]
            agencies = [agency for post in posts for agency in self.facts.objects(post, "postIn")]
            return {thing, *(owner for agency in agencies for owner in self.owner(agency))}
        return {thing}

    def _posts(self, tenure: str) -> list[str]:
        return self.facts.objects(tenure, "post")

    def capacity(self, node: str) -> str | None:
        """The post that a capacity names: a tenure's, or itself."""
        return self.facts.object(node, "post") or (node if kind_of(node) == "post" else None)


def reader(desk: Desk, ask: Ask) -> Reader:
    """The reader of this generation in the language of the request."""
    key = ("reader", ask.lang)
    if key not in desk.kept:
        desk.kept[key] = Reader(desk.store, ask.lang)
    found: Reader = desk.kept[key]
    return found


def slug(iri: str) -> str:
    """``UZ`` of a state, ``untoc`` of a treaty."""
    return iri.removeprefix(ID).partition("/")[2]


def slug_of(iri: str) -> str:
    """The last part of an address."""
    return iri.rpartition("/")[2]


def day_or_today(ask: Ask) -> dt.date:
    """The day a page is asked about."""
    return ask.day() or dt.date.today()


def paged(ask: Ask, items: Sequence[T], size: int, name: str = "page") -> tuple[Sequence[T], int]:
    """One page of a list, and its number; a number past the end gives the last page."""
    last = max(1, -(-len(items) // size))
    page = min(ask.number(name, 1, least=1, most=999_999), last)
    return items[(page - 1) * size : page * size], page
