"""A timeline drawn: years from left to right, a row for each thing, marks and bars where they belong.

A date known to the year only is a mark with a bar as long as the year: nobody
is told a day that nobody knows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .canvas import LEADING, Box, Canvas, attribute, linked, n, rectangle
from .kinds import family_of_fact, look_of, mark, shape
from .lines import key_of, node_element
from .scale import Scale, is_vague, reach, sure_part
from .text import escaped, fitted, width, wrapped
from .timeline import Group, Item, Row, Timeline
from .when import Span

_NAME, _NOTE, _YEAR, _NUMBER, _HEAD = 12.0, 10.5, 11.0, 11.5, 12.0
_ROOM = 280.0
_DISC, _DOT, _BAR = 12.5, 5.8, 14.0
#: Columns of a year are so wide as long as there are no more than so many.
_NARROW, _WIDE, _YEARS = 48.0, 66.0, 80
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
#: Years are written no nearer to each other.
_APART = 44.0


@dataclass(frozen=True)
class _Placed:
    """An item with the ground it needs in its row."""

    item: Item
    x: float
    left: float
    right: float
    note: tuple[str, ...]
    #: Where the note begins, and how it is anchored.
    words: float
    anchor: str


def draw_timeline(timeline: Timeline) -> Canvas:
    """The picture on a canvas."""
    canvas = Canvas()
    names = {row.node.address: wrapped(row.node.label, _NAME, _ROOM, lines=2)
             for group in timeline.groups for row in group.rows}  # fmt: skip
    room = max(width(line, _NAME) for lines in names.values() for line in lines) + 26
    scale = _scale(timeline, room)
    y = 0.0
    for group in timeline.groups:
        y = _group(canvas, timeline, group, names, scale, y)
    _years(canvas, timeline, scale, y)
    return canvas


def _scale(timeline: Timeline, room: float) -> Scale:
    days = [day for item in timeline.items() for day in (item.span.first, item.span.last) if day is not None]
    bands = [day for group in timeline.groups for row in group.rows for span in row.band
             for day in (span.first, span.last) if day is not None]  # fmt: skip
    days += [timeline.on] if timeline.on else []
    first = min([day.year for day in days] + list(timeline.gaps))
    last = max(day.year for day in [*days, *(day for day in bands if timeline.yearly)])
    low, high = timeline.window
    first, last = max(first, low.year if low else first), min(last, high.year if high else last)
    years = last - first + 1
    wide = 720 / years
    if timeline.yearly:
        wide = min(_WIDE, max(_NARROW, 1150 / years)) if years <= _YEARS else _YEARS * _NARROW / years
    return Scale(first, last, room + 10, wide)


def _group(
    canvas: Canvas, timeline: Timeline, group: Group, names: dict[str, list[str]], scale: Scale, y: float
) -> float:
    """One group of rows under its head; where the next begins."""
    family = look_of(group.kind).family if group.kind else "other"
    y += _HEAD + 6
    canvas.labels.append(canvas.text([group.head], 0, y, _HEAD, f"head f-{family}", bold=True))
    y += 8
    for at, row in enumerate(group.rows):
        lanes = _lanes(timeline, row, scale)
        name = names[row.node.address]
        if timeline.yearly:
            notes = max((len(item.note) for item in row.items), default=0)
            step = 2 * _DISC + 5 + notes * _NOTE * 1.15
        else:
            step = 20.0
        high = max(step * max(1, len(lanes)) + 7, _NAME * LEADING * len(name) + 8, 38.0 if timeline.yearly else 0)
        _ground(canvas, row, scale, y, high, striped=at % 2 == 0)
        middle = y + high / 2
        first = middle - _NAME * LEADING * (len(name) - 1) / 2 + _NAME * 0.35
        body = canvas.text(name, scale.left - 28, first, _NAME, anchor="end")
        body += mark(row.node.kind, scale.left - 15, middle, 5.5)
        canvas.labels.append(node_element(row.node, body))
        for lane, placed in enumerate(lanes):
            centre = y + 4 + (_DISC if timeline.yearly else step / 2) + lane * step
            if len(lanes) == 1 and not timeline.yearly:
                centre = middle
            for one in placed:
                canvas.labels.append(_item(canvas, timeline, row, one, scale, centre))
        y += high
    return y


def _ground(canvas: Canvas, row: Row, scale: Scale, y: float, high: float, *, striped: bool) -> None:
    if striped:
        canvas.ground.append(rectangle("band", Box(0, y, scale.right, y + high)))
    for span in row.band:
        left = scale.x(span.start or span.start_latest or dt.date(scale.first, 1, 1))
        end = span.end or span.end_latest
        right = scale.x(end) if end else scale.right
        canvas.ground.append(rectangle("tint", Box(left, y + 1, right, y + high - 1)))
    canvas.reach(Box(0, y, scale.right, y + high))


def _lanes(timeline: Timeline, row: Row, scale: Scale) -> list[list[_Placed]]:
    """The items of a row in as many lanes as it takes that none stands on another."""
    lanes: list[list[_Placed]] = []
    for item in row.items:
        placed = _placed(timeline, item, scale)
        for lane in lanes:
            if all(placed.left > other.right + 5 or placed.right < other.left - 5 for other in lane):
                lane.append(placed)
                break
        else:
            lanes.append([placed])
    return lanes


def _placed(timeline: Timeline, item: Item, scale: Scale) -> _Placed:
    left, right = reach(item.span, scale)
    x = (left + right) / 2
    if timeline.yearly:
        half = max([width(line, _NOTE) / 2 for line in item.note] + [_DISC])
        words = min(max(x, scale.left + half - 4), scale.right - half + 4)
        return _Placed(item, x, min(words - half, left), max(words + half, right), item.note, words, "middle")
    if not item.span.interval:
        left, right = min(left, x - _DOT * 1.3), max(right, x + _DOT * 1.3)
    note = " · ".join(item.note)
    if item.span.interval:
        sure, until = sure_part(item.span, scale)
        if width(note, _NOTE) + 12 < until - sure:
            return _Placed(item, x, left, right, (note,), (sure + until) / 2, "inside")
    after, before = scale.right - right - 7, left - 7 - scale.left
    # Behind it, else before it; cut only where neither has room for all of it.
    if width(note, _NOTE) <= after or after >= before:
        note = fitted(note, _NOTE, after)
        return _Placed(item, x, left, right + 7 + width(note, _NOTE), (note,), right + 7, "start")
    note = fitted(note, _NOTE, before)
    return _Placed(item, x, left - 7 - width(note, _NOTE), right, (note,), left - 7, "end")


def _item(canvas: Canvas, timeline: Timeline, row: Row, placed: _Placed, scale: Scale, y: float) -> str:
    item = placed.item
    family = family_of_fact(item.kind, row.node.kind)
    if item.span.interval:
        body = _bar(item.span, scale, y)
    else:
        body = _vague(item.span, scale, y) + _event(timeline, item, row, placed.x, y)
    body = f'<g class="f-{family}">{body}</g>'
    if timeline.yearly:
        line = y + _DISC + 2 + _NOTE
        for text in placed.note:
            body += canvas.text([text], placed.words, line, _NOTE, "halo muted", anchor="middle")
            line += _NOTE * 1.15
    else:
        for text in placed.note:
            inside = placed.anchor == "inside"
            body += canvas.text([text], placed.words, y + 3.7, _NOTE, "inside" if inside else "halo muted",
                                anchor="middle" if inside else placed.anchor)  # fmt: skip
    status = f" {item.said.status}" if item.said.status else ""
    key = key_of(row.node.address)
    data = attribute("class", f"link item{status}") + attribute("data-a", key) + attribute("data-b", key)
    canvas.reach(Box(placed.left, y - _DISC, placed.right, y + _DISC))
    return linked(item.said.fact, _told(timeline, row, item), body, data)


def _told(timeline: Timeline, row: Row, item: Item) -> list[str]:
    status = f" ({timeline.words(item.said.status)})" if item.said.status else ""
    return [row.node.label, ", ".join(filter(None, [item.said.label, item.said.when])) + status]


def _bar(span: Span, scale: Scale, y: float) -> str:
    """What is certain filled, what may be faded, an arrow where it goes on."""
    left, right = reach(span, scale)
    sure, until = sure_part(span, scale)
    top, bottom = y - _BAR / 2, y + _BAR / 2
    body = ""
    if sure > left + 0.5 or until < right - 0.5:
        body = rectangle("fade", Box(left, top, right, bottom), round=2)
    if span.ongoing:
        point = f"M{n(sure)} {n(top)}H{n(right - 5)}L{n(right)} {n(y)}L{n(right - 5)} {n(bottom)}H{n(sure)}Z"
        body += f'<path class="bar" d="{point}"/>'
    elif until > sure:
        body += rectangle("bar", Box(sure, top, until, bottom), round=2)
    return body


def _vague(span: Span, scale: Scale, y: float) -> str:
    """From the earliest to the latest day, where these lie apart."""
    if not is_vague(span):
        return ""
    left, right = reach(span, scale)
    return rectangle("fade", Box(left + 1, y - 3, right - 1, y + 3), round=3)


def _event(timeline: Timeline, item: Item, row: Row, x: float, y: float) -> str:
    """The mark of what happened: filled if it did, hollow if it was planned, dotted if nobody knows."""
    family = family_of_fact(item.kind, row.node.kind)
    hollow = item.modality not in ("held", "")
    classes = f"mark f-{family}" + (" hollow" if hollow else "") + (" dotted" if item.modality == "unknown" else "")
    if timeline.yearly and item.number:
        text = f'<text font-size="{_NUMBER:g}" class="m b{"" if hollow else " inside"}" x="{n(x)}" y="{n(y + 4.1)}">'
        body = shape("circle", x, y, _DISC, classes) + f"{text}{escaped(item.number[:4])}</text>"
    elif timeline.yearly:
        body = shape("diamond", x, y, 8, classes)
    elif item.kind in ("action", "succession"):
        body = shape("circle", x, y, _DOT, classes)
    else:
        look = look_of(row.node.kind if item.kind == "participation" else item.kind)
        body = shape(look.shape, x, y, _DOT + 0.6, classes + (" hollow" if look.hollow and not hollow else ""))
    if item.modality == "cancelled":
        body += f'<path class="line" stroke-width="2" d="M{n(x - 10)} {n(y + 10)}l20 -20"/>'
    return body


def years_on(scale: Scale) -> tuple[int, list[int]]:
    """How many years apart years are written, and which ones."""
    step = next((step for step in _STEPS if step * scale.year >= _APART), _STEPS[-1])
    ticks = [year for year in range(scale.first, scale.last + 1) if year % step == 0]
    if not ticks or (ticks[0] - scale.first) * scale.year >= _APART:
        ticks.insert(0, scale.first)
    return step, ticks


def _years(canvas: Canvas, timeline: Timeline, scale: Scale, bottom: float) -> None:
    """The years above the rows, lines down through them, gaps and the day asked about."""
    step, ticks = years_on(scale)
    top = -6.0
    for gap in timeline.gaps:
        x = scale.column(gap)
        canvas.ground.append(rectangle("gap", Box(x + 1.5, top, x + scale.year - 1.5, bottom)))
    for year in ticks:
        x, anchor = scale.column(year), "start" if year == scale.first and step > 1 else "middle"
        canvas.ground.append(f'<path class="rule" d="M{n(x)} {n(top)}V{n(bottom)}"/>')
        middle = x + scale.year / 2 if step == 1 else x
        gapped = year in timeline.gaps
        classes = "halo gapword" if gapped else "halo muted"
        canvas.labels.append(canvas.text([str(year)], middle, top - 6, _YEAR, classes, anchor=anchor, bold=gapped))
        if bottom > 640:
            canvas.labels.append(canvas.text([str(year)], middle, bottom + 15, _YEAR, "muted", anchor=anchor))
    canvas.ground.append(f'<path class="rule strong" d="M{n(scale.left)} {n(top)}H{n(scale.right)}"/>')
    for gap in timeline.gaps:
        _gap_word(canvas, timeline, scale, gap, bottom)
    if timeline.on is not None:
        x = scale.x(timeline.on)
        canvas.marks.append(f'<path class="asked" d="M{n(x)} {n(top - 20)}V{n(bottom)}"/>')
        canvas.labels.append(
            canvas.text([timeline.words.day(timeline.on)], x, top - 24, _YEAR, "gapword", anchor="middle", bold=True)
        )


def _gap_word(canvas: Canvas, timeline: Timeline, scale: Scale, gap: int, bottom: float) -> None:
    """``no session`` upright in the empty column, where nothing else is written."""
    text = timeline.words("no session")
    long = width(text, _NOTE)
    x = scale.column(gap) + scale.year / 2
    for y in range(6, int(bottom - long), 4):
        box = Box(x - _NOTE * 0.7, y, x + _NOTE * 0.5, y + long)
        if canvas.free(box, 3):
            canvas.reserve(text, box)
            canvas.labels.append(
                f'<text font-size="{_NOTE:g}" class="gapword m" transform="translate({n(x + 3.5)} {n(y + long / 2)}) '
                f'rotate(-90)">{text}</text>'
            )
            return
