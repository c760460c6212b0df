"""What writes: export and draw to files, build and load to a graph, store to keep one in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Usage
from .flags import day, home, opened, options, pairs, tell
from .reading import READING, facts_of, param, query_text

if TYPE_CHECKING:
    from ..loaders.build import Outcome


@click.command(
    short_help="Write the graph, or a part of it, to a file.",
    epilog="Example: comity export -o krasnov.ttl --around igor-krasnov --depth 1",
)
@click.option("--around", metavar="NAME", help="Only what lies around this thing.")
@click.option("--depth", type=click.IntRange(0, 10), default=1, show_default=True, help="How many steps around it.")
@click.option("--query", "question", metavar="NAME", help="Only the facts that this question's answer rests on.")
@param
@click.option("--sparql", "text", metavar="TEXT", help="Only what this CONSTRUCT gives (a text, a file or -).")
@click.option("--derived", is_flag=True, help="Derived facts too.")
@options("on", *READING)
def export(
    around: str | None,
    depth: int,
    question: str | None,
    params: tuple[str, ...],
    text: str | None,
    derived: bool,
    on: str | None,
    **flags: Any,
) -> None:
    """Write the graph: ttl, trig, nt, nq, rdf, jsonld, graphml, gexf, csv."""
    from ..graph.export import FORMATS, format_of

    if sum(option is not None for option in (around, question, text)) > 1:
        raise Usage("--around, --query and --sparql exclude each other")
    if question is None and (params or on):
        raise Usage("--param and --on belong to --query", hint="comity export --query NAME --param NAME=VALUE")
    output, format = flags["output"], flags["format_"]
    if format is not None and format not in FORMATS:
        raise Usage(f"unknown format {format[:40]!r}", hint=f"Expected one of {', '.join(FORMATS)}.")
    if format is None and output:
        format_of(output)  # before the graph is read
    with opened(flags) as graph:
        chosen: dict[str, Any] = {"around": around, "depth": depth}
        if question is not None:
            values = pairs(params) | ({} if on is None else {"on": day(on)})
            chosen = {"around": facts_of(question, graph.query(question, **values)), "depth": 0}
        elif text is not None:
            from ..queries.prefixes import with_prefixes

            answer = graph.run(with_prefixes(query_text(text)))
            if answer.kind != "triples":
                raise Usage("--sparql takes a CONSTRUCT or DESCRIBE", hint="comity sparql writes rows.")
            chosen = {"triples": list(answer.rows())}
        graph.export(output or sys.stdout.buffer, format=format, derived=derived, **chosen)
    if output:
        tell(f"wrote {output}")


@click.command(
    short_help="Draw relations, timelines, matrices, a map.",
    epilog="Example: comity draw sco-prosecutors-general --picture timeline -o timeline.svg --lang ru",
)
@click.argument("name")
@click.option(
    "--picture",
    type=click.Choice(["relations", "timeline"]),
    default="relations",
    show_default=True,
    help="What to draw around NAME.",
)
@click.option("--depth", type=click.IntRange(1, 10), default=1, show_default=True, help="How many steps around it.")
@click.option("--limit", type=click.IntRange(1), help="Nodes or rows at most.  [default: 150; a treaty's: all]")
@click.option("--of", multiple=True, metavar="NAME", help="Standings or cooperation of its members; a map of it.")
@click.option("--with", "with_", metavar="STATE", help="A timeline of NAME and this state.")
@click.option("--measure", metavar="WORD", help="Cooperation, map: encounters, treaties, organisations, proposals.")
@click.option("--from", "from_", metavar="DATE", help="Only what is dated from this day on.")
@click.option("--until", metavar="DATE", help="Only what is dated until this day.")
@click.option("--topic", metavar="SLUG", help="Only what is about this topic.")
@options("on", *READING)
def draw(
    name: str,
    picture: str,
    depth: int,
    limit: int | None,
    of: tuple[str, ...],
    with_: str | None,
    measure: str | None,
    from_: str | None,
    until: str | None,
    topic: str | None,
    on: str | None,
    **flags: Any,
) -> None:
    """Draw relations around a thing, a timeline, a whole projection, cooperation of states, or a map.

    NAME is a thing, or one of: met, represented, memberships, treaties (what
    states did), standings (what they are to treaties on a day), cooperation
    (states by states) and map (of states, as tiles):
    comity draw standings --of sco --on 2023-11-08;
    comity draw map --of untoc; comity draw UZ --with RU.
    The picture (svg, html or png) opens offline.
    """
    with opened(flags) as graph:
        file = f"{_file_name(name, graph)}{'' if with_ is None else f'-{_file_name(with_, graph)}'}"
        output = flags["output"] or f"{file}.{flags['format_'] or 'svg'}"
        asked: dict[str, Any] = {"picture": picture, "depth": depth, "limit": limit, "on": day(on), "of": of}
        asked |= {"with_": with_, "measure": measure, "topic": topic, "from_": day(from_), "until": day(until)}
        graph.draw(name, Path(output), **asked, format=flags["format_"])
    tell(f"wrote {output}")


def _file_name(name: str, graph: Any) -> str:
    """A name for a picture: that of the projection, or the last part of the thing's address."""
    from ..graph.network import PROJECTIONS

    return name if name in (*PROJECTIONS, "map") else str(graph.resolve(name)).rstrip("/").rsplit("/", 1)[-1]


