"""The timeline of a treaty drawn: the curve of those bound above, a bar for each standing of each participant below.

The height of a bar says how much the standing binds: a line for a signature,
a half bar for a consent not yet in force, a full bar for a party.  Many
participants go on in further columns, each with its own years, as in a register.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from functools import partial

from .axis import years_on
from .canvas import Box, Canvas, attribute, linked, n, rectangle
from .frame import Key
from .kinds import mark, shape
from .lines import key_of, node_element
from .participants import Participant, Step, TreatyTimeline
from .scale import Scale, reach, sure_part
from .scene import Said
from .text import fitted, width
from .when import Span, dated
from .words import Words

_NAME, _DATE, _HEAD, _YEAR, _SMALL = 11.0, 10.0, 12.0, 10.5, 10.0
_ROW = 17.0
_NAMES = 185.0
_BAR, _HALF, _LINE = 10.0, 5.0, 1.6
#: So many rows fill a column; the years of one of several are so wide, those of a single one wider.
_TALL, _WIDE, _BROAD = 66, 300.0, 640.0
_CURVE, _LABELS = 150.0, 14.0
#: Names beside steps down: of so many at most, else there are only the crosses.
_NAMED = 12
#: A day of the treaty that spreads over more pixels is drawn from its first to its last.
_VAGUE = 6.0


def draw_parties(timeline: TreatyTimeline) -> Canvas:
    """The picture on a canvas."""
    canvas = Canvas()
    columns = _columns(timeline)
    first, last = _years(timeline)
    names = max(width(fitted(one.node.label, _NAME, _NAMES), _NAME) for one in timeline.participants()) + 22
    dates = max(width(_since(one, timeline.words), _DATE) for one in timeline.participants()) + 14
    wide = _BROAD if len(columns) == 1 else _WIDE
    column = names + 8 + wide + dates
    # The curve spans what the rows span; one column shares its years with the curve.
    whole = wide if len(columns) == 1 else (column + 34) * len(columns) - 34 - names - 8 - dates
    top = _curve(canvas, timeline, Scale(first, last, names + 8, whole / (last - first + 1)))
    for at, rows in enumerate(columns):
        left = (column + 34) * at
        scale = Scale(first, last, left + names + 8, wide / (last - first + 1))
        _rows(canvas, timeline, rows, scale, left, top + 34, dates)
    return canvas


def parties_keys(timeline: TreatyTimeline) -> list[Key]:
    """The bars that occur, in the words of the vocabulary, and the lines of the curve."""
    words, keys = timeline.words, list[Key]()
    labels = {stay.standing: said.label for one in timeline.participants() for stay, said in one.stays}
    for standing in ("party", "suspended", "provisional", "contracting", "signatory", "withdrawn", "terminated"):
        if standing in labels:
            keys.append(Key(partial(_sample, standing), 26, labels[standing]))
    if any(_vague(stay.start, stay.start_latest) or _vague(stay.end, stay.end_latest)
           for one in timeline.participants() for stay, _ in one.stays):  # fmt: skip
        keys.append(Key(_faded, 26, words("stay faded")))
    keys.append(Key(partial(_dot, r=2.7), 8, words("act mark")))
    if timeline.bound:
        keys.append(Key(_area, 26, words("curve bound")))
    if timeline.consents and (not timeline.bound or timeline.consents[0].day < timeline.bound[0].day):
        keys.append(Key(_dashes, 26, words("curve consents")))
    if any(step.change < 0 for step in timeline.bound):
        keys.append(Key(partial(_cross, r=3.2), 8, words("leaving")))
    return keys


Row = Participant | str


def _columns(timeline: TreatyTimeline) -> list[list[Row]]:
    """Heads and participants, in columns of about one height; no head is the last of its column."""
    rows: list[Row] = []
    for head, found in timeline.groups:
        rows += [head, *found]
    count = math.ceil(len(rows) / _TALL)
    tall = math.ceil(len(rows) / count)
    columns: list[list[Row]] = [[]]
    for at, row in enumerate(rows):
        lonely = isinstance(row, str) and len(columns[-1]) == tall - 1 and at + 1 < len(rows)
        if len(columns[-1]) >= tall or lonely:
            columns.append([])
        columns[-1].append(row)
    return columns


def _years(timeline: TreatyTimeline) -> tuple[int, int]:
    days = [day for said in timeline.said() if said.span for day in (said.span.first, said.span.last) if day]
    spans = (timeline.made, timeline.published)
    days += [day for span in spans if span for day in (span.first, span.last) if day]
    if timeline.computed is not None:
        days += [day for day in (timeline.computed.first, timeline.computed.last) if day]
    today = max(timeline.day, dt.date.today())
    return min([*days, today]).year, max([*(day for day in days if day.year <= today.year + 10), today]).year


# The curve.


def _curve(canvas: Canvas, timeline: TreatyTimeline, scale: Scale) -> float:
    """How many were bound, over the years; where its ground line is."""
    today = max(timeline.day, dt.date.today())
    most = max(_counts(timeline.possible, today) + _counts(timeline.consents, today), default=0)
    if most == 0:
        return -34.0
    tier = _days(canvas, timeline, scale, -_CURVE)
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if most / step <= 5 or step == 100)
    high = _CURVE / (most * 1.06)
    for number in range(0, most + 1, step):
        y = -number * high
        canvas.ground.append(f'<path class="rule" d="M{n(scale.left)} {n(y)}H{n(scale.right)}"/>')
        canvas.labels.append(canvas.text([str(number)], scale.left - 8, y + 3.6, _SMALL, "muted", anchor="end"))
    _axis(canvas, timeline, scale, -_CURVE, 0, tier=tier)
    begun = timeline.bound[0].day if timeline.bound else today
    if timeline.possible != timeline.bound:
        path, _ = _path(timeline.possible, scale, high, today)
        ground = f"V0H{n(scale.x(timeline.possible[0].day))}Z"
        canvas.lines.append(f'<path class="area f-paper" opacity=".5" d="{path}{ground}"/>')
    early = [one for one in timeline.consents if one.day < begun]
    if early:
        path, number = _path(early, scale, high, min(begun, today))
        canvas.lines.append(f'<path class="stroke f-paper" stroke-width="1.4" stroke-dasharray="4 3" d="{path}"/>')
    if timeline.bound:
        path, number = _path(timeline.bound, scale, high, today)
        x, begin = scale.x(today, end=True), scale.x(begun)
        canvas.lines.append(f'<path class="area f-paper" d="{path}V0H{n(begin)}Z"/>')
        canvas.lines.append(f'<path class="stroke f-paper" stroke-width="1.8" d="{path}"/>')
        canvas.labels.append(canvas.text([str(number)], x + 6, -number * high + 4, _HEAD, "halo", bold=True))
        _leavers(canvas, timeline, scale, high)
    return 0.0


def _counts(steps: Sequence[Step], today: dt.date) -> list[int]:
    number, found = 0, []
    for step in steps:
        if step.day <= today:
            number += step.change
            found.append(number)
    return found


def _path(steps: Sequence[Step], scale: Scale, high: float, until: dt.date) -> tuple[str, int]:
    """A stair through the steps, and the number at its end."""
    path, number = f"M{n(scale.x(steps[0].day))} 0", 0
    for step in steps:
        if step.day > until:
            break
        number += step.change
        path += f"H{n(scale.x(step.day))}V{n(-number * high)}"
    return f"{path}H{n(scale.x(until, end=True))}", number


def _leavers(canvas: Canvas, timeline: TreatyTimeline, scale: Scale, high: float) -> None:
    """A cross at each step down, with the name where there is room for it."""
    today = max(timeline.day, dt.date.today())
    named = sum(step.change < 0 for step in timeline.bound) <= _NAMED
    number = 0
    for step in timeline.bound:
        number += step.change
        if step.change > 0 or step.day > today:
            continue
        x, y = scale.x(step.day), -number * high
        label = f"{timeline.labels.get(step.who, step.who)}, {timeline.words.day(step.day)}"
        canvas.marks.append(linked(step.who, [label], f'<g class="f-event">{_cross(x, y, r=3.2)}</g>'))
        long = width(label, _SMALL)
        # Before it above the curve, which mostly rises; else below.
        spots = [(x - 8 - long, y - up) for up in (4.0, 16.0, 28.0, 40.0)] + [
            (x - 4, y + down) for down in (15.0, 28.0)
        ]
        for left, line in spots if named else ():
            box = Box(left, line - 9, left + long, line + 3)
            inside = scale.left < box.left and box.right < scale.right and box.top > -_CURVE and box.bottom < -2
            if inside and canvas.free(box, 2):
                canvas.labels.append(canvas.text([label], left, line, _SMALL, "halo muted"))
                break


def _days(canvas: Canvas, timeline: TreatyTimeline, scale: Scale, top: float) -> int:
    """The days of the treaty itself as lines down the curve, with words above; how many lines of words there are."""
    words, computed = timeline.words, timeline.computed
    by_clause = Span(computed.first, computed.last) if computed is not None and computed.first else None
    found: list[tuple[Span, str]] = []
    if timeline.made:
        found.append((timeline.made, words("made")))
    if timeline.published and by_clause and timeline.published == by_clause:
        found.append((timeline.published, words("in force")))
    else:
        found += [(timeline.published, words("in force register"))] if timeline.published else []
        found += [(by_clause, words("in force clause"))] if by_clause else []
    begins, tiers = list[float](), 0
    # The latest lowest: no line then runs through the words of an earlier day.
    for span, word in sorted(found, key=lambda pair: pair[0].sort_key, reverse=True):
        left, right = reach(span, scale)
        text = f"{word} {dated(span, words)}"
        begin = min(max(left - 3, scale.left), scale.right - width(text, _SMALL))
        end = begin + width(text, _SMALL) + 12
        tier = len(begins) if any(one < end for one in begins) else 0
        begins = [*begins[:tier], begin] if tier else [begin]
        tiers = max(tiers, tier + 1)
        y = top - 24 - _LABELS * tier
        vague = right - left > _VAGUE
        if vague:
            canvas.marks.append(f'<g class="f-event">{rectangle("fade", Box(left, top, right, top + 7))}</g>')
        line = (
            f'<path class="stroke f-event" stroke-width="1.2" d="M{n(left)} {n(y + 3)}V{n(top + 7 if vague else 0)}"/>'
        )
        canvas.marks.append(line)
        canvas.labels.append(canvas.text([text], begin, y, _SMALL, "halo"))
    return tiers


# The rows.


def _rows(
    canvas: Canvas, timeline: TreatyTimeline, rows: Sequence[Row], scale: Scale, left: float, top: float, dates: float
) -> None:
    y = top
    for at, row in enumerate(rows):
        if isinstance(row, str):
            canvas.labels.append(canvas.text([row], left, y + _ROW - 5, _HEAD, "head f-paper", bold=True))
        else:
            if at % 2 == 0:
                canvas.ground.append(rectangle("band", Box(left, y, scale.right + dates, y + _ROW)))
            _row(canvas, timeline, row, scale, y + _ROW / 2)
        y += _ROW
    _axis(canvas, timeline, scale, top, y)


def _row(canvas: Canvas, timeline: TreatyTimeline, row: Participant, scale: Scale, y: float) -> None:
    name = fitted(row.node.label, _NAME, _NAMES)
    body = canvas.text([name], scale.left - 20, y + 3.9, _NAME, anchor="end") + mark(
        row.node.kind, scale.left - 11, y, 4
    )
    canvas.labels.append(node_element(row.node, body))
    for stay, said in row.stays:
        assert said.span is not None
        drawn = _stay(stay.standing, said.span, scale, y)
        if drawn:
            canvas.lines.append(_linked(row, said, f'<g class="f-paper">{drawn}</g>'))
    for act in row.acts:
        assert act.span is not None
        # A day known only to lie before another is drawn there, hollow.
        day = act.span.start_latest or act.span.start
        if day is not None:
            sign = _cross if act.status == "withdrawn" else _dot
            body = sign(scale.x(day), y, r=2.7, hollow=_vague(act.span.start, act.span.start_latest))
            canvas.marks.append(_linked(row, act, f'<g class="f-event">{body}</g>'))
    canvas.labels.append(canvas.text([_since(row, timeline.words)], scale.right + 8, y + 3.6, _DATE, "muted"))


def _since(row: Participant, words: Words) -> str:
    """Since when it is what it is on the day; ``≤`` where the day itself is not known."""
    if row.since is None:
        return ""
    return ("" if row.certain else "≤ ") + words.day(row.since)


def _stay(standing: str, span: Span, scale: Scale, y: float) -> str:
    """Faded where it may hold, solid where it does."""
    left, right = reach(span, scale)
    sure, until = sure_part(span, scale)
    body = ""
    if sure > left + 0.5 or until < right - 0.5:
        body = f'<g opacity=".35">{"".join(_shape(standing, left, right, y))}</g>'
    if until > sure + 0.2:
        body += "".join(_shape(standing, sure, until, y))
    return body


def _shape(standing: str, left: float, right: float, y: float) -> Iterator[str]:
    """One bar: a line, half as high, or full; what is suspended striped, what is provisional hollow."""
    if standing == "signatory":
        yield rectangle("bar", Box(left, y - _LINE / 2, right, y + _LINE / 2))
    elif standing == "contracting":
        yield rectangle("bar", Box(left, y - _HALF / 2, right, y + _HALF / 2))
    elif standing == "party":
        yield rectangle("bar", Box(left, y - _BAR / 2, right, y + _BAR / 2))
    elif standing in ("suspended", "provisional"):
        yield rectangle("mark hollow", Box(left, y - _BAR / 2 + 0.9, right, y + _BAR / 2 - 0.9))
        if standing == "suspended":
            strokes = "".join(
                f"M{n(left + at)} {n(y - 4)}v8" for at in (4 * step for step in range(1, int((right - left) / 4) + 1))
            )
            yield f'<path class="stroke" stroke-width="1.4" d="{strokes or f"M{n(left)} {n(y)}h0"}"/>'
    elif standing in ("withdrawn", "terminated"):
        yield f'<path class="stroke" stroke-width="1.2" stroke-dasharray="1.5 4" d="M{n(left)} {n(y)}H{n(right)}"/>'


def _linked(row: Participant, said: Said, body: str) -> str:
    key = key_of(row.node.address)
    data = attribute("class", "link item") + attribute("data-a", key) + attribute("data-b", key)
    return linked(said.fact, [row.node.label, ", ".join(filter(None, [said.label, said.when]))], body, data)


def _axis(
    canvas: Canvas, timeline: TreatyTimeline, scale: Scale, top: float, bottom: float, *, tier: int | None = None
) -> None:
    """The years above, lines down through them, and the day asked about."""
    step, ticks = years_on(scale)
    for year in ticks:
        x = scale.column(year)
        middle = x + scale.year / 2 if step == 1 else x
        anchor = "start" if year == scale.first and step > 1 else "middle"
        canvas.ground.append(f'<path class="rule" d="M{n(x)} {n(top)}V{n(bottom)}"/>')
        canvas.labels.append(canvas.text([str(year)], middle, top - 6, _YEAR, "halo muted", anchor=anchor))
    canvas.ground.append(f'<path class="rule strong" d="M{n(scale.left)} {n(top)}H{n(scale.right)}"/>')
    canvas.reach(Box(scale.left, top, scale.right, bottom))
    if timeline.asked:
        x = scale.x(timeline.day)
        canvas.marks.append(f'<path class="asked" d="M{n(x)} {n(top)}V{n(bottom)}"/>')
        if tier is not None:
            y = top - 26 - _LABELS * tier
            canvas.marks.append(f'<path class="asked" d="M{n(x)} {n(y + 3)}V{n(top)}"/>')
            text = timeline.words.day(timeline.day)
            canvas.labels.append(canvas.text([text], x, y, _SMALL, "gapword", anchor="middle", bold=True))


# Signs.


def _vague(first: dt.date | None, last: dt.date | None) -> bool:
    return first != last


def _dot(x: float, y: float, *, r: float, hollow: bool = False) -> str:
    return shape("circle", x, y, r, f"mark f-event{' hollow' if hollow else ''}")


def _cross(x: float, y: float, *, r: float, hollow: bool = False) -> str:
    path = f"M{n(x - r)} {n(y - r)}l{n(2 * r)} {n(2 * r)}m0 {n(-2 * r)}l{n(-2 * r)} {n(2 * r)}"
    under = f'<path class="under" stroke-width="4" d="{path}"/>'
    return f'{under}<path class="stroke f-event" stroke-width="1.8" d="{path}"/>'


def _sample(standing: str, x: float, y: float) -> str:
    return f'<g class="f-paper">{"".join(_shape(standing, x - 12, x + 12, y))}</g>'


def _faded(x: float, y: float) -> str:
    return f'<g class="f-paper" opacity=".35">{"".join(_shape("party", x - 12, x + 12, y))}</g>'


def _area(x: float, y: float) -> str:
    line = f"M{n(x - 12)} {n(y + 5)}V{n(y + 1)}h8V{n(y - 4)}h16"
    return (
        f'<path class="area f-paper" d="{line}V{n(y + 6)}H{n(x - 12)}Z"/>'
        f'<path class="stroke f-paper" stroke-width="1.8" d="{line}"/>'
    )


def _dashes(x: float, y: float) -> str:
    return f'<path class="stroke f-paper" stroke-width="1.4" stroke-dasharray="4 3" d="M{n(x - 12)} {n(y)}h24"/>'
