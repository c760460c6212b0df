"""How the server hears that it is to end: what is under way is finished, or cut so that nobody takes it for whole.

SIGTERM and SIGHUP (the terminal has closed) give answers under way the seconds
of grace, then end with 0; SIGINT (Ctrl-C) gives none and ends with 130.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

import uvicorn


class Server(uvicorn.Server):
    """uvicorn's server, which would end itself by the signal once more when all is done."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear the signals that are meant to end it; a terminal's end that is ignored (nohup) stays so."""
        heard = [signal.SIGINT, signal.SIGTERM]
        for name in ("SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                heard.append(number)
        before = {number: signal.signal(number, self.handle_exit) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if signal.SIGINT in self._captured_signals:
            raise KeyboardInterrupt

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; whoever presses Ctrl-C does not wait for others."""
        if sig == signal.SIGINT:
            self.config.timeout_graceful_shutdown = 0
        super().handle_exit(sig, frame)
