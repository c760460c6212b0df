"""comity review undo and comity build on the command line, with the example of the docs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from comity.graph.store import Home
from comity.loaders.build import load
from comity.ontology.namespaces import COMITY

from .test_review import fact, one, read, sitting
from .test_review_verb import Run, run
from .test_undo import state

__all__ = ["run"]
BISHKEK = Path(__file__).resolve().parents[2] / "docs" / "examples" / "bishkek-2024.txt"


def rows(run: Run, *options: str) -> dict[str, dict[str, object]]:
    told = json.loads(run("review", "--all", "-f", "json", *options).stdout)
    return {row["claim"]: row for row in told}


def test_the_example_of_the_docs_is_read_accepted_carried_over_and_undone(
    run: Run, home: Path, small_tables: Path
) -> None:
    before = state(home)
    assert run("read", str(BISHKEK)).exit_code == 0
    accepted = run("review", "accept", "--all")
    assert accepted.exit_code == 0, accepted.stderr
    read_ = rows(run)
    built = run("build", "--records", str(small_tables))
    assert built.exit_code == 0, built.stderr
    assert "Carried over from generation 3: " in built.stderr
    assert {key: row["status"] for key, row in rows(run).items()} == {key: row["status"] for key, row in read_.items()}
    decided = [key for key, row in read_.items() if row["status"] == "accepted"]
    assert decided
    done = run("review", "undo", *decided, "--because", "only tried")
    assert done.exit_code == 0, done.stderr
    assert f"{len(decided)} undone (generation 5)" in done.stdout
    assert state(home) == before
    listed = run("review", "--status", "undone", "-f", "table").stdout
    assert "accepted · tester · " in listed
    assert "undone · tester · " in listed
    assert "only tried" in listed
    assert run("read", str(BISHKEK)).exit_code == 0
    assert Home.open(home).current().number == 5, "reading it again changes nothing"


def test_undo_tells_what_waits_what_falls_what_stays_and_what_the_graph_says_still(run: Run, home: Path) -> None:
    kept = sitting(home, "21-я встреча прошла в Казахстане.", ordinal=21, host_state="KZ")
    number = one(kept, "encounters", "ordinal").claim
    run("review", "accept", number.key)
    done = run("review", "undo", number.key)
    assert f"waits again: {number.key}  " in done.stdout
    assert "; the graph says so still" in done.stdout
    assert "Встреча Генеральных прокуроров" in done.stdout
    meeting = read(home).told.things[0]
    assert run("review", "accept", meeting).exit_code == 0
    encounter = next(key for key, row in rows(run).items() if (row["thing"], row["field"]) == (meeting, ""))
    fallen = run("review", "undo", encounter, "--reject", "--because", "a fable")
    assert fallen.exit_code == 0, fallen.stderr
    assert f"rejected instead: {encounter}" in fallen.stdout
    assert f"waits again with {encounter}, on which it rests: " in fallen.stdout
    assert "1 rejected, 1 undone, " in fallen.stdout
    assert "comity review undo " in fallen.stdout, "what came along and stays"
    shown = " ".join(run("review", "show", encounter).stdout.split())
    assert "accepted · tester" in shown
    assert "rejected · tester" in shown
    assert fact(home, meeting, COMITY + "modality") == []
    again = run("review", "undo", one(kept, "encounters").claim.key)
    assert again.exit_code == 1
    assert "nothing was decided about it: it waits" in again.stderr


def test_all_that_was_decided_of_a_thing_is_undone_by_its_name(run: Run, home: Path) -> None:
    meeting = read(home).told.things[0]
    assert run("review", "accept", meeting).exit_code == 0
    assert fact(home, meeting, COMITY + "date") == ["2024-03-05"]
    assert run("review", "undo", meeting).exit_code == 0
    assert fact(home, meeting, COMITY + "date") == []
    assert run("review", "undo", meeting).exit_code == 1
    assert run("review", "accept", meeting).exit_code == 0, "it waits again"


@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_a_batch_takes_decisions_back(run: Run, home: Path, tmp_path: Path, ending: str) -> None:
    before, kept = state(home), read(home)
    meeting, date = one(kept, "encounters").claim, one(kept, "encounters", "date").claim
    run("review", "accept", meeting.key)
    run("review", "correct", date.key, "date=2024-03-04")
    file = tmp_path / f"batch.{ending}"
    assert run("review", "export", str(file), "--all").exit_code == 0
    number = Home.open(home).current().number
    assert run("review", "apply", str(file)).exit_code == 0, "as it was written it decides nothing"
    assert Home.open(home).current().number == number
    if ending == "yaml":
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    else:
        with file.open(encoding="utf-8", newline="") as text:
            told = list(csv.DictReader(text))
    for row in told:
        row["decision"] = "undo" if row["status"] in ("accepted", "corrected") else ""
    dump = (yaml.safe_dump([row], default_flow_style=True, width=1 << 30, allow_unicode=True) for row in told)
    if ending == "yaml":
        file.write_text("".join(f"- {line.strip()[1:-1]}\n" for line in dump), encoding="utf-8")
    else:
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, told[0])
            writer.writeheader()
            writer.writerows(told)
    done = run("review", "apply", str(file))
    assert done.exit_code == 0, done.stderr
    assert "2 undone (generation " in done.stdout
    assert state(home) == before


def test_what_a_build_could_not_carry_over_is_accepted_again_in_one_go(
    run: Run, home: Path, small_tables: Path, tmp_path: Path
) -> None:
    table = tmp_path / "agencies.csv"
    head = (small_tables / "agencies.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    cells = {"id": "am-ministry-of-justice", "organ_of": "state/AM", "kind": "justice-ministry"}
    cells |= {"name_en": "Ministry of Justice of Armenia", "name_ru": "Министерство юстиции Армении"}
    cells |= {"source": "sco-prosecutors-general-page", "confidence": "high", "checked": "2026-11-25"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerow(cells)
    outcome = load(home, [table])
    assert not outcome.failed, list(outcome.messages())
    meeting = read(home).told.things[0]
    assert run("review", "accept", meeting).exit_code == 0
    accepted = {key for key, row in rows(run).items() if row["status"] == "accepted"}
    facts = state(home)
    built = run("build", "--records", str(small_tables))
    assert built.exit_code == 0, built.stderr
    first, *_ = built.stderr.splitlines()
    assert first.startswith("Not carried over, since loaded from files: agencies.csv. Load them again (comity load)")
    assert "needs agency/am-ministry-of-justice, which the records do not hold" in built.stderr
    lost = {key for key, row in rows(run).items() if row["undone"]}
    assert lost
    assert lost < accepted
    load(home, [table])
    again = run("review", "accept", "--undone")
    assert again.exit_code == 0, again.stderr
    assert {key for key, row in rows(run).items() if row["status"] == "accepted"} == accepted
    assert {q for q in state(home) if "/id/claim/" not in str(q)} == {q for q in facts if "/id/claim/" not in str(q)}
