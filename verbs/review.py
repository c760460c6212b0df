"""comity review: the claims of a graph, and deciding about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput, NotFound, Usage
from .flags import format_of, home, options, out, tell
from .read_prose import write_rows
from .review_page import COLUMNS, row, what, write_card, write_json, write_list

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..loaders.text.keeping import Compared
    from ..loaders.text.known import Known
    from ..loaders.text.review import Decided, Order
    from .prose_words import Teller

RULES = ("rule", "accepted", "rejected", "corrected", "waiting", "precision")
_ORDER = {"contradicts": 0, "new": 1, "known": 2}

_by = click.option("--by", metavar="NAME", help="Who decides (COMITY_REVIEWER, or the login's name).")
_because = click.option("--because", metavar="TEXT", help="Why; kept with the decision.")
_document = click.option("--document", metavar="SLUG", help="Of this document only.")


def _share(ctx: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    try:
        share = float(value.removesuffix("%")) / (100 if value.endswith("%") or float(value) > 1 else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise Usage(f"expected a confidence from 0 to 1, found {value[:40]!r}", field="--from")
    return share


_from = click.option("--from", "least", metavar="CONFIDENCE", callback=_share, help="Of at least this confidence.")


@click.group(
    invoke_without_command=True,
    short_help="What documents claim: list, accept, reject, correct.",
    epilog="Example: comity review --status contradicts --lang ru",
)
@_document
@_from
@click.option("--status", multiple=True, help="new, known, contradicts, accepted, rejected, corrected.")
@click.option("--all", "all_", is_flag=True, help="Also what the graph knows already and what was decided.")
@click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="Claims at most.")
@options("lang", "format", "output", "graph")
@click.pass_context
def review(
    ctx: click.Context,
    /,
    document: str | None,
    least: float | None,
    status: tuple[str, ...],
    all_: bool,
    limit: int,
    lang: str,
    **flags: Any,
) -> None:
    """List the claims that wait: what contradicts the graph first, then what is new.

    ID in the commands below is a claim's, its first letters, or a thing's with
    all that is claimed of it (meeting/…).  Formats: table, csv, tsv, json, ndjson.
    """
    if ctx.invoked_subcommand is not None:
        return
    from ..loaders.text.shelf import VERDICTS

    unknown = [one for one in status if one not in (*_ORDER, *VERDICTS)]
    if unknown:
        raise Usage(f"unknown status {unknown[0][:40]!r}", hint=f"Expected one of {', '.join((*_ORDER, *VERDICTS))}.")
    format = format_of({**flags}, allowed=("table", "csv", "tsv", "json", "ndjson"))
    wanted = status or ((*_ORDER, *VERDICTS) if all_ else ("contradicts", "new"))
    with _graph(flags["graph"], lang) as (store, teller, _):
        shown, hidden, more = _listed(store, document, wanted, least or 0, limit)
        _learn(store, teller, shown)
        with out(flags["output"]) as file:
            if format in ("json", "ndjson"):
                write_json(file, shown, teller, format)
            elif format == "table":
                write_list(file, shown, teller)
            else:
                write_rows(file, COLUMNS, [row(one, teller) for one in shown], format)
    if not shown:
        tell("nothing waits" + (f"; {hidden:,} claims say what the graph knows (--all)" if hidden else ""))
    elif more:
        tell(f"the first {len(shown):,}; --limit shows more, --document those of one document")
    elif hidden and not (all_ or status):
        tell(f"{hidden:,} more say what the graph knows already (--all)")


def _listed(
    store: Store, document: str | None, wanted: Sequence[str], least: float, limit: int
) -> tuple[list[Compared], int, bool]:
    """What to list, how many known claims were passed over, and whether the limit cut it off.

    Document by document, so that a graph of many is not read whole.
    """
    from itertools import groupby

    from ..loaders.text.keeping import kept_claims

    _named(document)
    shown: list[Compared] = []
    hidden = found = 0
    claims = kept_claims(store, None if document is None else [document])
    for _, group in groupby(claims, key=lambda one: one.claim.source):
        of_document = sorted(group, key=_place)
        found += len(of_document)
        fit = [one for one in of_document if one.status in wanted and one.claim.score >= least]
        hidden += sum(1 for one in of_document if one.status == "known" and "known" not in wanted)
        shown += fit
        if len(shown) > limit:
            return shown[:limit], hidden, True
    if document is not None and not found:
        raise _absent(document)
    return shown, hidden, False


def _absent(document: str) -> NotFound:
    return NotFound(f"there are no claims of a document {document[:80]}", hint="comity review lists them.")


def _named(document: str | None) -> None:
    """Refuse what is no name of a document: nothing that is read gets such a one."""
    from ..ontology.namespaces import claims

    if document is not None:
        try:
            claims(document)
        except ValueError:
            raise _absent(document) from None


@review.command(
    short_help="A claim with its passage.", epilog="\b\nExample: comity review show 1cb451bb1f --graph ./comity-graph"
)
@click.argument("id_", metavar="ID")
@options("lang", "graph")
def show(id_: str, lang: str, graph: str | None) -> None:
    """A claim: its passage in its surroundings, who read it how, and what the graph says to it."""
    with _claims(graph, lang, None, [id_]) as (claims, teller, known):
        for index, one in enumerate(_chosen(claims, [id_])):
            if index:
                click.echo()
            write_card(one, teller, known)


@review.command(
    short_help="Make claims facts.",
    epilog="\b\nExample: comity review accept --all --document sharq-press-20241121 --graph ./comity-graph",
)
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--all", "all_", is_flag=True, help="All that wait and do not contradict the graph.")
@_document
@_from
@_by
@_because
@options("lang", "graph")
def accept(
    ids: tuple[str, ...],
    all_: bool,
    document: str | None,
    least: float | None,
    by: str | None,
    because: str | None,
    lang: str,
    graph: str | None,
) -> None:
    """Make claims facts, after the same check as comity load; what they need comes along.

    One that contradicts a fact stands beside it afterwards, as what another
    source says.  --all leaves those out: accept them by ID.
    """
    from ..loaders.text.review import Order

    if bool(ids) == (all_ or least is not None or document is not None):
        raise Usage("accept takes ids, or --all, --document or --from", hint="comity review accept ID")
    with _claims(graph, lang, document, ids) as (claims, _, _):
        waiting = [one for one in claims if one.decision is None]
        if ids:
            chosen = _chosen(claims, ids)
        else:
            chosen = [one for one in waiting if one.status != "contradicts" and one.claim.score >= (least or 0)]
    _decide([Order(one.claim.key, "accepted", {}, because) for one in chosen], by, graph, lang)


@review.command(
    short_help="Refuse claims.", epilog="\b\nExample: comity review reject 1cb451bb1f --because 'a namesake'"
)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@_by
@_because
@options("lang", "graph")
def reject(ids: tuple[str, ...], by: str | None, because: str | None, lang: str, graph: str | None) -> None:
    """Claims that are not to become facts, here and in whatever document says the same."""
    from ..loaders.text.review import Order

    with _claims(graph, lang, None, ids) as (claims, _, _):
        chosen = _chosen(claims, ids)
    _decide([Order(one.claim.key, "rejected", {}, because) for one in chosen], by, graph, lang)


@review.command(
    short_help="Accept a claim with other values.",
    epilog="\b\nExample: comity review correct 1cb451bb1f participant=official/igor-krasnov",
)
@click.argument("id_", metavar="ID")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@_by
@_because
@options("lang", "graph")
def correct(
    id_: str, changes: tuple[str, ...], by: str | None, because: str | None, lang: str, graph: str | None
) -> None:
    """Accept a claim with other values; the fields are the columns of its table of the records.

    id=THING says that an unknown official, body, agency or post is a known one;
    its name becomes an alias, so that it is known the next time.
    """
    from ..loaders.text.review import Order

    def wrong(field: str, message: str) -> BadInput:
        return BadInput(message, hint="comity review correct ID FIELD=VALUE")

    told: dict[str, str] = {}
    for change in changes:
        name, _, value = change.partition("=")
        if "=" not in change or not name:
            raise wrong("change", f"expected FIELD=VALUE, found {change[:60]!r}")
        told |= {name.strip(): value.strip()}
    with _claims(graph, lang, None, [id_]) as (claims, _, _):
        (one,) = _one(_chosen(claims, [id_]), id_)
    _decide([Order(one.claim.key, "corrected", told, because)], by, graph, lang)


@review.command(
    short_help="Claims as a file to edit.", epilog="\b\nExample: comity review export batch.yaml --graph ./comity-graph"
)
@click.argument("file", metavar="FILE")
@_document
@_from
@click.option("--all", "all_", is_flag=True, help="Also what the graph knows already and what was decided.")
@options("lang", "graph")
def export(file: str, document: str | None, least: float | None, all_: bool, lang: str, graph: str | None) -> None:
    """Write the claims that wait to FILE (.yaml or .csv), one a line, to be decided in an editor."""
    from ..loaders.text.batch import batch_text, kind_of

    kind = kind_of(Path(file))
    with _claims(graph, lang, document) as (claims, teller, _):
        shown = [one for one in claims if all_ or one.status in ("new", "contradicts")]
        shown = [one for one in shown if one.claim.score >= (least or 0)]
        text = batch_text(shown, kind, lambda one: what(one, teller))
    with out(file) as target:
        target.write(text)
    tell(f"wrote {len(shown):,} claims to {file}; comity review apply {file} carries out what is decided in it")


@review.command(
    short_help="Carry out an edited file.", epilog="\b\nExample: comity review apply batch.yaml --graph ./comity-graph"
)
@click.argument("file", metavar="FILE")
@_by
@options("lang", "graph")
def apply(file: str, by: str | None, lang: str, graph: str | None) -> None:
    """Carry out the decisions of FILE, all in one generation; one wrong line, and nothing is done."""
    from ..loaders.text.batch import read_batch

    _decide(read_batch(Path(file)), by, graph, lang)


@review.command(
    short_help="How often each rule of the reader was right.",
    epilog="\b\nExample: comity review rules --graph ./comity-graph",
)
@options("format", "output", "graph")
def rules(**flags: Any) -> None:
    """Of the claims that people decided, how many of each rule were accepted as they were read.

    Formats: table, csv, tsv.
    """
    from ..loaders.text.keeping import kept_claims, measured

    format = format_of({**flags}, allowed=("table", "csv", "tsv"))
    with _graph(flags["graph"], "en") as (store, _, _), out(flags["output"]) as file:
        write_rows(file, RULES, [one.row() for one in measured(kept_claims(store))], format)


VERBS = (review,)


@contextmanager
def _graph(graph: str | None, lang: str) -> Iterator[tuple[Store, Teller, Known]]:
    """The user's graph, what tells its claims, and what it knows."""
    from ..graph.export.names import Names
    from ..graph.store import Home
    from ..loaders.text.known import Known
    from .prose_words import Teller

    where = home(graph)
    if not where.exists():
        raise NotFound(f"there is no graph at {where}", hint="comity build makes one; comity read keeps claims in it.")
    with Home.open(where).current().open() as store:
        yield store, Teller(Names(store, lang), lang), Known(store)


