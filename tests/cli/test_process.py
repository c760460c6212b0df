"""The command as a process: exit codes, streams, signals, and what starting it imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.loaders.build import Outcome

Process = Callable[..., "subprocess.CompletedProcess[bytes]"]

HEAVY = ("rdflib", "networkx", "pydantic", "owlready2", "pyshacl", "pandas", "polars", "pycountry", "babel")


@pytest.fixture
def environment(built: tuple[Path, Outcome]) -> dict[str, str]:
    return {**os.environ, "COMITY_GRAPH": str(built[0]), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.fixture
def comity(environment: dict[str, str], tmp_path: Path) -> Process:
    def run(*words: str, **more: object) -> subprocess.CompletedProcess[bytes]:
        options: dict[str, object] = {
            "env": environment,
            "cwd": tmp_path,
            "capture_output": True,
            "timeout": 120,
            **more,
        }
        return subprocess.run([sys.executable, "-m", "comity", *words], check=False, **options)  # type: ignore[call-overload,no-any-return]

    return run


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--version",), 0),
        (("query", "rules-of-body", "-p", "body=sco-prosecutors-general"), 0),
        (("search", "zzzzzz"), 1),
        (("query", "rules-of-body"), 2),
        (("no-such-verb",), 2),
        (("sparql", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", "--timeout", "0.4"), 124),
    ],
)
def test_a_verb_ends_with_its_code_and_keeps_its_streams_apart(
    comity: Process, words: tuple[str, ...], code: int
) -> None:
    done = comity(*words)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (code == 0)
    assert bool(done.stderr) == (code != 0)


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", "query", "single-source-facts", "-f", "csv"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"class,")
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert said == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_with_130(environment: dict[str, str], tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", "sparql", text, "--timeout", "600"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    workers = _children(process.pid)
    deadline = time.monotonic() + 60
    while not workers and time.monotonic() < deadline:
        time.sleep(0.05)
        workers = _children(process.pid)
    time.sleep(0.5)  # into the query
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, said) == (b"", b"comity: stopped\n")
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[int]:
    """The processes that a process has started; [] where the system does not tell."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in file.read_text().split()] if file.exists() else []


def test_names_are_printed_whatever_the_encoding_of_the_system(comity: Process, environment: dict[str, str]) -> None:
    done = comity("show", "UZ", "--lang", "ru", env={**environment, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("Узбекистан")


def test_an_argument_in_another_encoding_is_refused(comity: Process, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"comity", b"show", b"\xd3\xe7\xe1\xe5\xea\xe8\xf1\xf2\xe0\xed"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"an argument is not UTF-8 text" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_colour_reaches_a_pipe(comity: Process, environment: dict[str, str]) -> None:
    for more in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}):
        done = comity("show", "igor-krasnov", env={**environment, **more})
        assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        "query rules-of-body -p body=sco-prosecutors-general",
        "query holders-of-post -p post=ru-prosecutor-general -f table",
        "query --list",
        "show igor-krasnov",
        "search Краснова",
        "sparql ASK{}",
        "export --around ksgp",
        "store list",
    ],
)
def test_a_verb_does_not_import_what_it_does_not_need(environment: dict[str, str], words: str) -> None:
    code = (
        "import sys; from comity.cli import cli\n"
        f"cli.main({words.split()!r}, standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stderr.decode() == "[]\n"


def test_the_version_is_told_without_importing_click(environment: dict[str, str]) -> None:
    code = (
        "import sys; sys.argv = ['comity', '--version']; from comity.__main__ import main\n"
        "main(); print('click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[0].startswith("comity ")
    assert done.stdout.splitlines()[1] == "False"


@pytest.mark.skipif(os.name == "nt", reason="signals are heard otherwise there")
@pytest.mark.parametrize(("error", "heard"), [("KeyboardInterrupt", False), ("ValueError", True)])
def test_ctrl_c_where_nothing_can_be_raised_prints_no_traceback(error: str, heard: bool) -> None:
    """While a module is imported, Python runs callbacks whose errors it can only print."""
    code = f"""
import weakref
from comity.__main__ import _stop_when_told
_stop_when_told()
class Thing: pass
def told(reference): raise {error}
thing = Thing()
reference = weakref.ref(thing, told)
del thing
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert ("Traceback" in done.stderr) is heard
