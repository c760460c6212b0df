"""The adapter to the graph, reading side: facts of a store as the plain values that the engine takes.

Properties are read whole, one after the other, into maps: an order of magnitude
faster than asking for each act.  Ids are ``kind/slug``.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..ontology.namespaces import COMITY, ID, PROV, RDF, VOCABULARY
from .acts import Act, Membership, Succession, Treaty
from .clauses import Clause, NotCounted
from .dates import NEVER, Duration, When
from .engine import Law
from .route import Designation, Provision
from .words import (
    AccessionRule,
    ActKind,
    ClauseKind,
    CountsFrom,
    ReservationRule,
    Rounding,
    SuccessionKind,
    SupersessionScope,
    ThresholdKind,
    Trigger,
    WithdrawalRule,
)

if TYPE_CHECKING:
    from pyoxigraph import Store

#: What an instrument has to be to bind states: every class below Treaty in the ontology.
TREATIES = ("Treaty", "Convention", "Agreement", "Charter", "TreatyProtocol", "Covenant", "Statute")
MEMBER = f"{VOCABULARY}membership-role/member"


def read_law(store: Store) -> Law:
    """Everything of a store that treaty law needs.

    Raises :class:`BadInput` naming the clause or act whose values the engine cannot take.
    """
    facts = Facts(store)
    treaties = frozenset(thing for name in TREATIES for thing in facts.instances(name))
    return Law(
        _treaties(facts, treaties),
        _clauses(facts),
        _acts(facts, treaties),
        _successions(facts),
        _memberships(facts),
        frozenset(facts.instances("InternationalOrganisation")),
    )


class Facts:
    """The default graph by property: subject -> values, as texts; Comity's own addresses without their base."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._column = functools.cache(self._read)

    def column(self, property: str) -> Mapping[str, list[str]]:
        """Every subject's values of one property, sorted."""
        return self._column(property)

    def first(self, property: str, thing: str) -> str | None:
        """The first value of a property, None without one."""
        values = self.column(property).get(thing)
        return values[0] if values else None

    def instances(self, name: str) -> list[str]:
        """The things of a class, sorted."""
        from pyoxigraph import DefaultGraph, NamedNode

        found = self._store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(COMITY + name), DefaultGraph())
        return sorted(_short(quad.subject) for quad in found)

    def when(self, thing: str, first: str, last: str) -> When | None:
        """The day between two bounds; None where there is neither."""
        earliest, latest = self.first(first, thing), self.first(last, thing)
        if earliest is None and latest is None:
            return None
        return When.between(_day(earliest), _day(latest))

    def concept(self, property: str, thing: str) -> str | None:
        """The slug of a concept."""
        value = self.first(property, thing)
        return None if value is None else value.rpartition("/")[2]

    def sources(self, thing: str) -> tuple[str, ...]:
        """The passages that a fact rests on."""
        return tuple(self.column(PROV + "wasDerivedFrom").get(thing, ()))

    def _read(self, property: str) -> dict[str, list[str]]:
        from pyoxigraph import DefaultGraph, NamedNode

        address = property if "://" in property else COMITY + property
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(None, NamedNode(address), None, DefaultGraph()):
            found[_short(quad.subject)].append(_short(quad.object))
        for values in found.values():
            values.sort()
        return dict(found)


def _short(term: Any) -> str:
    return str(term.value).removeprefix(ID)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _treaties(facts: Facts, treaties: Iterable[str]) -> Iterable[Treaty]:
    for treaty in sorted(treaties):
        published = facts.when(treaty, "entryIntoForceEarliest", "entryIntoForceLatest")
        complete = facts.column("completeAsOf").get(treaty)
        yield Treaty(
            treaty,
            published,
            facts.sources(treaty) if published else (),
            complete_as_of=_day(complete[-1]) if complete else None,
        )


def _acts(facts: Facts, treaties: frozenset[str]) -> Iterable[Act]:
    kinds = {thing: kind for kind in ActKind for thing in facts.instances(_camel(kind))}
    for act, instruments in sorted(facts.column("instrument").items()):
        actor, kind = facts.first("actor", act), kinds.get(act)
        if kind is None or actor is None or instruments[0] not in treaties:
            continue
        yield Act(
            id=act,
            kind=kind,
            actor=actor,
            instrument=instruments[0],
            date=facts.when(act, "earliest", "latest"),
            effective=facts.when(act, "effectiveEarliest", "effectiveLatest"),
            towards=facts.first("towards", act),
            responds_to=facts.first("respondsTo", act),
            article=facts.first("article", act),
            matter=facts.concept("matter", act),
            territory=facts.first("territory", act),
            opposes_entry=facts.first("opposesEntryIntoForce", act) == "true",
            sources=facts.sources(act),
        )


