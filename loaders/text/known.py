"""What a graph holds, as far as a reading is compared with it: encounters, who holds which post, names.

Facts come from the default graph, claims of other documents from what
:meth:`Known.add` is told; both are looked through when an encounter is matched.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...ontology.namespaces import CLAIMS, COMITY, DCTERMS, ID, PROV, RDF, RDFS, SKOS, VOCABULARY
from ..edtf import bounds
from .ids import thing_of
from .rivals import Rivals

if TYPE_CHECKING:
    from pyoxigraph import Store

    from .rows import Claim

KINDS = ("session", "meeting", "visit", "conference", "signing")
_PLACES = (
    ("place_state", "placeState"),
    ("host_state", "hostState"),
    ("chair_state", "chairState"),
    ("format", "encounterFormat"),
    ("part_of", "partOf"),
)
LEDGER = ("proposal", "commitment", "invitation", "assessment")


@dataclass(slots=True)
class Met:
    """An encounter of the graph or of the claims: what tells it from others."""

    thing: str
    claimed: bool = False
    body: str | None = None
    ordinal: int | None = None
    date: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    modality: str | None = None
    values: dict[str, str] = field(default_factory=dict)  # place_state, host_state, chair_state, format, part_of
    topics: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)  # language -> city
    #: State -> the officials, or the posts, that spoke for it.
    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    posts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def kind(self) -> str:
        """session, meeting, visit, conference or signing."""
        return self.thing.partition("/")[0]

    @property
    def states(self) -> set[str]:
        """The codes of the states that took part."""
        return set(self.people) | set(self.posts)

    @property
    def exact(self) -> bool:
        """Whether its day, or days up to two weeks, are known."""
        return self.first is not None and self.last is not None and (self.last - self.first).days <= 14

    def dated(self, date: str | None) -> None:
        """Take a date; one that is no EDTF leaves the encounter undated."""
        try:
            self.first, self.last = bounds(date) if date else (None, None)
            self.date = date
        except ValueError:
            self.date = self.first = self.last = None


@dataclass(frozen=True, slots=True)
class Held:
    """A tenure: who, in which post, from when to when (the widest bounds)."""

    thing: str
    official: str
    post: str
    start: dt.date | None
    end: dt.date | None
    ongoing: bool = False
    acting: bool = False

    def covers(self, day: dt.date, last: dt.date | None = None) -> bool:
        """Whether it may cover a day, or one of the days up to ``last``; the day of leaving is tolerated."""
        return (self.start is None or self.start <= (last or day)) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Office:
    """A post, the agency or body that it is in, and the state behind it."""

    thing: str
    kind: str
    place: str
    state: str | None
    single: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the ledger."""

    thing: str
    by: frozenset[str]
    said_at: str | None
    content: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A passage that a fact rests on, in words: the source's title, where in it, the words."""

    source: str
    title: str
    place: str
    exact: str


