"""Loads record tables: every row read and checked, every reference resolved.

Two passes: the first reads and checks, and settles which rows stand: one that
is set aside takes those with it that refer to it, and nothing dangles.  The
second makes quads row by row.  Of large tables only ids and references are held
in memory, of small ones the values too, so that they are not read twice.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import BadInput, Usage
from ..inside import inside
from ..report import KEPT as REPORTED
from ..report import LoadReport, Progress
from .again import Replace, cells_quad
from .columns import Ref
from .quads import check_row, class_of, quads_of
from .schema import TABLES, Table, model
from .tables import Row, read_rows

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: Quads handed to the store at once.
BATCH = 20_000
#: Rows whose values are kept between the passes.
KEPT = 20_000
#: Bytes between two calls of ``progress``.
STEP = 1 << 16
Sink = Callable[[list["Quad"]], None]
#: Tells whether the graph that is loaded into knows a ``kind/slug`` already.
Known = Callable[[str], bool]
#: Tables with the names of what they hold; a name may come more than once.
Tables = Mapping[str, Path] | Iterable[tuple[str, Path]]


def shipped_records() -> Path:
    """The folder of the tables that ship."""
    return Path(str(resources.files(__package__.split(".", 1)[0]).joinpath("records")))


def tables_in(path: Path) -> dict[str, Path]:
    """The record tables at ``path``: a folder of them, or one file named as its table."""
    if path.is_dir():
        found = {
            file.stem: file
            for file in sorted(inside(path.iterdir(), path))
            if file.suffix.lower() == ".csv" and not file.name.startswith(".") and file.is_file()
        }
        unknown = sorted(set(found) - set(TABLES))
        if unknown:
            raise Usage(
                f"{path} holds tables that Comity does not know: {', '.join(unknown)}",
                hint=f"Known: {', '.join(TABLES)}.",
            )
        if not found:
            raise Usage(f"{path} holds no tables and no RDF", hint=f"Expected files such as {next(iter(TABLES))}.csv.")
        return {name: found[name] for name in TABLES if name in found}
    if path.stem not in TABLES:
        raise Usage(
            f"{path} is not named as a table",
            hint=f"Name it after what it holds: {', '.join(TABLES)} (.csv).",
        )
    return {path.stem: path}


@dataclass(slots=True)
class _Standing:
    """A row that has been read and checked: its place, its id, what it refers to, its values while kept."""

    table: Table
    path: Path
    row: int
    id: str
    refers: tuple[tuple[str, str], ...]
    values: dict[str, Any] | None
    cells: dict[str, str] | None


class _Refusals:
    """The rows that were set aside: counted, with the errors of the first ones only.

    A table may be bad from end to end, and what to say of a row takes longer than reading it.
    """

    def __init__(self) -> None:
        self.count = 0
        self._kept: dict[tuple[int, int], list[BadInput]] = {}
        self._last: tuple[int, int] | None = None

    def add(self, place: tuple[int, int], errors: Iterable[BadInput]) -> None:
        """One more row; ``errors`` are made only where they are kept."""
        self.count += 1
        if self._last is not None and place > self._last:
            return
        self._kept[place] = list(errors)
        if len(self._kept) > 2 * REPORTED:
            self._kept = dict(self.first())
            self._last = max(self._kept)

    def first(self) -> list[tuple[tuple[int, int], list[BadInput]]]:
        """As many as a report keeps, by file and line."""
        return sorted(self._kept.items(), key=lambda item: item[0])[:REPORTED]


@dataclass
class _Survey:
    """What the first pass finds."""

    #: By file and line.
    standing: dict[tuple[int, int], _Standing] = field(default_factory=dict)
    #: Where each id stands first.
    ids: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Ids of rows that were set aside, and where.
    lost: dict[str, str] = field(default_factory=dict)
    refused: _Refusals = field(default_factory=_Refusals)
    world: frozenset[str] = frozenset()


def load_tables(
    tables: Tables,
    sink: Sink,
    *,
    known: Known = lambda thing: False,
    strict: bool = False,
    progress: Progress | None = None,
    classes: frozenset[str] | None = None,
    replace: Replace | None = None,
) -> LoadReport:
    """Load tables into ``sink``; bad rows are set aside in the report unless ``strict``.

    ``replace`` takes an earlier state of a row out of the graph.

    Raises :class:`BadInput` for a file that is no such table, and for the first
    bad row where ``strict``; nothing has gone into ``sink`` then.
    """
    from ...ontology.terms import class_names

    listed = [(TABLES[name], path) for name, path in (tables.items() if isinstance(tables, Mapping) else tables)]
    report = LoadReport()
    survey = _survey(listed, classes if classes is not None else class_names(), report, _told(listed, progress, 0))
    _settle(survey, known)
    for _, errors in survey.refused.first():
        if strict:
            raise errors[0]
        report.refuse(*errors)
    report.set_aside = survey.refused.count

    labels: dict[str, set[str]] = {}
    batch: list[Quad] = []

    def flush() -> None:
        if batch:
            sink(batch)
            report.triples += len(batch)
            batch.clear()

    replaced: dict[Path, list[str]] = {}
    for (index, line), values, cells in _again(listed, survey, _told(listed, progress, 1)):
        table, path = listed[index]
        if table.name == "states":
            slug = values["id"].removeprefix("state/")
            labels[slug] = {language for language in ("en", "ru") if values[f"name_{language}"]}
        quads = [*quads_of(table, values, path.name, line), cells_quad(table, values["id"], cells)]
        before = "new" if replace is None else replace(values["id"], quads)
        if before == "replaced":
            replaced.setdefault(path, []).append(values["id"])
        report.changed += before in ("moved", "replaced")
        batch.extend(quads)
        report.loaded += 1
        if len(batch) >= BATCH:
            flush()
    if any(table.name in ("states", "memberships") for table, _ in listed):
        from ..states import is_state, state_quads

        codes = {state for state in survey.world if is_state(state)} | {code for code in labels if is_state(code)}
        batch.extend(state_quads(codes, {code: frozenset(found) for code, found in labels.items()}))
        if codes:
            batch.extend(_sources_of_states(survey, known))
    flush()
    for path, things in replaced.items():
        shown = ", ".join(things[:5]) + (f" and {len(things) - 5:,} more" if len(things) > 5 else "")
        rows = "1 row replaces" if len(things) == 1 else f"{len(things):,} rows replace"
        report.remarks.append(BadInput(f"{rows} what the graph held under the same id: {shown}", file=path))
    return report


def _sources_of_states(survey: _Survey, known: Known) -> Iterator[Quad]:
    """The sources that names and codes of states rest on, from the shipped table where nobody else gives them."""
    from ..states import CLDR, ISO

    missing = {f"source/{slug}" for slug in (ISO, CLDR)}
    missing = {thing for thing in missing if thing not in survey.ids and not known(thing)}
    table, path = TABLES["sources"], shipped_records() / "sources.csv"
    for item in read_rows(path, tuple(column.name for column in table.all_columns)) if missing else ():
        if isinstance(item, Row) and _id_of(table, item) in missing:
            values = _values(table, item, path, [])
            if values is not None:
                yield from quads_of(table, values, path.name, item.line)


def _survey(
    listed: list[tuple[Table, Path]],
    classes: frozenset[str],
    report: LoadReport,
    told: Callable[[int], None] | None,
) -> _Survey:
    """The first pass: every row read and checked by itself."""
    from ..states import is_state

    survey = _Survey()
    world: set[str] = set()
    for index, (table, path) in enumerate(listed):
        references = [column.name for column in table.all_columns if isinstance(column.kind, Ref)]
        for item in read_rows(path, tuple(column.name for column in table.all_columns), told=told):
            report.read += 1
            if isinstance(item, BadInput):
                survey.refused.add((index, item.line or 0), [item])
                continue
            place = (index, item.line)
            errors: list[BadInput] = []
            values = _values(table, item, path, errors)
            if values is not None:
                first = survey.ids.get(values["id"])
                if first is not None:
                    there = f"{listed[first[0]][1]}:{first[1]}" if first[0] != index else f"line {first[1]}"
                    said = f"the id {str(values['id'])[:200]} stands already in {there}"
                    errors.append(BadInput(said, file=path, line=item.line, field="id"))
                for name, message in check_row(table, values, classes):
                    errors.append(BadInput(message, file=path, line=item.line, field=name))
            if errors or values is None:
                survey.refused.add(place, errors)
                thing = _id_of(table, item)
                if thing is not None and thing not in survey.ids:
                    survey.lost.setdefault(thing, f"{path}:{item.line}")
                continue
            survey.ids[values["id"]] = place
            refers = tuple((name, thing) for name in references for thing in values[name] or ())
            keep = len(survey.standing) < KEPT
            survey.standing[place] = _Standing(
                table, path, item.line, values["id"], refers, values if keep else None, item.cells if keep else None
            )
            if table.name == "memberships" and values["organisation"] == ["organisation/un"]:
                world |= {code for thing in values["member"] if is_state(code := thing.removeprefix("state/"))}
    survey.world = frozenset(world)
    return survey


def _settle(survey: _Survey, known: Known) -> None:
    """Set aside the rows that refer to nothing, and those that refer to them, until all the rest stands."""
    there: dict[str, bool] = {}

    def resolved(thing: str) -> bool:
        if thing in survey.ids or thing.removeprefix("state/") in survey.world:
            return True
        if thing not in there:
            there[thing] = known(thing)
        return there[thing]

    again = True
    while again:
        again = False
        for place, row in list(survey.standing.items()):
            wrong = [(name, thing) for name, thing in row.refers if not resolved(thing)]
            if not wrong:
                continue
            again = True
            survey.refused.add(place, (_unresolved(survey, row, name, thing) for name, thing in wrong))
            del survey.standing[place]
            if survey.ids.get(row.id) == place:
                del survey.ids[row.id]
                survey.lost.setdefault(row.id, f"{row.path}:{row.row}")


def _unresolved(survey: _Survey, row: _Standing, name: str, thing: str) -> BadInput:
    column = [column.name for column in row.table.all_columns].index(name) + 1
    if thing in survey.lost:
        said, hint = f"{thing} was set aside itself ({survey.lost[thing]})", "Mend that row first."
    else:
        kind = thing.partition("/")[0]
        near = difflib.get_close_matches(thing, [one for one in survey.ids if one.startswith(kind + "/")], n=3)
        said = f"{thing} is in no table and not in the graph"
        hint = f"Near: {', '.join(near)}." if near else "Add it to its table first."
    return BadInput(said, file=row.path, line=row.row, column=column, field=name, hint=hint)


def _again(
    listed: list[tuple[Table, Path]], survey: _Survey, told: Callable[[int], None] | None
) -> Iterator[tuple[tuple[int, int], dict[str, Any], dict[str, str]]]:
    """The second pass: the rows that stand, with their values and cells."""
    for index, (table, path) in enumerate(listed):
        standing = {line: row for (file, line), row in survey.standing.items() if file == index}
        if all(row.values is not None for row in standing.values()):
            for line, row in standing.items():
                if row.values is not None and row.cells is not None:
                    yield (index, line), row.values, row.cells
            if told is not None:
                told(path.stat().st_size)
            continue
        for item in read_rows(path, tuple(column.name for column in table.all_columns), told=told):
            if isinstance(item, Row) and item.line in standing:
                values = _values(table, item, path, [])
                if values is None or values["id"] != standing[item.line].id:
                    raise BadInput("changed while it was read", file=path, line=item.line, hint="Load it again.")
                yield (index, item.line), values, item.cells


def _told(listed: list[tuple[Table, Path]], progress: Progress | None, half: int) -> Callable[[int], None] | None:
    """Hears the bytes of each line and tells ``progress``; each pass is half of the way."""
    if progress is None:
        return None
    size = sum(path.stat().st_size for _, path in listed)
    done = half * size
    said = done

    def told(count: int) -> None:
        nonlocal done, said
        done += count
        if done - said >= STEP or done >= (half + 1) * size:
            said = done
            progress("tables", min(done, 2 * size), 2 * size)

    progress("tables", done, 2 * size)
    return told


def _id_of(table: Table, row: Row) -> str | None:
    """The ``kind/slug`` of a row that may be bad otherwise."""
    try:
        return str(table.columns[0].kind.read(row.cells["id"]))
    except ValueError:
        return None


def _values(table: Table, row: Row, path: Path, errors: list[BadInput]) -> dict[str, Any] | None:
    """The cells as values, by the table's pydantic model; None (and errors) where one is wrong."""
    from pydantic import ValidationError

    try:
        return dict(model(table.name).model_validate(row.cells))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            message = detail["msg"].removeprefix("Value error, ")
            field = ".".join(str(part) for part in detail["loc"])
            column = list(row.cells).index(field) + 1 if field in row.cells else None
            errors.append(BadInput(message, file=path, line=row.line, column=column, field=field))
        return None


__all__ = ["class_of", "load_tables", "shipped_records", "tables_in"]
