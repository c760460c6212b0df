"""What a server is started with: which graph, where it listens, and the limits of what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PORT = 8620


@dataclass(frozen=True)
class Settings:
    """Settings of one server; seconds, bytes and counts.

    ``graph`` is the graph's directory (None: as for every verb).  ``names`` are
    host names that a request may come with, beside those of this machine;
    ``origins`` those of other sites whose scripts may read data ("*": any);
    ``public`` where the server is reached from outside (``https://graph.example.org``).
    ``engines`` queries run at once, ``slow`` more where they take long;
    ``desks`` processes make pages.
    """

    graph: Path | None = None
    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    public: str = ""
    timeout: float = 30.0
    memory: int = 1536 << 20
    engines: int = 4
    slow: int = 8
    slow_each: int = 4
    desks: int = 2
    #: Connections at one time.
    connections: int = 512
    #: Requests that may wait for a place, and the seconds each of them does.
    waiting: int = 500
    patience: float = 30.0
    #: Bytes of a request's body: the longest query that the guard reads, percent-encoded.
    body: int = 400_000
    #: Bytes of one answer.
    answer: int = 2 << 30
    #: Seconds that a client may take to read one answer.
    reading: float = 600.0
