"""A real mail server for tests: it keeps what it takes, and refuses or hangs up when told to."""

import email
import socket
from contextlib import closing
from email import policy

from aiosmtpd.controller import Controller


class Sink:
    """What arrived, in order; `answers` says what to reply instead of 250, by command."""

    def __init__(self):
        self.messages = []
        self.answers = {}
        self.hangs_up_after_taking = False
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            self.port = probe.getsockname()[1]
        self.controller = None

    def start(self):
        """Answer at the port, again if it was stopped."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        """Answer no more."""
        self.controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        if self.hangs_up_after_taking:
            server.transport.abort()
        return "250 OK"

    @property
    def mailers(self):
        """The setting MAILERS that sends here."""
        backend = "django.core.mail.backends.smtp.EmailBackend"
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 10}
        return {"default": {"BACKEND": backend, "OPTIONS": options}}
