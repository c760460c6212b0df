"""How much states have to do with each other, by a measure: a network of states with a count on every edge.

What is counted: encounters at which both were represented, treaties that bind
both on a day, organisations and bodies of which both are members that day,
proposals that one made to the other.  A count says nothing of weight: a summit
counts as a meeting of experts does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from ..errors import NotFound, Usage
from .export.order import kind_of, natural
from .network import add_things, blank, encounters_that_fit, represented_at
from .reading import Facts, Remembered, concept_of, day_of
from .standings import BINDING, meant, on_day, stays_of

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

MEASURES = ("encounters", "treaties", "organisations", "proposals")
#: Those counted on one day; the others are counted over a period.
ON_A_DAY = frozenset({"treaties", "organisations"})
#: Those that have topics.
ON_A_TOPIC = frozenset({"encounters", "treaties", "proposals"})

Sharing = dict[str, set[str]]


def cooperation(
    store: Store,
    *,
    lang: str = "en",
    measure: str = "encounters",
    of: str | Sequence[str] = (),
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    topic: str | None = None,
    limit: int | None = None,
) -> nx.Graph[str]:
    """States with, for every two, how much they share by a measure.

    ``of`` are addresses: of states, or of organisations and bodies for their
    members.  Encounters and proposals are those from ``from_`` until ``until``,
    or ``on`` one day; treaties and organisations are those of the day ``on``, else
    ``until``, else of today.  ``limit`` keeps the states that share most.

    Edges have ``weight`` and ``things`` (what is shared, in order of addresses);
    nodes ``label``, ``short``, ``kind`` and ``total``, the sum of their weights
    before any was left out; the graph ``left_out`` and ``day``.
    """
    if measure not in MEASURES:
        raise Usage(f"unknown measure {measure!r}; expected one of {', '.join(MEASURES)}", field="measure")
    if limit is not None and limit < 2:
        raise Usage(f"a limit is 2 or more, found {limit}", field="limit")
    facts = Remembered(store, lang)
    day = day_of(on) or (day_of(until, "until") if measure in ON_A_DAY else None) or dt.date.today().isoformat()
    about = concept_of("topic", topic)
    wanted = [of] if isinstance(of, str) else list(of)
    states = {state for thing in wanted for state in meant(facts, thing, day)}
    if measure == "proposals":
        pairs = _proposals(facts, from_, until, about)
        found = {pair: things for pair, things in pairs.items() if not states or states >= set(pair)}
    else:
        sharing = _SHARED[measure](facts, day, about, {"on": on, "from_": from_, "until": until})
        found = _paired(sharing, states)
    total: dict[str, int] = defaultdict(int)
    for pair, things in found.items():
        for state in pair:
            total[state] += len(things)
    kept = sorted(total, key=lambda state: (-total[state], natural(state)))[:limit]
    graph = blank("cooperation", lang, measure=measure, of=tuple(wanted), topic=about)
    graph.graph["left_out"] = len(total) - len(kept)
    if measure in ON_A_DAY:
        graph.graph["day"] = day
    add_things(graph, facts, kept)
    for state in kept:
        graph.nodes[state]["total"] = total[state]
    drawn = [pair for pair in found if pair[0] in graph and pair[1] in graph]
    for one, two in sorted(drawn, key=lambda pair: (natural(pair[0]), natural(pair[1]))):
        shared = tuple(sorted(found[one, two], key=natural))
        graph.add_edge(one, two, weight=len(shared), things=shared)
    return graph


def shares(
    store: Store,
    measure: str,
    *,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    topic: str | None = None,
) -> dict[str, set[str]]:
    """State -> what it has by a measure, with whomever; of proposals those that it makes or gets."""
    facts, about = Remembered(store, lang), concept_of("topic", topic)
    found: dict[str, set[str]] = defaultdict(set)
    if measure == "proposals":
        for pair, things in _proposals(facts, from_, until, about).items():
            for state in pair:
                found[state] |= things
        return found
    day = day_of(on) or (day_of(until, "until") if measure in ON_A_DAY else None) or dt.date.today().isoformat()
    for thing, states in _SHARED[measure](facts, day, about, {"on": on, "from_": from_, "until": until}).items():
        for state in states:
            found[state].add(thing)
    return found


def _paired(sharing: Sharing, states: set[str]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, sharers in sharing.items():
        for pair in combinations(sorted(sharers & states if states else sharers, key=natural), 2):
            found[pair].add(thing)
    return found


def _encounters(facts: Facts, day: str, topic: str | None, period: Mapping[str, str | dt.date | None]) -> Sharing:
    seen = encounters_that_fit(facts, period["on"], period["from_"], period["until"], topic)
    return {encounter: set(found) for encounter, found in represented_at(facts, seen).items()}


def _treaties(facts: Facts, day: str, topic: str | None, period: object) -> Sharing:
    """Treaties with the states that they may bind that day."""
    held = dt.date.fromisoformat(day)
    stays = stays_of(facts.store)
    if not stays:
        raise NotFound("the graph has no derived standings", hint="comity build derives them from the actions.")
    by_pair = defaultdict(list)
    for stay in stays:
        by_pair[stay.subject, stay.treaty].append(stay)
    found: Sharing = defaultdict(set)
    for (subject, treaty), mine in by_pair.items():
        standing = next(iter(on_day(mine, held)), None)
        if standing is not None and standing.standing in BINDING and kind_of(subject) == "state":
            found[treaty].add(subject)
    return {treaty: who for treaty, who in found.items() if topic is None or topic in facts.objects(treaty, "topic")}


def _organisations(facts: Facts, day: str, topic: str | None, period: object) -> Sharing:
    """Organisations and bodies with their members that day; an agency's membership is its state's."""
    found: Sharing = defaultdict(set)
    for fact, organisation in facts.links("organisation"):
        if (facts.object(fact, "membershipRole") or "").endswith("/member") and facts.holds(fact, day):
            for member in facts.objects(fact, "member"):
                owners = facts.objects(member, "organOf") or [member]
                found[organisation].update(owner for owner in owners if kind_of(owner) == "state")
    return found


_SHARED: Mapping[str, Callable[..., Sharing]] = {
    "encounters": _encounters,
    "treaties": _treaties,
    "organisations": _organisations,
}


def _proposals(
    facts: Facts, from_: str | dt.date | None, until: str | dt.date | None, topic: str | None
) -> dict[tuple[str, str], set[str]]:
    """Proposals with the two states between which each was made, whichever way."""
    first, last = day_of(from_, "from"), day_of(until, "until")
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for proposal in facts.instances("Proposal"):
        earliest, latest = facts.value(proposal, "earliest"), facts.value(proposal, "latest")
        if (first and (latest or earliest or "") < first) or (last and (earliest or latest or "9") > last):
            continue
        if topic is not None and topic not in facts.objects(proposal, "topic"):
            continue
        by = _states(facts, facts.objects(proposal, "onBehalfOf") or facts.objects(proposal, "by"))
        to = _states(facts, facts.objects(proposal, "to"))
        for one in by:
            for two in to - {one}:
                pair = (one, two) if natural(one) < natural(two) else (two, one)
                found[pair].add(proposal)
    return found


def proposals_between(facts: Facts, one: str, two: str) -> set[str]:
    """The proposals of either of two states to the other."""
    pair = (one, two) if natural(one) < natural(two) else (two, one)
    return _proposals(facts, None, None, None).get(pair, set())


def _states(facts: Facts, things: Iterable[str]) -> set[str]:
    """The states that those stand for who propose or are proposed to: themselves, their agencies, their posts."""
    found: set[str] = set()
    for thing in things:
        kind = kind_of(thing)
        if kind == "state":
            found.add(thing)
        elif kind == "agency":
            found |= _states(facts, facts.objects(thing, "organOf"))
        elif kind == "post":
            found |= _states(facts, facts.objects(thing, "postIn"))
        elif kind == "official":
            posts = [post for held in facts.subjects("holder", thing) for post in facts.objects(held, "post")]
            found |= _states(facts, posts)
    return found


def clustered(graph: nx.Graph[str], names: Sequence[str]) -> list[str]:
    """States so that those alike stand beside each other: from the one that shares most, each next the most alike.

    Alike is who shares much with the ones placed last and with the same others; ``names`` settles what is equal.
    """
    place = {name: at for at, name in enumerate(names)}
    row = {one: {two: float(data["weight"]) for two, data in graph[one].items()} for one in names}

    def alike(one: str, two: str) -> float:
        common = sum(min(weight, row[two].get(other, 0.0)) for other, weight in row[one].items())
        return 2 * row[one].get(two, 0.0) + common / max(len(names), 1)

    left = sorted(names, key=lambda name: (-sum(row[name].values()), place[name]))
    found = left[:1]
    left = left[1:]
    while left:
        near = found[-4:]
        best = max(left, key=lambda name: (sum(alike(name, other) for other in near), -place[name]))
        found.append(best)
        left.remove(best)
    return found
