"""The embedded servers, started and stopped outside the supervisor."""

import email
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command

from erp.launch import postgres, valkey
from erp.launch.folders import Folders
from erp.launch.logins import LOGINS
from erp.launch.machine import free_port
from erp.launch.secrets import kept_secret
from erp.launch.stop import stop_servers
from tests.erp.launch.waiting import eventually
from tests.house.source import ROOT


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folders]:
    """A folder so deep that no socket has room in it, its servers running."""
    deep = Folders(tmp_path_factory.mktemp("a-long-name" * 8) / "data")
    postgres.ensure_running(deep)
    yield deep
    stop_servers(deep)


def test_a_server_in_a_deep_folder_has_every_login(folders: Folders) -> None:
    for login in LOGINS:
        with closing(psycopg2.connect(host=folders.sockets, user=login, dbname="erp")) as connection:
            assert connection.info.user == login


def test_names_sort_the_same_on_every_machine(folders: Folders) -> None:
    with closing(postgres.superuser_connection(folders, "erp")) as server, server.cursor() as cursor:
        cursor.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'erp'")
        assert cursor.fetchone() == ("b", "C.UTF-8")


def test_only_its_user_may_enter_the_folders(folders: Folders) -> None:
    for folder in (folders.data, folders.postgres, folders.sockets):
        assert folder.stat().st_mode & 0o077 == 0


def test_starting_again_changes_nothing(folders: Folders) -> None:
    pid = (folders.postgres / "postmaster.pid").read_text()

    postgres._running.clear()
    postgres.ensure_running(folders)

    assert (folders.postgres / "postmaster.pid").read_text() == pid


def test_valkey_starts_answers_and_stops(folders: Folders) -> None:
    valkey.ensure_running(folders)
    valkey.ensure_running(folders)
    assert valkey.answers(folders)

    valkey.stop(folders)

    assert eventually(lambda: not valkey.answers(folders), 5)


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path / "folder" / "key")

    assert kept_secret(tmp_path / "folder" / "key") == secret
    assert len(secret) >= 50
    assert (tmp_path / "folder" / "key").stat().st_mode & 0o777 == 0o600


def test_the_mail_server_keeps_what_it_receives(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "erp.launch.mailbox",
        "--port",
        str(port),
        "--folder",
        str(tmp_path / "mail"),
    ]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.test", "b@example.test", "Reminder"
    message.set_content("Due")

    with subprocess.Popen(command) as server:
        assert eventually(lambda: delivered(port, message), 20)
        server.terminate()
        assert server.wait(10) == 0

    [kept] = (tmp_path / "mail" / "new").iterdir()
    assert email.message_from_bytes(kept.read_bytes())["Subject"] == "Reminder"


def delivered(port: int, message: EmailMessage) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
            client.send_message(message)
    except ConnectionRefusedError:
        return False
    return True


def test_processes_that_start_at_once_share_one_server(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from erp.launch import postgres as p;"
    program += (
        "from erp.launch.folders import Folders as F; print(p.ensure_running(F(Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data")]

    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [process.communicate(timeout=120)[0] for process in started]
    stop_servers(Folders(tmp_path / "data"))

    assert [process.returncode for process in started] == [0, 0, 0, 0]
    assert len(set(answers)) == 1


def test_roles_are_made_for_a_server_of_ones_own(
    folders: Folders, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATABASE_ADMIN_URL = f"postgresql://postgres@/postgres?host={folders.sockets}"
    monkeypatch.setenv("ERP_APP_PASSWORD", "known to few")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "another")

    call_command("database_roles")
    call_command("database_roles")

    with closing(postgres.superuser_connection(folders)) as server, server.cursor() as cursor:
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'another'")
        assert cursor.fetchone() == ("erp_owner",)
        cursor.execute("SELECT rolname FROM pg_authid WHERE rolpassword IS NOT NULL")
        assert cursor.fetchall() == [("erp_app",)]
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolcreatedb OR rolsuper OR rolcreaterole")
        assert cursor.fetchall() == [("postgres",)]
