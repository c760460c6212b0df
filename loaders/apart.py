"""Has a file taken apart in a process of its own: the parent's end of :mod:`.child`.

Threat: the process may be ended by the file, stand still, or answer what it
should not.  So :mod:`comity.graph.lines` listens, for ``STILL`` seconds of silence
at most, and an end without an answer is a refusal that names the reason.

Limits: the clock counts CPU in the child (Linux, macOS) and silence here.  On
Windows only silence counts, and on macOS no memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import BadInput, ComityError
from ..graph.lines import listen
from ..graph.workers import environment

#: Seconds without a word.
STILL = 30
_TIME_IS_UP = -24  # SIGXCPU


def taken_apart(
    child: Path,
    file: Path,
    *words: str,
    named: Path,
    memory: int,
    seconds: int,
    heard: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """The last thing that the child says of a file; ``heard`` is told each.

    ``memory``: bytes of address space; ``seconds``: of CPU; ``named``: how
    messages call the file.  Raises :class:`BadInput` where it is refused, and
    :class:`ComityError` where the child itself failed.
    """
    with subprocess.Popen(  # noqa: S603  # our own file, no shell
        [sys.executable, "-P", os.fspath(child), os.fspath(file), str(memory), str(seconds), *words],
        env=environment(),
        stdin=subprocess.PIPE,  # its end tells the child that this process is gone
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            said, still = listen(process, STILL, heard)
        finally:
            process.kill()
    if "message" in said:
        line = said.get("line")
        raise BadInput(
            short(str(said["message"])), file=named, line=line if isinstance(line, int) and line > 0 else None
        )
    if said.get("whole") is not True:
        if still:
            reason = f"was not read on for {STILL} seconds"
        elif process.returncode == _TIME_IS_UP:
            reason = f"takes more than the {seconds} seconds of work that a file of its size may take"
        elif process.returncode > 0:
            raise ComityError(
                f"the process that reads files failed (exit {process.returncode}); nothing was loaded", file=named
            )
        else:
            reason = "is nested too deep or grows too large when it is read"
        raise BadInput(f"{reason}, and was refused", file=named)
    return said


def short(message: str) -> str:
    """A message as one printable line of no more than three hundred characters: it may quote the file."""
    text = "".join(one if one.isprintable() else " " if one.isspace() else ascii(one)[1:-1] for one in message[:2_000])
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:297] + "…"
