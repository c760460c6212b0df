"""Many files in several processes: order, what is lost with a bad one, what is passed over, and the end by Ctrl-C.

The work is a small module of the tests' own, written to a folder that the workers find it in.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.errors import ComityError, NotFound
from comity.loaders.text.folder import FileRead, read_folder

WORK = """
import os, signal, sys, time
from comity.loaders.text import folder_child
from comity.loaders.text.folder_child import serve

def make(argument):
    print("libraries print")
    if argument and os.path.isdir(argument):  # wait for the other worker, so that both read
        open(os.path.join(argument, str(os.getpid())), "w").close()
        while len(os.listdir(argument)) < 2:
            time.sleep(0.01)
    def read(document):
        text = document.text
        if "LOOP" in text:
            while True:
                time.sleep(0.01)
        if "SPIN" in text:
            while True:
                pass
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "GROW" in text:
            kept = []
            while True:
                kept.append(bytearray(1 << 24))
        if "WRONG" in text:
            raise ValueError("a text\\nlike no other")
        if argument and os.path.isdir(argument):
            time.sleep(0.005)
        return argument, len(text), os.getpid(), os.environ["OMP_NUM_THREADS"]
    return read

def refuses(argument):
    from comity.errors import NotFound
    raise NotFound("there is no graph at nowhere", hint="comity build makes one.")

def dies(argument):
    os._exit(3)

def odd(argument):
    def read(document):
        if document.text.startswith("ODD"):
            told = document.text.removeprefix("ODD ").replace("@", "\\x00").encode()
            os.write(int(argument), told if told[:1] == b"\\x00" else len(told).to_bytes(4, "big") + told)
            time.sleep(60)
        return "well"
    return read

if __name__ == "__main__":
    folder_child.WORK = 0.5
    serve({"make": make, "refuses": refuses, "dies": dies, "odd": odd}[sys.argv[1]])
    os._exit(0)
