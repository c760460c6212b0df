"""Rows drawn: as a chart, a network, a timeline or a map, each said to fit or what it would need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...graph.draw.axis import draw_timeline
from ...graph.draw.frame import framed
from ...graph.draw.inline import inlined
from ...graph.draw.legend import kind_keys, timeline_keys
from ...graph.draw.net import draw_net
from ...graph.draw.scene import Link, Node, Said, Scene
from ...graph.draw.timeline import Group, Item, Row, Timeline
from ...graph.draw.when import Span, dated
from ...graph.draw.words import Words
from ...ontology.namespaces import COMITY, kind_and_slug
from ...queries.labels import labels_for
from ...queries.result import FACTS, is_iri
from ...queries.words import heading, spoken
from .charts import Chart, chart_of, columns, draw_chart, label_of
from .results import Rows, days_of, short

if TYPE_CHECKING:
    from ..asking import Ask
    from ..desk import Desk, Links
    from ..words import Words as Said_

VIEWS = ("table", "chart", "graph", "timeline", "map")
#: Rows that a picture is made of, things in a network, rows of a timeline.
ROWS, NODES, EVENTS = 5000, 80, 80
#: Lines of the list under a network.
_TIES = 200
_MODALITIES = ("held", "planned", "unknown", "cancelled")


@dataclass(frozen=True)
class View:
    """One way to see the rows.  ``needs`` says which columns it lacks; empty where it fits."""

    name: str
    needs: str = ""


@dataclass(frozen=True)
class Choice:
    """A field that picks a column for a picture: its parameter, and the columns there are."""

    name: str
    columns: Sequence[str]
    chosen: str


@dataclass(frozen=True)
class Drawn:
    """A picture for a page, with the fields that change it and what it shows in words."""

    svg: Markup
    choices: Sequence[Choice] = ()
    ties: Sequence[tuple[str, str, str, str, str]] = ()


def views_of(rows: Rows, say: Said_) -> list[View]:
    """Every view, and why those that do not fit do not."""
    fits = {
        "table": True,
        "chart": bool(rows.of_type("date", "thing", "text", "flag")),
        "graph": rows.kind == "triples" or len(_ends(rows)) > 1,
        "timeline": bool(rows.of_type("date")),
        "map": bool(rows.states),
    }
    if rows.kind == "triples":
        fits |= {"chart": False, "timeline": False, "map": False}
    return [View(name, "" if fits[name] and rows.terms else say(f"view needs {name}")) for name in VIEWS]


def drawn(desk: Desk, ask: Ask, to: Links, rows: Rows, view: str) -> Drawn | None:
    """The picture of one view; None where the rows turn out to hold nothing to draw."""
    few = replace(rows, terms=rows.terms[:ROWS])
    say = desk.say(ask)
    notes = [say("picture cut", n=ROWS)] if len(rows) > ROWS or rows.cut else []
    iris = {term.value for row in few.terms for term in row if is_iri(term)}
    labels = labels_for(desk.graph, iris, ask.lang) if len(iris) <= ROWS else {}
    make = {"chart": _chart, "graph": _graph, "timeline": _timeline, "map": _map}[view]
    return make(Made(desk, ask, to, few, labels, say, Words(ask.lang), notes))


@dataclass(frozen=True)
class Made:
    """What every picture is made from."""

    desk: Desk
    ask: Ask
    to: Links
    rows: Rows
    labels: Mapping[str, str]
    say: Said_
    words: Words
    notes: list[str]

    def inline(self, svg: str) -> Markup:
        """An SVG of ours as a part of the page; every text in it is escaped where it is drawn."""
        return Markup(inlined(svg, link=self.to.thing))  # noqa: S704  # made by graph/draw, which escapes

    def head(self, name: str) -> str:
        """A column's name in words."""
        return heading(name, self.ask.lang)

    def said(self, row: Sequence[Any], names: Sequence[str]) -> str:
        """Values of a row in words: a flag by the name of its column, where it is set."""
        told = []
        for name in names:
            term = row[self.rows.variables.index(name)]
            if term is None:
                continue
            if self.rows.types[name] == "flag":
                told += [self.head(name)] if term.value in ("true", "1") else []
            elif self.rows.types[name] == "date":
                told.append(spoken(term.value, self.ask.lang))
            else:
                told.append(label_of(term, self.labels))
        return ", ".join(told)

    def chosen(self, name: str, columns: Sequence[str], default: str) -> Choice:
        """The column that the address picks, where it is one that fits."""
        asked = self.ask.get(name)
        return Choice(name, columns, asked if asked in columns else default)


# Charts


