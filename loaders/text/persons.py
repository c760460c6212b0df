"""Somebody in a capacity as things of the graph: official, post, agency; unknown ones get ids of their own."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .ids import digest, latin, slug, tail
from .known import Known, Office
from .lexicon import words
from .reading import Person, Span
from .rows import tenure_id

#: Adds a row: table, thing, cells, the person that it is read from.
Add = Callable[[str, str, Mapping[str, str], Person], None]


#: The short English name of an agency, as readings give it.
_SHORT = re.compile(r"[A-Z][A-Za-z'’(). -]{2,80}")


@functools.cache
def capacities() -> dict[str, Any]:
    """``words/capacities.yaml``: what short names of posts, agencies and instruments mean."""
    return words("capacities")


@dataclass(frozen=True, slots=True)
class Who:
    """What a person is in the graph: ``speaker`` the official, else agency, else state; None where it is nothing."""

    speaker: str | None
    official: str | None
    post: str | None
    capacity: str | None
    state: str | None
    agency: str | None


class People:
    """Resolves the persons of one document, and adds the rows of those that the graph does not know."""

    def __init__(self, known: Known, language: str, add: Add) -> None:
        self._known = known
        self._language = "ru" if language == "ru" else "en"
        self._add = add

    def who(self, person: Person, day: dt.date | None, last: dt.date | None = None) -> Who:
        """The person as things of the graph, in the capacity of that day, or of some day up to ``last``."""
        state = person.state if person.state and self._known.has(f"state/{person.state}") else None
        office = self._office(person, state)
        post = None if office is None else office.thing
        agency = self._agency(person, office, state)
        official = self._official(person, state)
        capacity = post
        if official and post:
            found = self._known.tenures.get((official, post), [])
            fit = [held for held in found if day is None or held.covers(day, last)]
            if len(fit) == 1:
                capacity = fit[0].thing
        behalf = state or (None if office is None else office.state)
        speaker = official or agency or (f"state/{behalf}" if behalf else None)
        return Who(speaker, official, post, capacity, behalf, agency)

    def tenure(self, who: Who, person: Person, day: dt.date | None) -> tuple[str, dict[str, str]] | None:
        """The row that says that the person held the post on that day."""
        if who.official is None or who.post is None:
            return None
        held = self._known.tenure(who.official, who.post, day)
        thing = tenure_id(who.post, who.official) if held is None else held.thing
        cells = {"official": tail(who.official), "post": tail(who.post), "end_status": "unknown"}
        if day is not None:
            cells["attested"] = day.isoformat()
        return thing, cells

    def _official(self, person: Person, state: str | None) -> str | None:
        if person.official is not None:
            return person.official
        if not person.name:
            return None
        name = " ".join(person.name.split())
        made = slug(name) or "official"
        # Not the name alone: two people of one name are told apart by their office.
        thing = f"official/{made}-{digest(made, person.post_id, state or person.agency, size=6)}"
        cells = {"name_en": latin(name)}
        if self._language == "ru":
            cells["name_ru"] = name
        self._add("officials", thing, cells, person)
        return thing

    def _office(self, person: Person, state: str | None) -> Office | None:
        if person.post_thing is not None and person.post_thing in self._known.offices:
            return self._known.offices[person.post_thing]
        if person.post_id is None or state is None:
            return None
        told = capacities()["posts"].get(person.post_id)
        kind = told["kind"] if told else "other"
        # "first deputy" and "deputy" are one kind and two posts: only the plain ones are looked up by kind.
        if told and kind != "other" and told["single"]:
            office = self._known.post_of(state, kind)
            if office is not None:
                return office
        agency = self._agency_row(person, person.agency or (told or {}).get("agency"), state)
        if agency is None:
            return None
        name = self._known.label(f"state/{state}", "en") or state
        if told:
            thing = f"post/{state.lower()}-{slug(person.post_id)}"
            title = f"{told['en']} of {name}"
        elif person.post:
            thing = f"post/{state.lower()}-{slug(person.post, most=30)}-{digest(person.post.casefold(), size=6)}"
            title = f"{latin(person.post)}, {name}"
        else:
            return None
        cells = {
            "in": agency,
            "kind": kind,
            "name_en": title,
            "single_holder": "yes" if told and told["single"] else "no",
        }
        if self._language == "ru" and person.post:
            cells["name_ru"] = f"{person.post} ({self._known.label(f'state/{state}', 'ru') or state})"
        if not self._known.has(thing):
            self._add("posts", thing, cells, person)
        return Office(thing, kind, agency, state, cells["single_holder"] == "yes")

    def _agency(self, person: Person, office: Office | None, state: str | None) -> str | None:
        if office is not None:
            return office.place or None
        return None if state is None else self._agency_row(person, person.agency, state)

    def _agency_row(self, person: Person, name: str | None, state: str) -> str | None:
        """The agency of that short English name in a state: a known one, else one of its own."""
        if not name or not _SHORT.fullmatch(name) or name == self._known.label(f"state/{state}", "en"):
            return None  # a state's name, or an adjective, is no agency
        told = capacities()["agencies"].get(name, {})
        kind = told.get("kind", "other")
        known = None if kind == "other" else self._known.agency_of(state, kind)
        if known is not None:
            return known
        thing = f"agency/{state.lower()}-{slug(name)}"
        if not self._known.has(thing):
            title = f"{name} of {self._known.label(f'state/{state}', 'en') or state}"
            cells = {"organ_of": f"state/{state}", "kind": kind, "name_en": title}
            if "ru" in told:
                cells["name_ru"] = f"{told['ru']} ({self._known.label(f'state/{state}', 'ru') or state})"
            self._add("agencies", thing, cells, person)
        return thing


def where(person: Person, otherwise: Span) -> Span:
    """The place of a person, else that of the sentence that tells what the person takes part in."""
    return person.span if person.span is not None else otherwise
