"""A claim: a row of the records' own tables, or one value of it, with the words that it was read from.

Accepting a claim moves the quads of its row from the graph of its document to
the facts; nothing is translated on the way.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import BadInput
from ...ontology.namespaces import COMITY, ID, ORIGIN, OWL, PROV, RDF, VOCABULARY, XSD
from ..records.columns import Ref
from ..records.quads import check_row, quads_of, script_of
from ..records.schema import TABLES, Table, model
from .ids import digest, tail

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: Columns that belong to the evidence of a row, not to what it says.
EVIDENCE = ("source", "locator", "quote", "confidence", "checked", "note")
#: A value of its own of a row may take several columns.
FIELDS: Mapping[str, tuple[str, ...]] = {"place": ("place_en", "place_ru", "place_state")}
#: Least score of a confidence.
LEVELS = ((0.85, "high"), (0.6, "medium"), (0.0, "low"))


@dataclass(frozen=True, slots=True)
class Passage:
    """The exact words, what stands around them, and their code points in the stored original."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says: ``cells`` of a row of ``table`` about ``thing`` (``kind/slug``).

    ``field`` names the value that is claimed (``date``, ``place``, ``topics``),
    empty for a whole row.  ``score`` is from 0 to 1, ``checked`` the day of reading
    (ISO), ``written`` the name that the document gives to an unknown thing.
    """

    source: str
    table: str
    thing: str
    cells: Mapping[str, str]
    passage: Passage
    rule: str
    field: str = ""
    basis: str = "stated"
    modality: str | None = None
    score: float = 0.9
    written: str | None = None
    checked: str = ""

    @property
    def said(self) -> str:
        """The same for every document that says the same of the same thing."""
        what = json.dumps(dict(self.cells), ensure_ascii=False, sort_keys=True) if self.field else ""
        if self.table == "tenures":
            what = self.cells.get("attested", "")
        if self.table == "encounters" and not self.field:
            what = self.cells.get("modality", "")
        return digest(self.table, self.thing, self.field, what, size=12)

    @property
    def id(self) -> str:
        """``claim/…``: of this document and what it says."""
        return f"claim/{digest(self.source, self.said, size=12)}"

    @property
    def key(self) -> str:
        """The short id that a person types."""
        return tail(self.id)

    @property
    def confidence(self) -> str:
        """The concept of the vocabulary confidence that the score means."""
        return next(name for least, name in LEVELS if self.score >= least)

    @property
    def passage_id(self) -> str:
        """``passage/…``, by source and place."""
        return f"passage/{tail(self.source)}-{self.passage.start}-{self.passage.end}"

    def with_cells(self, cells: Mapping[str, str], thing: str | None = None) -> Claim:
        """The same with other cells, and of another thing where ``thing`` is given."""
        return dataclasses.replace(self, cells=dict(cells), thing=thing or self.thing)


def table_of(claim: Claim) -> Table:
    """The table of the records whose row or value the claim is."""
    return TABLES[claim.table]


def values_of(claim: Claim) -> dict[str, Any]:
    """The cells as values.  Raises :class:`BadInput` naming the field that is wrong."""
    from pydantic import ValidationError

    from ...ontology.terms import class_names

    table = table_of(claim)
    known = {column.name: column for column in table.all_columns}
    odd = [name for name in claim.cells if name not in known]
    if odd:
        raise BadInput(
            f"{claim.table} has no field of that name",
            field=odd[0],
            hint=f"It has: {', '.join(name for name in known if name not in EVIDENCE)}.",
        )
    if claim.field:
        values: dict[str, Any] = {}
        for name, cell in claim.cells.items():
            try:
                values[name] = known[name].kind.read(cell) if cell else None
            except ValueError as error:
                raise BadInput(str(error), field=name) from None
        return values
    filled = {column.name: claim.cells.get(column.name, "") for column in table.all_columns}
    filled["id"] = claim.thing
    if table.evidence:
        filled |= {"source": tail(claim.source), "confidence": claim.confidence, "checked": claim.checked}
    try:
        values = dict(model(claim.table).model_validate(filled))
    except ValidationError as error:
        detail = error.errors(include_url=False, include_context=False)[0]
        raise BadInput(detail["msg"].removeprefix("Value error, "), field=str(detail["loc"][0])) from None
    for name, message in check_row(table, values, class_names()):
        raise BadInput(message, field=name)
    return values


def needs_of(claim: Claim) -> list[str]:
    """What a claim refers to and what has to be a fact before it can be one."""
    found = [] if not claim.field else [claim.thing]
    for column in table_of(claim).columns:
        cell = claim.cells.get(column.name)
        if cell and isinstance(column.kind, Ref):
            found += column.kind.read(cell)
    return list(dict.fromkeys(found))


def renamed(claim: Claim, old: str, new: str) -> Claim:
    """The claim with ``new`` wherever it meant ``old``; rows that are named by what they link are named anew."""
    cells = dict(claim.cells)
    for column in table_of(claim).columns:
        cell = cells.get(column.name)
        if cell and isinstance(column.kind, Ref):
            things = column.kind.read(cell)
            if old in things:
                cells[column.name] = "|".join(dict.fromkeys(new if thing == old else thing for thing in things))
    if claim.table == "participations":
        thing = participation_id(cells["encounter"], cells["participant"])
    elif claim.table == "tenures":
        thing = tenure_id(cells["post"], cells["official"])
    else:
        thing = new if claim.thing == old else claim.thing
    unchanged = cells == dict(claim.cells) and claim.thing != old
    return claim if unchanged else claim.with_cells(cells, thing)


def alias_of(row: Claim, thing: str) -> Claim:
    """The name that a document gives to a known thing, as a row of the table of names."""
    form = row.written or ""
    script = script_of(form)
    language = "ru" if script == "Cyrl" else "en"
    cells = {"entity": thing, "form": form, "language": language, "script": script, "scheme": "press"}
    name = f"name/{tail(thing)}-{language}-{digest(language, form)}"
    return dataclasses.replace(row, table="names", thing=name, cells=cells, field="", basis="stated")


def participation_id(encounter: str, participant: str) -> str:
    """``participation/ENCOUNTER-PARTICIPANT``, as the records name them."""
    return f"participation/{tail(encounter)}-{tail(participant)}"


def tenure_id(post: str, official: str) -> str:
    """``tenure/POST-OFFICIAL``, as the records name them."""
    return f"tenure/{tail(post)}-{tail(official)}"


def fact_quads(claim: Claim, *, whole: bool = True) -> Iterator[Quad]:
    """What the claim says, as facts.  Not ``whole``: only that it, too, rests on the passage."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    facts = DefaultGraph()
    node, passage = NamedNode(ID + claim.thing), NamedNode(ID + claim.passage_id)
    rests = NamedNode(PROV + "wasDerivedFrom")
    table = table_of(claim)
    if claim.field:
        values = values_of(claim)
        for column in table.columns if whole else ():
            if values.get(column.name) is not None:
                for property, term in column.kind.say(values[column.name]):
                    yield Quad(node, NamedNode(property), term, facts)
    elif whole:
        # The records' own passage has neither place nor words; the claim's takes its stead.
        blank = NamedNode(f"{ID}passage/{tail(claim.source)}-{digest('', '', size=10)}")
        for quad in quads_of(table, values_of(claim), "", 0):
            if quad.graph_name == NamedNode(ORIGIN) or quad.subject == blank:
                continue
            yield Quad(quad.subject, quad.predicate, passage, facts) if quad.object == blank else quad
        if claim.basis != "stated" and table.evidence:
            yield Quad(node, NamedNode(COMITY + "basis"), NamedNode(f"{VOCABULARY}basis/{claim.basis}"), facts)
    elif claim.table == "tenures" and claim.cells.get("attested"):
        for column in table.columns:
            if column.name == "attested":
                for property, term in column.kind.say(column.kind.read(claim.cells["attested"])):
                    yield Quad(node, NamedNode(property), term, facts)
    if table.evidence:
        if claim.field or not whole:
            yield Quad(node, rests, passage, facts)
        yield from passage_quads(claim)


