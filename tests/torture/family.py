"""What a process and all that it started take at their peak, as Linux tells it; elsewhere nothing is known."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass
class Peak:
    """Bytes in memory, of all processes together; ``own`` of those that were there before."""

    family: int = 0
    own: int = 0

    @property
    def grown(self) -> int:
        """Beyond what they had before."""
        return max(0, self.family - self.own)


@contextmanager
def watched(pid: int | None = None) -> Iterator[Peak]:
    """Look at a process (this one) and those below it fifty times a second."""
    peak = Peak()
    if sys.platform != "linux":
        yield peak
        return
    root = pid or os.getpid()
    peak.own = sum(map(_memory, _family(root)))
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            peak.family = max(peak.family, sum(map(_memory, _family(root))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _family(root: int) -> list[int]:
    found = [root]
    for pid in found:
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            for task in tasks:
                found += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, ValueError):
            pass  # it has ended
    return found


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
