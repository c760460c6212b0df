"""A process that checks one store against shapes, for :mod:`.apart`.

Its order is a line of JSON on standard input, whose end means that its parent
is gone.  It says ``{}`` before each query, and at last the report, or the error.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import ComityError, as_plain
from ..confine import confine
from ..lines import end_with_parent, say
from . import StoreSource, check
from .source import GraphName
from .terms import Term

#: Seconds between two lines that say that it goes on.
STEP = 0.2


class Ticking(StoreSource):
    """A store that tells before each query."""

    told = 0.0

    def _run(self, text: str, bind: Mapping[str, Term] | None) -> object:
        if (now := time.monotonic()) - self.told >= STEP:
            self.told = now
            say({})
        return super()._run(text, bind)


def main() -> None:
    """See the module."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends this process
    order = json.loads(sys.stdin.buffer.readline())
    shapes = None if order["shapes"] is None else Path(order["shapes"])
    confine(memory=order["memory"], reads=[order["store"], *([] if shapes is None else [shapes])])
    end_with_parent()
    try:
        say(told(order, shapes))
    except ComityError as error:
        say({"error": as_plain(error)})


def told(order: dict[str, Any], shapes: Path | None) -> dict[str, Any]:
    """The report."""
    from pyoxigraph import DefaultGraph, NamedNode, Store

    say({})
    store = Store.read_only(order["store"])
    if order["copied"]:
        copy = Store()
        copy.bulk_extend(store)
        store = copy
    graphs: list[GraphName] = [DefaultGraph(), *map(NamedNode, order["graphs"])]
    report = check(Ticking(store, graphs), shapes, lang=order["lang"])
    text = report.turtle() if order["turtle"] else report.text(order["lang"]) + "\n"
    return {"text": text, "violations": len(report.violations)}


if __name__ == "__main__":
    main()
    os._exit(0)  # not to wait for the thread that waits for the parent
