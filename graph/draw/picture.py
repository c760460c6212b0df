"""One picture from a store: what it shows, how it is laid out, and into which file.

    picture_of(store, "https://w3id.org/comity/id/state/UZ", lang="ru").html()

A thing is drawn with what lies around it, a projection as a table or a
network, whichever its density calls for; a timeline is drawn of whatever has
dated facts.  One graph gives the same bytes every time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from ...errors import ComityError, Usage
from ..export.files import whole_bytes
from ..export.order import kind_of
from .around import draw_around
from .axis import draw_timeline
from .borders import Shapes, draw_borders
from .cooperation import MOST, ORDERS, Matrix, draw_matrix, matrix_of
from .frame import Sheet, framed
from .inline import inlined
from .legend import kind_keys, line_keys, timeline_keys
from .map import TileMap, draw_map, map_of
from .matrix import draw_bipartite, draw_square
from .net import draw_net
from .page import Line, page, rows_of
from .pair import timeline_of_pair, windowed
from .participants import Computed, TreatyTimeline, treaty_timeline
from .parties import draw_parties, parties_keys
from .png import png
from .scene import Chosen, Node, Scene, scene_around, scene_of
from .standings import draw_standings, scene_of_standings
from .tables import csv, table
from .timeline import Timeline, timeline_of
from .words import Words

PICTURES = ("relations", "timeline")
_BIPARTITE = frozenset({"memberships", "treaties"})
#: A network of so many things with so large a part of all possible ties is a table.
_MANY, _DENSE = 8, 0.4
#: Nodes or rows where no limit is given.
_ROOM = 150


@dataclass(frozen=True)
class Picture:
    """A finished picture, in whichever form it is asked for; notebooks show it by themselves."""

    title: str
    sheet: Sheet
    words: Words
    #: Every fact in it, for the table of a page.
    rows: tuple[Line, ...]
    #: The kinds of things in it, for the filter of a page.
    kinds: tuple[str, ...]
    #: The things in it, for the list of a page; none where it is no network.
    things: tuple[Node, ...] = ()
    #: Head and rows of its data, where these are not its facts.
    table: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None

    def svg(self) -> str:
        """A file of its own: no script, no font, no address that a viewer would fetch."""
        return self.sheet.svg

    def html(self) -> str:
        """A page with the picture, its facts as a table, and a little script that it can do without."""
        return page(self.title, self.sheet, self.words, self.rows, self.kinds)

    def png(self) -> bytes:
        """Pixels; :class:`ComityError` where the renderer or a font is missing."""
        return png(self.sheet)

    def csv(self) -> bytes:
        """Its data as rows, with a mark that tells a spreadsheet the encoding; no cell is run as a formula."""
        return csv(self.rows) if self.table is None else table(*self.table)

    def inline(self, link: Callable[[str], str], edge: Callable[[str, str], str] | None = None) -> str:
        """The SVG as a part of a page that has ``picture.css``; see :func:`~comity.graph.draw.inline.inlined`."""
        ends = (end for row in self.rows for end in (row.said.one, row.said.two)) if edge is not None else ()
        return inlined(self.sheet.svg, link=link, edge=edge, things=dict.fromkeys(ends))

    _repr_svg_ = svg

    def _repr_html_(self) -> str:
        """In a notebook: links work, and what is wider than the page scrolls."""
        return f'<div style="overflow:auto;max-height:48rem">{self.sheet.svg}</div>'


def picture_of(
    store: Store,
    name: str,
    *,
    picture: str = "relations",
    depth: int = 1,
    limit: int | None = None,
    on: dt.date | None = None,
    lang: str | None = None,
    of: Sequence[str] = (),
    computed: Computed | None = None,
    chosen: Chosen | None = None,
) -> Picture:
    """The picture of a thing, by its address, or of a projection (met, represented, memberships, treaties, standings).

    ``limit`` is the number of nodes at most, or of rows of a timeline: 150, but
    every participant of a treaty, where it is not given; the caption says how
    many had no room.  ``on`` keeps what may hold that day;
    a timeline marks the day and keeps everything; standings are those of the
    day, of today where none is given.  ``of`` narrows standings to the members
    of an organisation or body, to states or to treaties; ``computed`` is the
    entry into force of a treaty by its clause, for its timeline.  Raises :class:`NotFound`
    where there is nothing to draw, :class:`Usage` for wrong options.
    """
    lang = lang or "en"
    if picture not in PICTURES:
        raise Usage(f"unknown picture {picture!r}; expected one of {', '.join(PICTURES)}")
    if of and name != "standings":
        raise Usage("only standings are drawn of somebody", field="of", hint="comity draw standings --of NAME")
    room = _ROOM if limit is None else limit
    if picture == "timeline":
        if "://" not in name:
            raise Usage(f"a timeline is that of a thing, and {name!r} is none", hint="Name a body or an official.")
        if kind_of(name) == "treaty":
            found = treaty_timeline(store, name, limit=limit, on=on, lang=lang, computed=computed)
            if found is not None:
                return _of_treaty(found)
        timeline = timeline_of(store, name, limit=room, on=on, lang=lang)
        return _of_timeline(windowed(timeline, chosen.from_, chosen.until) if chosen else timeline)
    if "://" in name:
        return _of_scene(scene_around(store, name, depth=depth, limit=room, on=on, lang=lang, chosen=chosen))
    if name == "standings":
        return _of_scene(scene_of_standings(store, of=of, limit=room, on=on, lang=lang))
    return _of_scene(scene_of(store, name, limit=room, on=on, lang=lang, chosen=chosen))


def draw_picture(
    store: Store,
    name: str,
    path: Path,
    *,
    picture: str = "relations",
    depth: int = 1,
    limit: int | None = None,
    on: dt.date | None = None,
    lang: str | None = None,
    format: str | None = None,
    of: Sequence[str] = (),
    computed: Computed | None = None,
) -> None:
    """Write a picture to a file, which appears only when it is whole; see :func:`picture_of`.

    ``format`` is ``svg``, ``html`` or ``png``, else what the file's name ends in.
    """
    form = format_of(path, format)
    drawn = picture_of(
        store, name, picture=picture, depth=depth, limit=limit, on=on, lang=lang, of=of, computed=computed
    )
    save(drawn, path, form)


def save(drawn: Picture, path: Path, form: str) -> None:
    """Write a picture in one of :data:`FORMATS` to a file, which appears only when it is whole."""
    content = _FORMATS[form](drawn)
    try:
        with whole_bytes(path) as out:
            out.write(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ComityError(
            f"the picture cannot be written: {reason}", file=path, hint="Name another place with -o."
        ) from None


_FORMATS: Mapping[str, Callable[[Picture], bytes]] = {
    "svg": lambda picture: picture.svg().encode(),
    "html": lambda picture: picture.html().encode(),
    "png": Picture.png,
}
FORMATS = tuple(_FORMATS)


def format_of(path: Path, format: str | None) -> str:
    """The format named, else the one that a file's name ends in; :class:`Usage` where neither tells."""
    if format is None:
        ending = path.suffix.lower().removeprefix(".")
        format = "html" if ending == "htm" else ending
        if format not in _FORMATS:
            raise Usage(
                f"the name {path.name!r} does not tell a format of pictures: {', '.join(FORMATS)}",
                hint="End it in .svg, .html or .png, or name the format with -f.",
            )
    if format not in _FORMATS:
        raise Usage(f"a picture is {', '.join(FORMATS)}, found {format!r}", field="format")
    return format


