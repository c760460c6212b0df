"""comity read: a page to look at, JSON for programs, claims in a graph; a bad file loses no other.

The reader is the hand-written one of ``readings.py``: what is tested is what comes after it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli import cli
from comity.graph.store import Home
from comity.loaders.text import folder
from comity.tests.verbs import invoke
from comity.verbs import read_prose

from .readings import ARTICLE, article, reads

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("read", "article.txt")``, on a graph of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_GRAPH", str(home))
    monkeypatch.setattr(folder, "PROGRAM", reads("by_hand"))
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    called: Run = invoke
    return called


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_the_page_shows_each_encounter_with_its_sentence_and_what_the_graph_says(run: Run) -> None:
    page = lines(run("read", "article.txt", "--lang", "ru"))
    assert page[0].startswith("Встреча в Ереване · ru · ")
    head = page.index("+ встреча")
    assert page[head + 1] == "5 марта 2024 года министр юстиции Армении Тест Тестов принял в Ереване гостя."
    assert "дата + 2024-03-05" in page
    assert "место + Ереван, Армения" in page
    assert "участники + Тест Тестов, министр юстиции, Армения" in page
    assert "темы +коррупция" in page
    assert "= заседание 21 · Встреча генеральных прокуроров государств-членов ШОС вскользь" in page
    told = page.index("принимает ! Казахстан")
    assert page[told + 1] == "другой принимающий: в графе Китай"
    assert page[told + 2].endswith(", para 1"), "the source of what the graph says"
    assert "the last paragraph is in no known language" in page
    assert re.fullmatch(r"\+ \d+ новое = \d+ известно ! 1 противоречит", page[-1])
    english = lines(run("read", "article.txt", "--lang", "en"))
    assert "another host: the graph says China" in english


def test_the_page_of_the_seeds(run: Run, shared: Path) -> None:
    seeds = [str(shared / "seeds" / name) for name in ("000_267b657fa412c9e2.txt", "003_fa73722325828f71.txt")]
    page = lines(run("read", *seeds, "--dry-run"))
    assert "= meeting Audience of Igor Krasnov with President Shavkat Mirziyoyev" in page
    assert "who = Шавкат Мирзиёев, Президент, Uzbekistan" in page
    assert "+ conference" in page
    assert "place Санкт-Петербург, Russia from the graph" in page
    assert "= session 22 · SCO Prosecutors General Meeting" in page
    assert "rhythm = annual" in page
    assert any(line.startswith("hosts India 2021; Kazakhstan 2004, 2011, 2015, 2022;") for line in page)
    assert any(line.startswith("= invitation Игорь Краснов") for line in page)
    assert any(line.endswith("due 2025-06") for line in page)


def test_claims_are_kept_once_and_review_shows_them(run: Run, home: Path) -> None:
    first = run("read", "article.txt")
    assert "kept in generation 2" in first.stderr
    again = run("read", "article.txt")
    assert "nothing new" in again.stderr
    assert Home.open(home).current().number == 2
    listed = run("review", "-f", "json")
    assert {row["status"] for row in json.loads(listed.stdout)} == {"new", "contradicts"}


def test_a_dry_run_keeps_nothing(run: Run, home: Path) -> None:
    assert run("read", "article.txt", "--dry-run").exit_code == 0
    assert Home.open(home).current().number == 1


def test_json_is_what_the_reading_tells_one_object_for_one_file(run: Run, tmp_path: Path) -> None:
    told = json.loads(run("read", "article.txt", "-f", "json", "--dry-run").stdout)
    assert told["document"] == "article.txt"
    assert [event["type"] for event in told["events"]] == ["bilateral meeting", "session"]
    assert told["events"][0]["participants"][0]["name"] == "Тест Тестов"
    shutil.copy(tmp_path / "article.txt", tmp_path / "b.txt")
    many = json.loads(run("read", "article.txt", "b.txt", "-f", "json", "--dry-run").stdout)
    assert [one["document"] for one in many] == ["article.txt", "b.txt"]
    rows = run("read", "article.txt", "b.txt", "-f", "ndjson", "--dry-run").stdout.splitlines()
    assert [json.loads(row)["document"] for row in rows] == ["article.txt", "b.txt"]


def test_rows_name_each_claim_with_its_words(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", "article.txt", "-f", "csv", "--dry-run").stdout)))
    (host,) = [row for row in rows if row["status"] == "contradicts"]
    assert host["what"] == "21st SCO Prosecutors General Meeting: host: Kazakhstan"
    assert host["passage"] == "21-я встреча генпрокуроров ШОС, напомним, прошла в Казахстане."
    assert host["document"] == "article.txt"


def test_a_folder_is_read_and_a_bad_file_among_many_is_named(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02\x03 binary \xff\xfe")
    (folder / "c.txt").write_text("бес бес бес бес бес бес", encoding="utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF")
    result = run("read", str(folder), "absent.txt", "-f", "ndjson")
    assert result.exit_code == 1
    assert [json.loads(row)["document"] for row in result.stdout.splitlines()] == ["a.txt"]
    assert "b.txt" in result.stderr
    assert "c.txt: is nested too deep to be read" in result.stderr
    assert "absent.txt: there is no such file" in result.stderr
    assert "d.pdf" not in result.stderr
    assert "Traceback" not in result.stderr


def test_one_bad_file_alone_ends_as_wrong_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert run("read", "empty.txt").exit_code == 2
    assert run("read", "absent.txt").exit_code == 2
    assert run("read", "article.txt", "--published", "soon").exit_code == 2


def test_markup_and_marks_that_reverse_writing_in_a_text_drive_no_terminal(run: Run, tmp_path: Path) -> None:
    odd = ARTICLE.replace("министр", "[bold]мини\u202eстр[/bold]\x1b[31m")
    (tmp_path / "article.txt").write_text(odd, encoding="utf-8")
    shown = run("read", "article.txt")
    assert shown.exit_code == 0
    assert "\x1b" not in shown.stdout
    assert "\u202e" not in shown.stdout
    assert "[bold]" in shown.stdout


def test_the_words_that_carry_values_are_marked_on_a_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    from comity.graph.export.names import Names
    from comity.loaders.text.document import document_of
    from comity.loaders.text.keeping import compare
    from comity.verbs.prose_page import write_page
    from comity.verbs.prose_words import Teller

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    document = document_of(ARTICLE, name="article.txt")
    out = Terminal()
    with Home.open(home).current().open() as store:
        documents = compare(store, [(document, article(document))])
        write_page(out, documents, Teller(Names(store, "ru"), "ru"), colour=True)
    text = out.getvalue()
    for words in ("5 марта 2024 года", "Тест Тестов", "в Ереване гостя"):
        assert re.search(rf"\x1b\[1;3;4m{words}\x1b\[0m", text), words


def test_a_name_of_a_document_or_outlet_that_is_odd_still_gives_a_source(run: Run, tmp_path: Path) -> None:
    name = "заметка — «о»  встрече (1).txt"
    shutil.copy(tmp_path / "article.txt", tmp_path / name)
    assert run("read", name).exit_code == 0
    (row, *_) = json.loads(run("review", "-f", "json").stdout)
    assert re.fullmatch(r"[a-z0-9-]+", row["document"])


def test_the_example_of_the_help_runs_as_printed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setenv("COMITY_GRAPH", str(home))
    monkeypatch.setattr(folder, "PROGRAM", reads("by_hand"))
    shown = CliRunner().invoke(cli, ["read", "--help"]).stdout
    (example,) = re.findall(r"Example: comity (.+)", shown)
    result = CliRunner().invoke(cli, shlex.split(example))
    assert result.exit_code == 0, result.output
    assert "2024-03-05" in result.stdout


@pytest.mark.parametrize("verb", ["show", "accept", "reject", "correct", "export", "apply", "rules"])
def test_each_command_of_review_has_an_example(verb: str) -> None:
    shown = CliRunner().invoke(cli, ["review", verb, "--help"]).stdout
    (example,) = re.findall(r"Example: comity (.+)", shown)
    assert shlex.split(example)[:2] == ["review", verb]


def test_many_files_are_read_by_several_processes_and_a_run_that_stopped_goes_on(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PROGRAM", reads("stumbling"))
    texts = tmp_path / "many"
    texts.mkdir()
    for number in range(read_prose.MANY):
        text = f"Конференция номер {number} прошла 5 марта 2024 года." + (" stumble" if number == 3 else "")
        (texts / f"{number:02}.txt").write_text(text, encoding="utf-8")
    first = run("read", "many", "-f", "ndjson", "--jobs", "2")
    assert first.exit_code == 1
    assert "03.txt: " in first.stderr
    assert "asked to" in first.stderr
    assert len(first.stdout.splitlines()) == read_prose.MANY - 1
    assert f"claims of {read_prose.MANY - 1} documents kept in generation 2" in first.stderr
    (texts / "03.txt").write_text("Конференция номер 3 прошла.", encoding="utf-8")
    second = run("read", "many", "-f", "ndjson", "--resume", "--jobs", "2")
    assert second.exit_code == 0, second.stderr
    assert [json.loads(row)["document"] for row in second.stdout.splitlines()] == ["03.txt"]
    third = run("read", "many", "-f", "ndjson", "--resume", "--jobs", "1")
    assert "nothing new: no document was read" in third.stderr
    assert Home.open(home).current().number == 3
    monkeypatch.delenv("COMITY_GRAPH")
    assert run("read", "many", "--resume").exit_code == 2


def test_where_nothing_could_be_read_only_the_reason_is_said(run: Run) -> None:
    result = run("read", "no-such-file.txt")
    assert result.exit_code == 2
    assert result.stderr == "comity: no-such-file.txt: there is no such file\n"