def _chart(made: Made) -> Drawn | None:
    firsts, numbers = columns(made.rows)
    chart = chart_of(made.rows, made.labels, made.ask.get("chart-x"), made.ask.get("chart-y"))
    if chart is None or not chart.points:
        return None
    canvas, keys = draw_chart(chart)
    svg = framed(
        canvas,
        title=_title(made, chart),
        subtitle=[made.say("chart counted")] if chart.counted else [],
        legend=keys,
        notes=[*_left_out(made, chart), *made.notes],
        lang=made.words.own,
    ).svg
    choices = [Choice("chart-x", firsts, chart.x)]
    if len(numbers) > 1:
        choices.append(Choice("chart-y", numbers, chart.y))
    return Drawn(made.inline(svg), choices if len(firsts) > 1 or len(choices) > 1 else [])


def _title(made: Made, chart: Chart) -> str:
    amount = made.say("chart rows") if chart.counted else made.head(chart.y)
    return made.say("chart of", y=amount, x=made.head(chart.x))


def _left_out(made: Made, chart: Chart) -> list[str]:
    if not chart.left_out:
        return []
    return [made.say("lines left out" if chart.time else "bars left out", n=chart.left_out)]


# Networks


def _ends(rows: Rows) -> list[str]:
    """The columns that may be the ends of a line: things, those of Comity's own before others, never classes."""
    found = []
    for name in rows.of_type("thing"):
        iris = [term.value for term in rows.column(name)[:200] if term is not None]
        if not all(iri.startswith(COMITY) for iri in iris):
            found.append((not any(kind_and_slug(iri) for iri in iris), name))
    return [name for _, name in sorted(found, key=lambda one: one[0])]


def _graph(made: Made) -> Drawn | None:
    rows = made.rows
    choices: list[Choice] = []
    if rows.kind == "triples":
        ties = [(s, label_of(p, made.labels), o) for s, p, o in rows.terms if _is_node(s) and _is_node(o)]
        plain = len(rows) - len(ties)
    else:
        ends = _ends(rows)
        one = made.chosen("graph-from", ends, ends[0])
        rest = [name for name in ends if name != one.chosen]
        two = made.chosen("graph-to", rest, rest[0])
        choices = [one, two] if len(ends) > 2 else []
        a, b = rows.variables.index(one.chosen), rows.variables.index(two.chosen)
        more = [name for name in rows.variables if name not in (one.chosen, two.chosen, *FACTS)]
        ties = [
            (row[a], made.said(row, more), row[b]) for row in rows.terms if row[a] is not None and row[b] is not None
        ]
        plain = 0
    said = [
        Said(_name(one), _name(two), label, _name(one), brief=label)
        for one, label, two in ties
        if _name(one) != _name(two)
    ]
    scene = _scene(made, said, plain, directed=rows.kind == "triples")
    if scene is None:
        return None
    canvas, notes = draw_net(scene)
    svg = framed(
        canvas,
        title=scene.title,
        subtitle=scene.subtitle,
        legend=kind_keys([node.kind for node in scene.nodes], made.words),
        notes=[*(note for note in notes if note), *scene.notes],
        lang=made.words.own,
    ).svg
    to = made.to.thing
    told = [
        (to(one.one), scene.node(one.one).label, one.label, to(one.two), scene.node(one.two).label)
        for one in list(scene.said())[:_TIES]
    ]
    return Drawn(made.inline(svg), choices, told)


def _is_node(term: Any) -> bool:
    return is_iri(term) or type(term).__name__ == "BlankNode"


def _name(term: Any) -> str:
    return str(term.value) if is_iri(term) else str(term)


def _scene(made: Made, said: Sequence[Said], plain: int, *, directed: bool) -> Scene | None:
    """The most tied things, and what ties them."""
    together: dict[frozenset[str], list[Said]] = defaultdict(list)
    for one in dict.fromkeys(said):
        together[frozenset((one.one, one.two))].append(one)
    degree: dict[str, int] = defaultdict(int)
    for pair in together:
        for end in pair:
            degree[end] += 1
    kept = sorted(degree, key=lambda end: (-degree[end], end))[:NODES]
    inside = set(kept)
    links = tuple(
        Link(found[0].one, found[0].two, tuple(found), directed) for pair, found in together.items() if pair <= inside
    )
    if not links:
        return None
    # A thing whose ties are all left out would stand there without a reason.
    tied = {end for link in links for end in (link.one, link.two)}
    kept = [end for end in kept if end in tied]
    nodes = tuple(
        Node(end, (label := made.labels.get(end) or short(end)), label, _kind(end), degree[end]) for end in kept
    )
    left = len(degree) - len(kept)
    notes = [made.say("things left out", n=left)] if left else []
    notes += [made.say("values left out", n=plain)] if plain else []
    return Scene(
        title=made.say("graph of"),
        subtitle=(made.words("nodes", n=len(nodes)), made.words("links", n=len(links))),
        nodes=nodes,
        links=links,
        words=made.words,
        projection="result",
        notes=(*notes, *made.notes),
        by_address={node.address: node for node in nodes},
    )


