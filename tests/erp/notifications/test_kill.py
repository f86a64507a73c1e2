"""Workers killed in mid-sending: each message is delivered once or shown as unknown, none is lost."""

import datetime
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from erp.clock import now
from erp.notifications import delivery, outbox
from erp.notifications.models import Message
from tests.erp.launch.waiting import eventually

ROOT = Path(__file__).resolve().parents[3]
KILLS = 50
MESSAGES = 400
SECONDS_MAX = 20  # for a fork to send its first
SEED = 20260331


@pytest.fixture
def worker(mail_sink, letter):
    told = {
        "database": {
            key: connection.settings_dict[key] for key in ("NAME", "USER", "HOST", "PORT", "PASSWORD")
        },
        "mailers": mail_sink.mailers,
        "folder": str(settings.BASE_DIR),
    }
    program = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("sender.py")), json.dumps(told)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    yield program
    program.stdin.close()
    program.wait()
    program.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_fifty_kills_lose_nothing_and_send_nothing_twice(worker, new_message, mail_sink):
    chance = random.Random(SEED)  # noqa: S311 - a test's dice
    outbox.queue_all(
        new_message(document=f"invoice:{number}", may_resend=number % 2 == 0)
        for number in range(MESSAGES)
    )

    kills = sum(killed_at_work(worker, mail_sink, chance.uniform(0, 0.05)) for _ in range(KILLS))
    interrupted = set(Message.objects.filter(status="CLAIMED").values_list("internet_id", "may_resend"))
    delivery.expire_claims(now=now() + delivery.CLAIM_LASTS + datetime.timedelta(minutes=1))
    for message_id in delivery.due_ids(now=now(), at_most=MESSAGES):
        delivery.send_message(message_id=message_id, now=now())

    arrived = Counter(mail["message-id"] for mail in mail_sink.messages)
    ended = {each.internet_id: each for each in Message.objects.order_by("pk")}
    unknown = {key for key, each in ended.items() if each.status == "UNKNOWN"}
    assert kills >= 20
    assert len(interrupted) >= 5
    assert len(ended) == MESSAGES
    assert {each.status for each in ended.values()} <= {"SENT", "UNKNOWN"}
    assert unknown == {key for key, may_resend in interrupted if not may_resend}
    assert all(arrived[key] >= 1 for key in ended.keys() - unknown)
    assert all(arrived[key] <= 1 for key in ended if (key, True) not in interrupted)


def killed_at_work(worker, mail_sink, seconds):
    """Kill a fork so long after its first mail came in, and say whether it was still at work."""
    before = len(mail_sink.messages)
    worker.stdin.write("go\n")
    child = int(worker.stdout.readline())
    eventually(lambda: len(mail_sink.messages) > before, SECONDS_MAX)
    threading.Event().wait(seconds)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return int(worker.stdout.readline()) == -signal.SIGKILL
