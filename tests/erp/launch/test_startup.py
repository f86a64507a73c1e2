"""What a process refuses to start with."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from erp.launch import postgres
from erp.launch.folders import Folders
from erp.launch.startup import refuse_unsafe_login
from tests.house.source import ROOT

GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmn"
LOAD_SETTINGS = "from django.conf import settings; print(settings.SESSION_COOKIE_NAME)"


def load_settings(**environment: str) -> "subprocess.CompletedProcess[str]":
    """Load the settings in a process of its own, with nothing of this one's environment but the path."""
    environment |= {"DJANGO_SETTINGS_MODULE": "erp.settings", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", LOAD_SETTINGS]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def signed_in_as() -> Iterator[dict[str, str]]:
    """The settings of the connection, to sign in as somebody else; as before afterwards."""
    before = dict(connection.settings_dict)
    connection.close()
    yield connection.settings_dict
    connection.close()
    connection.settings_dict.update(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("login", ["erp_owner", "postgres"])
def test_a_login_that_may_too_much_is_refused(login: str, signed_in_as: dict[str, str]) -> None:
    signed_in_as["USER"] = login

    with pytest.raises(ImproperlyConfigured, match=f"login {login} owns tables"):
        refuse_unsafe_login()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("login", ["erp_app", "erp_customer", "erp_identity"])
def test_a_serving_login_is_accepted(login: str, signed_in_as: dict[str, str]) -> None:
    signed_in_as["USER"] = login

    refuse_unsafe_login()


def test_production_with_a_good_key_is_accepted() -> None:
    loaded = load_settings(ERP_ENV="production", SECRET_KEY=GOOD_KEY)

    assert (loaded.stdout, loaded.stderr) == ("__Host-session\n", "")


@pytest.mark.parametrize(
    "unsafe",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "x" * 80},
        {"ERP_DEMO": "1"},
        {"ERP_DEBUG": "1"},
    ],
)
def test_production_refuses(unsafe: dict[str, str]) -> None:
    loaded = load_settings(**{"ERP_ENV": "production", "SECRET_KEY": GOOD_KEY} | unsafe)

    assert loaded.returncode == 1
    assert "ERP_ENV=production refuses" in loaded.stderr.splitlines()[-1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", ["SUPERUSER", "BYPASSRLS", "CREATEROLE", "CREATEDB"])
def test_a_login_with_a_right_over_all_is_refused(
    right: str, signed_in_as: dict[str, str], settings: object
) -> None:
    login = f"tester_{right.lower()}"
    with (
        closing(postgres.superuser_connection(Folders(settings.DATA_DIR))) as server,
        server.cursor() as cursor,
    ):
        cursor.execute(f"CREATE ROLE {login} LOGIN {right}; GRANT erp_app TO {login}")
        signed_in_as["USER"] = login
        try:
            with pytest.raises(ImproperlyConfigured, match=f"login {login} owns tables or may pass"):
                refuse_unsafe_login()
        finally:
            connection.close()
            cursor.execute(f"DROP ROLE {login}")
