"""The engine alone in a process, without guard or worker: what the figures of the raw engine come from.

Run by path: queries as JSON, one a line, on standard input; for each a line with
what became of it.  Where there is none, the engine has ended the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MEMORY = 1536 << 20


def main() -> None:
    """Answer ``sys.argv[1]``, a store, until there are no more queries."""
    import resource

    import pyoxigraph as ox

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = ox.Store.read_only(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            found = store.query(json.loads(line))
            if isinstance(found, ox.QueryBoolean):
                bool(found)
            else:
                for _ in found:
                    pass
            print("answered", flush=True)
        except Exception as error:
            print(f"refused {type(error).__name__}", flush=True)


def fates(store: Path, queries: Iterable[str], seconds: float = 2.0) -> list[str]:
    """What the engine alone does with each query: answered, refused, slow, or ``died -SIGNAL``."""
    found: list[str] = []
    process: subprocess.Popen[str] | None = None
    for text in queries:
        if process is None:
            process = subprocess.Popen(
                [sys.executable, __file__, str(store)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            assert process.stdout is not None
            process.stdout.readline()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()
        clock = threading.Timer(seconds, lambda one=process, late=late: (late.set(), one.kill()))
        clock.start()
        try:
            process.stdin.write(json.dumps(text) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass  # the next line tells
        said = process.stdout.readline().split()
        clock.cancel()
        if said:
            found.append(said[0])
            continue
        process.wait()
        found.append("slow" if late.is_set() else f"died {process.returncode}")
        _close(process)
        process = None
    if process is not None:
        process.kill()
        process.wait()
        _close(process)
    return found


def _close(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except BrokenPipeError:
            pass  # a query that was never read


def counted(fates: Iterable[str]) -> dict[str, int]:
    """How many of each."""
    return dict(Counter(fate.split()[0] for fate in fates))


if __name__ == "__main__":
    main()
