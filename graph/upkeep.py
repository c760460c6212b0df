"""Upkeep of a home: prune old generations, back the current one up, restore.

Each is whole or has not happened: what is deleted is moved aside first, what is
copied is compared with its sums and then moved into place.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..errors import Damaged, NotAStore, StoreError
from .disk import disk, link, litter, sync
from .generations import MANIFEST, STORE, Generation, read_generation, write_manifest
from .lock import alone
from .store import GENERATIONS, PRUNED, WORK, Home, outside


@dataclass(frozen=True)
class Pruned:
    """The numbers of the generations that were deleted, and of those that a reader still holds."""

    gone: tuple[int, ...]
    in_use: tuple[int, ...]


def prune(home: Home, keep: int) -> Pruned:
    """Delete the oldest generations but the ``keep`` newest; what is current or being read stays."""
    if keep < 1:
        raise StoreError("at least one generation has to stay", hint="comity store prune --keep 1")
    with disk(home.path), home.exclusive():
        current = home.pointed()
        gone: list[int] = []
        in_use: list[int] = []
        for path in home.directories()[:-keep]:
            if path.name == current:
                continue
            with alone(path / MANIFEST) as free:
                if free:
                    # Renamed first: a generation is there whole or not at all.  It needs no space, of which
                    # there may be none.
                    shutil.rmtree(path.rename(path.with_name(path.name + PRUNED)))
            (gone if free else in_use).append(int(path.name))
        return Pruned(tuple(gone), tuple(in_use))


def backup(home: Home, destination: str | Path) -> Generation:
    """Copy the current generation into a home of its own at ``destination``; the generation copied.

    ``destination`` must be new or empty; it is there whole or not at all.
    """
    where = Path(destination)
    current = home.current()
    hold = current.hold()
    try:
        current.assure(whole=True)
        with disk(where):
            outside(where)
            if where.exists() and (not where.is_dir() or any(where.iterdir())):
                raise NotAStore(f"{where} exists already", hint="A backup needs a new or an empty directory.")
            partial = where.absolute().with_name(where.absolute().name + ".partial")
            if partial.exists():
                Home.create(partial)  # refuses what is not ours
                shutil.rmtree(partial)
            with litter(partial):
                copy = Home.create(partial)
                # It keeps its number, which the manifest tells.
                place = partial / GENERATIONS / current.path.name
                shutil.copytree(current.path, place)
                for entry in (*place.rglob("*"), place, place.parent):
                    sync(entry)
                taken = read_generation(place)
                taken.assure(whole=True)
                copy.point(place.name, taken.sum)
                if where.exists():
                    where.rmdir()
                partial.rename(where)
                sync(where.absolute().parent)
    finally:
        hold.release()
    return current


def restore(home: Home, source: str | Path | int) -> Generation:
    """Make the current generation of the home at ``source``, or an own one by number, current here.

    It becomes a new generation; nothing is deleted.
    """
    other = home.generation(source) if isinstance(source, int) else Home.open(source).current()
    hold = other.hold()
    try:
        other.assure(whole=True)
        with disk(home.path), home.exclusive(fresh=True):
            try:
                with litter(home.path / WORK):
                    work = home.path / WORK / f"{home.following():06d}"
                    (work / STORE).mkdir(parents=True)
                    # A backup stays one: its files are copied, those of an own generation linked.
                    link(other.store_path, work / STORE, links=isinstance(source, int))
                    said = f"generation {other.number}" if isinstance(source, int) else "a backup"
                    write_manifest(
                        work,
                        number=home.following(),
                        note=f"restored from {said}: {other.note}",
                        counts=other.counts,
                        conforms=other.conforms,
                        basis=other,
                    )
                    if read_generation(work).files != other.files:
                        raise Damaged(f"files of {other.path} changed while they were copied")
                    made = home.adopt(work)
                    home.made = False
            finally:
                if home.made:
                    home.unmake()
    finally:
        hold.release()
    return made
