"""The verb that serves: pages, pictures, a SPARQL endpoint and linked data from one process."""

from __future__ import annotations

import os
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
    "--memory", type=click.IntRange(64), default=1536, show_default=True, metavar="MB", help="What a query may take."
)
@options("timeout", "graph")
def serve(
    host: str, port: int, open_: bool, allow_host: tuple[str, ...], memory: int, timeout: float, graph: str | None
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
        names=allow_host,
        timeout=timeout,
        memory=memory << 20,
    )
    run(settings, open_browser=open_)


VERBS = (serve,)
