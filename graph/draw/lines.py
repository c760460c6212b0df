"""Nodes and links as elements of SVG, with their tooltips and what a page needs to find them."""

from __future__ import annotations

import math
from functools import lru_cache
from hashlib import blake2b

from .canvas import attribute, linked, n
from .scene import Link, Node, Said, Scene
from .text import escaped, shown

#: A tooltip lists so many facts and says how many more there are.
_LISTED = 24


@lru_cache(maxsize=4096)
def key_of(address: str) -> str:
    """A short name for a thing inside one file."""
    return blake2b(address.encode("utf-8", "replace"), digest_size=6).hexdigest()


def node_element(node: Node, body: str, classes: str = "") -> str:
    """A thing as a link to its address; the tooltip has its whole label."""
    data = attribute("class", f"node{classes}") + attribute("data-node", key_of(node.address))
    data += attribute("data-kind", node.kind)
    return linked(node.address, [node.label, node.address], body, data)


def link_element(scene: Scene, link: Link, path: str, classes: str, more: str = "") -> str:
    """A line as wide as its weight, dashed by its status, with its facts as tooltip."""
    wide = min(1.1 + 0.9 * math.log2(link.weight), 6) if "cross" not in classes else 1.0
    body = f'<path class="line" d="{path}" stroke-width="{n(wide)}"/>{more}'
    status = f" {link.status}" if link.status else ""
    data = f"{attribute('data-a', key_of(link.one))}{attribute('data-b', key_of(link.two))}"
    title = "\n".join(escaped(line) for line in told(scene, link))
    return f'<g class="link {classes}{status}"{data}><title>{title}</title>{body}</g>'


def told(scene: Scene, link: Link) -> list[str]:
    """The facts of a link, one a line: who, what, whom, when."""
    lines = [sentence(scene, said, link.directed) for said in link.said[:_LISTED]]
    if link.weight > _LISTED:
        lines.append(scene.words("facts more", n=link.weight - _LISTED))
    return lines


def sentence(scene: Scene, said: Said, directed: bool) -> str:
    one, two = shown(scene.node(said.one).label, 90), shown(scene.node(said.two).label, 90)
    status = f" ({scene.words(said.status)})" if said.status else ""
    when = f", {said.when}" if said.when else ""
    label = shown(said.label, 120)
    text = f"{one} → {label} → {two}" if directed else f"{one} – {two}: {label}"
    return f"{text}{when}{status}"


def pointer(link: Link, origin: str, x: float, y: float, angle: float, family: str) -> str:
    """A small triangle at the end of a line that comes at an angle from ``origin``: which way the relation reads."""
    if not link.directed:
        return ""
    away = any(said.one == origin for said in link.said)
    back = any(said.two == origin for said in link.said)
    found = ""
    if away:
        found += _triangle(x, y, angle, family)
    if back:
        shift = 14 if away else 7
        x, y = x - math.cos(angle) * shift, y - math.sin(angle) * shift
        found += _triangle(x, y, angle + math.pi, family)
    return found


def _triangle(x: float, y: float, angle: float, family: str) -> str:
    """With its point at x, y."""
    points = [(x, y)]
    for turn in (-0.42, 0.42):
        points.append((x - math.cos(angle + turn) * 7.5, y - math.sin(angle + turn) * 7.5))
    path = "M" + "L".join(f"{n(a)} {n(b)}" for a, b in points) + "Z"
    return f'<path class="tip f-{family}" d="{path}"/>'
