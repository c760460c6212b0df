"""A card written out: a page to read, or JSON."""

from __future__ import annotations

import json
from typing import IO

from ..errors import Usage
from .card import Card, Line
from .page import Page
from .words import say

FORMATS = ("table", "json")
#: Languages whose names are shown; the rest are counted.
LANGUAGES = 4
#: Columns that the date of a line takes.
DATE = 24


def write_card(card: Card, out: IO[str], format: str, *, colour: bool = True) -> None:
    """Write a card as a page to read or as JSON."""
    if format == "json":
        json.dump(card.as_dict(), out, ensure_ascii=False, indent=2)
        out.write("\n")
        return
    if format != "table":
        raise Usage(f"a card is shown as table or json, not {format}", hint="comity export --around gives Turtle.")
    page = Page(out, colour=colour)
    page.line(card.label, "bold", tail=f"· {', '.join(card.kinds)} {page.marks(card.evidence)}".strip())
    page.line(card.iri, "dim")
    for language, names in list(card.names.items())[:LANGUAGES]:
        page.line(f"{language or say('name', card.lang)}: {', '.join(names)}", indent=2)
    if len(card.names) > LANGUAGES:
        page.line(say("more languages", card.lang, n=len(card.names) - LANGUAGES), "dim", indent=2)
    for name, value in card.values:
        page.line(f"{name}: {value}", indent=2)
    for text in _remarks(card):
        page.line(text, "dim", indent=2)
    if card.confidence:
        page.line(say("checked", card.lang, confidence=card.confidence, day=card.checked), "dim", indent=2)
    for section, lines in card.sections.items():
        page.line()
        page.line(card.headings[section], "bold")
        dated = any(line.when for line in lines)
        for line in lines:
            _line(page, line, card.lang, dated=dated)
        if section in card.more:
            page.line(say("more facts", card.lang, n=card.more[section]), "dim", indent=2)
    page.notes()


def _line(page: Page, line: Line, lang: str, *, dated: bool) -> None:
    tail = f"({say('confidence', lang, confidence=line.confidence)}) " if line.confidence else ""
    hanging = DATE + 1 if dated else 2
    when = line.when
    if len(when) > DATE:
        page.line(when, indent=2)
        when = ""
    page.line(
        line.text,
        indent=2,
        first=f"{when:<{DATE}} " if dated else "",
        hanging=hanging if dated else 0,
        tail=f"{tail}{page.marks(line.evidence)}".strip(),
    )
    for remark in _remarks(line, lang):
        page.line(remark, "dim", indent=2 + hanging)


def _remarks(told: Card | Line, lang: str = "") -> list[str]:
    language = told.lang if isinstance(told, Card) else lang
    remarks = [say("note", language, note=told.note)] if told.note else []
    return remarks + [say("otherwise", language, value=value) for value in told.divergences]
