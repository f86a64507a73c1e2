"""Documents become PDF in a helper program of this process: started at the first, ended with us."""

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from django.conf import settings

from erp.documents.layouts import render_layout

PROGRAM = Path(__file__).with_name("printer.py")
STYLESHEET = "css/documents.css"
HTML_BYTES_MAX = 8 * 2**20
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH")


class PrintFailed(Exception):
    """The document wants something from outside, or more than the limits allow."""


def render_pdf(template: str, values: Mapping[str, object], *, language: str) -> bytes:
    """
    Return the PDF of a layout below templates/documents/, filled with plain values.

    :raises PrintFailed: if the document is refused or breaks the limits of `erp.documents.printer`
    :raises MissingValue: if the layout names a value that is not there
    """
    html = render_layout(f"documents/{template}.html", values, language=language).encode()
    return html_to_pdf(html)


def html_to_pdf(html: bytes) -> bytes:
    """
    Return the PDF of a whole HTML document; one at a time in each process, others wait.

    :raises PrintFailed: see `render_pdf`
    """
    if len(html) > HTML_BYTES_MAX:
        raise PrintFailed(f"{len(html)} bytes of HTML are too many")
    return _helper.pdf(html)


class _HelperGone(Exception):
    """The helper program died before it answered."""


class _Helper:
    """The helper program of this process; after a fork the child starts one of its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.program: subprocess.Popen[bytes] | None = None

    def pdf(self, html: bytes) -> bytes:
        """Return the PDF; a helper that was killed is started again, once."""
        with self.lock:
            try:
                ok, body = self._ask(html)
            except _HelperGone:
                try:
                    ok, body = self._ask(html)
                except _HelperGone as gone:
                    raise PrintFailed("the printing program ends as soon as it starts") from gone
        if not ok:
            raise PrintFailed(body.decode(errors="replace"))
        return body

    def forget(self) -> None:
        """Leave the helper to the parent process; runs in a forked child."""
        self.lock = threading.Lock()
        if self.program is None:
            return
        nowhere = os.open(os.devnull, os.O_RDWR)  # so that nothing half written reaches the helper
        for pipe in (self.program.stdin, self.program.stdout):
            os.dup2(nowhere, cast("IO[bytes]", pipe).fileno())
        os.close(nowhere)
        self.program.returncode = 0  # not ours to wait for
        self.program = None

    def _ask(self, html: bytes) -> tuple[bool, bytes]:
        try:
            if self.program is None or self.program.poll() is not None:
                self._start()
            program = cast("subprocess.Popen[bytes]", self.program)
            stdin = cast("IO[bytes]", program.stdin)
            stdin.write(struct.pack(">I", len(html)) + html)
            stdin.flush()
            return self._answer()
        except (OSError, _HelperGone) as error:
            self._end()
            raise _HelperGone from error

    def _start(self) -> None:
        self._end()
        self.program = subprocess.Popen(  # noqa: S603 - our own program, nothing from outside in it
            [
                *(sys.executable, "-I", str(PROGRAM)),
                *("--static", str(settings.BASE_DIR / "static"), "--stylesheet", STYLESHEET),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
            cwd="/",
            start_new_session=True,
        )
        self._answer()  # it says that it is ready

    def _answer(self) -> tuple[bool, bytes]:
        stdout = cast("IO[bytes]", cast("subprocess.Popen[bytes]", self.program).stdout)
        head = stdout.read(5)
        if len(head) < 5:
            raise _HelperGone
        status, size = struct.unpack(">BI", head)
        body = stdout.read(size)
        if len(body) < size:
            raise _HelperGone
        return status == 0, body

    def _end(self) -> None:
        if self.program is None:
            return
        self.program.kill()
        for pipe in (self.program.stdin, self.program.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()
        self.program.wait()
        self.program = None


_helper = _Helper()
os.register_at_fork(after_in_child=_helper.forget)
