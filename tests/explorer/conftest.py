"""One server on the shipped records for all tests of the explorer, and one real browser that cannot leave this machine.

Pages are tested in-process where a reader's text is what matters (``desk``,
``get``), over HTTP where headers and streams do (``server``), and in headless
Chromium where scripts, keys and looks do (``tab``).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.explorer.asking import Ask, Reply
from comity.explorer.desk import Desk
from comity.explorer.pages import made
from comity.graph.store import Home
from comity.loaders.build import Outcome
from comity.queries.session import Graph

_AT = re.compile(rb"(http://[^ ]+)/")


@pytest.fixture(scope="session")
def desk(built: tuple[Path, Outcome]) -> Iterator[Desk]:
    """A desk on the built graph, in this process."""
    with Graph(Home.open(built[0]).current()) as graph:
        yield Desk().use(graph)


@pytest.fixture(scope="session")
def get(desk: Desk) -> Callable[..., Reply]:
    """``get("between", a="UZ", b="RU", lang="ru", path={...})``: a page's reply; lists give a parameter twice."""

    def ask(
        page: str, path: dict[str, str] | None = None, address: str = "/x", lang: str = "en", **query: Any
    ) -> Reply:
        pairs = []
        for name, value in query.items():
            pairs += [(name.rstrip("_"), str(one)) for one in (value if isinstance(value, list) else [value])]
        return made(desk, Ask(page, path or {}, tuple(pairs), lang, address, "http://localhost:8620"))

    return ask


@pytest.fixture(scope="session")
def thing(get: Callable[..., Reply]) -> Callable[..., Reply]:
    """``thing("treaty/untoc", on="2004-01-08")``: the page of a thing."""

    def ask(name: str, lang: str = "en", **query: Any) -> Reply:
        kind, slug = name.split("/")
        return get("thing", path={"kind": kind, "slug": slug}, address=f"/{name}", lang=lang, **query)

    return ask


def started(home: Path, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """A server process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", "serve", "--port", "0", "--graph", str(home), *options],
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = _AT.search(line)
    assert found is not None, line
    return process, found[1].decode()


def ended(process: subprocess.Popen[bytes]) -> str:
    """Wait for a server that was told to end; what it said on standard error.  One that does not is killed."""
    assert process.stderr is not None
    patience = threading.Timer(60, process.kill)
    patience.start()
    try:
        with process.stderr as stream:
            return stream.read().decode()
    finally:
        patience.cancel()


@pytest.fixture(scope="session")
def server(built: tuple[Path, Outcome]) -> Iterator[str]:
    """The address of a running server, without the last slash."""
    process, address = started(built[0])
    yield address
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15), said
    # A page that met a mistake of ours says so there.
    assert said == "", said


# Not for the session: while it is open, no other test of the process may run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Headless Chromium that resolves no name but this machine's."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here (Debian: apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A fresh page; every request that would leave this machine and every error of a script fails the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    left: list[str] = []
    page.on("request", lambda request: left.append(request.url) if not _local(request.url) else None)
    page.on("pageerror", lambda error: left.append(f"script: {error}"))
    page.on(
        "console", lambda said: left.append(f"console: {said.text}") if "Content Security Policy" in said.text else None
    )
    yield page
    context.close()
    assert left == []


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))
