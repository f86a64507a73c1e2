"""The long-running programs of one machine: how each is started, ended, and named in the output."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from erp.launch import postgres, valkey
from erp.launch.folders import Folders

WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_PROCESSES = 2
GRACE_SECONDS = 2
AS_ROOT = "ignore:You're running the worker with superuser"  # on a machine that has no other user
CELERY = (sys.executable, "-W", AS_ROOT, "-m", "celery", "--quiet", "-A", "erp")


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its name in the output, its command, and the signal that ends it."""

    name: str
    command: tuple[str, ...]
    end: signal.Signals = signal.SIGTERM
    as_service_user: bool = False
    log: Path | None = None  # where what it prints goes; None: into the supervisor's output


def database(folders: Folders) -> Program:
    """Return the embedded PostgreSQL; SIGINT ends its sessions and closes its files properly."""
    command, log = tuple(postgres.server_command(folders)), postgres.log_file(folders)
    return Program("postgres", command, signal.SIGINT, as_service_user=True, log=log)


def broker(folders: Folders) -> Program:
    """Return the embedded Valkey."""
    return Program("valkey", tuple(valkey.server_command(folders)))


def mailbox(folders: Folders, port: int) -> Program:
    """Return the mail server that keeps what it receives and sends nothing on."""
    arguments = ("--port", str(port), "--folder", str(folders.mail))
    return Program("mail", (sys.executable, "-m", "erp.launch.mailbox", *arguments))


def web(host: str, port: int) -> Program:
    """Return the web server: processes times threads requests at once."""
    options = {
        "--bind": f"{host}:{port}",
        "--worker-class": "gthread",
        "--workers": str(WEB_PROCESSES),
        "--threads": str(WEB_THREADS),
        "--timeout": "60",
        "--graceful-timeout": str(GRACE_SECONDS),
        "--log-level": "warning",
    }
    parts = [part for option in options.items() for part in option]
    flags = ("--preload", "--no-control-socket")
    return Program("web", (sys.executable, "-m", "gunicorn", "erp.wsgi", *parts, *flags))


def worker() -> Program:
    """Return the worker, which sends messages and executes what outsiders submitted."""
    options = ("--loglevel", "WARNING", "--concurrency", str(WORKER_PROCESSES), "--without-mingle")
    return Program("worker", (*CELERY, "worker", *options))


def beat() -> Program:
    """Return the clock that queues what is due."""
    options = ("--loglevel", "WARNING", "--pidfile", "")
    return Program("beat", (*CELERY, "beat", *options))


def popen(program: Program, before: Callable[[], None]) -> "subprocess.Popen[str]":
    """Start `program` in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    with program.log.open("a") if program.log else nullcontext(subprocess.PIPE) as output:
        return subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before,
            text=True,
            errors="replace",
            bufsize=1,
        )
