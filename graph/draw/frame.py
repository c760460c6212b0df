"""A drawing with its title, legend and caption: one complete SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from .canvas import Box, Canvas, attribute, n
from .text import escaped, width, wrapped

_MARGIN = 24.0
_TITLE, _SUB, _KEY, _NOTE = 20.0, 13.0, 11.5, 11.0
#: A narrow drawing still has room for its title and legend.
_NARROWEST = 560.0


@dataclass(frozen=True)
class Key:
    """One entry of a legend: what draws its sign around a point, the sign's width, and the words."""

    draw: Callable[[float, float], str]
    wide: float
    words: str


@dataclass(frozen=True)
class Sheet:
    """A finished picture: its SVG, its size in pixels, and where every text stands (after moving)."""

    svg: str
    width: float
    height: float
    boxes: tuple[tuple[str, Box], ...]


def framed(
    canvas: Canvas, *, title: str, subtitle: Sequence[str], legend: Sequence[Key], notes: Sequence[str], lang: str
) -> Sheet:
    """Put the title and legend above a drawing, the caption below it, and the whole into one element.

    No id is used, so that several pictures can stand in one page.
    """
    drawn = canvas.bounds()
    wide = max(drawn.right - drawn.left, _NARROWEST)
    head, foot = Canvas(), Canvas()
    above: list[str] = []
    y = _TITLE
    lines = wrapped(title, _TITLE, wide, lines=3, bold=True)
    above.append(head.text(lines, 0, y, _TITLE, "title", bold=True))
    y = head.bounds().bottom + _SUB + 6
    if subtitle:
        above.append(head.text(wrapped(" · ".join(subtitle), _SUB, wide, lines=3), 0, y, _SUB, "muted"))
        y = head.bounds().bottom + 8
    y = _legend(head, above, legend, y, wide)
    below: list[str] = []
    line = _NOTE
    for text in _filled(notes, wide):
        below.append(foot.text([text], 0, line, _NOTE, "muted"))
        line += _NOTE * 1.4
    left = _MARGIN - drawn.left + (wide - (drawn.right - drawn.left)) / 2
    top = _MARGIN + y + 20 - drawn.top
    bottom = top + drawn.bottom + 26
    total_wide, total_high = wide + 2 * _MARGIN, bottom + line - _NOTE * 1.4 + 4 + _MARGIN
    boxes = [
        *_moved(head, _MARGIN, _MARGIN),
        *_moved(canvas, left, top),
        *_moved(foot, _MARGIN, bottom),
    ]
    size = f'width="{n(total_wide)}" height="{n(total_high)}" viewBox="0 0 {n(total_wide)} {n(total_high)}"'
    svg = "\n".join([
        # Not role="img": that hides from a screen reader the links which the picture consists of.
        f'<svg xmlns="http://www.w3.org/2000/svg" class="comity" role="graphics-document document" {size}'
        f"{attribute('xml:lang', lang)}{attribute('lang', lang)}>",
        f"<title>{escaped(title)}</title>",
        f"<desc>{escaped('. '.join([*subtitle, *notes]))}</desc>",
        f"<style>\n{style()}</style>",
        f'<rect class="sheet" width="{n(total_wide)}" height="{n(total_high)}"/>',
        f'<g transform="translate({n(_MARGIN)} {n(_MARGIN)})">', *above, "</g>",
        f'<g class="drawing" transform="translate({n(left)} {n(top)})">',
        *_layer("ground", canvas.ground), *_layer("links", canvas.lines), *_layer("marks", canvas.marks),
        *_layer("nodes", canvas.labels),
        "</g>",
        f'<g transform="translate({n(_MARGIN)} {n(bottom)})">', *below, "</g>",
        "</svg>", "",
    ])  # fmt: skip
    return Sheet(svg, total_wide, total_high, tuple(boxes))


@cache
def style() -> str:
    """The style sheet that every picture carries with it."""
    return resources.files(__package__).joinpath("picture.css").read_text(encoding="utf-8")


def _legend(head: Canvas, above: list[str], legend: Sequence[Key], y: float, wide: float) -> float:
    """Entries side by side, as many to a line as have room; the bottom of the last line."""
    x, row = 0.0, y + 10
    for key in legend:
        takes = key.wide + 6 + width(key.words, _KEY)
        if x and x + takes > wide:
            x, row = 0.0, row + 22
        above.append(key.draw(x + key.wide / 2, row))
        above.append(head.text([key.words], x + key.wide + 6, row + _KEY * 0.36, _KEY))
        x += takes + 20
    return row + 8 if legend else y


def _filled(notes: Sequence[str], wide: float) -> list[str]:
    """Sentences run on, line after line."""
    return wrapped(" ".join(notes), _NOTE, wide, lines=12) if notes else []


def _layer(name: str, elements: list[str]) -> list[str]:
    return [f'<g class="{name}">', *elements, "</g>"] if elements else []


def _moved(canvas: Canvas, x: float, y: float) -> list[tuple[str, Box]]:
    return [(text, Box(box.left + x, box.top + y, box.right + x, box.bottom + y)) for text, box in canvas.boxes]
