"""comity read: what documents tell, compared with a graph and kept among its claims."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..errors import BadInput, ComityError, Usage
from .flags import colour, day, format_of, opened, options, out, tell
from .read_by_model import by_model, line_to
from .writing import progress_bar

if TYPE_CHECKING:
    from ..loaders.report import Progress
    from ..loaders.text.document import Document
    from ..loaders.text.keeping import Kept, KeptAll
    from ..loaders.text.reading import Reading
    from ..queries.session import Graph

FORMATS = ("text", "table", "csv", "tsv", "json", "ndjson")
COLUMNS = ("document", "claim", "status", "confidence", "what", "passage")
#: Documents that go into one generation.
BATCH = 500
#: Files from which on they are read by several processes: each needs a reader of its own, which takes seconds.
MANY = 12
_ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".md")


@click.command(
    short_help="Read articles and pages: what they tell, as claims.",
    epilog="Example: comity read article.txt --published 2024-11-21",
)
@click.argument("paths", nargs=-1, required=True)
@click.option("--published", metavar="DATE", help="The day of publication, where the text does not give it.")
@click.option("--dry-run", is_flag=True, help="Keep nothing; only show.")
@click.option("--accept-by-rule", is_flag=True, help="Accept what rules of measured precision read.")
@click.option("--resume", is_flag=True, help="Pass over files whose claims the graph keeps already.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help=f"Processes that read, from {MANY} files on.  [default: cores]"
)
@click.option("--model", metavar="NAME", help="A language model reads instead of the rules; off unless named.")
@click.option(
    "--model-at",
    metavar="ADDRESS",
    envvar="COMITY_MODEL_AT",
    help="Its OpenAI-compatible address, which sees the texts; a key in COMITY_MODEL_KEY.",
)
@options("lang", "format", "output", "graph")
def read(
    paths: tuple[str, ...],
    published: str | None,
    dry_run: bool,
    accept_by_rule: bool,
    resume: bool,
    jobs: int | None,
    model: str | None,
    model_at: str | None,
    lang: str,
    **flags: Any,
) -> None:
    """Read texts or saved pages (or folders of them) in Russian or English.

    With a graph (--graph, COMITY_GRAPH, ./comity-graph) what they tell is kept
    among its claims, where comity review shows it; without one it is compared
    with the shipped records and nothing is kept.
    Formats: text, table, csv, tsv, json, ndjson.
    """
    named = {**flags, "lang": lang}
    format = format_of(named, default="text", allowed=FORMATS)
    source = click.get_current_context().get_parameter_source("model_at")
    line = line_to(model, model_at, written=source is ParameterSource.COMMANDLINE)
    when = day(published, "--published")
    where = None if dry_run else _home(flags["graph"])
    files, missing, left = _files(paths)
    for remark in left:
        tell(f"comity: {remark}")
    failed = list(missing)
    if resume and where is None:
        raise Usage("--resume asks what a graph keeps, and there is none", hint="Name it with --graph.")
    many = len(files) >= MANY or jobs is not None
    with opened(named) as graph, progress_bar() if many else nullcontext() as progress:
        told = None if when is None else when.isoformat()
        done = _done(graph) if resume else frozenset()
        pairs = _read(files, flags["graph"], told, failed, done, jobs if many else 1, progress, take_apart=bool(line))
        if line is not None:
            pairs = by_model(pairs, line, graph, failed)
        with out(flags["output"]) as file:
            writer = _Writer(file, format, lang, many=len(files) > 1, graph=graph)
            while batch := list(itertools.islice(pairs, BATCH)):
                writer.write(_kept(batch, graph, where, accept_by_rule, lang), where is not None)
            writer.close(where is not None and not failed)  # what failed is said below
    for error in failed:
        tell(f"comity: {error}")
    if failed:
        raise SystemExit(failed[0].exit_code if len(files) + len(missing) == 1 else 1)


def _home(named: str | None) -> Path | None:
    """The graph to keep claims in; None where there is none of the user's own."""
    from ..loaders.shipped import DEFAULT

    told = named or os.environ.get("COMITY_GRAPH")
    if told is not None:
        return Path(told)
    return DEFAULT if DEFAULT.is_dir() else None


def _files(paths: Sequence[str]) -> tuple[list[Path], list[ComityError], list[ComityError]]:
    """The files that are named and those of the folders that are; an error for what is not there, a remark for links
    that lead out of a folder."""
    from ..loaders.inside import leads_out, left_alone

    found: list[Path] = []
    missing: list[ComityError] = []
    left: list[ComityError] = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in _ENDINGS and one.is_file())
            out = [one for one in inside if leads_out(one, path)]
            if len(inside) == len(out):
                missing.append(BadInput("holds no texts or pages", file=path, hint=f"Expected {', '.join(_ENDINGS)}."))
            left += map(left_alone, out)
            found += [one for one in inside if one not in out]
        elif path.exists():
            found.append(path)
        else:
            missing.append(BadInput("there is no such file", file=path))
    return list(dict.fromkeys(found)), missing, left


def _done(graph: Graph) -> frozenset[str]:
    """The SHA-256 sums of the documents that a graph keeps claims of."""
    from ..loaders.text.keeping import kept_sums

    with graph.generation.open() as store:
        return kept_sums(store)


