"""The page of a body: its sessions and what is missing among them, who hosts, its members by year, its rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.export.order import natural
from ...graph.reading import date_in
from ...ontology.namespaces import VOCABULARY
from ..desk import alternates
from .facts import Fact, Reader, Thing, day_or_today, paged, reader, slug, slug_of
from .gathered import asked

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Sessions on one page; years in the table of members.
SESSIONS, YEARS = 50, 30
_HELD, _PLANNED, _UNKNOWN, _ONLINE = (
    VOCABULARY + "modality/held",
    VOCABULARY + "modality/planned",
    VOCABULARY + "modality/unknown",
    VOCABULARY + "encounter-format/online",
)


@dataclass(frozen=True)
class Session:
    """One sitting, and the numbers that are missing before it."""

    fact: Fact
    ordinal: str
    place: str
    host: Sequence[Thing]
    chair: Sequence[Thing]
    held: bool
    planned: bool
    unsure: bool
    modality: str
    missing: str
    unknown: Sequence[str]


@dataclass(frozen=True)
class Member:
    """A member over the years: ``cells`` say for each year the role, and whether it held all through."""

    member: Thing
    cells: Sequence[tuple[str, str]]
    facts: Sequence[Fact]


def body(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one body, ``?on=`` a day."""
    read, day = reader(desk, ask), day_or_today(ask)
    facts = read.facts
    sessions = _sessions(read, iri)
    shown, page = paged(ask, sessions[::-1], SESSIONS)
    held = [one.fact.iri for one in sessions if one.held]
    rules = sorted(facts.subjects("ruleOf", iri), key=natural)
    # A question costs more than all else on the page; without a rule it has no answer.
    kinds = {slug_of(kind) for one in rules for kind in facts.objects(one, "ruleKind")}
    aims = sorted(facts.subjects("aimOf", iri), key=lambda one: natural(facts.value(one, "letter") or one))
    memberships = facts.subjects("organisation", iri)
    return desk.page(
        "body.html",
        ask,
        alternates=alternates(ask),
        iri=iri,
        slug=slug(iri),
        fact=read.fact(iri),
        kind=read.kind(iri),
        names=read.other_names(iri),
        head=read.values(iri),
        day=day.isoformat(),
        sessions=shown,
        page=page,
        size=SESSIONS,
        total=len(sessions),
        n_held=len(held),
        gaps=[(one.missing, one.fact) for one in sessions if one.missing],
        idle=_idle(desk, iri) if "rhythm" in kinds else [],
        unknown=Counter(word for one in sessions if not one.planned for word in one.unknown).most_common(),
        hosts=_hosts(read, held),
        next=_next(desk, read, iri, day) if "rotation" in kinds else None,
        rules=[(read.fact(one), read.concept(one, "ruleKind"), read.concept(one, "ruleValue")) for one in rules],
        aims=[
            (read.fact(one), facts.value(one, "letter") or "", facts.text(one, "content") or "",
             read.things(one, "topic"), read.things(one, "cites"))
            for one in aims
        ],
        cited=_cited(read, iri, aims),
        **_members(read, memberships, day),
        checked=read.findings([iri, *(one.fact.iri for one in sessions), *rules, *memberships])[:20],
    )  # fmt: skip


def _sessions(read: Reader, iri: str) -> list[Session]:
    """All sessions by day, each with the numbers missing before it."""
    facts = read.facts
    found = read.encounters(facts.subjects("sessionOf", iri), latest_first=False)
    numbers = sorted({int(number) for one in found if (number := facts.value(one, "ordinal"))})
    before = dict(zip(numbers, [0, *numbers], strict=False))
    told = []
    for one in found:
        number = facts.value(one, "ordinal")
        last = before[int(number)] if number else 0
        gap = "" if not number or int(number) - last < 2 else _range(last + 1, int(number) - 1)
        modality = facts.object(one, "modality")
        told.append(
            Session(
                read.fact(one),
                number or "",
                read.place(one),
                read.things(one, "hostState"),
                read.things(one, "chairState"),
                modality == _HELD,
                modality == _PLANNED,
                modality == _UNKNOWN,
                "" if modality in (_HELD, None) else read.word(modality),
                gap,
                _unknown(read, one),
            )
        )
    return told


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _unknown(read: Reader, session: str) -> list[str]:
    """What the graph does not know of a session; as the question what-is-not-known has it."""
    facts = read.facts
    first, last = facts.value(session, "earliest"), facts.value(session, "latest")
    found = []
    if first is None or last is None or first[:7] != last[:7]:
        found.append("body no date")
    if facts.value(session, "place") is None and facts.object(session, "encounterFormat") != _ONLINE:
        found.append("body no place")
    if not facts.subjects("participationIn", session):
        found.append("body no participants")
    if not facts.subjects("signedAt", session):
        found.append("body no documents")
    return found


