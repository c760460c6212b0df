"""Timelines: of a body, an official, a treaty, of whatever has dated facts, and of two states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, Usage
from ...graph.draw.picture import Picture, pair_picture, picture_of
from ...graph.draw.scene import Chosen
from ...ontology.namespaces import ID
from ..desk import Links
from .drawing import Period, Way, exports, inline, period, short, thing
from .facts import Thing, paged, reader

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Rows of a timeline, and facts of the table under it.
ROWS, _MOST, _FACTS = 120, 400, 100


@dataclass(frozen=True)
class Asked:
    """One timeline: of a thing, or of two states."""

    of: str
    other: str | None
    on: dt.date | None
    limit: int
    period: Period

    @property
    def treaty(self) -> bool:
        """Whether it is that of a treaty, which shows who was bound when."""
        return self.other is None and self.of.startswith(f"{ID}treaty/")


def asked(desk: Desk, ask: Ask) -> Asked | None:
    """What the address asks for; None where it names nothing yet."""
    a, b, named = ask.get("a"), ask.get("b"), ask.all("of")
    if len(named) == 2 and not a:
        a, b = named
    of = named[-1] if named else ""
    if bool(a) != bool(b):
        raise Usage("expected two states, a and b", field="b" if a else "a")
    if not of and not a:
        return None
    one = thing(desk, a, "a", ("state",)) if a else thing(desk, of, "of")
    other = thing(desk, b, "b", ("state",)) if a else None
    limit = ask.number("limit", ROWS, least=1, most=_MOST)
    return Asked(one, other, ask.day("on"), limit, period(desk, ask))


def drawn(desk: Desk, ask: Ask, one: Asked) -> Picture:
    """The picture; :class:`NotFound` where there is nothing to draw."""
    chosen = Chosen(one.period.first, one.period.last)
    if one.other is not None:
        return pair_picture(desk.store, one.of, one.other, limit=one.limit, on=one.on, lang=ask.lang, chosen=chosen)
    computed: Any = desk.graph.computed(one.of, ask.lang) if one.treaty else None
    return picture_of(
        desk.store, one.of, picture="timeline", limit=one.limit, on=one.on, lang=ask.lang, computed=computed,
        chosen=chosen,
    )  # fmt: skip


def timeline(desk: Desk, ask: Ask) -> Reply:
    """The picture with its form, and its facts as a table."""
    one = asked(desk, ask)
    to = Links(ask)
    picture: Picture | None = None
    if one is not None:
        try:
            picture = drawn(desk, ask, one)
        except NotFound:
            pass  # the page says so
    lines, page = paged(ask, picture.rows if picture is not None else (), _FACTS)
    read = reader(desk, ask)
    subjects = [] if one is None else [read.thing(end) for end in (one.of, one.other) if end is not None]
    return desk.page(
        "timeline.html",
        ask,
        asked=one,
        subjects=subjects,
        title=" – ".join(subject.name for subject in subjects),
        svg="" if picture is None else inline(picture, Way(to), edges=False),
        lines=[(line, Thing(line.said.one, line.one), Thing(line.said.two, line.two)) for line in lines],
        page=page,
        size=_FACTS,
        total=len(picture.rows) if picture is not None else 0,
        period_of=period(desk, ask),
        short=short,
        limit=ROWS if one is None else one.limit,
        exports=exports(ask, "/timeline") if picture is not None else [],
    )
