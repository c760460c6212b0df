"""What a timeline shows: rows of dated facts around a thing; for a body, its sessions by the state in the chair."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import Store

from ...errors import NotFound, Usage
from ...ontology.namespaces import ID, VOCABULARY
from ..export.order import kind_of, natural
from ..network import described
from ..reading import Facts
from ..relations import relations
from .kinds import rank_of
from .scene import Node, Said, evidence_notes, told_by
from .when import ENCOUNTERS, Span, dated, modality_of, span_of, status_of
from .words import Words

_ANNUAL = f"{VOCABULARY}rhythm/annual"
#: The alphabet in which a body says its chairs follow each other.
_ALPHABETS = {f"{VOCABULARY}rotation/russian-alphabet": "ru", f"{VOCABULARY}rotation/english-alphabet": "en"}


@dataclass(frozen=True)
class Item:
    """One dated fact in a row.  ``number`` stands in its mark, ``note`` beside or below it."""

    said: Said
    span: Span
    kind: str
    note: tuple[str, ...] = ()
    number: str = ""
    #: ``held``, ``planned``, ``unknown``, ``cancelled``; empty for what is no encounter.
    modality: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the timeline.  ``band`` holds the times for which it is tinted."""

    node: Node
    items: tuple[Item, ...]
    band: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Group:
    head: str
    rows: tuple[Row, ...]
    kind: str = ""


@dataclass(frozen=True)
class Timeline:
    """Rows in groups; ``gaps`` are years in which nothing happened although it was to happen every year."""

    title: str
    subtitle: tuple[str, ...]
    groups: tuple[Group, ...]
    words: Words
    #: Whether marks carry numbers and their notes below, a column a year.
    yearly: bool = False
    gaps: tuple[int, ...] = ()
    on: dt.date | None = None
    notes: tuple[str, ...] = ()
    #: The names of whatever its facts tie.
    labels: dict[str, str] = field(default_factory=dict, repr=False)
    #: The period that it is cut to.
    window: tuple[dt.date | None, dt.date | None] = (None, None)

    def items(self) -> Iterable[Item]:
        return (item for group in self.groups for row in group.rows for item in row.items)


def timeline_of(store: Store, thing: str, *, limit: int, on: dt.date | None, lang: str) -> Timeline:
    """The timeline of a body, an official, a state, an organisation, a treaty: of whatever has dated facts.

    ``on`` is marked, it leaves nothing out.  Raises :class:`NotFound` where
    no fact around the thing has a date.
    """
    if limit < 1:
        raise Usage(f"a limit is 1 or more, found {limit}", field="limit")
    facts, words = Facts(store, lang), Words(lang)
    sessions = facts.subjects("sessionOf", thing)
    if sessions and kind_of(thing) == "body":
        return _of_body(facts, words, thing, sessions, on)
    return _of_thing(store, facts, words, thing, limit, on)


