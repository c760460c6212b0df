"""What a page's own data say of it: the day of its publication, its outlet, its address."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from .markup import Markup
from .publication import day_alone

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


def day_of(markup: Markup) -> str | None:
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


def url_of(page: str, markup: Markup) -> str | None:
    saved = _SAVED.search(page[:5_000])
    for url in (markup.meta.get("canonical"), markup.meta.get("og:url"), saved[1] if saved else None):
        if url and re.match(r"https?://[^\s/]+", url, re.IGNORECASE):
            return url.strip()
    return None


def outlet_of(markup: Markup, url: str | None) -> str | None:
    name = markup.meta.get("og:site_name") or markup.meta.get("application-name")
    if name and name.strip():
        return " ".join(name.split())[:100]
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
