"""Relations: what lies around a thing, a whole projection, and the facts behind one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...graph.draw.kinds import LOOKS, rank_of
from ...graph.draw.picture import Picture, picture_of
from ...graph.draw.scene import Chosen, Said, said_between
from ...graph.draw.words import Words
from ..desk import Links
from .drawing import Period, Way, choice, chosen, exports, inline, period, short, thing, things, topics
from .facts import Thing, paged, reader

if TYPE_CHECKING:
    import datetime as dt

    from ..asking import Ask, Reply
    from ..desk import Desk

#: Projection -> how many things are drawn where no limit is given: a cell of a table weighs more than a node.
LIMITS = {"represented": 40, "met": 150, "memberships": 60, "treaties": 30, "standings": 28}
_AROUND, _MOST = 80, 150
_FACTS = 50


@dataclass(frozen=True)
class Asked:
    """One picture of relations: around a thing, or a projection."""

    around: str | None
    projection: str
    depth: int
    limit: int
    on: dt.date | None
    chosen: Chosen
    period: Period

    @property
    def name(self) -> str:
        """What the picture is drawn of."""
        return self.around or self.projection


@dataclass(frozen=True)
class Near:
    """A thing of the list under the picture; ``more`` relations would join with it."""

    iri: str
    name: str
    more: int
    ties: int


def asked(desk: Desk, ask: Ask) -> Asked:
    """What the address asks for; :class:`Usage` and :class:`NotFound` where it cannot be."""
    around = things(desk, ask, "around")
    middle, others = (around[0], around[1:]) if around else (None, [])
    span = period(desk, ask)
    projection = "relations" if middle else choice(ask, "projection", LIMITS, "represented")
    on = ask.day("on")
    if projection == "standings":
        on = on or span.last
    return Asked(
        middle,
        projection,
        ask.number("depth", 1, least=1, most=3),
        ask.number("limit", _AROUND if middle else LIMITS[projection], least=2, most=_MOST),
        on,
        chosen(desk, ask, expand=[*others, *things(desk, ask, "expand")]),
        span,
    )


def drawn(desk: Desk, ask: Ask, one: Asked) -> Picture:
    """The picture; :class:`NotFound` where there is nothing to draw."""
    return picture_of(
        desk.store, one.name, depth=one.depth, limit=one.limit, on=one.on, lang=ask.lang, chosen=one.chosen
    )


def relations(desk: Desk, ask: Ask) -> Reply:
    """The picture with its form, and its things as a list."""
    one = asked(desk, ask)
    to, words = Links(ask), Words(ask.lang)
    picture: Picture | None = None
    try:
        picture = drawn(desk, ask, one)
    except NotFound:
        pass  # the page says so
    way = Way(to, {
        "projection": None if one.around else one.projection,
        "from": ask.get("from"), "until": ask.get("until"), "topic": ask.get("topic"), "on": ask.get("on"),
    })  # fmt: skip
    svg = "" if picture is None else inline(picture, way)
    return desk.page(
        "relations.html",
        ask,
        asked=one,
        title=reader(desk, ask).name(one.around) if one.around else words(one.projection),
        around=short(one.around) if one.around else "",
        expand=[short(other) for other in one.chosen.expand],
        picture=picture,
        names=[reader(desk, ask).name(other) for other in one.chosen.expand],
        more=lambda iri: to.same(expand=[*(short(other) for other in one.chosen.expand), short(iri)]),
        svg=svg,
        merged='<g class="plain' in svg,
        groups=[] if picture is None else _listed(picture, words, one),
        short=short,
        kinds=[(kind, words.kind(kind, many=True)) for kind in LOOKS],
        topics=topics(desk, ask),
        topic=ask.get("topic"),
        projections=[(name, words(name)) for name in LIMITS],
        exports=exports(ask, "/relations") if picture is not None else [],
    )


def _listed(picture: Picture, words: Words, one: Asked) -> list[tuple[str, list[Near]]]:
    """The things of a picture by kind and name."""
    found: dict[str, list[Near]] = {}
    for node in sorted(picture.things, key=lambda node: (rank_of(node.kind), node.kind, node.label.casefold())):
        if node.address != one.around:
            near = Near(node.address, node.label, node.beyond, node.degree)
            found.setdefault(words.kind(node.kind, many=True), []).append(near)
    return list(found.items())


@dataclass(frozen=True)
class Told:
    """One fact behind a line, with its sources."""

    said: Said
    one: Thing
    two: Thing
    fact: Thing
    status: str
    evidence: Any


def edge(desk: Desk, ask: Ask) -> Reply:
    """The facts and sources behind one line of a picture."""
    if not ask.get("a") or not ask.get("b"):
        raise Usage("expected two things, a and b", field="a" if not ask.get("a") else "b")
    one, two = thing(desk, ask.get("a"), "a"), thing(desk, ask.get("b"), "b")
    projection = choice(ask, "projection", ("relations", *LIMITS), "relations")
    picked = chosen(desk, ask)
    on = ask.day("on") or (picked.until if projection == "standings" else None)
    found = said_between(desk.store, one, two, lang=ask.lang, projection=projection, chosen=picked, on=on)
    said, page = paged(ask, found, _FACTS)
    read, words = reader(desk, ask), Words(ask.lang)
    told = [
        Told(
            fact,
            read.thing(fact.one),
            read.thing(fact.two),
            Thing(fact.fact, read.called(fact.fact)),
            words(fact.status) if fact.status else "",
            read.sources(fact.fact),
        )
        for fact in said
    ]
    return desk.page(
        "edge.html",
        ask,
        one=read.thing(one),
        two=read.thing(two),
        what=words(projection) if projection != "relations" else "",
        shared=projection in ("met", "represented"),
        told=told,
        page=page,
        size=_FACTS,
        total=len(found),
        short=short,
        pair=all(short(end).startswith("state/") for end in (one, two)),
    )
