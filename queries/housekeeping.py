"""The generations of a graph, for the verb ``store``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import Damaged, Usage
from ..graph.store import Home


def housekeeping(where: Path, action: str, other: Path | None, keep: int) -> Iterator[str]:
    """Do one of list, verify, prune, backup, restore; what to tell the user, line by line."""
    if action in ("backup", "restore") and other is None:
        raise Usage(f"store {action} needs a directory", hint=f"comity store {action} DIRECTORY")
    home = Home.create(where) if action == "restore" else Home.open(where)
    if action == "list":
        current = home.current().number
        for generation in home.generations():
            mark = "*" if generation.number == current else " "
            facts = generation.counts.get("", 0)
            state = "" if generation.conforms else ", does not conform"
            when = f"{generation.published:%Y-%m-%d %H:%M} UTC"
            yield f"{mark} {generation.number:>6}  {when}  {facts:>10,} facts  {generation.note}{state}"
    elif action == "verify":
        found = home.verify()
        yield from found
        if found:
            raise Damaged(
                f"{where} has {len(found)} damaged or missing files", hint="comity store restore brings back a backup."
            )
        yield f"{len(home.generations())} generations, every file as it was published"
    elif action == "prune":
        gone = home.prune(keep)
        yield f"removed {len(gone)} generations" + (f": {', '.join(map(str, gone))}" if gone else "")
    elif action == "backup" and other is not None:
        home.backup(other)
        yield f"generation {home.current().number} copied to {other}"
    elif action == "restore" and other is not None:
        generation = home.restore(other)
        yield f"restored from {other} as generation {generation.number}"
