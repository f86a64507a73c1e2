"""The whole house, really started: it answers, mends itself, ends without a trace, survives a kill."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest

from erp.launch import postgres
from erp.launch.folders import Folders
from erp.launch.machine import free_port
from tests.erp.launch.waiting import eventually
from tests.house.source import ROOT

START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 5
ALL_WELL = {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}


class Started:
    """One start of the house in a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.log = data.parent / f"{self.port}.log"
        with self.log.open("w") as output:
            self.supervisor = self._up(output, self.port)
        assert eventually(self._is_ready, START_SECONDS_MAX), self.log.read_text()

    def _up(self, output: object, port: int) -> "subprocess.Popen[str]":
        environment = os.environ | {"ERP_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "erp.settings"}
        command = [sys.executable, "manage.py", "up", "--port", str(port)]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True
        )

    def _is_ready(self) -> bool:
        assert self.supervisor.poll() is None, self.log.read_text()
        return "Ctrl-C ends everything" in self.log.read_text()

    def second_start(self) -> tuple[int, str]:
        """Try to start once more in the same folder; return exit code and output."""
        second = self._up(subprocess.PIPE, free_port())
        output, _ = second.communicate(timeout=START_SECONDS_MAX)
        return second.returncode, output

    def health(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return json.load(error)

    def processes(self) -> dict[int, str]:
        """Return every process whose environment names this data folder."""
        found = {}
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and os.fsencode(self.data) in (entry / "environ").read_bytes():
                    found[int(entry.name)] = (
                        (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    )
        return found

    def gone(self) -> bool:
        return not self.processes()

    def process(self, word: str) -> int:
        return min(pid for pid, command in self.processes().items() if word in command)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        folders = Folders(self.data)
        with closing(postgres.superuser_connection(folders, "erp")) as server, server.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(signal.SIGTERM)
            self.supervisor.wait(30)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that keeps its tables from one start to the next."""
    return tmp_path_factory.mktemp("house") / "data"


@pytest.fixture
def house(data: Path) -> Iterator[Started]:
    started = Started(data)
    yield started
    started.end()


def test_everything_runs_and_ctrl_c_leaves_nothing(data: Path) -> None:
    # the quickest of three: other tests keep the processors busy meanwhile
    for _ in range(3):
        house = Started(data)
        assert eventually(lambda: house.health() == ALL_WELL, 60), house.log.read_text()  # noqa: B023

        began = time.monotonic()
        house.supervisor.send_signal(signal.SIGINT)
        code = house.supervisor.wait(30)

        seconds = time.monotonic() - began
        assert code == 0
        assert house.processes() == {}
        assert not (house.data / "postgres" / "postmaster.pid").exists()
        if seconds < STOP_SECONDS_MAX:
            break
    assert seconds < STOP_SECONDS_MAX


def test_a_killed_program_is_started_again_and_a_second_start_is_refused(house: Started) -> None:
    worker = house.process("celery --quiet -A erp worker")

    os.kill(worker, signal.SIGKILL)

    assert eventually(lambda: "starting it again" in house.log.read_text(), 10)
    assert eventually(lambda: house.process(" worker ") != worker, 10)
    code, output = house.second_start()
    assert code == 1
    assert output == f"It runs already with its files in {house.data}; end it there with Ctrl-C\n"
    assert house.supervisor.poll() is None


def test_a_killed_supervisor_leaves_the_data_and_no_orphan(house: Started, data: Path) -> None:
    house.sql("CREATE SCHEMA kept; CREATE TABLE kept.words (word text)")
    house.sql("INSERT INTO kept.words VALUES ('acknowledged')")

    house.supervisor.kill()
    house.supervisor.wait(10)

    assert eventually(house.gone, 15), house.processes()
    again = Started(data)
    try:
        assert again.sql("SELECT word FROM kept.words") == [("acknowledged",)]
        assert again.health()["database"] == "ok"
    finally:
        again.end()


def test_a_killed_database_recovers_what_was_acknowledged(house: Started) -> None:
    house.sql("CREATE SCHEMA killed; CREATE TABLE killed.words (word text)")
    house.sql("INSERT INTO killed.words VALUES ('acknowledged')")

    os.kill(house.process("bin/postgres -D"), signal.SIGKILL)

    def recovered() -> bool:
        with suppress(psycopg2.OperationalError):
            return house.sql("SELECT word FROM killed.words") == [("acknowledged",)]
        return False

    assert eventually(recovered, 30), house.log.read_text()
    assert eventually(lambda: house.health()["database"] == "ok", 30)


def test_the_web_serves_as_the_login_that_may_do_least(house: Started) -> None:
    house.health()

    logins = house.sql(
        "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'erp' AND pid <> pg_backend_pid()"
    )

    assert logins == [("erp_app",)]
