"""The generations of a graph, for the verb ``store``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import Damaged, Usage
from ..graph.generations import Generation, read_generation
from ..graph.store import Home
from ..graph.upkeep import backup, prune, restore


def housekeeping(where: Path, action: str, other: Path | None, keep: int) -> Iterator[str]:
    """Do one of list, verify, prune, backup, restore; what to tell the user, line by line."""
    if action in ("backup", "restore"):
        if other is None:
            raise Usage(
                f"store {action} needs a directory" + (" or the number of a generation" if action == "restore" else ""),
                hint=f"comity store {action} DIRECTORY",
            )
    elif other is not None:
        raise Usage(f"store {action} takes no directory, found {other}", hint=f"comity store {action} --graph {other}")
    if action == "list":
        yield from _list(Home.open(where))
    elif action == "verify":
        yield from _verify(Home.open(where))
    elif action == "prune":
        if keep < 1:
            raise Usage(f"at least one generation has to stay, not {keep}", field="--keep")
        done = prune(Home.open(where), keep)
        yield f"removed {_numbered(done.gone)}"
        if done.in_use:
            yield f"kept {_numbered(done.in_use)}: still being read"
    elif action == "backup" and other is not None:
        copied = backup(Home.open(where), other)
        yield f"generation {copied.number} of {where} copied to {other}, every file compared"
    elif action == "restore" and other is not None:
        yield _restore(where, other)


def _list(home: Home) -> Iterator[str]:
    """Every generation, oldest first, a line each; what cannot be read is said in its place."""
    try:
        current, wrong = home.pointed(), None
    except Damaged as error:
        current, wrong = None, error
    shown = 0
    for path in home.directories():
        if wrong is None and (current is None or int(path.name) > int(current)):
            continue  # a writer that was killed left it; it was never published
        shown += 1
        mark = "*" if path.name == current else " "
        try:
            yield f"{mark} {_line(read_generation(path))}"
        except Damaged as error:
            yield f"{mark} {int(path.name):>6}  damaged: {error.message}"
    if wrong is not None:
        raise wrong
    if not shown:
        yield f"{home.path} holds no generation yet"


def _line(generation: Generation) -> str:
    counts = generation.counts
    facts = counts.get("", 0)
    claims = sum(count for graph, count in counts.items() if "/graph/claims/" in graph)
    when = f"{generation.published:%Y-%m-%d %H:%M} UTC"
    state = "conforms" if generation.conforms else "does not conform"
    also = f", {claims:,} in claims" if claims else ""
    return (
        f"{generation.number:>6}  {when}  {facts:>10,} facts of {sum(counts.values()):,} triples{also}"
        f"  {state:<16}  {generation.note}"
    )


def _verify(home: Home) -> Iterator[str]:
    found = home.verify()
    yield from found
    if found:
        raise Damaged(
            f"{home.path}: {len(found)} thing{'s are' if len(found) > 1 else ' is'} not as published",
            hint="comity store list shows the generations; comity store restore brings back one of them by its "
            "number, or a backup by its directory.",
        )
    count = len(home.generations())
    yield f"{count} generation{'' if count == 1 else 's'}, every file as it was published"


def _restore(where: Path, other: Path) -> str:
    if str(other).isdigit() and not other.exists():
        number = int(str(other))
        made = restore(Home.open(where), number)
        return f"generation {number} is current again, as generation {made.number}"
    source = Home.open(other)
    source.current().assure(whole=True)  # before a home is made for it
    made = restore(Home.create(where), source.path)
    return f"restored from {other} as generation {made.number} of {where}"


def _numbered(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return "no generations"
    return f"generation{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
