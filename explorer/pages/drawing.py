"""What the address of a picture asks for: things, a period, kinds, a topic; and how a picture stands in a page."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ...errors import NotFound, Usage
from ...graph.draw.kinds import LOOKS
from ...graph.draw.scene import Chosen
from ...ontology.namespaces import ID, VOCABULARY, kind_and_slug
from .facts import reader, slug_of

if TYPE_CHECKING:
    from ...graph.draw.picture import Picture
    from ..asking import Ask
    from ..desk import Desk, Links

_YEAR = re.compile(r"\d{4}", re.ASCII)
#: The forms in which a picture leaves the server.
FORMS = ("svg", "png", "html", "csv")
#: Things in one address.
_MOST = 20


@dataclass(frozen=True)
class Period:
    """From a day until another, both included, and the years that a form offers."""

    first: dt.date | None
    last: dt.date | None
    years: tuple[int, int]

    @property
    def shown(self) -> tuple[str, str]:
        """As the form has it: a year where it is a whole one."""
        return _as_year(self.first, 1, 1), _as_year(self.last, 12, 31)

    @property
    def slid(self) -> tuple[int, int]:
        """Where the sliders stand."""
        low, high = self.years
        first = low if self.first is None else min(max(self.first.year, low), high)
        last = high if self.last is None else min(max(self.last.year, low), high)
        return first, last


def short(iri: str) -> str:
    """``state/UZ``: how a thing is called in an address."""
    return iri.removeprefix(ID)


def thing(desk: Desk, text: str, field: str, kinds: tuple[str, ...] = ()) -> str:
    """The address of the one thing meant by a kind and slug, a name or an address; :class:`NotFound` with near ones."""
    words = text.strip()
    if kind_and_slug(ID + words) and (not kinds or words.partition("/")[0] in kinds):
        found = ID + words
    elif kind_and_slug(words):
        found = words
    else:
        if not words:
            raise Usage("expected a name, found nothing", field=field)
        # Searching for what is like it takes time by its length; no name is longer.
        found = desk.graph.resolve(words[:300], kinds)
    known = kind_and_slug(found)
    if known is None or not reader(desk, _ENGLISH).facts.objects(found, _TYPE):
        raise NotFound(f"the graph says nothing of {found[:200]}", hint="The search finds things by name.")
    if kinds and known[0] not in kinds:
        raise Usage(f"{short(found)[:100]} is not one of: {', '.join(kinds)}", field=field)
    return found


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class _Language:
    lang: str = "en"


_ENGLISH: Any = _Language()


def things(desk: Desk, ask: Ask, name: str, kinds: tuple[str, ...] = ()) -> list[str]:
    """Those that a parameter names, each time it is given."""
    given = ask.all(name)
    if len(given) > _MOST:
        raise Usage(f"at most {_MOST} things are named at once, found {len(given)}", field=name)
    return list(dict.fromkeys(thing(desk, one, name, kinds) for one in given))


def period(desk: Desk, ask: Ask) -> Period:
    """``from`` and ``until``: years or days; :class:`Usage` where they are neither, or in the wrong order."""
    first, last = _bound(ask, "from", 1, 1), _bound(ask, "until", 12, 31)
    if first and last and first > last:
        raise Usage(f"the period ends before it begins: {first} to {last}", field="until")
    return Period(first, last, years(desk))


def _bound(ask: Ask, name: str, month: int, day: int) -> dt.date | None:
    text = ask.get(name)
    if _YEAR.fullmatch(text) and int(text):
        return dt.date(int(text), month, day)
    return ask.day(name)


def _as_year(day: dt.date | None, month: int, of_month: int) -> str:
    if day is None:
        return ""
    return f"{day.year:04}" if (day.month, day.day) == (month, of_month) else day.isoformat()


def years(desk: Desk) -> tuple[int, int]:
    """The first and the last year of which the graph has a dated fact; not beyond the next year."""
    if "years" not in desk.kept:
        facts = reader(desk, _ENGLISH).facts
        found = {
            int(value[:4])
            for name in ("earliest", "startEarliest")
            for quad in facts.quads(None, name)
            if (value := str(getattr(quad.object, "value", ""))[:4]).isdecimal()
        }
        now = dt.date.today().year
        desk.kept["years"] = (min(found, default=now), min(max(found, default=now), now + 1))
    kept: tuple[int, int] = desk.kept["years"]
    return kept


def topics(desk: Desk, ask: Ask) -> list[tuple[str, str, int]]:
    """``(slug, name, how many things have it)`` of the topics that occur, by name."""
    key = ("topics drawn", ask.lang)
    if key not in desk.kept:
        read = reader(desk, ask)
        found = Counter(topic for _, topic in read.facts.links("topic"))
        desk.kept[key] = sorted(
            ((slug_of(iri), read.word(iri), count) for iri, count in found.items()), key=lambda one: one[1].casefold()
        )
    kept: list[tuple[str, str, int]] = desk.kept[key]
    return kept


def topic(desk: Desk, ask: Ask) -> str | None:
    """The address of the topic asked for; :class:`Usage` for one that nothing has."""
    said = ask.get("topic").removeprefix(f"{VOCABULARY}topic/")
    if said and said not in {slug for slug, _, _ in topics(desk, ask)}:
        raise Usage(f"expected a topic that something in the graph has, found {said[:40]!r}", field="topic")
    return f"{VOCABULARY}topic/{said}" if said else None


def kinds(ask: Ask) -> tuple[str, ...]:
    """The kinds asked for, in the order of legends."""
    given = ask.all("kind")
    for one in given:
        if one not in LOOKS:
            raise Usage(f"expected a kind of thing, found {one[:40]!r}", field="kind")
    return tuple(kind for kind in LOOKS if kind in given)


def choice(ask: Ask, name: str, offered: Iterable[str], default: str) -> str:
    """One of a few words; :class:`Usage` for another."""
    said, known = ask.get(name, default), tuple(offered)
    if said not in known:
        raise Usage(f"expected one of {', '.join(known)}, found {said[:40]!r}", field=name)
    return said


def chosen(desk: Desk, ask: Ask, *, expand: Iterable[str] = ()) -> Chosen:
    """Period, topic, kinds and expanded things, as pictures take them."""
    span = period(desk, ask)
    return Chosen(span.first, span.last, topic(desk, ask), kinds(ask), tuple(expand))


@dataclass(frozen=True)
class Export:
    """A picture as a file: its form and address."""

    form: str
    href: str


def exports(ask: Ask, path: str, **more: str) -> list[Export]:
    """The same picture in other forms: the same parameters at another address."""
    pairs = [(name, value) for name, value in ask.query if name not in more and name != "lang"]
    pairs += [*((name, value) for name, value in more.items() if value), ("lang", ask.lang)]
    return [Export(form, f"{path}.{form}?{urlencode(pairs)}") for form in FORMS]


@dataclass
class Way:
    """Where the links of a picture lead: things to their pages, lines to the facts behind them."""

    to: Links
    #: What the address of an edge has beside its two ends.
    more: Mapping[str, str | None] = field(default_factory=dict)

    def link(self, iri: str) -> str:
        """The page of a thing."""
        return self.to.thing(iri)

    def edge(self, one: str, two: str) -> str:
        """The page of what ties two things."""
        pairs = [(name, value) for name, value in self.more.items() if value]
        if self.to.ask.chosen:
            pairs.append(("lang", self.to.ask.lang))
        tail = f"&{urlencode(pairs)}" if pairs else ""
        # A slash may stand in a query: it keeps a page of hundreds of these small, and readable.
        return f"/relations/edge?a={quote(short(one))}&b={quote(short(two))}{tail}"


def inline(picture: Picture, way: Way, *, edges: bool = True) -> Any:
    """The SVG for a template; its texts were escaped when it was drawn."""
    from markupsafe import Markup

    return Markup(picture.inline(way.link, way.edge if edges else None))  # noqa: S704
