"""The map: what states are to a treaty or a body on a day, or how much each shares, one tile for each."""

from __future__ import annotations

import datetime as dt
import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from ...errors import NotFound
from ...graph.draw.borders import Shapes
from ...graph.draw.map import KINDS, SHOWN, TileMap, map_of, measure_for
from ...graph.draw.picture import Picture, of_map
from ...graph.draw.scene import Chosen
from ...graph.draw.words import Words
from ..desk import Links
from .drawing import Period, Way, choice, chosen, exports, inline, period, short, thing, topics
from .facts import reader

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: How it is drawn, where there are shapes.
FORMS = ("borders", "tiles")
#: What is shown where nothing is named.
_FIRST = {"parties": "treaty/untoc", "members": "organisation/sco"}


@dataclass(frozen=True)
class Asked:
    """One map: its measure, whose, on which day or over which time."""

    measure: str
    of: str | None
    on: dt.date | None
    chosen: Chosen
    period: Period
    form: str


def asked(desk: Desk, ask: Ask) -> Asked:
    """What the address asks for.  ``treaty=`` is short for a map of its parties; ``of=`` alone tells by its kind."""
    treaty, named = ask.get("treaty"), ask.get("of")
    measure = choice(ask, "measure", SHOWN, "parties")
    if not ask.get("measure") and named and not treaty:
        measure = measure_for(thing(desk, named, "of"))
    kinds = KINDS.get(measure, ("state",))
    given = treaty or named if measure == "parties" else named
    of = thing(desk, given or _FIRST[measure], "of", kinds) if given or measure in _FIRST else None
    form = choice(ask, "form", FORMS, FORMS[0]) if shapes() else "tiles"
    return Asked(measure, of, ask.day("on"), chosen(desk, ask), period(desk, ask), form)


@functools.cache
def shapes() -> Shapes | None:
    """The shapes of states, where the build step has made them; see ``explorer/bundle``."""
    file = resources.files(__package__.rpartition(".")[0]).joinpath("static", "bundle", "borders.json")
    return Shapes.from_json(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def picture(one: Asked, found: TileMap) -> Picture:
    """The map as polygons where there are shapes and no tiles were asked for."""
    return of_map(found, shapes() if one.form == "borders" else None)


def tiles(desk: Desk, ask: Ask, one: Asked) -> TileMap:
    """The map; :class:`NotFound` where it would be empty."""
    return map_of(desk.store, one.measure, of=one.of, on=one.on, lang=ask.lang, chosen=one.chosen)


def map_page(desk: Desk, ask: Ask) -> Reply:
    """The map with its form, its border policy, and the states in a table."""
    one = asked(desk, ask)
    to, words = Links(ask), Words(ask.lang)
    found: TileMap | None = None
    try:
        found = tiles(desk, ask, one)
    except NotFound:
        pass  # the page says so
    named = "" if one.of is None else short(one.of)
    return desk.page(
        "map.html",
        ask,
        asked=one,
        title=words(f"map {one.measure}") if found is None and one.of is None else _title(found, desk, ask, one),
        of=named,
        measures=[(name, words(f"map {name}") if name not in KINDS else words(f"measure {name}")) for name in SHOWN],
        topics=topics(desk, ask),
        topic=ask.get("topic"),
        found=found,
        svg="" if found is None else inline(picture(one, found), Way(to), edges=False),
        lines=[] if found is None else [line for line in found.lines() if line.said.one != one.of],
        forms=FORMS if shapes() else (),
        dated=one.measure in KINDS,
        exports=exports(ask, "/map") if found is not None else [],
    )


def _title(found: TileMap | None, desk: Desk, ask: Ask, one: Asked) -> str:
    return found.title if found is not None else reader(desk, ask).name(one.of or "")
