"""What states are to treaties: standings over time as treaty law derives them, and who has which on a day.

Treaty law writes a ``PartyStatus`` for every stretch of time in which a subject
has one standing towards a treaty; here they are read, nothing is computed anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import NotFound, Usage
from ..ontology.namespaces import COMITY, ID, VOCABULARY, derived
from .export.order import kind_of, natural
from .reading import Facts, date_in, day_of

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

#: Where treaty law writes what it derives.
TREATY_LAW = derived("treaty-law")
#: Standings, the one that binds most first: what is shown where dates leave several possible.
STANDINGS = ("party", "suspended", "provisional", "contracting", "withdrawn", "terminated", "ceased", "signatory")
#: Standings in which a treaty binds: a suspended treaty stays in force (VCLT art. 72(1)(b)).
BINDING = frozenset({"party", "suspended", "provisional"})


@dataclass(frozen=True)
class Stay:
    """One standing of one subject towards one treaty, with the bounds of its first day and of the day after its last.

    ``fact`` is the derived node, ``acts`` the actions that it rests on.  An end
    without bounds is one that nobody knows of.
    """

    fact: str
    subject: str
    treaty: str
    standing: str
    acts: tuple[str, ...] = ()
    start: dt.date | None = None
    start_latest: dt.date | None = None
    end: dt.date | None = None
    end_latest: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether it holds that day whatever the uncertain dates were."""
        begun = self.start_latest is not None and self.start_latest <= day
        return begun and (day < self.end if self.end is not None else self.end_latest is None)

    def may_hold(self, day: dt.date) -> bool:
        """Whether it may hold that day: an unknown bound does not exclude."""
        return (self.start is None or self.start <= day) and (self.end_latest is None or day < self.end_latest)

    @property
    def rank(self) -> int:
        """Where its standing is among :data:`STANDINGS`."""
        return STANDINGS.index(self.standing) if self.standing in STANDINGS else len(STANDINGS)


