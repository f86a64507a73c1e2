"""
The program that turns HTML into PDF: started by `erp.documents.printing`, never imported by the house.

It is warm: fonts and the style sheet are read once, and a document like those to come was printed, so
that a child finds everything at hand. Each document is rendered in a forked child with limits on
processor time, memory and files, and nothing of the house within reach: no database, no secrets, no
network. `python -I printer.py --static FOLDER --stylesheet FILE`; it reads requests from
standard input (four bytes of length, then HTML) and answers on standard output (one byte, 0 or 1, four
bytes of length, then the PDF or what went wrong). It ends when its input does.
"""

import argparse
import gc
import logging
import mimetypes
import os
import resource
import select
import signal
import string
import struct
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import weasyprint
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

CPU_SECONDS_MAX = 15
WALL_SECONDS_MAX = 30
MEMORY_BYTES_MAX = 1536 * 2**20
FILE_BYTES_MAX = 64 * 2**20
SCHEME = "static:"
GLYPHS_MAX = 128
# Everything a letter has, in both weights: what a child is first to use, every child pays for.
_TEXT = f"{string.ascii_letters} {string.digits} €.,:;()/%+-·"
_AMOUNT = f'<td class="figure amount">€{string.digits}.,%'
WARM_UP = f"""<html lang=en><title>1</title><meta name=author content=1><body>
<header class=letterhead><strong>1</strong><div class="quiet small">2</div></header><footer>1\n2</footer>
<section class=columns><div class=recipient><div class=sender>1</div><div class=lines>1\n2</div></div>
<table class=facts><tr><th>1<td>2</table></section><h1>{_TEXT}</h1><h2>1</h2><p class=small>1<br>2</p>
<table class=items><thead><tr><th class=narrow>1<th>2<th class="figure amount">3</thead>
<tr><td>1<td>{_TEXT}<div class="quiet small">1</div>{_AMOUNT}</table>
<table class=totals><tr><td>1{_AMOUNT}<tr class=total><td>1{_AMOUNT}</table>
<section class=notice><p>1</p><table class=payment><tr><th>1<td>2</table></section></body></html>"""


class Refusal(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """The document wants something from outside: the whole document is refused."""


class StaticOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the files read at the start, by name, and refuses everything else."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file that `url` ("static:NAME") names, or refuse the document."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self.files:
            raise Refusal(f"refused: {url[:80]}")
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=self.files[name], headers={"Content-Type": content_type})


class Printer:
    """Fonts, style sheet and files, read once."""

    def __init__(self, static: Path, stylesheet: str) -> None:
        wanted = sorted(path for path in static.rglob("*") if path.suffix in _SUFFIXES)
        files = {path.relative_to(static).as_posix(): path.read_bytes() for path in wanted}
        self.fetcher = StaticOnly(files)
        self.fonts = FontConfiguration()
        style = files[stylesheet].decode()
        self.style = weasyprint.CSS(string=style, url_fetcher=self.fetcher, font_config=self.fonts)

    def warm_up(self) -> None:
        """Do once what every document needs, and share it with the children as it is."""
        self.pdf(WARM_UP)
        for count in range(1, GLYPHS_MAX):  # WeasyPrint wants a type per number of glyphs: 2 ms each
            ffi.typeof(f"hb_codepoint_t[{count}]")
        gc.collect()
        gc.freeze()
        gc.disable()  # a child ends with its document, and looking for garbage would copy every page

    def pdf(self, html: str) -> bytes:
        """Return the PDF of a document."""
        document = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=self.fetcher)
        found: bytes = document.write_pdf(stylesheets=[self.style], font_config=self.fonts)
        return found


_SUFFIXES = {".css", ".png", ".svg", ".woff", ".woff2", ".ttf", ".otf"}


def main(arguments: list[str]) -> None:
    """Serve requests until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--static", type=Path, required=True)
    parser.add_argument("--stylesheet", required=True)
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    logging.getLogger("weasyprint").handlers = [logging.NullHandler()]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints goes to standard error, never into an answer
    printer = Printer(options.static, options.stylesheet)
    printer.warm_up()
    _answer(answers, ok=True, body=b"ready")
    while html := _request(sys.stdin.buffer):
        ok, body = in_child(lambda: printer.pdf(html.decode()))
        _answer(answers, ok=ok, body=body)


def in_child(work: Callable[[], bytes]) -> tuple[bool, bytes]:
    """Do `work` in a forked child within the limits; return whether it succeeded, and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_end(work, writing)
    os.close(writing)
    received, in_time = _read_until(reading, time.monotonic() + WALL_SECONDS_MAX)
    os.close(reading)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0 and in_time:
        return True, received
    if status == 1 and received:
        return False, received
    return False, f"the renderer was ended by its limits ({status})".encode()


def _work_and_end(work: Callable[[], bytes], writing: int) -> None:
    status, said = 1, b""
    try:
        _limit()
        said = work()
        status = 0
    except BaseException as error:  # noqa: BLE001 - whatever happens in here ends here, in words
        said = f"{type(error).__name__}: {error}"[:500].encode()
    finally:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(said)
        os._exit(status)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, FILE_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_until(reading: int, deadline: float) -> tuple[bytes, bool]:
    received = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            break
        if not (part := os.read(reading, 1 << 16)):
            return bytes(received), True
        received += part
    return bytes(received), False


def _request(requests: BinaryIO) -> bytes:
    head = requests.read(4)
    return requests.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""


def _answer(answers: BinaryIO, *, ok: bool, body: bytes) -> None:
    answers.write(struct.pack(">BI", 0 if ok else 1, len(body)) + body)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
