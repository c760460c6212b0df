"""Tables: a bad row is named by file, line and column, and takes along only what rests on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from comity.errors import BadInput, Usage
from comity.loaders.records import load
from comity.loaders.records.load import load_tables, tables_in
from comity.loaders.records.schema import TABLES
from comity.loaders.records.tables import Row, read_rows
from comity.loaders.report import KEPT, LoadReport

COLUMNS = ("id", "a", "b")


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def read(path: Path) -> tuple[dict[int, list[str]], dict[int | None, str]]:
    """Rows and errors, both by line."""
    rows: dict[int, list[str]] = {}
    errors: dict[int | None, str] = {}
    for item in read_rows(path, COLUMNS):
        if isinstance(item, Row):
            rows[item.line] = list(item.cells.values())
        else:
            errors[item.line] = item.message
    return rows, errors


def loaded(folder: Path, **options: Any) -> tuple[LoadReport, list[Quad]]:
    quads: list[Quad] = []
    return load_tables(tables_in(folder), quads.extend, **options), quads


def test_cells_are_stripped_and_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", '\ufeffb, id ,a\r\n 2 ,x,"1, one"\r\n\r\n,,\r\n4,y,3\r\n')
    rows, errors = read(table)
    assert (rows, errors) == ({2: ["2", "x", "1, one"], 5: ["4", "y", "3"]}, {})


def test_a_cell_may_hold_line_breaks_and_quotes(tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", 'id,a,b\nx,"two\nlines, ""quoted""",1\ny,2,3\n')
    assert read(table)[0] == {2: ["x", 'two\nlines, "quoted"', "1"], 4: ["y", "2", "3"]}


def test_an_unclosed_quote_costs_one_row(tmp_path: Path) -> None:
    good = "".join(f"r{number},1,2\n" for number in range(300))
    rows, errors = read(written(tmp_path / "t.csv", 'id,a,b\nx,"open,1\n' + good))
    assert list(errors) == [2]
    assert "never closed" in errors[2]
    assert len(rows) == 300


def test_two_unclosed_quotes_cost_two_rows_and_not_those_between(tmp_path: Path) -> None:
    rows, errors = read(written(tmp_path / "t.csv", 'id,a,b\nx,"open,1\na,1,2\nb,1,2\ny,"open,1\nc,1,2\n'))
    assert sorted(rows) == [3, 4, 6]
    assert list(errors) == [2, 5]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("", 1, "expected a header line, found an empty file"),
        ("id,a,a,b\n", 1, "the column a stands twice in the header"),
        ("id,a\n", 1, "the header lacks the column b"),
        ("id,a,b,c\n", 1, "the header has an unknown column 'c'"),
        ('id,"a,b\n', 1, "the header cannot be read as CSV"),
        ("id;a;b\n", 1, "the header lacks the column id, a, b and has an unknown column 'id;a;b'"),
        (b"id,a,b\nx,\xff,1\n", 2, "expected UTF-8, found byte 0xff"),
        ("id,a,b\nx,1,2\n".encode("utf-16"), 1, "expected a table in UTF-8, found UTF-16"),
        ("id,a,b\nх,1,2\n".encode("cp1251"), 2, "expected UTF-8"),
        (b"id,a,b\nx,\0,1\n", 2, "found a NUL byte"),
        (b"\x1f\x8b\x08\x00", 1, "found gzip"),
        (b"PK\x03\x04", 1, "found a spreadsheet or a zip archive"),
        (b"id,a,b\r" + b"x,1,2\r" * 9, 1, "a line end of old Macs"),
        (b"id,a,b\n" + b"x" * (3 << 20), 2, "a line is longer than 1,048,576 bytes"),
    ],
    ids=range(14),
)
def test_what_is_no_such_table_is_refused_whole(tmp_path: Path, data: str | bytes, line: int, said: str) -> None:
    table = written(tmp_path / "t.csv", data)
    with pytest.raises(BadInput) as caught:
        read(table)
    assert (caught.value.file, caught.value.line) == (str(table), line)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,1", "expected 3 cells, found 2"),
        ("x,1,2,3", "expected 3 cells, found 4"),
        ('x,"1"2,3', "cannot be read as CSV"),
        ("x," + "a" * 200_000 + ",1", "field larger than field limit"),
        ("x,a\rb,1", "a line end of old Macs"),
    ],
    ids=range(5),
)
def test_what_is_no_row_is_set_aside_alone(tmp_path: Path, row: str, said: str) -> None:
    rows, errors = read(written(tmp_path / "t.csv", f"id,a,b\na,1,2\n{row}\nb,1,2\n"))
    assert sorted(rows) == [2, 4]
    assert list(errors) == [3]
    assert said in errors[3]


def test_a_bad_row_is_named_by_file_line_and_column(mine: Path) -> None:
    table = mine / "tenures.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("start")
    bad = lines[2].split(",")
    bad[column] = "2015-13"
    table.write_text("\n".join([*lines[:2], ",".join(bad), *lines[3:]]) + "\n", encoding="utf-8")
    report, _ = loaded(mine)
    assert (report.set_aside, report.read - report.loaded) == (1, 1)
    assert str(report.errors[0]).startswith(f"{table}:3:{column + 1} (start): there is no day 2015-13")
    with pytest.raises(BadInput, match="there is no day 2015-13"):
        loaded(mine, strict=True)


