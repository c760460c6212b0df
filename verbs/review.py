"""comity review: the claims of a graph, and deciding about them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput, NotFound, Usage
from .flags import colour, format_of, home, options, out, tell
from .read_prose import write_rows

if TYPE_CHECKING:
    from ..loaders.text.keeping import Compared
    from ..loaders.text.known import Known
    from ..loaders.text.review import Decided, Order
    from .prose_words import Teller

COLUMNS = ("claim", "status", "confidence", "what", "passage", "document")
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
@options("lang", "format", "output", "graph")
@click.pass_context
def review(
    ctx: click.Context,
    /,
    document: str | None,
    least: float | None,
    status: tuple[str, ...],
    all_: bool,
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
    with _claims(flags["graph"], lang, document) as (claims, teller, _):
        shown = [one for one in claims if one.status in wanted and one.claim.score >= (least or 0)]
        with out(flags["output"]) as file:
            if format in ("json", "ndjson"):
                _write_json(file, shown, teller, format)
            elif format == "table":
                _write_list(file, shown, teller)
            else:
                write_rows(file, COLUMNS, [_row(one, teller) for one in shown], format)
    hidden = sum(1 for one in claims if one.status == "known") if not (all_ or status) else 0
    if not shown:
        tell("nothing waits" + (f"; {hidden:,} claims say what the graph knows (--all)" if hidden else ""))
    elif hidden:
        tell(f"{hidden:,} more say what the graph knows already (--all)")


@review.command(
    short_help="A claim with its passage.", epilog="\b\nExample: comity review show 1cb451bb1f --graph ./comity-graph"
)
@click.argument("id_", metavar="ID")
@options("lang", "graph")
def show(id_: str, lang: str, graph: str | None) -> None:
    """A claim: its passage in its surroundings, who read it how, and what the graph says to it."""
    with _claims(graph, lang, None) as (claims, teller, known):
        for index, one in enumerate(_chosen(claims, [id_])):
            if index:
                click.echo()
            _write_card(one, teller, known)


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
    with _claims(graph, lang, document) as (claims, _, _):
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

    with _claims(graph, lang, None) as (claims, _, _):
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
    with _claims(graph, lang, None) as (claims, _, _):
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
        text = batch_text(shown, kind, lambda one: _what(one, teller))
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


VERBS = (review,)


@contextmanager
def _claims(graph: str | None, lang: str, document: str | None) -> Iterator[tuple[list[Compared], Teller, Known]]:
    """The claims of the user's graph, what tells them, and what the graph knows."""
    from ..graph.export.names import Names
    from ..graph.store import Home
    from ..loaders.text.keeping import kept_claims, titles
    from ..loaders.text.known import Known
    from .prose_words import Teller

    where = home(graph)
    if not where.exists():
        raise NotFound(f"there is no graph at {where}", hint="comity build makes one; comity read keeps claims in it.")
    with Home.open(where).current().open() as store:
        claims = kept_claims(store, document)
        if document is not None and not claims:
            raise NotFound(f"there are no claims of a document {document[:80]}", hint="comity review lists them.")
        claims.sort(key=lambda one: (one.claim.source, _ORDER.get(one.status, 3), one.claim.passage.start))
        teller = Teller(Names(store, lang), lang, (one.claim for one in claims))
        teller.name(titles(store, {one.claim.source for one in claims}))
        yield claims, teller, Known(store)


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
    from .writing import _progress

    who = reviewer(by)
    if not orders:
        tell("nothing to decide")
        return
    with _progress() as progress:
        done = decide(home(graph), orders, by=who, lang=lang, progress=progress)
    _told(done, graph, lang)


def _told(done: Decided, graph: str | None, lang: str) -> None:
    """What became of orders: the refused to stderr with the reason, the rest to stdout."""
    with _claims(graph, lang, None) as (_, teller, _):
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


def _what(one: Compared, teller: Teller) -> str:
    text = teller.claim(one.claim)
    thing = one.claim.cells.get("encounter", one.claim.thing)
    about = teller.thing(thing)
    named = one.claim.field or one.claim.table in ("participations", "aims")
    if one.claim.table == "encounters" and not one.claim.field:
        return f"{text} ({about})" if about not in text else text
    return f"{about}: {text}" if named and about not in text else text


def _row(one: Compared, teller: Teller) -> dict[str, str]:
    return {
        "claim": one.claim.key,
        "status": teller.say(one.status),
        "confidence": f"{one.claim.score:.2f}",
        "what": _what(one, teller),
        "passage": " ".join(one.claim.passage.exact.split()),
        "document": one.claim.source.removeprefix("source/"),
    }


