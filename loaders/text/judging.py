"""What a claim is against the facts: new, known to the graph already, or against what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ...ontology.namespaces import COMITY, ID
from ..edtf import bounds
from .ids import tail, thing_of
from .known import Known, Met, Resting
from .rows import Claim, table_of

if TYPE_CHECKING:
    from pyoxigraph import Quad

Standing = Literal["new", "known", "contradicts"]
#: A date of which a later text may give the day: a year or a month, not a range of days.
_COARSE = re.compile(r"\d{4}(?:-\d{2})?")
_STATE = ("host_state", "chair_state")


@dataclass(frozen=True, slots=True)
class Judgement:
    """``fact`` is what the graph holds (``kind/slug``), ``held`` its value, ``why`` a word for what is wrong.

    ``why``: date, place, host, chair, order, post, holder, number, value; empty
    where nothing is.  ``refines``: the graph's value may give way.  ``source``:
    another document says so and nothing of it is a fact yet (``fact`` is None).
    """

    standing: Standing
    fact: str | None = None
    held: str = ""
    why: str = ""
    refines: bool = False
    source: str | None = None

    def passages(self, known: Known, claim: Claim) -> list[Resting]:
        """The passages that the fact, or what the other document says, rests on."""
        if self.source is not None:
            title = next(iter(known.titles(self.source)), self.source)
            return [Resting(self.source, title, "", known.rivals.words(self.source, claim.thing, claim.field))]
        return [] if self.fact is None else known.rests_on(self.fact)


NEW = Judgement("new")


def judged(claim: Claim, known: Known) -> Judgement:
    """Compare a claim with the facts of a graph."""
    if claim.field:
        judgement = _value(claim, known)
        return judgement if judgement is not NEW else _between_documents(claim, known)
    if claim.table == "tenures":
        return _tenure(claim, known)
    if known.has(claim.thing):
        met = known.met.get(claim.thing)
        if claim.table == "encounters" and met is not None:
            return _held(claim, met)
        return Judgement("known", claim.thing)
    if claim.table == "participations":
        return _participation(claim, known)
    return NEW


def _between_documents(claim: Claim, known: Known) -> Judgement:
    """What is new to the graph, against what another document says that waits too."""
    rival = known.rivals.against(claim)
    if rival is None:
        return NEW
    why = {"host_state": "host", "chair_state": "chair", "ordinal": "number"}.get(claim.field, claim.field)
    return Judgement("contradicts", None, rival[0], why, source=rival[1])


def _held(claim: Claim, met: Met) -> Judgement:
    if claim.modality == "held" and met.modality == "planned":
        return Judgement("new", claim.thing, "planned", refines=True)
    if claim.modality != met.modality and met.modality == "cancelled":
        return Judgement("contradicts", claim.thing, "cancelled", "value")
    return Judgement("known", claim.thing)


def _value(claim: Claim, known: Known) -> Judgement:
    if claim.table != "encounters":
        return _link(claim, known)
    met = known.met.get(claim.thing)
    if met is None:
        return _order(claim, known) if claim.field in ("ordinal", "date") else NEW
    if claim.field == "date":
        return _date(claim, met, known)
    if claim.field == "ordinal":
        if met.ordinal is None:
            return _order(claim, known)
        same = str(met.ordinal) == claim.cells["ordinal"]
        return (
            Judgement("known", met.thing) if same else Judgement("contradicts", met.thing, str(met.ordinal), "number")
        )
    if claim.field == "topics":
        return Judgement("known", met.thing) if claim.cells["topics"] in met.topics else NEW
    if claim.field == "place":
        return _place(claim, met)
    there = met.values.get(claim.field)
    cell = claim.cells[claim.field]
    mine = thing_of("state", cell) if claim.field in _STATE else cell
    if there is None:
        return NEW
    if there == mine:
        return Judgement("known", met.thing)
    why = {"host_state": "host", "chair_state": "chair"}.get(claim.field, "value")
    return Judgement("contradicts", met.thing, there, why)


def _place(claim: Claim, met: Met) -> Judgement:
    state = claim.cells.get("place_state")
    there = met.values.get("place_state")
    if state and there and tail(there) != state.removeprefix("state/"):
        return Judgement("contradicts", met.thing, there, "place")
    new = bool(state) and there is None
    for language in ("en", "ru"):
        city, known_city = claim.cells.get(f"place_{language}"), met.places.get(language)
        if city and known_city and _plain(city) != _plain(known_city):
            return Judgement("contradicts", met.thing, known_city, "place")
        new = new or (bool(city) and known_city is None)
    return NEW if new else Judgement("known", met.thing)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold().replace("ё", "е"))


def _date(claim: Claim, met: Met, known: Known) -> Judgement:
    if met.date is None:
        return _order(claim, known)
    first, last = bounds(claim.cells["date"])
    if (first and met.last and first > met.last) or (last and met.first and last < met.first):
        return Judgement("contradicts", met.thing, met.date, "date")
    narrower = _width(first, last) < _width(met.first, met.last)
    if narrower and _COARSE.fullmatch(met.date):
        return Judgement("new", met.thing, met.date, refines=True)
    return Judgement("known", met.thing)


def _width(first: dt.date | None, last: dt.date | None) -> int:
    return 1 << 30 if first is None or last is None else (last - first).days


def _order(claim: Claim, known: Known) -> Judgement:
    """Whether a number or a day breaks the order of the body's sessions."""
    met = known.encounter(claim.thing)
    if met is None or met.body is None:
        return NEW
    number = int(claim.cells["ordinal"]) if claim.field == "ordinal" else met.ordinal
    first, last = bounds(claim.cells["date"]) if claim.field == "date" else (met.first, met.last)
    if number is None:
        return NEW
    for other in known.met.values():
        if other.body != met.body or other.ordinal is None or other.thing == claim.thing:
            continue
        later = bool(last and other.first and other.first > last)
        earlier = bool(first and other.last and other.last < first)
        if other.ordinal == number:
            return Judgement("contradicts", other.thing, other.date or "", "number")
        if (other.ordinal < number and later) or (other.ordinal > number and earlier):
            return Judgement("contradicts", other.thing, f"{other.ordinal}: {other.date}", "order")
    return NEW


