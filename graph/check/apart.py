"""A check in a process of its own, which can be stopped; the engine itself cannot.

Threat: shapes of somebody else, whose SPARQL and expressions run without end,
grow without end, or connect and read where they should not; a Ctrl-C that the
engine does not hear.  The child is confined, and killed when one query of it
takes longer than it may or its parent leaves.

Limits: as :mod:`comity.graph.confine`.  From Python, ``comity.graph.check``
runs in the process that calls it: there only the guard stands before the
SPARQL of shapes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ComityError, QueryTimeout, StoreError, from_plain
from ..lines import listen
from ..workers import MEMORY, environment

_CHILD = f"{__package__}.apart_child"


@dataclass(frozen=True)
class Told:
    """What a check came to: its report as text, and how many violations there are."""

    text: str
    violations: int


def check_apart(
    store: Path,
    graphs: Sequence[str],
    *,
    shapes: Path | None,
    lang: str,
    turtle: bool,
    copied: bool,
    timeout: float,
    memory: int = MEMORY,
) -> Told:
    """Check the engine's store at a path, facts and ``graphs`` as one, against shapes (None: those that ship).

    ``turtle``: the report in SHACL's words, else sentences.  ``copied``: the
    data are brought into memory first, where the engine joins several times
    faster.  ``timeout`` is for each query.  Raises what ``check`` raises,
    :class:`QueryTimeout`, and :class:`StoreError` where the child dies.
    """
    order = {
        "store": str(store),
        "graphs": list(graphs),
        "shapes": None if shapes is None else str(shapes),
        "lang": lang,
        "turtle": turtle,
        "copied": copied,
        "memory": memory,
    }
    with subprocess.Popen(  # noqa: S603  # our own module, no shell
        [sys.executable, "-P", "-m", _CHILD],
        env=environment(),
        stdin=subprocess.PIPE,  # its end tells the child that this process is gone
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            assert child.stdin is not None
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()
            said, expired = listen(child, timeout)  # a line before each query winds the clock up anew
        except BrokenPipeError:
            said, expired = {}, False
        finally:
            child.kill()
    if "text" in said:
        return Told(said["text"], said["violations"])
    if "error" in said:
        raise from_plain(said["error"])
    raise _stopped(timeout if expired else None)


def _stopped(seconds: float | None) -> ComityError:
    """Why a check ended without a word: its time was up, or something that it had too little of."""
    if seconds is not None:
        return QueryTimeout(
            f"a step of the check took longer than {seconds:g} seconds and was stopped; the graph is as it was",
            hint="Allow more with --timeout, or simplify the shape.",
        )
    return StoreError(
        "the check needed more memory or stack than it may take, and was stopped; the graph is as it was",
        hint="Check fewer shapes at once, or shapes that nest less.",
    )
