"""The source that a document is: its id, and its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .ids import slug
from .known import Known

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from .document import Document


def source_id(document: Document) -> str:
    """``source/…``: outlet or title, day, and the first digits of the checksum, which alone tell it from others."""
    outlet = slug(document.outlet or document.title or document.name.rpartition(".")[0] or document.name, most=32)
    day = (document.published or "").replace("-", "")[:8]
    parts = [part for part in (outlet or "document", day, document.sha256[:8]) if part]
    return "source/" + "-".join(parts)


def source_quads(
    source: str, document: Document, known: Known, today: str, *, institutional: bool = False
) -> Iterator[Quad]:
    """The row of the source, a page of an institution or else news; nothing where the facts hold it."""
    from ..records.quads import quads_of
    from ..records.schema import TABLES, model

    if known.has(source):
        return
    table = TABLES["sources"]
    cells = {
        "id": source,
        "kind": "official-page" if institutional else "news",
        "title": _line(document.title or document.name),
        "language": document.language if document.language != "und" else "",
        "url": document.url or "",
        "publisher": _line(document.outlet or ""),
        "issued": document.published or "",
        "retrieved": today,
        "sha256": document.sha256,
    }
    for drop in ("", "url", "title"):
        blank = {column.name: cells.get(column.name, "") for column in table.all_columns}
        if drop:
            blank[drop] = document.sha256 if drop == "title" else ""
            cells[drop] = blank[drop]
        try:
            values = dict(model("sources").model_validate(blank))
        except ValueError:
            continue  # an address that is none, or hidden characters in a title: the source is one without
        for quad in quads_of(table, values, "", 0):
            if str(quad.graph_name) == "DEFAULT":
                yield quad
        return


def _line(text: str) -> str:
    return " ".join(text.split())
