"""Small graphs to be tortured, the verbs that write to them as processes, and what must not be left behind.

A graph of one source row has the words and nothing else: its verbs take about a
second, most of it for checking, so that many can be stopped in the middle.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.graph.store import CURRENT, GENERATIONS, LOCK, MARKER, Home
from comity.loaders.text.document import document_of
from comity.loaders.text.keeping import keep, kept_claims
from comity.loaders.text.reading import Encounter, Person, Reading, Span

TODAY = dt.date(2026, 11, 25)
HEADER = "id,kind,title,language,url,publisher,issued,retrieved,sha256,note\n"
ROW = "s{0},reference,Source {0},en,https://example.org/{0},Publisher,,2024-11-21,,\n"


def records(place: Path, rows: int = 1) -> Path:
    """A folder with the smallest records."""
    place.mkdir(exist_ok=True)
    (place / "sources.csv").write_text(HEADER + "".join(map(ROW.format, range(rows))), encoding="utf-8")
    return place


def documents(home: Path, numbers: range) -> list[str]:
    """Keep the claims of documents, each about a meeting and people of its own; their slugs."""
    made = keep(home, [_document(number) for number in numbers], today=TODAY)
    return [kept.told.source.removeprefix("source/") for kept in made.documents]


def _document(number: int) -> tuple[Any, Reading]:
    day = (dt.date(2020, 1, 1) + dt.timedelta(number)).isoformat()
    mark = "".join("абвгдежзик"[int(digit)] for digit in str(number))
    text = f"{day}: Тест{mark} Тестов встретился с Икс{mark} Иксовым."
    who = [
        Person(f"Тест{mark} Тестов", "Министр юстиции", "minister_justice", None, "AM", role="host"),
        Person(f"Икс{mark} Иксов", "Генеральный прокурор", "prosecutor_general", None, "UZ"),
    ]
    told: dict[str, Any] = {"date": day, "participants": who, "states": ["AM", "UZ"]}
    met = Encounter("bilateral meeting", Span(0, len(text)), rule="met", **told)
    return document_of(text, name=f"d{number}.txt"), Reading("ru", [met])


def decided(home: Home, slug: str) -> tuple[int, int]:
    """How many claims of a document are decided, and how many there are."""
    with home.current().open() as store:
        claims = list(kept_claims(store, [slug]))
    return sum(1 for one in claims if one.decision is not None), len(claims)


def command(*words: str | Path) -> list[str]:
    """The command line as a process."""
    return [sys.executable, "-m", "comity", *map(str, words)]


def comity(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    told = {"capture_output": True, "text": True, "timeout": 120, **options}
    return subprocess.run(command(*words), check=False, **told)


def strays(home: Home) -> list[str]:
    """What lies in a home and should not, once a writer has been there."""
    known = {CURRENT, GENERATIONS, LOCK, MARKER}
    found = [path.name for path in home.path.iterdir() if path.name not in known]
    found += [str(path) for path in home.path.rglob("bulk-*.sst")]
    numbers = {f"{generation.number:06d}" for generation in home.generations()}
    return found + sorted({path.name for path in (home.path / GENERATIONS).iterdir()} ^ numbers)


@dataclass
class Running:
    """A verb that runs in a session of its own, and what it printed."""

    process: subprocess.Popen[str]
    out: Path
    err: Path
    began: float = field(default_factory=time.monotonic)

    def told(self) -> str:
        return self.out.read_text(encoding="utf-8")

    def said(self) -> str:
        return self.err.read_text(encoding="utf-8")

    def signal(self, number: int, *, group: bool = False) -> None:
        """Send a signal to the process, or to all of its group; it may have ended already."""
        try:
            os.killpg(self.process.pid, number) if group else self.process.send_signal(number)
        except ProcessLookupError:
            pass

    def left(self, seconds: float = 3.0) -> list[int]:
        """Processes of the session that are still there after so long."""
        until = time.monotonic() + seconds
        while (alive := _of_session(self.process.pid)) and time.monotonic() < until:
            time.sleep(0.02)
        return alive


@contextmanager
def running(words: list[str], place: Path, **options: Any) -> Iterator[Running]:
    """Start a process; whatever is left of it is killed at the end."""
    out, err = place / "stdout", place / "stderr"
    with out.open("w") as told, err.open("w") as said:
        process = subprocess.Popen(words, stdout=told, stderr=said, text=True, start_new_session=True, **options)
    try:
        yield Running(process, out, err)
    finally:
        for pid in {process.pid, *_of_session(process.pid)}:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.wait()


def _of_session(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            rest = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[3]) == session and rest[0] not in "ZX":
            found.append(int(place.name))
    return found
