"""Which graph a reading verb reads: one that was built, or the records that ship.

The shipped records are built once into a cache of the user's, named by what
they are built from; after that a verb opens them like any other graph.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import sys
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Damaged, Locked, NotAStore, NotFound, StoreError, Usage
from ..graph.lock import alone
from ..graph.store import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from ..graph.generations import Generation

DEFAULT = Path("comity-graph")
#: Seconds to wait for another process that builds the shipped records.
WAIT = 120
#: Folders that the shipped graph does not depend on: reading prose makes no record.
_NO_PART = frozenset(("__pycache__", "text"))
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def find_generation(path: str | Path | None, *, as_known_on: str | dt.date | None = None) -> Generation:
    """The generation to read: ``path``, COMITY_GRAPH, ``./comity-graph``, or the shipped records.

    Raises :class:`NotFound` where the named directory does not exist or holds
    no generation of that day.
    """
    named = path or os.environ.get("COMITY_GRAPH")
    if named is None and not _has_generation(DEFAULT):
        if as_known_on is not None:
            raise NotFound("the shipped records have one generation only", hint="comity build makes a graph of yours.")
        return shipped()
    where = Path(named or DEFAULT)
    if not where.exists():
        raise NotFound(f"there is no graph at {where}", hint=f"comity build --graph {where} makes one.")
    home = Home.open(where)
    return home.current() if as_known_on is None else home.on(_day(as_known_on))


def _has_generation(where: Path) -> bool:
    """Whether a folder is to be read; one that a stopped build left empty is not."""
    return where.is_dir() and Home.open(where).pointed() is not None


def shipped() -> Generation:
    """The graph of the shipped records, built on first use.

    Where another process is building it, this one waits.
    """
    try:
        where = cache() / fingerprint()
        try:
            if _has_generation(where):
                generation = Home.open(where).current()
                generation.assure()
                return generation
        except (Damaged, NotAStore):
            shutil.rmtree(where)  # nothing is lost: it is built again
        print("comity: building the shipped records, once …", file=sys.stderr)
        _build_once(where)
        _forget_others(where)
        return Home.open(where).current()
    except (StoreError, OSError) as error:
        what = error.message if isinstance(error, StoreError) else f"{error.filename or ''}: {error.strerror or error}"
        raise StoreError(
            f"the shipped records cannot be kept for reading: {what}",
            hint="Free the disk, delete that folder, or name another with XDG_CACHE_HOME.",
        ) from None


def _build_once(where: Path) -> None:
    """Build, or wait for whoever does; a process that was killed in it holds nobody up."""
    from .build import build

    for _ in range(WAIT * 10):
        try:
            build(where)
            return
        except Locked:
            time.sleep(0.1)
        if _has_generation(where):
            return
    raise StoreError(f"another process has been building {where} for {WAIT} seconds")


def _forget_others(where: Path) -> None:
    """Delete what older versions built, but the two newest: a checkout makes a new one at each change."""
    others = [place for place in where.parent.iterdir() if place != where and _FINGERPRINT.fullmatch(place.name)]
    for place in sorted(others, key=lambda entry: entry.stat().st_mtime)[:-2]:
        with alone(place / "generations" / "000001" / "manifest.json") as free:
            if free:
                shutil.rmtree(place, ignore_errors=True)


def cache() -> Path:
    """The folder for what can be built again: XDG_CACHE_HOME, or the system's place."""
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "comity"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "comity"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "comity" / "cache"
    try:
        return Path.home() / ".cache" / "comity"
    except RuntimeError:
        raise StoreError("there is no home directory to keep the shipped records in") from None


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
        if file.is_dir() and file.name not in _NO_PART:
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
