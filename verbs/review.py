"""comity review: the claims of a graph, and deciding about them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput, Usage
from .flags import format_of, options, out, tell
from .read_prose import write_rows
from .review_claims import (
    ORDER,
    absent,
    carry_out,
    check_name,
    chosen_by,
    claims_of_graph,
    is_of,
    learn,
    place,
    the_one,
    user_graph,
)
from .review_page import COLUMNS, row, what, write_card, write_json, write_list

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..loaders.text.keeping import Compared

RULES = ("rule", "accepted", "rejected", "corrected", "waiting", "precision")

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
@click.option("--status", multiple=True, help="new, known, contradicts, accepted, rejected, corrected, undone.")
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
    from ..loaders.text.shelf import UNDONE, VERDICTS

    statuses = (*ORDER, *VERDICTS, UNDONE)
    unknown = [one for one in status if one not in statuses]
    if unknown:
        raise Usage(f"unknown status {unknown[0][:40]!r}", hint=f"Expected one of {', '.join(statuses)}.")
    format = format_of({**flags}, allowed=("table", "csv", "tsv", "json", "ndjson"))
    wanted = status or ((*ORDER, *VERDICTS) if all_ else ("contradicts", "new"))
    with user_graph(flags["graph"], lang) as (store, teller, _):
        shown, hidden, more = _listed(store, document, wanted, least or 0, limit)
        learn(store, teller, shown)
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

    check_name(document)
    shown: list[Compared] = []
    hidden = found = 0
    claims = kept_claims(store, None if document is None else [document])
    for _, group in groupby(claims, key=lambda one: one.claim.source):
        of_document = sorted(group, key=place)
        found += len(of_document)
        fit = [one for one in of_document if is_of(one, wanted) and one.claim.score >= least]
        hidden += sum(1 for one in of_document if one.status == "known" and "known" not in wanted)
        shown += fit
        if len(shown) > limit:
            return shown[:limit], hidden, True
    if document is not None and not found:
        raise absent(document)
    return shown, hidden, False


@review.command(
    short_help="A claim with its passage.", epilog="\b\nExample: comity review show 1cb451bb1f --graph ./comity-graph"
)
@click.argument("id_", metavar="ID")
@options("lang", "graph")
def show(id_: str, lang: str, graph: str | None) -> None:
    """A claim: its passage in its surroundings, who read it how, and what the graph says to it."""
    with claims_of_graph(graph, lang, None, [id_]) as (claims, teller, known):
        for index, one in enumerate(chosen_by(claims, [id_])):
            if index:
                click.echo()
            write_card(one, teller, known)


@review.command(
    short_help="Make claims facts.",
    epilog="\b\nExample: comity review accept --all --document sharq-press-20241121 --graph ./comity-graph",
)
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--all", "all_", is_flag=True, help="All that wait and do not contradict the graph.")
@click.option("--undone", is_flag=True, help="All that comity build could not carry over, once they fit again.")
@_document
@_from
@_by
@_because
@options("lang", "graph")
def accept(
    ids: tuple[str, ...],
    all_: bool,
    undone: bool,
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
    from ..loaders.text.review import BUILD, Order

    if bool(ids) == (all_ or undone or least is not None or document is not None):
        raise Usage("accept takes ids, or --all, --undone, --document or --from", hint="comity review accept ID")
    with claims_of_graph(graph, lang, document, ids) as (claims, _, _):
        waiting = [one for one in claims if one.decision is None]
        if ids:
            chosen = chosen_by(claims, ids)
        elif undone:
            # What was accepted once was so whatever it contradicts.
            chosen = [one for one in waiting if one.undone is not None and one.undone.by == BUILD]
        else:
            chosen = [one for one in waiting if one.status != "contradicts" and one.claim.score >= (least or 0)]
    carry_out([Order(one.claim.key, "accepted", {}, because) for one in chosen], by, graph, lang)


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

    with claims_of_graph(graph, lang, None, ids) as (claims, _, _):
        chosen = chosen_by(claims, ids)
    carry_out([Order(one.claim.key, "rejected", {}, because) for one in chosen], by, graph, lang)


@review.command(
    short_help="Take back what was decided.", epilog="\b\nExample: comity review undo 1cb451bb1f --because 'a namesake'"
)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--reject", "reject_", is_flag=True, help="Refuse the claims instead of letting them wait again.")
@_by
@_because
@options("lang", "graph")
def undo(
    ids: tuple[str, ...], reject_: bool, by: str | None, because: str | None, lang: str, graph: str | None
) -> None:
    """Take back that claims were accepted, rejected or corrected: they wait again, as they were read.

    The fact goes, unless the records, a loaded file or another claim says so
    too; what was accepted and rests on it waits again with it.  A name that a
    correction taught is forgotten.  It holds for every document that says the
    same, and who undid it when is kept beside who decided it.
    """
    from ..loaders.text.review import Order

    with claims_of_graph(graph, lang, None, ids) as (claims, _, _):
        chosen = chosen_by(claims, ids, decided=True)
    orders = [Order(one.claim.key, "undone", {}, because) for one in chosen]
    orders += [Order(one.claim.key, "rejected", {}, because) for one in chosen if reject_]
    carry_out(orders, by, graph, lang)


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
    with claims_of_graph(graph, lang, None, [id_]) as (claims, _, _):
        (one,) = the_one(chosen_by(claims, [id_]), id_)
    carry_out([Order(one.claim.key, "corrected", told, because)], by, graph, lang)


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
    with claims_of_graph(graph, lang, document) as (claims, teller, _):
        shown = [one for one in claims if all_ or is_of(one, ("new", "contradicts", "undone"))]
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

    carry_out(read_batch(Path(file)), by, graph, lang)


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
    with user_graph(flags["graph"], "en") as (store, _, _), out(flags["output"]) as file:
        write_rows(file, RULES, [one.row() for one in measured(kept_claims(store))], format)


VERBS = (review,)
