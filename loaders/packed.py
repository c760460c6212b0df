"""Files that may be gzipped, made readable within a budget.

Threat: a few kilobytes that unpack to a disk full.  Limits: one layer of gzip;
what is packed twice is not RDF and is refused by whoever reads it.
"""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BadInput

#: Bytes unpacked for each that was read, after the first ``FREE``.
RATIO = 200
FREE = 1 << 20
MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20


@contextmanager
def plain_copy(path: Path, scratch: Path | None = None) -> Iterator[Path]:
    """A file as it is, or unpacked within the budget for as long as it is read.

    The copy lies in ``scratch`` or the system's folder for such files.  Raises
    :class:`BadInput` where the file cannot be read or unpacked whole.
    """
    try:
        if not path.is_file():
            raise BadInput("is not a file", file=path)
        with path.open("rb") as file:
            packed = file.read(2) == MAGIC
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None
    if not packed:
        yield path
        return
    with tempfile.NamedTemporaryFile(dir=scratch, suffix=".unpacked", delete=False) as out:
        copy = Path(out.name)
    try:
        _unpack(path, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _unpack(path: Path, copy: Path) -> None:
    written = 0
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as source, copy.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > FREE and written > RATIO * max(raw.tell(), 1):
                    raise BadInput(
                        f"unpacks to more than {RATIO} times its size and was refused",
                        file=path,
                        hint="Unpack it yourself if you trust it.",
                    )
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"is not whole gzip: {error}", file=path, hint="Fetch or pack it again.") from None
    except OSError as error:
        raise BadInput(f"cannot be unpacked: {error.strerror or error}", file=path) from None
