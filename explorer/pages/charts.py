"""Charts of rows: bars for what is counted, lines for what is counted over time.

One mark is one row: nothing is added up in silence.  Where rows have no number
they are counted, and the chart says so.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...graph.draw.canvas import Box, Canvas, n, rectangle
from ...graph.draw.frame import Key
from ...graph.draw.kinds import shape
from ...graph.draw.text import escaped, fitted, width
from ...queries.result import is_iri
from .results import Rows, days_of, number_of, short

_NAME, _TICK, _VALUE = 12.0, 11.0, 11.0
_ROOM, _LONG, _BAR, _GAP = 250.0, 480.0, 16.0, 7.0
_WIDE, _HIGH = 720.0, 300.0
#: Bars and lines that one chart can hold and still be read.
BARS, LINES = 40, 6
#: Colour and mark of each line, so that neither stands alone.
_LOOKS = (
    ("state", "circle"), ("office", "square"), ("body", "diamond"), ("paper", "triangle"), ("event", "star"),
    ("person", "hexagon"),
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One mark: where it stands, how much it is, which line or colour it belongs to."""

    x: str
    y: float
    series: str = ""


@dataclass(frozen=True)
class Chart:
    """What is drawn.  ``time``: x is a year and the points make lines.  ``left_out`` counts marks without room."""

    x: str
    y: str
    points: Sequence[Point]
    series: Sequence[str]
    time: bool
    counted: bool
    left_out: int = 0


def columns(rows: Rows) -> tuple[list[str], list[str]]:
    """What may stand on the first axis, and what on the second."""
    return rows.of_type("date", "thing", "text", "flag"), rows.of_type("number")


def chart_of(rows: Rows, labels: Mapping[str, str], x: str = "", y: str = "") -> Chart | None:
    """The chart that fits the rows; ``x`` and ``y`` name columns where somebody chose.

    None where nothing can stand on the first axis.
    """
    firsts, numbers = columns(rows)
    if not firsts or not rows.terms:
        return None
    dates = [name for name in firsts if rows.types[name] == "date"]
    chosen = x if x in firsts else ""
    several = [name for name in dates if len({_year(term) for term in rows.column(name)} - {None}) > 1]
    # A year that is the same in every row is no axis.
    along = chosen or next(iter(several), "") or next((name for name in firsts if name not in dates), firsts[0])
    amount = y if y in numbers else next(iter(numbers), "")
    time = rows.types[along] == "date"
    others = [name for name in firsts if name != along and rows.types[name] != "date"]
    if not amount:
        return _counted(rows, labels, along, time)
    if not time:
        # Two rows that begin alike need the next column to be told apart.
        names = _distinct(rows, [along], others)
        points = [
            Point(_joined(rows, labels, row, names), value)
            for row in rows.terms
            if (value := number_of(row[rows.variables.index(amount)])) is not None
        ]
        return _kept(Chart(along, amount, points, [""], False, False))
    names = _distinct(rows, [along], others)[1:]
    points = []
    for row in rows.terms:
        year, value = _year(row[rows.variables.index(along)]), number_of(row[rows.variables.index(amount)])
        if year is not None and value is not None:
            points.append(Point(str(year), value, _joined(rows, labels, row, names) if names else ""))
    return _kept(Chart(along, amount, points, list(dict.fromkeys(p.series for p in points)), True, False))


def _counted(rows: Rows, labels: Mapping[str, str], along: str, time: bool) -> Chart:
    at = rows.variables.index(along)
    if time:
        years = Counter(year for row in rows.terms if (year := _year(row[at])) is not None)
        points = [Point(str(year), float(years[year])) for year in sorted(years)]
    else:
        counts = Counter(_joined(rows, labels, row, [along]) for row in rows.terms)
        points = [Point(name, float(count)) for name, count in counts.most_common()]
    return _kept(Chart(along, "", points, [""], time, True))


def _kept(chart: Chart) -> Chart:
    """As much as can be read: the largest lines, the first bars."""
    if not chart.time:
        left = len(chart.points) - BARS
        return replace(chart, points=chart.points[:BARS], left_out=max(0, left))
    total: dict[str, float] = defaultdict(float)
    for point in chart.points:
        total[point.series] += abs(point.y)
    largest = sorted(total, key=lambda name: -total[name])[:LINES]
    points = sorted((p for p in chart.points if p.series in largest), key=lambda p: int(p.x))
    return replace(chart, points=points, series=largest, left_out=len(total) - len(largest))


def _distinct(rows: Rows, names: list[str], others: Sequence[str]) -> list[str]:
    """Columns that together tell every row from the others, three at most more."""
    found = list(names)
    for name in [*others[:3], ""]:
        indexes = [rows.variables.index(one) for one in found]
        if len({tuple(str(row[i]) for i in indexes) for row in rows.terms}) == len(rows.terms):
            break
        if name:
            found.append(name)
    return found


def _joined(rows: Rows, labels: Mapping[str, str], row: Sequence[Any], names: Sequence[str]) -> str:
    return " – ".join(label_of(row[rows.variables.index(name)], labels) for name in names)


def label_of(term: Any, labels: Mapping[str, str]) -> str:
    """A term in words; a dash for none."""
    if term is None:
        return "—"
    if is_iri(term):
        return labels.get(term.value) or short(term.value)
    return str(getattr(term, "value", term))


