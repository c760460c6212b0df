"""One writer at a time: an advisory lock on a file beside the generations.

Threat: two writers on one store lose updates without an error (reliability.md).
Limits: advisory, for one machine; a lock on a network share is only as good as
the share.  The lock dies with its process, so a killed writer blocks nobody.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import Locked, StoreError

#: Threads of one process share its file locks, so they need a lock of their own.
_THREADS: dict[Path, threading.Lock] = {}
_GUARD = threading.Lock()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the writer's lock; :class:`Locked` at once where another holds it."""
    with _GUARD:
        thread_lock = _THREADS.setdefault(path.resolve(), threading.Lock())
    if not thread_lock.acquire(blocking=False):
        raise Locked(f"another thread is writing to {path.parent}", hint="Try again when it has ended.")
    try:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"cannot write to {path.parent}: {error.strerror}") from None
        try:
            if not _lock(handle):
                holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
                by = f" (process {holder})" if holder else ""
                raise Locked(f"another writer{by} is working on {path.parent}", hint="Try again when it has ended.")
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode("ascii"))
            yield
        finally:
            os.close(handle)  # closing gives the lock back
    finally:
        thread_lock.release()


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

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
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
