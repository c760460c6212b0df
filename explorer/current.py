"""Which generation the server answers from: looked up again at most every second."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ComityError
from ..graph.store import Home
from ..loaders.shipped import find_generation

if TYPE_CHECKING:
    from ..graph.generations import Generation
    from ..graph.lock import Hold

EVERY = 1.0


class Current:
    """The current generation of one graph, held so that nobody prunes it while it is read.

    A new one is picked up without a restart.  Where the graph cannot be read
    any more, the one that was read last stays.
    """

    def __init__(self, graph: Path | None) -> None:
        self._looked = 0.0
        self._generation = find_generation(graph)
        self._hold: Hold = self._generation.hold()
        self._home = self._generation.path.parent.parent
        self._generation.assure()

    def get(self) -> Generation:
        """The generation to answer from."""
        now = time.monotonic()
        if now - self._looked > EVERY:
            self._looked = now
            try:
                found = Home.open(self._home).current()
                if (found.path, found.sum) != (self._generation.path, self._generation.sum):
                    hold = found.hold()
                    found.assure()
                    self._hold.release()
                    self._generation, self._hold = found, hold
            except (ComityError, OSError):
                pass  # a writer is at work or the disk is away: what was read last still stands
        return self._generation

    def close(self) -> None:
        """Let the generation be pruned."""
        self._hold.release()
