"""The flags that verbs share, and what they mean: which graph, which format, where the answer goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ..errors import Usage

if TYPE_CHECKING:
    import datetime as dt

    from ..queries.session import Graph

_BY_ENDING = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".ttl": "ttl", ".nt": "nt"}
_KNOWN: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "graph": click.option(
        "--graph", metavar="PATH", help="The graph's directory (COMITY_GRAPH, ./comity-graph, or what ships)."
    ),
    "generation": click.option(
        "--as-known-on", metavar="DATE", help="What the graph said on that day (an older generation)."
    ),
    "known": click.option(
        "--as-known-on", metavar="DATE", help="Only what was notified by that day, whatever came later."
    ),
    "lang": click.option("--lang", default="en", show_default=True, help="Language of labels and messages."),
    "format": click.option("-f", "--format", "format_", help="Guessed from -o; table on a terminal, else TSV."),
    "output": click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output."),
    "timeout": click.option(
        "--timeout", default=30.0, show_default=True, help="Seconds after which a query is stopped."
    ),
    "on": click.option("--on", metavar="DATE", help="The day asked about (2024-11-21); today when left out."),
}


def options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add shared flags to a verb, in this order."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            function = _KNOWN[name](function)
        return function

    return add


def day(text: str | None, flag: str = "--on") -> dt.date | None:
    """A day as a flag gives it; :class:`Usage` for anything else."""
    import datetime as dt

    if text is None:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Usage(f"expected a day such as 2024-11-21, found {text[:40]!r}", field=flag) from None


def home(graph: str | None) -> Path:
    """The graph that a writing verb writes to."""
    return Path(graph or os.environ.get("COMITY_GRAPH") or "comity-graph")


@contextmanager
def opened(flags: dict[str, Any], *, generation: bool = True) -> Iterator[Graph]:
    """The graph that a reading verb reads; ``generation``: ``--as-known-on`` names an older one of it."""
    from .. import open as open_graph

    known = flags.get("as_known_on") if generation else None
    graph = open_graph(flags["graph"], lang=flags["lang"], as_known_on=known, timeout=flags.get("timeout", 30.0))
    try:
        yield graph
    finally:
        graph.close()


def colour() -> bool:
    """Whether the terminal wants colour (NO_COLOR is obeyed)."""
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def format_of(flags: dict[str, Any], *, default: str | None = None) -> str:
    """The format asked for, or told by the name of the output, or fit for where the answer goes."""
    if flags["format_"]:
        return str(flags["format_"])
    if flags["output"]:
        return _BY_ENDING.get(Path(flags["output"]).suffix.lower(), "table")
    return default or ("table" if sys.stdout.isatty() else "tsv")


@contextmanager
def out(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears only when it is whole."""
    if path is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    from ..graph.export.files import whole_file

    with whole_file(Path(path)) as file:
        yield file
