"""What reads a graph: query, sparql, show, search, check."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import NotFound, Usage
from .flags import colour, day, format_of, opened, options, out, pairs, tell

if TYPE_CHECKING:
    from ..queries.result import Result
    from ..queries.session import Graph

READING = ("lang", "format", "output", "timeout", "graph", "generation")
param = click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value the question needs.")


@click.command(epilog="Example: comity query sessions-of-body --param body=sco-prosecutors-general")
@click.argument("name", required=False)
@param
@click.option(
    "--list", "list_", is_flag=True, help="List the questions, those that hold the word NAME, or describe NAME."
)
@click.option("--sparql", "sparql_", is_flag=True, help="Print the SPARQL instead of running it.")
@options("on", *READING)
def query(name: str | None, params: tuple[str, ...], list_: bool, sparql_: bool, on: str | None, **flags: Any) -> None:
    """Ask a named question; without NAME, list them.

    Formats: table, csv, tsv, json, ndjson; ttl and nt give the facts that the answer rests on.
    """
    from ..queries.catalogue import question

    if list_ or name is None:
        from ..queries.listing import write_list

        with out(flags["output"]) as file:
            write_list(file, format_of(flags, default="table", allowed=("table", "json")), flags["lang"], name)
        return
    asked = question(name)
    values = pairs(params)
    if on is not None:
        if "on" not in asked.parameters:
            takes = ", ".join(asked.parameters) or "no parameters"
            raise Usage(f"the question {name} does not ask about a day; it takes {takes}")
        if "on" in values:
            raise Usage("the day is given twice: with --on and with --param on=")
        values["on"] = day(on)
    format = format_of(flags)
    with opened(flags) as graph:
        if sparql_:
            with out(flags["output"]) as file:
                file.write(graph.bind(asked, values))
            return
        result = graph.query(name, **values)
        if format in ("ttl", "nt"):
            _write_facts(graph, name, result, format, flags)
        else:
            _write(result, format, flags)


@click.command(
    short_help="Run SPARQL of your own.",
    epilog="Example: comity sparql 'SELECT ?s WHERE { ?s a comity:Session } LIMIT 5'",
)
@click.argument("text", required=False)
@click.option("--prefixes", is_flag=True, help="List the prefixes that need no declaration.")
@options(*READING)
def sparql(text: str | None, prefixes: bool, **flags: Any) -> None:
    """Run SPARQL: a text, a file, or - for standard input.

    Comity's prefixes are known; SERVICE, LOAD and updates are refused.
    Formats: table, csv, tsv, json, ndjson; ttl and nt for CONSTRUCT and DESCRIBE.
    More than 10,000 rows come as a stream in csv, tsv, ndjson and nt, without labels.
    """
    from ..ontology.namespaces import PREFIXES
    from ..queries.prefixes import with_prefixes

    if prefixes:
        width = max(map(len, PREFIXES)) + 1
        for name, namespace in PREFIXES.items():
            click.echo(f"{name + ':':<{width}} <{namespace}>")
        return
    if text is None:
        raise Usage("sparql needs a query: a text, a file, or - for standard input", hint="comity sparql --help")
    asked = with_prefixes(query_text(text))
    format = None if flags["format_"] is None and flags["output"] is None else format_of(flags)
    with opened(flags) as graph:
        from ..queries.output import is_triples
        from ..queries.stream import Stream, ask, whole

        answer = ask(graph, asked)
        if format is None:
            triples = answer.triples if isinstance(answer, Stream) else is_triples(answer)
            format = "ttl" if triples else format_of(flags)
        if isinstance(answer, Stream):
            if answer.fits(format):
                with out(flags["output"]) as file:
                    answer.write(file, format)
                return
            answer = whole(graph, answer)
        _write(answer, format, flags)


@click.command(
    short_help="The card of a thing: names, facts, dates, sources.", epilog="Example: comity show 'Игорь Краснов'"
)
@click.argument("name")
@click.option("--limit", type=click.IntRange(1), default=25, show_default=True, help="Facts a section.")
@options("on", *READING)
def show(name: str, limit: int, on: str | None, **flags: Any) -> None:
    """The card of a thing: its names, facts, dates and sources.

    NAME is a name in any language, a slug such as official/igor-krasnov, or an
    address.  With --on the name of a post means whoever held it that day.
    Formats: table, json.
    """
    from ..queries.card_page import FORMATS, write_card

    format = format_of(flags, default="table", allowed=FORMATS)
    when = day(on)
    with opened(flags) as graph:
        card = graph.show(name, limit=limit, on=when)
        with out(flags["output"]) as file:
            write_card(card, file, format, colour=colour())


@click.command(short_help="Find things by name, in any language or script.", epilog="Example: comity search Краснова")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, help="Only this kind: state, official, treaty, body …")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Hits at most.")
@options(*READING)
def search(words: tuple[str, ...], kinds: tuple[str, ...], limit: int, **flags: Any) -> None:
    """Find things by name: any language or script, inflected or misspelt.

    Formats: table, csv, tsv, json, ndjson.
    """
    from ..queries.listing import found
    from ..queries.terms import ENTITY_KINDS

    unknown = [kind for kind in kinds if kind not in ENTITY_KINDS]
    if unknown:
        raise Usage(f"unknown kind {unknown[0][:40]!r}", hint=f"Expected one of {', '.join(sorted(ENTITY_KINDS))}.")
    format = format_of(flags, allowed=("table", "csv", "tsv", "json", "ndjson"))
    with opened(flags) as graph:
        _write(found(graph, " ".join(words), kinds, limit, flags["lang"]), format, flags)


@click.command(short_help="Check the graph against the shapes.", epilog="Example: comity check --lang ru")
@click.option("--shapes", metavar="FILE", help="Shapes of your own instead of Comity's.")
@options(*READING)
def check(shapes: str | None, **flags: Any) -> None:
    """Check the graph against the shapes; exit 1 where it does not conform.

    Formats: table (sentences), ttl (a report in SHACL's words).
    """
    format = format_of(flags, default="table", allowed=("table", "ttl"))
    if shapes is not None:
        from ..loaders.rdf import check_syntax

        check_syntax(Path(shapes))
    with opened(flags) as graph:
        told = graph.check_apart(shapes=None if shapes is None else Path(shapes), turtle=format == "ttl")
        with out(flags["output"]) as file:
            file.write(told.text)
    if told.violations:
        raise SystemExit(1)


VERBS = (query, sparql, show, search, check)


def query_text(text: str) -> str:
    """The SPARQL itself: from standard input for -, from a file where ``text`` names one."""
    is_file = text.endswith((".rq", ".sparql")) or ("\n" not in text and len(text) < 500 and os.path.isfile(text))  # noqa: PTH113  # Path.is_file raises for a long name
    name = "standard input" if text == "-" else text
    try:
        if text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(text).read_text(encoding="utf-8-sig") if is_file else text
    except UnicodeDecodeError as error:
        raise Usage(f"{name} is not UTF-8 text (byte {error.start})", hint="Save it as UTF-8.") from None


def _write(result: Result | bool, format: str, flags: dict[str, Any]) -> None:
    from ..queries.output import write_result

    with out(flags["output"]) as file:
        write_result(result, file, format, colour=colour())
    blank = getattr(result, "blank", None)
    if blank is not None and format != "table":
        tell(f"comity: {blank.text}")


def facts_of(name: str, result: Result) -> list[str]:
    """The addresses of the facts that an answer rests on; raises where it rests on none."""
    from ..queries.result import FACT, FACTS

    if FACT not in result.variables:
        raise Usage(f"the answer to {name} is a count and rests on no single facts", hint="Take -f csv or -f json.")
    facts = sorted({row[column] for row in result.rows for column in FACTS if row.get(column)})
    if not facts:
        why = f": {result.blank.text}" if result.blank is not None else ""
        raise NotFound(f"the answer to {name} rests on no fact{why}")
    return facts


def _write_facts(graph: Graph, name: str, result: Result, format: str, flags: dict[str, Any]) -> None:
    target = flags["output"] or sys.stdout.buffer
    graph.export(target, format=format, around=facts_of(name, result), depth=0)
