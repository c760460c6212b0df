"""A picture as a part of somebody's page: no style sheet of its own, links that lead where the page wants them.

The page links ``picture.css`` itself.  What ties two things becomes a link
too, so that a line can be opened by key as well as by click; tooltips are
short, for what the link leads to tells the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

from .lines import key_of
from .text import escaped

_STYLE = re.compile(r"<style>.*?</style>\n?", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)"')
_LINE = re.compile(r'<g class="(link [^"]*)" data-a="(\w+)" data-b="(\w+)">(.*?)</g>', re.DOTALL)
_CELL = re.compile(r'<a(?: href="[^"]*")? class="(link cellmark[^"]*)" data-a="(\w+)" data-b="(\w+)">')
_FREE = re.compile(
    r'<g class="link ((?:cross|net)[^"]*)"[^>]*><title>[^<]*</title>'
    r'<path class="line" d="([^"]*)" stroke-width="([\d.]+)"/>(?:<path class="tip[^>]*/>)*</g>\n?'
)
_PATH = re.compile(r'(<path class="line" d=")([^"]*)"')
_NUMBER = re.compile(r"-?\d+\.\d+")
#: A cell's number has the size that ``pictures.css`` gives it.
_COUNT = re.compile(r'<text font-size="10.5" class="on')
_TIP = re.compile(r"<title>([^<]*)</title>")
_NODE = re.compile(
    r'(<a href="[^"]*" class="node[^"]*" data-node="\w+") data-kind="[\w-]*"><title>([^<]*)</title>(.*?)</a>'
)
_KEY = re.compile(r'data-(node|a|b)="(\w+)"')
#: Lines of a tooltip, and characters of a line.
_TOLD, _LONG = 2, 160
#: So many lines of a picture are links, the heaviest; the others make one shape, so that a page stays light.
LINES = 180


def inlined(
    svg: str,
    *,
    link: Callable[[str], str],
    edge: Callable[[str, str], str] | None = None,
    things: Iterable[str] = (),
) -> str:
    """An SVG of :func:`~comity.graph.draw.frame.framed` for a page.

    ``link`` gives the page of an address, ``edge`` that of what ties two of
    the ``things``; without it lines stay as they are.
    """
    address = {key_of(thing): thing for thing in things}

    def tied(found: re.Match[str]) -> str:
        one, two = address.get(found[2]), address.get(found[3])
        href = "" if edge is None or one is None or two is None else f' href="{escaped(edge(one, two))}"'
        return f'<a{href} class="{found[1]}" data-a="{found[2]}" data-b="{found[3]}">'

    text = _STYLE.sub("", svg, count=1)
    head, body = text[: text.index(">") + 1], text[text.index(">") + 1 :]
    body = _LINK.sub(lambda found: f'<a href="{escaped(link(unescape(found[1])))}"', body)
    if edge is not None:
        body = _merged(body)
        body = _CELL.sub(tied, _LINE.sub(lambda found: f"{tied(found)}{found[4]}</a>", body))
    body = _COUNT.sub('<text class="on', _NODE.sub(_named, body))
    body = _TIP.sub(lambda found: f"<title>{_short(found[1])}</title>", body)
    # To the pixel: a page is no place for a tenth of one.
    body = _PATH.sub(lambda found: found[1] + _NUMBER.sub(lambda one: f"{float(one[0]):.0f}", found[2]) + '"', body)
    # Names inside one page need no more than a number.
    numbers: dict[str, str] = {}
    body = _KEY.sub(lambda found: f'data-{found[1]}="{numbers.setdefault(found[2], str(len(numbers)))}"', body)
    return head + body


def _merged(body: str) -> str:
    """Of very many lines those with the fewest facts as one shape; few stay as they are."""
    found = list(_FREE.finditer(body))
    room = max(0, LINES - body.count('<g class="link spoke'))
    if len(found) <= room:
        return body
    kept = {one.start() for one in sorted(found, key=lambda one: (-float(one[3]), one.start()))[:room]}
    shapes: dict[str, list[str]] = {}
    for one in found:
        if one.start() not in kept:
            shapes.setdefault(one[1], []).append(one[2])
    drawn = "".join(
        f'<g class="plain {classes}"><path class="line" d="{"".join(paths)}" stroke-width="1"/></g>\n'
        for classes, paths in shapes.items()
    )
    start = found[0].start()
    return body[:start] + drawn + _FREE.sub(lambda one: one[0] if one.start() + start in kept else "", body[start:])


def _named(found: re.Match[str]) -> str:
    """A thing needs a tooltip only where its label had no room."""
    tip = f"<title>{found[2].partition(chr(10))[0]}</title>" if "…" in found[3] or "<text" not in found[3] else ""
    return f"{found[1]}>{tip}{found[3]}</a>"


def _short(tip: str) -> str:
    """The first lines of an escaped tooltip; ``…`` where it was cut."""
    lines = tip.split("\n")
    # Never within a character reference.
    told = [line if len(line) <= _LONG else re.sub(r"&[^;]*$", "", line[:_LONG]) + "…" for line in lines[:_TOLD]]
    return "\n".join(told) + ("\n…" if len(lines) > _TOLD else "")
