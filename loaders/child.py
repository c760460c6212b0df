"""A process that takes one hostile file apart: its end of what :mod:`.apart` starts.

Threat: what a file does to a parser, it does here.  Before the file is opened
the process gives up the network, other files, other processes and all but a
measure of memory and CPU (:mod:`comity.graph.confine` says what holds where);
what it says to its parent is a line of JSON, or nothing where it was ended.

Run by path with the standard library and one parser: ``CHILD FILE MEMORY
SECONDS WORDS...``.  It ends with its parent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from comity.graph.confine import confine
from comity.graph.lines import end_with_parent, say


class Refusal(Exception):
    """The file cannot be taken: why, and in which line (0: it has none)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def serve(take: Callable[..., dict[str, Any]]) -> NoReturn:
    """Confine this process, say what ``take`` makes of the file and the words, and end."""
    path, memory, seconds, *words = sys.argv[1:]
    _limit_work(int(seconds))
    confine(memory=int(memory), reads=[path])
    end_with_parent()
    try:
        said = take(path, *words)
    except Refusal as refusal:
        said = refused(str(refusal), refusal.line)
    except MemoryError:
        said = refused("needs more memory than a file may take")
    except RecursionError:
        said = refused("is nested too deep to be read")
    except OSError as error:
        said = refused(f"cannot be read: {error.strerror or error}")
    except Exception as error:  # a file that the parser stumbles over is refused as any other
        said = refused(f"could not be read ({type(error).__name__}: {error})")
    say(said)
    os._exit(0)  # not to wait for the thread that waits for the parent


def _limit_work(seconds: int) -> None:
    """CPU after which this process is ended, by a signal that tells its parent that it was the time."""
    if sys.platform != "win32":
        import resource

        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        if most == resource.RLIM_INFINITY or seconds + 2 <= most:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))


def refused(message: str, line: int = 0) -> dict[str, Any]:
    """What is said of a file that cannot be taken."""
    return {"line": line, "message": message}
