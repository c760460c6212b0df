"""Treaty law on the command line: between, status, route, explain, horizon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .flags import colour, day, format_of, opened, options, out

if TYPE_CHECKING:
    from ..queries.told import Told
    from ..queries.treaty_law import TreatyLaw

SHARED = ("lang", "format", "output", "graph")


@contextmanager
def _asked(flags: dict[str, Any]) -> Iterator[TreatyLaw]:
    with opened(flags, generation=False) as graph:
        yield graph.treaty_law


def _write(told: Told, flags: dict[str, Any]) -> None:
    from ..queries.told import write_told

    with out(flags["output"]) as file:
        write_told(told, file, format_of(flags, default="table"), colour=colour())


@click.command(epilog="Example: comity between UZ RU --on 2024-11-21")
@click.argument("a")
@click.argument("b")
@click.option("--matter", help="Of this matter only: criminal, civil.")
@click.option(
    "--suppose", "supposed", multiple=True, metavar="STATE:KIND:TREATY:DATE", help="As if this were done too."
)
@options("on", "known", *SHARED)
def between(a: str, b: str, matter: str | None, supposed: tuple[str, ...], on: str | None, **flags: Any) -> None:
    """Every treaty in force between A and B on a day, with the acts that make it so and what modifies it.

    A and B are ISO codes (UZ) or names of states or organisations.
    """
    with _asked(flags) as law:
        told = law.suppose(supposed).between(
            a, b, on=day(on), known_on=day(flags["as_known_on"], "--as-known-on"), matter=matter, lang=flags["lang"]
        )
        _write(told, flags)


@click.command(epilog="Example: comity status untoc --on 2024-11-21")
@click.argument("treaty")
@click.option(
    "--suppose", "supposed", multiple=True, metavar="STATE:KIND:TREATY:DATE", help="As if this were done too."
)
@options("on", "known", *SHARED)
def status(treaty: str, supposed: tuple[str, ...], on: str | None, **flags: Any) -> None:
    """A treaty on a day: entry into force by its register and by its clause, parties, signatories, what comes.

    TREATY is a name, a slug (untoc) or a UNTC number (XVIII-12).
    """
    with _asked(flags) as law:
        told = law.suppose(supposed).status(
            treaty, on=day(on), known_on=day(flags["as_known_on"], "--as-known-on"), lang=flags["lang"]
        )
        _write(told, flags)


@click.command(epilog="Example: comity explain minsk-convention-1993 UA RU --on 2023-06-27")
@click.argument("treaty")
@click.argument("subject", required=False)
@click.argument("other", required=False)
@options("on", "known", *SHARED)
def explain(treaty: str, subject: str | None, other: str | None, on: str | None, **flags: Any) -> None:
    """The proof: of a treaty's entry into force, of what it is for SUBJECT, of its force between SUBJECT and OTHER.

    -f ttl gives it in PROV, -f json as a tree.
    """
    with _asked(flags) as law:
        told = law.explain(
            treaty, subject, other, on=day(on), known_on=day(flags["as_known_on"], "--as-known-on"), lang=flags["lang"]
        )
        _write(told, flags)


@click.command(epilog="Example: comity horizon --days 365 --on 2025-09-01")
@click.option("--days", default=365, show_default=True, help="How far to look.")
@options("on", *SHARED)
def horizon(days: int, on: str | None, **flags: Any) -> None:
    """What takes effect soon: entries into force, new parties, withdrawals."""
    with _asked(flags) as law:
        _write(law.horizon(days=days, on=day(on), lang=flags["lang"]), flags)


@click.command(epilog="Example: comity route UA GE --for extradition --on 2024-11-21")
@click.argument("a")
@click.argument("b")
@click.option("--for", "measure", required=True, metavar="MEASURE", help="extradition, evidence, service …")
@options("on", "known", *SHARED)
def route(a: str, b: str, measure: str, on: str | None, **flags: Any) -> None:
    """How A asks B for a measure: by which instrument, to which authority, through which channel, in which language.

    Says what is not known, and orders instruments where several apply.
    """
    with _asked(flags) as law:
        told = law.route(
            a, b, measure, on=day(on), known_on=day(flags["as_known_on"], "--as-known-on"), lang=flags["lang"]
        )
        _write(told, flags)


VERBS = (between, status, route, explain, horizon)
