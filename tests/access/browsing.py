"""A browser without windows: whole requests through every middleware, nothing recorded on the way."""

import json
import re

from django.test import RequestFactory
from django.test.client import ClientHandler

from tests.access.personas import Keys

CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"'
    rb"|[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
)
OWN_HEADERS = {"Set-Cookie", "Content-Length"}


class Browser(RequestFactory):
    """Asks as the holder of some keys; `handler` is shared, for making one reads all static files."""

    def __init__(self, handler: ClientHandler, keys: Keys) -> None:
        super().__init__()
        self.handler = handler
        self.token = keys.token
        if keys.session:
            self.cookies["sessionid"] = keys.session

    def request(self, **request):
        """Return the answer to one request."""
        return self.handler(self._base_environ(**request))

    def ask(self, method: str, address: str, body: dict | None = None):
        """Ask an address; the API gets JSON and a token, pages get a form and the session's cookie."""
        if not address.startswith("/api/"):
            sent = self._encode_data(body or {}, "multipart/form-data; boundary=BoUnDaRyStRiNg")
            content_type = "multipart/form-data; boundary=BoUnDaRyStRiNg"
            return self.generic(method, address, sent if method != "GET" else "", content_type)
        headers = {"Idempotency-Key": "matrix"}
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        sent = json.dumps(body or {}) if method != "GET" else ""
        return self.generic(method, address, sent, "application/json", headers=headers)


def fingerprint(response, called: str) -> tuple[object, ...]:
    """Return what answers are compared by: all but ids, tokens, and the name `called` in the address."""
    body = response.content.replace(called.encode(), b"NAME") if called else response.content
    headers = {
        name: value.replace(called, "NAME") if called else value for name, value in response.items()
    }
    kept = sorted(each for each in headers.items() if each[0] not in OWN_HEADERS)
    return response.status_code, CHANGING.sub(b"ID", body), CHANGING.sub(b"ID", repr(kept).encode())
