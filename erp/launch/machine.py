"""What a machine must offer before anything is started on it."""

import fcntl
import shutil
import socket
from contextlib import closing
from pathlib import Path
from typing import IO

from django.core.exceptions import ImproperlyConfigured

from erp.launch.folders import own_folder

HOST = "127.0.0.1"
FREE_MEGABYTES_MIN = 300


class NotPossible(Exception):
    """Something about this machine is in the way; the text is one line and says what to do."""


def claim(folder: Path) -> IO[str]:
    """
    Make `folder` this process's own until the returned file is closed.

    :raises NotPossible: when it cannot be written, or another process has it
    """
    try:
        own_folder(folder)
        lock = (folder / "up.lock").open("w")
    except OSError as error:
        raise NotPossible(
            f"{folder} cannot be written ({error.strerror or error}); ERP_DATA names another folder"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise NotPossible(
            f"It runs already with its files in {folder}; end it there with Ctrl-C"
        ) from error
    return lock


def check_disk(folder: Path) -> None:
    """
    Look whether the disk of `folder` has room.

    :raises NotPossible: when it has less than the servers need to work
    """
    free = shutil.disk_usage(folder).free // 2**20
    if free < FREE_MEGABYTES_MIN:
        raise NotPossible(f"Only {free} MB are free for {folder}; {FREE_MEGABYTES_MIN} MB are needed")


def port_number(text: str) -> int:
    """
    Return the number of the port that an environment variable names.

    :raises ImproperlyConfigured: when it is no number
    """
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{text!r} is no port; choose a number: PORT=8000")
    return int(text)


def check_port(port: int) -> None:
    """
    Look whether `port` can be listened on.

    :raises NotPossible: when somebody else does, or root alone may
    """
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise NotPossible(f"Port {port} is for root alone; choose another: PORT=8000") from error
        except OverflowError as error:
            raise NotPossible(f"{port} is no port; choose one below 65536: PORT=8000") from error
        except OSError as error:
            raise NotPossible(
                f"Port {port} is taken; choose another: PORT={port % 60000 + 1}"
            ) from error


def free_port() -> int:
    """Return the number of a port that nobody listens on now."""
    with closing(socket.create_server((HOST, 0))) as probe:
        port: int = probe.getsockname()[1]
        return port
