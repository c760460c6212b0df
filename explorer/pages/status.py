"""States by treaties on a day, as a table whose every cell leads to its proof."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import NotFound, Usage
from ...graph.standings import BINDING, STANDINGS, Stay, meant, on_day, stays_of
from ...ontology.namespaces import ID, VOCABULARY
from ..asking import Reply
from .facts import Reader, Thing, day_or_today, paged, reader, slug
from .law import problem_of
from .subjects import offered, resolved, treaty, typed

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk

#: States and treaties on one page: more cells would be too heavy for a phone.
STATES, TREATIES = 40, 15
#: Names in one address.
NAMED = 30
_OF = ("organisation", "body", "state")
_SHOWN = tuple(standing for standing in STANDINGS if standing != "ceased")


@dataclass(frozen=True)
class Cell:
    """What a state is to a treaty: the standing, whether it is sure, since which year."""

    standing: str
    certain: bool
    year: str


def status_matrix(desk: Desk, ask: Ask) -> Reply:
    """``/status-matrix?of=&treaty=&on=``: ``of`` and ``treaty`` may be given several times."""
    read = reader(desk, ask)
    problem, status, day = "", 200, dt.date.today()
    of: list[str] = []
    treaties: list[str] = []
    subjects: set[str] = set()
    try:
        day = day_or_today(ask)
        of = [resolved(desk, text, _OF, "of") for text in _several(ask, "of")]
        treaties = [treaty(desk, text) for text in _several(ask, "treaty")]
        subjects = {one for thing in of for one in meant(read.facts, thing, day.isoformat())}
    except (NotFound, Usage) as error:
        problem, status = problem_of(error), 404 if isinstance(error, NotFound) else 400
    stays = {} if problem else held(desk, day, subjects, set(treaties))
    bound = _bound(stays)
    rows = read.named({*subjects, *(state for state, _ in stays)})
    if not of:
        rows.sort(key=lambda one: -bound[one.iri])  # many have done one thing to one treaty
    columns = sorted(
        (read.thing(one) for one in {*treaties, *(one for _, one in stays)}),
        key=lambda one: (-bound[one.iri], one.name.casefold()),
    )
    shown_rows, page = paged(ask, rows, STATES)
    shown_columns, column_page = paged(ask, columns, TREATIES, "columns")
    first, last = _years(desk)
    month_day = day.isoformat()[4:]
    return desk.page(
        "status-matrix.html",
        ask,
        status=status,
        problem=problem,
        day=day.isoformat(),
        year=day.year,
        month_day="-02-28" if month_day == "-02-29" else month_day,
        first=min(first, day.year),
        last=max(last, day.year),
        of=[(read.thing(one), typed(desk, one, read.name(one), _OF)) for one in of],
        treaties=[(read.thing(one), typed(desk, one, read.name(one), ("treaty",))) for one in treaties],
        keys=[one.removeprefix(ID) for one in of],
        given=[slug(one) for one in treaties],
        rows=[(state, slug(state.iri), bound[state.iri]) for state in shown_rows],
        columns=[(one, slug(one.iri), _short(read, one), bound[one.iri]) for one in shown_columns],
        cells={pair: _cell(of_pair, day) for pair, of_pair in stays.items()},
        words={name: read.word(f"{VOCABULARY}standing/{name}") for name in _SHOWN},
        key=_SHOWN,
        page=page,
        size=STATES,
        total=len(rows),
        column_page=column_page,
        column_size=TREATIES,
        column_total=len(columns),
        offered=offered(desk, ask, *_OF),
        offered_treaties=offered(desk, ask, "treaty"),
        unread=_several(ask, "of") if problem else [],
    )


def _several(ask: Ask, name: str) -> list[str]:
    found = list(dict.fromkeys(ask.all(name)))
    if len(found) > NAMED:
        raise Usage(f"{len(found)} names are given; at most {NAMED} are", field=name)
    return found


def held(desk: Desk, day: dt.date, subjects: set[str], treaties: set[str]) -> dict[tuple[str, str], list[Stay]]:
    """For each state and treaty the standing of the day, or those that uncertain dates leave possible."""
    found = {}
    for (subject, one), stays in _stays(desk).items():
        if (not subjects or subject in subjects) and (not treaties or one in treaties):
            now = on_day(stays, day)
            if now and now[0].standing != "ceased":
                found[subject, one] = now
    return found


def _stays(desk: Desk) -> Mapping[tuple[str, str], Sequence[Stay]]:
    """All standings over time, read once a generation."""
    if "stays" not in desk.kept:
        together: dict[tuple[str, str], list[Stay]] = defaultdict(list)
        for stay in stays_of(desk.store):
            together[stay.subject, stay.treaty].append(stay)
        desk.kept["stays"] = dict(together)
    kept: Mapping[tuple[str, str], Sequence[Stay]] = desk.kept["stays"]
    return kept


def _years(desk: Desk) -> tuple[int, int]:
    """The years between which anything changes, up to the next one."""
    days = [
        day.year for stays in _stays(desk).values() for stay in stays for day in (stay.start, stay.start_latest) if day
    ]
    return min(days, default=1945), max([*days, dt.date.today().year + 1])


def _bound(held: Mapping[tuple[str, str], Sequence[Stay]]) -> Counter[str]:
    """How many treaties bind a state for certain, and how many states a treaty binds."""
    found: Counter[str] = Counter()
    for pair, stays in held.items():
        if len(stays) == 1 and stays[0].standing in BINDING:
            found.update(pair)
    return found


def _cell(stays: Sequence[Stay], day: dt.date) -> Cell:
    stay = stays[0]
    first, last = stay.start, stay.start_latest
    if last is None:
        year = ""
    elif first is not None and first.year == last.year:
        year = str(last.year)
    else:
        year = f"≤{last.year}"
    return Cell(stay.standing, stay.holds(day), year)


def _short(read: Reader, thing: Thing) -> str:
    """The abbreviation of a treaty, or its name cut at a word."""
    short = read.short(thing.iri)
    return short if len(short) <= 60 else short[:56].rsplit(" ", 1)[0] + " …"
