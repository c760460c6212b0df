"""Places for the nodes of a network: near what they are tied to, apart from everything else.

Stress majorization (Gansner, Koren and North 2004) in plain Python: distances
on paper approach distances in the network.  Every node starts where a hash of
its address says, so that one graph gives one picture, and one node more moves
its neighbours and leaves the rest about where it was.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from .canvas import Box

Point = tuple[float, float]
#: half the width, half the height above and below the node's point.
Extent = tuple[float, float, float]

_ROUNDS = 90
#: A component so small and so dense has no inner structure: a circle shows it best.
_RING, _DENSE = 14, 0.6


def places(ties: Mapping[str, Sequence[str]], *, length: float, order: Sequence[str] | None = None) -> dict[str, Point]:
    """``node -> (x, y)`` for one connected network; ``length`` is the distance of neighbours in pixels.

    ``order`` is that of a circle, where the network becomes one.
    """
    nodes = list(order) if order is not None else sorted(ties)
    count = len(nodes)
    if count == 1:
        return {nodes[0]: (0.0, 0.0)}
    edges = sum(len(ties[node]) for node in nodes) / 2
    if count <= _RING and edges >= _DENSE * count * (count - 1) / 2:
        return _ring(nodes, length)
    number = {node: at for at, node in enumerate(nodes)}
    near = [[number[other] for other in ties[node]] for node in nodes]
    steps = [_far(near, at) for at in range(count)]
    spread = length * math.sqrt(count) * 0.6
    xs, ys = _majorized(steps, [_seed(node, spread) for node in nodes], length)
    return {node: (xs[at], ys[at]) for at, node in enumerate(nodes)}


def apart(points: dict[str, Point], extents: Mapping[str, Extent], *, gap: float = 8.0) -> dict[str, Point]:
    """The points moved as little as it takes that no two boxes overlap.

    Pairs that overlap are pushed apart along the axis on which they overlap
    least; where that does not settle, everything is spread and tried again.
    """
    nodes = sorted(points)
    where = {node: list(points[node]) for node in nodes}
    for _ in range(40):
        for _ in range(60):
            if not _pushed(nodes, where, extents, gap):
                return {node: (where[node][0], where[node][1]) for node in nodes}
        for node in nodes:
            where[node] = [where[node][0] * 1.12, where[node][1] * 1.12]
    return _rows(nodes, extents, gap)


def packed(parts: Sequence[dict[str, Point]], extents: Mapping[str, Extent], *, gap: float = 44.0) -> dict[str, Point]:
    """Several networks on one sheet, each where it fits highest and then furthest left."""
    sizes = [_bounds(part, extents) for part in parts]
    area = sum((right - left + gap) * (bottom - top + gap) for left, top, right, bottom in sizes)
    room = max([math.sqrt(area) * 1.3, *(right - left + gap for left, _, right, _ in sizes)])
    taken: list[Box] = []
    found: dict[str, Point] = {}
    for part, (left, top, right, bottom) in zip(parts, sizes, strict=True):
        wide, high = right - left + gap, bottom - top + gap
        corners = [(0.0, 0.0), *((x, y) for one in taken for x, y in ((one.right, one.top), (one.left, one.bottom)))]
        corners += [(0.0, max((one.bottom for one in taken), default=0.0))]
        spots = (Box(x, y, x + wide, y + high) for x, y in sorted(corners, key=lambda at: (at[1], at[0])))
        box = next(
            spot
            for spot in spots
            if (spot.right <= room + 1 or spot.left == 0) and not any(spot.overlaps(one) for one in taken)
        )
        taken.append(box)
        for node, (x, y) in part.items():
            found[node] = (x - left + box.left, y - top + box.top)
    return found


def components(ties: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected parts, the largest first."""
    seen: set[str] = set()
    found: list[list[str]] = []
    for start in sorted(ties):
        if start in seen:
            continue
        part, ahead = [start], [start]
        seen.add(start)
        while ahead:
            for other in ties[ahead.pop()]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
                    ahead.append(other)
        found.append(sorted(part))
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _seed(node: str, spread: float) -> Point:
    """A place in a disc that depends on the address and on nothing else."""
    digest = blake2b(node.encode("utf-8", "replace"), digest_size=8).digest()
    angle = int.from_bytes(digest[:4], "big") / 2**32 * math.tau
    far = math.sqrt(int.from_bytes(digest[4:], "big") / 2**32) * spread
    return (math.cos(angle) * far, math.sin(angle) * far)


