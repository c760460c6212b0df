"""What the signs of a picture mean: only those that occur in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from .canvas import Box, n, rectangle
from .frame import Key
from .kinds import LOOKS, family_of_fact, mark, rank_of, shape
from .scale import is_vague
from .scene import Scene
from .timeline import Timeline
from .words import Words

STATUSES = ("ended", "planned", "withdrawn")
#: How an event stands, the classes of its mark, and the words for it.
_MODALITIES = (
    ("held", "", "event plain"),
    ("planned", " hollow", "planned event"),
    ("unknown", " hollow dotted", "unknown event"),
    ("cancelled", " hollow", "cancelled event"),
)


def kind_keys(kinds: Iterable[str], words: Words) -> list[Key]:
    """One entry per kind of thing, with how many there are."""
    found = Counter(kind if kind in LOOKS else "other" for kind in kinds)
    return [
        Key(partial(mark, kind, r=6.5), 16, f"{words.kind(kind, many=True)} {found[kind]}")
        for kind in sorted(found, key=rank_of)
    ]


def line_keys(scene: Scene) -> list[Key]:
    """How lines are drawn: their direction, width and dashes."""
    keys: list[Key] = []
    words = scene.words
    if any(link.directed for link in scene.links):
        keys.append(Key(_arrow, 26, words("direction")))
    if any(link.weight > 1 for link in scene.links):
        keys.append(Key(partial(_line, wide=3.5), 26, words("wide")))
    for status in STATUSES:
        if any(link.status == status for link in scene.links):
            keys.append(Key(partial(_line, wide=1.6, status=status), 26, words(status)))
    return keys


def timeline_keys(timeline: Timeline) -> list[Key]:
    """The marks of events, the parts of bars, and what tints the ground."""
    words, items = timeline.words, list(timeline.items())
    keys: list[Key] = []
    form = "circle" if timeline.yearly else "diamond"
    for modality, classes, said in _MODALITIES:
        if any(not item.span.interval and item.modality == modality for item in items):
            sign = partial(shape, form, r=7.0, classes=f"mark f-event{classes}")
            keys.append(Key(sign, 16, words("event" if timeline.yearly and not classes else said)))
    if any(item.kind == "action" for item in items):
        keys.append(Key(partial(shape, "circle", r=5.8, classes="mark f-paper"), 14, words("action")))
    if any(is_vague(item.span) for item in items):
        keys.append(
            Key(_coloured("event", partial(_block, classes="fade", wide=28, high=6, round=3)), 28, words("span"))
        )
    bars = [item for item in items if item.span.interval]
    family = family_of_fact(bars[0].kind, "") if bars else ""
    for classes, pointed, said, occurs in (
        ("bar", False, "bar", bool(bars)),
        ("bar", True, "open bar", any(item.span.ongoing for item in bars)),
        ("fade", False, "unclear bar", any(not i.span.ongoing and i.span.end_latest is None for i in bars)),
    ):
        if occurs:
            keys.append(Key(_coloured(family, partial(_bar, classes=classes, pointed=pointed)), 28, words(said)))
    if any(row.band for group in timeline.groups for row in group.rows):
        keys.append(Key(partial(_block, classes="tint", wide=24, high=16), 24, words("member band")))
    if timeline.gaps:
        keys.append(Key(partial(_block, classes="gap", wide=20, high=16), 20, words("gap")))
    return keys


def _coloured(family: str, sign: Callable[[float, float], str]) -> Callable[[float, float], str]:
    return lambda x, y: f'<g class="f-{family}">{sign(x, y)}</g>'


def _line(x: float, y: float, *, wide: float, status: str = "") -> str:
    path = f'<path class="line" d="M{n(x - 13)} {n(y)}h26" stroke-width="{n(wide)}"/>'
    return f'<g class="{status}">{path}</g>' if status else path


def _arrow(x: float, y: float) -> str:
    tip = f'<path class="tip f-other" d="M{n(x + 13)} {n(y)}l-7 -3.2v6.4Z"/>'
    return f'<path class="line" d="M{n(x - 13)} {n(y)}h20" stroke-width="1.4"/>{tip}'


def _block(x: float, y: float, *, classes: str, wide: float, high: float, round: float = 0) -> str:
    return rectangle(classes, Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), round=round)


def _bar(x: float, y: float, *, classes: str, pointed: bool) -> str:
    right = x + 14
    inner = right - 5 if pointed else right
    point = f"L{n(right)} {n(y)}" if pointed else ""
    path = f"M{n(x - 14)} {n(y - 5)}H{n(inner)}{point}L{n(inner)} {n(y + 5)}H{n(x - 14)}Z"
    return f'<path class="{classes}" d="{path}"/>'
