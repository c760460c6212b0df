"""The home of a graph: its generations, and the one writer that may add another.

    comity-store            marks the directory as ours
    current                 the number of the current generation, and a sum
    generations/000007/     see generations.py
    lock, work/             the writer's

A writer starts from links to the current generation's files, writes, and only
then moves the pointer; a crash at any moment leaves the old generation.

Threat: half-written state, lost updates, adopting a directory of somebody
else.  Limits: a power cut is survived as far as the disk keeps its word when
asked to sync; files that somebody edits are noticed, not prevented.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Damaged, NotAStore, NotFound, StoreError
from .disk import disk, link, litter, make_folder, read_small, remove, replace_file, sync
from .generations import STORE, Generation, read_generation, write_manifest
from .lock import writing

if TYPE_CHECKING:
    from pyoxigraph import Store

MARKER = "comity-store"
FORMAT = "1"
CURRENT = "current"
GENERATIONS = "generations"
WORK = "work"
#: What the name of a generation ends in while it is being deleted.
PRUNED = ".pruned"
#: Bytes that the marker and the pointer may have.
SMALL = 1000
LOCK = "lock"
#: What the pointer says before the first generation.
NONE = "000000"
_TRIES = itertools.count(1)
_NUMBER = re.compile(r"[0-9]{6,12}")
_POINTER = re.compile(r"([0-9]{6,12}) ([0-9a-f]{64})\n")


class Writer:
    """The working copy that a writer fills and publishes.

    ``store`` is the engine's store, on disk; it belongs to the thread that
    asked for the writer and is gone when the writer is left.  ``scratch`` is a
    folder for files that may go with it.
    """

    store: Store

    def __init__(self, home: Home, place: Path, basis: Generation | None) -> None:
        self._home = home
        self._place = place
        self._basis = basis
        self.published: Generation | None = None
        self.again()

    @property
    def basis(self) -> Generation | None:
        """The generation that the working copy started from."""
        return self._basis

    @property
    def scratch(self) -> Path:
        """A folder that is deleted with the working copy."""
        place = self._work / "scratch"
        place.mkdir(exist_ok=True)
        return place

    def again(self) -> None:
        """Throw away what was written and start anew from the same generation."""
        from pyoxigraph import Store

        # A new place each time: the engine keeps an old one locked until the last reference to it is gone.
        self._work = self._place / f"{os.getpid()}-{next(_TRIES)}"
        (self._work / STORE).mkdir(parents=True)
        if self._basis is not None:
            link(self._basis.store_path, self._work / STORE)
        self.store = Store(str(self._work / STORE))

    def publish(self, *, note: str = "", conforms: bool = True) -> Generation:
        """Make what was written the current generation, synced to disk, and return it."""
        if self.published is not None:
            raise StoreError("this writer has published already")
        with disk(self._home.path):
            self.store.flush()
            # A checkpoint: whoever still holds the store cannot change what is published.
            done = self._work / "done"
            done.mkdir()
            self.store.backup(str(done / STORE))
            write_manifest(
                done,
                number=self._home.following(),
                note=note,
                counts=_counts(self.store),
                conforms=conforms,
                basis=self._basis,
            )
            self.published = self._home.adopt(done)
        return self.published


class Home:
    """A directory of generations.  ``create`` makes one, ``open`` takes one that is there."""

    def __init__(self, path: Path, *, made: bool = False) -> None:
        self.path = path
        self.made = made

    @classmethod
    def create(cls, path: str | Path) -> Home:
        """A home at ``path``, new or there already; refuses a directory that holds other things.

        A new one is removed again when its first writer publishes nothing.
        """
        where = Path(path)
        with disk(where):
            if (where / MARKER).is_file():
                return cls.open(where)
            if where.is_symlink() and not where.exists():
                raise NotAStore(f"{where} is a link to {where.readlink()}, which is not there")
            outside(where)
            # A marker that was never finished is the one thing that a killed process may have left.
            if where.exists() and (
                not where.is_dir() or any(not file.name.startswith(MARKER + ".") for file in where.iterdir())
            ):
                raise NotAStore(f"{where} exists and was not made by Comity", hint="Name an empty or a new directory.")
            new = not where.exists()
            try:
                make_folder(where)
                replace_file(where / MARKER, f"comity store, format {FORMAT}\n")
            except OSError:
                if new:
                    with suppress(OSError):
                        where.rmdir()
                raise
        return cls(where, made=True)

    @classmethod
    def open(cls, path: str | Path) -> Home:
        """The home at ``path``; :class:`NotAStore` where it is something else."""
        where = Path(path)
        try:
            text = read_small(where / MARKER, SMALL).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, PermissionError):
                raise StoreError(
                    f"{where} cannot be read: {error.strerror}", hint="Run it as the owner of the folder."
                ) from None
            if (where / GENERATIONS).is_dir() and (where / CURRENT).is_file():
                raise NotAStore(
                    f"{where} looks like a graph of Comity, but its file {MARKER} is missing or damaged",
                    hint=f"If it is one, put it back: echo 'comity store, format {FORMAT}' > {where / MARKER}",
                ) from None
            raise NotAStore(
                f"{where} is not a graph of Comity", hint=f"comity build --graph {where} makes one."
            ) from None
        if text.rstrip("\r\n") != f"comity store, format {FORMAT}":  # an editor or echo ends lines in its own way
            raise NotAStore(
                f"{where} has a format that this version of Comity does not read",
                hint=f"Expected 'comity store, format {FORMAT}' in {where / MARKER}.",
            )
        return cls(where)

    # Reading

    def generations(self) -> list[Generation]:
        """Every published generation that can be read, oldest first; ``verify`` names the others."""
        found = []
        for path in self._published():
            try:
                found.append(read_generation(path))
            except Damaged:
                continue
        return found

    def current(self) -> Generation:
        """The generation that the pointer names; :class:`NotFound` before the first."""
        while True:
            name = self.pointed()
            if name is None:
                raise NotFound(
                    f"{self.path} holds no generation yet", hint=f"comity build --graph {self.path} makes one."
                )
            try:
                return read_generation(self.path / GENERATIONS / name)
            except Damaged as error:
                # A writer may have moved the pointer meanwhile, and the old generation may be gone.
                if self.pointed() == name:
                    raise Damaged(error.message, hint=_ELSEWHERE) from None

    def on(self, day: dt.date) -> Generation:
        """The generation that was current at the end of that day (UTC)."""
        known = [generation for generation in self.generations() if generation.published.date() <= day]
        if not known:
            raise NotFound(f"{self.path} has no generation of {day} or earlier", hint="comity store list shows them.")
        return known[-1]

    def generation(self, number: int) -> Generation:
        """The published generation of that number; :class:`NotFound` where there is none."""
        for path in self._published():
            if int(path.name) == number:
                return read_generation(path)
        raise NotFound(f"{self.path} has no generation {number}", hint="comity store list shows them.")

    def verify(self) -> list[str]:
        """Everything that is damaged, one sentence each; empty where all is well."""
        found = []
        try:
            self.pointed()
        except Damaged as error:
            found.append(error.message)
        for path in self._published():
            try:
                found += read_generation(path).damage()
            except Damaged as error:
                found.append(error.message)
        return found

    def pointed(self) -> str | None:
        """The name of the current generation, None before the first; :class:`Damaged` where the pointer is."""
        text = self._pointer()
        try:
            return self._meant(text)
        except Damaged:
            if self._pointer() != text:
                return self.pointed()  # a writer moved it meanwhile, and the old generation may be gone
            raise

    def _pointer(self) -> str | None:
        try:
            return read_small(self.path / CURRENT, SMALL).decode("ascii")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            raise Damaged(f"{self.path / CURRENT} is not what Comity writes", hint=_ELSEWHERE) from None
        except OSError as error:
            raise Damaged(f"{self.path / CURRENT} cannot be read: {error.strerror}", hint=_ELSEWHERE) from None

    def _meant(self, text: str | None) -> str | None:
        pointer = self.path / CURRENT
        if text is None:
            if not self.directories():
                return None
            raise Damaged(f"{pointer} is missing: nothing tells which generation is current", hint=_ELSEWHERE)
        match = _POINTER.fullmatch(text)
        if match is None:
            raise Damaged(f"{pointer} is not what Comity writes", hint=_ELSEWHERE)
        name, own = match.groups()
        if name == NONE and own == _pointer_sum(NONE, ""):
            return None
        place = self.path / GENERATIONS / name
        if not place.is_dir():
            raise Damaged(f"{pointer} names the generation {name}, which is not there", hint=_ELSEWHERE)
        try:
            known = read_generation(place).sum
        except Damaged:
            return name  # whoever reads the generation is told
        if own != _pointer_sum(name, known):
            raise Damaged(f"{pointer} and the manifest of the generation {name} do not fit together", hint=_ELSEWHERE)
        return name

    def _published(self) -> list[Path]:
        """The directories up to the current one; all of them where the pointer is damaged."""
        try:
            name = self.pointed()
        except Damaged:
            return self.directories()
        return [path for path in self.directories() if name is not None and int(path.name) <= int(name)]

    def directories(self) -> list[Path]:
        """Every directory named as a generation, published or not, by number."""
        try:
            found = [path for path in (self.path / GENERATIONS).iterdir() if _NUMBER.fullmatch(path.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(found, key=lambda path: int(path.name))

    # Writing

    @contextmanager
    def writer(self, *, fresh: bool = False) -> Iterator[Writer]:
        """The one writer: a working copy of the current generation, or an empty one if ``fresh``.

        Leaving without ``publish`` discards what was written.  Raises
        :class:`~comity.errors.Locked` at once where another writer is at work,
        and :class:`Damaged` rather than build on a damaged generation.
        """
        with disk(self.path), self.exclusive(fresh=fresh):
            writer = None
            try:
                basis = None
                if not fresh and self.pointed() is not None:
                    basis = self.current()
                    basis.assure(whole=True)
                with litter(self.path / WORK):
                    writer = Writer(self, self.path / WORK, basis)
                    try:
                        yield writer
                    finally:
                        del writer.store
            finally:
                if self.made and (writer is None or writer.published is None):
                    self.unmake()
                self.made = False

    @contextmanager
    def exclusive(self, *, fresh: bool = False) -> Iterator[None]:
        """The lock, and what a killed writer left cleaned away: working copies, generations never pointed at."""
        with writing(self.path / LOCK):
            remove(self.path / WORK)
            for stray in (*self.path.glob(f"{CURRENT}.*"), *self.path.glob(f"{MARKER}.*")):
                remove(stray)
            for pruned in (self.path / GENERATIONS).glob(f"*{PRUNED}"):
                remove(pruned)
            (self.path / GENERATIONS).mkdir(exist_ok=True)
            try:
                name = self.pointed() or NONE
            except Damaged:
                # What was published last is not known, so nothing is deleted.
                if not fresh:
                    raise
            else:
                if not (self.path / CURRENT).exists():
                    self.point(NONE, "")
                for path in self.directories():
                    if int(path.name) > int(name):
                        remove(path)
            yield

    def adopt(self, done: Path) -> Generation:
        """Move a finished working copy among the generations and point at it."""
        name = f"{self.following():06d}"
        place = self.path / GENERATIONS / name
        done.rename(place)
        try:
            sync(self.path / GENERATIONS)
            generation = read_generation(place)
            self.point(name, generation.sum)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return generation

    def following(self) -> int:
        """The number that the next generation gets; it stays one while the lock is held."""
        last = self.directories()
        return int(last[-1].name) + 1 if last else 1

    def point(self, name: str, known: str) -> None:
        """Make ``name`` current; ``known`` is the sum of its manifest."""
        replace_file(self.path / CURRENT, f"{name} {_pointer_sum(name, known)}\n")

    def unmake(self) -> None:
        """Remove a home in which nothing was ever published; the marker last but one, the folder last."""
        try:
            (self.path / GENERATIONS).rmdir()
            for name in (CURRENT, LOCK, MARKER):
                (self.path / name).unlink(missing_ok=True)
            self.path.rmdir()
        except OSError:
            pass  # somebody put a file of his own there


_ELSEWHERE = (
    "comity store list shows the generations that are there; "
    "comity store restore brings one of them back by its number, or a backup by its directory."
)


def _pointer_sum(name: str, manifest: str) -> str:
    """Ties the number to the manifest: a changed digit must not name another generation."""
    return hashlib.sha256(f"{name} {manifest}".encode()).hexdigest()


def outside(where: Path) -> None:
    """Refuse a path inside a graph: what lies there may be deleted by its next writer."""
    for above in Path(os.path.realpath(where)).parents:
        if (above / MARKER).is_file() and (above / GENERATIONS).is_dir():
            raise StoreError(
                f"{where} lies inside the graph {above}, whose next writer may delete it",
                hint="Name a directory outside of it.",
            )


def _counts(store: Store) -> dict[str, int]:
    rows: Any = store.query(
        "SELECT ?g (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"
    )
    counts = {}
    for row in rows:
        graph = row["g"]
        counts["" if graph is None else graph.value] = int(row["n"].value)
    return counts
