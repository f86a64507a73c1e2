"""The worker as it runs in the house, its processes and the broker are killed in mid-sending."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

import pytest

from erp.launch import programs, valkey
from erp.launch.folders import Folders
from tests.accounting.ledger.stage import Stage, staged
from tests.erp.launch.waiting import eventually
from tests.house.source import ROOT
from tests.smtp_sink import Sink
from tests.trading import new_company

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

SECONDS_MAX = 60
BATCH = 10  # messages written meanwhile
OPEN = "SELECT count(*) FROM erp_message WHERE status IN ('QUEUED', 'CLAIMED')"
ENDED = "SELECT internet_id, status, may_resend FROM erp_message"
# What ten minutes do to the claim of a worker that died
AGED = "UPDATE erp_message SET claimed_at = claimed_at - interval '11 minutes' WHERE status = 'CLAIMED'"


class Trap(Sink):
    """A mail server that, when set, kills while the worker waits for its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.kill: Callable[[], None] | None = None
        self.sprung = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's
        answer = await super().handle_DATA(server, session, envelope)
        kill, self.kill = self.kill, None
        if kill:
            kill()
            self.sprung.set()
        return answer

    def set(self, kill: Callable[[], None]) -> None:
        """Kill when the next mail has come in."""
        self.sprung.clear()
        self.kill = kill


class House:
    """A worker and a broker of their own, and an office that writes messages."""

    def __init__(self, stage: Stage, data: Path, sink: Sink) -> None:
        self.stage, self.sink = stage, sink
        self.folders, self.log = Folders(data), data.parent / "worker.log"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "erp.settings",
            "DATABASE_URL": f"postgresql://erp_app@/{stage.database}",
            "PGHOST": stage.host,
            "ERP_DATA": str(data),
            "PYTHONPATH": str(ROOT),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(sink.port),
        }
        self.broker = self.start(valkey.server_command(self.folders))
        valkey.wait_until_ready(self.folders)
        self.worker = self.start(programs.worker().command)
        office = str(Path(__file__).with_name("office.py"))
        self.office = subprocess.Popen(
            [sys.executable, office, str(stage.rows["company"])],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("a") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill_in_mid_sending(self, kill: Callable[[], None]) -> None:
        """Kill while the office writes messages and the worker sends one."""
        self.sink.set(kill)
        self.office.stdin.write(f"{BATCH}\nsweep\n")
        assert self.sink.sprung.wait(SECONDS_MAX), self.log.read_text()

    def kill_worker(self) -> None:
        """Kill the worker with all its processes."""
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def kill_children_of_the_worker(self) -> None:
        """Kill those that send; the worker starts others."""
        children = Path(f"/proc/{self.worker.pid}/task/{self.worker.pid}/children")
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGKILL)

    def kill_broker(self) -> None:
        self.broker.kill()
        self.broker.wait()

    def mend(self) -> None:
        """Start again what the supervisor would start again, and let the office finish."""
        if self.broker.poll() is not None:
            self.broker = self.start(valkey.server_command(self.folders))
            valkey.wait_until_ready(self.folders)
        if self.worker.poll() is not None:
            self.worker = self.start(programs.worker().command)
        assert [self.office.stdout.readline() for _ in range(2)] == ["done\n"] * 2

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with self.stage.connect("erp_owner") as session, session.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            session.commit()
            return rows

    def end(self) -> None:
        self.office.stdin.close()
        self.office.wait()
        self.office.stdout.close()
        for program in (self.worker, self.broker):
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()


@pytest.fixture
def sink() -> Iterator[Trap]:
    trap = Trap()
    trap.start()
    yield trap
    trap.stop()


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """A database of its own, with a company in it."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stage = stack.enter_context(staged("outbox", lambda: {"company": new_company().pk}))
        yield stage


@pytest.fixture
def house(stage: Stage, tmp_path: Path, sink: Trap) -> Iterator[House]:
    house = House(stage, tmp_path / "data", sink)
    yield house
    house.end()


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_whoever_is_killed_nothing_is_lost_and_nothing_sent_twice(
    house: House, sink: Trap, kills: int
) -> None:
    ways = (house.kill_children_of_the_worker, house.kill_worker, house.kill_broker)
    for kill in islice(cycle(ways), kills):
        house.kill_in_mid_sending(kill)
        house.mend()
    house.kill_in_mid_sending(house.kill_worker)
    interrupted = {key for key, status, _ in house.sql(ENDED) if status == "CLAIMED"}
    house.sql(AGED)
    house.mend()

    assert eventually(lambda: house.sql(OPEN) == [(0,)], SECONDS_MAX)
    arrived = Counter(mail["message-id"] for mail in sink.messages)
    ended = {key: (status, may_resend) for key, status, may_resend in house.sql(ENDED)}
    unknown = {key for key, (status, _) in ended.items() if status == "UNKNOWN"}
    assert len(ended) == BATCH * (kills + 1)
    assert {status for status, _ in ended.values()} <= {"SENT", "UNKNOWN"}
    # every kill but those of the broker took somebody out of a sending
    assert len(interrupted) > kills * 2 // 3
    assert unknown == {key for key in interrupted if not ended[key][1]}
    assert all(arrived[key] >= 1 for key in ended.keys() - unknown)
    assert all(arrived[key] <= 1 for key in ended if key not in interrupted or key in unknown)
