"""Starting the server: what it says, and what it says when it cannot."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import send
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
        (["--host", "192.0.2.1"], "0.0.0.0 or :: for all that reach it"),
        (["--host", ""], "--host: expected an address, found nothing"),
        (["--allow-host", "https://graph.example.org"], "--allow-host: expected a host name"),
        (["--allow-host", "a/b"], "--allow-host: expected a host name"),
        (["--allow-origin", "graph.example.org"], "--allow-origin: expected an address"),
        (["--public-url", "https://graph.example.org/comity"], "--public-url: expected an address"),
        (["--public-url", "javascript:alert(1)"], "--public-url: expected an address"),
    ],
)
def test_a_wrong_option_is_one_message(options: list[str], said: str) -> None:
    done = serve("--port", "0", *options) if "--port" not in options else serve(*options)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["uvicorn", "starlette", "jinja2"])
def test_a_library_that_is_missing_is_named(name: str) -> None:
    code = f"import sys; sys.modules[{name!r}] = None; sys.argv = ['comity', 'serve']; from comity.__main__ import main"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; main()"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr == f"comity: {name} is not installed: it is needed to serve\n  pip install 'comity[explorer]'\n"


def test_whoever_opens_the_server_to_others_is_told(
    built: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: None)
    public = ["--public-url", "https://graph.example.org", "--graph", str(built[0])]
    words = ["--host", "0.0.0.0", "--port", "0", *public]  # noqa: S104
    verb.main(words, standalone_mode=False)
    assert "can read the graph, claims that wait included" in capsys.readouterr().err
    verb.main(["--port", "0", "--graph", str(built[0])], standalone_mode=False)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_public_address_is_the_one_that_is_told(built: tuple[Path, Outcome]) -> None:
    """Behind a proxy that adds TLS the request says http."""
    process, address = started(built[0], "--public-url", "https://graph.example.org")
    try:
        for path in ("/.well-known/void", "/reconcile", "/openapi.json"):
            for host in ("graph.example.org", "localhost"):
                answer = send(address, path, host=host)
                assert answer.status == 200
                assert "https://graph.example.org" in answer.text
                assert "http://graph.example.org" not in answer.text
                assert "http://localhost" not in answer.text
        assert send(address, "/", origin="https://graph.example.org", host="graph.example.org").status == 200
        assert send(address, "/state/UZ/", host="graph.example.org").headers["location"] == "/state/UZ"
    finally:
        process.terminate()
        ended(process)
        process.wait(20)


def test_no_page_gives_advice_for_a_command_line(server: str) -> None:
    for path in (
        "/api/show?name=zzzzzz", "/api/question?name=zzzz", "/between?a=zzzz&b=UZ", "/questions/zzzz",
        "/api/route?a=UZ&b=RU&for=x",
        "/relations?around=zzzz", "/timeline?of=zzzz", "/api/status?treaty=zzzz", "/explain?treaty=UZ&a=UZ&b=RU",
        "/state/zzzz",
        "/api/show?name=", "/status-matrix?of=zzzz", "/questions/holders-of-post?post=zzzz", "/api/horizon?days=x",
    ):  # fmt: skip
        text = send(server, path).text
        assert not re.search(r"comity (search|query|store|build|show|export)|[ (]--[a-z]", text), path


def test_a_folder_that_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = serve("--port", "0", "--graph", str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
