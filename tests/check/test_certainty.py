"""Rules about dates fire exactly where no choice of days within the bounds would clear the data of them.

Random pairs of intervals with vague, open and unknown ends, all in one graph;
what must be found is told by trying the days at the edges of the bounds.  Where
an interval's own beginning and end may fall into one period, less is found than
is certain, never more.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from comity.graph.check.reader import Reader
from comity.graph.check.run import Checker, load_shapes
from comity.graph.check.source import StoreSource
from comity.loaders.edtf import bounds
from comity.ontology.namespaces import COMITY, RDF, VOCABULARY, XSD

DATES = ["2010", "2011", "2010-06", "2010-12", "2011-01", "2010-06-15", "2010-06-30", "2011-01-01", "../2010-09-30"]
NEVER = dt.date(2999, 1, 1)
"""Later than every day here: the end of what goes on."""


@dataclass(frozen=True)
class Interval:
    """From a date to a date, to no end (``ongoing``), or to an end that nobody knows."""

    start: str
    end: str

    def days(self, edges: set[dt.date]) -> list[tuple[dt.date, dt.date]]:
        """Every beginning and end, among these days, that the dates allow."""
        first, last = bounds(self.start)
        starts = [day for day in edges if (first or day) <= day <= (last or day)]
        if self.end == "ongoing":
            ends = [NEVER]
        elif self.end == "unknown":
            ends = [*edges, NEVER]
        else:
            low, high = bounds(self.end)
            ends = [day for day in edges if (low or day) <= day <= (high or day)]
        return [(start, end) for start, end in itertools.product(starts, ends) if start < end]

    @property
    def vague(self) -> bool:
        """Whether the beginning may lie behind the first day on which the end may have come: "2010" to "2010"."""
        if self.end in {"ongoing", "unknown"}:
            return False
        last, low = bounds(self.start)[1], bounds(self.end)[0]
        return last is None or low is None or last >= low


def overlap(one: Interval, other: Interval) -> bool | None:
    """Whether the two overlap whatever the days are; None where there are no such days."""
    limits = {d for i in (one, other) for text in (i.start, i.end) if text[0] in "12." for d in bounds(text) if d}
    edges = {day + dt.timedelta(n) for day in limits for n in (-1, 0, 1)}
    both = list(itertools.product(one.days(edges), other.days(edges)))
    return all(a[0] < b[1] and b[0] < a[1] for a, b in both) if both else None


def pairs(count: int) -> list[tuple[Interval, Interval]]:
    draw = random.Random(11)  # noqa: S311  # the same pairs each time

    def interval() -> Interval:
        return Interval(draw.choice(DATES), draw.choice([*DATES, "ongoing", "unknown"]))

    found = [(interval(), interval()) for _ in range(count)]
    return [(one, other) for one, other in found if overlap(one, other) is not None]


def node(name: str) -> NamedNode:
    return NamedNode("https://example.org/" + name)


def quads(this: NamedNode, interval: Interval, said: dict[str, NamedNode], kind: str) -> list[Quad]:
    out = [Quad(this, NamedNode(RDF + "type"), NamedNode(COMITY + kind))]
    out += [Quad(this, NamedNode(COMITY + name), value) for name, value in said.items()]
    for name, text in (("start", interval.start), ("end", interval.end)):
        if text in {"ongoing", "unknown"}:
            status = NamedNode(f"{VOCABULARY}interval-status/{text}")
            out.append(Quad(this, NamedNode(COMITY + "endStatus"), status))
            continue
        for which, day in zip(("Earliest", "Latest"), bounds(text), strict=True):
            if day is not None:
                out.append(
                    Quad(this, NamedNode(COMITY + name + which), Literal(str(day), datatype=NamedNode(XSD + "date")))
                )
    return out


@pytest.mark.parametrize("shape", ["OverlappingTenuresShape", "OverlappingMembershipsShape"])
def test_what_overlaps_for_certain_is_found_and_nothing_else(shape: str) -> None:
    store, certain, clear = Store(), set(), set()
    role = NamedNode(VOCABULARY + "membership-role/member")
    all_pairs = pairs(600)
    for number, (one, other) in enumerate(all_pairs):
        post, left, right = node(f"post{number}"), node(f"a{number}"), node(f"b{number}")
        if shape == "OverlappingTenuresShape":
            store.add(Quad(post, NamedNode(COMITY + "singleHolder"), Literal(True)))
            store.extend(quads(left, one, {"post": post, "holder": node("x")}, "Tenure"))
            store.extend(quads(right, other, {"post": post, "holder": node("y")}, "Tenure"))
        else:
            said = {"organisation": post, "member": node("x"), "membershipRole": role}
            store.extend(quads(left, one, said, "Membership"))
            store.extend(quads(right, other, said, "Membership"))
        if overlap(one, other):
            certain.add(left)
            if not one.vague and not other.vague:
                clear.add(left)
    triples = load_shapes(None)
    (read,) = [each for each in Reader(triples).shapes() if str(each.node).endswith(f"#{shape}>")]
    found = {finding.focus for finding in Checker(StoreSource(store), triples).findings(read)}
    assert 50 < len(clear) <= len(certain) < len(all_pairs) - 50
    assert found <= certain, "a false alarm"
    assert clear <= found, "missed, though the dates are clear"
