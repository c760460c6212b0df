"""What lies in a folder that is read as a whole, and what it only points to.

Threat: a folder that was fetched or unpacked holds links to files of the
machine, whose contents would become claims or facts that others see.  So: a
link that leads out of the folder is not followed; whoever wants the file names
it.  A link to another file of the same folder is followed.

Limits: what is named on the command line may be a link; that is its owner's
word.  A hard link cannot be told from the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import BadInput

_HINT = "Name the file itself if you want it read."


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a file of a folder is a link to something that does not lie in it."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def left_alone(path: Path) -> BadInput:
    """What is said of such a link where the rest of its folder is read."""
    return BadInput("is a link that leads out of its folder and was left alone", file=path, hint=_HINT)


def inside(paths: Iterable[Path], folder: Path) -> list[Path]:
    """The files of a folder; :class:`BadInput` where one of them leads out of it."""
    found = list(paths)
    for path in found:
        if leads_out(path, folder):
            raise BadInput("is a link that leads out of its folder; nothing was loaded", file=path, hint=_HINT)
    return found
