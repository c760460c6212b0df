"""Files that may be gzipped, made readable within a budget.

Threat: a few kilobytes that unpack to a disk full; millions of empty pieces,
each of which costs time; an archive in a packed file, whose entries name other
places.  Limits: one layer of gzip, in this process, a megabyte at a time; other
archives are named and left to their owner, never opened.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import BadInput

#: Bytes unpacked for each that was read, after the first ``FREE``.
RATIO = 200
FREE = 1 << 20
#: Pieces (members) of one file: those that a kilobyte of it may hold on the average, after the first ``PIECES``.
PIECES = 1_000
MAGIC = b"\x1f\x8b"
#: How archives that are not unpacked begin.
ARCHIVES = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
_CHUNK = 1 << 18


@contextmanager
def plain_copy(path: Path, scratch: Path | None = None) -> Iterator[Path]:
    """A file as it is, or unpacked within the budget for as long as it is read.

    The copy lies in ``scratch`` or the system's folder for such files.  Raises
    :class:`BadInput` where the file cannot be read or unpacked whole.
    """
    begins = _begins(path)
    if not begins.startswith(MAGIC):
        _check_plain(path, begins)
        yield path
        return
    with tempfile.NamedTemporaryFile(dir=scratch, suffix=".unpacked", delete=False) as out:
        copy = Path(out.name)
    try:
        _unpack(path, copy)
        begins = _begins(copy)
        if begins.startswith(MAGIC):
            raise BadInput("is packed twice", file=path, hint="Unpack it once (gunzip -k) and load that.")
        _check_plain(path, begins)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _begins(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BadInput("is not a file", file=path)
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None


def _check_plain(path: Path, begins: bytes) -> None:
    for magic, name in ARCHIVES:
        if begins.startswith(magic):
            raise BadInput(
                f"is {name}, which is not opened", file=path, hint="Unpack it yourself and load what it holds."
            )


def _unpack(path: Path, copy: Path) -> None:
    try:
        with path.open("rb") as raw, copy.open("wb") as out:
            _unpack_pieces(path, raw, out)
    except zlib.error as error:
        raise BadInput(f"is not whole gzip: {error}", file=path, hint="Fetch or pack it again.") from None
    except OSError as error:
        raise BadInput(f"cannot be unpacked: {error.strerror or error}", file=path) from None


def _unpack_pieces(path: Path, raw: BinaryIO, out: BinaryIO) -> None:
    """Each member of the file after the other; :class:`zlib.error` for what is none."""
    written = pieces = 0
    piece = None
    held = b""
    while held or (held := raw.read(_CHUNK)) or piece is not None:
        if piece is None:
            held = held.lstrip(b"\0") if pieces else held  # what pads a tape
            if not held:
                continue
            piece = zlib.decompressobj(wbits=31)
            pieces += 1
            if pieces > PIECES + (raw.tell() >> 10):
                raise BadInput(f"is made of more than {pieces - 1:,} packed pieces and was refused", file=path)
        ended = not held
        data = piece.decompress(held, _CHUNK)
        held = piece.unused_data if piece.eof else piece.unconsumed_tail
        written += len(data)
        if written > FREE and written > RATIO * max(raw.tell() - len(held), 1):
            raise BadInput(
                f"unpacks to more than {RATIO} times its size and was refused",
                file=path,
                hint="Unpack it yourself if you trust it.",
            )
        out.write(data)
        if piece.eof:
            piece = None
        elif ended and not data:
            raise zlib.error("it is cut off")
