"""The walls round a process that runs a stranger's question: what the kernel refuses it, whatever the database does.

The threat: SQL that gets past the checks, or a fault in the database, reads another file, writes one, calls home,
or takes the machine. A wall that the platform does not have is left out, and the report says which ones stand.

Landlock holds for the calling thread and for those it starts later: close the walls before the first thread starts.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

MEGABYTE = 1 << 20
MEMORY_HEADROOM_MEGABYTES = 256
"""For the process beside its database: stacks, buffers on the way out, values that the database does not count."""
OPEN_FILES = 256

_LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

# The same on every architecture that Linux added since 2019, and on x86 and ARM.
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_ADD_RULE = 445
_LANDLOCK_RESTRICT_SELF = 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_FS_READ_FILE = 1 << 2
# Version of Landlock → how many rights over files it knows; all of them are handled, so all are denied.
_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_FS_RIGHTS_SINCE_5 = 16
_NET_TCP = 0b11
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


@dataclass(frozen=True)
class SandboxReport:
    """What the kernel enforced: the version of Landlock (0 where there is none) and the walls by name.

    Walls: ``limits`` (memory, size of files, processor time), ``no-new-privileges``, ``dies-with-parent``, ``files``
    (only the named tables can be opened, and only read), ``network`` (no TCP), ``signals`` (no other process).
    """

    landlock: int
    walls: tuple[str, ...]


def die_with_parent() -> bool:
    """Have the kernel kill this process when the one that started it ends; whether the platform can do that."""
    return _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def close_walls(readable: Sequence[str], *, memory_megabytes: int, processor_seconds: int) -> SandboxReport:
    """Confine this process, for good, to reading the files named; returns what the platform enforces.

    Raises FileNotFoundError or PermissionError when one of the files cannot be opened.
    """
    walls = ["limits"]
    _limit_resources(memory_megabytes, processor_seconds)
    # Setting it again is how one asks whether it is set.
    if die_with_parent():
        walls.append("dies-with-parent")
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        walls.append("no-new-privileges")
    version = landlock_version()
    if version and _restrict(readable, version):
        walls += ["files", *(["network"] if version >= 4 else []), *(["signals"] if version >= 6 else [])]
    else:
        version = 0
    return SandboxReport(version, tuple(walls))


def landlock_version() -> int:
    """The version of Landlock that this kernel speaks; 0 where there is none or it is switched off."""
    if not _LINUX:
        return 0
    return max(0, _syscall(_LANDLOCK_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION))


def _limit_resources(memory_megabytes: int, processor_seconds: int) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CPU, processor_seconds)
    room = (memory_megabytes + MEMORY_HEADROOM_MEGABYTES) * MEGABYTE
    _limit(resource.RLIMIT_DATA, _data_bytes() + room)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _data_bytes() -> int:
    """What this process holds already, which the limit counts too."""
    if not _LINUX:
        return 0
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        return int(statm.read().split()[5]) * resource.getpagesize()


def _restrict(readable: Sequence[str], version: int) -> bool:
    rights = (1 << _FS_RIGHTS.get(version, _FS_RIGHTS_SINCE_5)) - 1
    network = _NET_TCP if version >= 4 else 0
    scoped = _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    # An older kernel takes the longer structure as long as what it does not know is zero.
    attributes = struct.pack("=QQQ", rights, network, scoped)
    ruleset = _syscall(_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow_reading(ruleset, path)
        return _syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow_reading(ruleset: int, path: str) -> None:
    file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", _FS_READ_FILE, file)
        if _syscall(_LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0) < 0:
            raise PermissionError(path)
    finally:
        os.close(file)


def _prctl(option: int, value: int) -> bool:
    if not _LINUX:
        return False
    nothing = ctypes.c_ulong(0)
    done: int = _libc().prctl(option, ctypes.c_ulong(value), nothing, nothing, nothing)
    return done == 0


def _syscall(number: int, *arguments: int | bytes | None) -> int:
    given = [
        ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value) for value in arguments
    ]
    return int(_libc().syscall(ctypes.c_long(number), *given))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