def _kind(iri: str) -> str:
    known = kind_and_slug(iri)
    return known[0] if known else "other"


# Timelines


def _timeline(made: Made) -> Drawn | None:
    rows = made.rows
    dates = rows.of_type("date")
    interval = "start" in dates and "end" in rows.variables
    column = made.chosen("timeline-date", dates, "start" if interval else dates[0])
    interval = interval and column.chosen == "start"
    ends = ["start", "end"] if interval else [column.chosen]
    groups = rows.of_type("thing", "text", "flag")
    default = next((name for name in _ends(rows)), groups[0] if groups else "")
    group = made.chosen("timeline-row", groups, default)
    at = {name: index for index, name in enumerate(rows.variables)}
    shown = [name for name in rows.variables
             if name not in FACTS and name not in dates and name != group.chosen]  # fmt: skip
    found: dict[str, list[Item]] = defaultdict(list)
    nodes: dict[str, Node] = {}
    undated = 0
    for row in rows.terms:
        span = _span(row, at, column.chosen, interval=interval)
        if span is None or span.first is None:
            undated += 1
            continue
        head = row[at[group.chosen]] if group.chosen else None
        label = label_of(head, made.labels)
        key = _name(head) if is_iri(head) else label
        nodes.setdefault(key, Node(key, label, label, _kind(key), 1))
        words = made.said(row, shown)
        fact = next((row[at[name]] for name in FACTS if name in at and is_iri(row[at[name]])), None)
        link = fact if fact is not None else head if is_iri(head) else next((t for t in row if is_iri(t)), None)
        when = dated(span, made.words)
        said = Said(key, key, words, _name(link) if link is not None else "", when, span=span)
        note = (words or when,) if span.interval else tuple(filter(None, (when, words)))
        # What was planned is not drawn as if it had been held.
        held = _end(row[at["modality"]]) if "modality" in at else ""
        found[key].append(Item(said, span, _kind(said.fact), note, modality=held if held in _MODALITIES else ""))
    if not found:
        return None
    lines = [Row(nodes[key], tuple(sorted(items, key=lambda item: item.span.sort_key)))
             for key, items in found.items()]  # fmt: skip
    lines.sort(key=lambda row: row.items[0].span.sort_key)
    left = sum(len(row.items) for row in lines[EVENTS:])
    lines = lines[:EVENTS]
    notes = [made.say("events left out", n=left)] if left else []
    notes += [made.say("undated", n=undated)] if undated else []
    timeline = Timeline(
        made.say("timeline of", name=" – ".join(made.head(name) for name in ends)),
        (made.words("rows", n=sum(len(row.items) for row in lines)),),
        (Group(made.head(group.chosen) if group.chosen else "", tuple(lines)),),
        made.words,
        notes=(*notes, *made.notes),
    )
    svg = framed(
        draw_timeline(timeline),
        title=timeline.title,
        subtitle=timeline.subtitle,
        legend=timeline_keys(timeline),
        notes=timeline.notes,
        lang=made.words.own,
    ).svg
    choices = [column] if len(dates) > 1 else []
    choices += [group] if len(groups) > 1 else []
    return Drawn(made.inline(svg), choices)


def _end(term: Any) -> str:
    """The last part of an address: ``held``."""
    return str(getattr(term, "value", "")).rpartition("/")[2]


def _span(row: Sequence[Any], at: Mapping[str, int], column: str, *, interval: bool) -> Span | None:
    first = None if row[at[column]] is None else days_of(row[at[column]])
    if not interval:
        return None if first is None else Span(*first)
    last = days_of(row[at["end"]]) if "end" in at and row[at["end"]] is not None else None
    if first is None and last is None:
        return None
    ongoing = "endStatus" in at and _end(row[at["endStatus"]]) == "ongoing"
    return Span(*(first or (None, None)), *(last or (None, None)), interval=True, ongoing=ongoing)


# Maps


def _map(made: Made) -> Drawn | None:
    from .result_map import draw_states

    numbers = made.rows.of_type("number")
    state = made.chosen("map-state", made.rows.states, made.rows.states[0])
    number = made.chosen("map-number", numbers, numbers[0] if numbers else "")
    svg = draw_states(made, state.chosen, number.chosen)
    if svg is None:
        return None
    return Drawn(made.inline(svg), [one for one in (state, number) if len(one.columns) > 1])
