"""What a picture of relations shows, before anything has a place: nodes, bundled links, counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
from pyoxigraph import Store

from ...errors import NotFound, Usage
from ...ontology.namespaces import ID
from ..export.order import kind_of, natural
from ..network import PROJECTIONS, project
from ..reading import Facts, Remembered
from ..relations import Kept, relations, ties_between, years
from .when import Span, checked_up_to, class_of, dated, sources_of, span_of, status_of
from .words import Words


@dataclass(frozen=True)
class Node:
    """A thing in a picture; ``degree`` counts the things it is tied to."""

    address: str
    label: str
    short: str
    kind: str
    degree: int
    distance: int = 0
    #: Neighbours that the picture has not.
    beyond: int = 0


@dataclass(frozen=True)
class Chosen:
    """What of a network is drawn: a period, a topic, kinds of things, and things whose own neighbours join in."""

    from_: dt.date | None = None
    until: dt.date | None = None
    topic: str | None = None
    kinds: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()

    def said(self, facts: Facts, words: Words) -> list[str]:
        """It in words, for a subtitle."""
        found = []
        if self.from_ or self.until:
            first, last = (words.day(day) if day else "…" for day in (self.from_, self.until))
            found.append(words("period", first=first, last=last))
        if self.topic:
            found.append(words("about", name=facts.word(self.topic)))
        if self.kinds:
            found.append(", ".join(words.kind(kind, many=True) for kind in self.kinds).casefold())
        return found

    def options(self, projection: str) -> dict[str, Any]:
        """Those that a projection takes."""
        known = PROJECTIONS[projection].__kwdefaults__ or {}
        values = {"from_": self.from_, "until": self.until, "topic": self.topic}
        return {name: value for name, value in values.items() if name in known and value is not None}


@dataclass(frozen=True)
class Said:
    """One fact that ties two things: who, to whom, in words, when, and its address."""

    one: str
    two: str
    label: str
    fact: str
    when: str = ""
    status: str = ""
    span: Span | None = None
    #: A word for what the fact is, such as the role of a membership: what marks and orders go by.
    role: str = ""
    #: The words with the years, where a line has no room for both.
    brief: str = ""

    @property
    def year(self) -> str:
        """The year of what happened, where it is one; empty for what lasts."""
        span = self.span
        if span is None or span.interval or span.start is None or span.start_latest is None:
            return ""
        return str(span.start.year) if span.start.year == span.start_latest.year else ""


@dataclass(frozen=True)
class Link:
    """Everything that ties two things, as one line."""

    one: str
    two: str
    said: tuple[Said, ...]
    directed: bool = True

    @property
    def weight(self) -> int:
        return len(self.said)

    @property
    def status(self) -> str:
        """``withdrawn`` where the last word is a withdrawal; else what all of it shares.

        A line is dashed only where nothing in it holds.
        """
        found = {one.status for one in self.said}
        if self.said[-1].status == "withdrawn":
            return "withdrawn"
        return found.pop() if len(found) == 1 else ""

    def words(self) -> str:
        """The labels without repetition, their years, and how many facts there are where it is more than one."""
        years = {one.year for one in self.said}
        if len(years) == 1 and "" not in years:
            # One year for all: said once, behind them.
            labels = [*dict.fromkeys(one.label for one in self.said)]
            text = f"{', '.join(filter(None, labels))} {years.pop()}"
        else:
            text = ", ".join(dict.fromkeys(filter(None, (one.brief or one.label for one in self.said))))
        return f"{text} ({self.weight})" if self.weight > 1 else text

    def other(self, node: str) -> str:
        return self.two if node == self.one else self.one


@dataclass(frozen=True)
class Scene:
    """A picture's content.  ``around`` is the thing in the middle, ``projection`` the name of a network."""

    title: str
    subtitle: tuple[str, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    words: Words
    projection: str
    around: str | None = None
    notes: tuple[str, ...] = ()
    #: Treaties of which a register was read whole, so that no act means none.
    complete: frozenset[str] = frozenset()
    by_address: dict[str, Node] = field(default_factory=dict, repr=False)

    def node(self, address: str) -> Node:
        return self.by_address[address]

    def said(self) -> Iterable[Said]:
        """Every fact, in the order of the links."""
        return (one for link in self.links for one in link.said)


def scene_around(
    store: Store,
    around: str,
    *,
    depth: int,
    limit: int,
    on: dt.date | None,
    lang: str,
    chosen: Chosen | None = None,
) -> Scene:
    """What lies around a thing."""
    chosen = chosen or Chosen()
    facts, words = Remembered(store, lang), Words(lang)
    graph = relations(store, around, depth=depth, lang=lang, on=on, limit=limit, facts=facts, **vars(chosen))
    if graph.number_of_edges() == 0:
        raise NotFound(
            f"nothing to draw around {around.removeprefix(ID)}: no fact ties it to another thing{_of_day(on)}"
            + (" that fits what was chosen" if chosen != Chosen() else ""),
            hint="comity show lists what is said of it.",
        )
    said = [
        told_by(facts, words, one, two, data["label"], data["fact"], data["property"])
        for one, two, data in graph.edges(data=True)
        if one != two
    ]
    head = [words("step") if depth == 1 else words("steps", n=depth), *chosen.said(facts, words)]
    return composed(graph, said, facts, words, on=on, limit=limit, head=head, left_out=graph.graph["left_out"])


def scene_of(
    store: Store, projection: str, *, limit: int, on: dt.date | None, lang: str, chosen: Chosen | None = None
) -> Scene:
    """A whole projection; where it is larger than ``limit``, its most connected things."""
    if projection not in PROJECTIONS or projection == "relations":
        raise Usage(f"relations are drawn around something: name it instead of {projection!r}")
    if limit < 2:
        raise Usage(f"a limit is 2 or more, found {limit}", field="limit")
    chosen = chosen or Chosen()
    graph = project(store, projection, lang=lang, on=on, **chosen.options(projection))
    facts, words = Remembered(store, lang), Words(lang)
    if chosen.kinds:
        graph.remove_nodes_from([n for n, data in graph.nodes(data=True) if data["kind"] not in chosen.kinds])
    kept = sorted((n for n, degree in graph.degree() if degree), key=lambda n: (-graph.degree(n), natural(n)))
    if not kept:
        raise NotFound(
            f"nothing to draw: the graph has no facts for the projection {projection}{_of_day(on)}",
            hint="comity build and comity load add facts.",
        )
    alone = graph.number_of_nodes() - len(kept)
    shown = graph.subgraph(kept[:limit])
    said = [told for one, two, data in graph.edges(data=True) if shown.has_edge(one, two)
            for told in _shared(facts, words, one, two, data)]  # fmt: skip
    notes = [words("alone", n=alone)] if alone and projection in ("met", "represented") else []
    ordered: nx.Graph[str] = nx.Graph(**{**graph.graph, "projection": projection})
    ordered.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in shown)
    ordered.add_edges_from(shown.edges)
    return composed(
        ordered, said, facts, words, on=on, limit=limit, left_out=max(0, len(kept) - limit), notes=notes,
        head=chosen.said(facts, words),
        directed=projection in ("memberships", "treaties"),
    )  # fmt: skip


