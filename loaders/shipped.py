"""Which graph a reading verb reads: one that was built, or the records that ship.

The shipped records are built once into a cache of the user's, named by what
they are built from; after that a verb opens them like any other graph.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NotFound, Usage
from ..graph.store import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from ..graph.generations import Generation

DEFAULT = Path("comity-graph")


def find_generation(path: str | Path | None, *, as_known_on: str | dt.date | None = None) -> Generation:
    """The generation to read: ``path``, COMITY_GRAPH, ``./comity-graph``, or the shipped records.

    Raises :class:`NotFound` where the named directory does not exist or holds
    no generation of that day.
    """
    named = path or os.environ.get("COMITY_GRAPH")
    if named is None and not DEFAULT.is_dir():
        if as_known_on is not None:
            raise NotFound("the shipped records have one generation only", hint="comity build makes a graph of yours.")
        return shipped()
    where = Path(named or DEFAULT)
    if not where.exists():
        raise NotFound(f"there is no graph at {where}", hint=f"comity build --graph {where} makes one.")
    home = Home.open(where)
    return home.current() if as_known_on is None else home.on(_day(as_known_on))


def shipped() -> Generation:
    """The graph of the shipped records, built on first use."""
    where = cache() / fingerprint()
    if where.is_dir():
        home = Home.open(where)
        if home.generations():
            return home.current()
    from .build import build

    print("comity: building the shipped records, once …", file=sys.stderr)
    build(where)
    return Home.open(where).current()


def cache() -> Path:
    """The folder for what can be built again: XDG_CACHE_HOME, or the system's place."""
    if "XDG_CACHE_HOME" in os.environ:
        return Path(os.environ["XDG_CACHE_HOME"]) / "comity"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "comity"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "comity" / "cache"
    return Path.home() / ".cache" / "comity"


def fingerprint() -> str:
    """Changes with any record, word, shape or rule that the shipped graph is built from."""
    digest = hashlib.sha256()
    package = __package__.rsplit(".", 1)[0]
    for room in ("records", "ontology", "loaders", "graph"):
        for file in _files(resources.files(f"{package}.{room}")):
            if file.name.endswith((".csv", ".ttl", ".rq", ".py")):
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files(place: Traversable) -> Iterator[Traversable]:
    for file in sorted(place.iterdir(), key=lambda entry: entry.name):
        if file.is_dir() and file.name != "__pycache__":
            yield from _files(file)
        elif file.is_file():
            yield file


def _day(day: str | dt.date) -> dt.date:
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise Usage(f"expected a day such as 2024-11-21, found {day!r}", field="--as-known-on") from None
