"""Cooperation: states by states, how much they share by a measure, as a picture or as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...errors import NotFound
from ...graph.cooperation import MEASURES, ON_A_DAY
from ...graph.draw.cells import shade
from ...graph.draw.cooperation import MOST, ORDERS, Matrix, code_of, matrix_of
from ...graph.draw.picture import of_matrix
from ...graph.draw.scene import Chosen
from ..desk import Links
from .drawing import Period, choice, chosen, exports, inline, period, short, things, topics
from .drawing import Way as _Way

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

LIMIT = 28
VIEWS = ("picture", "table")
_PAIRS = 30


@dataclass(frozen=True)
class Asked:
    """One matrix: whose, by which measure, over which time."""

    measure: str
    of: list[str]
    order: str
    limit: int
    view: str
    chosen: Chosen
    period: Period


@dataclass
class Way(_Way):
    """What two states share leads to the page of the pair."""

    def edge(self, one: str, two: str) -> str:
        """The page of the two."""
        slugs = [quote(short(state).partition("/")[2]) for state in (one, two)]
        return self.to(f"/pair/{slugs[0]}/{slugs[1]}")


def asked(desk: Desk, ask: Ask) -> Asked:
    """What the address asks for; :class:`Usage` and :class:`NotFound` where it cannot be."""
    return Asked(
        choice(ask, "measure", MEASURES, "encounters"),
        things(desk, ask, "of", ("state", "organisation", "body")),
        choice(ask, "order", ORDERS, "clusters"),
        ask.number("limit", LIMIT, least=2, most=MOST),
        choice(ask, "view", VIEWS, "picture"),
        chosen(desk, ask),
        period(desk, ask),
    )


def counted(desk: Desk, ask: Ask, one: Asked) -> Matrix:
    """The counts; :class:`NotFound` where there are none."""
    return matrix_of(
        desk.store, one.measure, of=one.of, limit=one.limit, order=one.order, lang=ask.lang, chosen=one.chosen
    )


def cooperation(desk: Desk, ask: Ask) -> Reply:
    """The matrix with its form and the pairs that share most."""
    from ...graph.draw.words import Words

    one = asked(desk, ask)
    to, words = Links(ask), Words(ask.lang)
    way = Way(to)
    matrix: Matrix | None = None
    try:
        matrix = counted(desk, ask, one)
    except NotFound:
        pass  # the page says so
    svg = inline(of_matrix(matrix), way) if matrix is not None and one.view == "picture" else ""
    return desk.page(
        "cooperation.html",
        ask,
        asked=one,
        title=words(f"cooperation {one.measure}") if matrix is None else matrix.title,
        of=ask.all("of"),
        on_a_day=one.measure in ON_A_DAY,
        measures=[(name, words(f"cooperation {name}")) for name in MEASURES],
        topics=topics(desk, ask),
        topic=ask.get("topic"),
        matrix=matrix,
        svg=svg,
        rows=_table(matrix, way) if matrix is not None and one.view == "table" else [],
        pairs=[] if matrix is None else list(matrix.lines()[:_PAIRS]),
        more=0 if matrix is None else max(0, len(matrix.counts) - _PAIRS),
        code=code_of,
        way=way,
        exports=exports(ask, "/cooperation") if matrix is not None else [],
    )


def _table(matrix: Matrix, way: Way) -> list[list[tuple[str, str, int]]]:
    """Every row of the whole table: count, address of the pair and shade of each cell, empty where there is none."""
    found = []
    for one in matrix.nodes:
        row = []
        for two in matrix.nodes:
            said = None if one is two else matrix.said(one.address, two.address)
            if said is None:
                row.append(("–" if one is two else "", "", -1))
            else:
                row.append((said.label, way.edge(one.address, two.address), shade(int(said.label), matrix.most)))
        found.append(row)
    return found
