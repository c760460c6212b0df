"""Files that appear only when they are whole.

A killed or failed export leaves the old file, or none: never half of a new one.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from ..disk import litter, sync

#: Bytes of one answer that are put together in memory; more goes through a file, where the process may write one.
IN_MEMORY = 32 << 20


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """Write UTF-8 text with ``\\n`` line ends to ``path``, moved into place when the block ends well."""
    with whole_bytes(path) as binary:
        # newline="" keeps what csv and Turtle writers wrote, on every system.
        text = os.fdopen(os.dup(binary.fileno()), "w", encoding="utf-8", newline="")
        with text:
            yield text


@contextmanager
def whole_bytes(path: Path) -> Iterator[BinaryIO]:
    """Write bytes to ``path``, moved into place when the block ends well.

    A device, a pipe or another special file is written to directly: moving a
    file over ``/dev/stdout`` would replace the device.  A link keeps being a
    link; what it points to is replaced.
    """
    if path.exists() and not path.is_file():
        with _named(path, None), path.open("wb") as out:  # a directory is an OSError here, which names it
            yield out
        return
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:60]}.", suffix=".part")
    except OSError as error:
        error.filename = str(path)  # not a name that nobody gave
        raise
    with litter(Path(name)), _named(path, name):
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        # mkstemp makes files for the owner alone; an export is as open as any new file.
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    sync(target.parent)


@contextmanager
def _named(path: Path, aside: str | None) -> Iterator[None]:
    """Errors name the file that was asked for: a full disk names none, and nobody knows the one beside it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename in (None, aside):
            error.filename = str(path)
        raise


@contextmanager
def zipped(out: BinaryIO) -> Iterator[BinaryIO]:
    """Gzip into ``out``, without the name and time that would make two exports differ."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        yield cast(BinaryIO, packed)


def put_together(head: str, body: IO[bytes], out: BinaryIO) -> None:
    """Write a head that could only be known at the end, then the body that was kept aside."""
    out.write(head.encode())
    body.seek(0)
    shutil.copyfileobj(body, out)


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