def composed(
    graph: nx.Graph[str],
    said: list[Said],
    facts: Facts,
    words: Words,
    *,
    on: dt.date | None,
    limit: int,
    left_out: int,
    head: Iterable[str] = (),
    notes: Iterable[str] = (),
    directed: bool = True,
) -> Scene:
    """A scene of the nodes of a network and of what ties them, its counts and its captions."""
    around = graph.graph.get("around")
    links = _bundled(said, directed=directed)
    degree: dict[str, int] = defaultdict(int)
    for link in links:
        degree[link.one] += 1
        degree[link.two] += 1
    nodes = tuple(
        Node(address, data["label"], data["short"], data["kind"], degree[address], data.get("distance", 0),
             data.get("beyond", 0))
        for address, data in graph.nodes(data=True)
    )  # fmt: skip
    projection = graph.graph["projection"]
    dates = [] if on is None else [words("on that day" if projection in ("met", "represented") else "on day",
                                         day=words.day(on))]  # fmt: skip
    by_address = {node.address: node for node in nodes}
    counts = [words("of nodes", n=len(nodes), all=len(nodes) + left_out) if left_out else words("nodes", n=len(nodes)),
              words("links", n=len(links))]  # fmt: skip
    return Scene(
        title=words("relations of", name=by_address[around].label) if around else words(projection),
        subtitle=(*head, *dates, *counts),
        nodes=nodes,
        links=links,
        words=words,
        projection=projection,
        around=around,
        notes=(
            words("labels in", language=words.language()),
            *([words("left out", n=left_out, limit=limit)] if left_out else []),
            *notes,
            *evidence_notes(facts, words, [one.fact for one in said]),
        ),
        by_address=by_address,
    )


