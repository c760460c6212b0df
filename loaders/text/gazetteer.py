"""What the graph knows that reading needs: officials with their names and tenures, bodies, organisations, sessions,
instruments.  Read once, by a few queries, from any generation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...ontology.namespaces import COMITY, ID, RDFS, SKOS, VOCABULARY
from .gatherings import Body
from .naming import PARTICLES, same_person
from .people import Figure
from .phrases import Phrases

#: Runs a query of the graph's own and gives its rows (terms with ``value``).
Ask = Callable[[str], Iterable[Sequence[Any]]]

#: The slug of a post by its kind in the vocabulary.
POSTS = {
    "prosecutor-general": "prosecutor_general",
    "deputy-prosecutor-general": "deputy_prosecutor_general",
    "justice-minister": "minister_justice",
    "supreme-court-president": "chief_justice",
    "head-of-state": "president",
    "head-of-government": "prime_minister",
    "agency-director": "director",
    "ambassador": "ambassador",
    "interior-minister": "minister_interior",
    "foreign-minister": "minister_foreign",
    "secretary-general": "secretary_general",
    "other": "other",
}
_PREFIXES = f"PREFIX comity: <{COMITY}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}> "
_OFFICIALS = """SELECT ?official ?name WHERE {
  ?official a comity:Official ; rdfs:label|skos:altLabel|(comity:hasName/comity:form) ?name }"""
_TENURES = """SELECT ?official ?post ?kind ?in ?state ?from ?to WHERE {
  ?tenure comity:holder ?official ; comity:post ?post . ?post comity:postKind ?kind ; comity:postIn ?in .
  OPTIONAL { ?in comity:organOf ?state } OPTIONAL { ?tenure comity:startEarliest ?from }
  OPTIONAL { ?tenure comity:endLatest ?to } }"""
_POSTS = """SELECT ?post ?kind ?state WHERE {
  ?post comity:postKind ?kind ; comity:postIn ?in . ?in comity:organOf ?state }"""
_BODIES = """SELECT ?body ?label ?organisation WHERE {
  ?body a comity:Body ; rdfs:label|skos:altLabel|comity:abbreviation ?label .
  OPTIONAL { ?body comity:withinFrameworkOf ?in . ?in comity:abbreviation ?organisation
             FILTER(LANG(?organisation) = "en") } }"""
_ORGANISATIONS = """SELECT ?organisation ?label ?code WHERE {
  ?organisation a comity:InternationalOrganisation ; rdfs:label|skos:altLabel|comity:abbreviation ?label .
  OPTIONAL { ?organisation comity:abbreviation ?code FILTER(LANG(?code) = "en") } }"""
_SESSIONS = """SELECT ?session ?body ?ordinal ?from ?to ?state WHERE {
  ?session comity:sessionOf ?body ; comity:earliest ?from ; comity:latest ?to .
  OPTIONAL { ?session comity:ordinal ?ordinal } OPTIONAL { ?session comity:placeState ?state } }"""
_INSTRUMENTS = """SELECT ?instrument ?label WHERE {
  ?instrument a ?class . ?class rdfs:subClassOf* comity:Instrument .
  ?instrument rdfs:label|skos:altLabel|comity:abbreviation ?label }"""


@dataclass(frozen=True, slots=True)
class Tenure:
    """A time in a post: ``post`` is the thing of the graph, bounds are open where they are None."""

    post: str
    post_id: str
    state: str | None
    start: dt.date | None
    end: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that the graph has."""

    thing: str
    body: str
    ordinal: int | None
    start: dt.date
    end: dt.date
    state: str | None


@dataclass
class Gazetteer:
    """The graph's names, ready to be matched."""

    names: dict[str, list[str]] = field(default_factory=dict)
    tenures: dict[str, list[Tenure]] = field(default_factory=dict)
    posts: dict[tuple[str, str], str] = field(default_factory=dict)
    states: dict[str, dict[str, str]] = field(default_factory=dict)  # by language and code
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    bodies: list[tuple[str, Body]] = field(default_factory=list)
    organisations: list[tuple[str, str]] = field(default_factory=list)
    sessions: list[KnownSession] = field(default_factory=list)
    instruments: Phrases[str] = field(default_factory=Phrases)
    _by_word: dict[str, set[str]] = field(default_factory=dict)

    def add_name(self, official: str, name: str) -> None:
        """Another name of an official."""
        known = self.names.setdefault(official, [])
        if name not in known:
            known.append(name)
            for word in _words(name):
                self._by_word.setdefault(word[:3], set()).add(official)

    def official(self, figure: Figure, day: dt.date | None) -> tuple[str, Tenure | None, bool] | None:
        """The official of the graph that a person of the text is: (thing, tenure, surely), None where none fits.

        A name alone is never enough: the first name has to fit too, or the post
        and state, or the post on that day.  Two that fit equally are none.
        """
        ranked = []
        for thing in self._candidates(figure.name):
            likeness = max((_likeness(figure.name, name) for name in self.names[thing]), default=0)
            if not likeness:
                continue
            score, tenure = float(likeness), None
            # of two that fit alike the office in a state, not the chair of a body that comes with it
            known = sorted(self.tenures.get(thing, ()), key=lambda one: (one.state is None, one.post_id == "other"))
            for one in known:
                gained = self._fits(one, figure, day)
                if gained > score - likeness or tenure is None:
                    score, tenure = likeness + max(gained, 0.0), one if gained > 0 else tenure
            if figure.state is not None and self.tenures.get(thing):
                states = {one.state for one in self.tenures[thing]}
                if figure.state not in states:
                    continue
            held = self.tenures.get(thing, [])
            if tenure is None and len({one.post for one in held}) == 1:
                tenure = held[-1]
            if score >= 2:
                ranked.append((score, thing, tenure))
        ranked.sort(key=lambda one: (-one[0], one[1]))
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        score, thing, tenure = ranked[0]
        return thing, tenure, score >= 3

    def _candidates(self, name: str) -> set[str]:
        found: set[str] = set()
        for word in _words(name):
            found |= self._by_word.get(word[:3], set())
        return found

    @staticmethod
    def _fits(tenure: Tenure, figure: Figure, day: dt.date | None) -> float:
        gained = 0.0
        if figure.post is not None and figure.post.post_id == tenure.post_id:
            gained += 1
        if figure.state is not None and figure.state == tenure.state:
            gained += 0.5
        if day is not None:
            gained += 0.7 if tenure.holds(day) else -0.5
        return gained

    def session(self, body: str | None, ordinal: int | None, day: dt.date | None) -> KnownSession | None:
        """The session of a body by its ordinal, or by a day in it."""
        mine = [one for one in self.sessions if one.body == body]
        if ordinal is not None:
            return next((one for one in mine if one.ordinal == ordinal), None)
        if day is None:
            return None
        near = [one for one in mine if one.start <= day <= one.end and (one.end - one.start).days < 40]
        return near[0] if len(near) == 1 else None