def _of_thing(store: Store, facts: Facts, words: Words, thing: str, limit: int, on: dt.date | None) -> Timeline:
    """Every dated tie of a thing, a row for each thing it leads to."""
    graph = relations(store, thing, lang=facts.lang)
    nodes: dict[str, dict[str, Any]] = {address: graph.nodes[address] for address in graph}
    ties = [(two if one == thing else one, one, two, data)
            for one, two, data in graph.edges(data=True) if thing in (one, two) and one != two]  # fmt: skip
    found: dict[str, dict[str, Item]] = defaultdict(dict)
    undated: set[str] = set()
    for other, one, two, data in [*ties, *_of_posts(store, facts, thing, nodes)]:
        said = told_by(facts, words, one, two, data["label"], data["fact"], data["property"])
        if said.span is None:
            undated.add(said.fact)
            continue
        kind = kind_of(said.fact)
        happened = said.fact if kind in ENCOUNTERS else facts.object(said.fact, "participationIn")
        modality = modality_of(facts, happened) if happened else ""
        known = found[other].get(said.fact)
        if known is None:
            note: tuple[str, ...] = (said.brief,) if said.span.interval else (said.when, said.label)
            found[other][said.fact] = Item(said, said.span, kind, note, modality=modality)
        elif said.label not in known.note[-1]:
            note = (*known.note[:-1], f"{known.note[-1]}, {said.label}")
            found[other][said.fact] = replace(known, note=note, said=replace(known.said, label=note[-1]))
    if not found:
        raise NotFound(
            f"nothing to draw: no dated fact ties {thing.removeprefix(ID)} to another thing",
            hint="comity draw without --picture timeline draws its relations.",
        )
    rows = [
        Row(_node(address, nodes[address]), tuple(sorted(items.values(), key=lambda item: item.span.sort_key)))
        for address, items in found.items()
    ]
    rows.sort(key=lambda row: (rank_of(row.node.kind), row.items[0].span.sort_key, natural(row.node.label)))
    left_out, rows = len(rows[limit:]), rows[:limit]
    groups = tuple(
        Group(words.kind(kind, many=True), tuple(row for row in rows if row.node.kind == kind), kind)
        for kind in dict.fromkeys(row.node.kind for row in rows)
    )
    count = sum(len(row.items) for row in rows)
    notes = [words("labels in", language=words.language())]
    notes += [words("rows left out", n=left_out, limit=limit)] if left_out else []
    notes += [words("undated", n=len(undated))] if undated else []
    notes += evidence_notes(facts, words, [item.said.fact for row in rows for item in row.items])
    return Timeline(
        words("timeline of", name=described(facts, thing)["label"]), (words("rows", n=count),), groups, words,
        on=on, notes=tuple(notes), labels=_labels(facts, [item for row in rows for item in row.items]),
    )  # fmt: skip