def _read(
    files: Sequence[Path],
    graph: str | None,
    published: str | None,
    failed: list[ComityError],
    done: frozenset[str],
    jobs: int | None,
    progress: Progress | None,
    *,
    take_apart: bool,
) -> Iterator[tuple[Document, Reading]]:
    """Each document with its reading, one that cannot be read to ``failed``; always in processes of their own,
    since documents are anybody's.  ``take_apart``: with nothing read, for a model to do that."""
    from ..loaders.text.folder import read_folder

    def step(name: str, count: int, total: int | None) -> None:
        if progress is not None:
            progress("reading", count, total)

    program = None
    if take_apart:
        from ..loaders.text.model import PROGRAM

        program = PROGRAM
    for one in read_folder(files, graph, jobs=jobs, published=published, progress=step, done=done, program=program):
        if one.error is not None:
            failed.append(one.error)
        elif one.document is not None:
            yield one.document, one.value


def _kept(pairs: list[tuple[Document, Reading]], graph: Graph, where: Path | None, by_rule: bool, lang: str) -> KeptAll:
    from ..loaders.text.keeping import KeptAll, compare, keep

    if where is not None:
        return keep(where, pairs, by_rule=by_rule, lang=lang)
    with graph.generation.open() as store:
        return KeptAll(compare(store, pairs))


class _Writer:
    """Writes batches of documents in one format."""

    def __init__(self, file: IO[str], format: str, lang: str, *, many: bool, graph: Graph) -> None:
        self._file = file
        self._format = format
        self._lang = lang
        self._many = many
        self._generation = graph.generation
        self._whole: list[dict[str, Any]] = []
        self._rows: list[dict[str, str]] = []
        self._told = 0

    def write(self, made: KeptAll, stored: bool) -> None:
        """One batch."""
        if self._format in ("json", "ndjson"):
            for kept in made.documents:
                told = {"document": kept.document.name, "sha256": kept.document.sha256, **kept.reading.told()}
                if self._format == "ndjson":
                    self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
                else:
                    self._whole.append(told)
        else:
            self._write_page(made)
        self._told += len(made.documents)
        _summary(made, stored)

    def _write_page(self, made: KeptAll) -> None:
        from ..graph.export.names import Names
        from .prose_page import write_page
        from .prose_words import Teller

        with self._generation.open() as store:
            teller = Teller(Names(store, self._lang), self._lang)
            if self._format == "text":
                if self._told and made.documents:
                    self._file.write("\n")
                write_page(self._file, made.documents, teller, colour=colour() and self._file is sys.stdout)
                return
            for kept in made.documents:
                teller.learn(one.claim for one in kept.compared)
                self._rows += rows_of(kept, teller)

    def close(self, stored: bool) -> None:
        """What can only be written whole."""
        if not self._told and stored:
            tell("nothing new: no document was read")
        if self._format == "json":
            told: Any = self._whole if self._many else (self._whole[0] if self._whole else {})
            json.dump(told, self._file, ensure_ascii=False, indent=2)
            self._file.write("\n")
        elif self._format in ("table", "csv", "tsv"):
            write_rows(self._file, COLUMNS, self._rows, self._format)


def rows_of(kept: Kept, teller: Any) -> list[dict[str, str]]:
    """The claims of a document as rows."""
    return [
        {
            "document": kept.document.name,
            "claim": one.claim.key,
            "status": teller.say(one.status),
            "confidence": f"{one.claim.score:.2f}",
            "what": f"{teller.thing(one.claim.thing)}: {teller.claim(one.claim)}",
            "passage": " ".join(one.claim.passage.exact.split()),
        }
        for one in kept.compared
    ]


def write_rows(file: IO[str], columns: Sequence[str], rows: Sequence[dict[str, str]], format: str) -> None:
    """Rows as a table to read, or as CSV or TSV."""
    from ..graph.export.tables import neutral
    from ..graph.separated import Rows

    if format != "table":
        writer = Rows(file, "\t" if format == "tsv" else ",")
        writer.writerow(columns)
        safe = neutral if format == "csv" else str  # TSV goes to programs and stays as it is
        writer.writerows([safe(row[name]) for name in columns] for row in rows)
        return
    from rich.table import Table
    from rich.text import Text

    from ..queries.page import Page, clean

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in ("claim", "status", "confidence"))
    for row in rows:
        table.add_row(*(Text(_cut(clean(row[name]))) for name in columns))
    Page(file, colour=colour() and file is sys.stdout).print(table)


def _cut(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _summary(made: KeptAll, stored: bool) -> None:
    """What was kept, to standard error."""
    if not stored:
        return
    fresh = sum(len(kept.fresh) for kept in made.documents)
    decided = made.decided
    if made.generation is None:
        tell(f"nothing new: the graph keeps all claims of {_documents(len(made.documents))} already")
        return
    parts = [f"{fresh:,} claims of {_documents(len(made.documents))} kept in generation {made.generation.number}"]
    if decided.accepted:
        parts.append(f"{len(decided.accepted):,} accepted as decided before or by rule")
    tell("; ".join(parts) + ". comity review shows what waits.")


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"


VERBS = (read,)
