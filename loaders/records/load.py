"""Loads record tables: every row read and checked, every reference resolved.

Two passes: the first collects the ids that the tables give, the second makes
quads row by row.  Neither holds a table in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import BadInput, Usage
from ..report import LoadReport, Progress
from .columns import Ref
from .quads import check_row, class_of, quads_of
from .schema import TABLES, Table, model
from .tables import Row, read_rows

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: Quads handed to the store at once.
BATCH = 20_000
Sink = Callable[[list["Quad"]], None]
#: Tells whether the graph that is loaded into knows a ``kind/slug`` already.
Known = Callable[[str], bool]


def shipped_records() -> Path:
    """The folder of the tables that ship."""
    return Path(str(resources.files(__package__.split(".", 1)[0]).joinpath("records")))


def tables_in(path: Path) -> dict[str, Path]:
    """The record tables at ``path``: a folder of them, or one file named as its table."""
    if path.is_dir():
        found = {file.stem: file for file in sorted(path.glob("*.csv"))}
        unknown = sorted(set(found) - set(TABLES))
        if unknown:
            raise Usage(
                f"{path} holds tables that Comity does not know: {', '.join(unknown)}",
                hint=f"Known: {', '.join(TABLES)}.",
            )
        if not found:
            raise Usage(f"{path} holds no tables", hint=f"Expected files such as {next(iter(TABLES))}.csv.")
        return {name: found[name] for name in TABLES if name in found}
    if path.stem not in TABLES:
        raise Usage(
            f"{path} is not named as a table",
            hint=f"Name it after what it holds: {', '.join(TABLES)} (.csv).",
        )
    return {path.stem: path}


def load_tables(
    tables: Mapping[str, Path],
    sink: Sink,
    *,
    known: Known = lambda thing: False,
    strict: bool = False,
    progress: Progress | None = None,
    classes: frozenset[str] | None = None,
) -> LoadReport:
    """Load tables into ``sink``; bad rows are set aside in the report unless ``strict``.

    Raises :class:`BadInput` for a file that is no such table, and for the first
    bad row where ``strict``.
    """
    from ...ontology.terms import class_names

    report = LoadReport()
    classes = classes if classes is not None else class_names()
    ids, doubles = _ids(tables)
    world = _world(ids, tables, known)
    labels: dict[str, set[str]] = {}
    batch: list[Quad] = []

    def flush() -> None:
        if batch:
            sink(batch)
            report.triples += len(batch)
            batch.clear()

    def refuse(error: BadInput) -> None:
        if strict:
            raise error
        report.refuse(error)

    for name, path in tables.items():
        table = TABLES[name]
        for item in read_rows(path, tuple(column.name for column in table.all_columns)):
            report.read += 1
            if isinstance(item, BadInput):
                refuse(item)
                continue
            errors: list[BadInput] = []
            values = _values(table, item, path, errors)
            if values is not None:
                errors += _cross(table, values, item, path, classes, doubles)
                errors += _references(table, values, item, path, ids, world, known)
            if errors or values is None:
                refuse(errors[0])
                report.errors += errors[1:]
                continue
            if name == "states":
                slug = values["id"].removeprefix("state/")
                labels[slug] = {language for language in ("en", "ru") if values[f"name_{language}"]}
            batch.extend(quads_of(table, values, path.name, item.line))
            report.loaded += 1
            if len(batch) >= BATCH:
                flush()
            if progress is not None and report.read % 500 == 0:
                progress("rows", report.read, None)
    if "states" in tables or "memberships" in tables:
        from ..states import is_state, state_quads

        codes = {state for state in world if is_state(state)} | {code for code in labels if is_state(code)}
        batch.extend(state_quads(codes, {code: frozenset(found) for code, found in labels.items()}))
    flush()
    return report


def _ids(tables: Mapping[str, Path]) -> tuple[set[str], dict[tuple[str, int], int]]:
    """Every ``kind/slug`` that the tables give, and for a repeated one the line of the first."""
    ids: set[str] = set()
    first: dict[str, int] = {}
    doubles: dict[tuple[str, int], int] = {}
    for name, path in tables.items():
        table = TABLES[name]
        reader = table.columns[0].kind
        for item in read_rows(path, tuple(column.name for column in table.all_columns)):
            if isinstance(item, BadInput):
                continue
            try:
                thing = reader.read(item.cells["id"])
            except ValueError:
                continue
            if thing in ids:
                doubles[name, item.line] = first[thing]
            ids.add(thing)
            first.setdefault(thing, item.line)
    return ids, doubles


def _world(ids: set[str], tables: Mapping[str, Path], known: Known) -> frozenset[str]:
    """The states that come from ISO 3166 because the membership table has them in the UN."""
    if "memberships" not in tables:
        return frozenset()
    from ..states import is_state

    codes = set()
    for item in read_rows(tables["memberships"], tuple(c.name for c in TABLES["memberships"].all_columns)):
        if isinstance(item, Row) and item.cells["organisation"] in ("un", "organisation/un"):
            code = item.cells["member"].removeprefix("state/")
            if is_state(code):
                codes.add(code)
    return frozenset(codes)


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


def _cross(
    table: Table,
    values: Mapping[str, Any],
    row: Row,
    path: Path,
    classes: frozenset[str],
    doubles: Mapping[tuple[str, int], int],
) -> Iterator[BadInput]:
    first = doubles.get((table.name, row.line))
    if first is not None:
        yield BadInput(f"the id {values['id']} stands already in line {first}", file=path, line=row.line, field="id")
    for field, message in check_row(table, values, classes):
        yield BadInput(message, file=path, line=row.line, field=field)


def _references(
    table: Table,
    values: Mapping[str, Any],
    row: Row,
    path: Path,
    ids: set[str],
    world: frozenset[str],
    known: Known,
) -> Iterator[BadInput]:
    for column in table.all_columns:
        if not isinstance(column.kind, Ref) or values[column.name] is None:
            continue
        for thing in values[column.name]:
            if thing in ids or thing.removeprefix("state/") in world or known(thing):
                continue
            import difflib

            kind = thing.partition("/")[0]
            near = difflib.get_close_matches(thing, [one for one in ids if one.startswith(kind + "/")], n=3)
            yield BadInput(
                f"{thing} is in no table and not in the graph",
                file=path,
                line=row.line,
                column=list(row.cells).index(column.name) + 1,
                field=column.name,
                hint=f"Near: {', '.join(near)}." if near else "Add it to its table first.",
            )


__all__ = ["class_of", "load_tables", "shipped_records", "tables_in"]