def evidence_notes(facts: Facts, words: Words, rests_on: Iterable[str]) -> list[str]:
    """How many sources the facts have, and up to when they were checked."""
    things = sorted(set(rests_on))
    found, checked = [], checked_up_to(facts, things)
    if number := sources_of(facts, things):
        found.append(words("sources", n=number))
    if checked is not None:
        found.append(words("checked", day=words.day(checked)))
    return found


def said_between(
    store: Store,
    one: str,
    two: str,
    *,
    lang: str,
    projection: str = "relations",
    chosen: Chosen | None = None,
    on: dt.date | None = None,
) -> list[Said]:
    """The facts behind one line of a picture, in order of time; none where nothing ties the two."""
    facts, words, chosen = Facts(store, lang), Words(lang), chosen or Chosen()
    if projection == "relations":
        first, last = (None if day is None else day.isoformat() for day in (chosen.from_, chosen.until))
        kept = Kept(None if on is None else on.isoformat(), first, last, topic=chosen.topic)
        ties = ties_between(store, one, two, lang=lang, kept=kept)
        found = [told_by(facts, words, tie.one, tie.two, tie.label, tie.fact, tie.property) for tie in ties]
    else:
        graph = project(
            store, projection, lang=lang, **({} if on is None else {"on": on}), **chosen.options(projection)
        )
        data = graph.get_edge_data(one, two) or {}
        found = list(_shared(facts, words, one, two, data)) if data else []
    return sorted(dict.fromkeys(found), key=lambda said: (said.span.sort_key if said.span else ("9", "9"), said.fact))


def _bundled(said: list[Said], *, directed: bool) -> tuple[Link, ...]:
    """One link per two things; its first fact says which of them comes first."""
    together: dict[frozenset[str], list[Said]] = defaultdict(list)
    for one in said:
        together[frozenset((one.one, one.two))].append(one)
    links = []
    for found in together.values():
        found.sort(key=lambda one: (one.span.sort_key if one.span else ("9", "9"), natural(one.fact), one.label))
        links.append(Link(found[0].one, found[0].two, tuple(dict.fromkeys(found)), directed))
    return tuple(sorted(links, key=lambda link: (natural(link.one), natural(link.two))))


def told_by(facts: Facts, words: Words, one: str, two: str, label: str, fact: str, property: str) -> Said:
    """A tie of :func:`~comity.graph.relations.relations`, with its dates."""
    kind = kind_of(fact)
    # A plain tie rests on the thing that says it, whose date is that of the tie only for what happened.
    own = fact in (one, two)
    span = span_of(facts, fact) if not own or kind in _HAPPENED else None
    role = facts.object(fact, "membershipRole") or "" if kind == "membership" else property
    plain = label.removesuffix(years(facts, fact)).strip() if not own else label
    if kind == "action":
        plain = facts.word(class_of(facts, fact)) or label
    return Said(one, two, plain or label, fact, dated(span, words), status_of(facts, fact), span, role, label)


_HAPPENED = frozenset(
    {"session", "meeting", "visit", "conference", "signing", "proposal", "commitment", "invitation", "assessment"}
)


def _shared(facts: Facts, words: Words, one: str, two: str, data: dict[str, object]) -> Iterable[Said]:
    """The facts of one edge of a projection."""
    encounters = data.get("encounters")
    rests_on = encounters if isinstance(encounters, tuple) else data.get("acts") or data.get("facts")
    assert isinstance(rests_on, tuple)
    for fact in rests_on:
        span, kind = span_of(facts, fact), kind_of(fact)
        if kind == "membership":
            role = facts.object(fact, "membershipRole") or ""
            label = facts.word(role or "member")
        elif kind == "action":
            role = class_of(facts, fact)
            label = facts.word(role)
        else:
            role, label = kind, facts.names.label(fact)
        yield Said(one, two, label, fact, dated(span, words), status_of(facts, fact), span, role)


def _of_day(on: dt.date | None) -> str:
    return "" if on is None else f" on {on.isoformat()}"
