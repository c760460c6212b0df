"""A saved page as text: its main text with the place of each word in the HTML, title, day, outlet, address.

What is main text is decided by trafilatura, which is given the page and
nothing else (it fetches nothing); without it, by the weight of the blocks.
Either way the words are the page's own, taken from where they stand.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .characters import cleaned
from .mapped import Mapped
from .markup import Block, Markup, markup_of
from .publication import day_alone

#: Longer and deeper pages, and those with more tags, are left to the own choice of blocks: trafilatura would take long.
_LONGEST, _DEEPEST, _TAGS = 3_000_000, 150, 20_000
#: The share of a block's letters that must be main text for the block to be.
_SHARE = 0.5
_DAY_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "publishdate",
    "publish-date",
    "publication_date",
    "article.published",
    "published",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "mediator_published_time",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
_ISO_DAY = re.compile(r"\s*((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)")
_COMPACT_DAY = re.compile(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://[^\s>]{4,2000})")
_SITE = re.compile(r"\s(?:[|•·»]|::|[-–—])\s[^|•·»]{2,60}$")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds.  ``mapped``: its cleaned main text, an empty line between blocks, placed in the HTML."""

    mapped: Mapped
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    notes: tuple[str, ...]


def read_page(page: str, *, own: bool = False) -> Page:
    """Read the HTML of a page; ``own`` leaves trafilatura out."""
    markup = markup_of(page)
    notes: list[str] = []
    chosen = set() if own else _by_trafilatura(page, markup, notes)
    if not chosen:
        chosen = _by_weight(markup)
    title = _title(markup, chosen)
    whole = markup.words
    edits = []
    at, before = 0, -2
    for number, block in enumerate(markup.blocks):
        if number in chosen:
            glue = "" if before < 0 else "\n" if block.soft and before == number - 1 else "\n\n"
            if block.start > at:
                edits.append((at, block.start, glue))
            at, before = block.end, number
    edits.append((at, len(whole.text), ""))
    url = _url(page, markup)
    return Page(
        cleaned(whole.edited(edits)), title, _published(markup), _outlet(markup, url), url, tuple(dict.fromkeys(notes))
    )


def _by_trafilatura(page: str, markup: Markup, notes: list[str]) -> set[int]:
    """The numbers of the blocks that trafilatura takes for main text; none where it cannot say."""
    if len(page) > _LONGEST or markup.deepest > _DEEPEST or markup.tags > _TAGS:
        notes.append("the page is very long or deeply nested: its main text was chosen by the weight of its blocks")
        return set()
    try:
        from trafilatura import bare_extraction
    except ImportError:
        notes.append(
            "trafilatura is not installed: menus and lists of links may have been read as text "
            "(pip install 'comity[text]')"
        )
        return set()
    try:
        found = bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    except Exception as error:  # any of many parsers below it; the page is read without it
        notes.append(
            f"trafilatura could not read the page ({type(error).__name__}): chosen by the weight of its blocks"
        )
        return set()
    body = getattr(found, "body", None)
    return set() if body is None else _aligned(markup, body.itertext())


def _aligned(markup: Markup, texts: Iterator[str]) -> set[int]:
    """The blocks in which ``texts``, which come in the order of the page, stand."""
    blocks = markup.blocks
    bounds: list[int] = []  # where each block ends in the page's letters, spaces left out
    pieces: list[str] = []
    length = 0
    for block in blocks:
        letters = "".join(markup.words.text[block.start : block.end].split())
        pieces.append(letters)
        length += len(letters)
        bounds.append(length)
    letters = "".join(pieces)
    covered = bytearray(len(letters))
    at = 0
    for text in texts:
        wanted = "".join(text.split())
        if not wanted:
            continue
        short = len(wanted) < 12
        where = letters.find(wanted, at, at + 400 + len(wanted) if short else len(letters))
        if where < 0 and not short:
            where = letters.find(wanted)
        if where >= 0:
            covered[where : where + len(wanted)] = b"\x01" * len(wanted)
            at = where + len(wanted)
    chosen, start = set(), 0
    for number, end in enumerate(bounds):
        if end > start and covered.count(1, start, end) >= (end - start) * _SHARE and blocks[number].name != "title":
            chosen.add(number)
        start = end
    return chosen


