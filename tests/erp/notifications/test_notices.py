"""Workers are told of messages by a thread of the process, so that no act waits for the broker."""

import pytest

from erp.notifications import notices
from erp.notifications.tasks import deliver


@pytest.fixture
def told(monkeypatch):
    """What the broker was handed, notice by notice."""
    handed = []
    monkeypatch.setattr(deliver, "delay", lambda *, public_ids: handed.append(public_ids))
    return handed


def test_each_message_is_told_once_and_many_share_a_notice(told):
    teller = notices._Teller()

    for number in range(50):
        teller.add([f"message {number}"])
    teller.end()

    assert [name for names in told for name in names] == [f"message {n}" for n in range(50)]
    assert len(told) < 50
    assert max(map(len, told)) <= notices.NAMES_MAX


def test_a_broker_that_is_down_stops_neither_the_caller_nor_the_thread(told, monkeypatch, caplog):
    teller = notices._Teller()
    tries = []

    def down(*, public_ids):
        tries.append(public_ids)
        if len(tries) == 1:
            raise OSError("no broker")

    monkeypatch.setattr(deliver, "delay", down)
    teller.add(["lost"])
    while not tries:
        teller.thread.join(0.01)
    teller.add(["told"])
    teller.end()

    assert tries == [["lost"], ["told"]]
    assert "no worker could be told of messages ['lost']: no broker" in caplog.text
    assert not teller.thread.is_alive()


def test_a_process_that_told_nobody_ends_without_a_thread():
    teller = notices._Teller()

    teller.end()

    assert teller.thread is None
