"""Where a server of this machine keeps its files, and how it is reached."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 107  # bytes, without the closing zero: sockaddr_un.sun_path of Linux


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of the embedded servers below one data folder."""

    data: Path

    @property
    def postgres(self) -> Path:
        """Return the folder of PostgreSQL's files."""
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        """Return the folder of Valkey's files."""
        return self.data / "valkey"

    @property
    def mail(self) -> Path:
        """Return the folder where the demo's mail server puts what it received."""
        return self.data / "mail"

    @property
    def sockets(self) -> Path:
        """
        Return the folder of the sockets: inside the data folder, or, where that path is too long for a
        socket, a short one of this data folder and this user below the system's temporary folder.
        """
        inside = self.data / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_MAX:
            return inside
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"counterpart-{os.geteuid()}-{digest}"

    @property
    def valkey_socket(self) -> Path:
        """Return the path of Valkey's socket."""
        return self.sockets / "valkey.sock"


def own_folder(path: Path, owner: int | None = None) -> Path:
    """
    Make `path` a folder that only its owner may enter: this process's user, or the user id `owner`.

    :raises PermissionError: when the folder exists and belongs to somebody else
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.stat().st_uid
    if found not in (os.geteuid(), owner):
        raise PermissionError(f"{path} belongs to user {found}, not to the user of this process")
    if owner is not None and found != owner:
        os.chown(path, owner, -1)
    path.chmod(0o700)
    return path


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of this machine is inside with the same `lock` file."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
