"""HTML becomes PDF in a helper that reads nothing, calls nobody and stays within its limits."""

import http.server
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from erp.documents import printing
from erp.documents.printing import PrintFailed, html_to_pdf

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def outside(tmp_path):
    """A web server and a file that no document may reach; gives its address, the file and the calls."""
    calls = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"body { color: red }")

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    yield f"http://127.0.0.1:{server.server_port}", secret, calls
    server.shutdown()
    thread.join()
    server.server_close()


def text_of(pdf, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_document_is_printed_with_its_words(tmp_path):
    pdf = html_to_pdf("<h1>Invoice 7</h1><p>Überweisung für Łódź, 发票</p>".encode())

    assert pdf.startswith(b"%PDF-")
    text = text_of(pdf, tmp_path)
    assert "Invoice 7" in text
    assert "Überweisung für Łódź" in text


def test_each_script_is_drawn_from_a_face_that_comes_along(tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(html_to_pdf("<p>Überweisung für Łódź, 发票</p>".encode()))

    (page,) = PdfReader(path).pages
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]

    # Two files of one family and weight would share an entry, and one draw the other's glyphs.
    faces = {name.partition("+")[2] for name in fonts}
    assert faces == {"Inter", "Inter-Extended", "Noto-Sans-SC"}


HOSTILE = [
    '<link rel=stylesheet href="{web}/a.css">',
    "<style>@import url({web}/b.css);</style>",
    "<p style='background:url({web}/c.png)'>x</p>",
    '<img src="{web}/d.png">',
    '<img src="{file}">',
    '<img src="file:///etc/passwd">',
    '<object data="{web}/e"></object>',
    '<embed src="{file}">',
    '<link rel=attachment href="{file}">',
    '<a rel=attachment href="{file}">a</a>',
    '<a rel=attachment href="{web}/f">a</a>',
    '<img src="../../../../etc/passwd">',
    '<img src="static:../erp/settings.py">',
    '<img src="static:css/../../erp/settings.py">',
    '<base href="{web}/"><img src="g.png">',
    "<style>@font-face{{font-family:x;src:url({web}/x.woff2)}}p{{font-family:x}}</style><p>x",
    '<img src="ftp://127.0.0.1/h.png">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/i.png" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_from_outside_is_fetched_or_embedded(outside, source):
    web, secret, calls = outside
    html = source.format(web=web, file=secret.as_uri())

    try:
        pdf = html_to_pdf(f"<p>Invoice</p>{html}".encode())
    except PrintFailed:
        pdf = b""

    assert calls == []
    assert b"TOPSECRET" not in pdf
    assert b"EmbeddedFile" not in pdf


def test_a_document_that_wants_something_from_outside_is_refused_and_says_what():
    with pytest.raises(PrintFailed, match="refused: file:///etc/passwd"):
        html_to_pdf(b"<img src='file:///etc/passwd'>")


@pytest.mark.parametrize(
    "source",
    ["<table><tr><td colspan=100000000>x</td></tr></table>", "<div>" * 3000],
    ids=["colspan", "nesting"],
)
def test_a_bomb_is_refused_and_the_next_document_printed(source):
    with pytest.raises(PrintFailed):
        html_to_pdf(source.encode())

    assert html_to_pdf(b"<p>next</p>").startswith(b"%PDF-")


def test_html_beyond_the_limit_is_refused_unread():
    with pytest.raises(PrintFailed, match="too many"):
        html_to_pdf(b"x" * (printing.HTML_BYTES_MAX + 1))


def test_a_helper_that_was_killed_is_started_again():
    html_to_pdf(b"<p>first</p>")
    old = printing._helper.program.pid
    os.kill(old, signal.SIGKILL)

    assert html_to_pdf(b"<p>second</p>").startswith(b"%PDF-")
    assert printing._helper.program.pid != old


def test_threads_share_one_helper_and_get_their_own_documents(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        pages = [f"<p>Number {number}</p>".encode() for number in range(8)]
        printed = list(pool.map(html_to_pdf, pages))

    for number, pdf in enumerate(printed):
        assert text_of(pdf, tmp_path).split("\n")[0] == f"Number {number}"


def test_a_forked_process_prints_by_a_helper_of_its_own():
    html_to_pdf(b"<p>parent</p>")
    mine = printing._helper.program.pid
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    child = context.Process(target=print_in_child, args=(answers,))
    child.start()
    theirs, start = answers.get()
    child.join()

    assert (theirs != mine, start) == (True, b"%PDF-")
    assert html_to_pdf(b"<p>parent again</p>").startswith(b"%PDF-")
    assert printing._helper.program.pid == mine


def print_in_child(answers):
    start = html_to_pdf(b"<p>child</p>")[:5]
    answers.put((printing._helper.program.pid, start))


def test_the_helper_ends_with_its_parent_however_that_ends():
    script = """
import os, django
django.setup()
from erp.documents import printing
printing.html_to_pdf(b"<p>x</p>")
print(printing._helper.program.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    helper = int(ended.stdout)

    assert ended.returncode == -signal.SIGKILL
    assert gone(helper)


def gone(pid):
    """Wait for the end of a process that is not our child: its entry vanishes or is a zombie's."""
    waited = threading.Event()
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().split()[2]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        waited.wait(0.05)
    return False


def test_the_helper_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    printing._helper._end()

    html_to_pdf(b"<p>x</p>")

    environment = Path(f"/proc/{printing._helper.program.pid}/environ").read_bytes()
    names = {part.split(b"=")[0].decode() for part in environment.split(b"\0") if part}
    assert names <= set(printing.KEPT_ENVIRONMENT) | {"LC_CTYPE"}
