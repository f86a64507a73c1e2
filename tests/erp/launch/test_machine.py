"""What is in the way of a start is said in one line that says what to do."""

import os
import shutil
import socket
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from erp.launch import machine
from erp.launch.folders import SOCKET_NAME, SOCKET_PATH_MAX, Folders, own_folder
from erp.launch.machine import NotPossible, check_disk, check_port, claim

Usage = namedtuple("Usage", "total used free")


def test_a_taken_port_names_the_next() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(NotPossible, match=rf"^Port {port} is taken; choose another: PORT=\d+$"):
            check_port(port)


def test_a_free_port_is_fine() -> None:
    check_port(machine.free_port())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 5 * 2**20, 5 * 2**20))

    with pytest.raises(NotPossible, match=r"^Only 5 MB are free for .*; 300 MB are needed$"):
        check_disk(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(
        NotPossible, match=r"cannot be written \(Not a directory\); ERP_DATA names another"
    ):
        claim(tmp_path / "file" / "data")


def test_a_folder_has_one_user_at_a_time(tmp_path: Path) -> None:
    with closing(claim(tmp_path)), pytest.raises(NotPossible, match="It runs already"):
        claim(tmp_path)

    claim(tmp_path).close()


def test_own_folders_are_closed_to_others(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "data")

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_short_path_has_its_sockets_inside(tmp_path: Path) -> None:
    assert Folders(Path("/srv/counterpart")).sockets == Path("/srv/counterpart/run")


def test_a_path_too_long_for_a_socket_has_them_in_the_temporary_folder(tmp_path: Path) -> None:
    deep = Folders(Path("/srv") / ("very-long-name-" * 8))

    socket_path = os.fsencode(deep.sockets / SOCKET_NAME)
    assert len(socket_path) <= SOCKET_PATH_MAX
    assert deep.sockets == Folders(deep.data).sockets
    assert deep.sockets != Folders(deep.data / "other").sockets
