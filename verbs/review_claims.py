"""The claims of a graph for ``comity review``: found by id or thing, decided, and told what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..errors import NotFound, Usage
from .flags import home, tell
from .review_page import sources_of

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..loaders.text.keeping import Compared
    from ..loaders.text.known import Known
    from ..loaders.text.review import Decided, Order
    from .prose_words import Teller

#: What waits, in the order in which it is listed.
ORDER = {"contradicts": 0, "new": 1, "known": 2}


def is_of(one: Compared, wanted: Sequence[str]) -> bool:
    """Whether a claim is of a wanted status; one that was taken back is undone beside what it is to the graph."""
    return one.status in wanted or (one.undone is not None and "undone" in wanted)


@contextmanager
def user_graph(graph: str | None, lang: str) -> Iterator[tuple[Store, Teller, Known]]:
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


def absent(document: str) -> NotFound:
    """What is said where a document has no claims."""
    return NotFound(f"there are no claims of a document {document[:80]}", hint="comity review lists them.")


def check_name(document: str | None) -> None:
    """Refuse what is no name of a document: nothing that is read gets such a one."""
    from ..ontology.namespaces import claims

    if document is not None:
        try:
            claims(document)
        except ValueError:
            raise absent(document) from None


@contextmanager
def claims_of_graph(
    graph: str | None, lang: str, document: str | None, ids: Sequence[str] = ()
) -> Iterator[tuple[list[Compared], Teller, Known]]:
    """The claims of one document, of those that ids may mean, or all; sorted, with what tells them."""
    from ..loaders.text.keeping import documents_of, kept_claims

    check_name(document)
    with user_graph(graph, lang) as (store, teller, known):
        documents = documents_of(store, ids) if ids else None if document is None else [document]
        claims = list(kept_claims(store, documents))
        if document is not None and not claims:
            raise absent(document)
        claims.sort(key=place)
        learn(store, teller, claims)
        yield claims, teller, known


def learn(store: Store, teller: Teller, claims: Sequence[Compared]) -> None:
    from ..loaders.text.keeping import titles

    teller.learn(one.claim for one in claims)
    teller.name(titles(store, {one.claim.source for one in claims}))


def place(one: Compared) -> tuple[str, int, int]:
    return one.claim.source, ORDER.get(one.status, 3), one.claim.passage.start


def chosen_by(claims: Sequence[Compared], ids: Sequence[str], *, decided: bool = False) -> list[Compared]:
    """The claims that ids mean: one each, or all about a thing that wait, or that are ``decided``."""
    from ..loaders.text.claims import by_thing

    found: dict[str, Compared] = {}
    groups: dict[str, list[str]] | None = None
    for text in ids:
        key = text.removeprefix("claim/")
        if "/" in key:
            if groups is None:
                groups = {
                    thing: [claim.id for claim in about]
                    for thing, about in by_thing(
                        one.claim for one in claims if (one.decision is not None) == decided
                    ).items()
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


def the_one(found: Sequence[Compared], id_: str) -> Sequence[Compared]:
    if len(found) != 1:
        raise Usage(f"{id_} means {len(found)} claims; a correction is of one")
    return found


def carry_out(orders: Sequence[Order], by: str | None, graph: str | None, lang: str) -> None:
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
    told = [*done.accepted, *done.rejected, *(claim for claim, _ in [*done.along, *done.refused, *done.fallen])]
    told += [*(claim for claim, *_ in done.undone), *done.stays]
    with claims_of_graph(graph, lang, None, [claim.key for claim in told] or ["none"]) as (_, teller, known):
        said: Callable[[Any], str] = lambda claim: f"{claim.key}  {teller.thing(claim.thing)}: {teller.claim(claim)}"  # noqa: E731
        for claim, needed_by in done.along:
            click.echo(f"along with {needed_by.key}: {said(claim)}")
        for form, thing in done.aliases:
            click.echo(f"{form} is a name of {teller.thing(thing)} ({thing}) from now on")
        for claim, was, still in done.undone:
            click.echo(f"{'rejected instead' if claim in done.rejected else 'waits again'}: {said(claim)}")
            click.echo(f"  {was.by} {was.verdict} it on {was.at[:10]}" + ("; the graph says so still" if still else ""))
            for source in sources_of(claim.thing, known) if still else ():
                click.echo(f"    {source}")
        for claim, needed in done.fallen:
            click.echo(f"waits again with {needed.key}, on which it rests: {said(claim)}")
        for form, thing in done.forgotten:
            click.echo(f"{form} is no name of {teller.thing(thing)} ({thing}) any more")
        if done.stays:
            keys = " ".join(claim.key for claim in done.stays)
            click.echo(
                f"accepted once for what waits again, and still facts: "
                f"{', '.join(dict.fromkeys(teller.thing(claim.thing) for claim in done.stays))}\n"
                f"  comity review undo {keys} takes them back too"
            )
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
            (len(done.undone), "undone"),
            (len(done.fallen), "undone with them"),
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
