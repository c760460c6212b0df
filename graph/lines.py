"""A child process and its parent: lines of JSON from the one to the other, a clock, and an end for both.

Threat: the child handles what others wrote and may stand still, be ended, or
answer what it should not; its parent may be killed.  So: it is killed where it
says nothing for too long, a line has a length that it may have and holds an
object, and a child whose parent is gone ends.

Limits: the clock counts silence, not work; work is the system's to limit
(:mod:`.confine`).
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

#: Bytes of one line.
LINE = 256 << 20


def say(what: dict[str, Any]) -> None:
    """In the child: one line to the parent; it reads no further than it has to."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """In the child: end, whatever it is doing, when standard input does.  It does when the parent is gone."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def listen(
    process: subprocess.Popen[bytes], seconds: float, heard: Callable[[dict[str, Any]], None] | None = None
) -> tuple[dict[str, Any], bool]:
    """In the parent: the last thing that a child says, and whether it was killed for ``seconds`` of silence.

    ``heard`` is told each line.  What is no object in a line ends the child, and nothing counts that it said.
    """
    said: dict[str, Any] = {}
    still = threading.Event()

    def stop() -> None:
        still.set()
        process.kill()

    assert process.stdout is not None
    while True:
        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            line = process.stdout.readline(LINE)
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            process.kill() if line else process.wait()
            process.wait()
            return said, still.is_set()
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            process.kill()
            return {}, False
        said = told
        if heard is not None:
            heard(said)
