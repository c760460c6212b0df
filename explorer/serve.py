"""Runs the server: listens, says where, and ends when it is told to."""

from __future__ import annotations

import errno
import importlib.util
import ipaddress
import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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
    for name in ("uvicorn", "starlette", "jinja2"):  # the last is needed by other processes only
        _there(name)
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
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"http://{host}:{port}/"
        print(f"comity: serving {explorer.current.get().path.parent.parent} at {url} (Ctrl-C ends)", file=sys.stderr)
        if not ipaddress.ip_address(listening.getsockname()[0]).is_loopback:
            print(_OPEN.format(names=", ".join(_names(settings)) or "none yet"), file=sys.stderr)
        if open_browser:
            threading.Timer(0.8, webbrowser.open, [url]).start()
        Server(config).run(sockets=[listening])
    except ImportError as error:
        raise _missing(error.name or "a library") from None
    finally:
        listening.close()


_OPEN = (
    "comity: whoever reaches this address can read the graph, claims that wait included; requests are answered by "
    "the names {names} (--allow-host NAME adds one, --public-url URL where a proxy adds TLS)"
)


def _names(settings: Settings) -> tuple[str, ...]:
    public = urlsplit(settings.public).hostname
    return (*settings.names, *([public] if public else []))


def _there(name: str) -> None:
    try:
        found = importlib.util.find_spec(name)
    except ValueError:
        found = None
    if found is None:
        raise _missing(name)


def _missing(name: str) -> Usage:
    name = name.partition(".")[0]
    return Usage(f"{name} is not installed: it is needed to serve", hint="pip install 'comity[explorer]'")


def _advice(error: OSError | OverflowError, port: int) -> str:
    """What to do where an address cannot be listened on."""
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Another port: comity serve --port {port + 1 if port < 65535 else PORT} (0 takes a free one)."
    if number == errno.EACCES:
        return f"Ports below 1024 need rights of their own. Another one: comity serve --port {PORT}"
    return "--host 127.0.0.1 is for this machine only, 0.0.0.0 or :: for all that reach it."


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say; port 0 takes any that is free."""
    if not settings.host:
        raise Usage("expected an address, found nothing", field="--host", hint=_advice(OSError(), settings.port))
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
            f"cannot listen on {settings.host}, port {settings.port}: {reason}", hint=_advice(error, settings.port)
        ) from None
    return listening
