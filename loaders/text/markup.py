"""The words of an HTML page with the place of each in the HTML, block by block, and what its head says.

A scanner of its own, because no parser at hand tells where text stood: it goes
over the page once, needs no stack of the interpreter, and takes any markup.
"""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass, field

from .mapped import Mapped

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]{0,40}+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"]{0,30000}\"|'[^']{0,30000}')*+)>"
)
_SIGNS = re.compile(r"<(?:<*(?=<))?")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_WORDS = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?|\s+")

#: Titles that are never closed, after which none is looked for.
_TITLES = 100
#: Elements whose content is no text to read.
_SKIPPED = frozenset(
    "script style noscript template textarea iframe svg math select object canvas audio video xmp".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that stand within a line of text.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)
#: Elements that hold what belongs to the site and not to the page's subject.
_FURNITURE = frozenset("nav footer aside form button menu dialog figcaption".split())
#: Elements that a page does not nest in themselves; an unclosed one ends where the next begins.
_SHUT_BY_NEXT = frozenset("p li tr td th dt dd option".split())


@dataclass(slots=True)
class Block:
    """One block of text, ``start`` up to ``end`` in the page's words."""

    start: int
    end: int
    name: str  # the element that holds it
    parent: int  # number of the element around that one
    furniture: bool
    linked: int = 0  # characters in links
    soft: bool = False  # begins behind a line break (br) within the element of the block before


@dataclass(slots=True)
class Markup:
    """``words``: the page's text, one block a line.  ``meta``: names of the head, lower case, to their contents."""

    words: Mapped
    blocks: list[Block]
    meta: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)  # JSON-LD scripts
    times: list[str] = field(default_factory=list)  # datetime attributes in the order of the page
    deepest: int = 0
    tags: int = 0  # what begins like one and is none is counted too
    longest: int = 0  # characters of one tag