def _of_scene(scene: Scene) -> Picture:
    count = len(scene.nodes)
    notes: tuple[str, ...] = ()
    if scene.around is not None:
        canvas, notes = draw_around(scene)
        keys = line_keys(scene)
    elif scene.projection == "standings":
        canvas, keys = draw_standings(scene)
    elif scene.projection in _BIPARTITE:
        canvas, keys = draw_bipartite(scene)
    elif count >= _MANY and len(scene.links) > _DENSE * count * (count - 1) / 2:
        canvas, keys = draw_square(scene)
    else:
        canvas, notes = draw_net(scene)
        keys = line_keys(scene)
    kinds = [node.kind for node in scene.nodes]
    sheet = framed(
        canvas,
        title=scene.title,
        subtitle=scene.subtitle,
        legend=[*kind_keys(kinds, scene.words), *keys],
        notes=[*notes, *scene.notes],
        lang=scene.words.own,
    )
    labels = {node.address: node.label for node in scene.nodes}
    said = [one for link in scene.links for one in link.said]
    rows = rows_of(said, labels)
    return Picture(scene.title, sheet, scene.words, rows, tuple(dict.fromkeys(kinds)), things=scene.nodes)


def pair_picture(
    store: Store,
    one: str,
    two: str,
    *,
    limit: int | None = None,
    on: dt.date | None = None,
    lang: str | None = None,
    chosen: Chosen | None = None,
) -> Picture:
    """The timeline of two states: encounters of both, treaties and memberships that both have, proposals."""
    timeline = timeline_of_pair(store, one, two, limit=_ROOM if limit is None else limit, on=on, lang=lang or "en")
    return _of_timeline(windowed(timeline, chosen.from_, chosen.until) if chosen else timeline)


