"""A process that makes pages: requests on standard input, answers on standard output.

Each request is two parts (four bytes of length, then JSON): where the
generation lies, and what is asked (:class:`~comity.explorer.asking.Ask`); each
answer is its head as JSON and its bytes.  The graph of the last generation
asked for stays open; the first one is named when the process is started.  The
process ends with its parent.

Threat: an address or a label that a library behind a page stumbles over.  The
process can neither connect nor write, reads its own graph, Python and fonts,
and starts nothing but processes that are confined as it is: those that run its
queries (``graph/confine.py``, which says where that holds).
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from ..graph.confine import confine
from ..graph.workers import nowhere

#: Bytes of address space.
MEMORY = 6 << 30
#: Seconds without a request after which the next pages are made ready.
IDLE = 0.25
#: Where the system keeps its fonts: pictures are drawn with them.
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts")


def main() -> None:
    """Answer until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no part of an answer
    place = sys.argv[1].encode()
    from .asking import Ask
    from .desk import Desk
    from .pages import answer
    from .pages.table import warming

    desk = Desk()
    desk.prepare()
    keep_byte_code()
    nowhere()
    confine(memory=MEMORY, reads=[json.loads(place)["home"], *FONTS], starts=True)
    requests: queue.Queue[tuple[bytes, bytes]] = queue.Queue()
    threading.Thread(target=_listen, args=(source, requests), daemon=True).start()
    steps = warming()
    while True:
        try:
            # Nothing to do: what the first pages would have to wait for is made ready, step by step.
            asked = requests.get(timeout=IDLE) if steps else requests.get()
        except queue.Empty:
            answer(desk, place, steps.pop(0))
            continue
        if asked[0] != place:
            place, steps = asked[0], warming()  # a new generation
        reply = answer(desk, place, Ask.from_json(asked[1]))
        for part in (reply.head(), reply.body):
            out.write(struct.pack(">I", len(part)))
            out.write(part)
        out.flush()


def keep_byte_code() -> None:
    """Write down the byte code of what pages import: once confined, this process keeps none.

    A package that pip installed has it already; a checkout that was changed has not.
    """
    if sys.dont_write_bytecode:
        return
    from importlib.util import cache_from_source
    from py_compile import compile

    for room in ("explorer", "graph", "law", "loaders", "ontology", "queries"):
        for source in (Path(__file__).parent.parent / room).rglob("*.py"):
            try:
                kept = Path(cache_from_source(str(source)))
                if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
                    compile(str(source), quiet=2)
            except OSError:
                return  # the package lies where this user does not write


def _listen(source: BinaryIO, requests: queue.Queue[tuple[bytes, bytes]]) -> None:
    """Read requests; the end of the input is the end of the parent, and of this process, also in mid-page."""
    while True:
        place, text = _part(source), _part(source)
        if place is None or text is None:
            os._exit(0)
        requests.put((place, text))


def _part(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    length = struct.unpack(">I", head)[0]
    text = source.read(length)
    return text if len(text) == length else None


if __name__ == "__main__":
    main()
