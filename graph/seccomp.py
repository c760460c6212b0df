"""The system calls that a confined process may no longer make, as a filter that the kernel runs (Linux).

Threat: code that hostile data has taken over, or an engine that connects where
a query tells it to, calls the kernel directly; no check in Python sees that.

What is refused fails with EPERM, as for a user without the right; a call of
another machine architecture ends the process.  Calls that came to Linux after
5.0 are refused with ENOSYS unless they are listed, so that what a later kernel
adds is closed until somebody has looked at it; the C library then takes the
older call, which is looked at here (``clone3`` becomes ``clone``).

Limits: x86-64 and AArch64.  Paths are not seen, only flags: what may be read is
Landlock's to say (:mod:`confine`).  Pipes and files that are open already stay
usable, and memory that is shared with nobody may still be filled.
"""

from __future__ import annotations

import errno
import os
import struct

#: Name -> number on x86-64 and on AArch64; None where the machine has no such call.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    # Networks, Unix sockets too
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "connect": (42, 203), "getsockname": (51, 204), "getpeername": (52, 205),
    "sendto": (44, 206), "recvfrom": (45, 207), "setsockopt": (54, 208), "getsockopt": (55, 209),
    "shutdown": (48, 210), "sendmsg": (46, 211), "recvmsg": (47, 212), "sendmmsg": (307, 269), "recvmmsg": (299, 243),
    # Other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "shmget": (29, 194), "shmctl": (31, 195), "shmat": (30, 196), "semget": (64, 190), "semop": (65, 193),
    "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188),
    "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181),
    # Files changed, by name or through a file that is open for reading
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "unlink": (87, None),
    "unlinkat": (263, 35), "rmdir": (84, None), "mkdir": (83, None), "mkdirat": (258, 34), "mknod": (133, None),
    "mknodat": (259, 33), "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, None), "lchown": (94, None),
    "fchown": (93, 55), "fchownat": (260, 54), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    # The machine
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "acct": (163, 89),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None), "ioperm": (173, None),
    "init_module": (175, 105), "delete_module": (176, 106), "finit_module": (313, 273), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "quotactl": (179, 60),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "syslog": (103, 116), "vhangup": (153, 58), "personality": (135, 92), "modify_ldt": (154, None),
    "nfsservctl": (180, 42),
}  # fmt: skip
#: Refused besides where the process starts no others, whose beginnings these are.
STARTING: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "setrlimit": (160, 164),
}  # fmt: skip
#: Calls that Linux has had since 5.1, numbered alike on every machine, and that do no harm: close_range, faccessat2,
#: epoll_pwait2, Landlock's three, which only ever restrict, futexes, memory policy, shadow stacks, mseal.
NEWER = (436, 439, 441, 444, 445, 446, 449, 450, 453, 454, 455, 456, 462)
FIRST_NEWER = 424
#: O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, alike on both machines; O_TMPFILE needs one of the first two.
_WRITES = 0o1 | 0o2 | 0o100 | 0o1000
_CLONE_THREAD = 0x10000
#: Typing for whoever sits at the terminal: TIOCSTI, TIOCLINUX.
_TYPING = (0x5412, 0x541C)
#: What the kernel calls each machine, and where it keeps the numbers above.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _END = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS


def program(machine: str, *, starts: bool) -> bytes:
    """The filter for this process on a machine, as the kernel's instructions of eight bytes.

    ``starts``: it may start processes, which inherit the filter, and end them.
    """
    arch, column = MACHINES[machine]
    lines: list[tuple[int, int, int, int]] = []

    def add(code: int, value: int, yes: int = 0, no: int = 0) -> None:
        lines.append((code, yes, no, value))

    def argument(number: int) -> int:
        return 16 + 8 * number  # of the low half; the numbers and flags looked at have no other

    def where(call: tuple[int | None, int | None], *then: tuple[int, int, int, int]) -> None:
        number = call[column]
        if number is not None:
            add(_EQUAL, number, 0, len(then))
            lines.extend(then)

    refuse, allow = (_RETURN, 0, 0, _EPERM), (_RETURN, 0, 0, _ALLOW)
    add(_LOAD, 4)
    add(_EQUAL, arch, 1, 0)
    add(_RETURN, _END)
    add(_LOAD, 0)
    if machine == "x86_64":  # the same calls once more, with 32-bit addresses
        add(_AT_LEAST, 0x40000000, 0, 1)
        add(_RETURN, _ENOSYS)
    add(_AT_LEAST, FIRST_NEWER, 0, 2 * len(NEWER) + 1)
    for number in NEWER:
        add(_EQUAL, number, 0, 1)
        lines.append(allow)
    add(_RETURN, _ENOSYS)
    for call, flags in (((2, None), 1), ((257, 56), 2)):  # open, openat
        where(call, (_LOAD, 0, 0, argument(flags)), (_ANY_BIT, 0, 1, _WRITES), refuse, allow)
    where((16, 29), (_LOAD, 0, 0, argument(1)), (_EQUAL, 1, 0, _TYPING[0]), (_EQUAL, 0, 1, _TYPING[1]), refuse, allow)
    own = (_EQUAL, 1, 0, os.getpid())
    if not starts:
        where((56, 220), (_LOAD, 0, 0, argument(0)), (_ANY_BIT, 1, 0, _CLONE_THREAD), refuse, allow)
        for call in ((62, 129), (234, 131)):  # kill, tgkill: only itself
            where(call, (_LOAD, 0, 0, argument(0)), own, refuse, allow)
        # prlimit64: limits may be read, of itself or not, and no longer changed.
        both = ((_LOAD, 0, 0, argument(2)), (_EQUAL, 0, 2, 0), (_LOAD, 0, 0, argument(2) + 4), (_EQUAL, 1, 0, 0))
        where((302, 261), *both, refuse, allow)
    for call in (*REFUSED.values(), *(() if starts else STARTING.values())):
        where(call, refuse)
    lines.append(allow)
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
