"""A process that takes one status page (HTML) or MTDSG file (XML) apart under limits, and says what it holds as JSON.

What a hostile page can do to a parser, it does here (:mod:`comity.loaders.child`).

Layout of the pages, as seen on all of them in 2026: the grid is the table whose
id ends in ``tblgrid`` (others look alike and are not it); fields are named by
the ends of their ids; notes, declarations, objections are tables of divs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from comity.loaders.child import Refusal, serve

#: Bytes of one page; the longest has a tenth of it.
LONGEST = 16 << 20
#: What the end of an id says of a field.
FIELDS = {
    "rptTreaty_ctl00_tcTreaty": "title",
    "rptTreaty_ctl00_tcText": "place_and_date",
    "rptEIF_ctl00_tcText": "entry_into_force",
    "rptRegistration_ctl00_tcText": "registration",
    "rptStatus_ctl00_tcText": "status",
    "rptText_ctl00_tcText": "text",
}
SECTIONS = {"dgDec": "declaration", "dgObj": "objection", "dgDecUnderArticle": "recognition"}
_BLOCKS = frozenset(["br", "p", "div", "tr", "li", "table"])
_AS_OF = re.compile(r"STATUS AS AT\s*:\s*(\d{2})-(\d{2})-(\d{4})", re.IGNORECASE)
_SUPER = re.compile(r"<superscript>(.*?)</superscript>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,200}>")
#: A tag for which the parser would need quadratic time.
_CROWDED = re.compile(r"<(?:[^<>\s]*+\s++){2000}")
_NUMBER = re.compile(r"mtdsg_no=([IVXL]+(?:-[0-9A-Za-z]+)+)")


def lines_of(element: Any) -> list[tuple[str, str]]:
    """``(kind, line)`` where the page breaks lines; kind is date, heading or text; footnote digits left out.

    Declarations put a date of their own to the right, and a heading in italics to the left.
    """
    parts: list[tuple[str, str]] = []

    def walk(node: Any, kind: str) -> None:
        if not isinstance(node.tag, str) or node.tag in ("sup", "superscript", "script", "style"):
            return
        if node.tag == "p" and node.get("class") == "invisible":
            return
        if node.tag == "p" and node.get("align") == "right":
            kind = "date"
        elif node.tag == "p" and node.get("align") == "left" and node.find("i") is not None:
            kind = "heading"
        if node.tag in _BLOCKS:
            parts.append((kind, "\n"))
        parts.append((kind, node.text or ""))
        for child in node:
            walk(child, kind)
            parts.append((kind, child.tail or ""))
        if node.tag in _BLOCKS:
            parts.append((kind, "\n"))

    walk(element, "text")
    found: list[tuple[str, str]] = []
    held, held_kind = "", "text"
    for kind, text in [*parts, ("", "\n")]:
        if kind != held_kind or text == "\n":
            line = " ".join(held.replace("\xa0", " ").split())
            if line:
                found.append((held_kind, line))
            held, held_kind = "", kind
        if text != "\n":
            # A line break in the source of the page is white space.
            held += text
    return found


def text_of(element: Any) -> str:
    """Text with a line break where the page breaks, footnote digits left out."""
    return "\n".join(line for _, line in lines_of(element))


def digits_of(element: Any) -> list[str]:
    """The numbers of the footnotes that a cell or heading points to."""
    return [a.get("href", "").lstrip("#") for a in element.xpath(".//a[@class='noteIndex'][starts-with(@href, '#')]")
            if a.get("href", "")[1:].isdigit()]  # fmt: skip


def ends(tree: Any, tag: str, ending: str) -> list[Any]:
    """The elements whose id ends so, in the order of the page."""
    return [node for node in tree.xpath(f"//{tag}[@id]") if node.get("id").endswith("_" + ending)]


def take_apart(data: bytes) -> dict[str, Any]:
    """Everything that the front end needs, as plain values."""
    from lxml import etree, html

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"expected UTF-8, found byte 0x{data[error.start]:02x}", line) from None
    crowded = _CROWDED.search(text)
    if crowded is not None:
        line = text.count("\n", 0, crowded.start()) + 1
        raise Refusal("has a tag with thousands of attributes, which no page of the register has", line)
    try:
        tree = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, ValueError) as error:
        raise Refusal(f"expected an HTML page: {error}", 1) from None
    grids = ends(tree, "table", "tblgrid")
    if len(grids) != 1:
        count = len(grids) or "none"
        raise Refusal(f"expected one table of participants (its id ends in tblgrid), found {count}", 1)
    if "</html>" not in text[-4000:].lower():
        raise Refusal("the page is cut off: its closing </html> is missing", text.count("\n") + 1)
    found: dict[str, Any] = {}
    for ending, name in FIELDS.items():
        nodes = ends(tree, "div", ending)
        found[name] = text_of(nodes[0]).replace("\n", " ") if nodes else ""
    as_of = _AS_OF.search(text)
    found["as_of"] = f"{as_of[3]}-{as_of[2]}-{as_of[1]}" if as_of else ""
    action = tree.xpath("string(//form/@action)")
    number = _NUMBER.search(action) or _NUMBER.search(text)
    found["number"] = number[1] if number else ""
    rows = grids[0].xpath(".//tr")
    found["header"] = [text_of(cell).replace("\n", " ") for cell in rows[0].xpath("./td|./th")] if rows else []
    found["rows"] = [
        {
            "line": row.sourceline or 0,
            "name": text_of(cells[0]).replace("\n", " "),
            "notes": digits_of(cells[0]),
            "cells": [text_of(cell).split("\n") for cell in cells[1:]],
        }
        for row in rows[1:]
        if (cells := row.xpath("./td|./th"))
    ]
    found["notes"] = [note for node in ends(tree, "table", "dgNotesAll") for note in notes_in(node)]
    found["statements"] = [
        {"section": section, **statement}
        for ending, section in SECTIONS.items()
        for node in ends(tree, "table", ending)
        for statement in statements_in(node)
    ]
    return found


def take_apart_xml(data: bytes) -> dict[str, Any]:
    """The same from the XML of the register (Multilateral Treaties Deposited with the Secretary-General).

    Elements as its readers know them: Header, ExternalData/{Titlesect, Conclusion, EIF/Labeltext,
    Registration/Labeltext, Status/{Signatories, Parties}}, Treaty/Participants/Table/TGroup/{Thead/Row,
    Tbody/Rows/Row}/Entry, Treaty/{Declarations, Objections, EndNotes}; markup within a text is escaped.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refusal("has a DOCTYPE, which can make a small file grow without end, and was refused", 1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal(f"is not well-formed XML: {error.msg}", error.lineno or 1) from None
    group = root.find(".//Participants/Table/TGroup")
    if group is None:
        raise Refusal("expected the element Participants/Table/TGroup, found none", 1)
    found: dict[str, Any] = {"as_of": "", "number": "", "text": ""}
    for field, path in (
        ("title", ".//Titlesect"),
        ("place_and_date", ".//Conclusion"),
        ("entry_into_force", ".//EIF/Labeltext"),
        ("registration", ".//Registration/Labeltext"),
    ):
        found[field] = unescaped(root.find(path))[0]
    counts = {"Signatories": root.findtext(".//Status/Signatories"), "Parties": root.findtext(".//Status/Parties")}
    found["status"] = ". ".join(f"{word} : {count}" for word, count in counts.items() if count)
    found["header"] = [unescaped(entry)[0] for entry in group.iterfind("Thead/Row/Entry")]
    found["rows"] = []
    for row in group.iterfind("Tbody/Rows/Row"):
        entries = [unescaped(entry) for entry in row.iterfind("Entry")]
        if entries:
            found["rows"].append(
                {
                    "line": row.sourceline or 0,
                    "name": entries[0][0],
                    "notes": entries[0][1],
                    "cells": [[text] for text, _ in entries[1:]],
                }
            )
    found["notes"], found["statements"] = [], []
    for note in root.iterfind(".//EndNotes//EndNote"):
        number = (note.get("number") or note.findtext("Number") or "").strip()
        found["notes"].append({"number": number, "line": note.sourceline or 0, "text": unescaped(note)[0]})
    for path, section in ((".//Declarations//Declaration", "declaration"), (".//Objections//Objection", "objection")):
        for statement in root.iterfind(path):
            participant = statement.find("Participant")
            if participant is None:
                continue
            name, notes = unescaped(participant)
            text = unescaped(statement)[0].removeprefix(name).strip()
            found["statements"].append(
                {
                    "section": section,
                    "participant": name,
                    "notes": notes,
                    "line": statement.sourceline or 0,
                    "pieces": [{"date": "", "heading": "", "text": text}],
                }
            )
    return found


def unescaped(element: Any) -> tuple[str, list[str]]:
    """The text of an element without the markup that is escaped in it, and the footnotes that it points to."""
    if element is None:
        return "", []
    text = "".join(element.itertext())
    notes = [number for group in _SUPER.findall(text) for number in re.findall(r"\d+", group)]
    return " ".join(_TAG.sub(" ", _SUPER.sub("", text)).replace("\xa0", " ").split()), notes


def notes_in(table: Any) -> list[dict[str, Any]]:
    """The footnotes: number, line, text."""
    found = []
    for div in table.xpath(".//div[contains(concat(' ', @class, ' '), ' divNotesAll ')]"):
        anchors = div.xpath("./a[@name]")
        number = anchors[0].get("name") if anchors else ""
        text = text_of(div)
        found.append({"number": number, "line": div.sourceline or 0, "text": text.removeprefix(number).strip()})
    return found


def statements_in(table: Any) -> list[dict[str, Any]]:
    """Declarations or objections: participant, notes, line, and dated or headed pieces in their order."""
    found = []
    for row in table.xpath("./tr|./tbody/tr"):
        heads = row.xpath(".//div[contains(@id, 'divParticipant')]")
        bodies = row.xpath(".//div[contains(@id, 'divText')]")
        if not heads or not bodies:
            continue
        found.append(
            {
                "participant": text_of(heads[0]).replace("\n", " "),
                "notes": digits_of(heads[0]),
                "line": row.sourceline or 0,
                "pieces": pieces_of(bodies[0]),
            }
        )
    return found


def pieces_of(body: Any) -> list[dict[str, str]]:
    """The statements of one participant: each with its own date and heading, as far as they have them."""
    pieces: list[dict[str, str]] = []
    for kind, line in lines_of(body):
        last = pieces[-1] if pieces else None
        if last is None or (kind != "text" and last["text"]) or (kind == "date" and last["date"]):
            last = {"date": "", "heading": "", "text": ""}
            pieces.append(last)
        last[kind] = f"{last[kind]}\n{line}" if last[kind] else line
    return pieces


def take(path: str) -> dict[str, Any]:
    """The page or file at a path; see the module."""
    with Path(path).open("rb") as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise Refusal(f"is longer than {LONGEST >> 20} MiB, which no page of the register is")
    xml = data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and b"<html" not in data[:4000].lower()
    return {"whole": True, "found": take_apart_xml(data) if xml else take_apart(data)}


if __name__ == "__main__":
    serve(take)
