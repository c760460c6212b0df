"""When a fact holds: bounds of its dates, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ...ontology.namespaces import COMITY, PROV
from ..export.order import kind_of
from ..reading import TYPE, Facts, date_in
from .words import Words

#: Facts with a beginning and an end; others have one date.
INTERVALS = frozenset({"tenure", "membership", "designation"})
ENCOUNTERS = frozenset({"session", "meeting", "visit", "conference", "signing"})
LEDGER = frozenset({"proposal", "commitment", "invitation", "assessment"})
#: An action that ends what others began.
_ENDING = ("Withdrawal", "Termination")


@dataclass(frozen=True)
class Span:
    """A date or an interval, each end with two bounds; ``None`` is a bound nobody has given.

    ``start`` and ``start_latest`` bound the date, or the beginning of an
    interval; ``end`` and ``end_latest`` its end.  ``ongoing`` says that a
    source says so; ``attested`` is the last day on which it is known to hold.
    """

    start: dt.date | None = None
    start_latest: dt.date | None = None
    end: dt.date | None = None
    end_latest: dt.date | None = None
    interval: bool = False
    ongoing: bool = False
    attested: dt.date | None = None

    @property
    def first(self) -> dt.date | None:
        """The earliest day that has to do with it."""
        return self.start or self.start_latest or self.attested or self.end or self.end_latest

    @property
    def last(self) -> dt.date | None:
        """The latest such day."""
        return self.end_latest or self.end or self.attested or self.start_latest or self.start

    @property
    def sort_key(self) -> tuple[str, str]:
        """In order of time; what has no date comes last."""
        return (str(self.first or "9"), str(self.last or "9"))


def span_of(facts: Facts, fact: str) -> Span | None:
    """When a fact holds or happened; None where it has no date at all.

    A participation has the dates of its encounter.
    """
    kind = kind_of(fact)
    if kind == "participation":
        encounter = facts.object(fact, "participationIn")
        return None if encounter is None else span_of(facts, encounter)
    if kind in INTERVALS:
        attested = [day for text in facts.values(fact, "attestedOn") if (day := date_in(text)) is not None]
        span = Span(
            start=date_in(facts.value(fact, "startEarliest")),
            start_latest=date_in(facts.value(fact, "startLatest")),
            end=date_in(facts.value(fact, "endEarliest")),
            end_latest=date_in(facts.value(fact, "endLatest")),
            interval=True,
            ongoing=(facts.object(fact, "endStatus") or "").endswith("/ongoing"),
            attested=max(attested, default=None),
        )
    else:
        span = Span(date_in(facts.value(fact, "earliest")), date_in(facts.value(fact, "latest")))
    return None if span.first is None else span


def status_of(facts: Facts, fact: str) -> str:
    """``ended``, ``planned``, ``withdrawn``, or empty for what holds or happened.

    An end counts where it lies before the day on which the fact was checked.
    """
    kind = kind_of(fact)
    if kind in INTERVALS:
        end, checked = date_in(facts.value(fact, "endLatest")), date_in(facts.value(fact, "checkedOn"))
        return "ended" if end is not None and (checked is None or end <= checked) else ""
    if kind == "participation":
        attendance = facts.object(fact, "attendance") or ""
        if attendance.endswith("/declined"):
            return "withdrawn"
        if attendance.endswith("/planned"):
            return "planned"
        encounter = facts.object(fact, "participationIn")
        return "" if encounter is None else status_of(facts, encounter)
    if kind == "action":
        return "withdrawn" if facts.is_a(fact, *_ENDING) else ""
    if kind in ENCOUNTERS:
        return {"held": "", "cancelled": "withdrawn", "": ""}.get(modality_of(facts, fact), "planned")
    if kind in LEDGER:
        ledger = (facts.object(fact, "ledgerStatus") or "").rpartition("/")[2]
        return "withdrawn" if ledger in ("declined", "lapsed") else ""
    return ""


def modality_of(facts: Facts, encounter: str) -> str:
    """``held``, ``planned``, ``cancelled``, ``unknown``, or empty where nothing is said."""
    return (facts.object(encounter, "modality") or "").rpartition("/")[2]


def dated(span: Span | None, words: Words) -> str:
    """A span as a person writes it: ``20–21 Nov 2024``, ``22 Jan 2020 – 24 Sep 2025``, ``since 2001``."""
    if span is None:
        return ""
    start = _between(span.start, span.start_latest, words)
    if not span.interval:
        return start
    end = _between(span.end, span.end_latest, words)
    if end:
        return f"{start or '?'} – {end}"
    if not start:
        return f"… {words.day(span.attested)} …" if span.attested else ""
    return words("since", day=start) if span.ongoing else f"{start} – ?"


def lasting(span: Span, words: Words) -> str:
    """When something held, with no doubt which days are bounds: ``since 3 May 1994 or earlier``."""
    since, until = _bounded(span.start, span.start_latest, words), _bounded(span.end, span.end_latest, words)
    said = [words("since", day=since)] if since else []
    said += [words("until", day=until)] if until else []
    return ", ".join(said)


def _bounded(first: dt.date | None, last: dt.date | None, words: Words) -> str:
    if first is not None and last is not None and first < last:
        return words("a day between", first=words.day(first), last=words.day(last))
    day = first or last
    if day is None:
        return ""
    if first is None or last is None:
        return words("or earlier" if first is None else "or later", day=words.day(day))
    return words.day(day)


def _between(first: dt.date | None, last: dt.date | None, words: Words) -> str:
    if first is None or last is None:
        day = first or last
        if day is None:
            return ""
        return words("by" if first is None else "from", day=words.day(day))
    if first == last:
        return words.day(first)
    after = last + dt.timedelta(days=1) if last < dt.date.max else last
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return words.month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{words.day(last)}"
    return f"{words.day(first)} – {words.day(last)}"


def checked_up_to(facts: Facts, things: Iterable[str]) -> dt.date | None:
    """The last day on which any of these facts was checked against its source."""
    days = (date_in(text) for thing in things for text in facts.values(thing, "checkedOn"))
    return max((day for day in days if day is not None), default=None)


def sources_of(facts: Facts, things: Iterable[str]) -> int:
    """The number of different sources that these facts rest on."""
    found: set[str] = set()
    for thing in things:
        for passage in facts.objects(thing, f"{PROV}wasDerivedFrom"):
            found.update(facts.objects(passage, "source") or [passage])
    return len(found)


def class_of(facts: Facts, fact: str) -> str:
    """The local name of a fact's class, such as ``Accession``; empty where it has none of Comity's."""
    types = (name.removeprefix(COMITY) for name in facts.objects(fact, TYPE) if name.startswith(COMITY))
    return next(types, "")
