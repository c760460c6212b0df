"""A network of like things, such as who met whom: each near those it is tied to."""

from __future__ import annotations

import math
from collections import Counter

from .canvas import LEADING, Box, Canvas, box_of, n
from .force import Extent, Point, apart, components, packed, places
from .kinds import mark
from .lines import link_element, node_element, pointer
from .scene import Link, Node, Scene
from .text import shown, width, wrapped

_NAME, _TIE = 12.0, 10.5
_ROOM = 130.0
_CROWD = 60
#: Characters of a line's own words.
_BRIEF = 40
#: Where a line's words may stand, as parts of the line, the middle first.
_SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)


def draw_net(scene: Scene) -> tuple[Canvas, tuple[str, ...]]:
    """The picture on a canvas, and what has to be said under it."""
    ties: dict[str, list[str]] = {node.address: [] for node in scene.nodes}
    for link in scene.links:
        ties[link.one].append(link.two)
        ties[link.two].append(link.one)
    names = {node.address: wrapped(node.label, _NAME, _ROOM, lines=3) for node in scene.nodes}
    extents = {node.address: _extent(node, names[node.address]) for node in scene.nodes}
    order = {node.address: at for at, node in enumerate(scene.nodes)}
    length = 150.0 if len(scene.nodes) < 40 else 125.0
    parts = []
    for part in components(ties):
        inside = {node: ties[node] for node in part}
        found = places(inside, length=length, order=sorted(part, key=order.__getitem__))
        parts.append(apart(found, extents))
    where = packed(parts, extents)
    canvas = Canvas()
    for node in scene.nodes:
        _draw_node(canvas, node, names[node.address], where[node.address])
    return canvas, _draw_links(canvas, scene, where)


def _radius(node: Node) -> float:
    return 5.5 + 1.7 * math.sqrt(min(node.degree, 40))


def _extent(node: Node, name: list[str]) -> Extent:
    r = _radius(node) * 1.25
    wide = max(max(width(line, _NAME) for line in name) / 2, r)
    return (wide, r, r + 4 + _NAME * LEADING * len(name))


def _draw_node(canvas: Canvas, node: Node, name: list[str], place: Point) -> None:
    x, y = place
    r = _radius(node)
    body = mark(node.kind, x, y, r)
    body += canvas.text(name, x, y + r * 1.2 + _NAME * 0.95, _NAME, "halo", anchor="middle")
    canvas.labels.append(node_element(node, body))
    reach = r * 1.25
    canvas.reserve("", Box(x - reach, y - reach, x + reach, y + reach))


def _draw_links(canvas: Canvas, scene: Scene, where: dict[str, Point]) -> tuple[str, ...]:
    """Lines, the heavy ones last, with words where there is room for them."""
    said = {id(link): _words(link) for link in scene.links}
    common, times = Counter(said.values()).most_common(1)[0]
    # Where nearly every line says the same, it is said once, under the picture.
    everywhere = common if times > 6 and times > 0.7 * len(scene.links) else None
    left = 0
    texts: list[str] = []
    nodes = {node.address: node for node in scene.nodes}
    heavy_first = sorted(scene.links, key=lambda link: -link.weight)
    for link in heavy_first:
        text = said[id(link)]
        # In a crowd a word on every line would be noise: those of one fact go without.
        if text != everywhere and (len(scene.links) <= _CROWD or link.weight > 1):
            element = _label(canvas, text, where[link.one], where[link.two])
            left += element is None
            texts.append(element or "")
    for link in reversed(heavy_first):
        (x1, y1), (x2, y2) = where[link.one], where[link.two]
        arrow = ""
        if link.directed:
            angle = math.atan2(y2 - y1, x2 - x1)
            off = _radius(nodes[link.two]) * 1.25 + 3
            arrow = pointer(link, link.one, x2 - math.cos(angle) * off, y2 - math.sin(angle) * off, angle, "other")
        path = f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}"
        canvas.lines.append(link_element(scene, link, path, "net", arrow))
    canvas.marks.extend(filter(None, texts))
    return (
        *((scene.words("all lines", label=everywhere),) if everywhere else ()),
        *((scene.words("single"),) if len(scene.links) > _CROWD else ()),
        *((scene.words("unlabelled", n=left),) if left else ()),
    )


def _words(link: Link) -> str:
    """How often and in which years: ``3 × 2019–2024``; what a line is said to be in short, where it is."""
    if brief := ", ".join(dict.fromkeys(said.brief for said in link.said if said.brief)):
        return shown(brief, _BRIEF)
    years = sorted({day.year for said in link.said if said.span and (day := said.span.first)})
    span = "" if not years else str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    return f"{link.weight} × {span}".strip(" ×") if link.weight > 1 else span


def _label(canvas: Canvas, text: str, one: Point, two: Point) -> str | None:
    """The words of a line where nothing else is written, or None."""
    if not text:
        return ""
    for part in _SPOTS:
        x, y = one[0] + (two[0] - one[0]) * part, one[1] + (two[1] - one[1]) * part
        if canvas.free(box_of([text], x, y + 3.5, _TIE, anchor="middle"), 3):
            return canvas.text([text], x, y + 3.5, _TIE, "halo muted", anchor="middle")
    return None
