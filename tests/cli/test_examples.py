"""The example in every help text runs as it is printed; those of read and serve do in
tests/text/test_read_verb.py and tests/explorer/test_serve.py.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from comity.cli import cli
from comity.loaders.build import Outcome

from .conftest import Run

VERBS = sorted(cli.commands)


def example(run: Run, *verb: str) -> list[str]:
    """The words of the example, without ``comity``."""
    lines = [line.strip() for line in run(*verb, "--help").stdout.splitlines()]
    (line,) = [line for line in lines if line.startswith("Example: comity ")]
    return shlex.split(line.removeprefix("Example: comity "))


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("build", "load", "read", "serve")])
def test_the_example_of_a_verb_runs_as_printed(run: Run, verb: str) -> None:
    words = example(run, verb)
    assert words[0] == verb
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert result.stdout or "wrote" in result.stderr
    if verb == "check":  # Russian, and the SCO page's missing year among the findings
        assert "2008" in result.stdout
        assert "Нарушений: 0" in result.stdout


def test_the_example_of_the_command_itself_runs(run: Run) -> None:
    result = run(*example(run))
    assert result.exit_code == 0
    assert "Prosecutor General of the Republic of Uzbekistan" in result.stdout


def test_the_examples_of_build_and_load_run_as_printed(
    run: Run, built: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMITY_GRAPH")
    result = run(*example(run, "build"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "comity-graph").is_dir()
    shutil.copytree(built[0], tmp_path / "other")
    # What the example of load names: a Turtle file, and tables in the records' schema.
    assert run("export", "--around", "tenure/ru-prosecutor-general-igor-krasnov", "-o", "my-tenures.ttl").exit_code == 0
    source = Path(__file__).resolve().parents[2] / "records" / "names.csv"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "names.csv").write_text("".join(lines[:2]), encoding="utf-8")
    result = run(*example(run, "load"))
    assert result.exit_code == 0, result.output


def test_every_verb_is_told_of_in_the_help(run: Run) -> None:
    shown = run("--help").stdout
    for verb in VERBS:
        assert f"  {verb} " in shown