def _idle(desk: Desk, iri: str) -> list[str]:
    """Years in which a body that declares an annual rhythm did not meet."""
    rows = asked(desk, "years-without-session", "en", body=iri)
    return sorted({str(row["year"]) for row in rows})


def _hosts(read: Reader, held: Sequence[str]) -> list[tuple[Thing, int, list[str]]]:
    """Who hosted, or chaired where no host is known: how often, and in which years."""
    years: dict[str, list[str]] = defaultdict(list)
    for one in held:
        for state in read.facts.objects(one, "hostState") or read.facts.objects(one, "chairState"):
            years[state].append(str(read.year(one) or "?"))
    found = [(read.thing(state), len(found), sorted(found)) for state, found in years.items()]
    return sorted(found, key=lambda row: (-row[1], row[0].name.casefold()))


def _next(desk: Desk, read: Reader, iri: str, day: dt.date) -> dict[str, Any] | None:
    """Who hosts next by the declared rotation, with the rule that says so."""
    for said in asked(desk, "next-host-of-body", "en", body=iri, on=day):
        host, last, rule = said["nextHost"], said["lastSession"], said["fact"]
        if host is not None and last is not None and rule is not None:
            return {"host": read.thing(host), "last": read.thing(last), "rule": read.fact(rule)}
    return None


def _cited(read: Reader, iri: str, aims: Sequence[str]) -> list[tuple[Thing, str, str]]:
    """Instruments that it cites or rests on: how, and when they were adopted."""
    facts = read.facts
    found = [(one, "cites") for aim in aims for one in facts.objects(aim, "cites")]
    found += [(one, name) for name in ("guidedBy", "establishedBy") for one in facts.objects(iri, name)]
    ordered = sorted(dict.fromkeys(found), key=lambda pair: (read.day(pair[0]), pair[0]))
    return [(read.thing(one), read.word(name), read.when(one)) for one, name in ordered]


def _members(read: Reader, memberships: Sequence[str], day: dt.date) -> dict[str, Any]:
    """Members that day, and the table of members by year: the last :data:`YEARS` years up to the day's."""
    facts = read.facts
    by_member: dict[str, list[str]] = defaultdict(list)
    starts = []
    for one in memberships:
        by_member[facts.object(one, "member") or one].append(one)
        if (start := date_in(facts.value(one, "startEarliest") or facts.value(one, "startLatest"))) is not None:
            starts.append(start.year)
    years = range(max(min(starts, default=day.year), day.year - YEARS + 1), day.year + 1)
    rows = []
    now: dict[str, set[str]] = defaultdict(set)
    for member, stays in by_member.items():
        cells = [_cell(read, stays, year) for year in years]
        rows.append(Member(read.thing(member), cells, [read.fact(one) for one in sorted(stays, key=read.day)]))
        for one in stays:
            if facts.holds(one, day.isoformat()):
                now[read.concept(one, "membershipRole")].add(member)
    return {
        "years": list(years),
        "members": sorted(rows, key=lambda row: row.member.name.casefold()),
        "now": [(role, read.named(members)) for role, members in sorted(now.items())],
    }


def _cell(read: Reader, stays: Sequence[str], year: int) -> tuple[str, str]:
    """The role in a year and a mark; blank without.

    ``●`` a member all year, ``◐`` part of it; ``○`` in another role; ``?`` where the dates leave it open.
    """
    facts = read.facts
    first, last = f"{year}-01-01", f"{year}-12-31"
    for one in stays:
        early, late = facts.value(one, "startEarliest"), facts.value(one, "startLatest")
        end, end_late = facts.value(one, "endEarliest"), facts.value(one, "endLatest")
        if (early is not None and early > last) or (end_late is not None and end_late <= first):
            continue
        role = read.concept(one, "membershipRole")
        if late is None or late > last or (end is not None and end <= first) or (end is None and end_late is not None):
            return role, "?"
        if (facts.object(one, "membershipRole") or "") != VOCABULARY + "membership-role/member":
            return role, "○"
        return role, "●" if late <= first and (end is None or end > last) else "◐"
    return "", ""
