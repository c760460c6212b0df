"""A generation: one immutable, checked state of the store in its own directory.

    generations/000007/
        store/          the engine's files, never written again
        manifest.json   when, by what, counts per graph, a SHA-256 of every file

Readers open a generation read-only and never wait for a writer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Damaged, StoreError

if TYPE_CHECKING:
    from pyoxigraph import Store

MANIFEST = "manifest.json"
STORE = "store"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Generation:
    """One published state.  ``published`` is in UTC; ``counts`` maps graph to triples ('' = facts)."""

    path: Path
    number: int
    published: dt.datetime
    note: str
    counts: Mapping[str, int]
    conforms: bool

    @property
    def store_path(self) -> Path:
        """Where the engine's files lie."""
        return self.path / STORE

    def read_only(self) -> Store:
        """The engine's store, opened for reading; keep it in one thread.

        Raises :class:`Damaged` where the engine cannot open its files.
        """
        from pyoxigraph import Store

        try:
            return Store.read_only(str(self.store_path))
        except (OSError, RuntimeError, ValueError) as error:
            raise Damaged(
                f"generation {self.number} at {self.path} cannot be opened: {error}",
                hint="comity store verify tells which files are damaged.",
            ) from None

    @contextmanager
    def open(self) -> Iterator[Store]:
        """``read_only`` for a with statement."""
        store = self.read_only()
        try:
            yield store
        finally:
            del store

    def damage(self) -> list[str]:
        """What differs from the manifest, one sentence a file; empty where all is well.

        Only bytes are compared: a damaged block can make the engine itself loop.
        """
        try:
            recorded: dict[str, str] = _manifest(self.path)["files"]
        except Damaged as error:
            return [error.message]
        found = []
        present = {path.name for path in self.store_path.iterdir()} if self.store_path.is_dir() else set()
        for name, digest in sorted(recorded.items()):
            if name not in present:
                found.append(f"generation {self.number}: {name} is missing")
            elif sha256(self.store_path / name) != digest:
                found.append(f"generation {self.number}: {name} has changed since it was published")
        found += [f"generation {self.number}: {name} does not belong there" for name in sorted(present - set(recorded))]
        return found


def read_generation(path: Path) -> Generation:
    """The generation in a directory, by its manifest; :class:`Damaged` where that is unreadable."""
    data = _manifest(path)
    try:
        return Generation(
            path=path,
            number=int(path.name),
            published=dt.datetime.fromisoformat(data["published"]),
            note=str(data["note"]),
            counts={str(name): int(count) for name, count in data["counts"].items()},
            conforms=bool(data["conforms"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Damaged(f"the manifest of {path} is not what Comity writes") from None


def write_manifest(path: Path, *, note: str, counts: Mapping[str, int], conforms: bool) -> None:
    """Hash the files of ``path/store``, sync them, and write the manifest beside it."""
    from .. import __version__

    files = {}
    for file in sorted((path / STORE).iterdir()):
        files[file.name] = sha256(file)
        sync(file)
    sync(path / STORE)
    data = {
        "published": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "note": note,
        "comity": __version__,
        "conforms": conforms,
        "counts": dict(sorted(counts.items())),
        "files": files,
    }
    manifest = path / MANIFEST
    manifest.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sync(manifest)
    sync(path)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        data = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise Damaged(f"the manifest of {path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise Damaged(f"the manifest of {path} is not JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("files"), dict):
        raise Damaged(f"the manifest of {path} is not what Comity writes")
    return data


def sha256(path: Path) -> str:
    """Of a file's bytes, read in chunks; 'unreadable' where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return "unreadable"
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Make a file or directory survive a power cut."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle for a directory to sync
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"cannot sync {path}: {error.strerror}") from None
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
