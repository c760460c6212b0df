"""The command line: one-word verbs, each importing its room only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from . import __version__
from .errors import ComityError, NotFound, Usage
from .verbs.law import VERBS as LAW

if TYPE_CHECKING:
    from .loaders.build import Outcome
    from .queries.session import Graph

FORMATS = ["table", "csv", "tsv", "json", "ndjson", "ttl", "nt"]
_BY_ENDING = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".ttl": "ttl", ".nt": "nt"}


class Verbs(click.Group):
    """Prints what goes wrong as one message and ends with its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComityError as error:
            click.echo(f"comity: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # The reader went away (head, less): nobody is left to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            path = f"{error.filename}: " if error.filename else ""
            click.echo(f"comity: {path}{error.strerror or error}", err=True)
            ctx.exit(1)


def _options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The flags that several verbs share, said once."""
    known: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
        "graph": click.option(
            "--graph",
            metavar="PATH",
            help="The graph's directory (COMITY_GRAPH, ./comity-graph, or what ships).",
        ),
        "known": click.option(
            "--as-known-on", metavar="DATE", help="What the graph said on that day (an older generation)."
        ),
        "lang": click.option("--lang", default="en", show_default=True, help="Language of labels and messages."),
        "format": click.option("-f", "--format", "format_", help="Guessed from -o; table on a terminal, else TSV."),
        "output": click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output."),
        "timeout": click.option(
            "--timeout", default=30.0, show_default=True, help="Seconds after which a query is stopped."
        ),
        "on": click.option("--on", metavar="DATE", help="The day asked about (2024-11-21); today when left out."),
    }

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            function = known[name](function)
        return function

    return add


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: comity query holders-of-post --param post=uz-prosecutor-general --on 2024-11-21",
)
@click.version_option(__version__, message="comity %(version)s")
def cli() -> None:
    """A knowledge graph of legal cooperation between states."""


# Reading


@cli.command(epilog="Example: comity query sessions-of-body --param body=sco-prosecutors-general")
@click.argument("name", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value the question needs.")
@click.option("--list", "list_", is_flag=True, help="List the questions and what they need.")
@click.option("--sparql", "sparql_", is_flag=True, help="Print the SPARQL instead of running it.")
@_options("on", "lang", "format", "output", "timeout", "graph", "known")
def query(name: str | None, params: tuple[str, ...], list_: bool, sparql_: bool, on: str | None, **flags: Any) -> None:
    """Ask a named question."""
    if list_ or name is None:
        _list_questions(flags["lang"], flags["format_"])
        return
    from .queries.catalogue import question

    asked = question(name)
    values = _values(params)
    if on is not None:
        if "on" not in asked.parameters:
            raise Usage(f"the question {name} does not ask about a day; it takes {', '.join(asked.parameters)}")
        values["on"] = on
    with _opened(flags) as graph:
        if sparql_:
            click.echo(graph.bind(asked, values), nl=False)
            return
        result = graph.query(name, timeout=flags["timeout"], lang=flags["lang"], **values)
        _write(result, flags)


@cli.command(epilog="Example: comity sparql 'SELECT ?s WHERE { ?s a comity:Session } LIMIT 5'")
@click.argument("text")
@_options("lang", "format", "output", "timeout", "graph", "known")
def sparql(text: str, **flags: Any) -> None:
    """Run SPARQL: a text, a file, or - for standard input.

    Comity's prefixes are known; SERVICE, LOAD and updates are refused.
    """
    text = _query_text(text)
    from .queries.prefixes import with_prefixes

    with _opened(flags) as graph:
        _write(graph.sparql(with_prefixes(text), timeout=flags["timeout"], lang=flags["lang"]), flags)


@cli.command(epilog="Example: comity show 'Игорь Краснов'")
@click.argument("name")
@click.option("--limit", default=25, show_default=True, help="Facts a section.")
@_options("lang", "format", "output", "timeout", "graph", "known")
def show(name: str, limit: int, **flags: Any) -> None:
    """The card of a thing: its names, facts, dates and sources.

    NAME is a name in any language, a slug such as official/igor-krasnov, or an address.
    """
    from .queries.output import write_card

    with _opened(flags) as graph:
        card = graph.show(name, lang=flags["lang"], limit=limit)
        with _out(flags["output"]) as out:
            write_card(card, out, _format(flags, default="table"), colour=_colour())


@cli.command(epilog="Example: comity search Краснова")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, help="Only this kind: state, official, treaty, body …")
@click.option("--limit", default=10, show_default=True, help="Hits at most.")
@_options("lang", "format", "output", "timeout", "graph", "known")
def search(words: tuple[str, ...], kinds: tuple[str, ...], limit: int, **flags: Any) -> None:
    """Find things by name: any language or script, inflected or misspelt."""
    import json

    with _opened(flags) as graph:
        hits = graph.search(" ".join(words), kinds=kinds, limit=limit)
        if not hits:
            raise NotFound(f"nothing is named like {' '.join(words)!r}")
        with _out(flags["output"]) as out:
            if _format(flags, default="table") == "json":
                found = [{"iri": h.iri, "kind": h.kind, "name": h.label, "score": round(h.score, 1)} for h in hits]
                out.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
                return
            for hit in hits:
                label = graph.label(hit.iri, flags["lang"])
                also = "" if hit.label == label else f" ({hit.label})"
                out.write(f"{hit.iri.split('/id/')[-1]:<48}  {label}{also}\n")


@cli.command(epilog="Example: comity check --lang ru")
@click.option("--shapes", metavar="FILE", help="Shapes of your own instead of Comity's.")
@_options("lang", "format", "output", "timeout", "graph", "known")
def check(shapes: str | None, **flags: Any) -> None:
    """Check the graph against the shapes; exit 1 where it does not conform."""
    with _opened(flags) as graph:
        report = graph.check(shapes=None if shapes is None else Path(shapes), lang=flags["lang"])
        with _out(flags["output"]) as out:
            out.write(report.turtle() if _format(flags, default="table") == "ttl" else report.text(flags["lang"]))
    if report.violations:
        raise SystemExit(1)


@cli.command(epilog="Example: comity export -o krasnov.ttl --around igor-krasnov --depth 1")
@click.option("--around", metavar="NAME", help="Only what lies around this thing.")
@click.option("--depth", default=1, show_default=True, help="How many steps around it.")
@click.option("--query", "question", metavar="NAME", help="Only the facts that this question's answer rests on.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value the question needs.")
@click.option("--sparql", "text", metavar="TEXT", help="Only what this CONSTRUCT gives.")
@click.option("--derived", is_flag=True, help="Derived facts too.")
@_options("lang", "format", "output", "timeout", "graph", "known")
def export(
    around: str | None,
    depth: int,
    question: str | None,
    params: tuple[str, ...],
    text: str | None,
    derived: bool,
    **flags: Any,
) -> None:
    """Write the graph: ttl, trig, nt, nq, rdf, jsonld, graphml, gexf, csv."""
    if sum(option is not None for option in (around, question, text)) > 1:
        raise Usage("--around, --query and --sparql exclude each other")
    output = flags["output"]
    with _opened(flags) as graph:
        chosen: dict[str, Any] = {"around": around, "depth": depth}
        if question is not None:
            from .queries.result import FACT

            result = graph.query(question, timeout=flags["timeout"], **_values(params))
            facts = sorted({row[FACT] for row in result.rows if row.get(FACT)})
            if not facts:
                raise NotFound(f"the answer to {question} rests on no fact", hint="comity query shows the answer.")
            chosen = {"around": facts, "depth": 0}
        elif text is not None:
            from .queries.prefixes import with_prefixes

            answer = graph.run(with_prefixes(text), timeout=flags["timeout"])
            if answer.kind != "triples":
                raise Usage("--sparql takes a CONSTRUCT or DESCRIBE", hint="comity sparql writes rows.")
            chosen = {"triples": list(answer.rows())}
        graph.export(
            output or sys.stdout.buffer, format=flags["format_"], derived=derived, lang=flags["lang"], **chosen
        )
    if output:
        click.echo(f"wrote {output}", err=True)


@cli.command(epilog="Example: comity draw sco-prosecutors-general --picture timeline -o timeline.svg --lang ru")
@click.argument("name")
@click.option(
    "--picture",
    type=click.Choice(["relations", "timeline"]),
    default="relations",
    show_default=True,
    help="What to draw around NAME.",
)
@click.option("--depth", default=1, show_default=True, help="How many steps around it.")
@click.option("--limit", default=150, show_default=True, help="Nodes at most.")
@_options("on", "lang", "format", "output", "timeout", "graph", "known")
def draw(name: str, picture: str, depth: int, limit: int, on: str | None, **flags: Any) -> None:
    """Draw relations around a thing, a body's timeline, or a whole projection.

    NAME is a thing, or one of: met, represented, memberships, treaties.
    The picture (svg, html or png) opens offline.
    """
    output = flags["output"] or f"{name.replace('/', '-')}.svg"
    with _opened(flags) as graph:
        graph.draw(
            name, Path(output), picture=picture, depth=depth, limit=limit, on=on, lang=flags["lang"],
            format=flags["format_"],
        )  # fmt: skip
    click.echo(f"wrote {output}", err=True)


# Treaty law

for _verb in LAW:
    cli.add_command(_verb)


# Writing


@cli.command(epilog="Example: comity build --graph ./comity-graph")
@click.option("--records", metavar="DIR", help="Tables of your own instead of the shipped ones.")
@click.option("--strict", is_flag=True, help="Stop at the first bad row.")
@click.option("--allow-violations", is_flag=True, help="Publish what breaks a shape, with the report attached.")
@_options("lang", "graph")
def build(records: str | None, strict: bool, allow_violations: bool, lang: str, graph: str | None) -> None:
    """Build the graph from the records: load, derive, check, publish."""
    from .loaders.build import build as run

    with _progress() as progress:
        outcome = run(
            _home(graph),
            records=None if records is None else Path(records),
            strict=strict,
            allow_violations=allow_violations,
            progress=progress,
        )
    _told(outcome, lang)


@cli.command(epilog="Example: comity load my-tenures.ttl tables/ --graph ./comity-graph")
@click.argument("paths", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Load nothing where a single row is bad.")
@click.option("--allow-violations", is_flag=True, help="Publish what breaks a shape, with the report attached.")
@click.option("-f", "--format", "format_", help="ttl, trig, nt, nq, rdf, jsonld, csv or untc, if unclear.")
@_options("lang", "graph")
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
    from .loaders.build import load as run

    if paths[0] == "untc" and format_ is None:
        format_, paths = "untc", paths[1:]
        if not paths:
            raise Usage("untc is followed by the pages or tables to load", hint="comity load untc page.html")
    with _progress() as progress:
        outcome = run(
            _home(graph),
            [Path(path) for path in paths],
            strict=strict,
            allow_violations=allow_violations,
            format=format_,
            progress=progress,
        )
    _told(outcome, lang)


@cli.command(epilog="Example: comity store list")
@click.argument("action", type=click.Choice(["list", "verify", "prune", "backup", "restore"]))
@click.argument("path", required=False)
@click.option("--keep", default=5, show_default=True, help="Generations that prune leaves.")
@_options("graph")
def store(action: str, path: str | None, keep: int, graph: str | None) -> None:
    """The generations of a graph: list, verify, prune, backup TO, restore FROM."""
    from .queries.housekeeping import housekeeping

    for line in housekeeping(_home(graph), action, None if path is None else Path(path), keep):
        click.echo(line)


# What the verbs share


def _values(params: tuple[str, ...]) -> dict[str, Any]:
    """``NAME=VALUE`` pairs as a dict."""
    values = {}
    for pair in params:
        key, separator, value = pair.partition("=")
        if not separator:
            raise Usage(f"--param takes NAME=VALUE, found {pair!r}")
        values[key] = value
    return values


def _query_text(text: str) -> str:
    """The SPARQL itself: from standard input for -, from a file where ``text`` names one."""
    is_file = text.endswith((".rq", ".sparql")) or ("\n" not in text and len(text) < 500 and Path(text).is_file())
    name = "standard input" if text == "-" else text
    try:
        if text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(text).read_text(encoding="utf-8-sig") if is_file else text
    except UnicodeDecodeError as error:
        raise Usage(f"{name} is not UTF-8 text (byte {error.start})", hint="Save it as UTF-8.") from None


def _home(graph: str | None) -> Path:
    return Path(graph or os.environ.get("COMITY_GRAPH") or "comity-graph")


@contextmanager
def _opened(flags: dict[str, Any]) -> Iterator[Graph]:
    from . import open as open_graph

    graph = open_graph(
        flags["graph"], lang=flags["lang"], as_known_on=flags.get("as_known_on"), timeout=flags["timeout"]
    )
    try:
        yield graph
    finally:
        graph.close()


def _colour() -> bool:
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def _format(flags: dict[str, Any], *, default: str | None = None) -> str:
    if flags["format_"]:
        return str(flags["format_"])
    if flags["output"]:
        return _BY_ENDING.get(Path(flags["output"]).suffix.lower(), "table")
    return default or ("table" if sys.stdout.isatty() else "tsv")


@contextmanager
def _out(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears only when it is whole."""
    if path is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    from .graph.export.files import whole_file

    with whole_file(Path(path)) as out:
        yield out


def _write(result: Any, flags: dict[str, Any]) -> None:
    from .queries.output import write_result

    with _out(flags["output"]) as out:
        write_result(result, out, _format(flags), colour=_colour())


def _list_questions(lang: str, format_: str | None) -> None:
    import json

    from .queries.catalogue import catalogue

    questions = catalogue()
    if format_ == "json":
        listed = [
            {
                "name": asked.name,
                "summary": dict(asked.summary),
                "parameters": {name: vars(parameter) for name, parameter in asked.parameters.items()},
            }
            for asked in questions.values()
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for asked in questions.values():
        click.echo(f"{asked.name:<32} {asked.summary.get(lang, asked.summary['en'])}")
        needs = [p.name if p.required else f"[{p.name}]" for p in asked.parameters.values()]
        if needs:
            click.echo(f"{'':<32} {' '.join(needs)}")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None] | None]:
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


def _told(outcome: Outcome, lang: str) -> None:
    """What a build or load did: findings and messages to stderr, a summary to stdout."""
    for line in outcome.messages(lang):
        click.echo(line, err=True)
    click.echo(outcome.summary())
    if not outcome.published or outcome.set_aside:
        raise SystemExit(1)


def main() -> None:
    """Run the command line; Ctrl-C ends with 130."""
    try:
        cli.main(standalone_mode=True)
    except KeyboardInterrupt:
        click.echo("comity: stopped", err=True)
        raise SystemExit(130) from None
