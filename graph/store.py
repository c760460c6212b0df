"""The home of a graph: its generations, and the one writer that may add another.

A writer starts from links to the current generation's files, writes, and only
then moves the pointer; a crash at any moment leaves the old generation.

Threat: half-written state, lost updates, adopting a directory of somebody
else.  Limits: a power cut is survived as far as the disk keeps its word when
asked to sync; files that somebody edits are noticed by ``verify``, not prevented.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Damaged, NotAStore, NotFound, StoreError
from .generations import STORE, Generation, read_generation, sync, write_manifest
from .lock import writing

if TYPE_CHECKING:
    from pyoxigraph import Store

MARKER = "comity-store"
FORMAT = "1"
CURRENT = "current"
GENERATIONS = "generations"
WORK = "work"
LOCK = "lock"
_NUMBER = re.compile(r"\d{6,}")


class Writer:
    """The working copy that a writer fills and publishes.

    ``store`` is the engine's store, on disk; it belongs to the thread that
    asked for the writer.
    """

    def __init__(self, home: Home, work: Path) -> None:
        from pyoxigraph import Store

        self._home = home
        self._work = work
        self.store: Store = Store(str(work / STORE))
        self.published: Generation | None = None

    def publish(self, *, note: str = "", conforms: bool = True) -> Generation:
        """Make what was written the current generation, synced to disk, and return it."""
        if self.published is not None:
            raise StoreError("this writer has published already")
        with _disk(self._home.path):
            self.store.flush()
            # A checkpoint: whoever still holds the store cannot change what is published.
            done = self._work / "done"
            done.mkdir()
            self.store.backup(str(done / STORE))
            write_manifest(done, note=note, counts=_counts(self.store), conforms=conforms)
            self.published = self._home._adopt(done)
        return self.published


class Home:
    """A directory of generations.  ``create`` makes one, ``open`` takes one that is there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: str | Path) -> Home:
        """A home at ``path``, new or there already; refuses a directory that holds other things."""
        where = Path(path)
        if (where / MARKER).is_file():
            return cls.open(where)
        if where.exists() and (not where.is_dir() or any(where.iterdir())):
            raise NotAStore(f"{where} exists and was not made by Comity", hint="Name an empty or a new directory.")
        with _disk(where):
            (where / GENERATIONS).mkdir(parents=True, exist_ok=True)
            (where / MARKER).write_text(f"comity store, format {FORMAT}\n", encoding="utf-8")
            sync(where / MARKER)
            sync(where)
        return cls(where)

    @classmethod
    def open(cls, path: str | Path) -> Home:
        """The home at ``path``; :class:`NotAStore` where it is something else."""
        where = Path(path)
        try:
            text = (where / MARKER).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise NotAStore(
                f"{where} is not a graph of Comity", hint=f"comity build --graph {where} makes one."
            ) from None
        if not text.startswith(f"comity store, format {FORMAT}"):
            raise NotAStore(f"{where} has a format that this version of Comity does not read")
        return cls(where)

    # Reading

    def generations(self) -> list[Generation]:
        """Every published generation, oldest first."""
        return [read_generation(path) for path in self._directories()]

    def current(self) -> Generation:
        """The generation that the pointer names; :class:`NotFound` before the first."""
        try:
            name = (self.path / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NotFound(
                f"{self.path} holds no generation yet", hint=f"comity build --graph {self.path} makes one."
            ) from None
        except (OSError, UnicodeDecodeError):
            raise Damaged(f"{self.path / CURRENT} cannot be read", hint="comity store verify tells more.") from None
        if not _NUMBER.fullmatch(name) or not (self.path / GENERATIONS / name).is_dir():
            raise Damaged(
                f"{self.path / CURRENT} names a generation that is not there",
                hint="comity store restore brings back a backup.",
            )
        return read_generation(self.path / GENERATIONS / name)

    def on(self, day: dt.date) -> Generation:
        """The generation that was current at the end of that day (UTC)."""
        known = [generation for generation in self.generations() if generation.published.date() <= day]
        if not known:
            raise NotFound(f"{self.path} has no generation of {day} or earlier", hint="comity store list shows them.")
        return known[-1]

    def verify(self) -> list[str]:
        """Everything that is damaged, one sentence each; empty where all is well."""
        found = []
        numbers = []
        for path in self._directories():
            numbers.append(path.name)
            try:
                found += read_generation(path).damage()
            except Damaged as error:
                found.append(error.message)
        try:
            self.current()
        except (Damaged, NotFound) as error:
            if numbers or isinstance(error, Damaged):
                found.append(error.message)
        return found

    def _directories(self) -> list[Path]:
        place = self.path / GENERATIONS
        if not place.is_dir():
            return []
        return sorted((p for p in place.iterdir() if _NUMBER.fullmatch(p.name)), key=lambda p: int(p.name))

    # Writing

    @contextmanager
    def writer(self, *, fresh: bool = False) -> Iterator[Writer]:
        """The one writer: a working copy of the current generation, or an empty one if ``fresh``.

        Leaving without ``publish`` discards what was written.  Raises
        :class:`~comity.errors.Locked` at once where another writer is at work.
        """
        with _disk(self.path), writing(self.path / LOCK):
            self._sweep()
            work = self.path / WORK / str(os.getpid())
            (work / STORE).mkdir(parents=True)
            try:
                if not fresh and (self.path / CURRENT).exists():
                    _link(self.current().store_path, work / STORE)
                yield Writer(self, work)
            finally:
                shutil.rmtree(self.path / WORK, ignore_errors=True)

    def _adopt(self, work: Path) -> Generation:
        """Move a finished working copy among the generations and point at it."""
        last = self._directories()
        name = f"{int(last[-1].name) + 1 if last else 1:06d}"
        place = self.path / GENERATIONS / name
        work.rename(place)
        sync(self.path / GENERATIONS)
        self._point(name)
        return read_generation(place)

    def _point(self, name: str) -> None:
        new = self.path / f"{CURRENT}.new"
        new.write_text(name + "\n", encoding="ascii")
        sync(new)
        new.replace(self.path / CURRENT)
        sync(self.path)

    def _sweep(self) -> None:
        """Remove what a killed writer left: working copies, and generations never pointed at."""
        shutil.rmtree(self.path / WORK, ignore_errors=True)
        (self.path / f"{CURRENT}.new").unlink(missing_ok=True)
        current = (self.path / CURRENT).read_text(encoding="ascii").strip() if (self.path / CURRENT).exists() else ""
        for path in self._directories():
            if not current.isdigit() or int(path.name) > int(current):
                shutil.rmtree(path, ignore_errors=True)

    def prune(self, keep: int) -> list[int]:
        """Delete the oldest generations but the ``keep`` newest; the current one stays. Returns their numbers."""
        if keep < 1:
            raise StoreError("at least one generation has to stay")
        with _disk(self.path), writing(self.path / LOCK):
            current = self.current().path
            gone = []
            for path in self._directories()[:-keep]:
                if path != current:
                    shutil.rmtree(path)
                    gone.append(int(path.name))
            return gone

    def backup(self, destination: str | Path) -> Home:
        """Copy the current generation into a home of its own at ``destination``, which must be new."""
        where = Path(destination)
        if where.exists():
            raise NotAStore(f"{where} exists already", hint="A backup needs a new directory.")
        current = self.current()
        damage = current.damage()
        if damage:
            raise Damaged(f"the current generation is damaged and was not copied: {damage[0]}")
        copy = Home.create(where)
        with _disk(where):
            place = where / GENERATIONS / "000001"
            shutil.copytree(current.path, place)
            for file in sorted(place.rglob("*")):
                sync(file)
            copy._point("000001")
        return copy

    def restore(self, source: str | Path) -> Generation:
        """Make the current generation of the home at ``source`` the current one here."""
        other = Home.open(source).current()
        damage = other.damage()
        if damage:
            raise Damaged(f"the backup is damaged and was not restored: {damage[0]}")
        with _disk(self.path), writing(self.path / LOCK):
            self._sweep()
            work = self.path / WORK / str(os.getpid())
            shutil.copytree(other.path, work)
            write_manifest(work, note=f"restored: {other.note}", counts=other.counts, conforms=other.conforms)
            return self._adopt(work)


def _link(source: Path, target: Path) -> None:
    """A working copy that shares the engine's immutable tables and copies its small files."""
    for file in source.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except OSError:
                pass  # no hard links on this disk: copy
        shutil.copy2(file, target / file.name)


def _counts(store: Store) -> dict[str, int]:
    rows: Any = store.query("SELECT ?g (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g")
    counts = {}
    for row in rows:
        graph = row["g"]
        counts["" if graph is None else graph.value] = int(row["n"].value)
    return counts


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """An operating system's error as one line that names path and cause."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot write to {path}: {error.strerror or error}",
            hint="What was published before is untouched.",
        ) from None
