"""Times from one day until another, whose ends may be uncertain.

A span is half open: its start belongs to it, its end does not.  All operations
run bound by bound, so a span knows when something *certainly* holds and when
it *possibly* does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .dates import NEVER, PAST, When, earliest, latest


class Span(NamedTuple):
    """From ``start`` (included) until ``end`` (excluded; NEVER where none is known)."""

    start: When
    end: When = NEVER

    @property
    def until(self) -> When | None:
        """The day from which it no longer holds, or None."""
        return None if self.end == NEVER else self.end

    @property
    def possible(self) -> bool:
        """Whether there can be a day in it."""
        return self.start.lo < self.end.hi

    def certain_on(self, day: int) -> bool:
        """Whether it holds on ``day`` whatever the uncertain dates were."""
        return self.start.hi <= day < self.end.lo

    def possible_on(self, day: int) -> bool:
        """Whether it may hold on ``day``."""
        return self.start.lo <= day < self.end.hi


ALWAYS = Span(When(PAST, PAST), NEVER)


def meet(one: Span, other: Span) -> Span | None:
    """The time that two spans share, or None."""
    if one.start.lo >= other.end.hi or other.start.lo >= one.end.hi:
        return None
    both = Span(latest(one.start, other.start), earliest(one.end, other.end))
    return both if both.possible else None


def without(spans: Iterable[Span], cut: Span) -> list[Span]:
    """What is left of ``spans`` when ``cut`` is taken out."""
    left = []
    first, last = cut.start.lo, cut.end.hi
    for span in spans:
        if span.start.lo >= last or first >= span.end.hi:
            left.append(span)
            continue
        before = Span(span.start, earliest(span.end, cut.start))
        behind = Span(latest(span.start, cut.end), span.end)
        left += [part for part in (before, behind) if part.possible]
    return left


def on(spans: Iterable[Span], day: int) -> tuple[bool, bool]:
    """Whether one of ``spans`` certainly holds on ``day``, and whether one possibly does."""
    certain = possible = False
    for span in spans:
        certain = certain or span.certain_on(day)
        possible = possible or span.possible_on(day)
    return certain, possible