@click.command(epilog="Example: comity build --graph ./comity-graph")
@click.option("--records", metavar="DIR", help="Tables of your own instead of the shipped ones.")
@click.option("--strict", is_flag=True, help="Stop at the first bad row.")
@click.option("--allow-violations", is_flag=True, help="Publish what breaks a shape, with the report attached.")
@click.option("--fresh", is_flag=True, help="Leave out what was read and decided in the graph before.")
@options("lang", "graph")
def build(records: str | None, strict: bool, allow_violations: bool, fresh: bool, lang: str, graph: str | None) -> None:
    """Build the graph from the records: load, derive, check, publish.

    What was read in documents and what was decided about it comes along from
    the graph that is there: load loaded files again.
    """
    from ..loaders.build import build as run

    with progress_bar() as progress:
        outcome = run(
            home(graph),
            records=None if records is None else Path(records),
            strict=strict,
            allow_violations=allow_violations,
            fresh=fresh,
            progress=progress,
            warn=tell,
            lang=lang,
        )
    _told(outcome)


@click.command(
    short_help="Load tables or RDF into the graph.",
    epilog="Example: comity load my-tenures.ttl tables/ --graph ./comity-graph",
)
@click.argument("paths", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Load nothing where a single row is bad.")
@click.option("--allow-violations", is_flag=True, help="Publish what breaks a shape, with the report attached.")
@click.option("-f", "--format", "format_", help="ttl, trig, nt, nq, rdf, jsonld, csv or untc, if unclear.")
@options("lang", "graph")
def load(
    paths: tuple[str, ...],
    strict: bool,
    allow_violations: bool,
    format_: str | None,
    lang: str,
    graph: str | None,
) -> None:
    """Load tables in the records' schema, or RDF (gzip too), into the graph.

    With the word untc before them, PATHS are status pages (HTML), MTDSG files
    (XML) or status tables (CSV) of the UN Treaty Collection: comity load untc page.html
    """
    from ..loaders.build import load as run

    if paths[0] == "untc" and format_ is None:
        format_, paths = "untc", paths[1:]
        if not paths:
            raise Usage("untc is followed by the pages or tables to load", hint="comity load untc page.html")
    with progress_bar() as progress:
        outcome = run(
            home(graph),
            [Path(path) for path in paths],
            strict=strict,
            allow_violations=allow_violations,
            format=format_,
            progress=progress,
            lang=lang,
        )
    _told(outcome)


@click.command(short_help="List, verify, prune, back up the generations.", epilog="Example: comity store list")
@click.argument("action", type=click.Choice(["list", "verify", "prune", "backup", "restore"]))
@click.argument("path", required=False)
@click.option("--keep", default=5, show_default=True, help="Generations that prune leaves.")
@options("graph")
def store(action: str, path: str | None, keep: int, graph: str | None) -> None:
    """The generations of a graph: list, verify, prune, backup TO, restore FROM.

    TO is a new directory, FROM a backup or the number of an own generation.
    """
    from ..queries.housekeeping import housekeeping

    for line in housekeeping(home(graph), action, None if path is None else Path(path), keep):
        click.echo(line)


VERBS = (build, load, export, draw, store)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A bar on a terminal; nothing where the messages go to a file."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step


def _told(outcome: Outcome) -> None:
    """What a build or load did: findings and messages to stderr, a summary to stdout."""
    for line in outcome.messages():
        tell(line)
    click.echo(outcome.summary())
    if outcome.failed:
        raise SystemExit(1)
