"""Cooperation between states as half a table: a row and a column for each, how much they share where they meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ...errors import NotFound
from ..cooperation import ON_A_DAY, ON_A_TOPIC, clustered, cooperation
from ..export.order import natural
from ..reading import Facts, Remembered
from .canvas import Box, Canvas, attribute, linked, n, rectangle
from .cells import shade, shade_keys
from .frame import Key
from .kinds import mark
from .lines import key_of, node_element
from .page import Line
from .scene import Chosen, Node, Said, evidence_notes
from .text import fitted, width
from .words import Words

if TYPE_CHECKING:
    import networkx as nx

ORDERS = ("name", "clusters")
#: States in one picture.
MOST = 40
_WIDE, _HIGH = 29.0, 23.0
_NAME, _CODE, _COUNT = 12.0, 10.0, 10.5
_ROOM = 200.0


@dataclass(frozen=True)
class Matrix:
    """States in their order, and for every two that share something how much, with the first and last day of it."""

    title: str
    subtitle: tuple[str, ...]
    nodes: tuple[Node, ...]
    counts: dict[tuple[str, str], Said]
    words: Words
    notes: tuple[str, ...]
    #: Head and rows of its data.
    table: tuple[Sequence[str], Sequence[Sequence[str]]]

    def said(self, one: str, two: str) -> Said | None:
        """What two share, whichever comes first."""
        return self.counts.get((one, two)) or self.counts.get((two, one))

    @cached_property
    def most(self) -> int:
        """The highest count."""
        return max(int(said.label) for said in self.counts.values())

    def lines(self) -> tuple[Line, ...]:
        """A row for each two, those that share most first."""
        labels = {node.address: node.label for node in self.nodes}
        found = sorted(self.counts.values(), key=lambda said: (-int(said.label), labels[said.one], labels[said.two]))
        return tuple(Line(said, labels[said.one], labels[said.two]) for said in found)


def matrix_of(
    store: Store,
    measure: str,
    *,
    of: Sequence[str] = (),
    limit: int = MOST,
    order: str = "name",
    on: dt.date | None = None,
    lang: str = "en",
    chosen: Chosen | None = None,
) -> Matrix:
    """How much states share by a measure; :class:`NotFound` where no two share anything."""
    chosen = chosen or Chosen()
    graph = cooperation(
        store, lang=lang, measure=measure, of=of, on=on, from_=chosen.from_, until=chosen.until,
        topic=chosen.topic if measure in ON_A_TOPIC else None, limit=limit,
    )  # fmt: skip
    facts, words = Remembered(store, lang), Words(lang)
    if graph.number_of_edges() == 0:
        raise NotFound(
            f"nothing to draw: no two states of those asked about share {measure} in the graph",
            hint="Ask for a longer period, more states or another measure.",
        )
    nodes = {
        address: Node(address, data["label"], data["short"], data["kind"], graph.degree(address))
        for address, data in graph.nodes(data=True)
    }
    names = sorted(nodes, key=lambda one: (natural(nodes[one].label.casefold()), one))
    ordered = clustered(graph, names) if order == "clusters" else names
    counts = {(one, two): _said(facts, graph, one, two) for one, two in graph.edges}
    day = graph.graph.get("day")
    subtitle = [words("on day", day=words.day(dt.date.fromisoformat(day)))] if day else []
    subtitle += Chosen(
        None if measure in ON_A_DAY else chosen.from_,
        None if measure in ON_A_DAY else chosen.until,
        chosen.topic if measure in ON_A_TOPIC else None,
    ).said(facts, words)
    subtitle += [words("states alone", n=len(nodes)), words("pairs", n=len(counts))]
    left_out = graph.graph["left_out"]
    things = {thing for _, _, data in graph.edges(data=True) for thing in data["things"]}
    notes = [words("labels in", language=words.language()), words(f"what {measure}")]
    notes += [words("states left out", n=left_out, limit=limit)] if left_out else []
    notes += [words("no topics")] if chosen.topic and measure not in ON_A_TOPIC else []
    notes += [words("clusters")] if order == "clusters" else []
    title = words(f"cooperation {measure}")
    if of:
        title = f"{title} ({', '.join(facts.names.label(one) for one in of)})"
    return Matrix(
        title,
        tuple(subtitle),
        tuple(nodes[one] for one in ordered),
        counts,
        words,
        (*notes, *evidence_notes(facts, words, things)),
        (_COLUMNS, [_row(graph, measure, one, two) for one, two in graph.edges]),
    )


_COLUMNS = ("state_a", "label_a", "state_b", "label_b", "measure", "count", "things")


def _row(graph: nx.Graph[str], measure: str, one: str, two: str) -> list[str]:
    data, nodes = graph.edges[one, two], graph.nodes
    return [one, nodes[one]["label"], two, nodes[two]["label"], measure, str(data["weight"]), " ".join(data["things"])]


def _said(facts: Facts, graph: nx.Graph[str], one: str, two: str) -> Said:
    data, when = graph.edges[one, two], ""
    if graph.graph["measure"] not in ON_A_DAY:
        days = [day for thing in data["things"] if (day := facts.value(thing, "earliest")) is not None]
        first, last = min(days, default="")[:4], max(days, default="")[:4]
        when = first if first == last else f"{first}–{last}"
    return Said(one, two, str(data["weight"]), "", when)


def draw_matrix(matrix: Matrix) -> tuple[Canvas, list[Key]]:
    """The picture on a canvas and its legend: below the diagonal counts, on it the names."""
    canvas = Canvas()
    codes = [code_of(node) for node in matrix.nodes]
    left = max(width(code, _CODE) for code in codes) + 8
    for at, node in enumerate(matrix.nodes):
        y = at * _HIGH
        x = left + at * _WIDE
        if at % 2 == 0:
            canvas.ground.append(rectangle("band", Box(0, y, x, y + _HIGH)))
        base = y + _HIGH / 2 + 4
        canvas.labels.append(canvas.text([codes[at]], left - 6, base, _CODE, "muted", anchor="end"))
        name = fitted(node.label, _NAME, _ROOM)
        body = mark(node.kind, x + 9, y + _HIGH / 2, 5) + canvas.text([name], x + 19, base, _NAME)
        canvas.labels.append(node_element(node, body))
        for before, other in enumerate(matrix.nodes[:at]):
            said = matrix.said(node.address, other.address)
            if said is not None:
                canvas.labels.append(_cell(canvas, matrix, node, other, said, left + before * _WIDE, y))
        foot = len(matrix.nodes) * _HIGH + 13
        if at < len(matrix.nodes) - 1:
            canvas.labels.append(canvas.text([codes[at]], x + _WIDE / 2, foot, _CODE, "muted", anchor="middle"))
    canvas.reach(Box(0, 0, left + len(matrix.nodes) * _WIDE, len(matrix.nodes) * _HIGH))
    return canvas, shade_keys(matrix.most, matrix.words("shared count"))


def code_of(node: Node) -> str:
    """The code of a state: what its address ends in."""
    return node.address.rpartition("/")[2][:4]


def _cell(canvas: Canvas, matrix: Matrix, one: Node, two: Node, said: Said, x: float, y: float) -> str:
    count = int(said.label)
    step = shade(count, matrix.most)
    middle = x + _WIDE / 2
    text = canvas.text([said.label], middle, y + _HIGH / 2 + 3.8, _COUNT, f"on{step}", anchor="middle")
    body = f'<path class="cell s{step}" d="M{n(x)} {n(y)}h{n(_WIDE)}v{n(_HIGH)}h{n(-_WIDE)}z"/>{text}'
    when = f" ({said.when})" if said.when else ""
    data = attribute("class", "link cellmark") + attribute("data-a", key_of(one.address))
    return linked(
        "", [f"{one.label} – {two.label}: {count}{when}"], body, data + attribute("data-b", key_of(two.address))
    )
