"""A confined process that takes documents apart for a model to read; see :mod:`..folder_child`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ..folder_child import serve
from ..reading import Reading


def nothing_of(graph: str | None) -> Callable[[Any], Any]:
    """The work of this process: the document itself, with nothing read in it."""
    return lambda document: Reading(document.language)


if __name__ == "__main__":
    serve(nothing_of)
    os._exit(0)  # not to wait for the thread that hears the parent
