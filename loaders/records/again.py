"""A row that comes again in another state: what it said before goes, and only that.

Without it a corrected table would add its new dates beside the old ones.  The
cells of a row are kept with its origin, so what an earlier state said is
computed, not guessed; what other sources say of the same node stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import COMITY, ID, ORIGIN, PROV
from .quads import quads_of
from .schema import TABLES, Table, model

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

#: Told the id of a row and its new quads; answers what became of an earlier state: "new", "same", "moved", "replaced".
Replace = Callable[[str, "Sequence[Quad]"], str]
CELLS = COMITY + "recordCells"


def cells_quad(table: Table, thing: str, cells: Mapping[str, str]) -> Quad:
    """The cells of a row, kept with its origin."""
    from pyoxigraph import Literal, NamedNode, Quad

    filled = {name: cell for name, cell in cells.items() if cell}
    text = json.dumps({"table": table.name, "cells": filled}, ensure_ascii=False, sort_keys=True)
    return Quad(NamedNode(ID + thing), NamedNode(CELLS), Literal(text), NamedNode(ORIGIN))


def replacing(store: Store) -> Replace:
    """Removes from a store what the earlier state of a row said and its new state does not."""
    from pyoxigraph import Literal, NamedNode

    origin, cells = NamedNode(ORIGIN), NamedNode(CELLS)

    def replace(thing: str, quads: Sequence[Quad]) -> str:
        node = NamedNode(ID + thing)
        before = list(store.quads_for_pattern(node, None, None, origin))
        kept = [q.object.value for q in before if q.predicate == cells and isinstance(q.object, Literal)]
        if not kept:
            return "new"
        new = set(quads)
        if all(quad in new for quad in before):
            return "same"
        for quad in before:
            store.remove(quad)
        old = [quad for text in kept for quad in said(text)]
        gone = [quad for quad in dict.fromkeys(old) if quad not in new and quad.graph_name != origin]
        if not gone:
            return "moved"
        _remove(store, gone)
        return "replaced"

    return replace


def said(text: str) -> list[Quad]:
    """The quads of a row from its cells; none where this version cannot read them any more."""
    try:
        told = json.loads(text)
        table = TABLES[told["table"]]
        blank = {column.name: "" for column in table.all_columns}
        values: dict[str, Any] = dict(model(table.name).model_validate({**blank, **told["cells"]}))
    except (LookupError, TypeError, ValueError):
        return []
    return list(quads_of(table, values, "", 0))


def _remove(store: Store, gone: Sequence[Quad]) -> None:
    """Remove quads; a passage goes when nothing rests on it any more."""
    from pyoxigraph import DefaultGraph, NamedNode

    rests = NamedNode(PROV + "wasDerivedFrom")
    passages = ID + "passage/"
    for quad in gone:
        if not str(quad.subject.value).startswith(passages):  # type: ignore[union-attr]
            store.remove(quad)
    for passage in {quad.object for quad in gone if quad.predicate == rests and isinstance(quad.object, NamedNode)}:
        if next(store.quads_for_pattern(None, rests, passage, None), None) is None:
            for quad in list(store.quads_for_pattern(passage, None, None, DefaultGraph())):
                store.remove(quad)
