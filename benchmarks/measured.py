"""Measuring: each task in a process of its own, so that memory is not counted twice.

CPU seconds (of the process and of those it started) rather than seconds on the
clock: other work on the machine does not count.  A task is repeated and the
least is taken; what is compared is measured in turns in the same run.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cost:
    """What a task took: CPU and clock seconds, MB at the peak (the largest of its processes), and what it returned."""

    cpu: float
    wall: float
    peak: float
    result: Any = None


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``ours`` and ``peer`` are in ``unit``; ``value`` is what is held against
    ``target`` (``"<= 1.5"``; "" where a figure is only told).
    """

    group: str
    what: str
    size: int | None = None
    ours: float | None = None
    peer: float | None = None
    unit: str = "s"
    value: float | None = None
    target: str = ""
    peak: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if not self.target or self.value is None:
            return None
        sign, limit = self.target.split()
        return self.value <= float(limit) if sign == "<=" else self.value >= float(limit)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "met": self.met}


def least(costs: Sequence[Cost]) -> Cost:
    """The least of each figure; the result of the first."""
    return Cost(
        min(c.cpu for c in costs), min(c.wall for c in costs), min(c.peak for c in costs), costs[0].result
    )  # fmt: skip


def task(name: str, *, cap: int = 0, **options: Any) -> Cost:
    """Run ``module.function`` of this folder in a process of its own; what the function measured.

    ``cap``: CPU seconds after which it is stopped; its ``result`` is then None.
    """
    began = time.monotonic()
    words = [sys.executable, __file__, name, json.dumps(options), str(cap)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if cap and done.returncode == -signal.SIGXCPU:
        return Cost(cap, time.monotonic() - began, 0.0)
    if done.returncode:
        raise SystemExit(f"benchmark {name} {options} failed:\n{done.stderr[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Cost(told["cpu"], told.get("wall") or time.monotonic() - began, told["peak"], told["result"])


def command(*words: str, cwd: str | None = None, env: dict[str, str] | None = None, ok: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end: CPU with that of its children, clock, peak."""
    began = time.monotonic()
    with Path(os.devnull).open("wb") as nowhere:
        process = subprocess.Popen(words, stdout=nowhere, stderr=subprocess.PIPE, cwd=cwd, env=env)
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in ok:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}:\n{errors.decode()[-2000:]}")
    return Cost(
        usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / _PER_MB, errors.decode(),
    )  # fmt: skip


def cpu() -> float:
    """CPU seconds of this process and of the children that have ended."""
    import resource

    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def peak() -> float:
    """MB at the peak, of this process or its largest child."""
    import resource

    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / _PER_MB


#: ru_maxrss counts kB, on macOS bytes.
_PER_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10


class Clock:
    """Times a block: ``with Clock() as clock: …`` and then ``clock.cost(result)``."""

    def __enter__(self) -> Clock:
        self._cpu, self._wall = cpu(), time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._cpu, self._wall = cpu() - self._cpu, time.monotonic() - self._wall

    def cost(self, result: Any = None) -> dict[str, Any]:
        """What ``task`` hands to the parent."""
        return {"cpu": self._cpu, "wall": self._wall, "peak": peak(), "result": result}


def main() -> None:
    """Run one task and print its cost; see ``task``."""
    if int(sys.argv[3]):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3]) + 5))
    module, _, function = sys.argv[1].partition(".")
    told = getattr(importlib.import_module(module), function)(**json.loads(sys.argv[2]))
    print(json.dumps(told))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
