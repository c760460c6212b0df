"""Pictures as files: SVG, PNG, a page for offline, and their data as CSV, at the addresses of their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import ComityError, NotFound, Usage
from ...graph.draw.picture import Picture, of_matrix, picture_of
from ..asking import Reply
from . import cooperation as _cooperation
from . import maps as _maps
from . import relations as _relations
from . import timeline as _timeline
from .drawing import FORMS, period, things

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

_MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
}
_PLAIN = re.compile(r"[^A-Za-z0-9.-]+")


def relations(desk: Desk, ask: Ask) -> Reply:
    """Relations as a file."""
    one = _relations.asked(desk, ask)
    return _file(desk, ask, lambda: _relations.drawn(desk, ask, one), one.name)


def timeline(desk: Desk, ask: Ask) -> Reply:
    """A timeline as a file."""
    one = _timeline.asked(desk, ask)
    if one is None:
        raise Usage("expected a thing, or two states a and b", field="of")
    name = one.of if one.other is None else f"{one.of}-{one.other.rpartition('/')[2]}"
    return _file(desk, ask, lambda: _timeline.drawn(desk, ask, one), f"timeline-{name.rpartition('/id/')[2]}")


def cooperation(desk: Desk, ask: Ask) -> Reply:
    """The cooperation matrix as a file."""
    one = _cooperation.asked(desk, ask)
    return _file(desk, ask, lambda: of_matrix(_cooperation.counted(desk, ask, one)), f"cooperation-{one.measure}")


def map_picture(desk: Desk, ask: Ask) -> Reply:
    """The map as a file."""
    one = _maps.asked(desk, ask)
    return _file(desk, ask, lambda: _maps.picture(one, _maps.tiles(desk, ask, one)), f"map-{one.measure}")


def status_matrix(desk: Desk, ask: Ask) -> Reply:
    """States by treaties on a day as a file."""
    of = [
        *things(desk, ask, "of", ("state", "organisation", "body", "treaty")),
        *things(desk, ask, "state", ("state",)),
        *things(desk, ask, "treaty", ("treaty",)),
    ]
    on = ask.day("on") or period(desk, ask).last
    limit = ask.number("limit", 150, least=2, most=400)
    return _file(
        desk,
        ask,
        lambda: picture_of(desk.store, "standings", of=of, on=on, limit=limit, lang=ask.lang),
        "status-matrix",
    )


def _file(desk: Desk, ask: Ask, draw: Callable[[], Picture], name: str) -> Reply:
    """A picture in the form that the address ends in; a page is kept, not shown: its look is its own."""
    form = ask.path.get("ending", "svg")
    if form not in FORMS:
        raise NotFound(f"a picture comes as {', '.join(FORMS)}, not as {form[:10]}")
    picture = draw()
    if form == "png":
        try:
            content = picture.png()
        except ComityError as error:
            # The machine of the server lacks the renderer or a font: nothing was asked wrongly.
            message = f"{desk.say(ask)('picture no png')}: {error}"
            return desk.page("error.html", ask, status=501, keeps=False, message=message, code=501)
    else:
        content = {"svg": lambda: picture.svg().encode(), "html": lambda: picture.html().encode(), "csv": picture.csv}[
            form
        ]()
    told = _PLAIN.sub("-", name.rpartition("/id/")[2]).strip("-")[:80] or "picture"
    placed = "attachment" if form in ("html", "csv") else "inline"
    return Reply(content, _MEDIA[form], headers={"Content-Disposition": f'{placed}; filename="{told}.{form}"'})
