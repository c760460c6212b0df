"""How much a run of the torture suite tries, and where its figures go.

``COMITY_TORTURE=long`` (``make torture``) tries the numbers of the bar,
everything else the short ones that CI has time for.  Figures go into the
folder named by ``COMITY_FIGURES``; docs/reliability.md is written from them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

LONG = os.environ.get("COMITY_TORTURE") == "long"


def times(short: int, long: int) -> int:
    """How often to try."""
    return long if LONG else short


def note(row: str, **figures: Any) -> None:
    """Keep the figures of one row of the bar; a later run of the same row replaces them."""
    where = os.environ.get("COMITY_FIGURES")
    if not where:
        return
    folder = Path(where)  # a file for each row: tests run beside each other
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"row": row, "long": LONG, **figures}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / f"{row}.json").write_text(text + "\n", encoding="utf-8")
