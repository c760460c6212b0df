"""A process that reads documents for :mod:`.folder`, one after the other, until its parent has no more.

Messages are pickles behind their length, from and to its parent only.  First
comes the order: the function that makes the reader, its argument, the day of
publication, the bytes it may take beyond the reader; the answer is ``ready``, or
``failed`` and why.  Then paths; the answers are ``read`` with document and value,
or ``error`` (``last``: and this process ends) with a sentence.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO


def main() -> None:
    """See the module."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()

    def say(*message: object) -> None:
        told = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        answers.write(struct.pack(">I", len(told)) + told)
        answers.flush()

    from ...errors import ComityError
    from .document import read_document

    work, argument, published, memory = pickle.loads(orders.get())  # noqa: S301  # from the parent
    try:
        read = _made(work, argument)
    except ComityError as error:
        say("failed", error)
        return
    except Exception as error:  # the parent tells it in a sentence
        say("failed", f"{type(error).__name__}: {_short(error)}")
        return
    _limit(memory)
    say("ready")
    while True:
        path: Path = pickle.loads(orders.get())  # noqa: S301
        try:
            document = read_document(path, published=published)
            say("read", document, read(document))
        except ComityError as error:
            where = {"line": error.line, "column": error.column, "field": error.field, "hint": error.hint}
            say("error", error.message, where)
        except MemoryError:
            say("last", "took more memory to read than a document may and was given up", {})
            return
        except Exception as error:  # a text that the reader stumbles over must not lose the others
            say("error", f"could not be read ({type(error).__name__}: {_short(error)})", {})


def _made(work: str, argument: Any) -> Callable[[Any], Any]:
    module, _, name = work.partition(":")
    made: Callable[[Any], Any] = getattr(import_module(module), name)(argument)
    return made


def _listen(source: BinaryIO, orders: SimpleQueue[bytes]) -> None:
    """Hear the parent; when it is gone, end, whatever is being read."""
    while True:
        head = source.read(4)
        body = source.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
        if not body:
            os._exit(0)
        orders.put(body)


def _limit(memory: int) -> None:
    """No more address space than is taken now and ``memory`` bytes; where the system does not say, no limit."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        pass  # macOS: the time limit still holds


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


if __name__ == "__main__":
    main()
    os._exit(0)  # not to wait for the thread that hears the parent