def passage_quads(claim: Claim) -> Iterator[Quad]:
    """The passage of a claim."""
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    node, facts = NamedNode(ID + claim.passage_id), DefaultGraph()
    integer = NamedNode(XSD + "integer")
    yield Quad(node, NamedNode(RDF + "type"), NamedNode(COMITY + "Passage"), facts)
    yield Quad(node, NamedNode(RDF + "type"), NamedNode(OWL + "NamedIndividual"), facts)
    yield Quad(node, NamedNode(COMITY + "source"), NamedNode(ID + claim.source), facts)
    for name, text in (
        ("exact", claim.passage.exact),
        ("prefix", claim.passage.prefix),
        ("suffix", claim.passage.suffix),
    ):
        if text:
            yield Quad(node, NamedNode(COMITY + name), Literal(text), facts)
    for name, place in (("startOffset", claim.passage.start), ("endOffset", claim.passage.end)):
        yield Quad(node, NamedNode(COMITY + name), Literal(str(place), datatype=integer), facts)


def claim_quads(claim: Claim) -> Iterator[Quad]:
    """The claim itself: a node that tells of what it is a claim, where from and how sure."""
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    node, facts = NamedNode(ID + claim.id), DefaultGraph()

    def tell(name: str, value: Any) -> Quad:
        return Quad(node, NamedNode(COMITY + name), value, facts)

    yield Quad(node, NamedNode(RDF + "type"), NamedNode(COMITY + "Claim"), facts)
    yield Quad(node, NamedNode(RDF + "type"), NamedNode(OWL + "NamedIndividual"), facts)
    yield Quad(node, NamedNode(PROV + "wasDerivedFrom"), NamedNode(ID + claim.passage_id), facts)
    yield tell("about", NamedNode(ID + claim.thing))
    row = json.dumps({"table": claim.table, "cells": dict(claim.cells)}, ensure_ascii=False, sort_keys=True)
    yield tell("row", Literal(row))
    yield tell("readBy", Literal(claim.rule))
    yield tell("score", Literal(f"{claim.score:.2f}", datatype=NamedNode(XSD + "decimal")))
    yield tell("confidence", NamedNode(f"{VOCABULARY}confidence/{claim.confidence}"))
    yield tell("basis", NamedNode(f"{VOCABULARY}basis/{claim.basis}"))
    yield tell("checkedOn", Literal(claim.checked, datatype=NamedNode(XSD + "date")))
    if claim.field:
        yield tell("field", Literal(claim.field))
    if claim.modality:
        yield tell("modality", NamedNode(f"{VOCABULARY}modality/{claim.modality}"))
    if claim.written:
        yield tell("asWritten", Literal(claim.written))
    yield from passage_quads(claim)
