"""Pages, pictures and data: each a function from a desk and what is asked to a reply."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from ...errors import ComityError
from ..asking import Reply, code_of
from ..telling import told
from .table import PAGES

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk


def answer(desk: Desk, place: bytes, ask: Ask) -> Reply:
    """Make one page; whatever goes wrong becomes a page that says so."""
    try:
        desk.open(place)
        return made(desk, ask)
    except ComityError as error:
        return Reply.json({"error": told(error)}, 503)  # there is no graph to make a page of the error with
    except Exception as error:
        return _broken(ask, error)


def made(desk: Desk, ask: Ask) -> Reply:
    """The page on the graph that the desk has open."""
    try:
        module, _, name = PAGES[ask.page].partition(":")
        reply: Reply = getattr(importlib.import_module(f"{__name__}.{module}"), name)(desk, ask)
        return reply
    except ComityError as error:
        return wrong(desk, ask, told(error), code_of(error))
    except RecursionError:
        return wrong(desk, ask, "what was asked is nested too deep", 400)
    except Exception as error:
        return _broken(ask, error)


def wrong(desk: Desk, ask: Ask, message: str, status: int) -> Reply:
    """What went wrong, as a page or as data, whichever was asked for."""
    if ask.page.startswith("data") or ask.page.startswith("api"):
        return Reply.json({"error": message}, status)
    return desk.page("error.html", ask, status=status, message=message, code=status)


def _broken(ask: Ask, error: Exception) -> Reply:
    """A mistake of ours: one line for whoever runs the server, a sentence for the reader."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})" if trace is not None else ""
    print(f"comity: {ask.address}: {type(error).__name__}: {error}{where}", file=sys.stderr)
    return Reply.json({"error": "the server met a mistake of its own on this page"}, 500)
