"""The timeline of two states: encounters of both, treaties that bind both, what they belong to, what they proposed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Store

from ...errors import NotFound, Usage
from ...ontology.namespaces import COMITY, ID
from ..cooperation import proposals_between
from ..export.order import kind_of, natural
from ..network import described, encounters_that_fit, represented_at
from ..reading import Facts, Remembered
from ..standings import BINDING, Stay, stays_of
from .scene import Node, Said, evidence_notes
from .timeline import Group, Item, Row, Timeline
from .when import Span, dated, modality_of, span_of, status_of
from .words import Words

_CLASSES = {"meeting": "Meeting", "visit": "Visit", "conference": "Conference", "signing": "Signing"}


def timeline_of_pair(store: Store, one: str, two: str, *, limit: int, on: dt.date | None, lang: str) -> Timeline:
    """What two states had to do with each other, and when; a row for each body, treaty and organisation.

    ``on`` is marked, it leaves nothing out.  Raises :class:`NotFound` where nothing dated ties the two.
    """
    for state in (one, two):
        if kind_of(state) != "state":
            raise Usage(f"{state.removeprefix(ID)} is no state", hint="Name two states.")
    if one == two:
        raise Usage("expected two states, found one twice")
    facts, words = Remembered(store, lang), Words(lang)
    found = [
        (words("pair encounters"), "session", _encounters(facts, words, one, two)),
        (words("pair treaties"), "treaty", _treaties(facts, words, one, two)),
        (words("pair organisations"), "organisation", _organisations(facts, words, one, two)),
        (words.kind("proposal", many=True), "proposal", _proposals(facts, words, one, two)),
    ]
    groups, room, left_out = [], limit, 0
    for head, kind, rows in found:
        if rows[:room]:
            groups.append(Group(head, tuple(rows[:room]), kind))
        left_out += len(rows[room:])
        room = max(0, room - len(rows))
    if not groups:
        raise NotFound(
            f"nothing to draw: no dated fact ties {one.removeprefix(ID)} and {two.removeprefix(ID)}",
            hint="comity between tells which treaties work between two states on a day.",
        )
    items = [item for group in groups for row in group.rows for item in row.items]
    notes = [words("labels in", language=words.language()), words("pair between")]
    notes += [words("rows left out", n=left_out, limit=limit)] if left_out else []
    notes += evidence_notes(facts, words, [item.said.fact for item in items])
    labels = {state: facts.names.label(state) for state in (one, two)}
    return Timeline(
        words("timeline of pair", one=labels[one], two=labels[two]),
        (words("rows", n=len(items)),),
        tuple(groups),
        words,
        on=on,
        notes=tuple(notes),
        labels=labels,
    )


def _row(facts: Facts, address: str, items: Iterable[Item]) -> Row:
    said = described(facts, address)
    found = tuple(sorted(items, key=lambda item: (item.span.sort_key, natural(item.said.fact))))
    return Row(Node(address, said["label"], said["short"], said["kind"] or "other", 0), found)


def _encounters(facts: Facts, words: Words, one: str, two: str) -> list[Row]:
    """Sessions by their body, other encounters by what they are."""
    rows: dict[str, list[Item]] = defaultdict(list)
    for encounter, states in represented_at(facts, encounters_that_fit(facts, None, None, None, None)).items():
        span = span_of(facts, encounter)
        if span is None or not {one, two} <= states:
            continue
        when, kind = dated(span, words), kind_of(encounter)
        label = facts.names.label(encounter)
        said = Said(one, two, label, encounter, when, status_of(facts, encounter), span, kind)
        # One mark for all: the row says what they are, and a hollow one would look planned.
        item = Item(said, span, "session", (when,), modality=modality_of(facts, encounter))
        body = facts.object(encounter, "sessionOf")
        rows[body or COMITY + _CLASSES.get(kind, "Encounter")].append(item)
    found = [_row(facts, address, items) for address, items in rows.items()]
    return sorted(found, key=lambda row: (row.node.kind != "body", row.items[0].span.sort_key, row.node.label))


def _treaties(facts: Facts, words: Words, one: str, two: str) -> list[Row]:
    """Treaties with the time in which each bound both."""
    bound: dict[str, dict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for stay in stays_of(facts.store):
        if stay.subject in (one, two) and stay.standing in BINDING:
            bound[stay.treaty][stay.subject].append(stay)
    rows = []
    for treaty, by in bound.items():
        items = []
        for first in by.get(one, ()):
            for second in by.get(two, ()):
                span = common(_span(first), _span(second))
                if span is not None:
                    later = max(first, second, key=lambda stay: stay.start_latest or stay.start or dt.date.min)
                    said = Said(one, two, words("both bound"), later.fact, dated(span, words), "", span)
                    items.append(Item(said, span, "action", (dated(span, words),)))
        if items:
            rows.append(_row(facts, treaty, items))
    return sorted(rows, key=lambda row: (row.items[0].span.sort_key, natural(row.node.label)))


def _span(stay: Stay) -> Span:
    return Span(
        stay.start, stay.start_latest, stay.end, stay.end_latest, interval=True,
        ongoing=stay.end is None and stay.end_latest is None,
    )  # fmt: skip


def _organisations(facts: Facts, words: Words, one: str, two: str) -> list[Row]:
    """What both are members of at the same time, themselves or through an agency."""
    held: dict[str, dict[str, list[tuple[str, Span]]]] = defaultdict(lambda: defaultdict(list))
    for fact, organisation in facts.links("organisation"):
        if (facts.object(fact, "membershipRole") or "").endswith("/member"):
            span = span_of(facts, fact)
            for member in facts.objects(fact, "member"):
                for owner in facts.objects(member, "organOf") or [member]:
                    if span is not None and owner in (one, two):
                        held[organisation][owner].append((fact, span))
    rows = []
    for organisation, by in held.items():
        items = []
        for _, first in by.get(one, ()):
            for fact, second in by.get(two, ()):
                span = common(first, second)
                if span is not None:
                    said = Said(one, two, words("both members"), fact, dated(span, words), "", span)
                    items.append(Item(said, span, "membership", (dated(span, words),)))
        if items:
            rows.append(_row(facts, organisation, items))
    return sorted(rows, key=lambda row: (row.items[0].span.sort_key, natural(row.node.label)))


def _proposals(facts: Facts, words: Words, one: str, two: str) -> list[Row]:
    """The proposals of either to the other, in one row."""
    items = []
    for proposal in sorted(proposals_between(facts, one, two), key=natural):
        span = span_of(facts, proposal)
        if span is not None:
            label = facts.text(proposal, "content") or facts.names.label(proposal)
            said = Said(one, two, label, proposal, dated(span, words), status_of(facts, proposal), span)
            items.append(Item(said, span, "proposal", (said.when,)))
    return [_row(facts, COMITY + "Proposal", items)] if items else []


def common(one: Span, two: Span) -> Span | None:
    """The time in which two intervals hold both; None where there is none, whatever the uncertain days were."""
    starts = [day for day in (one.start, two.start) if day is not None]
    latest = [one.start_latest, two.start_latest]
    ends = [day for day in (one.end, two.end) if day is not None]
    last = [day for day in (one.end_latest, two.end_latest) if day is not None]
    span = Span(
        max(starts, default=None),
        None if None in latest else max(day for day in latest if day is not None),
        min(ends, default=None),
        min(last, default=None),
        interval=True,
        ongoing=one.ongoing and two.ongoing,
        attested=min((day for day in (one.attested, two.attested) if day is not None), default=None),
    )
    if span.first is None or (span.start and span.end_latest and span.start >= span.end_latest):
        return None
    return span


def windowed(timeline: Timeline, first: dt.date | None, last: dt.date | None) -> Timeline:
    """The part of a timeline within a period; :class:`NotFound` where nothing is left."""
    if first is None and last is None:
        return timeline
    low, high = first or dt.date.min, last or dt.date.max

    def rows(group: Group) -> Iterator[Row]:
        for row in group.rows:
            items = tuple(item for item in row.items if _within(item.span, low, high))
            if items or row.band:
                yield Row(row.node, tuple(_clipped(item, low, high) for item in items), row.band)

    groups = tuple(Group(group.head, found, group.kind) for group in timeline.groups if (found := tuple(rows(group))))
    if not any(row.items for group in groups for row in group.rows):
        raise NotFound(f"nothing to draw between {first or '…'} and {last or '…'}", hint="Ask for a longer period.")
    words = timeline.words
    said = words("period", first=words.day(first) if first else "…", last=words.day(last) if last else "…")
    return Timeline(
        timeline.title, (said, *timeline.subtitle[1:]), groups, words, timeline.yearly,
        tuple(gap for gap in timeline.gaps if low.year <= gap <= high.year),
        timeline.on if timeline.on and low <= timeline.on <= high else None,
        timeline.notes, timeline.labels, (first, last),
    )  # fmt: skip


def _within(span: Span, low: dt.date, high: dt.date) -> bool:
    first = span.start or span.first
    last = span.last if not span.interval else span.end_latest or span.end
    return (first is None or first <= high) and (last is None or last >= low)


def _clipped(item: Item, low: dt.date, high: dt.date) -> Item:
    """An uncertain day as far as it lies in the period; a bar ends at the edge by itself."""
    span = item.span
    if span.interval or span.start is None or span.start_latest is None:
        return item
    clipped = Span(max(span.start, low), min(span.start_latest, high))
    return Item(item.said, clipped, item.kind, item.note, item.number, item.modality)
