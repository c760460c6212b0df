"""The second layer alone: what a confined process can no longer do, whatever got past the guards in front of it.

Each attempt is made in a process that has confined itself.  The same attempt in
one that has not must succeed: a machine that forbids it to everybody proves nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comity.errors import ComityError
from comity.graph.seccomp import MACHINES, program
from comity.graph.store import Home
from comity.graph.workers import Worker
from comity.tests.torture.measure import note
from comity.tests.torture.ways_out import Canary, raw_connects, ways

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Linux alone confines; elsewhere the clock stands alone"
)

#: What a process tries: a name, and Python that raises where it cannot be done.
ATTEMPTS = {
    "socket": "socket.socket()",
    "socket of a thread": "in_thread(socket.socket)",
    "socket of a thread that was there": "early.put(socket.socket) or raised(late.get())",
    "unix socket": "socket.socket(socket.AF_UNIX)",
    "socket pair": "socket.socketpair()",
    "name looked up": "socket.getaddrinfo('localhost', 80)",
    "raw call": "raw(41 if x86 else 198, 2, 1, 0)",
    "io_uring": "raw(425, 1, ctypes.create_string_buffer(120))",
    "file read": "open(folder + '/secret').read()",
    "file opened for writing": "open(folder + '/secret', 'r+')",
    "file made": "open(folder + '/new', 'w')",
    "file appended to": "os.open(folder + '/secret', os.O_WRONLY | os.O_APPEND)",
    "file without a name": "os.open(folder, os.O_TMPFILE | os.O_RDWR)",
    "openat2": "raw(437, -100, (folder + '/secret').encode(), struct.pack('=QQQ', 1, 0, 0), 24)",
    "file renamed": "os.rename(folder + '/moved', folder + '/gone')",
    "file deleted": "os.unlink(folder + '/deleted')",
    "file cut": "os.truncate(folder + '/secret', 0)",
    "rights changed": "os.chmod(folder + '/secret', 0o777)",
    "times changed": "os.utime(folder + '/secret')",
    "folder made": "os.mkdir(folder + '/folder')",
    "link made": "os.link(folder + '/secret', folder + '/linked')",
    "symbolic link made": "os.symlink('/etc/passwd', folder + '/symbolic')",
    "pipe made": "os.mkfifo(folder + '/pipe')",
    "process forked": "ended(os.fork() or os._exit(0))",
    "process started": "subprocess.run([sys.executable, '-c', ''], check=True)",
    "process spawned": "ended(os.posix_spawn('/bin/true', ['true'], {}))",
    "program changed": "os.execv(sys.executable, [sys.executable, '-c', 'print(chr(123) + chr(125))'])",
    "parent signalled": "os.kill(os.getppid(), 0)",
    "group signalled": "os.kill(0, 0)",
    "parent's memory": "open('/proc/%d/mem' % os.getppid(), 'rb')",
    "parent's environment": "open('/proc/%d/environ' % os.getppid(), 'rb').read()",
    "limit raised": "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))",
    "message queue": "raw(68 if x86 else 186, 0, 0o1600)",
}
#: What it must still be able to do.
NEEDED = {
    "read what it may": "open(folder + '/may/read').read()",
    "list it": "os.listdir(folder + '/may')",
    "import": "__import__('lxml.html')",
    "thread": "in_thread(os.getpid)",
    "pipe": "os.pipe()",
    "clock": "time.sleep(0.001)",
    "itself signalled": "os.kill(os.getpid(), 0)",
    "limits read": "resource.getrlimit(resource.RLIMIT_AS)",
    "chance": "os.urandom(8)",
    "zone": "time.localtime()",
}
#: Those that ``starts`` gives back.
STARTS = {"process forked", "process started", "process spawned", "program changed", "limit raised"}
_CODE = """
import ctypes, json, os, queue, resource, socket, struct, subprocess, sys, threading, time
attempts, folder, mode = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
x86 = os.uname().machine == "x86_64"

def raised(found):
    if isinstance(found, BaseException):
        raise found
    return found

def raw(number, *values):
    wide = [ctypes.c_long(v) if isinstance(v, int) else v for v in values]
    if ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *wide) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

def in_thread(what):
    found = []
    def work():
        try: found.append(what())
        except BaseException as error: found.append(error)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return raised(found[0])

def ended(pid):
    os.waitpid(pid, 0)

