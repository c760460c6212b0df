"""A process that reads documents for :mod:`.folder`, one after the other, until its parent has no more.

Threat: the documents are anybody's, and their parsers are large.  What they do
to a parser, they do here: once the reader is made, the process gives up the network,
writing, other processes and all but a measure of memory, and each document has
its time (:mod:`comity.graph.confine` says what holds where).  What comes back is
JSON behind its length, which the parent holds against the declared types
(:mod:`.plain`).

Limits: it may read any file that its owner may, since it cannot be known which
it will be given.

First comes the order: the argument of what makes the reader, the day of
publication, the bytes it may take beyond the reader; the answer is ``ready``, or
``failed`` and why.  Then names of files, each answered by the ``sum`` of its
bytes; told to go on, by ``read`` with document and value.  Or ``error`` with a
sentence (``last``: and this process ends).
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from ...graph.confine import confine

#: Seconds of work (CPU) that a document may take, and bytes of it that give it one more.
WORK, A_SECOND = 5.0, 40_000


def serve(make: Callable[[Any], Callable[[Any], Any]]) -> None:
    """Read what the parent names with what ``make`` makes; see the module."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()

    def say(**message: Any) -> None:
        told = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
        answers.write(struct.pack(">I", len(told)) + told)
        answers.flush()

    def hear() -> Any:
        return json.loads(orders.get())

    from ...errors import ComityError, as_plain

    order = hear()
    try:
        read = make(order["argument"])
    except ComityError as error:
        say(failed=as_plain(error))
        return
    except Exception as error:  # the parent tells it in a sentence
        say(failed={"message": f"the reader cannot be made: {type(error).__name__}: {_short(error)}"})
        return
    # What reading imports is none of the time of the first document.
    from . import decoding, document, plain  # noqa: F401

    # The reader is made: from here on there are only documents to read, and what reading needs of Python's own files.
    confine(memory=_taken() + order["memory"])
    say(ready=True)
    while True:
        path = Path(hear())
        try:
            _read(path, read, order["published"], say, hear)
            _allow(0)  # waiting is no work, but keep no clock of a document that is done
        except ComityError as error:
            say(error=as_plain(error))
        except MemoryError:
            say(error={"message": "took more memory to read than a document may and was given up"}, last=True)
            return
        except RecursionError:
            say(error={"message": "is nested too deep to be read"})
        except Exception as error:  # a text that the reader stumbles over must not lose the others
            say(error={"message": f"could not be read ({type(error).__name__}: {_short(error)})"})


def _read(
    path: Path,
    read: Callable[[Any], Any],
    published: str | None,
    say: Callable[..., None],
    hear: Callable[[], Any],
) -> None:
    from hashlib import sha256

    from .decoding import read_bytes
    from .document import document_in
    from .plain import plain

    data = read_bytes(path)
    _allow(WORK + len(data) / A_SECOND)
    say(sum=sha256(data).hexdigest())
    if hear() is True:
        document = document_in(data, path, published=published)
        del data
        say(read=[plain(document), plain(read(document))])


def _allow(seconds: float) -> None:
    """So much work from now on, until this process is ended by a signal that tells its parent what it was."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _listen(source: BinaryIO, orders: SimpleQueue[bytes]) -> None:
    """Hear the parent; when it is gone, end, whatever is being read."""
    while True:
        head = source.read(4)
        body = source.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
        if not body:
            os._exit(0)
        orders.put(body)


def _taken() -> int:
    """Bytes of address space that the reader takes; where the system does not say, none."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        return 0  # macOS, where no limit holds either


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def reader_of(graph: str | None) -> Callable[[Any], Any]:
    """The work of ``comity read``: a reader that knows what the graph at a path knows (None: the usual one)."""
    from ... import open as open_graph
    from .reader import make_reader

    with open_graph(graph) as opened:
        return make_reader(opened).read


if __name__ == "__main__":
    serve(reader_of)
    os._exit(0)  # not to wait for the thread that hears the parent
