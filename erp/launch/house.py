"""The whole house on one machine: in which order things start, what is told, and how it ends."""

import io
import os
import secrets
import signal
import socket
import sys
import threading
import time
from contextlib import closing, suppress

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

from erp.launch import postgres, programs, valkey
from erp.launch.children import follow_parent
from erp.launch.folders import Folders
from erp.launch.machine import HOST, NotPossible, check_disk, check_port, claim, free_port
from erp.launch.supervisor import Supervisor

READY_SECONDS_MAX = 60
CLOSE_SECONDS_MAX = 4.5  # below the five seconds of Ctrl-C
# What stops a start without being our mistake: a server that does not come up, a disk that fills up.
FAILURES = (postgres.PostgresNotStarted, valkey.ValkeyNotStarted, OperationalError, OSError)


class _Ended(BaseException):
    """Ctrl-C or SIGTERM arrived. Not an Exception: nothing on the way may take it for a failure."""


class House:
    """Everything that runs on one machine, with or without the demo company."""

    def __init__(self, *, port: int, demo: bool) -> None:
        self.port, self.demo = port, demo
        self.folders = Folders(settings.DATA_DIR)
        self.supervisor = Supervisor(self.say)
        self.embedded = "DATA_FOLDER" in settings.DATABASES["default"]
        self.began = time.monotonic()

    def run(self, *, with_parent: bool = False) -> int:
        """
        Start everything, watch over it until Ctrl-C or SIGTERM, end everything; return the exit code.

        :raises NotPossible: when the machine cannot do it: port taken, disk full, folder not writable
        """
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, _end)
        if with_parent:
            follow_parent(signal.SIGTERM)
        with closing(claim(self.folders.data)):
            try:
                check_disk(self.folders.data)
                check_port(self.port)
                self._open()
                return self._watch()
            except _Ended:
                return 0
            except FAILURES as problem:
                raise NotPossible(str(problem).partition("\n")[0]) from problem
            finally:
                self._close()

    def say(self, who: str, text: str) -> None:
        """Print one line of the program `who`."""
        sys.stdout.write(f"{who:>8} | {text}\n")
        sys.stdout.flush()

    def _open(self) -> None:
        self._start_servers()
        os.environ |= self._environment()
        settings.DEMO = self.demo
        call_command("migrate", interactive=False, verbosity=0)
        self.say("setup", "tables are up to date")
        sign_ins = io.StringIO()
        if self.demo:
            call_command("load_demo", stdout=sign_ins)
            self.say("setup", "the demo company is there")
        connections.close_all()
        self.supervisor.start(programs.web(HOST, self.port))
        self._wait_for_web()
        self.supervisor.start(programs.worker())
        self.supervisor.start(programs.beat())
        self._tell(sign_ins.getvalue())

    def _start_servers(self) -> None:
        if not settings.REDIS_URL:
            valkey.stop(self.folders)  # one that a former start or a command left running
            self.supervisor.start(programs.broker(self.folders))
        if self.embedded:
            postgres.stop(self.folders)
            postgres.prepare(self.folders)
            self.supervisor.start(programs.database(self.folders))
            postgres.wait_until_ready(self.folders)
            postgres.make_logins(self.folders)
        if not settings.REDIS_URL:
            valkey.wait_until_ready(self.folders)
        if not os.environ.get("SMTP_HOST"):
            os.environ["SMTP_PORT"] = str(free_port())
            self.supervisor.start(programs.mailbox(self.folders, int(os.environ["SMTP_PORT"])))

    def _environment(self) -> dict[str, str]:
        told = {postgres.MANAGED: "1", "PORT": str(self.port), "ERP_DEMO": "1" if self.demo else "0"}
        if not self.demo:
            told["ERP_FIRST_RUN_CODE"] = settings.FIRST_RUN_CODE or secrets.token_hex(4)
        return told

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        while time.monotonic() < deadline:
            if not self.supervisor.alive("web"):
                raise NotPossible("The web server did not start; see its lines above.")
            with suppress(OSError), closing(socket.create_connection((HOST, self.port), 1)):
                return
            time.sleep(0.05)
        raise NotPossible(f"The web server did not answer within {READY_SECONDS_MAX} seconds.")

    def _tell(self, sign_ins: str) -> None:
        seconds = time.monotonic() - self.began
        self.say("ready", f"http://{HOST}:{self.port}/ after {seconds:.1f} s; Ctrl-C ends everything")
        for line in sign_ins.splitlines():
            self.say("sign in", line)
        if code := os.environ.get("ERP_FIRST_RUN_CODE"):
            self.say("ready", f"the first page asks for this code, until a company is there: {code}")
        if not os.environ.get("SMTP_HOST"):
            self.say("mail", f"kept in {self.folders.mail}, not sent; SMTP_HOST names a real server")

    def _watch(self) -> int:
        while self.supervisor.watch():
            time.sleep(0.5)
        return 1

    def _close(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)  # a second Ctrl-C does not leave half of it behind
        deadline = time.monotonic() + CLOSE_SECONDS_MAX
        connections.close_all()
        if not self.supervisor.is_used:
            return
        if self.supervisor.alive("postgres"):  # writes while the others end what is left to be written
            threading.Thread(target=postgres.write_out, args=(self.folders,), daemon=True).start()
        self.supervisor.stop("beat", "worker", "web", "mail")
        self.supervisor.stop("postgres", "valkey", seconds_max=deadline - time.monotonic())
        with suppress(BrokenPipeError):  # the terminal may be gone
            self.say("ended", "nothing is left running")


def _end(*_: object) -> None:
    raise _Ended
