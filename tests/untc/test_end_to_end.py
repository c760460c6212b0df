"""A treaty that Comity does not ship: its page and its clauses loaded, its status asked, as a user would."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.loaders.records.schema import TABLES

from .pages import page


def comity(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "comity", *arguments, "--graph", str(home)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )


def clauses(path: Path, rows: list[dict[str, str]]) -> Path:
    names = [column.name for column in TABLES["clauses"].all_columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.slow
def test_page_and_clauses_of_a_user_give_a_computed_day(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    home = tmp_path / "graph"
    shutil.copytree(built[0], home)
    (tmp_path / "page.html").write_text(
        page(
            # The thirtieth day after the third: 11 May 1994 and thirty days.
            entry="10 June 1994, in accordance with article 19.",
        ),
        encoding="utf-8",
    )
    done = comity("load", "untc", str(tmp_path / "page.html"), home=home)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    evidence = {"source": "untc-iv-99-20260203", "locator": "article 19", "confidence": "high", "checked": "2026-02-03"}
    table = clauses(
        tmp_path / "clauses.csv",
        [
            {
                "id": "made-up-entry", "treaty": "untc-iv-99", "kind": "entry-into-force", "article": "19",
                "trigger": "deposit", "threshold": "3", "threshold_kind": "number", "delay": "P30D",
                "counts_from": "the-day-after", **evidence,
            },
            {
                "id": "made-up-later", "treaty": "untc-iv-99", "kind": "later-party", "article": "19",
                "trigger": "deposit", "delay": "P30D", "counts_from": "the-day-after", **evidence,
            },
        ],
    )  # fmt: skip
    done = comity("load", str(table), home=home)
    assert done.returncode == 0, done.stderr
    done = comity("status", "IV-99", "--on", "2026-02-03", "-f", "json", home=home)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["parties"], data["signatories"]) == (3, 2)
    entry = data["entry_into_force"]
    assert (entry["published"], entry["computed"]) == ("1994-06-10", "1994-06-10")
    assert [act["by"] for act in entry["because_of"]] == ["BO", "DZ", "AL"]
    (algeria,) = [one for one in data["participants"] if one["state"] == "DZ"]
    assert algeria["name"] == "Algeria"
    assert algeria["party_from"] == "1994-06-10"
    assert [(act["kind"], act["date"], act["ended"]) for act in algeria["actions"]] == [
        ("signature", "1966-12-09", False),
        ("ratification", "1972-02-14", False),
    ]
    done = comity("between", "DZ", "AL", "--on", "1994-06-10", "-f", "csv", home=home)
    assert "untc-iv-99" in done.stdout
    done = comity("between", "DZ", "AL", "--on", "1994-06-09", "-f", "csv", home=home)
    assert "untc-iv-99" not in done.stdout


@pytest.mark.slow
def test_a_page_that_is_none_leaves_the_graph_and_one_line(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    home = tmp_path / "graph"
    shutil.copytree(built[0], home)
    (tmp_path / "page.html").write_text(page(status="Signatories : 2. Parties : 9."), encoding="utf-8")
    done = comity("load", "untc", str(tmp_path / "page.html"), home=home)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "page.html" in done.stderr
    assert 'counts "Parties: 9"' in done.stderr
    assert "Traceback" not in done.stderr
    again = comity("status", "IV-99", home=home)
    assert again.returncode == 1
