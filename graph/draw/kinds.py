"""How each kind of thing looks: a shape and a family of colour, so that neither stands alone.

Colours are in ``picture.css``; a family is a class there (``f-state``).  They
keep apart in hue, and in lightness where a colour-blind eye sees one hue; each
has a contrast of 4.5 to 1 with the page, light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from .canvas import n


class Look(NamedTuple):
    """``family`` names the colour, ``shape`` the form; hollow forms are drawn in outline."""

    family: str
    shape: str
    hollow: bool = False


#: In the order in which kinds stand in legends and around a thing: who, then what.
LOOKS: Mapping[str, Look] = {
    "state": Look("state", "circle"),
    "organisation": Look("body", "hexagon"),
    "body": Look("body", "hexagon", hollow=True),
    "agency": Look("office", "square"),
    "post": Look("office", "square", hollow=True),
    "official": Look("person", "person"),
    "treaty": Look("paper", "page"),
    "instrument": Look("paper", "page", hollow=True),
    "session": Look("event", "diamond"),
    "meeting": Look("event", "diamond", hollow=True),
    "visit": Look("event", "triangle"),
    "conference": Look("event", "triangle", hollow=True),
    "signing": Look("event", "star"),
    "proposal": Look("said", "bubble"),
    "commitment": Look("said", "shield"),
    "invitation": Look("said", "envelope", hollow=True),
    "assessment": Look("said", "bubble", hollow=True),
}
OTHER = Look("other", "circle", hollow=True)
FAMILIES = tuple(dict.fromkeys([*(look.family for look in LOOKS.values()), OTHER.family]))
#: Those that act, as opposed to what they made, held and said.
WHO = frozenset({"state", "organisation", "body", "agency", "post", "official"})


#: What a fact with a date looks like where it is no encounter and no entry of the ledger.
_FACTS = {"tenure": "office", "designation": "office", "membership": "body", "action": "paper", "succession": "state"}


def look_of(kind: str) -> Look:
    return LOOKS.get(kind, OTHER)


def family_of_fact(fact: str, thing: str) -> str:
    """The colour of a kind of fact that ties a kind of thing; a participation has that of its encounter."""
    return _FACTS.get(fact) or look_of(thing if fact == "participation" else fact).family


def rank_of(kind: str) -> int:
    """Where a kind stands in legends and around a thing."""
    return list(LOOKS).index(kind) if kind in LOOKS else len(LOOKS)


def mark(kind: str, x: float, y: float, r: float) -> str:
    """The mark of a kind, of about the area of a circle of radius ``r``."""
    look = look_of(kind)
    return shape(look.shape, x, y, r, f"mark f-{look.family}{' hollow' if look.hollow else ''}")


def shape(name: str, x: float, y: float, r: float, classes: str) -> str:
    """One form as an SVG element."""
    if name == "circle":
        return f'<circle class="{classes}" cx="{n(x)}" cy="{n(y)}" r="{n(r)}"/>'
    path = _PATHS[name](x, y, r)
    return f'<path class="{classes}" d="{path}"/>'


def _polygon(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + "Z"


def _regular(x: float, y: float, r: float, sides: int, turn: float, *, inner: float = 1) -> str:
    steps = [(turn + math.pi * 2 * at / sides, r if inner == 1 or at % 2 == 0 else r * inner) for at in range(sides)]
    return _polygon([(x + math.cos(angle) * far, y + math.sin(angle) * far) for angle, far in steps])


def _square(x: float, y: float, r: float) -> str:
    half = r * 0.89
    return _polygon([(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)])


def _page(x: float, y: float, r: float) -> str:
    """A sheet with a folded corner."""
    wide, high, fold = r * 0.78, r * 1.02, r * 0.6
    sheet = [(x - wide, y - high), (x + wide - fold, y - high), (x + wide, y - high + fold), (x + wide, y + high),
             (x - wide, y + high)]  # fmt: skip
    # Even a filled sheet shows its fold: the corner is left open.
    return _polygon(sheet)


def _person(x: float, y: float, r: float) -> str:
    """Head and shoulders."""
    head, top = r * 0.48, y - r * 0.95
    shoulder, foot = r * 0.9, y + r * 0.95
    return (
        f"M{n(x - head)} {n(top + head)}a{n(head)} {n(head)} 0 1 1 {n(head * 2)} 0a{n(head)} {n(head)} 0 1 1 "
        f"{n(-head * 2)} 0ZM{n(x - shoulder)} {n(foot)}v{n(-r * 0.2)}a{n(shoulder)} {n(r * 0.72)} 0 0 1 "
        f"{n(shoulder * 2)} 0v{n(r * 0.2)}Z"
    )


def _bubble(x: float, y: float, r: float) -> str:
    """What is said: a balloon with its tail."""
    wide, high = r * 1.02, r * 0.66
    return _polygon([
        (x - wide, y - high - r * 0.2), (x + wide, y - high - r * 0.2), (x + wide, y + high - r * 0.2),
        (x - wide * 0.1, y + high - r * 0.2), (x - wide * 0.6, y + r * 0.98), (x - wide * 0.6, y + high - r * 0.2),
        (x - wide, y + high - r * 0.2),
    ])  # fmt: skip


def _envelope(x: float, y: float, r: float) -> str:
    wide, high = r * 1.05, r * 0.74
    return (
        _polygon([(x - wide, y - high), (x + wide, y - high), (x + wide, y + high), (x - wide, y + high)])
        + f"M{n(x - wide)} {n(y - high)}L{n(x)} {n(y + high * 0.15)}L{n(x + wide)} {n(y - high)}"
    )


def _shield(x: float, y: float, r: float) -> str:
    return (
        f"M{n(x - r * 0.85)} {n(y - r * 0.85)}h{n(r * 1.7)}v{n(r * 0.8)}"
        f"q0 {n(r * 0.75)} {n(-r * 0.85)} {n(r * 1.1)}q{n(-r * 0.85)} {n(-r * 0.35)} {n(-r * 0.85)} {n(-r * 1.1)}Z"
    )


_PATHS = {
    "hexagon": lambda x, y, r: _regular(x, y, r * 1.08, 6, 0),
    "diamond": lambda x, y, r: _regular(x, y, r * 1.2, 4, 0),
    "triangle": lambda x, y, r: _regular(x, y + r * 0.2, r * 1.2, 3, -math.pi / 2),
    "star": lambda x, y, r: _regular(x, y, r * 1.25, 10, -math.pi / 2, inner=0.5),
    "square": _square,
    "page": _page,
    "person": _person,
    "bubble": _bubble,
    "envelope": _envelope,
    "shield": _shield,
}
