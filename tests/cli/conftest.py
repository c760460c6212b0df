"""Verbs are run in this process on the built graph, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comity.cli import cli
from comity.loaders.build import Outcome

Run = Callable[..., Result]


@pytest.fixture
def run(built: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("show", "UZ")``: what a verb prints and how it ends; an unforeseen error is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_GRAPH", str(built[0]))

    def invoke(*words: str, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, list(words), input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