early, late = queue.Queue(), queue.Queue()
def waiting():
    try: late.put(early.get()())
    except BaseException as error: late.put(error)
threading.Thread(target=waiting, daemon=True).start()
holds = ()
if mode != "free":
    from comity.graph.confine import confine
    holds = confine(memory=4 << 30, seconds=60, reads=[folder + "/may"], starts=mode == "starts")
told = {}
for name, attempt in attempts.items():
    try:
        eval(attempt)
        told[name] = "done"
    except BaseException as error:
        told[name] = "%s: %s" % (type(error).__name__, error)
print(json.dumps({"holds": holds, "told": told}))
"""


def tried(folder: Path, attempts: dict[str, str], mode: str) -> Any:
    """What a process says of each attempt; its folder is made afresh."""
    (folder / "may").mkdir(parents=True)
    for name in ("secret", "moved", "deleted", "may/read"):
        (folder / name).write_text("secret", encoding="ascii")
    words = [sys.executable, "-c", _CODE, json.dumps(attempts), str(folder), mode]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done
    return json.loads(done.stdout)


def test_a_confined_process_reaches_nothing(tmp_path: Path) -> None:
    told = tried(tmp_path / "confined", ATTEMPTS | NEEDED, "confined")
    done = {name for name, said in told["told"].items() if said == "done"}
    assert {"memory", "cpu", "no-core", "files", "no-writing", "no-privileges", "system-calls"} <= set(told["holds"])
    without = set() if "landlock" in told["holds"] else {"file read", "parent's memory", "parent's environment"}
    assert done - without == set(NEEDED), told["told"]
    assert (tmp_path / "confined" / "secret").read_text(encoding="ascii") == "secret"
    attempts = {name: attempt for name, attempt in ATTEMPTS.items() if name != "program changed"}
    free = tried(tmp_path / "free", attempts, "free")["told"]
    # What this machine forbids to everybody: a container's own filter, or a kernel without it.
    forbidden = {name for name, said in free.items() if said != "done"}
    assert forbidden <= {"io_uring", "openat2", "message queue", "parent's memory", "name looked up"}, free
    note(
        "confined-process",
        attempts=len(ATTEMPTS),
        reached=len(done - set(NEEDED)),
        unconfined_reached=len(free) - len(forbidden),
    )


def test_a_process_that_starts_others_still_reaches_nothing(tmp_path: Path) -> None:
    attempts = {name: attempt for name, attempt in ATTEMPTS.items() if name not in STARTS | {"process started"}}
    attempts["started reaches nothing"] = (
        "subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'], check=True, stderr=subprocess.PIPE)"
    )
    attempts["started"] = "subprocess.run([sys.executable, '-c', ''], check=True)"
    told = tried(tmp_path / "starts", attempts | NEEDED, "starts")
    done = {name for name, said in told["told"].items() if said == "done"}
    without = {"parent signalled", "group signalled"}  # Landlock 6 refuses the first; the group is its own
    assert done - set(NEEDED) - without == {"started"}, told["told"]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("starts", [False, True])
def test_no_jump_of_the_filter_leaves_it(machine: str, starts: bool) -> None:
    import struct

    lines = list(struct.iter_unpack("=HBBI", program(machine, starts=starts)))
    assert len(lines) < 4096
    for at, (code, yes, no, _) in enumerate(lines):
        if code & 7 == 5:
            assert at + 1 + max(yes, no) < len(lines)
    assert lines[-1][0] == 6


def test_with_the_guard_gone_round_the_engine_still_cannot_connect(tmp_path: Path) -> None:
    """The worker is asked directly: what the guard would refuse reaches the engine."""
    home = Home.create(tmp_path / "home")
    with home.writer() as writer:
        writer.publish(note="nothing")
    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:a> <x:b> <x:c> .", encoding="ascii")
    said = {}
    with Canary() as canary, Worker(home.current().store_path) as worker:
        texts = ways(canary.url, secret.as_uri())
        for name, text in texts:
            try:
                said[name] = str(sum(1 for _ in worker.run(text, timeout=20).rows()))
            except ComityError as error:
                said[name] = error.message
        assert canary.heard == [], said
        assert said["service"] == "the query cannot be run: it would connect or write, which an engine may not"
        raw = raw_connects(canary, [text for _, text in texts])
    note("network-from-queries-second-layer", ways=len(texts), connected=0, raw_engine_connected=raw)
    assert raw >= 20