def _ring(nodes: Sequence[str], length: float) -> dict[str, Point]:
    count = len(nodes)
    # Wide enough for a label beside each: an ellipse, for labels are wider than high.
    radius = max(length, length * count / math.tau)
    turn = -math.pi / 2
    return {
        node: (
            math.cos(turn + math.tau * at / count) * radius * 1.15,
            math.sin(turn + math.tau * at / count) * radius * 0.85,
        )
        for at, node in enumerate(nodes)
    }


def _far(near: Sequence[Sequence[int]], start: int) -> list[float]:
    """The distance from one node to each other, in lengths of a tie.

    A tie between two that both have many is longer, or the middle of a dense
    network would be a knot.
    """
    found = [math.inf] * len(near)
    found[start] = 0.0
    ahead = [(0.0, start)]
    while ahead:
        far, node = heapq.heappop(ahead)
        if far > found[node]:
            continue
        for other in near[node]:
            tie = min(1 + 0.11 * (min(len(near[node]), len(near[other])) - 1), 2.4)
            if far + tie < found[other]:
                found[other] = far + tie
                heapq.heappush(ahead, (far + tie, other))
    return found


def _majorized(
    steps: Sequence[Sequence[float]], seeds: Sequence[Point], length: float
) -> tuple[list[float], list[float]]:
    count = len(steps)
    xs, ys = [x for x, _ in seeds], [y for _, y in seeds]
    weights = [[0.0 if not far else 1.0 / (far * far) for far in row] for row in steps]
    totals = [sum(row) for row in weights]
    for _ in range(_ROUNDS):
        moved = 0.0
        for i in range(count):
            xi, yi, sum_x, sum_y = xs[i], ys[i], 0.0, 0.0
            row, pulls = steps[i], weights[i]
            for j in range(count):
                pull = pulls[j]
                if pull:
                    dx, dy = xi - xs[j], yi - ys[j]
                    ratio = length * row[j] / (math.hypot(dx, dy) or 1e-9)
                    sum_x += pull * (xs[j] + dx * ratio)
                    sum_y += pull * (ys[j] + dy * ratio)
            x, y = sum_x / totals[i], sum_y / totals[i]
            moved = max(moved, abs(x - xi), abs(y - yi))
            xs[i], ys[i] = x, y
        if moved < 0.05:
            break
    return xs, ys


def _pushed(nodes: Sequence[str], where: dict[str, list[float]], extents: Mapping[str, Extent], gap: float) -> bool:
    """One round of pushing; whether anything had to move."""
    moved = False
    ordered = sorted(nodes, key=lambda node: (where[node][0] - extents[node][0], node))
    for at, one in enumerate(ordered):
        wide, up, down = extents[one]
        for two in ordered[at + 1 :]:
            wide2, up2, down2 = extents[two]
            (x1, y1), (x2, y2) = where[one], where[two]
            across = wide + wide2 + gap - abs(x2 - x1)
            if across <= 0:
                if x2 - wide2 > x1 + wide + gap:
                    break
                continue
            along = y1 + down + gap - (y2 - up2) if y1 <= y2 else y2 + down2 + gap - (y1 - up)
            if along <= 0:
                continue
            moved = True
            if across < along:
                push = (across / 2 + 0.5) * (1 if x1 <= x2 else -1)
                where[one][0] -= push
                where[two][0] += push
            else:
                push = (along / 2 + 0.5) * (1 if y1 <= y2 else -1)
                where[one][1] -= push
                where[two][1] += push
    return moved


def _rows(nodes: Sequence[str], extents: Mapping[str, Extent], gap: float) -> dict[str, Point]:
    """Side by side in rows: for what could not be kept apart in any other way."""
    found: dict[str, Point] = {}
    x = y = row = 0.0
    room = sum(2 * extents[node][0] + gap for node in nodes) / max(1.0, math.sqrt(len(nodes)))
    for node in nodes:
        wide, up, down = extents[node]
        if x and x + 2 * wide > room:
            x, y, row = 0.0, y + row + gap, 0.0
        found[node] = (x + wide, y + up)
        x, row = x + 2 * wide + gap, max(row, up + down)
    return found


def _bounds(part: Mapping[str, Point], extents: Mapping[str, Extent]) -> tuple[float, float, float, float]:
    return (
        min(x - extents[node][0] for node, (x, _) in part.items()),
        min(y - extents[node][1] for node, (_, y) in part.items()),
        max(x + extents[node][0] for node, (x, _) in part.items()),
        max(y + extents[node][2] for node, (_, y) in part.items()),
    )