def _year(term: Any) -> int | None:
    """The year of a date; None where it lies in two."""
    days = None if term is None else days_of(term)
    if days is None or days[0] is None or days[1] is None or days[0].year != days[1].year:
        return None
    return days[0].year


# Drawing


def draw_chart(chart: Chart) -> tuple[Canvas, list[Key]]:
    """The picture on a canvas, and its legend."""
    return _lines(chart) if chart.time else (_bars(chart), [])


def _bars(chart: Chart) -> Canvas:
    canvas = Canvas()
    values = [point.y for point in chart.points] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values)
    step, ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    room = min(_ROOM, max(width(shown, _NAME) for shown in (point.x for point in chart.points)) + 2)
    scale = _LONG / ((high - low) or 1)
    left = room + 10
    zero = left - low * scale
    bottom = len(chart.points) * (_BAR + _GAP)
    for tick in ticks:
        x = zero + tick * scale
        canvas.ground.append(f'<path class="rule" d="M{n(x)} -4V{n(bottom)}"/>')
        canvas.labels.append(canvas.text([amount(tick, step)], x, -9, _TICK, "muted", anchor="middle"))
    for at, point in enumerate(chart.points):
        y = at * (_BAR + _GAP) + _GAP / 2
        end = zero + point.y * scale
        box = Box(min(zero, end), y, max(zero, end), y + _BAR)
        name = fitted(point.x, _NAME, room)
        value = amount(point.y)
        body = f"<title>{escaped(f'{point.x}: {value}')}</title>"
        body += canvas.text([name], room, y + _BAR * 0.76, _NAME, anchor="end")
        body += rectangle("bar", box, round=1.5)
        after = point.y >= 0
        body += canvas.text([value], end + (5 if after else -5), y + _BAR * 0.74, _VALUE, "halo muted",
                            anchor="start" if after else "end")  # fmt: skip
        canvas.labels.append(f'<g class="f-state">{body}</g>')
    canvas.ground.append(f'<path class="rule strong" d="M{n(zero)} -4V{n(bottom)}"/>')
    canvas.reach(Box(0, -20, left + _LONG + 30, bottom))
    return canvas


def _lines(chart: Chart) -> tuple[Canvas, list[Key]]:
    canvas = Canvas()
    years = [int(point.x) for point in chart.points] or [0]
    first, last = min(years), max(years)
    values = [point.y for point in chart.points] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values)
    step, ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    left = max(width(amount(tick, step), _TICK) for tick in ticks) + 8
    across = _WIDE / max(1, last - first)

    def place(year: int, value: float) -> tuple[float, float]:
        return left + 12 + (year - first) * across, _HIGH - (value - low) / ((high - low) or 1) * _HIGH

    for tick in ticks:
        _, y = place(first, tick)
        classes = "rule strong" if tick == 0 else "rule"
        canvas.ground.append(f'<path class="{classes}" d="M{n(left)} {n(y)}H{n(left + 24 + _WIDE)}"/>')
        canvas.labels.append(canvas.text([amount(tick, step)], left - 6, y + 4, _TICK, "muted", anchor="end"))
    apart = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10_000) if step * across >= 44 or step == 10_000)
    for year in range(first, last + 1):
        if year % apart == 0 or last == first:
            x, _ = place(year, low)
            canvas.labels.append(canvas.text([str(year)], x, _HIGH + 18, _TICK, "muted", anchor="middle"))
    keys = []
    for at, name in enumerate(chart.series):
        family, form = _LOOKS[at % len(_LOOKS)]
        found = [(int(p.x), p.y) for p in chart.points if p.series == name]
        path, before = "", None
        for year, value in found:
            x, y = place(year, value)
            # A year without a row is not known to be nought: the line has a gap there.
            path += f"{'L' if before is not None and 0 < year - before <= 1 else 'M'}{n(x)} {n(y)}"
            before = year
        marks = ""
        for year, value in found:
            x, y = place(year, value)
            said = ": ".join(filter(None, [name, str(year), amount(value)]))
            marks += f"<g><title>{escaped(said)}</title>{shape(form, x, y, 5, f'mark f-{family}')}</g>"
        line = f'<path class="stroke" stroke-width="2" d="{path}"/>' if path else ""
        canvas.labels.append(f'<g class="f-{family}">{line}{marks}</g>')
        if name:
            keys.append(Key(_sign(form, family), 14, fitted(name, 11.5, 420)))
    canvas.reach(Box(0, -10, left + 24 + _WIDE, _HIGH + 24))
    return canvas, keys


def _sign(form: str, family: str) -> Callable[[float, float], str]:
    return lambda x, y: shape(form, x, y, 5.5, f"mark f-{family}")


def _ticks(low: float, high: float) -> tuple[float, list[float]]:
    """Round numbers over a range: their distance, and each of them."""
    span = (high - low) or 1.0
    raw = span / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    if span >= 2 and float(low).is_integer() and float(high).is_integer():
        step = max(1.0, step)
    first, last = math.floor(low / step), math.ceil(high / step)
    return step, [at * step for at in range(first, last + 1)]


def amount(value: float, step: float | None = None) -> str:
    """A number as a person writes it; ``step`` is that of an axis."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", "\u202f")
    return f"{value:.10g}" if step is None else f"{value:.3g}"
