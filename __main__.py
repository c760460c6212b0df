"""``python -m comity`` and the ``comity`` command.

Imports are absolute here: type checkers take this file for a script at the root.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        # Answered before click is imported: scripts ask this often.
        from comity import __version__

        print(f"comity {__version__}")
        return
    from comity.cli import main as run

    run()


if __name__ == "__main__":
    main()
