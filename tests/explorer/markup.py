"""What tests read out of a page: its parts by tag, class and id, and the text in them."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

from comity.explorer.asking import Reply

_STEP = re.compile(r"([a-z0-9]*)((?:[.#][\w-]+)*)", re.ASCII)


def tree(reply: Reply) -> Any:
    """A page as elements."""
    return lxml.html.fromstring(reply.body.decode())


def text(node: Any) -> str:
    """The text of an element, each stretch of white space as one space; so are the borders of cells and lines."""
    for one in node.iter("td", "th", "li", "p", "dt", "dd", "summary", "sup"):
        one.text, one.tail = f" {one.text or ''}", f" {one.tail or ''}"
    return re.sub(r"\s+", " ", str(node.text_content())).strip()


def pick(node: Any, path: str) -> list[Any]:
    """The elements below one that fit ``details.force .title``, ``ol > li``, ``#answer``."""
    steps, axis = ".", "//"
    for word in path.split():
        if word == ">":
            axis = "/"
            continue
        match = _STEP.fullmatch(word)
        assert match is not None, word
        steps += axis + (match[1] or "*")
        for mark, name in re.findall(r"([.#])([\w-]+)", match[2]):
            steps += (
                f"[@id='{name}']"
                if mark == "#"
                else f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            )
        axis = "//"
    return list(node.xpath(steps))


def links(node: Any, path: str = "a") -> list[str]:
    """Where the links below an element lead."""
    return [str(one.get("href")) for one in pick(node, path)]
