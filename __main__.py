"""``python -m comity`` and the ``comity`` command.

Imports are absolute here: type checkers take this file for a script at the root.
"""

from __future__ import annotations

import sys

#: Seconds that an interrupted verb has to tidy up.
GRACE = 1.0


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130 within two seconds, SIGTERM with 143."""
    if sys.argv[1:] == ["--version"]:
        # Answered before click is imported: scripts ask this often.
        from comity import __version__

        print(f"comity {__version__}")
        return
    try:
        _stop_when_told()
        from comity.cli import main as run

        run()
    except KeyboardInterrupt as stop:
        # Before the command line was there to say it.
        print("comity: stopped", file=sys.stderr)
        sys.exit(getattr(stop, "exit_code", 130))


class Terminated(KeyboardInterrupt):
    """SIGTERM: the same end as Ctrl-C, with another code."""

    exit_code = 143


def _terminated(number: int, frame: object) -> None:
    raise Terminated


def _stop_when_told() -> None:
    """Tidy up at Ctrl-C and SIGTERM, and end the process where the engine keeps the main thread from noticing.

    A writer may be ended at any moment: what was published stays as it was.
    """
    import os
    import signal
    import threading
    import time

    if os.name == "nt":
        return  # Windows has wake-up by socket only
    heard, told = os.pipe()
    os.set_blocking(told, False)
    codes = {}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        codes[signal.SIGINT] = 130
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)
        codes[signal.SIGTERM] = 143

    def wait() -> None:
        while True:
            number = signal.Signals(os.read(heard, 1)[0])
            # A server takes SIGTERM itself, and drains.
            if number in codes and (number != signal.SIGTERM or signal.getsignal(number) is _terminated):
                break
        time.sleep(GRACE)
        from comity.graph.disk import sweep

        sweep()
        os.write(2, b"comity: stopped\n")
        os._exit(codes[number])

    def unheard(what: sys.UnraisableHookArgs) -> None:
        # A signal may come while Python runs what cannot raise, a callback of an import: the thread above ends it.
        if what.exc_type is None or not issubclass(what.exc_type, KeyboardInterrupt):
            sys.__unraisablehook__(what)

    if codes:
        sys.unraisablehook = unheard
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    main()
