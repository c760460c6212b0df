"""Networks as tables: who belongs to what, who acted on which treaty, and dense networks of like things.

A line from every state to every organisation is a black square; a lawyer
draws rows and columns.  Every mark is a link to the fact it stands for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..export.order import natural
from .canvas import LEADING, Box, Canvas, attribute, linked, n, rectangle
from .cells import action_cell, action_keys, count_cell, role_cell, role_keys, shade_keys
from .frame import Key
from .kinds import mark
from .lines import key_of, node_element, told
from .scene import Link, Node, Scene
from .text import escaped, width, wrapped

_NAME = 12.0
_ROW = 21.0
#: The width of a column of sums.
_SUM = 58.0
_SLANT = math.radians(52)
#: Wider than this, long titles become slanted heads of columns instead of rows.
WIDE = 1800.0
CELL, _SQUARE_CELL = 44.0, 26.0


def _last(link: Link) -> str:
    return link.said[-1].fact


@dataclass(frozen=True)
class Table:
    """Rows, columns of one width, and the links between them, each under both orders of its ends."""

    rows: Sequence[Node]
    columns: Sequence[Node]
    links: dict[tuple[str, str], Link]
    wide: float
    #: What stands in a cell, drawn around its middle.
    cell: Callable[[Canvas, Link, float, float], str]
    #: The fact that a cell leads to.
    fact: Callable[[Link], str] = _last
    #: What stands in a cell without a link, around its middle; empty for nothing.
    blank: Callable[[Node, Node, float, float], str] | None = None
    #: The head of a last column, and what it says of each row; a bold one where the flag is set.
    sums: tuple[str, Mapping[str, tuple[str, bool]]] | None = None
    #: The lines that the name of a row may take.
    lines: int = 2


def draw_bipartite(scene: Scene) -> tuple[Canvas, list[Key]]:
    """Members by organisations, or treaties by states; the canvas and the legend of its marks."""
    sides = {link.one for link in scene.links}
    actors = [node for node in scene.nodes if node.address in sides]
    others = [node for node in scene.nodes if node.address not in sides]
    # Long titles read better as rows, as long as there is room for the states beside each other.
    across = others if scene.projection == "memberships" or len(actors) * CELL > WIDE - 330 else actors
    down = actors if across is others else others
    links = {}
    for link in scene.links:
        links[link.one, link.two] = links[link.two, link.one] = link
    roles = scene.projection == "memberships"
    table = Table(ordered(down), ordered(across), links, CELL, role_cell if roles else action_cell)
    canvas = Canvas()
    draw_table(canvas, scene, table)
    return canvas, role_keys(scene) if roles else action_keys(scene)


def draw_square(scene: Scene) -> tuple[Canvas, list[Key]]:
    """Everyone against everyone, the number of common facts in each cell."""
    links = {}
    for link in scene.links:
        links[link.one, link.two] = links[link.two, link.one] = link
    most = max(link.weight for link in scene.links)

    def cell(canvas: Canvas, link: Link, x: float, y: float) -> str:
        return count_cell(canvas, link, Box(x - table.wide / 2, y - _ROW / 2, x + table.wide / 2, y + _ROW / 2), most)

    nodes = ordered(scene.nodes)
    table = Table(nodes, nodes, links, _SQUARE_CELL, cell)
    canvas = Canvas()
    draw_table(canvas, scene, table)
    return canvas, shade_keys(most, scene.words("cells"))


def ordered(nodes: Sequence[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.kind != "state", natural(node.label.casefold()), node.address))


def draw_table(canvas: Canvas, scene: Scene, table: Table) -> None:
    states = sum(row.kind == "state" for row in table.rows) > len(table.rows) / 2
    names = {
        row.address: wrapped(row.label, _NAME, 180.0 if states else 300.0, lines=table.lines) for row in table.rows
    }
    room = max(width(line, _NAME) for lines in names.values() for line in lines) + 26
    heights = {row.address: max(_ROW, _NAME * LEADING * len(names[row.address]) + 6) for row in table.rows}
    wide, high = room + table.wide * len(table.columns) + 90, sum(heights.values())
    # A long table goes on beside itself, as in a yearbook.
    blocks = min(range(1, 6), key=lambda count: max(wide * count, 1.3 * (high / count + 250)))
    tall = math.ceil(len(table.rows) / blocks)
    left = 0.0
    for at in range(blocks):
        rows = table.rows[at * tall : (at + 1) * tall]
        right = _block(canvas, scene, table, rows, names, left, room)
        left = right + 40


def _block(
    canvas: Canvas, scene: Scene, table: Table, rows: Sequence[Node], names: dict[str, list[str]], left: float,
    room: float,
) -> float:  # fmt: skip
    """One block of rows with the heads of all columns; where its right edge is."""
    start = left + room + 8
    right = start + table.wide * len(table.columns)
    reach = 0.0
    for at, node in enumerate(table.columns):
        reach = max(reach, _head(canvas, node, start + table.wide * (at + 0.5), 2 if table.wide > 32 else 1))
    edge = right
    if table.sums is not None:
        edge = right + _SUM
        reach = max(reach, _slanted(canvas, [table.sums[0]], right + _SUM * 0.6) + _SUM)
    canvas.reach(Box(left, 0, edge, 0))
    y, top = 4.0, 4.0
    for at, row in enumerate(rows):
        high = max(_ROW, _NAME * LEADING * len(names[row.address]) + 6)
        middle = y + high / 2
        if at % 2 == 0:
            canvas.ground.append(rectangle("band", Box(left, y, edge, y + high)))
        _row_name(canvas, row, names[row.address], left, middle, room)
        for column, node in enumerate(table.columns):
            link = table.links.get((row.address, node.address))
            x = start + table.wide * (column + 0.5)
            if link is not None:
                canvas.labels.append(_cell(canvas, scene, table, link, x, middle))
            elif table.blank is not None:
                canvas.marks.append(table.blank(row, node, x, middle))
        if table.sums is not None:
            text, bold = table.sums[1].get(row.address, ("", False))
            canvas.labels.append(canvas.text([text], edge - 8, middle + 4, _NAME, anchor="end", bold=bold))
        y += high
    for at in range(0, len(table.columns) + 1):
        x = start + table.wide * at
        canvas.ground.append(f'<path class="rule" d="M{n(x)} {n(top)}V{n(y)}"/>')
    canvas.reach(Box(left, -4, edge, y))
    return max(edge, right - table.wide / 2 + reach)


def _head(canvas: Canvas, node: Node, x: float, lines: int) -> float:
    """The head of a column, slanted upwards; how far it reaches to the right."""
    # An abbreviation is read faster than a slanted title, and its tooltip has the title.
    title = node.short if len(node.short) <= 12 and node.kind != "state" else node.label
    names = wrapped(title, _NAME, 225, lines=lines)
    return _slanted(canvas, names, x, node)


def _slanted(canvas: Canvas, names: Sequence[str], x: float, node: Node | None = None) -> float:
    """Slanted lines, those of a thing with its mark; how far they reach to the right."""
    first = 4 - _NAME * LEADING * (len(names) - 1) / 2
    texts = "".join(
        f'<text font-size="{_NAME:g}" x="{11 if node else 0}" y="{n(first + _NAME * LEADING * at)}"'
        f' transform="rotate(-52)">{escaped(name)}</text>'
        for at, name in enumerate(names)
    )
    sign = mark(node.kind, 0, 0, 5) if node else ""
    body = f'<g transform="translate({n(x)} -12)">{sign}{texts}</g>'
    canvas.labels.append(node_element(node, body) if node else body)
    long = max(width(name, _NAME) for name in names) + 16
    across, up = math.cos(_SLANT) * long, math.sin(_SLANT) * long
    canvas.reach(Box(x - 8, -26 - up, x + across + 14, 0))
    return across + 14


def _row_name(canvas: Canvas, row: Node, lines: list[str], left: float, middle: float, room: float) -> None:
    y = middle - _NAME * LEADING * (len(lines) - 1) / 2 + _NAME * 0.35
    body = canvas.text(lines, left + room - 18, y, _NAME, anchor="end") + mark(row.kind, left + room - 6, middle, 5)
    canvas.labels.append(node_element(row, body))


def _cell(canvas: Canvas, scene: Scene, table: Table, link: Link, x: float, y: float) -> str:
    status = f" {link.status}" if link.status else ""
    data = attribute("class", f"link cellmark{status}") + attribute("data-a", key_of(link.one))
    data += attribute("data-b", key_of(link.two))
    return linked(table.fact(link), told(scene, link), table.cell(canvas, link, x, y), data)