def stays_of(store: Store, treaty: str | None = None) -> list[Stay]:
    """All stays, or those with one treaty, in the order of their addresses."""
    facts = Facts(store, graph=TREATY_LAW)
    if treaty is not None:
        found = [read_stay(facts, node) for node in facts.subjects("treaty", treaty)]
        return [stay for stay in found if stay is not None]
    # One pass: a property at a time takes ten times as long over a whole register.
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in facts.quads():
        said[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(
            str(getattr(quad.object, "value", ""))
        )
    return [stay for node in sorted(said, key=natural) if (stay := _of(node, said[node])) is not None]


def on_day(stays: Iterable[Stay], day: dt.date) -> list[Stay]:
    """Of one subject's stays with one treaty: the one that holds, else all that may, the most binding first."""
    found = sorted((stay for stay in stays if stay.may_hold(day)), key=lambda stay: (stay.rank, natural(stay.fact)))
    return next(([stay] for stay in found if stay.holds(day)), found)


def standings(
    store: Store, *, lang: str = "en", on: str | dt.date | None = None, of: str | Sequence[str] = ()
) -> nx.Graph[str]:
    """What states *are* to treaties on a day (today where none is given), a bipartite graph.

    It rests on what treaty law derived, not on the actions themselves as
    :func:`comity.graph.network.treaties` does: whoever ratified a week ago is
    a contracting state and not yet a party.

    ``of`` narrows it to addresses: of an organisation or body, for its members
    on that day; of states; of treaties.  All of these are nodes, whether or not
    they have a standing; otherwise only what has one is.

    Edges have ``standing`` (a concept of the vocabulary of that name) and its
    ``label``, ``certain`` (false where uncertain dates leave the day open; the
    standing is then the most binding one that is possible), ``since`` and
    ``until`` as ``day`` or ``earliest/latest``, ``facts`` (the derived nodes)
    and ``acts`` (what these rest on); nodes ``bipartite`` (0 subject, 1 treaty).
    A subject that no longer exists that day has no edges.  Whether a treaty
    works between two of its parties is a question that ``comity between`` answers.

    Raises :class:`NotFound` where nothing is derived, or an organisation has no member that day.
    """
    from .network import add_things, blank

    facts, text = Facts(store, lang), day_of(on) or dt.date.today().isoformat()
    day = dt.date.fromisoformat(text)
    wanted = [of] if isinstance(of, str) else list(of)
    treaties = {thing for thing in wanted if kind_of(thing) == "treaty"}
    subjects = {subject for thing in wanted if thing not in treaties for subject in meant(facts, thing, text)}
    together: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    stays = stays_of(store)
    if not stays:
        raise NotFound("the graph has no derived standings", hint="comity build derives them from the actions.")
    for stay in stays:
        if (not subjects or stay.subject in subjects) and (not treaties or stay.treaty in treaties):
            together[stay.subject, stay.treaty].append(stay)
    held = {pair: found for pair, mine in together.items() if (found := on_day(mine, day))}
    held = {pair: found for pair, found in held.items() if found[0].standing != "ceased"}
    graph = blank("standings", lang, on=text, of=tuple(wanted))
    add_things(graph, facts, {*subjects, *(subject for subject, _ in held)}, bipartite=0)
    add_things(graph, facts, {*treaties, *(treaty for _, treaty in held)}, bipartite=1)
    for subject, treaty in sorted(held, key=lambda pair: (natural(pair[0]), natural(pair[1]))):
        first, *others = held[subject, treaty]
        graph.add_edge(
            subject,
            treaty,
            standing=first.standing,
            label=facts.word(f"{VOCABULARY}standing/{first.standing}"),
            certain=first.holds(day),
            since=_said(first.start, first.start_latest),
            until=_said(first.end, first.end_latest),
            facts=tuple(stay.fact for stay in (first, *others)),
            acts=tuple(dict.fromkeys(act for stay in (first, *others) for act in stay.acts)),
        )
    return graph


def read_stay(facts: Facts, node: str) -> Stay | None:
    """The stay at an address, read from ``Facts`` over :data:`TREATY_LAW`; None where there is none."""
    said: dict[str, list[str]] = defaultdict(list)
    for quad in facts.quads(node):
        said[quad.predicate.value].append(str(getattr(quad.object, "value", "")))
    return _of(node, said)


def _of(node: str, said: Mapping[str, list[str]]) -> Stay | None:
    def one(name: str) -> str | None:
        return min(said.get(COMITY + name, ()), default=None)

    subject, treaty, standing = one("subject"), one("treaty"), one("standing")
    if subject is None or treaty is None or standing is None:
        return None
    return Stay(
        node,
        subject,
        treaty,
        standing.rpartition("/")[2],
        tuple(sorted(said.get(COMITY + "becauseOf", ()), key=natural)),
        start=date_in(one("startEarliest")),
        start_latest=date_in(one("startLatest")),
        end=date_in(one("endEarliest")),
        end_latest=date_in(one("endLatest")),
    )


def _said(first: dt.date | None, last: dt.date | None) -> str:
    """A day, or its bounds; empty where there is none."""
    if first == last:
        return "" if first is None else first.isoformat()
    return f"{first or '..'}/{last or '..'}"


def meant(facts: Facts, thing: str, day: str) -> set[str]:
    """The subjects of law that a name stands for: the members of an organisation or body, or a state itself."""
    kind = kind_of(thing)
    if kind == "state":
        return {thing}
    if kind not in ("organisation", "body"):
        raise Usage(
            f"{thing.removeprefix(ID)} is no organisation, body, state or treaty",
            field="of",
            hint="Name an organisation or body for its members, or states, or treaties.",
        )
    found: set[str] = set()
    for fact in facts.subjects("organisation", thing):
        if (facts.object(fact, "membershipRole") or "").endswith("/member") and facts.holds(fact, day):
            for member in facts.objects(fact, "member"):
                found.update(facts.objects(member, "organOf") or [member])
    if not found:
        raise NotFound(f"{facts.names.label(thing)} has no member on {day} in the graph")
    return found
