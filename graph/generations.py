"""A generation: one immutable, checked state of the store in its own directory.

    generations/000007/
        store/          the engine's files, never written again
        manifest.json   when, by what, counts per graph, size and SHA-256 of every file, and its own sum

Readers open a generation read-only and never wait for a writer.

Threat: a damaged file makes the engine loop, end the process, or answer wrongly
without an error (a value that cannot be read counts as unbound in a FILTER).
So the bytes are compared before the engine sees them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Damaged, NotFound, StoreError
from ..ontology.namespaces import CLAIMS, DERIVED, ONTOLOGY
from .disk import read_small, sync
from .lock import Hold

if TYPE_CHECKING:
    from pyoxigraph import Store

MANIFEST = "manifest.json"
STORE = "store"
CHUNK = 1 << 20
#: Bytes that a manifest may have: enough for half a million graphs.
LONGEST = 64 << 20
#: Up to this many bytes a generation is compared whole before a query; that takes 0.05 s.
WHOLE = 64 << 20


@dataclass(frozen=True)
class File:
    """What the manifest says of one file of the engine."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Generation:
    """One published state.  ``published`` is in UTC; ``counts`` maps graph to triples ('' = facts)."""

    path: Path
    number: int
    published: dt.datetime
    note: str
    counts: Mapping[str, int]
    conforms: bool
    files: Mapping[str, File] = field(repr=False)
    sum: str = field(repr=False)
    #: What is known of this object only: whether it was compared, and its own hold.
    _known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def store_path(self) -> Path:
        """Where the engine's files lie."""
        return self.path / STORE

    @property
    def joined(self) -> list[str]:
        """The graphs that a query sees as one with the facts: the words and what is derived, never claims."""
        return [name for name in self.counts if name == ONTOLOGY or name.startswith(DERIVED)]

    @property
    def named(self) -> list[str]:
        """The graphs that GRAPH reaches in a query which does not name claims."""
        return [name for name in self.counts if name and not name.startswith(CLAIMS)]

    def hold(self) -> Hold:
        """Keep the generation from being pruned until the hold is released.

        Raises :class:`NotFound` where it was pruned already.
        """
        try:
            return Hold(self.path / MANIFEST)
        except FileNotFoundError:
            raise NotFound(
                f"generation {self.number} of {self.path.parent.parent} was pruned",
                hint="comity store list shows what is there.",
            ) from None
        except OSError as error:
            raise Damaged(f"{self.path / MANIFEST} cannot be read: {error.strerror}") from None

    def read_only(self) -> Store:
        """The engine's store, opened for reading; keep it in one thread, and this object as long as it.

        Raises :class:`Damaged` where files are not what was published, or the
        engine cannot open them.
        """
        from pyoxigraph import Store

        if "hold" not in self._known:
            self._known["hold"] = self.hold()
        self.assure(whole=True)
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

    def release(self) -> None:
        """Give back what ``read_only`` holds."""
        hold = self._known.pop("hold", None)
        if hold is not None:
            hold.release()

    def assure(self, *, whole: bool = False) -> None:
        """Raise :class:`Damaged` where files are not what was published.

        Every byte is compared where ``whole`` or the generation is small (64
        MiB), else the sizes; once an object.
        """
        depth = 2 if whole or sum(file.bytes for file in self.files.values()) <= WHOLE else 1
        if self._known.get("assured", 0) >= depth:
            return
        found = next(self._damage(bytes_too=depth == 2), None)
        if found is not None:
            raise Damaged(
                f"{found}, so {self.path.parent.parent} is not read",
                hint="comity store verify tells all that is damaged; comity store restore brings back a backup "
                "or an older generation.",
            )
        self._known["assured"] = depth

    def damage(self) -> list[str]:
        """What differs from the manifest, one sentence a file; empty where all is well.

        Only bytes are compared: a damaged block can make the engine itself loop.
        """
        return list(self._damage(bytes_too=True))

    def _damage(self, *, bytes_too: bool) -> Iterator[str]:
        name = f"generation {self.number}"
        places = ((self.path, {MANIFEST, STORE}), (self.store_path, set(self.files)))
        for place, expected in places:
            try:
                present = {entry.name for entry in place.iterdir()}
            except OSError as error:
                yield f"{name}: {place} cannot be read ({error.strerror})"
                return
            for extra in sorted(present - expected):
                yield f"{name}: {place / extra} does not belong there"
        for file, expected_file in sorted(self.files.items()):
            path = self.store_path / file
            try:
                found = path.lstat()
                if not stat.S_ISREG(found.st_mode):
                    yield f"{name}: {path} is not a file"
                elif found.st_size != expected_file.bytes:
                    yield f"{name}: {path} has {found.st_size:,} bytes, {expected_file.bytes:,} were published"
                elif bytes_too and sha256(path) != expected_file.sha256:
                    yield f"{name}: {path} has changed since it was published"
            except FileNotFoundError:
                yield f"{name}: {path} is missing"
            except OSError as error:
                yield f"{name}: {path} cannot be read ({error.strerror})"


