"""Tests use real inputs: the shipped records, built once a run into a folder of their own.

What writes gets a folder of its own; what only reads shares ``built``.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.graph.store import Home
from comity.loaders.build import Outcome, build
from comity.queries.session import Graph

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from or left in the cache of whoever runs the tests."""
    before = {name: os.environ.get(name) for name in ("XDG_CACHE_HOME", "COMITY_GRAPH")}
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("COMITY_GRAPH", None)
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session", autouse=True)
def heard() -> None:
    """Ctrl-C is heard by what tests start, also where the tests themselves run in the background of a script.

    Such a script ignores SIGINT, and what is ignored stays so in every process below it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of other people's data beside the project; absent on a user's machine."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is not here: it exists where the project is developed")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The shipped records, built: where, and what the build said."""
    where = tmp_path_factory.mktemp("graph") / "home"
    return where, build(where)


@pytest.fixture(scope="session")
def graph(built: tuple[Path, Outcome]) -> Iterator[Graph]:
    """The built graph, open for questions."""
    with Graph(Home.open(built[0]).current()) as opened:
        yield opened


@pytest.fixture
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """A port that notes whoever connects."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(100))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
