"""The first page, and the page of an address that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import NotFound

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk


def home(desk: Desk, ask: Ask) -> Reply:
    """Where to begin."""
    return desk.page("home.html", ask)


def nothing(desk: Desk, ask: Ask) -> Reply:
    """An address that no page has."""
    raise NotFound(f"there is no page at {ask.address[:200]}")
