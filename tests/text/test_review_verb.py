"""comity review on the command line: lists, one claim, decisions by id, thing or file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from comity.errors import NotFound
from comity.graph.store import Home
from comity.loaders.text.batch import BadBatch, read_batch
from comity.loaders.text.review import Order, decide
from comity.ontology.namespaces import COMITY
from comity.tests.verbs import invoke

from .test_review import OTHER, fact, one, read, sitting

Run = Callable[..., Result]


@pytest.fixture
def run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_GRAPH", str(home))
    monkeypatch.setenv("COMITY_REVIEWER", "tester")
    called: Run = invoke
    return called


def test_review_lists_what_contradicts_first_and_what_is_new(run: Run, home: Path) -> None:
    kept = sitting(home, "21-я встреча прошла в Казахстане.", ordinal=21, host_state="KZ", topics=["corruption"])
    listed = run("review", "-f", "table", "--lang", "ru")
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert one(kept, "encounters", "host_state").claim.key in lines[1]
    assert "другой принимающий: в графе Китай" in lines[2]
    assert "21-я встреча прошла в Казахстане." in lines[3]
    assert "1 more" not in listed.stdout
    rows = json.loads(run("review", "-f", "json", "--all").stdout)
    assert {row["status"] for row in rows} == {"contradicts", "known", "new"}
    assert run("review", "--status", "odd").exit_code == 2
    cut = run("review", "-f", "json", "--all", "--limit", "2")
    assert len(json.loads(cut.stdout)) == 2
    assert "the first 2" in cut.stderr
    assert run("review", "--document", "nothing").exit_code == 1


def test_the_rules_are_measured_by_what_people_decided(run: Run, home: Path) -> None:
    kept = read(home)
    tenures = [c.claim.key for c in kept.compared if c.claim.rule == "post:held"]
    assert len(tenures) == 2
    assert run("review", "reject", tenures[0]).exit_code == 0
    assert run("review", "accept", one(kept, "encounters", "date").claim.key).exit_code == 0
    rows = {row["rule"]: row for row in csv.DictReader(io.StringIO(run("review", "rules", "-f", "csv").stdout))}
    assert rows["met:date"] | {"rule": ""} == {
        "rule": "",
        "accepted": "1",
        "rejected": "0",
        "corrected": "0",
        "waiting": "0",
        "precision": "1.000",
    }
    assert (rows["post:held"]["precision"], rows["post:held"]["waiting"]) == ("0.000", "1")
    assert rows["met:participant"]["precision"] == ""


@pytest.mark.usefixtures("uncounted")
def test_show_marks_the_passage_in_its_surroundings(run: Run, home: Path) -> None:
    claim = one(read(home, OTHER), "encounters").claim
    shown = run("review", "show", claim.key[:6]).stdout
    flat = " ".join(shown.split())
    assert f"[{OTHER.partition('. ')[0]}.] Подробностей нет." in flat
    assert "met, stated, confidence 0.90 (high), 2026-11-25" in flat
    nothing = run("review", "show", "ffffffffff")
    assert nothing.exit_code == 1
    assert "there is no claim" in nothing.stderr


def test_a_thing_stands_for_all_that_is_claimed_of_it(run: Run, home: Path) -> None:
    meeting = read(home).told.things[0]
    done = run("review", "accept", meeting, "--because", "seen")
    assert done.exit_code == 0, done.stderr
    assert "along with" in done.stdout
    assert fact(home, meeting, COMITY + "date") == ["2024-03-05"]
    again = run("review", "accept", meeting)
    assert again.exit_code == 1
    assert "there is no claim" in again.stderr
    reject = run("review", "reject", "zzz")
    assert reject.exit_code == 1


@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_a_batch_is_written_edited_and_carried_out(run: Run, home: Path, tmp_path: Path, ending: str) -> None:
    kept = read(home)
    file = tmp_path / f"batch.{ending}"
    written = run("review", "export", str(file))
    assert written.exit_code == 0
    date = one(kept, "encounters", "date").claim
    rejected = [c.claim for c in kept.compared if c.claim.table == "tenures"]
    if ending == "yaml":
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
        assert len(lines) == len(rows), "one line a claim"
    else:
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
    assert {row["claim"] for row in rows} == {c.claim.key for c in kept.compared if c.status != "known"}
    for row in rows:
        if row["claim"] == date.key:
            row |= {"decision": "correct", "change": "date=2024-03-04", "because": "a slip"}
        elif row["claim"] in {claim.key for claim in rejected}:
            row["decision"] = "reject"
    if ending == "yaml":
        dump = (yaml.safe_dump([row], default_flow_style=True, width=1 << 30, allow_unicode=True) for row in rows)
        file.write_text("".join(f"- {line.strip()[1:-1]}\n" for line in dump), encoding="utf-8")
    else:
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    done = run("review", "apply", str(file))
    assert done.exit_code == 0, done.stderr
    assert f"1 corrected, {len(rejected)} rejected" in done.stdout
    assert fact(home, date.thing, COMITY + "date") == ["2024-03-04"]


def test_every_wrong_line_of_a_batch_is_named_and_nothing_is_done(run: Run, home: Path, tmp_path: Path) -> None:
    key = one(read(home), "encounters").claim.key
    number = Home.open(home).current().number
    file = tmp_path / "batch.yaml"
    file.write_text(
        f"- {{claim: {key}, decision: accept}}\n"
        f"- {{claim: {key}, decision: maybe}}\n"
        "- {claim: 'not one', decision: accept}\n"
        "- {claim: [\n"
        f"- {{claim: {key}, decision: correct}}\n"
        f"- {{claim: {key}, colour: red}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadBatch) as caught:
        read_batch(file)
    assert [(error.line, error.field) for error in caught.value.errors] == [
        (2, "decision"),
        (3, "claim"),
        (4, None),
        (5, "change"),
        (6, "colour"),
    ]
    result = run("review", "apply", str(file))
    assert result.exit_code == 2
    assert f"{file}:2 (decision): expected accept, reject, correct, undo or nothing, found 'maybe'" in result.stderr
    assert Home.open(home).current().number == number
    file.write_text("- {claim: ffffffffff, decision: accept}\n", encoding="utf-8")
    unknown = run("review", "apply", str(file))
    assert f"{file}:1: there is no claim" in unknown.stderr
    assert (tmp_path / "batch.txt").exists() is False
    assert run("review", "export", "batch.txt").exit_code == 2


def test_who_decides_has_to_be_known_and_plain(home: Path, run: Run) -> None:
    key = one(read(home), "encounters").claim.key
    result = run("review", "reject", key, "--by", "a\nb")
    assert result.exit_code == 2
    assert "--by" in result.stderr


def test_no_claim_there_is_an_error_of_its_own(home: Path) -> None:
    with pytest.raises(NotFound, match="there is no claim 'ffffffffff'"):
        decide(home, [Order("ffffffffff", "accepted")], by="tester")


def test_a_graph_that_is_not_there_says_what_makes_one(run: Run) -> None:
    result = run("review", "--graph", "nowhere")
    assert result.exit_code == 1
    assert "comity build makes one" in result.stderr


@pytest.mark.usefixtures("uncounted")
@pytest.mark.parametrize(
    ("text", "count"), [("0.95", 0), ("95%", 0), ("90", 1), ("0.5", 1), ("-1", None), ("much", None)]
)
def test_a_confidence_is_a_share_or_a_percentage(run: Run, home: Path, text: str, count: int | None) -> None:
    read(home)
    result = run("review", "--from", text, "-f", "json")
    if count is None:
        assert result.exit_code == 2
        assert "--from" in result.stderr
    else:
        assert bool(json.loads(result.stdout)) is bool(count)


def test_accept_takes_ids_or_a_choice_and_not_both(run: Run) -> None:
    assert run("review", "accept").exit_code == 2
    assert run("review", "accept", "abcd", "--all").exit_code == 2
    assert run("review", "accept", "--all").stderr == "nothing to decide\n"