def test_a_bad_row_takes_along_what_refers_to_it(mine: Path) -> None:
    posts = mine / "posts.csv"
    text = posts.read_text(encoding="utf-8")
    assert text.count("medium") + text.count("high") == 1
    posts.write_text(text.replace("medium", "sure").replace("high", "sure"), encoding="utf-8")
    report, quads = loaded(mine)
    tenures = len((mine / "tenures.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert report.set_aside == 1 + tenures
    assert not [quad for quad in quads if "/id/tenure/" in str(quad.subject)]
    assert [str(quad) for quad in quads if "/id/official/" in str(quad.subject)]
    told = [str(error) for error in report.errors]
    assert f"post/uz-prosecutor-general was set aside itself ({posts}:2)" in "\n".join(told)


def test_what_rests_on_a_bad_row_at_third_hand_goes_too(mine: Path) -> None:
    agencies = mine / "agencies.csv"
    agencies.write_text(agencies.read_text(encoding="utf-8").replace("UZ", "XX"), encoding="utf-8")
    quads: list[Quad] = []
    report = load_tables(reversed(list(tables_in(mine).items())), quads.extend)
    tables = {Path(str(error.file)).stem for error in report.errors}
    assert tables == {"agencies", "posts", "tenures"}
    assert not [quad for quad in quads if "/id/tenure/" in str(quad.subject)]


def test_rows_may_refer_to_what_the_graph_knows(mine: Path) -> None:
    (mine / "officials.csv").unlink()
    quads: list[Quad] = []
    report = load_tables(tables_in(mine), quads.extend, known=lambda thing: thing.startswith("official/"))
    assert report.set_aside == 0
    report, _ = loaded(mine)
    assert "is in no table and not in the graph" in report.errors[0].message


def test_an_id_that_stands_twice_counts_once(mine: Path) -> None:
    table = mine / "officials.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    report, _ = loaded(mine)
    assert report.set_aside == 1
    assert report.errors[0].line == len(lines) + 1
    assert "stands already in line 2" in report.errors[0].message


def test_a_table_that_is_bad_from_end_to_end_is_counted_and_its_first_rows_are_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Explaining a row takes longer than reading it: near names are looked for among all ids."""
    columns = [column.name for column in TABLES["tenures"].all_columns]
    row = {"start": "2015", "acting": "no", "source": "nowhere", "confidence": "high", "checked": "2026-11-23"}
    lines = [",".join(columns)]
    for number in range(1, 3001):
        cells = {**row, "id": f"t{number}", "official": f"o{number}", "post": f"p{number}"}
        if number > 1500:
            cells["start"] = "never"
        lines.append(",".join(cells.get(name, "") for name in columns))
    written(tmp_path / "tenures.csv", "\n".join(lines) + "\n")
    explained = set()
    original: Callable[..., BadInput] = load._unresolved

    def counted(survey: Any, row: Any, name: str, thing: str) -> BadInput:
        explained.add(row.row)
        return original(survey, row, name, thing)

    monkeypatch.setattr(load, "_unresolved", counted)
    report, quads = loaded(tmp_path)
    assert (report.read, report.set_aside, quads) == (3000, 3000, [])
    assert len(report.errors) == KEPT
    # Of the first rows, whenever they were found to be bad; each names an official, a post and a source.
    assert [error.line for error in report.errors] == [line for line in range(2, 69) for _ in range(3)][:KEPT]
    assert len(explained) <= 2 * KEPT + 1


def test_strict_hands_over_nothing(mine: Path) -> None:
    with (mine / "tenures.csv").open("a", encoding="utf-8") as file:
        file.write("broken\n")
    quads: list[Quad] = []
    with pytest.raises(BadInput, match="expected 14 cells, found 1"):
        load_tables(tables_in(mine), quads.extend, strict=True)
    assert quads == []


def test_progress_is_told_in_bytes_of_both_passes(few: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    load_tables(tables_in(few), lambda quads: None, progress=lambda *step: told.append(step))
    size = sum(file.stat().st_size for file in few.iterdir())
    assert {(what, total) for what, _, total in told} == {("tables", 2 * size)}
    done = [step for _, step, _ in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 2 * size)


def test_large_tables_are_read_a_second_time_and_give_the_same(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, quads = loaded(few)
    monkeypatch.setattr("comity.loaders.records.load.KEPT", 0)
    again, same = loaded(few)
    assert same == quads
    assert again == report


def test_a_file_or_folder_with_other_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="is not named as a table"):
        tables_in(written(tmp_path / "budget.csv", "id\n"))
    with pytest.raises(Usage, match="holds tables that Comity does not know: budget"):
        tables_in(tmp_path)
    (tmp_path / "budget.csv").unlink()
    with pytest.raises(Usage, match="holds no tables"):
        tables_in(tmp_path)


def test_every_table_that_ships_has_a_reader(few: Path) -> None:
    assert set(tables_in(few)) <= set(TABLES)
