"""Whom to write to: the instruments that serve a measure between two states, and the authority that each names.

Where several instruments apply, the more specific one comes first: the one that
speaks of the measure itself, then the one that ties fewer parties (lex
specialis), then the later one (VCLT art. 30), then the one with the more direct
channel.  The order advises; it does not decide, and says what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .dates import NEVER, When
from .pairs import InForce
from .proof import Said

#: The measure that stands for every request.
GENERAL = "general"
#: Channels from the most direct.
CHANNELS = ("direct", "central-authority", "justice-ministries", "interpol", "diplomatic")


def _directness(channel: str | None) -> int:
    return CHANNELS.index(channel) if channel in CHANNELS else len(CHANNELS)


@dataclass(frozen=True)
class Provision:
    """An article that serves measures, and the way on which requests under it go."""

    id: str
    instrument: str
    measures: frozenset[str]
    article: str | None = None
    channels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def channel(self) -> str | None:
        """The most direct of its ways."""
        return min(self.channels, key=_directness, default=None)

    def serves(self, measure: str) -> bool:
        """Whether it speaks of the measure, or of any request."""
        return bool({measure, GENERAL} & self.measures)


@dataclass(frozen=True)
class Designation:
    """The authority that a state named for a measure, under an instrument or for all (``instrument`` is None)."""

    id: str
    state: str
    measure: str
    agency: str
    instrument: str | None = None
    article: str | None = None
    channel: str | None = None
    languages: str | None = None
    start: When = When(0, 0)  # noqa: RUF009  # immutable: a named tuple
    end: When = NEVER
    urgent: bool = False
    checked: date | None = None
    sources: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether it may hold that day: an unknown bound does not exclude."""
        day = on.toordinal()
        return self.start.lo <= day < self.end.hi


@dataclass(frozen=True)
class Way:
    """One way to ask: the treaty in force, the article, the authorities named, and why it stands where it stands."""

    force: InForce
    provision: Provision | None
    designations: tuple[Designation, ...]
    channel: str | None
    parties: int
    adopted: When | None
    reasons: tuple[Said, ...]

    @property
    def known(self) -> bool:
        """Whether an authority is known."""
        return bool(self.designations)


def ways(
    forces: Iterable[InForce],
    measure: str,
    requested: str,
    on: date,
    *,
    provisions: Iterable[Provision],
    designations: Iterable[Designation],
    parties: Mapping[str, int],
    adopted: Mapping[str, When],
) -> list[Way]:
    """The ways to ask ``requested`` for a measure, the one to try first at the head.

    ``forces`` is what is in force between the two that day; ``parties`` counts
    each treaty's parties that day.
    """
    by_instrument: dict[str, list[Provision]] = {}
    for one in provisions:
        if one.serves(measure):
            by_instrument.setdefault(one.instrument, []).append(one)
    named = [one for one in designations if one.measure in (measure, GENERAL) and one.holds(on)]
    served = {one.instrument for one in named if one.measure == measure}
    found = []
    for force in forces:
        own: list[Provision] = sorted(
            by_instrument.get(force.treaty, ()), key=lambda one: (measure not in one.measures, one.id)
        )
        if not own and force.treaty not in served:
            continue
        provision: Provision | None = own[0] if own else None
        mine = _authorities(named, force.treaty, requested, measure)
        channel = next((one.channel for one in mine if one.channel), provision.channel if provision else None)
        found.append(Way(force, provision, mine, channel, parties.get(force.treaty, 0), adopted.get(force.treaty), ()))
    found.sort(key=lambda way: _rank(way, measure))
    return [_reasoned(way, measure) for way in found]


def _authorities(named: list[Designation], treaty: str, state: str, measure: str) -> tuple[Designation, ...]:
    """What a state named under the treaty, the measure itself before any request; else what it named for all."""
    own = [one for one in named if one.state == state and one.instrument == treaty]
    chosen = own or [one for one in named if one.state == state and one.instrument is None]
    return tuple(sorted(chosen, key=lambda one: (one.measure != measure, one.urgent, one.id)))


def _rank(way: Way, measure: str) -> tuple[object, ...]:
    specific = way.provision is not None and measure in way.provision.measures
    return (
        not specific,
        way.parties or 1_000_000,
        -(way.adopted.lo if way.adopted is not None else 0),
        _directness(way.channel),
        way.force.treaty,
    )


def _reasoned(way: Way, measure: str) -> Way:
    reasons = []
    if way.provision is not None and measure in way.provision.measures:
        article = f" (art. {way.provision.article})" if way.provision.article else ""
        russian = f" (ст. {way.provision.article})" if way.provision.article else ""
        reasons.append(Said(f"speaks of the measure itself{article}", f"говорит о самой мере{russian}"))
    else:
        reasons.append(Said("speaks of requests in general", "говорит о запросах вообще"))
    if way.parties:
        reasons.append(
            Said(f"ties {way.parties} parties that are recorded", f"связывает учтённых участников: {way.parties}")
        )
    if way.adopted is not None:
        reasons.append(Said(f"of {way.adopted}", f"от {way.adopted}"))
    return Way(way.force, way.provision, way.designations, way.channel, way.parties, way.adopted, tuple(reasons))
