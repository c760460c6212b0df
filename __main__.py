"""``python -m comity`` and the ``comity`` command.

Imports are absolute here: type checkers take this file for a script at the root.
"""

from __future__ import annotations

import sys

#: Seconds that an interrupted verb has to tidy up.
GRACE = 1.0


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130 within two seconds."""
    if sys.argv[1:] == ["--version"]:
        # Answered before click is imported: scripts ask this often.
        from comity import __version__

        print(f"comity {__version__}")
        return
    try:
        _stop_when_interrupted()
        from comity.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def _stop_when_interrupted() -> None:
    """End the process where the engine keeps the main thread from noticing Ctrl-C.

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

    def wait() -> None:
        while os.read(heard, 1) != bytes([signal.SIGINT]):
            pass
        time.sleep(GRACE)
        os.write(2, b"comity: stopped\n")
        os._exit(130)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    main()
