"""
A mail server for places that have none: it keeps every message in a folder and sends none on.

`python -m erp.launch.mailbox --port PORT --folder FOLDER`; the folder is a Maildir, one file a message.
"""

import argparse
import signal
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox


def serve(port: int, folder: Path) -> None:
    """Receive mail on 127.0.0.1 at `port` until SIGTERM."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    controller = Controller(Mailbox(folder), hostname="127.0.0.1", port=port)
    controller.start()
    ended.wait()
    controller.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    serve(arguments.port, arguments.folder)
