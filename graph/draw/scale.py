"""Where days lie on a timeline, and how far what is drawn for a date reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .when import Span

#: How far an end that nobody knows fades out.
FADE = 26.0
#: A date that spreads over more days is drawn with its bounds.
_VAGUE = 20


@dataclass(frozen=True)
class Scale:
    """Years as columns: ``year`` pixels each, the first at ``left``.

    A year is a column of one width, whatever its days, so that the columns
    of a table and the days within them agree.
    """

    first: int
    last: int
    left: float
    year: float

    @property
    def right(self) -> float:
        return self.left + (self.last - self.first + 1) * self.year

    def column(self, year: int) -> float:
        """The left edge of a year."""
        return self.left + (year - self.first) * self.year

    def x(self, day: dt.date, *, end: bool = False) -> float:
        """The beginning of a day, or its end; at the edge for a day beyond it."""
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        part = (day - dt.date(day.year, 1, 1)).days + (1 if end else 0)
        return min(max(self.column(day.year) + part / (366 if leap else 365) * self.year, self.left), self.right)


def reach(span: Span, scale: Scale) -> tuple[float, float]:
    """The left and right end of what is drawn for a span, fading ends included."""
    if not span.interval:
        days = [day for day in (span.start, span.start_latest) if day is not None]
        left, right = scale.x(min(days)), scale.x(max(days), end=True)
        return (left - FADE if span.start is None else left, right + FADE if span.start_latest is None else right)
    left = scale.x(span.start) if span.start is not None else scale.x(_known(span)) - FADE
    end = span.end_latest or span.end
    if end is not None:
        right = scale.x(end)
    elif span.ongoing:
        right = scale.right
    else:
        right = scale.x(max(filter(None, [span.attested, span.start_latest, span.start]))) + FADE
    left = max(left, scale.left)
    return left, max(min(right, scale.right), left + 3)


def sure_part(span: Span, scale: Scale) -> tuple[float, float]:
    """The part of a bar in which the fact holds for certain; of no length where there is none."""
    left, right = reach(span, scale)
    since = span.start_latest or span.attested
    sure = left if since is None else min(max(scale.x(since), left), right)
    if span.end is not None:
        until = scale.x(span.end)
    elif span.ongoing:
        until = right
    else:
        until = scale.x(span.attested, end=True) if span.attested else sure
    return sure, min(max(until, sure), right)


def is_vague(span: Span) -> bool:
    """Whether the date, or the beginning, is drawn with its bounds."""
    return span.start is None or span.start_latest is None or (span.start_latest - span.start).days > _VAGUE


def _known(span: Span) -> dt.date:
    """A day at which something is known of an interval whose beginning is open."""
    return next(day for day in (span.start_latest, span.attested, span.end, span.end_latest) if day is not None)