class Known:
    """An index of one store, and of the claims that it is told of."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.met: dict[str, Met] = {}
        self.claimed: dict[str, Met] = {}
        #: Encounters by day, body, and what they are part of: what to compare a new one with.
        self._at: dict[object, set[str]] = defaultdict(set)
        self.tenures: dict[tuple[str, str], list[Held]] = defaultdict(list)
        self.holders: dict[str, list[Held]] = defaultdict(list)
        self.posts_of_tenures: dict[str, str] = {}
        self.offices: dict[str, Office] = {}
        self.agencies: dict[str, tuple[str, str]] = {}
        self.participations: dict[tuple[str, str], str] = {}
        self.chairs: dict[str, dict[str, str]] = defaultdict(dict)
        self.ledger: dict[str, Said] = {}
        self.sources: dict[str, str] = {}
        self.rivals = Rivals(store)
        self._read_offices()
        self._read_tenures()
        self._read_encounters()
        self._read_claimed()
        self._read_ledger()
        self._read_sources()

    # Single things

    def has(self, thing: str) -> bool:
        """Whether the facts tell of what class ``kind/slug`` is."""
        return self.holds(thing, RDF + "type", None)

    def holds(self, thing: str, property: str, value: str | None) -> bool:
        """Whether the facts relate a thing by a property, to a value where one is given."""
        from pyoxigraph import DefaultGraph, NamedNode

        object = None if value is None else NamedNode(value)
        found = self.store.quads_for_pattern(NamedNode(ID + thing), NamedNode(property), object, DefaultGraph())
        return next(found, None) is not None

    def values(self, thing: str, property: str) -> list[str]:
        """The values of a property, addresses of Comity's own things as ``kind/slug``."""
        from pyoxigraph import DefaultGraph, NamedNode

        found = self.store.quads_for_pattern(NamedNode(ID + thing), NamedNode(property), None, DefaultGraph())
        return sorted(_plain(quad.object.value) for quad in found if hasattr(quad.object, "value"))

    def subjects(self, name: str, value: str) -> list[str]:
        """The things that Comity's property of that name relates to ``kind/slug``."""
        from pyoxigraph import DefaultGraph, NamedNode

        found = self.store.quads_for_pattern(None, NamedNode(COMITY + name), NamedNode(ID + value), DefaultGraph())
        return sorted(_plain(getattr(quad.subject, "value", "")) for quad in found)

    def label(self, thing: str, lang: str) -> str | None:
        """The name of a thing in a language, or in English, Russian, any."""
        from pyoxigraph import DefaultGraph, NamedNode

        found = {}
        for quad in self.store.quads_for_pattern(
            NamedNode(ID + thing), NamedNode(RDFS + "label"), None, DefaultGraph()
        ):
            found[getattr(quad.object, "language", None) or ""] = getattr(quad.object, "value", "")
        return next((found[one] for one in (lang, "en", "ru", *sorted(found)) if one in found), None)

    def names_of(self, thing: str) -> set[str]:
        """Every name of a thing, in any language."""
        found = {name for property in (RDFS + "label", SKOS + "altLabel") for name in self.values(thing, property)}
        for node in self.values(thing, COMITY + "hasName"):
            found |= set(self.values(node, COMITY + "form"))
        return found

    def named(self, kind: str, name: str) -> str | None:
        """The one thing of a kind with exactly this name, None where there is none or several."""
        from pyoxigraph import DefaultGraph, Literal, NamedNode

        found: set[str] = set()
        for property in (RDFS + "label", SKOS + "altLabel", COMITY + "abbreviation"):
            for language in ("en", "ru"):
                word = Literal(name, language=language)
                for quad in self.store.quads_for_pattern(None, NamedNode(property), word, DefaultGraph()):
                    found.add(_plain(getattr(quad.subject, "value", "")))
        fit = [thing for thing in found if thing.startswith(kind + "/")]
        return fit[0] if len(fit) == 1 else None

    def rests_on(self, thing: str) -> list[Resting]:
        """The passages of a fact."""
        found = []
        for passage in self.values(thing, PROV + "wasDerivedFrom"):
            source = next(iter(self.values(passage, COMITY + "source")), "")
            title = next(iter(self.values(source, DCTERMS + "title")), source) if source else passage
            place = next(iter(self.values(passage, COMITY + "locator")), "")
            exact = next(iter(self.values(passage, COMITY + "exact")), "")
            found.append(Resting(source, title, place, exact))
        return found

    def like(self, told: Met) -> set[str]:
        """The encounters that may be the one told: of its body, or of about its days, or a part of the same one."""
        if told.kind == "session":
            return self._at[told.body] if told.body else set()
        found = set(self._at[told.values["part_of"]]) if "part_of" in told.values else set()
        if told.first is not None and told.last is not None and told.exact:
            for day in range(-1, (told.last - told.first).days + 2):
                found |= self._at[told.first + dt.timedelta(days=day)]
        return found

    def _index(self, met: Met) -> None:
        if met.body:
            self._at[met.body].add(met.thing)
        if "part_of" in met.values:
            self._at[met.values["part_of"]].add(met.thing)
        if met.first is not None and met.last is not None and met.exact:
            for day in range((met.last - met.first).days + 1):
                self._at[met.first + dt.timedelta(days=day)].add(met.thing)

    def titles(self, source: str) -> list[str]:
        """The title of a source, whether a fact or a claim rests on it."""
        from pyoxigraph import NamedNode

        quads = self.store.quads_for_pattern(NamedNode(ID + source), NamedNode(DCTERMS + "title"), None, None)
        return sorted({str(getattr(quad.object, "value", "")) for quad in quads})

    # What claims add

    def add(self, claim: Claim) -> None:
        """Take a claim among what encounters are matched with."""
        cells = claim.cells
        self.rivals.add(claim)
        if claim.table == "encounters":
            met = self.claimed.setdefault(claim.thing, Met(claim.thing, claimed=True))
            if not claim.field:
                met.body = thing_of("body", cells["body"]) if cells.get("body") else None
                met.modality = cells.get("modality")
            elif claim.field == "date":
                met.dated(cells.get("date"))
            elif claim.field == "ordinal" and cells.get("ordinal", "").isdigit():
                met.ordinal = int(cells["ordinal"])
            elif claim.field in ("host_state", "chair_state"):
                met.values[claim.field] = thing_of("state", cells[claim.field])
            elif claim.field == "place" and cells.get("place_state"):
                met.values["place_state"] = thing_of("state", cells["place_state"])
            elif claim.field == "part_of":
                met.values["part_of"] = cells["part_of"]
            self._index(met)
        elif claim.table == "participations" and not claim.field:
            met = self.claimed.setdefault(cells["encounter"], Met(cells["encounter"], claimed=True))
            self._took_part(met, cells["participant"], cells.get("capacity"), cells.get("on_behalf_of"))

    def encounter(self, thing: str) -> Met | None:
        """An encounter of the facts, with what only claims tell of it filled in."""
        fact, claim = self.met.get(thing), self.claimed.get(thing)
        if fact is None or claim is None:
            return fact or claim
        merged = Met(thing, False, fact.body or claim.body, fact.ordinal or claim.ordinal)
        merged.dated(fact.date or claim.date)
        return merged

    # People

    def tenure(self, official: str, post: str, day: dt.date | None) -> Held | None:
        """The tenure of an official in a post: the one that covers the day, else any."""
        found = self.tenures.get((official, post), [])
        fit = [held for held in found if day is None or held.covers(day)]
        return next(iter(fit or found), None)

    def post_of(self, state: str, kind: str) -> Office | None:
        """The one post of a kind in a state."""
        fit = [office for office in self.offices.values() if office.state == state and office.kind == kind]
        return fit[0] if len(fit) == 1 else None

    def agency_of(self, state: str, kind: str) -> str | None:
        """The one agency of a kind in a state."""
        fit = [thing for thing, (of, what) in self.agencies.items() if of == f"state/{state}" and what == kind]
        return fit[0] if len(fit) == 1 else None

    def source_of(self, sha256: str, url: str | None) -> str | None:
        """The source that is this document, by what its bytes or its address are."""
        return self.sources.get(sha256) or (self.sources.get(url) if url else None)

    # Reading the facts

    def _pairs(self, property: str, *, graph: bool = False) -> list[tuple[str, str]]:
        from pyoxigraph import DefaultGraph, NamedNode

        where = None if graph else DefaultGraph()
        return [
            (_plain(quad.subject.value), _plain(quad.object.value))
            for quad in self.store.quads_for_pattern(None, NamedNode(property), None, where)
            if hasattr(quad.subject, "value") and hasattr(quad.object, "value")
        ]

    def _map(self, name: str) -> dict[str, str]:
        return dict(self._pairs(COMITY + name))

    def _read_offices(self) -> None:
        organs, kinds = self._map("organOf"), self._map("agencyKind")
        self.agencies = {thing: (of, kinds.get(thing, "")) for thing, of in organs.items()}
        places, single = self._map("postIn"), self._map("singleHolder")
        for post, kind in self._pairs(COMITY + "postKind"):
            place = places.get(post, "")
            of = organs.get(place, "")
            state = of.removeprefix("state/") if of.startswith("state/") else None
            self.offices[post] = Office(post, kind, place, state, single.get(post) == "true")

    def _read_tenures(self) -> None:
        posts = self._map("post")
        starts, ends = self._map("startEarliest"), self._map("endLatest")
        status, acting = self._map("endStatus"), self._map("acting")
        for thing, official in self._pairs(COMITY + "holder"):
            post = posts.get(thing)
            if post is None:
                continue
            held = Held(
                thing,
                official,
                post,
                _day(starts.get(thing)),
                _day(ends.get(thing)),
                status.get(thing) == "ongoing",
                acting.get(thing) == "true",
            )
            self.tenures[official, post].append(held)
            self.holders[post].append(held)
            self.posts_of_tenures[thing] = post

    def _read_encounters(self) -> None:
        for thing, modality in self._pairs(COMITY + "modality"):
            if thing.partition("/")[0] in KINDS:
                self.met[thing] = Met(thing, modality=modality)
        for thing, body in self._pairs(COMITY + "sessionOf"):
            if thing in self.met:
                self.met[thing].body = body
        for thing, number in self._pairs(COMITY + "ordinal"):
            if thing in self.met and number.isdigit():
                self.met[thing].ordinal = int(number)
        for thing, date in self._pairs(COMITY + "date"):
            if thing in self.met:
                self.met[thing].dated(date)
        for name, property in _PLACES:
            for thing, value in self._pairs(COMITY + property):
                if thing in self.met:
                    self.met[thing].values[name] = value
        for thing, topic in self._pairs(COMITY + "topic"):
            if thing in self.met:
                self.met[thing].topics.add(topic)
        self._read_places()
        for met in self.met.values():
            self._index(met)
        encounters, capacities, behalf = self._map("participationIn"), self._map("inCapacity"), self._map("onBehalfOf")
        roles = self._map("participationRole")
        for thing, who in self._pairs(COMITY + "participant"):
            encounter = encounters.get(thing)
            if encounter not in self.met:
                continue
            self.participations[encounter, who] = thing
            if roles.get(thing) == "chair":
                self.chairs[encounter][thing] = who
            self._took_part(self.met[encounter], who, capacities.get(thing), behalf.get(thing))

    def _read_claimed(self) -> None:
        """What waits in the graphs of documents: an undecided claim has its row there."""
        from pyoxigraph import NamedNode

        def rows(name: str) -> list[tuple[str, str]]:
            return [
                (_plain(getattr(quad.subject, "value", "")), _plain(getattr(quad.object, "value", "")))
                for quad in self.store.quads_for_pattern(None, NamedNode(COMITY + name), None, None)
                if getattr(quad.graph_name, "value", "").startswith(CLAIMS)
            ]

        def met(thing: str) -> Met:
            return self.claimed.setdefault(thing, Met(thing, claimed=True))

        for thing, modality in rows("modality"):
            if thing.partition("/")[0] in KINDS:
                met(thing).modality = modality
        for thing, body in rows("sessionOf"):
            met(thing).body = body
        for thing, number in rows("ordinal"):
            met(thing).ordinal = int(number) if number.isdigit() else None
        for thing, date in rows("date"):
            if thing.partition("/")[0] in KINDS:
                met(thing).dated(date)
        for name, property in _PLACES:
            for thing, value in rows(property):
                if thing.partition("/")[0] in KINDS:
                    met(thing).values[name] = value
        encounters, capacities = dict(rows("participationIn")), dict(rows("inCapacity"))
        behalf = dict(rows("onBehalfOf"))
        for thing, who in rows("participant"):
            if thing in encounters:
                self._took_part(met(encounters[thing]), who, capacities.get(thing), behalf.get(thing))
        for one in self.claimed.values():
            self._index(one)

    def _read_places(self) -> None:
        from pyoxigraph import DefaultGraph, NamedNode

        for quad in self.store.quads_for_pattern(None, NamedNode(COMITY + "place"), None, DefaultGraph()):
            thing = _plain(getattr(quad.subject, "value", ""))
            language = getattr(quad.object, "language", None)
            if thing in self.met and language:
                self.met[thing].places[language] = getattr(quad.object, "value", "")

    def _took_part(self, met: Met, who: str, capacity: str | None, behalf: str | None) -> None:
        state = behalf or (who if who.startswith("state/") else None)
        if state is None or not state.startswith("state/"):
            return
        code = state.removeprefix("state/")
        met.people[code] |= {who} if who.startswith("official/") else set()
        post = capacity
        if capacity and capacity.startswith("tenure/"):
            post = next(
                (held.post for found in self.tenures.values() for held in found if held.thing == capacity), None
            )
        if post and post.startswith("post/"):
            met.posts[code].add(post)

    def _read_ledger(self) -> None:
        from pyoxigraph import DefaultGraph, NamedNode

        by: dict[str, set[str]] = defaultdict(set)
        for thing, who in self._pairs(COMITY + "by"):
            by[thing].add(who)
        at = self._map("saidAt")
        words: dict[str, str] = defaultdict(str)
        for quad in self.store.quads_for_pattern(None, NamedNode(COMITY + "content"), None, DefaultGraph()):
            words[_plain(getattr(quad.subject, "value", ""))] += " " + getattr(quad.object, "value", "")
        for thing, _ in self._pairs(COMITY + "ledgerStatus"):
            self.ledger[thing] = Said(thing, frozenset(by[thing]), at.get(thing), words[thing])

    def _read_sources(self) -> None:
        """By checksum and by address; sources that only claims name are known too."""
        for property in ("sha256", "url"):
            for thing, value in self._pairs(COMITY + property, graph=True):
                if thing.startswith("source/"):
                    self.sources.setdefault(value, thing)


def _plain(address: str) -> str:
    """``kind/slug`` of Comity's own things, the slug of a concept, anything else as it is."""
    if address.startswith(ID):
        return address[len(ID) :]
    return address.rpartition("/")[2] if address.startswith(VOCABULARY) else address


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
