"""What a document tells, as a page to read: each encounter with its sentence, and what the graph says to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from ..loaders.text.ids import concept
from ..queries.page import Page, clean
from .prose_words import Teller

if TYPE_CHECKING:
    from rich.text import Text

    from ..loaders.text.keeping import Compared, Kept
    from ..loaders.text.reading import BodyTold, Encounter, Fact, LedgerItem, Person, Span

MARKS = {
    "new": ("+", "green"),
    "known": ("=", "dim"),
    "contradicts": ("!", "bold red"),
    "accepted": ("✓", "green"),
    "rejected": ("✗", "dim"),
    "corrected": ("~", "yellow"),
}
#: Code points of a sentence that are shown.
SHOWN = 420
_LABEL = 15


class Telling:
    """Writes kept documents to a page."""

    def __init__(self, page: Page, teller: Teller) -> None:
        self.page = page
        self.teller = teller

    def document(self, kept: Kept) -> None:
        """One document, whole."""
        document, say = kept.document, self.teller.say
        about = [document.language, document.outlet, document.published, kept.told.source]
        self.page.line(document.title or document.name, "bold", tail="· " + " · ".join(part for part in about if part))
        held = [one for one in kept.reading.encounters if not one.planned]
        planned = [*(one for one in kept.reading.encounters if one.planned), *kept.reading.planned]
        things = dict(zip(map(id, [*kept.reading.encounters, *kept.reading.planned]), kept.told.things, strict=False))
        claims = _Claims(kept.compared)
        for heading, encounters in (("encounters", held), ("planned", planned)):
            if encounters:
                self._heading(say(heading))
            for index, one in enumerate(encounters):
                if index:
                    self.page.line()
                self._encounter(one, things.get(id(one), ""), kept, claims)
        if not held and not planned:
            self.page.line(say("nothing"), "dim", indent=2)
        if kept.reading.ledger:
            self._heading(say("ledger"))
        for item in kept.reading.ledger:
            self._item(item, kept, claims)
        self._posts(kept, claims)
        for body in kept.reading.bodies:
            self._heading(f"{say('bodies')}: {self.teller.thing(body.body_thing) if body.body_thing else body.body}")
            self._body(body, claims)
        notes = [*document.notes, *kept.reading.notes, *kept.told.notes]
        if notes:
            self._heading(say("notes"))
        for note in notes:
            self.page.line(note, "dim", indent=2)
        self.page.line()
        self._count(kept.compared)

    # Parts

    def _heading(self, text: str) -> None:
        self.page.line()
        self.page.line(text, "bold cyan")

    def _encounter(self, one: Encounter, thing: str, kept: Kept, claims: _Claims) -> None:
        say, teller = self.teller.say, self.teller
        base = claims.find(thing, "")
        kind = thing.partition("/")[0] or one.type
        body = teller.thing(one.body_thing) if one.body_thing else one.body
        head = say(kind) if kind in MARKED else one.type
        number = f" {one.ordinal}" if one.ordinal is not None else ""
        head = f"{head}{number}" + (f" · {body}" if body else "")
        name = teller.thing(thing)
        named = base is not None and base.judgement.fact == thing and name != thing and not body
        passing = f"  {say('background')}" if one.background else ""
        known = clean(f"  {name}") if named else ""
        self.page.wrapped(_joined(_mark(base), (head, "bold"), (known, "dim"), (passing, "dim")), hanging=2)
        self._sentence(one.span, kept, _carrying(one))
        date = one.date or ""
        if date and one.date_end and one.date_end != one.date:
            date = f"{date} – {one.date_end}"
        place = ", ".join(part for part in (one.place_city, teller.state(one.place_state)) if part)
        self._value("date", date, claims.find(thing, "date"), one.facts.get("date"))
        self._value("place", place, claims.find(thing, "place"), one.facts.get("place_state"))
        host, chair = teller.state(one.host_state), teller.state(one.chair_state)
        self._value("host", host, claims.find(thing, "host_state"), one.facts.get("host_state"))
        self._value("chair", chair, claims.find(thing, "chair_state"), one.facts.get("chair_state"))
        people = list(one.participants)
        if one.chair is not None and not any(person.role == "chair" for person in people):
            people.append(one.chair)
        for index, person in enumerate(people):
            self._value("who" if not index else "", self._person(person), claims.person(thing, person), None)
        spoken = {person.state for person in people}
        states = [code for code in one.states if code not in spoken]
        parts = [(teller.state(code), claims.state(thing, code), one.facts.get(f"states:{code}")) for code in states]
        self._several("states", parts)
        topics = [
            (teller.concept("topic", slug), claims.find(thing, "topics", slug)) for slug in map(concept, one.topics)
        ]
        self._several("topics", [(name, found, None) for name, found in topics])
        for words in one.documents:
            self._value("signed", words, claims.document(thing, words), None)
        for words in one.decisions:
            self._value("decided", words, None, None)
        self._several("mentioned", [(words, None, None) for words in one.instruments])
        part = claims.find(thing, "part_of")
        if part is not None:
            self._value("part", teller.value(part.claim), part, None)
        for compared in (base, claims.find(thing, "ordinal"), claims.find(thing, "format")):
            self._against(compared)

    def _sentence(self, span: Span, kept: Kept, carrying: Iterable[Span]) -> None:
        """The sentences of an encounter, with the words that carry its values marked."""
        from rich.text import Text

        original = kept.document.original
        start, end = span.start, span.end
        for first, last in kept.document.sentences:
            place = kept.document.span(first, last)
            if place.start < span.end and span.start < place.end:
                start, end = min(start, place.start), max(end, place.end)
        cut = min(end, start + SHOWN)
        # Character for character, so that places still fit.
        shown = "".join(clean(char) or " " for char in original[start:cut])
        text = Text(shown, style="italic")
        for one in carrying:
            if start <= one.start < one.end <= cut and one.end - one.start < (end - start) * 0.8:
                text.stylize("bold underline" if self.page.is_terminal else "", one.start - start, one.end - start)
        if cut < end:
            text.append("…")
        self.page.wrapped(text, indent=4)

    def _value(self, word: str, text: str, compared: Compared | None, fact: Fact | None) -> None:
        if not text:
            return
        label = self.teller.say(word) if word else ""
        derived = fact is not None and fact.basis == "derived"
        tail = f"  {self.teller.say('from the graph')}" if derived else ""
        line = _joined(_mark(compared), (clean(text), ""), (tail, "dim"))
        self.page.wrapped(line, lead=_label(label), hanging=_LABEL + 6)
        self._against(compared)

    def _several(self, word: str, parts: Sequence[tuple[str, Compared | None, Fact | None]]) -> None:
        if not parts:
            return
        pieces: list[Any] = []
        between = "; " if word == "hosts" else ", "
        for index, (text, compared, _) in enumerate(parts):
            # What the graph knows is dim and has no mark: most of a list is known, and new ones are to be seen.
            mark, style = _mark(compared)
            seen = compared is not None and compared.status == "known"
            pieces += [(between if index else "", "dim"), ("" if seen else mark.strip(), style)]
            pieces.append((clean(text), "dim" if seen else ""))
        self.page.wrapped(_joined(*pieces), lead=_label(self.teller.say(word)))
        for _, compared, _ in parts:
            self._against(compared)

    def _against(self, compared: Compared | None) -> None:
        """What the graph says instead, with the words that it rests on."""
        if compared is None or compared.judgement.standing != "contradicts" or compared.decision is not None:
            return
        self.page.line(self.teller.against(compared.judgement), "red", indent=6 + _LABEL)
        for resting in sorted(compared.against, key=lambda one: not one.exact)[:2]:
            words = f": «{resting.exact}»" if resting.exact else ""
            place = f", {resting.place}" if resting.place else ""
            self.page.line(f"{resting.title}{place}{words}", "dim", indent=8 + _LABEL)

    def _person(self, person: Person) -> str:
        name = person.name
        if name is None and person.official:
            name = self.teller.thing(person.official)
        parts = (name, person.post or person.agency, self.teller.state(person.state))
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def _item(self, item: LedgerItem, kept: Kept, claims: _Claims) -> None:
        say = self.teller.say
        kind = "proposal" if item.kind == "initiative" else item.kind
        by = self._person(item.by) if item.by is not None else ""
        to = self._person(item.to) if item.to is not None else ""
        who = by + (f" → {to}" if to else "")
        due = f"  {say('due')} {item.due}" if item.due else ""
        found = claims.ledger(kind, item)
        said = f"{who}: " if who else ""
        about = (clean(item.about), "italic")
        line = _joined(_mark(found), (f"{say(kind)}  ", "bold"), (said, ""), about, (due, "dim"))
        self.page.wrapped(line, indent=2, hanging=6)
        self._against(found)

    def _posts(self, kept: Kept, claims: _Claims) -> None:
        tenures = [one for one in kept.compared if one.claim.table == "tenures"]
        if tenures:
            self._heading(self.teller.say("posts"))
        seen: set[str] = set()
        for one in tenures:
            if one.claim.thing in seen and one.judgement.standing != "contradicts":
                continue
            seen.add(one.claim.thing)
            line = _joined(_mark(one), (clean(self.teller.claim(one.claim)), ""))
            self.page.wrapped(line, indent=2, hanging=4)
            self._against(one)

    def _body(self, body: BodyTold, claims: _Claims) -> None:
        teller = self.teller
        for name, pair in (("rhythm", body.rhythm), ("rotation", body.rotation)):
            if pair is not None:
                self._value(name, teller.concept(name, pair[0]), claims.rule(name, pair[0]), None)
        if body.since is not None:
            self._value("since", body.since[0], None, None)
        aims = [one for one in claims.of_table("aims") if not one.claim.field]
        for index, compared in enumerate(aims):
            self._value(
                "aims" if not index else "", _short(teller.claim(compared.claim).partition(" ")[2]), compared, None
            )
        self._several("members", [(teller.state(code), claims.member(code), None) for code, _ in body.members])
        self._several("hosts", self._hosts(body, claims))
        cited = [(teller.thing(one) if one else words, claims.cited(one), None) for words, one, _ in body.instruments]
        self._several("instruments", cited)

    def _hosts(self, body: BodyTold, claims: _Claims) -> list[tuple[str, Compared | None, Fact | None]]:
        """The states that were hosts, each with its years; years that the graph tells otherwise stand apart."""
        grouped: dict[tuple[str, str], list[tuple[str, Compared | None]]] = {}
        for year, code, _ in body.hosts:
            found = claims.host(year, code)
            grouped.setdefault((code, found.status if found else ""), []).append((year, found))
        return [
            (f"{self.teller.state(code)} {', '.join(year for year, _ in years)}", years[0][1], None)
            for (code, _), years in grouped.items()
        ]

    def _count(self, compared: Sequence[Compared]) -> None:
        parts: list[Any] = []
        for status, (mark, style) in MARKS.items():
            count = sum(1 for one in compared if one.status == status)
            if count:
                parts += [(f"{mark} {count} {self.teller.say(status)}   ", style)]
        if parts:
            self.page.print(_joined(("  ", ""), *parts))


MARKED = ("session", "meeting", "visit", "conference", "signing")


class _Claims:
    """The claims of a document, found by what they say."""

    def __init__(self, compared: Sequence[Compared]) -> None:
        self._all = compared
        self._by: dict[tuple[str, str], list[Compared]] = {}
        for one in compared:
            if one.claim.table == "encounters":
                self._by.setdefault((one.claim.thing, one.claim.field), []).append(one)

    def find(self, thing: str, field: str, value: str | None = None) -> Compared | None:
        """The claim of a value of an encounter, or of the encounter itself."""
        found = self._by.get((thing, field), [])
        return next((one for one in found if value is None or one.claim.cells.get(field) == value), None)

    def _in(self, table: str, **cells: str) -> Compared | None:
        for one in self._all:
            if one.claim.table == table and all(one.claim.cells.get(name) == cell for name, cell in cells.items()):
                return one
        return None

    def of_table(self, table: str) -> list[Compared]:
        """The claims of a table."""
        return [one for one in self._all if one.claim.table == table]

    def person(self, thing: str, person: Person) -> Compared | None:
        """The claim that somebody takes part."""
        if person.official:
            return self._in("participations", encounter=thing, participant=person.official)
        for one in self._all:
            if one.claim.table == "participations" and one.claim.cells["encounter"] == thing:
                named = person.name is not None and one.claim.written == person.name
                state = one.claim.cells.get("on_behalf_of") == f"state/{person.state}"
                if named or (person.name is None and state and not one.claim.written):
                    return one
        return None

    def state(self, thing: str, code: str) -> Compared | None:
        """The claim that a state takes part."""
        return self._in("participations", encounter=thing, participant=f"state/{code}")

    def document(self, thing: str, words: str) -> Compared | None:
        """The claim that something was signed."""
        return next((one for one in self.of_table("instruments") if one.claim.written == words), None)

    def ledger(self, kind: str, item: LedgerItem) -> Compared | None:
        """The claim of an entry of the ledger."""
        about = " ".join(item.about.split())
        for one in self.of_table("ledger"):
            if one.claim.thing.startswith(kind + "/") and about in one.claim.cells.values():
                return one
        return None

    def rule(self, kind: str, value: str) -> Compared | None:
        """The claim of a rhythm or rotation."""
        return self._in("rules", kind=kind, value=value)

    def member(self, code: str) -> Compared | None:
        """The claim of a membership."""
        return self._in("memberships", member=f"state/{code}")

    def host(self, year: str, code: str) -> Compared | None:
        """The claim that a state was host in a year."""
        dates = [one.claim for one in self._all if one.claim.field == "date"]
        things = {claim.thing for claim in dates if claim.cells["date"][:4] == year}
        for one in self._all:
            if one.claim.field == "host_state" and one.claim.cells["host_state"] == code and one.claim.thing in things:
                return one
        return None

    def cited(self, thing: str | None) -> Compared | None:
        """The claim that a body or an aim names an instrument."""
        for one in self._all:
            if thing and one.claim.field in ("cites", "guided_by") and thing in one.claim.cells.values():
                return one
        return None


def _carrying(one: Encounter) -> list[Span]:
    spans = [fact.span for fact in one.facts.values() if fact.span is not None]
    people = [*one.participants, *([one.chair] if one.chair is not None else [])]
    return [*spans, *(person.span for person in people if person.span is not None)]


def _mark(compared: Compared | None) -> tuple[str, str]:
    if compared is None:
        return "", ""
    mark, style = MARKS[compared.status]
    return f"{mark} ", style


def _label(word: str) -> Text:
    from rich.text import Text

    return Text(f"    {word:<{_LABEL}}", style="dim")


def _joined(*parts: tuple[str, str]) -> Text:
    from rich.text import Text

    return Text.assemble(*(part for part in parts if part[0]))


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def write_page(out: IO[str], documents: Sequence[Kept], teller: Teller, *, colour: bool) -> None:
    """All documents to a file or terminal."""
    page = Page(out, colour=colour)
    for index, kept in enumerate(documents):
        if index:
            page.line()
        teller.learn(one.claim for one in kept.compared)
        Telling(page, teller).document(kept)
