"""Makes ready what the pages of one kind need: no address leads here, a desk that has nothing to do asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..asking import Ask, Reply
from .facts import slug
from .gathered import of_kind

if TYPE_CHECKING:
    from ..desk import Desk


def warm(desk: Desk, ask: Ask) -> Reply:
    """The page of the first thing of ``?kind=``; of states also what is in force between the first two."""
    from . import made

    kind = ask.get("kind")
    slugs = [slug(iri) for iri in of_kind(desk, kind)[:2]]
    for one in slugs[:1]:
        made(desk, Ask("thing", {"kind": kind, "slug": one}, (), ask.lang, f"/{kind}/{one}"))
    if kind == "state" and len(slugs) == 2:
        made(desk, Ask("between", query=(("a", slugs[0]), ("b", slugs[1])), lang=ask.lang, address="/between"))
    return Reply(b"", keeps=False)
