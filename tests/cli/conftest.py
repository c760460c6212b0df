"""Verbs are run in this process on the built graph, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from comity.loaders.build import Outcome
from comity.tests.verbs import invoke

Run = Callable[..., Result]


@pytest.fixture
def run(built: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("show", "UZ")``: what a verb prints and how it ends; an unforeseen error is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_GRAPH", str(built[0]))
    called: Run = invoke
    return called
