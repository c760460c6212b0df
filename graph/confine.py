"""What a process gives up before it touches what others wrote: a file, a query, a page's address.

Threat: an engine or parser that data makes grow without end, connect to an
address, read or overwrite a file, or run code of the attacker's.  The checks in
front (``guard.py``, the loaders' own) are the first layer; this is the second,
and holds where they are wrong or are gone round.

==================  ============================================  =====  =====  =======
what is returned    what holds from then on                       Linux  macOS  Windows
==================  ============================================  =====  =====  =======
``memory``          no more address space than ``memory`` bytes   yes    no     no
``cpu``             no more than ``seconds`` of CPU               yes    yes    no
``no-core``         no image of the memory is left on a disk      yes    yes    no
``files``           at most 1,024 files at once                   yes    yes    no
``no-writing``      no byte more in any file                      yes    yes    no
``no-privileges``   nothing that is started has more rights       yes    no     no
``system-calls``    no network, no other process, nothing opened  yes    no     no
                    for writing, renamed, deleted or mounted
``landlock``        no file changed; with ``reads``, no file but  5.13   no     no
                    those and Python's own read
==================  ============================================  =====  =====  =======

Limits: on macOS and Windows a confined process can connect and read files as
whoever started it; there the first layer and the clock stand alone.  System
calls are filtered on x86-64 and AArch64 (:mod:`seccomp`).  Where a container
forbids its processes to confine themselves, what it forbids is missing from
the answer.  What was open before stays open.

It starts with the standard library only, in three milliseconds.  Call it once,
before threads are started (Landlock holds for the calling thread and what it
starts) and after imports whose byte code Python should keep: later ones still
work, but nothing is written to ``__pycache__``.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from collections.abc import Callable, Iterable

from .seccomp import MACHINES, program

FILES = 1024
#: What the C library and the engine read of the machine; those of other processes in /proc are not among them.
_MACHINE = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/locale", "/usr/share/zoneinfo", "/etc/ld.so.cache",
    "/etc/localtime", "/dev/null", "/dev/urandom", "/proc/self", "/proc/sys/kernel", "/proc/sys/vm", "/proc/cpuinfo",
    "/proc/meminfo", "/sys/devices", "/sys/dev", "/sys/fs/cgroup",
)  # fmt: skip
_NO_NEW_PRIVS, _SECCOMP, _FILTER, _TSYNC = 38, 22, 2, 1
#: The number of the call ``seccomp``, by column of :data:`seccomp.MACHINES`.
_CALL = (317, 277)
_RULESET, _RULE, _RESTRICT = 444, 445, 446
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3


def confine(
    *,
    memory: int,
    seconds: int | None = None,
    reads: Iterable[str | os.PathLike[str]] | None = None,
    starts: bool = False,
) -> tuple[str, ...]:
    """Confine this process for good, and say what holds here; the words are those of the module's table.

    ``memory``: bytes of address space, what is taken already included.
    ``reads``: files and folders that may still be read, beside Python and its
    packages; None for every one.  ``starts``: it may start processes, which are
    confined as it is, and end them.
    """
    if sys.platform == "win32":
        return ()
    holds = _limited(memory, seconds)
    if sys.platform == "linux":
        try:
            holds += _filtered(None if reads is None else [os.fspath(path) for path in reads], starts)
        except (ImportError, OSError, AttributeError):
            pass  # a Python without ctypes
    return tuple(holds)


def _limited(memory: int, seconds: int | None) -> list[str]:
    import resource

    limits = [
        ("memory", resource.RLIMIT_AS, memory),
        ("no-core", resource.RLIMIT_CORE, 0),
        ("files", resource.RLIMIT_NOFILE, FILES),
    ]
    if seconds is not None:
        limits.append(("cpu", resource.RLIMIT_CPU, seconds))
    if not any(_is_file(handle) for handle in (1, 2)):  # a server's log is one, and may grow
        limits.append(("no-writing", resource.RLIMIT_FSIZE, 0))
    holds = []
    for name, limit, value in limits:
        try:
            most = resource.getrlimit(limit)[1]
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(limit, (value, value))
            holds.append(name)
        except (ValueError, OSError):
            pass  # macOS has no limit of address space: the clock still holds
    return holds


def _is_file(handle: int) -> bool:
    try:
        return stat.S_ISREG(os.fstat(handle).st_mode)
    except OSError:
        return False


def _filtered(reads: list[str] | None, starts: bool) -> list[str]:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)

    def call(number: int, *values: int | bytes) -> int:
        # Each as wide as a register: a shorter number leaves its upper half to chance.
        wide = [ctypes.c_char_p(value) if isinstance(value, bytes) else ctypes.c_long(value) for value in values]
        return int(libc.syscall(ctypes.c_long(number), *wide))

    zero = ctypes.c_ulong(0)
    if libc.prctl(_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return []
    holds = ["no-privileges"]
    if _landlocked(call, reads, starts):
        holds.append("landlock")
    machine = os.uname().machine
    if machine in MACHINES and sys.maxsize > 1 << 32:
        lines = program(machine, starts=starts)
        held = ctypes.create_string_buffer(lines, len(lines))
        told = struct.pack("@HP", len(lines) // 8, ctypes.addressof(held))
        # For every thread there is; where that cannot be, for this one and those to come.
        if (
            call(_CALL[MACHINES[machine][1]], 1, _TSYNC, told) == 0
            or libc.prctl(_SECCOMP, ctypes.c_ulong(_FILTER), told, zero, zero) == 0
        ):
            holds.append("system-calls")
    return holds


def _landlocked(call: Callable[..., int], reads: list[str] | None, starts: bool) -> bool:
    """Whether Landlock holds: nothing changed, connected to or signalled, and only ``reads`` read."""
    version = call(_RULESET, 0, 0, 1)
    if version < 1:
        return False
    # What each version of it can forbid: 13 rights to files, then to move, to cut, to command devices.
    rights = (1 << (13 + (version >= 2) + (version >= 3))) - 1 | (1 << 15 if version >= 5 else 0)
    reading = _READ_FILE | _READ_DIR | (_EXECUTE if starts else 0)
    if reads is None:
        rights &= ~(_READ_FILE | _READ_DIR | _EXECUTE)
    fields = (rights, *((3,) if version >= 4 else ()), *((3,) if version >= 6 else ()))  # TCP; sockets and signals
    ruleset = call(_RULESET, struct.pack(f"={len(fields)}Q", *fields), 8 * len(fields), 0)
    if ruleset < 0:
        return False
    try:
        for path in [] if reads is None else [*reads, *_pythons(), *_MACHINE]:
            try:
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue  # not on this machine
            try:
                allowed = reading if stat.S_ISDIR(os.fstat(place).st_mode) else reading & ~_READ_DIR
                if call(_RULE, ruleset, 1, struct.pack("=Qi", allowed, place), 0) != 0:
                    return False
            finally:
                os.close(place)
        return call(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _pythons() -> list[str]:
    """Where Python and its packages lie.

    The folder that a command was typed in is on its path, and is not meant.
    """
    from pathlib import Path

    not_meant = {Path("/")}
    for place in (Path.cwd, Path.home):
        try:
            not_meant.add(place())
        except (OSError, RuntimeError):
            pass  # it was deleted, or nobody knows whose process this is
    own = Path(__file__).parent.parent
    return [str(own), sys.prefix, sys.base_prefix, *(one for one in sys.path if one and Path(one) not in not_meant)]
