"""A saved page as text: its main text with the place of each word in the HTML, title, day, outlet, address.

What is main text is decided by trafilatura, which is given the page and
nothing else (it fetches nothing); without it, by the weight of the blocks.
Either way the words are the page's own, taken from where they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import cleaned
from .mapped import Mapped
from .markup import Block, Markup, markup_of
from .page_head import day_of, outlet_of, url_of
from .publication import Said, day_alone

#: Longer and deeper pages, those with more tags and those with longer ones, are left to the own choice of blocks:
#: trafilatura would take long.
_LONGEST, _DEEPEST, _TAGS, _TAG = 3_000_000, 150, 20_000, 50_000
#: The share of a block's letters that must be main text for the block to be.
_SHARE = 0.5
#: What stands between a title and the site's name.
_SITE = re.compile(r"\s(?:[|•·»«]|::|[-–—])\s")
#: A title of the head that is not in the page is taken for its first line from this length on.
_TITLE = 20


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
    chosen = {number for number in chosen if not _is_links(markup.blocks[number])} or chosen
    published = day_of(markup) or _day_near(markup, chosen)
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
    url = url_of(page, markup)
    return Page(
        cleaned(whole.edited(edits)), title, published, outlet_of(markup, url), url, tuple(dict.fromkeys(notes))
    )


def _by_trafilatura(page: str, markup: Markup, notes: list[str]) -> set[int]:
    """The numbers of the blocks that trafilatura takes for main text; none where it cannot say."""
    if len(page) > _LONGEST or markup.deepest > _DEEPEST or markup.tags > _TAGS or markup.longest > _TAG:
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
    holders = {(markup.blocks[number].name, markup.blocks[number].parent) for number in within}

    def fits(number: int) -> bool:
        block = markup.blocks[number]
        beside = (block.name, block.parent) in holders and not block.linked and not block.furniture
        return beside or _is_short_text(block)

    first, last = within[0], within[-1]
    while first > max(0, within[0] - 4) and fits(first - 1):
        first -= 1
    while last + 1 < len(markup.blocks) and fits(last + 1):
        last += 1
    return {number for number in range(first, last + 1) if _is_prose(markup.blocks[number]) or fits(number)}


def _is_prose(block: Block) -> bool:
    length = block.end - block.start
    return length >= 60 and not block.furniture and block.linked < length * 0.5 and block.name != "title"


def _is_short_text(block: Block) -> bool:
    """A heading, an item, a cell, a line behind a break between paragraphs."""
    return (
        not block.furniture
        and not block.linked
        and (block.soft or block.name in ("p", "li", "h2", "h3", "h4", "td", "blockquote"))
    )


def _is_links(block: Block) -> bool:
    """An entry of a menu, a headline of another page."""
    return block.linked >= (block.end - block.start) * 0.9 and block.name not in ("h1", "h2", "h3")


def _day_near(markup: Markup, chosen: set[int]) -> str | None:
    """The day of a block that is a date, beside the main text or in it."""
    if not chosen:
        return None
    days: list[Said] = []
    for block in markup.blocks[max(0, min(chosen) - 15) : max(chosen) + 8]:
        if not block.furniture and block.end - block.start < 160:
            said = day_alone(cleaned(Mapped.whole(markup.words.text[block.start : block.end])).text)
            days += [said] if said else []
    return min(days, key=lambda said: said.rank).day if days else None


def _title(markup: Markup, chosen: set[int]) -> str | None:
    """The title, and its block among the chosen ones."""
    words = markup.words.text

    def said(block: Block) -> str:
        return words[block.start : block.end]

    headings = [n for n, block in enumerate(markup.blocks) if block.name == "h1" and len(said(block)) >= 8]
    told = markup.meta.get("og:title") or markup.meta.get("twitter:title") or markup.meta.get("title") or ""
    told = " ".join(told.split())
    parts = [part for part in (one.strip() for one in _SITE.split(told)) if part]
    if len(headings) > 1:  # the site's name is one as well: the one that the head tells, else the longest
        like = [n for n in headings if said(markup.blocks[n]) in told]
        headings = like[:1] or [max(headings, key=lambda n: len(said(markup.blocks[n])))]
    if not headings and chosen:
        headings = [
            n
            for n, block in enumerate(markup.blocks[: max(chosen)])
            if block.name in ("h2", "h3")
            and not block.linked
            and any(part in said(block) or said(block) in part for part in parts)
        ][:1]
    if headings and (not chosen or headings[0] <= max(chosen)):
        chosen.add(headings[0])
        return cleaned(Mapped.whole(said(markup.blocks[headings[0]]))).text
    if not parts:
        return None
    best = max(parts, key=len)
    for number, block in enumerate(markup.blocks):
        if block.name != "title" and said(block) in (told, *parts):
            chosen.add(number)
            return cleaned(Mapped.whole(said(block))).text
    for number, block in enumerate(markup.blocks):
        if block.name == "title" and best in said(block) and len(best) >= _TITLE:
            block.start += said(block).index(best)
            block.end = block.start + len(best)
            chosen.add(number)
            break
    return cleaned(Mapped.whole(best)).text if len(best) >= _TITLE else None
