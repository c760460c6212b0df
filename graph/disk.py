"""What the store asks of a disk: files that are whole and synced, small ones read with care, clear words when it fails.

Threat: a power cut that takes what was acknowledged, a half-written file that
passes for a whole one, a device or an endless file where a small one should be,
and litter of a process that was stopped.  Limits: a disk has to keep its word
when it is asked to sync; ``kill -9`` leaves litter, which the next writer
clears away.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import StoreError

_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)  # Windows has none
_CAUSES = tuple(
    (number, os.strerror(number))
    for number in (errno.ENOSPC, _QUOTA, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.EFBIG)
)
#: What to delete where this process has to end without tidying up.
LITTER: set[Path] = set()


def sync(path: Path) -> None:
    """Make a file or directory survive a power cut."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle for a directory to sync
    try:
        handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"cannot sync {path}: {error.strerror}") from None
    try:
        if sys.platform == "darwin":
            import fcntl

            try:
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync alone leaves it in the drive's own memory there
                return
            except OSError:
                pass  # a disk that does not know it
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, text: str) -> None:
    """Replace a small file, whole or not at all, synced."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="ascii")
        sync(new)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync(path.parent)


def make_folder(path: Path) -> None:
    """A folder and those above it, each synced into the one that holds it."""
    made = []
    place = path.absolute()
    while not place.exists():
        made.append(place)
        place = place.parent
    path.mkdir(parents=True, exist_ok=True)
    for folder in reversed(made):
        sync(folder.parent)


def read_small(path: Path, most: int) -> bytes:
    """A small file's bytes; :class:`OSError` for a link, a folder, a pipe, or one of more than ``most`` bytes."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode) or path.is_symlink():
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        data = b""
        while len(data) <= most and (more := os.read(handle, most + 1 - len(data))):
            data += more
    finally:
        os.close(handle)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
    return data


def remove(path: Path) -> None:
    """Delete a working copy.  The engine's threads may still add a file to it while it is being deleted."""
    for _ in range(20):
        if path.is_symlink() or path.is_file():
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(0.05)


def sweep() -> None:
    """Delete what this process would leave behind, as far as that can be done; it ends right after."""
    for path in list(LITTER):
        _tidy(path)


@contextmanager
def litter(path: Path) -> Iterator[None]:
    """Whatever is at ``path`` in the end is deleted, also where the process is stopped in a hurry."""
    LITTER.add(path)
    try:
        try:
            yield
        finally:
            _tidy(path)
    except KeyboardInterrupt:
        _tidy(path)  # it may have come while the path was being deleted
        raise
    finally:
        LITTER.discard(path)


def _tidy(path: Path) -> None:
    with suppress(OSError):
        remove(path)


def link(source: Path, target: Path, *, links: bool = True) -> None:
    """A working copy that shares the engine's immutable tables and copies its small files."""
    for file in source.iterdir():
        if links and file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except OSError:
                pass  # no hard links on this disk: copy
        shutil.copy2(file, target / file.name)


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """An operating system's or the engine's error as one line that names path and cause, and what to do."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of our output went away: nothing of the store
    except OSError as error:
        if isinstance(error.filename, str):
            named, home = _absolute(Path(error.filename)), _absolute(path)
            if not named.is_relative_to(home) and not home.is_relative_to(named):
                raise  # a file elsewhere, which the error names itself
        number, why = error.errno, error.strerror
        if why is None:  # the engine's: the cause is among what it did to which file
            number, why = next(((one, cause) for one, cause in _CAUSES if cause in str(error)), (None, str(error)))
        raise StoreError(f"cannot write to {path}: {why}", hint=_what_to_do(path, number)) from None


def _absolute(path: Path) -> Path:
    try:
        return path.absolute()
    except FileNotFoundError:
        return path  # the current directory was deleted


def _what_to_do(path: Path, number: int | None) -> str:
    safe = "What was published before is untouched."
    if number in (errno.ENOSPC, _QUOTA):
        return f"{safe} Free some space, then run it again; comity store prune deletes old generations."
    if number == errno.EROFS:
        return f"{safe} The disk is mounted read-only; reading goes on."
    if number in (errno.EACCES, errno.EPERM):
        return f"{safe} Run it as the owner of the folder, or name another with --graph."
    if number == errno.ENOENT and not path.is_absolute() and _absolute(path) == path:
        return "The current directory was deleted: go to another one."
    return safe
