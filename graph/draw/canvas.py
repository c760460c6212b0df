"""A sheet of SVG: layers of elements, the boxes of its labels, and its bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .text import escaped, lines_escaped, width

#: Distance of base lines, and where a line's box begins and ends about its base line, in font sizes.
LEADING, ASCENT, DESCENT = 1.22, 0.82, 0.25


def n(value: float) -> str:
    """A coordinate, to a tenth of a pixel: finer differences are noise that would make files differ."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 0) -> bool:
        """Whether two boxes share ground, or come nearer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def box_of(lines: Sequence[str], x: float, y: float, size: float, *, anchor: str = "start", bold: bool = False) -> Box:
    """The box of lines of text whose first base line is at ``y``."""
    wide = max((width(line, size, bold=bold) for line in lines), default=0)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return Box(left, y - size * ASCENT, left + wide, y + size * (LEADING * (len(lines) - 1) + DESCENT))


@dataclass
class Canvas:
    """Elements in layers, drawn in the order ground, lines, marks, labels."""

    ground: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    #: ``(text, box)`` of every text drawn: what must not overlap.
    boxes: list[tuple[str, Box]] = field(default_factory=list)
    _reach: list[Box] = field(default_factory=list)

    def text(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        size: float,
        classes: str = "",
        *,
        anchor: str = "start",
        bold: bool = False,
    ) -> str:
        """A text element of one or more lines; its box is kept, the element is the caller's to place."""
        self.reserve(lines[0], box_of(lines, x, y, size, anchor=anchor, bold=bold))
        names = " ".join(filter(None, ["b" if bold else "", classes, {"middle": "m", "end": "e"}.get(anchor, "")]))
        opened = f'<text font-size="{n(size)}"' + (f' class="{names}"' if names else "")
        if len(lines) == 1:
            return f'{opened} x="{n(x)}" y="{n(y)}">{escaped(lines[0])}</text>'
        # Each line is placed by itself; the space between them keeps words apart for who copies or searches.
        spans = " ".join(
            f'<tspan x="{n(x)}" y="{n(y + size * LEADING * at)}">{escaped(line)}</tspan>'
            for at, line in enumerate(lines)
        )
        return f"{opened}>{spans}</text>"

    def reserve(self, text: str, box: Box) -> None:
        """Note where a text stands."""
        self.boxes.append((text, box))
        self._reach.append(box)

    def reach(self, box: Box) -> None:
        """Make room for something that is no text."""
        self._reach.append(box)

    def free(self, box: Box, gap: float = 2, others: Iterable[Box] = ()) -> bool:
        """Whether nothing is written there."""
        return not any(box.overlaps(taken, gap) for _, taken in self.boxes) and not any(
            box.overlaps(taken, gap) for taken in others
        )

    def bounds(self) -> Box:
        if not self._reach:
            return Box(0, 0, 0, 0)
        return Box(
            min(box.left for box in self._reach),
            min(box.top for box in self._reach),
            max(box.right for box in self._reach),
            max(box.bottom for box in self._reach),
        )


def linked(address: str, title: Sequence[str], body: str, attributes: str = "") -> str:
    """A link to a thing with its tooltip; the address only where it is one that leads somewhere."""
    href = f' href="{escaped(address)}"' if address.startswith(("https://", "http://")) else ""
    return f"<a{href}{attributes}><title>{lines_escaped(list(title))}</title>{body}</a>"


def rectangle(classes: str, box: Box, *, round: float = 0) -> str:
    """A rectangle as an element; what has no width is drawn a hair wide, so that it is seen."""
    wide, high = max(box.right - box.left, 0.5), box.bottom - box.top
    corner = f' rx="{n(round)}"' if round else ""
    return f'<rect class="{classes}" x="{n(box.left)}" y="{n(box.top)}" width="{n(wide)}" height="{n(high)}"{corner}/>'


def attribute(name: str, value: str) -> str:
    return f' {name}="{escaped(value)}"'
