"""How the house is, as a monitor sees it."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from redis.exceptions import ConnectionError as NoBroker

from erp.launch import pulse
from erp.launch.tasks import heartbeat

PATH = "/healthz"


def test_all_well_is_200(db: None, client: Client) -> None:
    heartbeat()
    pulse.stamp("beat")

    answer = client.get(PATH)

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_no_sign_of_life_is_503_and_says_whose(db: None, client: Client) -> None:
    pulse.stamp("beat")

    answer = client.get(PATH)

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "down", "beat": "ok"}


def test_without_a_broker_nothing_behind_it_is_known(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NoBroker

    monkeypatch.setattr(cache, "set", refuse)

    answer = client.get(PATH)

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "down", "worker": "down", "beat": "down"}


def test_without_a_database_the_rest_is_still_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    heartbeat()
    pulse.stamp("beat")

    answer = client.get(PATH)

    assert answer.json() == {"database": "down", "broker": "ok", "worker": "ok", "beat": "ok"}


def test_nothing_can_be_sent_there(client: Client) -> None:
    assert client.post(PATH).status_code == 405
