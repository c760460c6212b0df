"""Starting the server: what it says, and what it says when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.verbs.serving import serve as verb


def serve(*options: str) -> subprocess.CompletedProcess[str]:
    """A start that fails."""
    return subprocess.run(
        [sys.executable, "-m", "comity", "serve", *options], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_example_of_the_help_opens_the_first_page(
    built: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (verb.epilog or "").strip("\b\n ").removeprefix("Example: comity ").split()
    assert words[0] == "serve"
    assert "--open" in words
    opened: list[str] = []
    done = threading.Event()

    def browse(url: str) -> None:
        opened.append(url)
        done.set()

    # In place of the loop that serves until it is told to end.
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: done.wait(60))
    monkeypatch.setattr("webbrowser.open", browse)
    verb.main([*words[1:], "--port", "0", "--graph", str(built[0])], standalone_mode=False)
    (url,) = opened
    assert url.startswith("http://127.0.0.1:")
    assert f" at {url} " in capsys.readouterr().err


def test_a_port_in_use_is_named_with_what_to_do(built: tuple[Path, Outcome]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve("--port", str(port), "--graph", str(built[0]))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1, port {port}: Address already in use" in done.stderr
    assert "comity serve --port" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--graph", "nowhere"], "there is no graph at nowhere"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--timeout", "0"], "expected seconds between 0 and"),
        (["--memory", "1"], "1 is not in the range"),
        (["--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid"),
        (["--host", "<script>"], "cannot listen on <script>"),
    ],
)
def test_a_wrong_option_is_one_message(options: list[str], said: str) -> None:
    done = serve("--port", "0", *options) if "--port" not in options else serve(*options)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = serve("--port", "0", "--graph", str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
