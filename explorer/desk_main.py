"""A process that makes pages: requests on standard input, answers on standard output.

Each request is two parts (four bytes of length, then JSON): where the
generation lies, and what is asked (:class:`~comity.explorer.asking.Ask`); each
answer is its head as JSON and its bytes.  The graph of the last generation
asked for stays open; the first one is named when the process is started.  The
process ends with its parent.
"""

from __future__ import annotations

import os
import queue
import signal
import struct
import sys
import threading
from typing import BinaryIO

from ..graph.worker_main import confine

#: Bytes of address space.
MEMORY = 6 << 30
#: Seconds without a request after which the next pages are made ready.
IDLE = 0.25


def main() -> None:
    """Answer until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no part of an answer
    confine(MEMORY)
    from .asking import Ask
    from .desk import Desk
    from .pages import answer
    from .pages.table import warming

    desk = Desk()
    requests: queue.Queue[tuple[bytes, bytes]] = queue.Queue()
    threading.Thread(target=_listen, args=(source, requests), daemon=True).start()
    desk.prepare()
    place, steps = sys.argv[1].encode(), warming()
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
