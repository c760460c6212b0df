"""Nothing that data say drives a terminal; what goes into a pipe or a file stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.verbs.terminal import harmless

#: Clipboard, window title, link, clear, cursor, C1, bell, reset, hidden text, marks that turn the direction of reading.
STEERING = (
    "\x1b]52;c;QUFBQQ==\x07", "\x1b]0;title\x07", "\x1b]8;;javascript:x\x1b\\x\x1b]8;;\x1b\\", "\x1b[2J",
    "\x1b[1A\x1b[2K", "\x9b2J", "\x9d52;c;QQ\x9c", "\x1bc", "\x1b[8m", "\x1b[0;8m", "\x1b[?1049h", "\x1bP$q\x1b\\",
    "\x1b[6n", "\x07", "\b\b\b", "\r", "\x7f", "\u202e", "\u2066",
)  # fmt: skip


@pytest.mark.parametrize("steering", STEERING)
def test_what_steers_is_left_out(steering: str) -> None:
    said = harmless(f"a{steering}b\n\tc")
    assert said.startswith("a")
    assert said.endswith("b\n\tc")
    assert not set(said) & set("\x1b\x07\x08\x0d\x7f\x9b\x9c\x9d\u202e\u2066")


def test_colours_stay() -> None:
    for text in ("\x1b[1;38;5;208mred\x1b[0m", "\x1b[2mdim\x1b[m", "\x1b[38;2;8;8;8mgrey", "plain\nlines\tand tabs"):
        assert harmless(text) == text or "2;8;8;8" in text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "ndjson"])
def test_no_format_brings_it_to_a_terminal(built: tuple[Path, Outcome], form: str) -> None:
    import pty

    text = "SELECT ?x { VALUES ?x { " + " ".join(f'"{_escaped(one)}"' for one in STEERING) + ' "Ташкент" } }'
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", "sparql", text, "-f", form, "--graph", str(built[0])],
        stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.PIPE, start_new_session=True, env={**os.environ,
        "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 1 << 16):
            shown += part
    except OSError:
        pass  # Linux says so that the other side has gone
    os.close(leader)
    assert process.stderr is not None
    with process.stderr as stream:
        assert stream.read() == b""
    assert process.wait(60) == 0
    said = shown.decode().replace("\r\n", "\n")
    assert "Ташкент" in said
    assert harmless(said) == said


def test_a_pipe_gets_every_character(built: tuple[Path, Outcome]) -> None:
    text = "SELECT ?x { VALUES ?x { " + " ".join(f'"{_escaped(one)}"' for one in STEERING) + " } }"
    done = subprocess.run(
        [sys.executable, "-m", "comity", "sparql", text, "-f", "tsv", "--graph", str(built[0])],
        capture_output=True, check=True,
    )  # fmt: skip
    assert all(one in done.stdout.decode() for one in STEERING)


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)
