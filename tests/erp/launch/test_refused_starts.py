"""A start that cannot be is one line that says what to do, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError

from erp.launch.house import House
from erp.launch.machine import NotPossible, free_port
from tests.house.source import ROOT


def up(**environment: str) -> tuple[int, str]:
    """Try to start; return exit code and all that is printed."""
    tried = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "erp.settings"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return tried.returncode, tried.stdout


def test_a_taken_port(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        code, output = up(ERP_DATA=str(tmp_path), PORT=str(port))

    assert (code, output) == (
        1,
        f"Port {port} is taken; choose another: PORT={port % 60000 + 1}\n",
    )


@pytest.mark.parametrize(
    ("port", "words"),
    [
        ("abc", "'abc' is no port; choose a number: PORT=8000\n"),
        ("99999", "99999 is no port; choose one below 65536: PORT=8000\n"),
    ],
)
def test_what_is_no_port(tmp_path: Path, port: str, words: str) -> None:
    assert up(ERP_DATA=str(tmp_path), PORT=port) == (1, words)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    code, output = up(ERP_DATA=str(tmp_path / "file" / "data"))

    assert code == 1
    words = "cannot be written (Not a directory); ERP_DATA names another folder"
    assert output == f"{tmp_path / 'file' / 'data'} {words}\n"


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = {sign: signal.getsignal(sign) for sign in signs}
    yield
    for sign, handler in handlers.items():
        signal.signal(sign, handler)


@pytest.mark.usefixtures("signals_as_before")
def test_a_disk_that_fills_up_while_the_tables_are_made(
    tmp_path: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fill(_house: House) -> None:
        raise OperationalError("could not extend file: No space left on device\nHINT:  Check it.\n")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(House, "_open", fill)

    with pytest.raises(NotPossible, match=r"^could not extend file: No space left on device$"):
        House(port=free_port(), demo=False).run()

    assert capsys.readouterr().out == ""


def test_setting_up_on_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "setup", tmp_path / "bin" / "setup")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    measured = tmp_path / "tools" / "df"
    measured.parent.mkdir()
    measured.write_text("#!/bin/sh\necho Filesystem\necho disk 100000 94880 5120 95% /\n")
    measured.chmod(0o755)
    path = f"{measured.parent}:{os.environ['PATH']}"

    tried = subprocess.run(
        [tmp_path / "bin" / "setup"], env=os.environ | {"PATH": path}, capture_output=True, text=True
    )

    assert (tried.returncode, tried.stdout) == (1, "")
    assert tried.stderr == "Only 5 MB are free here; 1500 MB are needed.\n"
    assert not (tmp_path / ".venv").exists()