def _of_posts(
    store: Store, facts: Facts, thing: str, nodes: dict[str, dict[str, Any]]
) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Who held the posts of an agency: two steps away, and what its timeline is about."""
    found = []
    for post in facts.subjects("postIn", thing):
        graph = relations(store, post, lang=facts.lang)
        for one, two, data in graph.edges(data=True):
            if data["property"] == "holdsPost" and two == post:
                nodes.setdefault(one, graph.nodes[one])
                label = f"{facts.names.label(post)} {data['label'].removeprefix(facts.word('holdsPost')).strip()}"
                found.append((one, one, two, {**data, "label": label.strip()}))
    return found


def _of_body(facts: Facts, words: Words, body: str, sessions: list[str], on: dt.date | None) -> Timeline:
    """Sessions by the state in the chair, or the host where no chair is known."""
    rules = {facts.object(rule, "ruleKind"): rule for rule in facts.subjects("ruleOf", body)}
    rhythm, rotation = rules.get(f"{VOCABULARY}rule-kind/rhythm"), rules.get(f"{VOCABULARY}rule-kind/rotation")
    lanes: dict[str, list[Item]] = defaultdict(list)
    undated = 0
    hosted = False
    for session in sessions:
        span = span_of(facts, session)
        if span is None:
            undated += 1
            continue
        chair = facts.object(session, "chairState")
        hosted = hosted or (chair is None and facts.object(session, "hostState") is not None)
        state = chair or facts.object(session, "hostState") or ""
        lanes[state].append(_session(facts, words, session, state or body, span))
    if not lanes:
        raise NotFound(f"nothing to draw: no session of {body.removeprefix(ID)} has a date")
    members: dict[str, list[Span]] = defaultdict(list)
    rests_on = [*sessions, *rules.values()]
    for fact in facts.subjects("organisation", body):
        if (facts.object(fact, "membershipRole") or "").endswith("/member"):
            span = span_of(facts, fact)
            for member in facts.objects(fact, "member"):
                members[member].append(span or Span(interval=True))
                rests_on.append(fact)
    order = _ALPHABETS.get((rotation and facts.object(rotation, "ruleValue")) or "", words.lang)
    sorter = Facts(facts.store, order)
    states = sorted({*lanes, *members} - {""}, key=lambda state: (natural(sorter.names.label(state).casefold()), state))
    rows = [
        Row(_node(state, described(facts, state)), tuple(sorted(lanes[state], key=lambda i: i.span.sort_key)),
            tuple(members.get(state, ())))
        for state in states
    ]  # fmt: skip
    if "" in lanes:
        rows.append(Row(Node("", words("not known"), "", "other", 0), tuple(lanes[""])))
    items = [item for found in lanes.values() for item in found]
    gaps = _gaps(facts, rhythm, items)
    notes = [words("labels in", language=words.language())]
    if rhythm is not None:
        since = facts.value(rhythm, "start") or "?"
        notes.append(words("rhythm", value=facts.word(facts.object(rhythm, "ruleValue") or ""), year=since[:4]))
    if gaps:
        notes.append(words("years missing", years=", ".join(map(str, gaps))))
    if missing := _missing_numbers(items):
        notes.append(words("numbers missing", numbers=missing))
    if rotation is not None:
        notes.append(words("rotation", value=facts.word(facts.object(rotation, "ruleValue") or "")))
    if undated:
        notes.append(words("undated", n=undated))
    notes += evidence_notes(facts, words, rests_on)
    head = words("chair or host" if hosted else "chair")
    return Timeline(
        words("timeline of", name=facts.names.label(body)),
        (f"{words.kind('session', many=True)}: {len(items)}",),
        (Group(head, tuple(rows)),),
        words,
        yearly=True,
        gaps=gaps,
        on=on,
        notes=tuple(notes),
        labels=_labels(facts, items),
    )


def _session(facts: Facts, words: Words, session: str, state: str, span: Span) -> Item:
    modality, number = modality_of(facts, session), facts.value(session, "ordinal") or ""
    place = facts.text(session, "place") or ""
    if not place and (facts.object(session, "encounterFormat") or "").endswith("/online"):
        place = facts.word(facts.object(session, "encounterFormat") or "")
    held = facts.word(facts.object(session, "modality") or "") if modality else ""
    said = Said(
        one=session,
        two=state,
        label=", ".join(filter(None, [words("session", n=number) if number else "", place, held])),
        fact=session,
        when=dated(span, words),
        status=status_of(facts, session),
        span=span,
    )
    return Item(said, span, "session", tuple(filter(None, [_within_year(span, words), place])), number, modality)


def _within_year(span: Span, words: Words) -> str:
    """The date without the year, which the column says; empty where the year is all that is known."""
    first, last = span.start, span.start_latest
    if first is None or last is None or (last - first).days > 45:
        return ""
    if first == last:
        return words.day_in_year(first)
    if (last - first).days >= 27:
        return words.month(first, year=False)
    if first.month == last.month:
        return f"{first.day}–{words.day_in_year(last)}"
    return f"{words.day_in_year(first)} – {words.day_in_year(last)}"


def _gaps(facts: Facts, rhythm: str | None, items: list[Item]) -> tuple[int, ...]:
    """Years without a session of a body that says it meets every year, up to its last session held.

    The same as the question ``years-without-session`` answers.
    """
    if rhythm is None or facts.object(rhythm, "ruleValue") != _ANNUAL:
        return ()
    since = facts.value(rhythm, "startEarliest")
    held = [(item.span.start.year, item.span.start_latest.year) for item in items
            if item.modality == "held" and item.span.start and item.span.start_latest]  # fmt: skip
    if since is None or not held:
        return ()
    years = range(int(since[:4]), max(last for _, last in held) + 1)
    return tuple(year for year in years if not any(first <= year <= last for first, last in held))


def _missing_numbers(items: list[Item]) -> str:
    """``2, 29–30``: numbers below the highest for which there is no session."""
    numbers = {int(item.number) for item in items if item.number.isdecimal() and len(item.number) < 6}
    runs: list[list[int]] = []
    for number in range(1, max(numbers, default=0)):
        if number not in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _labels(facts: Facts, items: Iterable[Item]) -> dict[str, str]:
    ends = {end for item in items for end in (item.said.one, item.said.two)}
    return {end: facts.names.known(end) or facts.text(end, "content") or facts.names.label(end) for end in sorted(ends)}


def _node(address: str, said: dict[str, Any]) -> Node:
    return Node(address, said["label"], said["short"], said["kind"], 0)