@contextmanager
def _claims(
    graph: str | None, lang: str, document: str | None, ids: Sequence[str] = ()
) -> Iterator[tuple[list[Compared], Teller, Known]]:
    """The claims of one document, of those that ids may mean, or all; sorted, with what tells them."""
    from ..loaders.text.keeping import documents_of, kept_claims

    _named(document)

    with _graph(graph, lang) as (store, teller, known):
        documents = documents_of(store, ids) if ids else None if document is None else [document]
        claims = list(kept_claims(store, documents))
        if document is not None and not claims:
            raise _absent(document)
        claims.sort(key=_place)
        _learn(store, teller, claims)
        yield claims, teller, known


def _learn(store: Store, teller: Teller, claims: Sequence[Compared]) -> None:
    from ..loaders.text.keeping import titles

    teller.learn(one.claim for one in claims)
    teller.name(titles(store, {one.claim.source for one in claims}))


def _place(one: Compared) -> tuple[str, int, int]:
    return one.claim.source, _ORDER.get(one.status, 3), one.claim.passage.start


def _chosen(claims: Sequence[Compared], ids: Sequence[str]) -> list[Compared]:
    """The claims that ids mean: one each, or all that wait about a thing."""
    from ..loaders.text.claims import by_thing

    found: dict[str, Compared] = {}
    groups: dict[str, list[str]] | None = None
    for text in ids:
        key = text.removeprefix("claim/")
        if "/" in key:
            if groups is None:
                groups = {
                    thing: [claim.id for claim in about]
                    for thing, about in by_thing(one.claim for one in claims if one.decision is None).items()
                }
            fit = [one for one in claims if one.claim.id in groups.get(key, ())]
        else:
            fit = [one for one in claims if one.claim.key.startswith(key)] if len(key) >= 4 else []
            if len(fit) > 1:
                raise NotFound(f"{len(fit)} claims begin with {key!r}", hint="Give more of its letters.")
        if not fit:
            raise NotFound(f"there is no claim {key[:60]!r}", hint="comity review --all lists them.")
        found |= {one.claim.id: one for one in fit}
    return list(found.values())


