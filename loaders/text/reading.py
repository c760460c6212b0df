"""What was read in one text, before any of it becomes a claim: plain values, each with its place in the text.

Places are half-open ranges of code points of the stored original
(:attr:`Document.original`), never of a cleaned copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

#: How a value came about: in the words, by one step of inference from them, or completed from the graph.
Basis = Literal["stated", "inferred", "derived"]
Kind = Literal["bilateral meeting", "session", "visit", "signing", "conference"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` up to ``end`` (exclusive) of the stored original."""

    start: int
    end: int


@dataclass(slots=True)
class Person:
    """Somebody in a capacity.

    ``name`` and ``post`` stand in the nominative, in the language of the text
    (``name`` None: an office-holder without a name).  ``post_id`` is a slug such
    as ``prosecutor_general``, ``agency`` a short English name, ``state`` an ISO
    3166-1 alpha-2 code (None for officials of organisations).  ``official`` is
    the ``official/slug`` of the graph that the person was linked to, None for
    one that the graph does not know; ``post_thing`` the ``post/slug`` likewise.
    """

    name: str | None
    post: str | None = None
    post_id: str | None = None
    agency: str | None = None
    state: str | None = None
    span: Span | None = None
    official: str | None = None
    post_thing: str | None = None
    role: str | None = None  # host, chair, delegate, observer: a concept of participation-role
    basis: Basis = "stated"
    confidence: float = 0.9


@dataclass(slots=True)
class Fact:
    """Where a value of an encounter stands and how sure it is; ``rule`` names what read it."""

    span: Span | None
    basis: Basis = "stated"
    rule: str = ""
    confidence: float = 0.9


@dataclass(slots=True)
class Encounter:
    """One happening, held or planned.

    ``date`` is EDTF (``2019-10-01``, ``2024-05``), or ``--MM-DD`` / ``--MM``
    where the text gives no year and none could be inferred; ``date_end`` the last
    day of a range.  ``body`` is the canonical English name, ``body_thing`` the
    ``body/slug`` of the graph.  ``facts`` holds, by attribute name (``date``,
    ``place_state``, ``topics:cybercrime``, ``states:RU``, ``documents:0`` ...),
    where that value stands; what has no entry there rests on ``span``, the
    sentence that tells the encounter.
    """

    type: Kind
    span: Span
    rule: str = ""
    type_alt: list[str] = field(default_factory=list)
    date: str | None = None
    date_end: str | None = None
    ordinal: int | None = None
    body: str | None = None
    body_thing: str | None = None
    place_city: str | None = None
    place_state: str | None = None
    host_state: str | None = None
    chair: Person | None = None
    chair_state: str | None = None
    online: bool = False
    participants: list[Person] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)  # signed or adopted there
    instruments: list[str] = field(default_factory=list)  # other named instruments, as in the text
    decisions: list[str] = field(default_factory=list)
    background: bool = False
    planned: bool = False
    part_of: int | None = None  # index in Reading.encounters
    confidence: float = 0.9
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(slots=True)
class LedgerItem:
    """A proposal, initiative, invitation or promise: by whom, to whom, what, due when.

    ``by`` and ``to`` are persons, or states or agencies as persons without a name.
    """

    kind: Literal["proposal", "initiative", "invitation", "commitment", "assessment"]
    about: str
    span: Span
    by: Person | None = None
    to: Person | None = None
    due: str | None = None
    topics: list[str] = field(default_factory=list)
    said_at: int | None = None  # index in Reading.encounters
    rule: str = ""
    confidence: float = 0.8


@dataclass(slots=True)
class BodyTold:
    """What an institutional page says of a body."""

    body: str
    body_thing: str | None
    span: Span
    aims: list[tuple[str, Span]] = field(default_factory=list)  # (letter or number, passage)
    aim_topics: dict[str, list[str]] = field(default_factory=dict)
    members: list[tuple[str, Span]] = field(default_factory=list)  # state codes
    rhythm: tuple[str, Span] | None = None  # a concept of the vocabulary rhythm
    rotation: tuple[str, Span] | None = None  # a concept of the vocabulary rotation
    since: tuple[str, Span] | None = None  # EDTF
    hosts: list[tuple[str, str, Span]] = field(default_factory=list)  # (year, state, passage)
    instruments: list[tuple[str, str | None, Span]] = field(
        default_factory=list
    )  # (words, thing of the graph, passage)


@dataclass(slots=True)
class Reading:
    """All that one text tells."""

    language: str
    encounters: list[Encounter] = field(default_factory=list)  # held, background ones too
    planned: list[Encounter] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)  # officials named with a post who take part in nothing
    ledger: list[LedgerItem] = field(default_factory=list)
    bodies: list[BodyTold] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what could not be read, in words
    engine: str = ""  # what read it, where that was not the rules: the first word of its claims' rules

    def told(self) -> dict[str, Any]:
        """The JSON shape of ``comity read -f json``: events, next_event, other_persons, initiatives."""
        from .told import told

        return told(self)
