"""
A worker to be killed: for each line it reads, a fork of it sends what waits, until it is killed.

Started as a program with the settings of the test as JSON: the database and the mail server.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings


def main(told):
    django.setup()
    settings.DATABASES["default"].update(told["database"])
    settings.MAILERS = told["mailers"]
    settings.BASE_DIR = Path(told["folder"])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            send_all()
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


def say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def send_all():
    from erp.clock import now  # noqa: PLC0415 - after django.setup()
    from erp.notifications import delivery  # noqa: PLC0415 - after django.setup()

    while ids := delivery.due_ids(now=now(), at_most=20):
        for message_id in ids:
            delivery.send_message(message_id=message_id, now=now())
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
