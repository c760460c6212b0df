"""The README is run: every command line in it works and prints what is printed under it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.loaders.build import Outcome

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, list[str]]]:
    """(command, lines under it) of every console block."""
    found: list[tuple[str, list[str]]] = []
    for language, body in _BLOCK.findall(TEXT):
        if language != "console":
            continue
        for line in body.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return [(command, lines) for command, lines in found if command.startswith("comity ")]


def test_the_readme_shows_a_session() -> None:
    assert len(sessions()) >= 4


@pytest.mark.parametrize(("command", "lines"), sessions(), ids=[command[:60] for command, _ in sessions()])
def test_a_command_prints_what_the_readme_shows(
    command: str, lines: list[str], built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    import shlex

    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    done = subprocess.run(
        [sys.executable, "-m", "comity", *shlex.split(command)[1:]],
        cwd=tmp_path,
        env={**os.environ, "COMITY_GRAPH": str(built[0]), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    shown = [line.rstrip() for line in lines if line.strip() != "…"]
    # An ellipsis on its own line stands for lines that are left out; the others come in this order.
    position = 0
    for line in shown:
        assert line in printed[position:], f"not printed (in this order): {line!r}\n" + "\n".join(printed)
        position += printed[position:].index(line) + 1


def test_the_python_example_runs(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    blocks = [body for language, body in _BLOCK.findall(TEXT) if language == "python"]
    assert blocks
    for body in blocks:
        assert len(body.splitlines()) <= 14
        done = subprocess.run(
            [sys.executable, "-c", body],
            cwd=tmp_path,
            env={**os.environ, "COMITY_GRAPH": str(built[0])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


def test_every_room_has_its_line() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    for room in rooms:
        assert f"`{room}/`" in TEXT, f"README does not say what {room}/ holds"
