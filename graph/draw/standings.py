"""Who is what to which treaty on a day: a table with a mark for each standing.

Marks differ in shape, not in colour: what is filled binds, a ring does not yet,
a cross no longer does.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import networkx as nx
from pyoxigraph import Store

from ...errors import NotFound, Usage
from ...ontology.namespaces import VOCABULARY
from ..export.order import kind_of, natural
from ..network import project
from ..reading import Facts
from ..standings import BINDING, STANDINGS, TREATY_LAW, Stay, read_stay
from .canvas import Canvas, n
from .frame import Key
from .kinds import shape
from .matrix import CELL, WIDE, Table, draw_table, ordered
from .scene import Link, Node, Said, Scene, composed
from .when import Span, class_of, dated, lasting, span_of
from .words import Words

_YEAR = 9.5
#: In a table of more columns than this a cell is its mark alone; the tooltip has the year.
_ROOMY = 26
_NARROW = 38.0
_SHOWN = tuple(standing for standing in STANDINGS if standing != "ceased")


def scene_of_standings(store: Store, *, of: Sequence[str], limit: int, on: dt.date | None, lang: str) -> Scene:
    """The standings of a day, of all or of the members of an organisation, with the acts they rest on."""
    if limit < 2:
        raise Usage(f"a limit is 2 or more, found {limit}", field="limit")
    day = on or dt.date.today()
    graph = project(store, "standings", lang=lang, on=day, of=of)
    if graph.number_of_edges() == 0:
        raise NotFound(
            f"nothing to draw: none of these has a standing on {day.isoformat()}",
            hint="comity build and comity load add actions and derive standings.",
        )
    facts, derived, words = Facts(store, lang), Facts(store, lang, TREATY_LAW), Words(lang)
    named = set(of)
    kept = sorted(graph, key=lambda node: (node not in named, -graph.degree(node), natural(node)))
    if not named:
        kept = kept[:limit]
    chosen: nx.Graph[str] = nx.Graph(projection="standings")
    chosen.add_nodes_from((node, graph.nodes[node]) for node in graph if node in set(kept))
    said: list[Said] = []
    for subject, treaty, data in graph.subgraph(kept).edges(data=True):
        if graph.nodes[subject]["bipartite"]:
            subject, treaty = treaty, subject
        acts = [_act(facts, words, subject, treaty, act) for act in data["acts"]]
        stays = [read_stay(derived, fact) for fact in data["facts"]]
        said += [*acts, *(said_of(facts, words, stay, certain=data["certain"]) for stay in stays if stay is not None)]
    found = composed(
        chosen, said, facts, words, on=None, limit=limit, left_out=graph.number_of_nodes() - len(kept),
        notes=[words("between"), words("blank"), *_unknown_entry(facts, words, graph.subgraph(kept))],
    )  # fmt: skip
    bound = _bound(found)
    actors = [node for node in found.nodes if not graph.nodes[node.address]["bipartite"]]
    groups = [thing for thing in of if kind_of(thing) in ("organisation", "body")]
    sub = [words("on day", day=words.day(day)), words("members" if groups else "states n", n=len(actors)),
           words("treaties n", n=len(found.nodes) - len(actors))]  # fmt: skip
    if of:
        everyone = sum(bound[node.address] == len(actors) for node in found.nodes if node not in actors)
        sub.append(words("all bound", n=everyone))
    names = ", ".join(facts.names.label(thing) for thing in groups)
    return replace(
        found,
        title=words("standings of", name=names) if names else words("standings"),
        subtitle=tuple(sub),
        complete=frozenset(node.address for node in found.nodes if facts.value(node.address, "completeAsOf")),
    )


def said_of(facts: Facts, words: Words, stay: Stay, *, certain: bool = True) -> Said:
    """A standing in words: ``party``, since when and until when."""
    span = Span(stay.start, stay.start_latest, stay.end, stay.end_latest, interval=True,
                ongoing=stay.end is None and stay.end_latest is None)  # fmt: skip
    return Said(
        stay.subject, stay.treaty, facts.word(f"{VOCABULARY}standing/{stay.standing}"), stay.fact,
        lasting(span, words), "" if certain else "uncertain", span, stay.standing,
    )  # fmt: skip


def draw_standings(scene: Scene) -> tuple[Canvas, list[Key]]:
    """Treaties by states, or states by treaties where they are many; the canvas and the legend of its marks."""
    actors = ordered([node for node in scene.nodes if node.kind != "treaty"])
    bound = _bound(scene)
    treaties = sorted(
        (node for node in scene.nodes if node.kind == "treaty"),
        key=lambda node: (-bound[node.address], -node.degree, natural(node.label.casefold()), node.address),
    )
    by_treaty = len(actors) * CELL <= WIDE - 330
    rows, columns = (treaties, actors) if by_treaty else (actors, treaties)
    roomy = len(columns) <= _ROOMY
    links = {}
    for link in scene.links:
        links[link.one, link.two] = links[link.two, link.one] = link
    blank = partial(_blank, complete=scene.complete) if scene.complete else None
    sums = {
        row.address: (f"{bound[row.address]}/{len(columns)}" if by_treaty else str(bound[row.address]),
                      by_treaty and bound[row.address] == len(columns))
        for row in rows
    }  # fmt: skip
    table = Table(
        rows,
        columns,
        links,
        CELL + 10 if roomy else _NARROW,
        partial(_cell, year=roomy),
        fact=lambda link: decisive(link).fact,
        blank=blank,
        sums=(scene.words("bound sum" if by_treaty else "treaties sum"), sums),
        lines=3,
    )
    canvas = Canvas()
    draw_table(canvas, scene, table)
    return canvas, standing_keys(scene, years=roomy)


def decisive(link: Link) -> Said:
    """The standing that a cell shows: the only one that holds, or the most binding of those that may."""
    return min((said for said in link.said if said.role in STANDINGS), key=lambda said: STANDINGS.index(said.role))


def standing_keys(scene: Scene, *, years: bool) -> list[Key]:
    """The marks that occur, in the words of the vocabulary, and what the years beside them mean."""
    shown = [decisive(link) for link in scene.links]
    words = {said.role: said.label for said in shown}
    keys = [Key(partial(sign, standing), 14, words[standing]) for standing in _SHOWN if standing in words]
    if years:
        notes = {_year(said)[:1] for said in shown if not said.status}
        keys += [Key(_nothing, 0, scene.words("since year"))] if notes & set("12") else []
        keys += [Key(_nothing, 0, scene.words("by year"))] if "≤" in notes else []
        keys += [Key(_nothing, 0, scene.words("until year"))] if "–" in notes else []
    if any(said.status for said in shown):
        keys.append(Key(_doubt, 12, scene.words("uncertain")))
    if scene.complete:
        keys.append(Key(_dash, 12, scene.words("register blank")))
    return keys


def sign(standing: str, x: float, y: float, *, r: float = 5.0) -> str:
    """The mark of a standing around a point."""
    ring = shape("circle", x, y, r - 0.4, "mark f-paper hollow")
    if standing == "party":
        return shape("circle", x, y, r + 0.4, "mark f-paper")
    if standing == "suspended":
        bars = "".join(_stroke(f"M{n(x + dx)} {n(y - 3)}v6", "1.8") for dx in (-1.7, 1.7))
        return f'<g class="f-paper">{ring}{bars}</g>'
    if standing == "provisional":
        half = f"M{n(x)} {n(y - r + 0.4)}a{n(r - 0.4)} {n(r - 0.4)} 0 0 0 0 {n(2 * r - 0.8)}Z"
        return f'{ring}<path class="bar f-paper" d="{half}"/>'
    if standing == "contracting":
        return f'{ring}<circle class="bar f-paper" cx="{n(x)}" cy="{n(y)}" r="{n(r * 0.38)}"/>'
    if standing == "withdrawn":
        return f'<g class="f-paper">{_stroke(f"M{n(x - 4)} {n(y - 4)}l8 8m0 -8l-8 8", "2.2")}</g>'
    if standing in ("terminated", "ceased"):
        return shape("square", x, y, r, "mark f-paper hollow")
    return ring


def _cell(canvas: Canvas, link: Link, x: float, y: float, *, year: bool) -> str:
    said = decisive(link)
    if not year:
        return sign(said.role, x, y) + (_doubt(x + 8, y) if said.status else "")
    text = "?" if said.status else _year(said)
    muted = "" if said.role in BINDING else "muted"
    return sign(said.role, x - 17, y) + (canvas.text([text], x - 9, y + 3.4, _YEAR, muted) if text else "")


def _year(said: Said) -> str:
    """Since which year, by which year, or until which year it binds where that is known."""
    span = said.span
    if span is None:
        return ""
    if said.role in BINDING and (end := span.end_latest or span.end) is not None:
        return f"–{end.year}"
    if span.start_latest is None:
        return ""
    vague = span.start is None or span.start.year != span.start_latest.year
    return f"{'≤' if vague else ''}{span.start_latest.year}"


def _unknown_entry(facts: Facts, words: Words, graph: nx.Graph[str]) -> list[str]:
    """Which treaties have contracting states only because nothing is known of their entry into force."""
    ruled = {treaty for clause, treaty in facts.links("clauseOf")
             if (facts.object(clause, "clauseKind") or "").endswith("/entry-into-force")}  # fmt: skip
    waiting = {end for *ends, data in graph.edges(data=True) if data["standing"] == "contracting" for end in ends}
    unknown = [thing for thing in sorted(waiting, key=natural) if kind_of(thing) == "treaty" and thing not in ruled
               and facts.value(thing, "entryIntoForce") is None]  # fmt: skip
    names = [facts.names.abbreviation(thing) or facts.names.label(thing) for thing in unknown]
    return [words("entry unknown", names="; ".join(names))] if names else []


def _act(facts: Facts, words: Words, subject: str, treaty: str, act: str) -> Said:
    span, kind = span_of(facts, act), class_of(facts, act)
    return Said(subject, treaty, facts.word(kind) if kind else "", act, dated(span, words), "", span, kind)


def _bound(scene: Scene) -> Counter[str]:
    """How many treaties bind a subject for certain, and how many subjects a treaty binds."""
    found: Counter[str] = Counter()
    for link in scene.links:
        said = decisive(link)
        if said.role in BINDING and not said.status:
            found.update((link.one, link.two))
    return found


def _blank(row: Node, column: Node, x: float, y: float, *, complete: frozenset[str]) -> str:
    return _dash(x, y) if row.address in complete or column.address in complete else ""


def _stroke(path: str, wide: str) -> str:
    return f'<path class="stroke" stroke-width="{wide}" d="{path}"/>'


def _dash(x: float, y: float) -> str:
    return f'<path class="rule strong" d="M{n(x - 4)} {n(y)}h8"/>'


def _doubt(x: float, y: float) -> str:
    return f'<text font-size="{_YEAR:g}" class="m" x="{n(x)}" y="{n(y + 3.4)}">?</text>'


def _nothing(x: float, y: float) -> str:
    return ""