def _write_json(file: Any, shown: Sequence[Compared], teller: Teller, format: str) -> None:
    import json

    rows = [
        {
            **_row(one, teller),
            "status": one.status,
            "confidence": one.claim.score,
            "table": one.claim.table,
            "thing": one.claim.thing,
            "field": one.claim.field,
            "cells": dict(one.claim.cells),
            "rule": one.claim.rule,
            "basis": one.claim.basis,
            "start": one.claim.passage.start,
            "end": one.claim.passage.end,
            "against": one.judgement.fact if one.judgement.standing == "contradicts" else None,
        }
        for one in shown
    ]
    if format == "json":
        json.dump(rows, file, ensure_ascii=False, indent=2)
        file.write("\n")
    else:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_list(file: Any, shown: Sequence[Compared], teller: Teller) -> None:
    """By document and claim."""
    from rich.text import Text

    from ..queries.page import Page, clean
    from .prose_page import MARKS

    page = Page(file, colour=colour() and file is sys.stdout)
    document = ""
    for one in shown:
        if one.claim.source != document:
            if document:
                page.line()
            document = one.claim.source
            page.line(teller.thing(document), "bold", tail=document.removeprefix("source/"))
        mark, style = MARKS[one.status]
        line = Text.assemble((f"{one.claim.key} ", "dim"), (f"{mark} ", style), (f"{one.claim.score:.2f}  ", "dim"))
        line.append(clean(_what(one, teller)))
        page.wrapped(line, indent=2, hanging=21)
        if one.judgement.standing == "contradicts" and one.decision is None:
            page.line(teller.against(one.judgement), "red", indent=21)
        words = " ".join(clean(one.claim.passage.exact).split())
        page.line(f"«{words[:110]}{'…' if len(words) > 110 else ''}»", "dim italic", indent=21)


def _write_card(one: Compared, teller: Teller, known: Known) -> None:
    from rich.text import Text

    from ..loaders.text.batch import fields_of
    from ..loaders.text.rows import needs_of
    from ..queries.page import Page, clean
    from .prose_page import MARKS

    claim, page = one.claim, Page(sys.stdout, colour=colour())
    mark, style = MARKS[one.status]
    page.wrapped(Text.assemble((f"{mark} {teller.say(one.status)}  ", style), (clean(_what(one, teller)), "bold")))
    page.line(f"{claim.id} · {claim.thing}", "dim")
    page.line()
    passage = claim.passage
    marked = "bold reverse" if page.is_terminal and colour() else ""
    before, after = ("[", "]") if not marked else ("", "")
    shown = Text.assemble(
        (f"…{_flat(passage.prefix)}" if passage.prefix else "", "dim"),
        (f"{before}{_flat(passage.exact)}{after}", marked),
        (f"{_flat(passage.suffix)}…" if passage.suffix else "", "dim"),
    )
    page.wrapped(shown, indent=2)
    page.line(f"{teller.thing(claim.source)} · {passage.start}-{passage.end}", "dim", indent=2)
    page.line()
    for name in fields_of(one):
        if claim.cells.get(name):
            page.line(f"{name:<14} {claim.cells[name]}", indent=2)
    read = f"{claim.rule}, {claim.basis}, {teller.say('confidence')} {claim.score:.2f} ({claim.confidence})"
    page.line(f"{read}, {claim.checked}", "dim", indent=2)
    if one.judgement.standing == "contradicts":
        page.line(teller.against(one.judgement), "red", indent=2)
    elif one.judgement.fact is not None:
        page.line(f"{teller.say('graph says')} {teller.thing(one.judgement.fact)}", "dim", indent=2)
    for resting in one.judgement.passages(known)[:3] if one.judgement.fact else ():
        words = f": «{resting.exact}»" if resting.exact else ""
        page.line(f"{resting.title}{', ' + resting.place if resting.place else ''}{words}", "dim", indent=4)
    waits = [thing for thing in needs_of(claim) if not known.has(thing)]
    if waits and one.decision is None:
        page.line(f"needs {', '.join(waits)}", "dim", indent=2)
    if one.decision is not None:
        why = f": {one.decision.because}" if one.decision.because else ""
        page.line(f"{teller.say(one.decision.verdict)} · {one.decision.by} · {one.decision.at[:10]}{why}", indent=2)


def _flat(text: str) -> str:
    from ..queries.page import clean

    return "".join(clean(char) or " " for char in text)
