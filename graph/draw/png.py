"""Pixels of a picture, drawn by resvg with the fonts of this machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape

from ...errors import ComityError
from .frame import Sheet
from .text import escaped

#: resvg draws no text at all where the family is missing, and knows no default.
_FAMILIES = (
    "DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Helvetica Neue", "Helvetica", "Segoe UI", "Roboto",
    "Open Sans", "Verdana", "Tahoma", "Ubuntu", "Cantarell", "PT Sans", "FreeSans", "Nimbus Sans", "Carlito",
    "Calibri", "Lucida Grande", "Geneva", "Arial Unicode MS",
)  # fmt: skip
#: Twice the size, for sharp text, as far as the pixels stay within reason.
_ZOOM, _PIXELS = 2.0, 60e6
#: A code point that no font has: what a missing letter looks like.
_MISSING = "\U000ffff0"
_OTHER_WAY = "or write .svg or .html, which use the reader's fonts."

Render = Callable[..., bytes]


def png(sheet: Sheet) -> bytes:
    """The picture as PNG, at twice its size; :class:`ComityError` where resvg-py or a font is missing."""
    render = _renderer()
    family = _family(render, _samples(sheet.svg))
    zoom = min(_ZOOM, (_PIXELS / (sheet.width * sheet.height)) ** 0.5)
    return bytes(render(svg_string=sheet.svg, sans_serif_family=family, zoom=zoom, background="#ffffff"))


def _renderer() -> Render:
    try:
        import resvg_py
    except ImportError:
        raise ComityError(
            "a PNG needs the package resvg-py, which is not installed",
            hint="pip install comity[png] installs it; .svg and .html need nothing.",
        ) from None
    found: Render = resvg_py.svg_to_bytes
    return found


def _family(render: Render, samples: dict[str, str]) -> str:
    """An installed font with which every script of the picture can be written; resvg finds other fonts' letters."""
    for family in _FAMILIES:
        if _drawn(render, family, "A") != _drawn(render, family, " "):
            missing = _drawn(render, family, _MISSING)
            lacking = [script for script, letter in samples.items() if _drawn(render, family, letter) == missing]
            if not lacking:
                return family
            raise ComityError(
                f"no font on this machine has {' or '.join(lacking)} letters, so that a PNG would show boxes",
                hint=f"Install one that has them, such as fonts-dejavu-core or fonts-noto, {_OTHER_WAY}",
            )
    raise ComityError(
        "no font for a PNG was found on this machine",
        hint=f"Install one, such as fonts-dejavu-core or fonts-noto, {_OTHER_WAY}",
    )


def _samples(svg: str) -> dict[str, str]:
    """One letter of each script that is drawn: ``{"Cyrillic": "П"}``."""
    found: dict[str, str] = {}
    for text in re.findall(r"<(?:text|tspan)[^>]*>([^<]*)", svg):
        for letter in unescape(text):
            if letter > "\x7f" and letter.isalpha():
                found.setdefault(unicodedata.name(letter, "other").split()[0].capitalize(), letter)
    return dict(sorted(found.items()))


def _drawn(render: Render, family: str, letter: str) -> bytes:
    text = f'<text font-family="sans-serif" x="5" y="30" font-size="24">{escaped(letter)}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'
    return bytes(render(svg_string=svg, sans_serif_family=family))
