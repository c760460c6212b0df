"""From a reading to claims: each encounter, participant, post held, saying and body as rows of the records.

What the reader completed from the graph (basis ``derived``) makes no claim: the
document does not say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...errors import BadInput
from .body_rows import body_rows, unknown_body
from .ids import concept, digest, slug, tail
from .known import KINDS, Known, Met
from .matching import ledger_like, matched
from .origin import source_id
from .persons import People, Who, capacities, where
from .reading import Basis, Encounter, Fact, LedgerItem, Person, Reading, Span
from .rows import Claim, Passage, participation_id, values_of
from .sureness import HELD, basis_held, of_value, saying, sure, taking_part, telling

if TYPE_CHECKING:
    from .document import Document

#: Code points of what stands before and after a passage.
AROUND = 80
_KIND = {
    "bilateral meeting": "meeting",
    "session": "session",
    "visit": "visit",
    "signing": "signing",
    "conference": "conference",
}
_LEDGER = {"initiative": "proposal"}
_ROLES = ("host", "chair", "delegate", "observer", "invitee", "guest")


@dataclass
class Told:
    """The claims of one document, the source that they rest on, and what could not be made a claim, in words.

    ``things`` are the encounters as things, in the order of the reading: held
    ones, then planned ones.
    """

    source: str
    claims: list[Claim]
    things: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def claims_of(reading: Reading, document: Document, known: Known, *, today: dt.date) -> Told:
    """All claims of a reading; ``known`` learns of them, so that the next document is matched with them."""
    maker = _Maker(document, known, today, reading.engine)
    encounters = [(one, False) for one in reading.encounters] + [(one, True) for one in reading.planned]
    for one, planned in encounters:
        maker.encounter(one, planned=planned or one.planned)
    for person in reading.others:
        maker.post_held(person, person.span or maker.first, maker.published)
    for item in reading.ledger:
        maker.ledger(item)
    for body in reading.bodies:
        for row in body_rows(body, known, reading.language, lambda span: document.original[span.start : span.end]):
            maker.add(row.table, row.thing, row.cells, row.span, field=row.field, rule=row.rule, score=row.score)
    kept = sorted(maker.found.values(), key=lambda claim: (claim.passage.start, claim.table, claim.thing, claim.field))
    return Told(maker.source, kept, maker.things, maker.notes)


class _Maker:
    """Makes the claims of one document."""

    def __init__(self, document: Document, known: Known, today: dt.date, engine: str = "") -> None:
        self.document = document
        self.engine = engine
        self.known = known
        self.today = today.isoformat()
        self.source = known.source_of(document.sha256, document.url) or source_id(document)
        self.published = _day(document.published)
        self.found: dict[str, Claim] = {}
        self.things: list[str] = []
        self.notes: list[str] = []
        #: Code point for code point the original, but for halves of characters, which no graph can hold.
        self._original = document.original.encode("utf-8", "replace").decode("utf-8")
        self._sentences = [document.span(*pair) for pair in document.sentences]
        #: The first sentence: where something is told whose place the reader does not give.
        self.first = self._sentences[0] if self._sentences else Span(0, len(document.original))
        self._rule: tuple[str, Span, float] = ("", Span(0, 0), 0.9)
        self.people = People(known, document.language, self._add_for)

    # Claims

    def add(
        self,
        table: str,
        thing: str,
        cells: Mapping[str, str],
        span: Span,
        *,
        rule: str,
        score: float,
        field: str = "",
        basis: Basis = "stated",
        modality: str | None = None,
        written: str | None = None,
    ) -> Claim | None:
        """Add a claim whose cells are what its table takes; what is not is noted, not raised."""
        claim = Claim(
            source=self.source,
            table=table,
            thing=thing,
            cells={name: cell for name, cell in cells.items() if cell},
            passage=self.passage(span),
            rule=rule or "reader",
            field=field,
            basis=basis,
            modality=modality,
            score=round(min(max(score, 0.0), 1.0), 2),
            written=written,
            checked=self.today,
        )
        try:
            values_of(claim)
        except (BadInput, ValueError) as error:
            message = error.message if isinstance(error, BadInput) else str(error)
            self.notes.append(f"{thing} ({field or table}) is no claim: {message}")
            return None
        before = self.found.get(claim.id)
        if before is None or before.score < claim.score:
            self.found[claim.id] = claim
        self.known.add(claim)
        return claim

    def _sure(self, rule: str, basis: Basis, given: float) -> float:
        return sure(rule, basis, given, self.engine)

    def passage(self, span: Span) -> Passage:
        """The sentences that a place lies in."""
        text = self._original
        start, end = max(0, span.start), min(len(text), span.end)
        over = [one for one in self._sentences if one.start < end and start < one.end]
        if over:
            start, end = min(start, over[0].start), max(end, over[-1].end)
        return Passage(
            start,
            end,
            text[start:end],
            text[max(0, start - AROUND) : start],
            text[end : end + AROUND],
        )

    def _add_for(self, table: str, thing: str, cells: Mapping[str, str], person: Person) -> None:
        rule, span, score = self._rule
        written = {"officials": person.name, "posts": person.post, "agencies": person.agency}.get(table)
        self.add(
            table,
            thing,
            cells,
            where(person, span),
            rule=f"{rule}:{table}" if rule else table,
            score=min(score, person.confidence),
            basis=person.basis if person.basis != "derived" else "inferred",
            written=written,
        )

    # Encounters

    def encounter(self, one: Encounter, *, planned: bool) -> None:
        kind = _KIND.get(one.type, "meeting")
        if kind == "session" and not (one.body or one.body_thing):
            kind = "meeting"
        self._rule = (one.rule, one.span, one.confidence)
        told = Met(f"{kind}/?", claimed=True)
        told.dated(_date(one))
        day = told.first if told.first is not None and told.first == told.last else None
        told.ordinal = one.ordinal if kind == "session" else None
        told.body = self._body(one) if kind == "session" else None
        part_of = self.things[one.part_of] if one.part_of is not None and one.part_of < len(self.things) else None
        states = {"place_state": one.place_state, "host_state": one.host_state}
        told.values = {name: f"state/{code}" for name, code in states.items() if code}
        if part_of:
            told.values["part_of"] = part_of
        stated = [person for person in _people(one) if person.basis != "derived"]
        # One without any date is news of its day; one of a month or year is not.
        now = self.published if told.first is None and told.last is None and not one.background else None
        first, last = (told.first, told.last) if told.first is not None else (now, now)
        people = [(person, self.people.who(person, first, last)) for person in stated]
        for _, who in people:
            code = who.state
            if code is None:
                continue
            told.people[code] |= {who.official} if who.official else set()
            if who.post:
                told.posts[code].add(who.post)
        for code in one.states:
            told.people[code] |= set()
        also = {_KIND[name] for name in one.type_alt if name in _KIND} - {"session"}
        thing = matched(told, self.known, frozenset({kind} | (also if kind != "session" else set())))
        thing = thing or self._id(kind, told, one)
        self.things.append(thing)
        modality = "planned" if planned else "held"
        cells = {"modality": modality, "body": tail(told.body) if told.body else ""}
        score = self._sure(telling(one, planned=planned), "stated", one.confidence)
        self.add("encounters", thing, cells, one.span, rule=one.rule, score=score, modality=modality)
        self._values(thing, one, told, part_of, modality)
        self._participants(thing, one, people, day or now, modality)
        self._documents(thing, one, day)

    def _values(self, thing: str, one: Encounter, told: Met, part_of: str | None, modality: str) -> None:
        """What the document says of an encounter, value by value."""
        language = "ru" if self.document.language == "ru" else "en"
        city = one.place_city if _fact(one, "place_city").basis != "derived" else None
        values: list[tuple[str, str, dict[str, str]]] = [
            ("date", "date", {"date": told.date or ""}),
            ("ordinal", "ordinal", {"ordinal": "" if told.ordinal is None else str(told.ordinal)}),
            ("place", "place_state", {"place_state": one.place_state or "", f"place_{language}": city or ""}),
            ("host_state", "host_state", {"host_state": one.host_state or ""}),
            ("chair_state", "chair_state", {"chair_state": one.chair_state or ""}),
            ("format", "online", {"format": "online" if one.online else ""}),
            ("part_of", "part_of", {"part_of": part_of or ""}),
        ]
        values += [("topics", f"topics:{topic}", {"topics": concept(topic)}) for topic in one.topics]
        if one.date and not told.date:
            self.notes.append(f"{thing}: the date {one.date} has no year, so it is no claim")
        for name, key, cells in values:
            if not any(cells.values()):
                continue
            told_fact = _fact(one, "place_city" if name == "place" and not one.place_state else key)
            if told_fact.basis == "derived":
                continue
            rule = of_value(one, told_fact, name)
            self.add(
                "encounters",
                thing,
                cells,
                told_fact.span or one.span,
                field=name,
                rule=rule,
                score=self._sure(rule, told_fact.basis, told_fact.confidence),
                basis=told_fact.basis,
                modality=modality,
            )

    def _participants(
        self, thing: str, one: Encounter, people: Sequence[tuple[Person, Who]], day: dt.date | None, modality: str
    ) -> None:
        attendance = "planned" if modality == "planned" else "attended"
        seen: set[str] = set()
        for person, who in people:
            if who.speaker is None:
                self.notes.append(f"{thing}: {person.name or person.post or '?'} takes part, but for whom is not told")
                continue
            seen.add(who.state or "")
            span = where(person, one.span)
            cells = {
                "encounter": thing,
                "participant": who.speaker,
                "capacity": who.capacity or "",
                "on_behalf_of": f"state/{who.state}" if who.state and not who.speaker.startswith("state/") else "",
                "role": person.role if person.role in _ROLES else "",
                "attendance": attendance,
            }
            rule, given = taking_part(one), min(person.confidence, one.confidence)
            self.add(
                "participations",
                self._participation(thing, who.speaker),
                cells,
                span,
                rule=rule,
                # Somebody without a name is not among those that were counted.
                score=self._sure(rule, person.basis, given) if person.name else given,
                basis=person.basis,
                modality=modality,
                written=person.name,
            )
            if modality == "held":
                self.post_held(person, span, day, who)
        for code in one.states:
            told = _fact(one, f"states:{code}")
            if code in seen or told.basis == "derived" or not self.known.has(f"state/{code}"):
                continue
            state = f"state/{code}"
            rule = of_value(one, told, "state")
            self.add(
                "participations",
                self._participation(thing, state),
                {"encounter": thing, "participant": state, "attendance": attendance},
                told.span or one.span,
                rule=rule,
                score=self._sure(rule, told.basis, told.confidence),
                basis=told.basis,
                modality=modality,
            )

    def _participation(self, thing: str, who: str) -> str:
        return self.known.participations.get((thing, who)) or participation_id(thing, who)

    def post_held(self, person: Person, span: Span, day: dt.date | None, who: Who | None = None) -> None:
        """That a person with a name held a post on that day."""
        if who is None:
            self._rule = (self.engine or "post", span, person.confidence)
            who = self.people.who(person, day)
        row = self.people.tenure(who, person, day) if person.name else None
        if row is not None:
            basis = basis_held(person)
            self.add(
                "tenures",
                row[0],
                row[1],
                span,
                rule=f"{self.engine}:held" if self.engine else HELD,
                score=self._sure(HELD, basis, person.confidence),
                basis=basis,
                written=person.name,
            )

    def _documents(self, thing: str, one: Encounter, day: dt.date | None) -> None:
        """What was signed or adopted at an encounter."""
        for index, words in enumerate(one.documents):
            told = _fact(one, f"documents:{index}")
            if told.basis == "derived" or one.planned:
                continue
            kind = _instrument(words)
            known = self.known.named("instrument", words) or self.known.named("treaty", words)
            known = known or self._signed_there(thing, kind)
            folder = "treaty" if kind in ("convention", "treaty") else "instrument"
            title = f"{kind.replace('-', ' ').capitalize()} signed at {self._called(thing)}"
            cells = {"class": kind, "name_en": title, "signed_at": thing}
            if day is not None:
                cells["date"] = day.isoformat()
            if self.document.language == "ru":
                cells["name_ru"] = words
            else:
                cells["name_en"] = words if len(words.split()) > 1 else title
            rule = of_value(one, told, "document")
            self.add(
                "instruments",
                known or f"{folder}/{slug(tail(thing))}-{kind}-{digest(words.casefold(), size=4)}",
                cells,
                told.span or one.span,
                rule=rule,
                score=self._sure(rule, told.basis, told.confidence),
                basis=told.basis,
                written=words,
            )

    def _signed_there(self, thing: str, kind: str) -> str | None:
        """The one instrument of that class that the graph says was signed at an encounter."""
        from pyoxigraph import DefaultGraph, NamedNode

        from ...ontology.namespaces import COMITY, ID, RDF
        from ..records.quads import camel

        found = self.known.store.quads_for_pattern(
            None, NamedNode(COMITY + "signedAt"), NamedNode(ID + thing), DefaultGraph()
        )
        things = [getattr(quad.subject, "value", "").removeprefix(ID) for quad in found]
        fit = [one for one in things if self.known.holds(one, RDF + "type", COMITY + camel(kind))]
        return fit[0] if len(fit) == 1 else None

    def _called(self, thing: str) -> str:
        met = self.known.encounter(thing)
        name = self.known.label(thing, "en")
        if name:
            return name
        kind = thing.partition("/")[0]
        if met is not None and met.body and met.ordinal:
            return f"session {met.ordinal} of the {self.known.label(met.body, 'en') or tail(met.body)}"
        return f"the {kind} of {met.date}" if met is not None and met.date else f"a {kind}"

    def _body(self, one: Encounter) -> str:
        """The body of a session: a known one, else one of its own name."""
        known = one.body_thing or (self.known.named("body", one.body) if one.body else None)
        if known:
            return known
        name = " ".join((one.body or "").split())
        thing = unknown_body(name)
        rule, span, score = self._rule
        self.add(
            "bodies", thing, {"kind": "other", "name_en": name}, span, rule=f"{rule}:body", score=score, written=name
        )
        return thing

    def _id(self, kind: str, told: Met, one: Encounter) -> str:
        """An id from what the encounter is; where that does not tell it from others, from the document too."""
        if kind == "session" and told.body:
            body = tail(told.body)
            if told.ordinal is not None:
                return f"session/{body}-{told.ordinal}"
            if told.date is not None and len(told.date) in (4, 7, 10):
                return f"session/{body}-{told.date}"
        elif told.first is not None and told.exact and len(told.states) > 1:
            people = sorted(f"{state}={'+'.join(sorted(who))}" for state, who in told.people.items())
            posts = sorted(f"{state}={'+'.join(sorted(what))}" for state, what in told.posts.items())
            states = "-".join(sorted(state.lower() for state in told.states))
            states = states if len(told.states) <= 4 else f"{len(told.states)}-states"
            return f"{kind}/{states}-{told.first}-{digest(kind, told.date, people, posts, size=6)}"
        year = told.date[:4] if told.date else "undated"
        mark = digest(self.document.sha256, one.span.start, kind, told.date, size=8)
        return f"{kind}/{slug(tail(told.body)) + '-' if told.body else ''}{year}-{mark}"

    # The ledger

    def ledger(self, item: LedgerItem) -> None:
        kind = _LEDGER.get(item.kind, item.kind)
        said_at = self.things[item.said_at] if item.said_at is not None and item.said_at < len(self.things) else None
        met = self.known.encounter(said_at) if said_at else None
        day = met.first if met is not None and met.first is not None and met.first == met.last else None
        self._rule = (item.rule, item.span, item.confidence)
        by = None if item.by is None else self.people.who(item.by, day or self.published)
        to = None if item.to is None else self.people.who(item.to, day or self.published)
        speaker = by.speaker if by is not None else None
        known = ledger_like(self.known, kind, _same_speakers(by), said_at, item.about)
        about = " ".join(item.about.split())
        made = f"{kind}/{digest(about.casefold(), speaker, said_at or self.document.sha256, size=10)}"
        cells = {
            "by": speaker or "",
            "by_capacity": (by.capacity or "") if by is not None and by.official else "",
            "on_behalf_of": f"state/{by.state}" if by and by.state and not (speaker or "").startswith("state/") else "",
            "to": (to.speaker or "") if to is not None else "",
            f"content_{'ru' if self.document.language == 'ru' else 'en'}": about,
            "topics": "|".join(dict.fromkeys(map(concept, item.topics))),
            "said_at": said_at or "",
            "date": met.date if met is not None and met.date and met.exact else "",
            "due": item.due or "",
            "status": "open" if kind != "assessment" else "unknown",
        }
        score = self._sure(saying(item), "stated", item.confidence)
        self.add("ledger", known or made, cells, item.span, rule=f"{item.rule or 'ledger'}:{kind}", score=score)


def _same_speakers(by: Who | None) -> set[str]:
    """Whoever may stand in the graph as the speaker: the official or the agency."""
    return set() if by is None else {one for one in (by.speaker, by.official, by.agency) if one}


def _people(one: Encounter) -> list[Person]:
    """The participants; the chair among them once."""
    people = list(one.participants)
    chair = one.chair
    if chair is not None and chair.basis != "derived":
        same = [p for p in people if (p.official and p.official == chair.official) or (p.name and p.name == chair.name)]
        if same:
            same[0].role = "chair"
        else:
            chair.role = "chair"
            people.append(chair)
    return people


def _fact(one: Encounter, key: str) -> Fact:
    """Where a value stands; the sentence of the encounter where the reader does not say."""
    return one.facts.get(key) or Fact(one.span, "stated", one.rule, one.confidence)


def _date(one: Encounter) -> str | None:
    if not one.date or one.date.startswith("-"):
        return None
    if one.date_end and one.date_end != one.date and not one.date_end.startswith("-"):
        return f"{one.date}/{one.date_end}"
    return one.date


def _instrument(words: str) -> str:
    """The class of an instrument, by the words of its name that come first in the list."""
    low = words.casefold()
    for row in capacities()["instruments"]:
        if any(stem in low for stem in row["stems"]):
            return str(row["kind"])
    return "non-binding-instrument"


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None or len(text) != 10 else dt.date.fromisoformat(text)
    except ValueError:
        return None


def by_thing(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """The claims about each encounter, with who took part and what was said or signed there."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        cells = claim.cells
        thing = cells.get("encounter") or cells.get("said_at") or cells.get("signed_at") or claim.thing
        found.setdefault(thing if thing.partition("/")[0] in KINDS else claim.thing, []).append(claim)
    return found
