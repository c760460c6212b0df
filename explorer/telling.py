"""What went wrong, in words for whoever asked by HTTP: no advice for a command line, no places on the server's disk.

Whoever runs the server finds the whole of it on its standard error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from ..errors import ComityError, StoreError

#: Advice that is for whoever sits at a command line.
_COMMAND = re.compile(r"\bcomity [a-z]|(?:^|[\s(])--?[a-z]|\bpip install\b")
#: The same advice for whoever sits before a browser.
_INSTEAD: Mapping[str, str] = {
    "comity search finds names in any language.": "The search finds names in any language.",
    "comity search finds things by name.": "The search finds things by name.",
    "comity search --kind treaty finds them.": "The search finds treaties by name.",
    "comity query --list shows them all.": "/questions shows them all.",
    "Turtle (-f ttl) and N-Triples (-f nt) can hold it.": "Turtle (.ttl) and N-Triples (.nt) can hold it.",
    "Narrow it, add a LIMIT, or allow more with --timeout.": "Narrow it, or add a LIMIT.",
}
_UNREADABLE = "the graph cannot be read at the moment: whoever runs this server finds the reason where it runs"


def hint_of(error: ComityError) -> str:
    """The advice that is of use to who asked; '' where it is none."""
    hint = error.hint or ""
    return _INSTEAD.get(hint, "" if _COMMAND.search(hint) else hint)


def message_of(error: ComityError) -> str:
    """What happened, without advice."""
    if isinstance(error, StoreError):
        print(f"comity: {error}", file=sys.stderr, flush=True)
        return _UNREADABLE
    place = error.place.removeprefix("--")
    return f"{place}: {error.message}" if place else error.message


def told(error: ComityError) -> str:
    """What happened, and what to do about it."""
    message, hint = message_of(error), hint_of(error)
    return f"{message}\n  {hint}" if hint else message
