"""Times with uncertain ends, held against every way in which the uncertainty may turn out."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.law.dates import When
from comity.law.spans import Span, meet, on, without

ends = st.tuples(st.integers(1, 9), st.integers(0, 3)).map(lambda pair: When(pair[0], pair[0] + pair[1]))
spans = st.tuples(ends, ends).map(lambda pair: Span(*pair)).filter(lambda span: span.possible)


def worlds(span: Span) -> list[set[int]]:
    """The days of a span, for each choice of its two ends."""
    choices = itertools.product(range(span.start.lo, span.start.hi + 1), range(span.end.lo, span.end.hi + 1))
    return [set(range(start, end)) for start, end in choices]


@settings(max_examples=300, deadline=None)
@given(spans, spans, st.integers(0, 14))
def test_taking_out_and_sharing_are_sound(one: Span, other: Span, day: int) -> None:
    """What is certain holds in every world, and what holds in some world is possible."""
    pairs = list(itertools.product(worlds(one), worlds(other)))
    shared = meet(one, other)
    for found, holds in (
        (without([one], other), [day in here and day not in there for here, there in pairs]),
        ([shared] if shared else [], [day in here and day in there for here, there in pairs]),
    ):
        certain, possible = on(found, day)
        assert not certain or all(holds)
        assert possible or not any(holds)


def test_what_is_left_before_and_behind() -> None:
    def exact(start: int, end: int) -> Span:
        return Span(When(start, start), When(end, end))

    assert without([exact(1, 10)], exact(3, 5)) == [exact(1, 3), exact(5, 10)]
    assert without([exact(3, 5)], exact(1, 10)) == []
    assert without([exact(1, 3)], exact(3, 5)) == [exact(1, 3)]


def test_a_cut_whose_end_may_lie_before_the_span_leaves_the_span_its_start() -> None:
    span = Span(When(5, 5), When(9, 9))
    (left,) = without([span], Span(When(1, 1), When(2, 6)))
    assert left.start == When(5, 6)
