"""The map with shapes of states, where somebody has them: the explorer's build step makes such a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .canvas import Box, Canvas, attribute, linked
from .kinds import shape
from .lines import key_of
from .map import Tile, TileMap

#: A state whose shape is smaller, in pixels, is a dot.
_SMALL, _DOT, _TEXT = 7.0, 4.0, 9.0


@dataclass(frozen=True)
class Shape:
    """The path of a state, the middle of its largest part, and how wide that is."""

    path: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Shapes:
    """The shapes of states by their codes, what land is no state's, and the size of the whole."""

    wide: float
    high: float
    states: Mapping[str, Shape]
    land: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Shapes:
        """What the build step wrote."""
        states = {code: Shape(*values) for code, values in data["states"].items()}
        return cls(data["wide"], data["high"], states, data["land"])


def draw_borders(found: TileMap, shapes: Shapes) -> tuple[Canvas, list[str]]:
    """The map on a canvas, and the names of those that it has no shape for and something to say of."""
    canvas = Canvas()
    canvas.reach(Box(0, 0, shapes.wide, shapes.high))
    canvas.ground.append(f'<path class="rule" d="{shapes.land}"/>')
    missing = []
    dots = []
    for tile in found.tiles:
        one = shapes.states.get(tile.node.address.rpartition("/")[2])
        if one is None:
            missing += [tile.node.label] if tile.said is not None else []
        elif one.size < _SMALL:
            dots.append((tile, one))
        else:
            path = f'<path class="{_class(tile)}" d="{one.path}"/>'
            canvas.marks.append(_linked(tile, path + _text(canvas, tile, one)))
    # Over the shapes, so that they can be pointed at.
    for tile, one in dots:
        canvas.labels.append(_linked(tile, shape("circle", one.x, one.y, _DOT, _class(tile))))
    return canvas, missing


def _class(tile: Tile) -> str:
    if tile.shade is None:
        return "rule land"
    return f"cell s{tile.shade}" if tile.shade >= 0 else "plate"


def _text(canvas: Canvas, tile: Tile, one: Shape) -> str:
    """Its sign and number where they have room inside."""
    if tile.shade is None or not tile.note:
        return ""
    x, y = one.x, one.y + 3
    half = len(tile.note) * _TEXT * 0.36
    if one.size < 2 * half + 4 or not canvas.free(Box(x - half, y - _TEXT, x + half, y + 3)):
        return ""
    ink = f"on{tile.shade}" if tile.shade >= 0 else ""
    return canvas.text([tile.note], x, y, _TEXT, ink, anchor="middle")


def _linked(tile: Tile, body: str) -> str:
    data = attribute("class", "node tile") + attribute("data-node", key_of(tile.node.address))
    return linked(tile.node.address, [tile.tip], body, data)