def _one(found: Sequence[Compared], id_: str) -> Sequence[Compared]:
    if len(found) != 1:
        raise Usage(f"{id_} means {len(found)} claims; a correction is of one")
    return found


def _decide(orders: Sequence[Order], by: str | None, graph: str | None, lang: str) -> None:
    from ..loaders.text.review import decide, reviewer
    from .writing import progress_bar

    who = reviewer(by)
    if not orders:
        tell("nothing to decide")
        return
    with progress_bar() as progress:
        done = decide(home(graph), orders, by=who, lang=lang, progress=progress)
    _told(done, graph, lang)


def _told(done: Decided, graph: str | None, lang: str) -> None:
    """What became of orders: the refused to stderr with the reason, the rest to stdout."""
    told = [*done.accepted, *done.rejected, *(claim for claim, _ in [*done.along, *done.refused])]
    with _claims(graph, lang, None, [claim.key for claim in told] or ["none"]) as (_, teller, _):
        said: Callable[[Any], str] = lambda claim: f"{claim.key}  {teller.thing(claim.thing)}: {teller.claim(claim)}"  # noqa: E731
        for claim, needed_by in done.along:
            click.echo(f"along with {needed_by.key}: {said(claim)}")
        for form, thing in done.aliases:
            click.echo(f"{form} is a name of {teller.thing(thing)} ({thing}) from now on")
        for claim, before in done.already:
            click.echo(f"{claim.key} was {before.verdict} already by {before.by}, {before.at[:10]}")
        for claim, why in done.refused:
            tell(f"refused: {said(claim)}\n  {why}")
    parts = [
        f"{count:,} {word}"
        for count, word in (
            (len(done.accepted), "accepted"),
            (len(done.along), "accepted along with them"),
            (len(done.corrected), "corrected"),
            (len(done.rejected), "rejected"),
            (len(done.refused), "refused"),
        )
        if count
    ]
    where = f" (generation {done.generation.number})" if done.generation is not None else ""
    click.echo((", ".join(parts) or "nothing changed") + where)
    if done.findings:
        tell(done.findings)
    if done.refused:
        raise SystemExit(1)