def _words(name: str) -> list[str]:
    words = re.split(r"[\s.\-]+", name.lower().replace("ё", "е"))
    return [word for word in words if len(word) > 1 and word not in PARTICLES]


def _likeness(name: str, known: str) -> int:
    """0 another person; 1 the surname alone or with initials; 2 first name and surname fit."""
    a, b = _words(name), _words(known)
    if not a or not b:
        return 0
    hits = sum(any(same_person(x, y) for y in b) for x in a)
    if hits >= 2 or (hits == len(a) == len(b) == 1):
        return 2
    if hits and (len(a) == 1 or "." in name):
        initial = re.match(r"\s*([A-ZА-ЯЁ])\.", name)
        if initial and not any(word.startswith(initial[1].lower()) for word in b):
            return 0
        return 1 if any(same_person(a[-1], y) for y in b) else 0
    return 0


def gazetteer_of(ask: Ask) -> Gazetteer:
    """Read the gazetteer from a graph."""
    found = Gazetteer()
    for official, name in ask(_PREFIXES + _OFFICIALS):
        found.add_name(_thing(official), name.value)
    for official, post, kind, _, state, start, end in ask(_PREFIXES + _TENURES):
        found.tenures.setdefault(_thing(official), []).append(
            Tenure(_thing(post), _kind(kind), _state(state), _date(start), _date(end))
        )
    for post, kind, state in ask(_PREFIXES + _POSTS):
        code = _state(state)
        if code is not None:
            found.posts.setdefault((_kind(kind), code), _thing(post))
    for state, label in ask(_PREFIXES + "SELECT ?state ?label WHERE { ?state a comity:State ; rdfs:label ?label }"):
        code = _state(state)
        if code is not None:
            found.states.setdefault(str(getattr(label, "language", "") or "en"), {})[code] = label.value
    for post, label in ask(_PREFIXES + "SELECT ?post ?label WHERE { ?post a comity:Post ; rdfs:label ?label }"):
        found.titles[_thing(post), str(getattr(label, "language", "") or "en")] = label.value
    for body, label, organisation in ask(_PREFIXES + _BODIES):
        code = None if organisation is None else str(organisation.value)
        found.bodies.append((label.value, Body(label.value, _thing(body), code)))
    for organisation, label, code in ask(_PREFIXES + _ORGANISATIONS):
        found.organisations.append(
            (code.value if code is not None else _thing(organisation).partition("/")[2], label.value)
        )
    for session, body, ordinal, start, end, state in ask(_PREFIXES + _SESSIONS):
        first, last = _date(start), _date(end)
        if first is not None and last is not None:
            number = None if ordinal is None else int(ordinal.value)
            found.sessions.append(KnownSession(_thing(session), _thing(body), number, first, last, _state(state)))
    for instrument, label in ask(_PREFIXES + _INSTRUMENTS):
        if len(label.value) > 3 or label.value.isupper():
            found.instruments.add(label.value, _thing(instrument))
            if " о " in label.value and "создании" not in label.value:
                found.instruments.add(label.value.replace(" о ", " о создании ", 1), _thing(instrument))
    return found


def _thing(term: Any) -> str:
    return str(term.value).removeprefix(ID)


def _kind(term: Any) -> str:
    return POSTS.get(str(term.value).removeprefix(VOCABULARY).partition("/")[2], "other")


def _state(term: Any) -> str | None:
    if term is None:
        return None
    thing = _thing(term)
    return thing.removeprefix("state/") if thing.startswith("state/") else None


def _date(term: Any) -> dt.date | None:
    try:
        return None if term is None else dt.date.fromisoformat(str(term.value)[:10])
    except ValueError:
        return None