def _by_weight(markup: Markup) -> set[int]:
    """Blocks that are prose, in the part of the page that has most of it."""
    prose = [number for number, block in enumerate(markup.blocks) if _is_prose(block)]
    weights: dict[int, int] = defaultdict(int)
    for number in prose:
        block = markup.blocks[number]
        weights[block.parent] += block.end - block.start
    if not weights:
        return {number for number, block in enumerate(markup.blocks) if block.name != "title" and not block.furniture}
    heaviest = max(weights.values())
    good = {parent for parent, weight in weights.items() if weight >= heaviest * 0.2}
    within = [number for number in prose if markup.blocks[number].parent in good]
    last = within[-1]
    while last + 1 < len(markup.blocks) and _is_short_text(markup.blocks[last + 1]):
        last += 1
    return {
        number
        for number in range(within[0], last + 1)
        if _is_prose(markup.blocks[number]) or _is_short_text(markup.blocks[number])
    }


def _is_prose(block: Block) -> bool:
    length = block.end - block.start
    return length >= 60 and not block.furniture and block.linked < length * 0.5 and block.name != "title"


def _is_short_text(block: Block) -> bool:
    """A heading, an item, a cell between paragraphs."""
    return not block.furniture and not block.linked and block.name in ("p", "li", "h2", "h3", "h4", "td", "blockquote")


def _title(markup: Markup, chosen: set[int]) -> str | None:
    """The title, and its block among the chosen ones."""
    words = markup.words.text

    def said(block: Block) -> str:
        return words[block.start : block.end]

    headings = [n for n, block in enumerate(markup.blocks) if block.name == "h1" and len(said(block)) >= 8]
    told = markup.meta.get("og:title") or markup.meta.get("twitter:title") or markup.meta.get("title") or ""
    plain = _SITE.sub("", " ".join(told.split())) or told
    if len(headings) > 1:  # the site's name is one as well: the one that the head tells, else the longest
        like = [n for n in headings if said(markup.blocks[n]) in told]
        headings = like[:1] or [max(headings, key=lambda n: len(said(markup.blocks[n])))]
    if headings and (not chosen or headings[0] <= max(chosen)):
        chosen.add(headings[0])
        return cleaned(Mapped.whole(said(markup.blocks[headings[0]]))).text
    if not plain:
        return None
    for number, block in enumerate(markup.blocks):
        if block.name != "title" and said(block) in (plain, told):
            chosen.add(number)
            break
    else:
        for number, block in enumerate(markup.blocks):
            if block.name == "title" and said(block).startswith(plain):
                block.end = block.start + len(plain)
                chosen.add(number)
                break
    return cleaned(Mapped.whole(plain)).text


def _published(markup: Markup) -> str | None:
    """The day of publication that the page's own data tell: JSON-LD, its head, its time elements."""
    for script in markup.data:
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        day = _day(_dated(data))
        if day:
            return day
    for name in _DAY_NAMES:
        day = _day(markup.meta.get(name))
        if day:
            return day
    return next((day for day in map(_day, markup.times) if day), None)


def _dated(data: Any) -> str | None:
    """``datePublished`` of the first thing in JSON-LD that has one; looks three levels down."""
    level = [data]
    for _ in range(4):
        below: list[Any] = []
        for one in level[:2_000]:
            if isinstance(one, dict):
                day = one.get("datePublished")
                if isinstance(day, str):
                    return day
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below
    return None


def _day(text: str | None) -> str | None:
    if not text:
        return None
    found = _ISO_DAY.match(text)
    if found:
        return found[1]
    compact = _COMPACT_DAY.match(text)
    if compact:
        return "-".join(compact.groups())
    said = day_alone(" ".join(text.split())[:100])
    return None if said is None else said.day


def _url(page: str, markup: Markup) -> str | None:
    saved = _SAVED.search(page[:5_000])
    for url in (markup.meta.get("canonical"), markup.meta.get("og:url"), saved[1] if saved else None):
        if url and re.match(r"https?://[^\s/]+", url, re.IGNORECASE):
            return url.strip()
    return None


def _outlet(markup: Markup, url: str | None) -> str | None:
    name = markup.meta.get("og:site_name") or markup.meta.get("application-name")
    if name and name.strip():
        return " ".join(name.split())[:100]
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