class _Writer:
    """The words as they come, with their places."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts, self.ends = array("I"), array("I")
        self.length = 0
        self.space = -1  # where a space stands that was not written yet

    def put(self, words: str, start: int, end: int) -> None:
        if self.space >= 0:
            space, self.space = self.space, -1
            self._put(" ", space, space + 1)
        self._put(words, start, end)

    def _put(self, words: str, start: int, end: int) -> None:
        self.pieces.append(words)
        self.length += len(words)
        if len(words) == end - start:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
        else:
            self.starts.extend(array("I", [start]) * len(words))
            self.ends.extend(array("I", [end]) * len(words))


def markup_of(page: str) -> Markup:
    """Scan a page; takes time in proportion to its length."""
    return _Scan(page).run()


class _Scan:
    def __init__(self, page: str) -> None:
        self.page = page
        self.out = _Writer()
        self.blocks: list[Block] = []
        self.found = Markup(Mapped.whole(""), self.blocks)
        self.open: list[tuple[str, int]] = []  # elements that hold blocks: name, number
        self.counted: dict[str, int] = {}
        self.number = 0
        self.links = 0
        self.block_start = 0
        self.linked = 0
        self.soft = False
        self.untitled = 0

    def run(self) -> Markup:
        page, at = self.page, 0
        last_close = page.rfind(">")
        while at < len(page):
            less = page.find("<", at)
            if less < 0 or less > last_close:
                less = len(page)
            self._words(at, less)
            if less == len(page):
                break
            at = self._markup(less)
        self._end_block()
        out = self.out
        self.found.words = Mapped("".join(out.pieces), out.starts, out.ends)
        return self.found

    def _markup(self, at: int) -> int:
        """Take what begins at ``<``; where to go on."""
        page = self.page
        if page.startswith("<!--", at):
            end = page.find("-->", at + 4)
            return len(page) if end < 0 else end + 3
        if page.startswith(("<!", "<?"), at):
            if page.startswith("<![CDATA[", at):
                return at + 9
            return page.find(">", at) + 1
        tag = _TAG.match(page, at)
        if tag is None:
            self.found.tags += 1
            following = page[at + 1 : at + 3]
            if following[:1].isalpha() or (following[:1] == "/" and following[1:].isalpha()):
                # A tag with a stray quotation mark, or cut off.
                less = page.find("<", at + 1)
                less = len(page) if less < 0 else less
                return page.find(">", at, less) + 1 or less
            signs = _SIGNS.match(page, at)
            assert signs is not None
            self._words(at, signs.end())  # "less than"
            return signs.end()
        name = tag["name"].lower()
        self.found.tags += 1
        self.found.longest = max(self.found.longest, tag.end() - at)
        if name in _SKIPPED and not tag["close"]:
            return self._skip(name, tag)
        if name == "title" and not tag["close"] and not self.counted.get("svg"):
            return self._title(tag)
        if tag["close"]:
            self._shut(name)
        else:
            self._enter(name, tag["attributes"])
        return tag.end()

    def _skip(self, name: str, tag: re.Match[str]) -> int:
        if tag["attributes"].endswith("/") and name in ("svg", "iframe", "object", "canvas"):
            return tag.end()
        end = re.compile(rf"</{name}\b", re.IGNORECASE).search(self.page, tag.end())
        stop = len(self.page) if end is None else end.start()
        if name == "script" and "ld+json" in tag["attributes"] and len(self.found.data) < 50:
            self.found.data.append(self.page[tag.end() : min(stop, tag.end() + 200_000)])
        if end is None:
            return stop
        close = self.page.find(">", stop)
        return len(self.page) if close < 0 else close + 1

    def _title(self, tag: re.Match[str]) -> int:
        if self.untitled > _TITLES:
            return tag.end()
        end = re.compile(r"</title\b", re.IGNORECASE).search(self.page, tag.end(), tag.end() + 5_000)
        if end is None:
            self.untitled += 1
            return tag.end()
        if "title" not in self.found.meta:
            self._end_block()
            self._words(tag.end(), end.start())
            self._end_block("title")
            if self.blocks and self.blocks[-1].name == "title":
                block = self.blocks[-1]
                self.found.meta["title"] = "".join(self.out.pieces)[block.start : block.end]
        return self.page.find(">", end.start()) + 1 or len(self.page)

    def _enter(self, name: str, attributes: str) -> None:
        if name == "meta":
            self._meta(attributes)
        elif name == "link":
            told = _attributes(attributes)
            if told.get("rel", "").lower() == "canonical" and told.get("href"):
                self.found.meta.setdefault("canonical", told["href"])
        elif name == "time":
            day = _attributes(attributes).get("datetime")
            if day and len(self.found.times) < 20:
                self.found.times.append(day)
        if name in ("br", "hr"):
            self._end_block()
            self.soft = name == "br" and not self.soft
        if name in _VOID:
            return
        if name == "a":
            self.links = 1  # links do not nest
            return
        if name in _INLINE:
            return
        self._end_block()
        self.soft = False
        if name in _SHUT_BY_NEXT and self.open and self.open[-1][0] == name:
            self._pop()
        if attributes.endswith("/") and name not in ("p", "div", "li", "td"):
            return
        self.number += 1
        self.open.append((name, self.number))
        self.counted[name] = self.counted.get(name, 0) + 1
        self.found.deepest = max(self.found.deepest, len(self.open))

    def _shut(self, name: str) -> None:
        if name == "a":
            self.links = 0
            return
        if name in _INLINE or name in _VOID:
            return
        self._end_block()
        self.soft = False
        if not self.counted.get(name):
            return
        while self.open:
            if self._pop() == name:
                break

    def _pop(self) -> str:
        name, _ = self.open.pop()
        self.counted[name] -= 1
        return name

    def _words(self, start: int, end: int) -> None:
        page, out = self.page, self.out
        before = out.length
        at = start
        for found in _WORDS.finditer(page, start, end):
            if found.start() > at:
                out.put(page[at : found.start()], at, found.start())
            at = found.end()
            if found[0][0] == "&":
                words = html.unescape(found[0])
                if words.isspace() and words != "\u00a0":
                    self._space(found.start())
                else:
                    out.put(words, found.start(), found.end())
            else:
                self._space(found.start())
        if end > at:
            out.put(page[at:end], at, end)
        if self.links:
            self.linked += out.length - before

    def _space(self, at: int) -> None:
        if self.out.length > self.block_start and self.out.space < 0:
            self.out.space = at

    def _end_block(self, name: str | None = None) -> None:
        out = self.out
        out.space = -1
        if out.length > self.block_start:
            holder = self.open[-1] if self.open else ("body", 0)
            self.blocks.append(
                Block(
                    self.block_start,
                    out.length,
                    name or holder[0],
                    self.open[-2][1] if len(self.open) > 1 else 0,
                    any(self.counted.get(one) for one in _FURNITURE),
                    self.linked,
                    self.soft and bool(self.blocks),
                )
            )
            place = out.ends[-1]
            out._put("\n", place, place)
            self.soft = False
        self.block_start = out.length
        self.linked = 0

    def _meta(self, attributes: str) -> None:
        told = _attributes(attributes)
        name = told.get("property") or told.get("name") or told.get("itemprop") or told.get("http-equiv")
        if name and told.get("content") and len(self.found.meta) < 300:
            self.found.meta.setdefault(name.lower(), told["content"].strip())


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    told: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text[:60_000]):
        told.setdefault(name.lower(), html.unescape(double or single or bare))
    return told
