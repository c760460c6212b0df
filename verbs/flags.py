"""The flags that verbs share, and what they mean: which graph, which format, where the answer goes."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ..errors import Usage

if TYPE_CHECKING:
    import datetime as dt

    from ..queries.session import Graph

#: What answers can be written as.
FORMATS = ("table", "csv", "tsv", "json", "ndjson", "ttl", "nt")
_BY_ENDING = {
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".ttl": "ttl",
    ".nt": "nt",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: Characters of one line of a message.
LINE = 2000
#: A day is enough for any question.
LONGEST = 86_400.0


def _language(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise Usage(f"expected a language such as en, ru or uz, found {value[:40]!r}", field="--lang")
    return value.lower()


def _seconds(ctx: click.Context, parameter: click.Parameter, value: float) -> float:
    if not math.isfinite(value) or not 0 < value <= LONGEST:
        raise Usage(f"expected seconds between 0 and {LONGEST:,.0f}, found {value:g}", field="--timeout")
    return value


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
    "lang": click.option(
        "--lang",
        metavar="LANG",
        default="en",
        show_default=True,
        callback=_language,
        help="Language of labels and messages; where it has none, English, Russian, then any.",
    ),
    "format": click.option(
        "-f", "--format", "format_", metavar="FORMAT", help="Guessed from -o; table on a terminal, else TSV."
    ),
    "output": click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output."),
    "timeout": click.option(
        "--timeout",
        metavar="SECONDS",
        type=float,
        default=30.0,
        show_default=True,
        callback=_seconds,
        help="Seconds after which a query is stopped.",
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
    from ..queries.terms import date_of

    if text is None:
        return None
    try:
        return date_of(text)
    except Usage as error:
        raise Usage(error.message, field=flag) from None


def home(graph: str | None) -> Path:
    """The graph that a writing verb writes to."""
    return Path(graph or os.environ.get("COMITY_GRAPH") or "comity-graph")


@contextmanager
def opened(flags: dict[str, Any], *, generation: bool = True) -> Iterator[Graph]:
    """The graph that a reading verb reads; ``generation``: ``--as-known-on`` names an older one of it."""
    from .. import open as open_graph

    known = day(flags.get("as_known_on"), "--as-known-on") if generation else None
    graph = open_graph(flags["graph"], lang=flags["lang"], as_known_on=known, timeout=flags.get("timeout", 30.0))
    try:
        yield graph
    finally:
        graph.close()


def colour() -> bool:
    """Whether the terminal wants colour (NO_COLOR is obeyed)."""
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def format_of(flags: dict[str, Any], *, default: str | None = None, allowed: Sequence[str] = FORMATS) -> str:
    """The format asked for, or told by the name of the output, or fit for where the answer goes.

    Raises :class:`Usage` naming the ``allowed`` ones for any other.
    """
    named = flags["format_"]
    choice = f"Expected one of {', '.join(allowed)}."
    if named is not None:
        if named not in allowed:
            raise Usage(f"unknown format {named[:40]!r}", hint=choice)
        return str(named)
    if flags["output"]:
        name = Path(flags["output"]).name
        told = _BY_ENDING.get(Path(name).suffix.lower())
        if told is None and Path(name).suffix and not Path(flags["output"]).exists():
            raise Usage(f"the name {name[:80]!r} does not tell a format", hint=f"Name it with -f. {choice}")
        if told is not None and told not in allowed:
            raise Usage(f"{told} is no format of this verb", hint=choice)
        return told or default or "table"
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


def tell(message: str) -> None:
    """A message for a person, to standard error: nothing in it can drive a terminal, and no line is endless."""
    from ..queries.page import clean

    lines = [clean(line) for line in message.split("\n")]
    click.echo("\n".join(line if len(line) <= LINE else f"{line[: LINE - 1]}…" for line in lines), err=True)


def pairs(params: Sequence[str]) -> dict[str, Any]:
    """``NAME=VALUE`` pairs as a dict; :class:`Usage` for a name given twice."""
    values: dict[str, Any] = {}
    for pair in params:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise Usage(f"--param takes NAME=VALUE, found {pair[:80]!r}")
        if name in values:
            raise Usage(f"--param gives {name[:40]!r} twice")
        values[name] = value
    return values
