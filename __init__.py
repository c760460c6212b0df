"""Comity: a knowledge graph of legal cooperation between states.

import comity
with comity.open() as graph:
    graph.query("holders-of-post", post="ru-prosecutor-general", on="2024-11-21").rows
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from .queries.session import Graph

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def open(  # reads as comity.open(), like shelve.open() and dbm.open()
    path: str | Path | None = None,
    *,
    lang: str = "en",
    as_known_on: str | dt.date | None = None,
    timeout: float = 30.0,
) -> Graph:
    """Open a graph for reading.

    ``path`` is a directory that ``comity build`` made; left out, the one that
    COMITY_GRAPH names, else ``./comity-graph``, else the records that ship.
    ``as_known_on`` opens the generation that was current on that day.
    ``lang`` is the language of labels, ``timeout`` the seconds a query may take.

    Raises :class:`comity.errors.NotAStore` where the directory is something else.
    """
    from .errors import NotFound
    from .loaders.shipped import find_generation
    from .queries.session import Graph

    for again in (*[True] * 9, False):
        generation = find_generation(path, as_known_on=as_known_on)
        try:
            return Graph(generation, lang=lang, timeout=timeout)
        except NotFound:
            if not again or as_known_on is not None:
                raise  # else a newer one was published, and this one pruned, before it could be held
    raise AssertionError