"""


@pytest.fixture
def work(tmp_path: Path) -> list[str]:
    """The program that reads."""
    program = tmp_path / "work.py"
    program.write_text(WORK, encoding="utf-8")
    return [sys.executable, "-P", str(program), "make"]


def files(folder: Path, *texts: str) -> list[Path]:
    made = []
    for number, text in enumerate(texts):
        path = folder / f"{number:04}.txt"
        path.write_text(text, encoding="utf-8")
        made.append(path)
    return made


def reading_of(paths: Any, work: list[str], argument: str = "told", **options: Any) -> Generator[FileRead, None, None]:
    made: Generator[FileRead, None, None] = read_folder(
        paths, argument, program=work, kind=Any, **{"jobs": 2, **options}
    )
    return made


def read(paths: Any, work: list[str], argument: str = "told", **options: Any) -> list[FileRead]:
    return list(reading_of(paths, work, argument, **options))


def gone(process: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_files_come_back_in_their_order_from_more_than_one_process(tmp_path: Path, work: list[str]) -> None:
    paths = files(tmp_path, *("Стороны встретились. " * (1 + number % 7) for number in range(80)))
    seen: list[tuple[str, int, int | None]] = []
    both = tmp_path / "both"
    both.mkdir()
    results = read(paths, work, str(both), progress=lambda name, count, total: seen.append((name, count, total)))
    assert [one.path for one in results] == paths
    assert [one.value[1] for one in results] == [len(path.read_text(encoding="utf-8").strip()) for path in paths]
    assert {one.value[0] for one in results} == {str(both)}
    assert {one.value[3] for one in results} == {"1"}
    assert len({one.value[2] for one in results}) == 2
    assert os.getpid() not in {one.value[2] for one in results}
    assert all(one.document is not None and one.document.name == one.path.name for one in results)
    assert seen[-1] == ("0079.txt", 80, 80)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LOOP", "took longer than 1 seconds"),
        ("DIE", "killed by SIGKILL"),
        ("SPIN", "more work than a document of its size may take"),
        ("WRONG", "ValueError: a text like no other"),
        pytest.param(
            "GROW", "more memory", marks=pytest.mark.skipif(sys.platform != "linux", reason="no memory limit there")
        ),
        ("", "is empty"),
        ("a\x00b", "NUL bytes"),
    ],
)
def test_a_bad_text_is_named_and_loses_no_other(tmp_path: Path, work: list[str], text: str, said: str) -> None:
    paths = files(tmp_path, "Первый текст.", text, "Третий текст.", "Четвёртый текст.")
    results = read(paths, work, jobs=1, seconds=60 if text == "SPIN" else 1, memory=200 << 20)
    assert [one.error is None for one in results] == [True, False, True, True]
    assert said in str(results[1].error)
    assert "0001.txt" in str(results[1].error)


@pytest.mark.parametrize("answer", ["[1]", "{}", '{"read": 1}', '{"read": [[], 1]}', "[" * 50_000, "@" * 4, "nothing"])
def test_an_answer_that_is_none_ends_the_process_and_loses_no_other(
    tmp_path: Path, work: list[str], answer: str
) -> None:
    """As a process would give that a document has turned: it writes past its own words, to what its parent reads."""
    paths = files(tmp_path, "Первый текст.", f"ODD {answer}", "Третий текст.")
    began = time.monotonic()
    results = read(paths, [*work[:-1], "odd"], "3", jobs=1)
    assert [one.error is None for one in results] == [True, False, True]
    assert str(results[1].error).endswith("0001.txt: what was read in it cannot be understood, and it was given up")
    assert results[2].value == "well"
    assert time.monotonic() - began < 20


def test_a_file_that_is_not_there_is_named(tmp_path: Path, work: list[str]) -> None:
    results = read([*files(tmp_path, "Текст."), tmp_path / "none.txt"], work)
    assert results[0].error is None
    assert "there is no such file" in str(results[1].error)


def test_files_that_were_read_before_are_passed_over(tmp_path: Path, work: list[str]) -> None:
    paths = files(tmp_path, "Первый текст.", "Второй текст.")
    done = {hashlib.sha256(paths[0].read_bytes()).hexdigest()}
    first, second = read(paths, work, done=done)
    assert (first.skipped, first.document, first.error) == (True, None, None)
    assert second.value[1] == len("Второй текст.")


def test_files_are_taken_a_few_ahead_and_never_all(tmp_path: Path, work: list[str]) -> None:
    path = files(tmp_path, "Текст.")[0]
    taken = 0

    def endless() -> Iterator[Path]:
        nonlocal taken
        while True:
            taken += 1
            yield path

    reading = reading_of(endless(), work)
    for _ in range(10):
        next(reading)
    time.sleep(0.3)
    assert taken < 200
    reading.close()


def test_a_reader_that_cannot_be_made_is_told_once(tmp_path: Path, work: list[str]) -> None:
    paths = files(tmp_path, "Текст.", "Текст.")
    with pytest.raises(NotFound, match="no graph at nowhere") as error:
        read(paths, [*work[:-1], "refuses"])
    assert "comity build" in str(error.value)
    with pytest.raises(ComityError, match="cannot be started: exit 3"):
        read(paths, [*work[:-1], "dies"])


def test_leaving_the_iteration_ends_the_workers(tmp_path: Path, work: list[str]) -> None:
    reading = reading_of(files(tmp_path, *(f"Текст {number}." for number in range(50))), work)
    processes = {next(reading).value[2] for _ in range(20)}
    reading.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert not [thread for thread in threading.enumerate() if "_look_after" in thread.name]


def test_a_program_that_ends_in_the_middle_ends_well(tmp_path: Path, work: list[str]) -> None:
    paths = files(tmp_path, *(f"Текст {number}." for number in range(200)))
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom typing import Any\n"
        "from comity.loaders.text.folder import read_folder\n"
        f"reading = read_folder([Path(name) for name in sys.argv[1:]], program={work!r}, kind=Any, jobs=2)\n"
        "print(next(reading).value[2])\nsys.exit(7)\n",
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, str(script), *map(str, paths)], capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (7, b"")
    assert gone(int(ended.stdout))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_all(tmp_path: Path, work: list[str]) -> None:
    paths = files(tmp_path, "Текст.", *("LOOP",) * 4)
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom typing import Any\n"
        "from comity.loaders.text.folder import read_folder\n"
        f"for one in read_folder([Path(name) for name in sys.argv[1:]], program={work!r}, kind=Any, jobs=1):\n"
        "    print(one.value[2], flush=True)\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, str(script), *map(str, paths)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(20) != 0
    assert gone(worker)
