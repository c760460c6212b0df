"""Advisory locks: one writer for a home, any number of readers for a generation.

Threat: two writers on one store lose updates without an error; a generation
deleted under a reader gives wrong answers without an error, since the engine
opens most of its files only when it needs them (reliability.md).
Limits: advisory, for one machine; a lock on a network share is only as good as
the share.  A lock dies with its process, so a killed one blocks nobody.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import Locked, StoreError

#: Threads of one process share its file locks, so they need a lock of their own.
_THREADS: dict[Path, threading.Lock] = {}
_GUARD = threading.Lock()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the writer's lock; :class:`Locked` at once where another holds it."""
    with _GUARD:
        thread_lock = _THREADS.setdefault(Path(os.path.realpath(path)), threading.Lock())
    if not thread_lock.acquire(blocking=False):
        raise Locked(f"another thread is writing to {path.parent}", hint="Try again when it has ended.")
    try:
        handle = _acquired(path)
        try:
            with suppress(OSError):  # a full disk may still be pruned; the number is for messages only
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode("ascii"))
            yield
        finally:
            os.close(handle)  # closing gives the lock back
    finally:
        thread_lock.release()


def _acquired(path: Path) -> int:
    """A handle that holds the lock on the file that lies at ``path`` now."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"cannot write to {path.parent}: {error.strerror}") from None
        try:
            if not _lock(handle, shared=False):
                holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
                by = f" (process {holder})" if holder.isdigit() else ""
                raise Locked(f"another writer{by} is working on {path.parent}", hint="Try again when it has ended.")
            if _lies_at(handle, path):
                return handle
        except OSError as error:
            os.close(handle)
            raise StoreError(f"cannot lock {path}: {error.strerror or error}") from None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # whoever held it deleted the file: take the new one


class Hold:
    """A shared lock on a file that a reader depends on, given back by ``release`` or with the object."""

    def __init__(self, path: Path) -> None:
        """Raises :class:`FileNotFoundError` where the file is gone or being deleted."""
        self._handle = -1
        handle = os.open(path, os.O_RDONLY)
        try:
            held = _lock(handle, shared=True)
        except OSError:
            held = True  # a disk without locks: reading is not refused for that
        if not held or not _lies_at(handle, path):
            os.close(handle)
            raise FileNotFoundError(f"{path} is being deleted")
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; again is harmless."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def __del__(self) -> None:
        self.release()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether nobody holds the file; while True, nobody new can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        yield True  # what cannot be opened cannot be held
        return
    try:
        try:
            free = _lock(handle, shared=False)
        except OSError:
            free = True  # a disk without locks
        yield free
    finally:
        os.close(handle)


def _lies_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _lock(handle: int, *, shared: bool) -> bool:
    """Whether the lock was free; :class:`OSError` where the disk has no locks."""
    if sys.platform == "win32":
        import msvcrt

        if shared:
            return True  # Windows does not delete what is open
        try:
            os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the pid, which others may read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