def cooperation_picture(
    store: Store,
    measure: str = "encounters",
    *,
    of: Sequence[str] = (),
    limit: int | None = None,
    order: str = "name",
    on: dt.date | None = None,
    lang: str | None = None,
    chosen: Chosen | None = None,
) -> Picture:
    """States by states, how much they share by a measure (encounters, treaties, organisations, proposals).

    ``of`` are addresses of states, or of organisations and bodies for their members;
    ``order`` is ``name`` or ``clusters``; ``limit`` at most 40 states.
    """
    if order not in ORDERS:
        raise Usage(f"unknown order {order!r}; expected one of {', '.join(ORDERS)}", field="order")
    room = MOST if limit is None else min(limit, MOST)
    matrix = matrix_of(store, measure, of=of, limit=room, order=order, on=on, lang=lang or "en", chosen=chosen)
    return of_matrix(matrix)


def of_matrix(matrix: Matrix) -> Picture:
    """The picture of a matrix that is known already."""
    canvas, keys = draw_matrix(matrix)
    sheet = framed(
        canvas,
        title=matrix.title,
        subtitle=matrix.subtitle,
        legend=keys,
        notes=matrix.notes,
        lang=matrix.words.own,
    )
    kinds = tuple(dict.fromkeys(node.kind for node in matrix.nodes))
    return Picture(matrix.title, sheet, matrix.words, matrix.lines(), kinds, matrix.nodes, matrix.table)


def map_picture(
    store: Store,
    shown: str,
    *,
    of: str | None = None,
    on: dt.date | None = None,
    lang: str | None = None,
    chosen: Chosen | None = None,
) -> Picture:
    """A map of states as tiles; see :func:`~comity.graph.draw.map.map_of` for what it can show."""
    return of_map(map_of(store, shown, of=of, on=on, lang=lang or "en", chosen=chosen))


def of_map(found: TileMap, shapes: Shapes | None = None) -> Picture:
    """The picture of a map that is known already; with shapes of states one of polygons instead of tiles."""
    canvas, keys = draw_map(found)
    notes, words = list(found.notes), found.words
    if shapes is not None:
        canvas, missing = draw_borders(found, shapes)
        notes = [words("borders") if note == words("tiles") else note for note in notes]
        notes += [words("no shape", names=", ".join(missing))] if missing else []
    sheet = framed(
        canvas,
        title=found.title,
        subtitle=found.subtitle,
        legend=keys,
        notes=notes,
        lang=found.words.own,
    )
    nodes = tuple(tile.node for tile in found.tiles if tile.said is not None)
    return Picture(found.title, sheet, found.words, found.lines(), ("state",), nodes, found.table())


def _of_timeline(timeline: Timeline) -> Picture:
    canvas, keys = draw_timeline(timeline), timeline_keys(timeline)
    sheet = framed(
        canvas,
        title=timeline.title,
        subtitle=timeline.subtitle,
        legend=keys,
        notes=timeline.notes,
        lang=timeline.words.own,
    )
    kinds = tuple(dict.fromkeys(row.node.kind for group in timeline.groups for row in group.rows))
    items = sorted(timeline.items(), key=lambda item: item.span.sort_key)
    rows = rows_of([item.said for item in items], timeline.labels)
    return Picture(timeline.title, sheet, timeline.words, rows, kinds)


def _of_treaty(timeline: TreatyTimeline) -> Picture:
    sheet = framed(
        draw_parties(timeline),
        title=timeline.title,
        subtitle=timeline.subtitle,
        legend=parties_keys(timeline),
        notes=timeline.notes,
        lang=timeline.words.own,
    )
    kinds = tuple(dict.fromkeys(one.node.kind for one in timeline.participants()))
    return Picture(timeline.title, sheet, timeline.words, rows_of(timeline.said(), timeline.labels), kinds)