def _link(claim: Claim, known: Known) -> Judgement:
    """Whether the graph has the same value of a thing that is no encounter."""
    for quad in _said(claim):
        if not known.holds(claim.thing, quad[0], quad[1]):
            return NEW
    return Judgement("known", claim.thing)


def _said(claim: Claim) -> Iterator[tuple[str, str]]:
    from pyoxigraph import NamedNode

    for column in table_of(claim).columns:
        cell = claim.cells.get(column.name)
        if cell:
            for property, term in column.kind.say(column.kind.read(cell)):
                if isinstance(term, NamedNode):
                    yield property, term.value


def _tenure(claim: Claim, known: Known) -> Judgement:
    official, post = thing_of("official", claim.cells["official"]), thing_of("post", claim.cells["post"])
    text = claim.cells.get("attested")
    day = dt.date.fromisoformat(text) if text else None
    held = known.tenure(official, post, day)
    if held is not None:
        if day is None or held.covers(day):
            return Judgement("known", held.thing)
        return Judgement("contradicts", held.thing, f"{held.start or '…'} - {held.end or '…'}", "post")
    office = known.offices.get(post)
    if office is None or not office.single or day is None:
        return NEW
    for other in known.holders.get(post, ()):
        started = other.start is not None and other.start <= day
        lasts = (other.end is not None and day < other.end) or (other.end is None and other.ongoing)
        if started and lasts and not other.acting and other.official != official:
            return Judgement("contradicts", other.thing, other.official, "holder")
    return NEW


def _participation(claim: Claim, known: Known) -> Judgement:
    who, met = claim.cells["participant"], known.met.get(claim.cells["encounter"])
    if met is not None and not who.startswith("official/"):
        # A state, or an office without a name, for which the graph knows who came.
        code = tail(claim.cells.get("on_behalf_of") or who)
        offices = met.posts.get(code, set())
        if (who.startswith("state/") and code in met.states) or claim.cells.get("capacity") in offices:
            return Judgement("known", met.thing)
    if claim.cells.get("role") == "chair":
        for thing, who in known.chairs.get(claim.cells["encounter"], {}).items():
            if who != claim.cells["participant"]:
                return Judgement("contradicts", thing, who, "chair")
    return NEW


def judgement_quads(claim: Claim, judgement: Judgement) -> Iterator[Quad]:
    """That a claim confirms or contradicts a fact, as it was when it was read."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    if judgement.fact is not None and not judgement.refines:
        name = "confirms" if judgement.standing == "known" else "contradicts"
        yield Quad(NamedNode(ID + claim.id), NamedNode(COMITY + name), NamedNode(ID + judgement.fact), DefaultGraph())
