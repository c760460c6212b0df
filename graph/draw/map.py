"""A map of states by a measure, as tiles: one square for each state, about where it lies, all of one size.

Nothing is counted by area and no border is drawn: a tile stands for a state
as the records name it.  ``tiles.csv`` says how the places were found.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pyoxigraph import Store

from ...errors import NotFound, Usage
from ...ontology.namespaces import ID, VOCABULARY
from ..cooperation import MEASURES, ON_A_DAY, ON_A_TOPIC, shares
from ..export.order import kind_of, natural
from ..network import described
from ..reading import Facts, Remembered
from ..standings import Stay, on_day, stays_of
from .canvas import Box, Canvas, attribute, linked, rectangle
from .cells import count_sign, shade, shade_keys
from .frame import Key
from .lines import key_of
from .page import Line
from .scene import Chosen, Node, Said, evidence_notes
from .when import Span, lasting
from .words import Words

#: What a map may show: what states are to a treaty, to a body or organisation, or how much they share.
SHOWN = ("parties", "members", *MEASURES)
#: Those that are shown of a thing of these kinds; the others of a state, or of none.
KINDS: Mapping[str, tuple[str, ...]] = {"parties": ("treaty",), "members": ("organisation", "body")}
_TILE, _CODE, _NOTE = 36.0, 11.0, 9.0
#: The row of states that are no more.
_FORMER = 21
#: How a standing is drawn: its shade, and a sign in the corner so that no colour stands alone.
_STANDINGS: Mapping[str, tuple[int, str]] = {
    "party": (4, ""), "suspended": (3, "‖"), "provisional": (3, "~"), "contracting": (2, ""), "signatory": (0, "✎"),
    "withdrawn": (-1, "×"), "terminated": (-1, "×"),
}  # fmt: skip
_ROLES: Mapping[str, tuple[int, str]] = {"member": (4, ""), "observer": (2, "○"), "partner": (1, "◇")}


@dataclass(frozen=True)
class Tile:
    """A state on the map: its shade (-1 for none, None where there is nothing), words, sign and tooltip."""

    node: Node
    column: int
    row: int
    shade: int | None = None
    note: str = ""
    tip: str = ""
    said: Said | None = None
    #: What of several it is: a standing, a role, a count.
    kind: str = ""


@dataclass(frozen=True)
class TileMap:
    """Tiles for every state that the graph has."""

    title: str
    subtitle: tuple[str, ...]
    tiles: tuple[Tile, ...]
    words: Words
    notes: tuple[str, ...]
    shown: str
    #: The highest number, where numbers are shown.
    most: int
    labels: Mapping[str, str]

    def lines(self) -> tuple[Line, ...]:
        """A row for each state of which there is something to say."""
        return tuple(
            Line(tile.said, tile.node.label, self.labels.get(tile.said.two, ""))
            for tile in sorted(self.tiles, key=lambda tile: natural(tile.node.label.casefold()))
            if tile.said is not None
        )

    def table(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Head and rows of its data."""
        return (
            ("state", "label", "measure", "value", "since", "facts"),
            [
                [line.said.one, line.one, self.shown, line.said.label, line.said.when, line.said.fact]
                for line in self.lines()
            ],
        )


