"""Rows about states on the map of tiles: a number each, darker for more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...graph.draw.cells import SHADES, count_sign
from ...graph.draw.frame import Key, framed
from ...graph.draw.map import Tile, TileMap, draw_map, places
from ...graph.draw.scene import Node, Said
from ...ontology.namespaces import ID
from ...queries.labels import labels_for
from .charts import amount
from .results import number_of

if TYPE_CHECKING:
    from .result_pictures import Made

#: Tiles in a row of states that have no place of their own.
_ACROSS = 30


def draw_states(made: Made, state: str, number: str) -> str | None:
    """The map as an SVG: the numbers of a column by state, or the rows of each where there is no such column."""
    rows = made.rows
    values: dict[str, list[float]] = defaultdict(list)
    at = rows.variables.index(state)
    for row in rows.terms:
        value = number_of(row[rows.variables.index(number)]) if number else 1.0
        if row[at] is not None and value is not None:
            values[row[at].value].append(value)
    if not values:
        return None
    sums = {iri: sum(found) for iri, found in values.items()}
    steps = _steps(sums)
    notes = [made.words("tiles"), *made.notes]
    added = sum(len(found) > 1 for found in values.values())
    if number and added:
        notes.insert(0, made.say("map added", n=added))
    tiles = _tiles(made, sums, steps)
    found = TileMap("", (), tiles, made.words, (), "rows", 0, {})
    canvas, _ = draw_map(found)
    return framed(
        canvas,
        title=made.say("chart of", y=made.head(number) if number else made.say("chart rows"), x=made.head(state)),
        subtitle=[] if number else [made.say("chart counted")],
        legend=_keys(sums, steps),
        notes=notes,
        lang=made.words.own,
    ).svg


def _steps(sums: Mapping[str, float]) -> dict[str, int]:
    """The shade of each number: equal parts of their range."""
    low, high = min(sums.values()), max(sums.values())
    return {
        iri: SHADES - 1 if high == low else min(SHADES - 1, int((value - low) / (high - low) * SHADES))
        for iri, value in sums.items()
    }


def _tiles(made: Made, sums: Mapping[str, float], steps: Mapping[str, int]) -> tuple[Tile, ...]:
    known = places()
    iris = [*(f"{ID}state/{code}" for code in known), *sums]
    labels = labels_for(made.desk.graph, dict.fromkeys(iris), made.ask.lang)
    last = max(row for _, row in known.values())
    tiles, strays = [], 0
    for iri in dict.fromkeys(iris):
        code = iri.rpartition("/")[2]
        label = labels.get(iri, code)
        node = Node(iri, label, code, "state", 0)
        if code in known:
            column, row = known[code]
        else:
            column, row, strays = strays % _ACROSS, last + 2 + strays // _ACROSS, strays + 1
        if iri not in sums:
            tiles.append(Tile(node, column, row, tip=label))
            continue
        text = amount(sums[iri])
        note = text if len(text) < 6 else ""
        tiles.append(Tile(node, column, row, steps[iri], note, f"{label}: {text}", Said(iri, "", text, "")))
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def _keys(sums: Mapping[str, float], steps: Mapping[str, int]) -> Sequence[Key]:
    """The shades that occur, each with the numbers it stands for."""
    keys = []
    for step in range(SHADES):
        found = sorted(sums[iri] for iri in sums if steps[iri] == step)
        if found:
            ends = dict.fromkeys([amount(found[0]), amount(found[-1])])
            keys.append(Key(count_sign(step), 18, "–".join(ends)))
    return keys