def read_generation(path: Path) -> Generation:
    """The generation in a directory, by its manifest; :class:`Damaged` where that is unreadable."""
    manifest = path / MANIFEST
    try:
        text = read_small(manifest, LONGEST).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise Damaged(f"{manifest} is missing") from None
    except OSError as error:
        raise Damaged(f"{manifest} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Damaged(f"{manifest} is not what Comity writes") from None
    try:
        data = json.loads(text)
        own = data.pop("sum")
        if text != _manifest_text(data, own) or own != _manifest_sum(data):
            raise Damaged(f"{manifest} has changed since it was written")
        number = int(path.name)
        if data.get("number", number) != number:  # what older versions wrote has none
            raise Damaged(f"{manifest} is that of generation {data['number']}: folders were renamed or swapped")
        return Generation(
            path=path,
            number=number,
            published=dt.datetime.fromisoformat(data["published"]),
            note=data["note"],
            counts=data["counts"],
            conforms=data["conforms"],
            files={name: File(**file) for name, file in data["files"].items()},
            sum=own,
        )
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Damaged(f"{manifest} is not what Comity writes") from None


def write_manifest(
    path: Path,
    *,
    number: int,
    note: str,
    counts: Mapping[str, int],
    conforms: bool,
    basis: Generation | None = None,
) -> None:
    """Hash and sync the files of ``path/store``, then write the manifest beside it.

    A file that is one with a file of ``basis`` (a hard link) keeps the sum that
    is known of it: a new sum would hide damage done since.
    """
    from .. import __version__

    files = {}
    for file in sorted((path / STORE).iterdir()):
        known = None if basis is None else basis.files.get(file.name)
        if known is not None and basis is not None and _same(file, basis.store_path / file.name):
            files[file.name] = known
        else:
            files[file.name] = File(file.stat().st_size, sha256(file))
        sync(file)
    sync(path / STORE)
    data = {
        "number": number,
        "published": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "note": note.encode("utf-8", "replace").decode("utf-8"),  # file names may hold what UTF-8 cannot
        "comity": __version__,
        "conforms": conforms,
        "counts": dict(sorted(counts.items())),
        "files": {name: {"bytes": file.bytes, "sha256": file.sha256} for name, file in files.items()},
    }
    manifest = path / MANIFEST
    text = _manifest_text(data, _manifest_sum(data)).encode("utf-8")
    if len(text) > LONGEST:
        raise StoreError(f"the graph has too many named graphs: {len(counts):,}", hint="Put their facts into fewer.")
    manifest.write_bytes(text)
    sync(manifest)
    sync(path)


def _manifest_text(data: Mapping[str, Any], own: str) -> str:
    return json.dumps({**data, "sum": own}, indent=1, ensure_ascii=False) + "\n"


def _manifest_sum(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def sha256(path: Path) -> str:
    """Of a file's bytes, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
