"""The verb that serves: pages, pictures, a SPARQL endpoint and linked data from one process."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from ..errors import Usage
from .flags import options


@click.command(epilog="Example: comity serve --open")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8620, show_default=True, help="0 takes a free one.")
@click.option("--open", "open_", is_flag=True, help="Open the first page in the browser.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A host name that requests may come with.")
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose scripts may read data (https://app.example.org); * lets any.",
)
@click.option(
    "--public-url", metavar="URL", help="Where the server is reached from outside: https://graph.example.org."
)
@click.option(
    "--memory", type=click.IntRange(64), default=1536, show_default=True, metavar="MB", help="What a query may take."
)
@options("timeout", "graph")
def serve(
    host: str,
    port: int,
    open_: bool,
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    public_url: str | None,
    memory: int,
    timeout: float,
    graph: str | None,
) -> None:
    """Serve pages, pictures, a SPARQL endpoint and linked data.

    Only this machine reaches it unless --host says otherwise.  Nothing is
    written, and nothing is fetched from elsewhere.
    """
    try:
        from ..explorer.serve import serve as run
        from ..explorer.settings import Settings
    except ImportError as error:  # pragma: no cover  # the extra is missing
        raise Usage(f"{error.name} is not installed", hint="pip install 'comity[explorer]'") from None
    named = graph or os.environ.get("COMITY_GRAPH")
    settings = Settings(
        graph=Path(named) if named else None,
        host=host,
        port=port,
        names=tuple(_name(name) for name in allow_host),
        origins=tuple(origin if origin == "*" else _origin(origin, "--allow-origin") for origin in allow_origin),
        public=_origin(public_url, "--public-url") if public_url is not None else "",
        timeout=timeout,
        memory=memory << 20,
    )
    run(settings, open_browser=open_)


def _name(text: str) -> str:
    """A host name as requests come with it; a port makes no difference and is no part of it."""
    if not re.fullmatch(r"\[?[0-9A-Fa-f:.]+\]?|[A-Za-z0-9._-]+", text):
        raise Usage(f"expected a host name such as graph.example.org, found {text[:80]!r}", field="--allow-host")
    return text


def _origin(text: str, flag: str) -> str:
    """``https://graph.example.org`` with nothing behind the name and port."""
    found = re.fullmatch(r"(https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?)/?", text, re.IGNORECASE)
    if found is None:
        raise Usage(
            f"expected an address such as https://graph.example.org, without a path, found {text[:80]!r}", field=flag
        )
    return found[1].lower()


VERBS = (serve,)
