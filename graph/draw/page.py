"""A page that opens offline: the picture, its facts as a table, and a script that it can do without."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

from .frame import Sheet, style
from .kinds import rank_of
from .lines import key_of
from .scene import Said
from .text import escaped, shown
from .words import Words

#: A cell shows so many characters; the picture's tooltip has the whole label.
_CELL = 500


@dataclass(frozen=True)
class Line:
    """One fact as a row: who, what, whom, with the labels to show."""

    said: Said
    one: str
    two: str


def rows_of(said: Iterable[Said], labels: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(Line(one, labels.get(one.one, one.one), labels.get(one.two, one.two)) for one in said)


def page(title: str, sheet: Sheet, words: Words, rows: Sequence[Line], kinds: Sequence[str]) -> str:
    """The whole page.  Its policy lets run this script and no other, and lets nothing be fetched."""
    script, look = _file("zoom.js") + _file("page.js"), _file("page.css")
    styles = " ".join(_sha256(text) for text in (look, f"\n{style()}"))
    return Template(_file("page.html")).substitute(
        lang=words.own,
        policy=escaped(
            f"default-src 'none'; style-src {styles}; script-src {_sha256(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
        title=escaped(title),
        style=look,
        script=script,
        skip=escaped(words("skip")),
        controls=_controls(sheet, words, kinds),
        picture=escaped(words("picture")),
        svg=sheet.svg,
        table=escaped(words("table")),
        head="".join(
            f'<th scope="col">{escaped(words(f"th {name}"))}</th>'
            for name in ("from", "relation", "to", "when", "status", "fact")
        ),
        rows="\n".join(_row(line, words) for line in rows),
    )


def _controls(sheet: Sheet, words: Words, kinds: Sequence[str]) -> str:
    boxes = [
        f'<label><input type="checkbox" data-kind="{escaped(kind)}" checked> '
        f"{escaped(words.kind(kind, many=True))}</label>"
        for kind in sorted(kinds, key=rank_of)
    ]
    if 'class="link cross' in sheet.svg:
        boxes.append(f'<label><input type="checkbox" data-cross checked> {escaped(words("lines"))}</label>')
    buttons = "".join(
        f'<button type="button" data-zoom="{name}" title="{escaped(words(f"zoom {name}"))}"'
        f' aria-label="{escaped(words(f"zoom {name}"))}">{sign}</button>'
        for name, sign in (("in", "+"), ("out", "−"), ("full", "1:1"), ("fit", "↔"))
    )
    shown_boxes = (
        f"<fieldset><legend>{escaped(words('filter'))}</legend>{''.join(boxes)}</fieldset>" if len(boxes) > 1 else ""
    )
    find = escaped(words("search"))
    return (
        f'<input type="search" placeholder="{find}" aria-label="{find}">'
        f'<span class="zoom">{buttons}</span>'
        f"{shown_boxes}"
    )


def _row(line: Line, words: Words) -> str:
    said = line.said
    cells = [
        _link(said.one, line.one),
        escaped(shown(said.label, _CELL)),
        _link(said.two, line.two),
        escaped(said.when),
        escaped(words(said.status)) if said.status else "",
        _link(said.fact, said.fact.rpartition("/id/")[2] or said.fact),
    ]
    keys = f'data-a="{key_of(said.one)}" data-b="{key_of(said.two)}"'
    return f"<tr {keys}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _link(address: str, label: str) -> str:
    text = escaped(shown(label, _CELL))
    if not address.startswith(("https://", "http://")):
        return text
    return f'<a href="{escaped(address)}">{text}</a>'


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    """The source expression of an inline script or style, by its content."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
