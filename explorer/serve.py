"""Runs the server: listens, says where, and ends when it is told to."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

from ..errors import ComityError, Usage
from .settings import PORT

if TYPE_CHECKING:
    from .settings import Settings

#: Seconds that requests under way are given when the server is told to end.
GRACE = 5


def serve(settings: Settings, *, open_browser: bool = False) -> None:
    """Serve until SIGTERM or SIGHUP, or SIGINT, which raises :class:`KeyboardInterrupt`.

    Raises :class:`ComityError` where the address cannot be listened on.
    """
    listening = listen(settings)
    port = listening.getsockname()[1]
    try:
        import uvicorn

        from .app import Explorer
        from .connection import connections, descriptors
        from .ending import Server

        # Beside the connections: pipes to processes, files of static pages, what a library opens.
        most = min(settings.connections, descriptors(2 * settings.connections) - 128)
        explorer = Explorer(settings)
        config = uvicorn.Config(
            explorer.app(),
            log_level="critical",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=GRACE,  # on SIGINT none: see ending.py
            timeout_keep_alive=15,
            server_header=False,
            date_header=True,
            h11_max_incomplete_event_size=256 << 10,
            backlog=128,
            proxy_headers=False,
            http=connections(most),
            ws="none",
        )
        host = "[::1]" if settings.host == "::1" else settings.host
        url = f"http://{host}:{port}/"
        print(f"comity: serving {explorer.current.get().path.parent.parent} at {url} (Ctrl-C ends)", file=sys.stderr)
        if open_browser:
            threading.Timer(0.8, webbrowser.open, [url]).start()
        Server(config).run(sockets=[listening])
    except ImportError as error:
        raise Usage(
            f"{error.name} is not installed: it is needed to serve", hint="pip install 'comity[explorer]'"
        ) from None
    finally:
        listening.close()


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say; port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # By its name: asyncio turns Nagle off, which holds small answers back for 40 ms, on TCP sockets that say so.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise ComityError(
            f"cannot listen on {settings.host}, port {settings.port}: {reason}",
            hint=f"Another port: comity serve --port {PORT + 1}",
        ) from None
    return listening