def _clauses(facts: Facts) -> Iterable[Clause]:
    for clause, treaties in sorted(facts.column("clauseOf").items()):
        kind = facts.concept("clauseKind", clause)
        if kind is None:
            continue
        try:
            yield _clause(facts, clause, treaties[0], ClauseKind(kind))
        except ValueError as error:
            raise BadInput(f"the final clause {clause} cannot be used: {error}") from None


def _clause(facts: Facts, clause: str, treaty: str, kind: ClauseKind) -> Clause:
    def text(property: str) -> str | None:
        return facts.first(property, clause)

    def number(property: str) -> int | None:
        value = text(property)
        return None if value is None else int(value)

    def time(property: str) -> Duration | None:
        value = text(property)
        return None if value is None else Duration.of(value)

    def word(property: str, of: Any) -> Any:
        value = facts.concept(property, clause)
        return None if value is None else of(value)

    not_counted, floor_date = text("notCounted"), text("floorDate")
    general = text("lateJoinerNotBeforeGeneral")
    return Clause(
        id=clause,
        treaty=treaty,
        kind=kind,
        article=text("article"),
        trigger=word("trigger", Trigger),
        threshold=number("threshold"),
        threshold_kind=word("thresholdKind", ThresholdKind),
        named_states=frozenset(facts.column("namedState").get(clause, ())),
        predicate=text("predicate"),
        qualified=number("qualifiedThreshold"),
        qualified_by=text("qualifiedBy"),
        not_counted=NotCounted() if not_counted is None else NotCounted.of(not_counted),
        delay=time("delay") or Duration(),
        rounding=word("rounding", Rounding) or Rounding.NONE,
        counts_from=word("countsFrom", CountsFrom),
        floor_treaty=text("floorInstrument"),
        floor_date=None if floor_date is None else When.of(floor_date),
        not_before_general=None if general is None else general == "true",
        accession_rule=word("accessionRule", AccessionRule),
        notice=time("notice"),
        withdrawal_rule=word("withdrawalRule", WithdrawalRule),
        window=text("window"),
        duration=time("duration"),
        renewal=time("renewal"),
        supersedes=frozenset(facts.column("supersedes").get(clause, ())),
        supersession_scope=word("supersessionScope", SupersessionScope),
        reservation_rule=word("reservationRule", ReservationRule),
        sources=facts.sources(clause),
    )


def _successions(facts: Facts) -> Iterable[Succession]:
    for succession, predecessors in sorted(facts.column("predecessor").items()):
        kind, successor = facts.concept("successionKind", succession), facts.first("successor", succession)
        date = facts.when(succession, "earliest", "latest")
        if kind is not None and successor is not None and date is not None:
            yield Succession(
                succession, SuccessionKind(kind), predecessors[0], successor, date, facts.sources(succession)
            )


def _memberships(facts: Facts) -> Iterable[Membership]:
    for membership, organisations in sorted(facts.column("organisation").items()):
        member = facts.first("member", membership)
        if member is None or facts.first("membershipRole", membership) != MEMBER:
            continue
        start = facts.when(membership, "startEarliest", "startLatest")
        end = facts.when(membership, "endEarliest", "endLatest")
        yield Membership(member, organisations[0], start or When.between(None, None), end or NEVER, membership)


def _camel(slug: str) -> str:
    return "".join(part.capitalize() for part in slug.split("-"))


def read_provisions(facts: Facts) -> list[Provision]:
    """Articles that serve measures."""
    return [
        Provision(
            provision,
            instruments[0],
            frozenset(value.rpartition("/")[2] for value in facts.column("measure").get(provision, ())),
            facts.first("article", provision),
            tuple(value.rpartition("/")[2] for value in facts.column("channel").get(provision, ())),
            facts.sources(provision),
        )
        for provision, instruments in sorted(facts.column("provisionOf").items())
    ]


def read_designations(facts: Facts) -> list[Designation]:
    """Authorities that states named."""
    found = []
    for designation, states in sorted(facts.column("designatedBy").items()):
        measure, agency = facts.concept("measure", designation), facts.first("agency", designation)
        if measure is None or agency is None:
            continue
        checked = facts.first("checkedOn", designation)
        found.append(
            Designation(
                designation,
                states[0],
                measure,
                agency,
                facts.first("instrument", designation),
                facts.first("article", designation),
                facts.concept("channel", designation),
                facts.first("requestLanguage", designation),
                facts.when(designation, "startEarliest", "startLatest") or When(0, 0),
                facts.when(designation, "endEarliest", "endLatest") or NEVER,
                facts.first("urgent", designation) == "true",
                _day(checked),
                facts.sources(designation),
            )
        )
    return found
