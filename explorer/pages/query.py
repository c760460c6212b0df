"""The page to write SPARQL on: the text, what it gives in the view asked for, and where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ...errors import NotFound
from ...graph.draw.text import shown
from ...ontology.namespaces import PREFIXES
from ...queries.catalogue import catalogue, question
from ..desk import Links
from .result_pictures import VIEWS, Drawn, View, drawn, views_of
from .results import Rows, Table, read, table_of

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Characters of a query, percent-encoded, up to which it is written into links; beyond, buttons send it.
LINKED = 2500
#: And up to which a form sends it in the address.
ADDRESSED = 12_000
#: Lines shown before and after the one that is wrong.
_AROUND = 2
#: Words of those that the engine expected.
_NAMED = 8
#: Forms of an answer: its ending, and how a person calls it.
TABLES = (("spreadsheet", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
GRAPHS = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*)\s*:", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*")
_USED = re.compile(r"(?<![\w:?$@])([A-Za-z][\w-]*):(?=[\w\\%])")
#: What stands in the editor where nothing was asked.
START = """\
PREFIX comity: <https://w3id.org/comity/ontology#>

SELECT ?session ?date ?state WHERE {
  ?session a comity:Session ;
           comity:date ?date ;
           comity:placeState ?state .
}
ORDER BY DESC(?date)
LIMIT 100
"""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query, where, and the lines around it: (number, text, whether it is that line)."""

    message: str
    line: int | None = None
    column: int | None = None
    lines: Sequence[tuple[int, str, bool]] = ()


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it."""

    rows: Rows
    view: str
    views: Sequence[View]
    table: Table | None
    drawn: Drawn | None


def query(desk: Desk, ask: Ask) -> Reply:
    """The editor, with the answer where the address holds a query."""
    text = next((value for name, value in ask.query if name == "query"), "").replace("\r\n", "\n")
    given = ask.given
    encoded = len(quote(text))
    linked = encoded <= LINKED
    # A long query would stand in every link of the frame, too.
    ask = ask if linked else replace(ask, query=tuple(pair for pair in ask.query if pair[0] != "query"))
    ask = replace(ask, given={})
    to = Links(ask)
    fault = result = None
    status = 200
    if "error" in given:
        fault = fault_of(text, given)
        status = 400 if given["wrong"] else 503
    elif given:
        result = result_of(desk, ask, to, read(given))
    example = ask.get("example") if not text else ""
    if example:
        if example not in catalogue():
            raise NotFound(f"there is no question named {shown(example, 80)!r}")
        text = question(example).text
    missing = undeclared(text)
    return desk.page(
        "query.html",
        ask,
        status=status,
        keeps=not given,
        text=text or START,
        lines=max(6, min(16, (text or START).count("\n") + 2)),
        asked=bool(given),
        example=example,
        linked=linked,
        method="get" if encoded <= ADDRESSED else "post",
        fault=fault,
        result=result,
        seconds=given.get("seconds"),
        downloads=downloads(text, result.rows) if result and linked else (),
        forms=forms_of(result.rows) if result else (),
        missing=missing,
        mended=with_prefixes(text, missing) if missing and fault and linked else "",
        questions=sorted(catalogue().values(), key=lambda one: one.summary[ask.lang]),
        permalink=to.same(page=None) if result and linked else "",
    )


def result_of(desk: Desk, ask: Ask, to: Links, rows: Rows, *, plain: bool = False) -> Shown:
    """An answer in the view that the address asks for; in a table where that does not fit."""
    views = views_of(rows, desk.say(ask))
    view = ask.get("view", "table")
    if rows.kind == "boolean" or view not in VIEWS:
        view = "table"
    fits = next(one for one in views if one.name == view).needs == ""
    picture = drawn(desk, ask, to, rows, view) if view != "table" and fits else None
    table = table_of(desk, ask, to, rows, plain=plain) if view == "table" and rows.terms else None
    return Shown(rows, view, views, table, picture)


def forms_of(rows: Rows) -> Sequence[tuple[str, str]]:
    """The forms in which an answer of this kind can be had."""
    return GRAPHS if rows.kind == "triples" else TABLES if rows.kind == "solutions" else TABLES[2:]


def downloads(text: str, rows: Rows) -> list[tuple[str, str]]:
    """``(CSV, address)``: the whole answer from the endpoint."""
    return [(name, "/sparql?" + urlencode({"query": text, "format": form})) for form, name in forms_of(rows)]


# What is wrong


def fault_of(text: str, given: Any) -> Fault:
    """The error with the lines around its place."""
    lines = text.split("\n")
    line, column = given.get("line"), given.get("column")
    message = _told(given["error"])
    if line is None or not 1 <= line <= len(lines):
        return Fault(message)
    first, last = max(1, line - _AROUND), min(len(lines), line + _AROUND)
    around = [(number, shown_line(lines[number - 1], column if number == line else None), number == line)
              for number in range(first, last + 1)]  # fmt: skip
    return Fault(message, line, column, around)


def shown_line(text: str, column: int | None = None) -> str:
    """A line of a query, of a length that can be read, with the place in it."""
    begin = max(0, (column or 0) - 100)
    part = text[begin : begin + 200]
    return ("…" if begin else "") + part + ("…" if begin + 200 < len(text) else "")


def _told(message: str) -> str:
    """The engine's message without the place, which is said beside it, and without its lists of characters."""
    text = re.sub(r"^the query cannot be run: (error at \d+:\d+: )?", "", message)
    if "Prefix not found" in text:
        return "a prefix is not declared"
    text = re.sub(r"\['[^]]*'\](?:\s*\|\s*)?", "", text)
    text = re.sub(r"\[_\]", "", text)
    text = re.sub(r"(,\s*)+$", "", re.sub(r"(,\s*){2,}", ", ", text)).strip()
    if text in ("expected", "expected one of", ""):
        return "the text is not as SPARQL has it here"
    names = text.split(", ")
    return text if len(names) <= _NAMED else ", ".join(names[:_NAMED]) + " …"


def undeclared(text: str) -> list[str]:
    """Prefixes that a text uses and does not declare, as far as Comity knows them."""
    bare = _LEFT_OUT.sub(" ", text)
    declared = set(_DECLARED.findall(bare))
    used = dict.fromkeys(_USED.findall(_DECLARED.sub(" ", bare)))
    return [name for name in used if name in PREFIXES and name not in declared]


def with_prefixes(text: str, names: Sequence[str]) -> str:
    """The text with the lines that declare prefixes in front."""
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names) + text
