"""Pages as they are served: by the web server of the house, to clients that ask side by side."""

import http.client
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.identity.models import User
from erp.launch import postgres, programs
from erp.launch.children import end_with_parent
from erp.launch.machine import HOST, free_port
from tests.bench.company import ACCOUNTANT, Books
from tests.bench.measuring import race
from tests.bench.rows import Row

CLIENTS = programs.WEB_PROCESSES * programs.WEB_THREADS
START_SECONDS_MAX = 60
STATEMENTS_MAX = 6
OK = 200
FLOOR = "/floor/"


@dataclass(slots=True)
class Asking:
    """Clients that ask for one page side by side, each so often."""

    port: int
    path: str
    cookie: str
    times: int

    def prepare(self) -> None:
        """Let each thread of the server answer once."""
        self._all(1)

    def run(self) -> int:
        """Ask; return how many answers came."""
        return self._all(self.times)

    def _all(self, times: int) -> int:
        with ThreadPoolExecutor(CLIENTS) as pool:
            return sum(pool.map(self._one, [times] * CLIENTS))

    def _one(self, times: int) -> int:
        session = http.client.HTTPConnection(HOST, self.port)
        for _ in range(times):
            session.request("GET", self.path, headers={"Cookie": self.cookie})
            answer = session.getresponse()
            answer.read()
            if answer.status != OK:
                raise RuntimeError(f"{self.path} answers {answer.status}")
        session.close()
        return times


def serving(books: Books, times: int, seconds: float) -> Iterator[Row]:
    """Measure the staff's list of invoices beside a plain Django view of the same rows."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(User.objects.get(email=ACCOUNTANT.email))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    path = reverse("staff:invoice_list")
    with web_server() as port:
        work = Asking(port, path, cookie, times)
        floor = Asking(port, f"{FLOOR}?company={books.company.pk}", cookie, times)
        run = race(work, floor, seconds_max=seconds)
    name = "list page of 50 invoices"
    yield Row(name, 0.7, "requests/s", run.value.per_second, run.bound.per_second)
    yield Row("statements of that list", 1, "statements", _statements(client, path), STATEMENTS_MAX)


def _statements(client: Client, path: str) -> int:
    """Count the statements of the list itself: those of its page after the door has let in."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    sent = [each["sql"] for each in caught.captured_queries]
    entered = max(place for place, sql in enumerate(sent) if "set_config" in sql)
    return sum(sql.startswith("SELECT") for sql in sent[entered + 1 :])


@contextmanager
def web_server() -> Iterator[int]:
    """Serve the house as it is served, and the floor beside it; return the port."""
    port = free_port()
    told = os.environ | {postgres.MANAGED: "1"}
    server = subprocess.Popen(
        programs.web(HOST, port).command, env=told, preexec_fn=end_with_parent(signal.SIGTERM)
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    end = monotonic() + START_SECONDS_MAX
    while monotonic() < end:
        session = http.client.HTTPConnection(HOST, port)
        try:
            session.request("GET", FLOOR)
            session.getresponse().read()
        except OSError:
            sleep(0.1)
        else:
            return
        finally:
            session.close()
    raise RuntimeError("the web server does not answer")
