"""Relations around one thing: it stands in the middle, its neighbours in bowed columns beside it.

Every label is horizontal and has a row of its own, so that no two can meet;
under it stands what ties the thing to the one before it.  Things keep the
order of kind, relation, date and name: one more thing moves the others by a
row and changes the place of none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..export.order import natural
from .canvas import LEADING, Box, Canvas, box_of, n
from .kinds import WHO, look_of, mark, rank_of
from .lines import link_element, node_element, pointer
from .scene import Link, Node, Scene
from .text import width, wrapped

_NAME, _TIE, _HEAD, _MIDDLE = 12.0, 10.5, 11.0, 15.0
#: The widest a label gets, by distance, and in how many lines; in a crowd wide and flat.
_ROOMY = ((250.0, 3), (235.0, 2), (200.0, 2))
_TIGHT = ((300.0, 2), (260.0, 2), (220.0, 2))
_CROWD = 60
#: From a column's labels to the next column's marks; from the middle to the first column.
_GAP, _FIRST_GAP = 84.0, 110.0
_ROW_GAP, _GROUP_GAP = 6.0, 12.0


@dataclass
class _Item:
    """A thing with its lines of text and the things beyond it."""

    node: Node
    link: Link | None
    name: list[str]
    tie: list[str]
    #: Whether the tie stands behind the name instead of under it.
    inline: bool = False
    kids: list[_Item] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    side: int = 1

    @property
    def radius(self) -> float:
        return 5.2 + 1.5 * math.sqrt(min(self.node.degree, 40))

    @property
    def height(self) -> float:
        return max(self.text_height, self.radius * 2.2) + _ROW_GAP

    @property
    def text_height(self) -> float:
        return _NAME * LEADING * len(self.name) + (0 if self.inline else _TIE * LEADING * len(self.tie))

    @property
    def block(self) -> float:
        """The height it takes with what lies beyond it."""
        return max(self.height, sum(kid.block for kid in self.kids))

    @property
    def label_width(self) -> float:
        name = max(width(line, _NAME) for line in self.name)
        tie = max((width(line, _TIE) for line in self.tie), default=0.0)
        return name + 8 + tie if self.inline else max(name, tie)

    def all(self) -> Iterable[_Item]:
        yield self
        for kid in self.kids:
            yield from kid.all()


def draw_around(scene: Scene) -> tuple[Canvas, tuple[str, ...]]:
    """The picture on a canvas, and what has to be said under it."""
    assert scene.around is not None
    middle = scene.node(scene.around)
    first = _tree(scene, middle)
    left, right = _sides(first)
    canvas = Canvas()
    pill = _pill(middle)
    half = max(_tall(left), _tall(right)) / 2
    for side, items in ((-1, left), (1, right)):
        _place(canvas, scene, items, side, half, pill)
    placed = {item.node.address: item for items in (left, right) for one in items for item in one.all()}
    for item in placed.values():
        _draw_item(canvas, item)
    for one in [*left, *right]:
        _spokes(canvas, scene, one, None, pill, half)
    cross = _cross(canvas, scene, placed, pill)
    _draw_middle(canvas, middle, pill)
    return canvas, (scene.words("cross", n=cross),) if cross else ()


def _tree(scene: Scene, middle: Node) -> list[_Item]:
    """Each thing under the one nearer to the middle that it has most to do with."""
    near: dict[str, list[Link]] = defaultdict(list)
    for link in scene.links:
        near[link.one].append(link)
        near[link.two].append(link)
    items: dict[str, _Item] = {}
    kids: dict[str, list[_Item]] = defaultdict(list)
    position = {node.address: at for at, node in enumerate(scene.nodes)}
    for node in sorted(scene.nodes, key=lambda node: (node.distance, position[node.address])):
        if node is middle:
            continue
        ties = [link for link in near[node.address]
                if scene.node(link.other(node.address)).distance == node.distance - 1]  # fmt: skip
        if not ties:
            continue
        link = max(ties, key=lambda link: (link.weight, -position[link.other(node.address)]))
        rooms = _TIGHT if len(scene.nodes) > _CROWD else _ROOMY
        room, lines = rooms[min(node.distance, len(rooms)) - 1]
        name, tie = wrapped(node.label, _NAME, room, lines=lines), wrapped(link.words(), _TIE, room, lines=2)
        inline = (rooms is _TIGHT and len(name) == len(tie) == 1
                  and width(name[0], _NAME) + 8 + width(tie[0], _TIE) <= room)  # fmt: skip
        items[node.address] = _Item(node, link, name, tie if tie[0] else [], inline)
        kids[link.other(node.address)].append(items[node.address])
    for address, item in items.items():
        item.kids = sorted(kids[address], key=_order)
    return sorted(kids[middle.address], key=_order)


def _order(item: _Item) -> tuple[object, ...]:
    assert item.link is not None
    last = item.link.said[-1]
    span = last.span.sort_key if last.span and not last.span.interval else ("", "")
    return (rank_of(item.node.kind), last.role, *span, natural(item.node.label.casefold()), natural(item.node.address))


def _sides(items: list[_Item]) -> tuple[list[_Item], list[_Item]]:
    """Who stands on the left, what on the right, where the two are about equal; else half and half."""
    who = [item for item in items if item.node.kind in WHO]
    what = [item for item in items if item.node.kind not in WHO]
    total = _tall(items)
    if len(items) > 1 and 0.42 <= _tall(who) / total <= 0.58:
        return who, what
    reached = 0.0
    for at, item in enumerate(items):
        if at and reached + item.block / 2 >= total / 2:
            return items[:at], items[at:]
        reached += item.block
    return [], items


def _tall(items: list[_Item]) -> float:
    groups = len({item.node.kind for item in items})
    return sum(item.block for item in items) + groups * (_HEAD * LEADING + _GROUP_GAP)


def _pill(middle: Node) -> tuple[list[str], float, float]:
    """The lines of the thing in the middle, and half the width and height of its plate."""
    lines = wrapped(middle.label, _MIDDLE, 220, lines=6, bold=True)
    wide = max(width(line, _MIDDLE, bold=True) for line in lines)
    return lines, wide / 2 + 18, (_MIDDLE * LEADING * len(lines)) / 2 + 32


def _place(
    canvas: Canvas, scene: Scene, items: list[_Item], side: int, half: float, pill: tuple[list[str], float, float]
) -> None:
    """Give each thing of one side its place: rows by blocks, columns by distance, bowed like a bracket."""
    bow = min(150.0, 0.30 * half)
    columns: list[float] = [pill[1] + _FIRST_GAP]
    every = [item for one in items for item in one.all()]
    for distance in range(1, max((item.node.distance for item in every), default=1)):
        widest = max((i.label_width + i.radius * 2 for i in every if i.node.distance == distance), default=0)
        columns.append(columns[-1] + widest + _GAP)

    def column(distance: int, y: float) -> float:
        part = min(1.0, abs(y) / (half + 40))
        return side * (columns[distance - 1] + bow * math.sqrt(1 - part * part))

    def settle(item: _Item, top: float) -> None:
        inner = sum(kid.block for kid in item.kids)
        at = top + (item.block - inner) / 2
        for kid in item.kids:
            settle(kid, at)
            at += kid.block
        item.side, item.y = side, top + item.block / 2
        item.x = column(item.node.distance, item.y)

    top = -_tall(items) / 2
    kind = None
    for item in items:
        if item.node.kind != kind:
            kind = item.node.kind
            top += _GROUP_GAP + _HEAD * LEADING
            settle(item, top)
            # Over the thing itself, which may stand far below the first of those beyond it.
            base = item.y - item.height / 2 - 4
            x = column(1, base) + side * 14
            classes = f"head f-{look_of(kind).family}"
            anchor = "start" if side > 0 else "end"
            head = scene.words.kind(kind, many=True)
            canvas.labels.append(canvas.text([head], x, base, _HEAD, classes, anchor=anchor, bold=True))
        else:
            settle(item, top)
        top += item.block


def _draw_item(canvas: Canvas, item: _Item) -> None:
    anchor = "start" if item.side > 0 else "end"
    x = item.x + item.side * (item.radius + 6)
    y = item.y - item.text_height / 2 + _NAME * 0.92
    body = mark(item.node.kind, item.x, item.y, item.radius)
    body += canvas.text(item.name, x, y, _NAME, "halo", anchor=anchor)
    if item.inline:
        behind = x + item.side * (width(item.name[0], _NAME) + 8)
        body += canvas.text(item.tie, behind, y, _TIE, "halo muted", anchor=anchor)
    elif item.tie:
        below = y + _NAME * LEADING * (len(item.name) - 1) + _TIE * LEADING + 0.5
        body += canvas.text(item.tie, x, below, _TIE, "halo muted", anchor=anchor)
    r = item.radius * 1.3
    canvas.reach(Box(item.x - r, item.y - r, item.x + r, item.y + r))
    canvas.labels.append(node_element(item.node, body))


def _spokes(
    canvas: Canvas, scene: Scene, item: _Item, parent: _Item | None, pill: tuple[list[str], float, float], half: float
) -> None:
    """The line from the one before to this one, and on to those beyond."""
    assert item.link is not None
    side = item.side
    end = item.x - side * (item.radius + 4)
    if parent is None:
        # Lines leave the plate at different heights, so that they do not look like one.
        x, y = side * pill[1], item.y / half * (pill[2] - 12) if half else 0
        origin = scene.around or ""
    else:
        x, y = parent.x + side * (parent.radius + parent.label_width + 11), parent.y
        origin = parent.node.address
    reach = (end - x) * 0.5
    path = f"M{n(x)} {n(y)}C{n(x + reach)} {n(y)} {n(end - reach)} {n(item.y)} {n(end)} {n(item.y)}"
    family = look_of(item.node.kind).family
    arrow = pointer(item.link, origin, end, item.y, 0.0 if side > 0 else math.pi, family)
    canvas.lines.append(link_element(scene, item.link, path, f"spoke f-{family}", arrow))
    for kid in item.kids:
        _spokes(canvas, scene, kid, item, pill, half)


def _cross(canvas: Canvas, scene: Scene, placed: dict[str, _Item], pill: tuple[list[str], float, float]) -> int:
    """What the things around have to do with each other: fine grey arcs behind the rest; their number."""
    tree = {id(item.link) for item in placed.values()}
    links = [link for link in scene.links
             if id(link) not in tree and link.one in placed and link.two in placed]  # fmt: skip
    found = []
    for link in links:
        one, two = placed[link.one], placed[link.two]
        x1, x2 = one.x - one.side * (one.radius + 2), two.x - two.side * (two.radius + 2)
        if one.side == two.side:
            # From outer columns the line keeps to its row until it is past the inner labels.
            away = min(46 + 0.34 * abs(one.y - two.y), 230)
            inner = min(abs(x1), abs(x2)) - away
            c1, c2 = one.side * inner, two.side * inner
        else:
            inner = pill[1] + 20
            c1, c2 = one.side * inner, two.side * inner
        path = f"M{n(x1)} {n(one.y)}C{n(c1)} {n(one.y)} {n(c2)} {n(two.y)} {n(x2)} {n(two.y)}"
        crowd = "few" if len(links) <= 60 else "some" if len(links) <= 200 else "many"
        found.append(link_element(scene, link, path, f"cross {crowd}"))
    # Under the spokes.
    canvas.lines[:0] = found
    return len(links)


def _draw_middle(canvas: Canvas, middle: Node, pill: tuple[list[str], float, float]) -> None:
    lines, wide, high = pill
    y = -high + 46
    body = (
        f'<rect class="plate" x="{n(-wide)}" y="{n(-high)}" width="{n(wide * 2)}" height="{n(high * 2)}" rx="14"/>'
        + mark(middle.kind, 0, -high + 18, 9.5)
        + canvas.text(lines, 0, y, _MIDDLE, anchor="middle", bold=True)
    )
    assert box_of(lines, 0, y, _MIDDLE, anchor="middle", bold=True).bottom <= high
    canvas.reach(Box(-wide - 2, -high - 2, wide + 2, high + 2))
    canvas.labels.append(node_element(middle, body, " middle"))