def measure_for(of: str | None) -> str:
    """What a map shows of a thing where no measure is named: parties, members, or encounters."""
    kind = "" if of is None else kind_of(of)
    return next((shown for shown, kinds in KINDS.items() if kind in kinds), "encounters")


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """Code of a state -> column and row of its tile."""
    text = resources.files(__package__).joinpath("tiles.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in rows}


def map_of(
    store: Store,
    shown: str,
    *,
    of: str | None = None,
    on: dt.date | None = None,
    lang: str = "en",
    chosen: Chosen | None = None,
) -> TileMap:
    """A map of what states are to ``of`` on a day, or of how much each shares, with ``of`` where it is a state.

    ``parties`` are those of a treaty, ``members`` those of an organisation or
    body; the other measures are those of :mod:`comity.graph.cooperation`.
    """
    if shown not in SHOWN:
        raise Usage(f"unknown measure {shown!r}; expected one of {', '.join(SHOWN)}", field="measure")
    facts, words, chosen = Remembered(store, lang), Words(lang), chosen or Chosen()
    day = on or (chosen.until if shown in ON_A_DAY or shown in KINDS else None) or dt.date.today()
    if shown in KINDS:
        kinds = KINDS[shown]
        if of is None or kind_of(of) not in kinds:
            raise Usage(f"a map of {shown} is one of a thing: name {' or '.join(kinds)}", field="of")
    elif of is not None and kind_of(of) != "state":
        raise Usage(f"what is shared is shared with a state, and {of.removeprefix(ID)} is none", field="of")
    if shown == "parties":
        assert of is not None
        found = _parties(facts, words, store, of, day)
    elif shown == "members":
        assert of is not None
        found = _members(facts, words, of, day)
    else:
        found = _counted(store, shown, of, on, chosen, lang)
    if not found:
        raise NotFound(
            f"nothing to draw: the graph has no {shown} for what was asked" + (f" on {day}" if shown in KINDS else ""),
            hint="Ask for another day, period or measure.",
        )
    most = max((int(said.label) for said, _, _, _ in found.values() if shown in MEASURES), default=0)
    tiles = _tiles(facts, found, most)
    title = words(f"map {shown}") if of is None else words(f"map {shown} of", name=facts.names.label(of))
    subtitle = [words("on day", day=words.day(day))] if shown in ON_A_DAY or shown in KINDS else []
    if shown in MEASURES:
        of_time = shown not in ON_A_DAY
        topic = chosen.topic if shown in ON_A_TOPIC else None
        subtitle += Chosen(chosen.from_ if of_time else None, chosen.until if of_time else None, topic).said(
            facts, words
        )
    subtitle.append(words("states alone", n=len(found)))
    notes = [words("labels in", language=words.language()), words("tiles")]
    notes += [words(f"what {shown}")] if shown in MEASURES and of is not None else []
    notes += [words("what alone")] if shown in MEASURES and of is None else []
    notes += [words("no topics")] if chosen.topic and shown not in ON_A_TOPIC else []
    facts_of = [said.fact for said, _, _, _ in found.values() if said.fact]
    labels = {} if of is None else {of: facts.names.label(of)}
    return TileMap(
        title, tuple(subtitle), tiles, words, (*notes, *evidence_notes(facts, words, facts_of)), shown, most, labels
    )


#: The fact, its shade (None: by its count), its words on the tile, its kind.
_Found = dict[str, tuple[Said, int | None, str, str]]


def _parties(facts: Facts, words: Words, store: Store, treaty: str, day: dt.date) -> _Found:
    by_subject: dict[str, list[Stay]] = {}
    for stay in stays_of(store, treaty):
        by_subject.setdefault(stay.subject, []).append(stay)
    found: _Found = {}
    for subject, stays in by_subject.items():
        held = next(iter(on_day(stays, day)), None)
        if held is None or held.standing not in _STANDINGS or kind_of(subject) != "state":
            continue
        step, sign = _STANDINGS[held.standing]
        span = Span(held.start, held.start_latest, held.end, held.end_latest, interval=True)
        label = facts.word(f"{VOCABULARY}standing/{held.standing}")
        since = held.start_latest or held.start
        note = "" if since is None else f"{sign}{since.year}"
        fact = held.acts[-1] if held.acts else held.fact
        said = Said(subject, treaty, label, fact, lasting(span, words), span=span)
        found[subject] = (said, step, note, held.standing)
    return found


def _members(facts: Facts, words: Words, body: str, day: dt.date) -> _Found:
    found: _Found = {}
    for fact in facts.subjects("organisation", body):
        if not facts.holds(fact, day.isoformat()):
            continue
        role = (facts.object(fact, "membershipRole") or "").rpartition("/")[2]
        step, sign = _ROLES.get(role, (0, "△"))
        since = (facts.value(fact, "startEarliest") or "")[:4]
        for member in facts.objects(fact, "member"):
            for state in facts.objects(member, "organOf") or [member]:
                if kind_of(state) != "state" or (state in found and (found[state][1] or 0) >= step):
                    continue
                label = facts.word(f"{VOCABULARY}membership-role/{role}") if role else facts.word("member")
                said = Said(state, body, label, fact, words("since", day=since) if since else "")
                found[state] = (said, step, f"{sign}{since}", role)
    return found


def _counted(store: Store, measure: str, of: str | None, on: dt.date | None, chosen: Chosen, lang: str) -> _Found:
    topic = chosen.topic if measure in ON_A_TOPIC else None
    held = shares(store, measure, lang=lang, on=on, from_=chosen.from_, until=chosen.until, topic=topic)
    own = held.get(of, set()) if of is not None else None
    found: _Found = {}
    for state, things in held.items():
        count = len(things if own is None else things & own)
        if count and state != of:
            found[state] = (Said(state, of or "", str(count), "", ""), None, str(count), str(count))
    if own and of is not None:
        found[of] = (Said(of, "", str(len(own)), "", ""), -1, "", "middle")
    return found if len(found) > (1 if own else 0) else {}


def _tiles(facts: Facts, found: _Found, most: int) -> tuple[Tile, ...]:
    """A tile for every state; what has no place of its own stands below the others."""
    tiles = []
    known = places()
    last = max(row for _, row in known.values())
    strays = 0
    for state in facts.instances("State"):
        said = described(facts, state)
        node = Node(state, said["label"], said["short"], said["kind"], 0)
        code = state.rpartition("/")[2]
        if code in known:
            column, row = known[code]
        else:
            column, row, strays = strays % 30, last + 2 + strays // 30, strays + 1
        if state not in found:
            tiles.append(Tile(node, column, row, tip=node.label))
            continue
        fact, step, note, kind = found[state]
        step = shade(int(fact.label), most) if step is None else step
        tip = ", ".join(filter(None, [f"{node.label}: {fact.label}", fact.when]))
        tiles.append(Tile(node, column, row, step, note, tip, fact, kind))
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def draw_map(found: TileMap) -> tuple[Canvas, list[Key]]:
    """The map on a canvas, and its legend."""
    canvas = Canvas()
    for tile in found.tiles:
        canvas.labels.append(_tile(canvas, tile))
    former = [tile for tile in found.tiles if tile.row == _FORMER]
    if former:
        x, y = former[0].column * _TILE - 8, _FORMER * _TILE + 22
        canvas.labels.append(canvas.text([found.words("former states")], x, y, _CODE, "muted", anchor="end"))
    return canvas, _keys(found)


def _tile(canvas: Canvas, tile: Tile) -> str:
    x, y = tile.column * _TILE, tile.row * _TILE
    box = Box(x + 1, y + 1, x + _TILE - 1, y + _TILE - 1)
    classes, ink = "rule", "muted"
    if tile.shade is not None and tile.shade >= 0:
        classes, ink = f"cell s{tile.shade}", f"on{tile.shade}"
    elif tile.shade is not None:
        classes, ink = "plate", ""
    code = tile.node.address.rpartition("/")[2]
    middle = x + _TILE / 2
    body = rectangle(classes, box, round=4)
    size = _CODE if len(code) < 4 else 9.5
    if tile.note:
        body += canvas.text([code], middle, y + 16, size, ink, anchor="middle", bold=True)
        body += canvas.text([tile.note], middle, y + 28, _NOTE, ink, anchor="middle")
    else:
        body += canvas.text([code], middle, y + 22, size, ink, anchor="middle", bold=tile.shade is not None)
    data = attribute("class", "node tile") + attribute("data-node", key_of(tile.node.address))
    canvas.reach(box)
    return linked(tile.node.address, [tile.tip], body, data)


def _keys(found: TileMap) -> list[Key]:
    words = found.words
    if found.shown in MEASURES:
        keys = shade_keys(found.most, words("shared count"))
        if any(tile.kind == "middle" for tile in found.tiles):
            keys.append(Key(_plate, 18, words("the state itself")))
    else:
        known: Mapping[str, tuple[int, str]] = _STANDINGS if found.shown == "parties" else _ROLES
        kinds = {tile.kind: tile.said.label for tile in found.tiles if tile.said is not None}
        keys = []
        for kind in sorted(kinds, key=lambda kind: list(known).index(kind) if kind in known else len(known)):
            step, sign = known.get(kind, (0, "△"))
            count = sum(tile.kind == kind for tile in found.tiles)
            draw = count_sign(step) if step >= 0 else _plate
            keys.append(Key(draw, 18, f"{f'{sign} ' if sign else ''}{kinds[kind]} {count}"))
    keys.append(Key(_empty, 18, words("nothing known")))
    return keys


def _plate(x: float, y: float) -> str:
    return rectangle("plate", Box(x - 9, y - 8, x + 9, y + 8))


def _empty(x: float, y: float) -> str:
    return rectangle("rule", Box(x - 9, y - 8, x + 9, y + 8))
