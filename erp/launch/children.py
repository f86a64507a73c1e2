"""Child processes that end with their parent, and the ordinary user that runs servers for root."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SERVICE_USER = "counterpart"
FALLBACK_USER = "nobody"
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION = 0x20080522
CAP_DAC_READ_SEARCH = 2


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """The ordinary user that runs PostgreSQL for root: PostgreSQL refuses to run as root itself."""

    name: str
    user_id: int
    group_id: int


def service_user() -> ServiceUser | None:
    """Return the user for PostgreSQL, made on first use; None when this process is not root's."""
    if os.geteuid() != 0:
        return None
    for name in (SERVICE_USER, FALLBACK_USER):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            if name == FALLBACK_USER or not (useradd := shutil.which("useradd")):
                continue
            command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                continue
            entry = pwd.getpwnam(name)
        return ServiceUser(name, entry.pw_uid, entry.pw_gid)
    raise PermissionError(
        "root cannot run PostgreSQL: make an ordinary user named counterpart, or work as one"
    )


def as_service_user(
    user: ServiceUser | None, then: Callable[[], None] | None = None
) -> Callable[[], None]:
    """
    Return what a forked child runs before its program starts: become `user`, then `then`.

    The service user keeps one right of root, to read files wherever they lie, because the program and
    its data may be in a folder (such as root's home) that it could not enter otherwise.
    """

    def become() -> None:
        if user is not None:
            _become_reader(user)
        if then is not None:
            then()

    return become


def end_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """Return what a forked child runs so that the kernel sends it `sign` when its parent dies."""
    parent = os.getpid()

    def ask() -> None:
        follow_parent(sign)
        if sys.platform == "linux" and os.getppid() != parent:  # died between fork and here
            os._exit(1)

    return ask


def follow_parent(sign: signal.Signals) -> None:
    """Have the kernel send `sign` to this process when its parent dies; Linux only."""
    if sys.platform == "linux":
        _c().prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def run_quietly(command: Sequence[str], user: ServiceUser | None = None) -> None:
    """
    Run `command` to its end, as `user` when one is given.

    :raises subprocess.CalledProcessError: with its output, when it fails
    """
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=as_service_user(user),
        cwd="/",
    )


def _become_reader(user: ServiceUser) -> None:
    libc = _c()
    os.setgroups([])
    os.setgid(user.group_id)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setuid(user.user_id)
    if sys.platform != "linux":
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    reading = 1 << CAP_DAC_READ_SEARCH
    sets = (ctypes.c_uint32 * 6)(reading, reading, reading, 0, 0, 0)  # effective, permitted, inheritable
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0)


def _c() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
