"""Networks out of facts, for measures and pictures: networkx graphs with addresses as nodes.

Every node has ``label`` (in the language asked for, else en, ru, any) and
``kind`` (``official``, ``state`` …); every edge names the facts it rests on.
Nodes and edges come in the same order every time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import networkx as nx
from pyoxigraph import Store

from ..errors import Usage
from ..ontology.namespaces import VOCABULARY
from .export.order import kind_of, natural
from .reading import Facts, concept_of, day_of

HELD = f"{VOCABULARY}modality/held"
#: Taking part as opposed to being expected: no word on it counts as having come.
_ABSENT = frozenset({concept_of("attendance", "declined"), concept_of("attendance", "planned")})
#: VCLT art. 11: the means of expressing consent to be bound.
CONSENT = (
    "Ratification", "Acceptance", "Approval", "Accession", "FormalConfirmation", "Succession",
    "DefinitiveSignature", "ConsentToBeBound",
)  # fmt: skip


def met(
    store: Store,
    *,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    topic: str | None = None,
) -> nx.Graph[str]:
    """Officials who took part in the same held encounter.

    ``weight`` is the number of such encounters, ``encounters`` their addresses
    in order of time, ``first`` and ``last`` the earliest and latest bound of
    their dates.  ``from_`` and ``until`` are days, both included; an
    encounter without a known date is left out when either is given.
    """
    facts = Facts(store, lang)
    seen = encounters_that_fit(facts, on, from_, until, topic)
    there: dict[str, set[str]] = defaultdict(set)
    for participation, encounter in facts.links("participationIn"):
        if encounter in seen and facts.object(participation, "attendance") not in _ABSENT:
            for person in facts.objects(participation, "participant"):
                if facts.is_a(person, "Official"):
                    there[encounter].add(person)
    return _shared(facts, there, seen, "met")


def represented(
    store: Store,
    *,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    topic: str | None = None,
) -> nx.Graph[str]:
    """States represented at the same held encounter; attributes as in :func:`met`.

    A participation represents the state it is on behalf of, else the state
    that takes part, whose agency takes part, or in whose agency's post the
    official takes part.
    """
    facts = Facts(store, lang)
    seen = encounters_that_fit(facts, on, from_, until, topic)
    return _shared(facts, represented_at(facts, seen), seen, "represented")


def represented_at(facts: Facts, encounters: Collection[str]) -> dict[str, set[str]]:
    """Encounters with the states represented at each."""
    there: dict[str, set[str]] = defaultdict(set)
    for participation, encounter in facts.links("participationIn"):
        if encounter in encounters and facts.object(participation, "attendance") not in _ABSENT:
            there[encounter].update(states_of(facts, participation))
    return there


def memberships(
    store: Store,
    *,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
) -> nx.Graph[str]:
    """Members and the organisations and bodies they belong to, a bipartite graph.

    With ``on``, the memberships that may hold that day, with ``from_`` and
    ``until`` those that may hold on a day between: an unknown bound does
    not exclude; without, all there have been.  Edges have ``role``, ``facts``
    and ``ended``, and nodes ``bipartite`` (0 member, 1 organisation).
    """
    facts = Facts(store, lang)
    day, first, last = day_of(on), day_of(from_, "from"), day_of(until, "until")
    graph = blank("memberships", lang, on=day)
    rows: list[tuple[str, str, str]] = []
    for fact, organisation in facts.links("organisation"):
        if (day is None or facts.holds(fact, day)) and _overlaps(facts, fact, first, last):
            rows += [(member, organisation, fact) for member in facts.objects(fact, "member")]
    add_things(graph, facts, [member for member, _, _ in rows], bipartite=0)
    add_things(graph, facts, [organisation for _, organisation, _ in rows], bipartite=1)
    for (member, organisation), found in _grouped(rows).items():
        roles = {role for fact in found for role in facts.objects(fact, "membershipRole")}
        ended = all(facts.value(fact, "endLatest") is not None for fact in found) and day is None
        graph.add_edge(
            member,
            organisation,
            role=", ".join(facts.word(role) for role in sorted(roles)),
            facts=tuple(found),
            ended=ended,
        )
    return graph


def treaties(
    store: Store,
    *,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    topic: str | None = None,
) -> nx.Graph[str]:
    """States and the instruments they acted on, a bipartite graph.

    ``status`` of an edge is ``consented``, ``signed`` (no consent known) or
    ``withdrawn`` (the last of the two was a withdrawal); ``facts`` are the
    actions.  With ``on`` or ``until``, actions dated later do not count, with
    ``from_`` neither those that were before.  What was *done* is
    all that is counted: a consent that has not taken effect, a treaty not in
    force yet and a notice of withdrawal that still runs look like any other.
    What a state *is* to a treaty on a day is derived by treaty law, and
    :func:`standings` draws on that.
    """
    facts = Facts(store, lang)
    day, about = day_of(on), concept_of("topic", topic)
    first, last = day_of(from_, "from"), day_of(until, "until")
    graph = blank("treaties", lang, on=day, topic=about)
    rows: list[tuple[str, str, str]] = []
    for name in (*CONSENT, "Signature", "Withdrawal"):
        for action in facts.instances(name):
            made = facts.value(action, "earliest")
            if day is not None and (made is None or made > day):
                continue
            if (first or last) and (made is None or made > (last or made) or made < (first or made)):
                continue
            for instrument in facts.objects(action, "instrument"):
                if about is None or about in facts.objects(instrument, "topic"):
                    rows += [(actor, instrument, action) for actor in facts.objects(action, "actor")]
    add_things(graph, facts, [actor for actor, _, _ in rows], bipartite=0)
    add_things(graph, facts, [instrument for _, instrument, _ in rows], bipartite=1)
    for (actor, instrument), actions in _grouped(rows).items():
        actions.sort(key=lambda action: (facts.value(action, "earliest") or "", natural(action)))
        bound = [action for action in actions if facts.is_a(action, *CONSENT, "Withdrawal")]
        status = "signed"
        if bound:
            status = "withdrawn" if facts.is_a(bound[-1], "Withdrawal") else "consented"
        graph.add_edge(actor, instrument, status=status, facts=tuple(actions))
    return graph


def standings(
    store: Store, *, lang: str = "en", on: str | dt.date | None = None, of: str | Sequence[str] = ()
) -> nx.Graph[str]:
    """What states are to treaties on a day, as derived; see :func:`comity.graph.standings.standings`."""
    from .standings import standings as found

    return found(store, lang=lang, on=on, of=of)


def cooperation(store: Store, *, measure: str = "encounters", **options: Any) -> nx.Graph[str]:
    """How much states share by a measure; see :func:`comity.graph.cooperation.cooperation`."""
    from .cooperation import cooperation as found

    return found(store, measure=measure, **options)


def relations(store: Store, *, around: str, **options: Any) -> nx.MultiDiGraph[str]:
    """What lies around a thing; see :func:`comity.graph.relations.relations`."""
    from .relations import relations as found

    return found(store, around, **options)


PROJECTIONS: Mapping[str, Callable[..., nx.Graph[str]]] = {
    "met": met,
    "represented": represented,
    "memberships": memberships,
    "treaties": treaties,
    "standings": standings,
    "cooperation": cooperation,
    "relations": relations,
}


def project(store: Store, projection: str, **options: Any) -> nx.Graph[str]:
    """A projection by name; :class:`Usage` for an unknown one or an option it does not take."""
    if projection not in PROJECTIONS:
        raise Usage(f"unknown projection {projection!r}; expected one of {', '.join(PROJECTIONS)}")
    function = PROJECTIONS[projection]
    known = function.__kwdefaults__ or {}
    for name in options:
        if name not in known and projection not in ("relations", "cooperation"):
            raise Usage(f"the projection {projection} has no option {name!r}; it takes {', '.join(known)}")
    return function(store, **options)


def states_of(facts: Facts, participation: str) -> set[str]:
    """The states that a participation represents."""
    ends = facts.objects(participation, "onBehalfOf") or facts.objects(participation, "participant")
    found = {state for end in ends for state in _states(facts, end)}
    if found:
        return found
    posts: set[str] = set()
    for capacity in facts.objects(participation, "inCapacity"):
        posts.update(facts.objects(capacity, "post") or [capacity])
    return {state for post in posts for office in facts.objects(post, "postIn") for state in _states(facts, office)}


def _states(facts: Facts, thing: str) -> list[str]:
    if facts.is_a(thing, "State"):
        return [thing]
    return [owner for owner in facts.objects(thing, "organOf") if facts.is_a(owner, "State")]


def _overlaps(facts: Facts, fact: str, first: str | None, last: str | None) -> bool:
    """Whether an interval may share a day with a period: an unknown bound does not exclude."""
    start, end = facts.value(fact, "startEarliest"), facts.value(fact, "endLatest")
    return not (last and start and start > last) and not (first and end and end <= first)


def encounters_that_fit(
    facts: Facts,
    on: str | dt.date | None,
    from_: str | dt.date | None,
    until: str | dt.date | None,
    topic: str | None,
) -> dict[str, tuple[str, str]]:
    """Held encounters that fit -> ``(earliest, latest)``, empty texts where unknown."""
    day, first, last = day_of(on), day_of(from_, "from"), day_of(until, "until")
    first, last, about = day or first, day or last, concept_of("topic", topic)
    found: dict[str, tuple[str, str]] = {}
    for encounter in facts.subjects("modality", HELD):
        earliest, latest = facts.value(encounter, "earliest"), facts.value(encounter, "latest")
        if first is not None and (latest or earliest or "") < first:
            continue
        if last is not None and (earliest or latest or "9") > last:
            continue
        if about is None or about in facts.objects(encounter, "topic"):
            found[encounter] = (earliest or latest or "", latest or earliest or "")
    return found


def _shared(
    facts: Facts, there: Mapping[str, set[str]], seen: Mapping[str, tuple[str, str]], projection: str
) -> nx.Graph[str]:
    """Everyone linked with everyone who was at the same encounter."""
    graph = blank(projection, facts.lang)
    add_things(graph, facts, [one for present in there.values() for one in present])
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for encounter in sorted(there, key=lambda e: (seen[e][0], natural(e))):
        for pair in combinations(sorted(there[encounter], key=natural), 2):
            together[pair].append(encounter)
    for one, two in sorted(together, key=lambda pair: (natural(pair[0]), natural(pair[1]))):
        encounters = together[one, two]
        graph.add_edge(
            one,
            two,
            weight=len(encounters),
            encounters=tuple(encounters),
            first=min(seen[e][0] for e in encounters),
            last=max(seen[e][1] for e in encounters),
        )
    return graph


def _grouped(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one, two, fact in rows:
        if fact not in found[one, two]:
            found[one, two].append(fact)
    return {pair: found[pair] for pair in sorted(found, key=lambda p: (natural(p[0]), natural(p[1])))}


def blank(projection: str, lang: str, **said: Any) -> nx.Graph[str]:
    """A network without nodes that says what it is a network of."""
    return nx.Graph(projection=projection, lang=lang, **{name: value for name, value in said.items() if value})


def add_things(graph: nx.Graph[str], facts: Facts, things: Iterable[str], **said: Any) -> None:
    """Add things as nodes, described, in an order of their own."""
    for thing in sorted(set(things), key=natural):
        graph.add_node(thing, **described(facts, thing), **said)


def described(facts: Facts, thing: str) -> dict[str, Any]:
    """``label``, ``short`` (an abbreviation where there is one) and ``kind`` of a thing."""
    label = facts.names.label(thing)
    return {"label": label, "short": facts.names.abbreviation(thing) or label, "kind": kind_of(thing)}
