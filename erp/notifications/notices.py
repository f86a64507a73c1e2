"""
Workers are told of fresh messages by a thread of this process, so that no act waits for the broker.

What is queued while a notice is on its way goes with the next one. A notice that gets lost, with the
process or with the broker, costs a minute: the sweep finds every message that waits.
"""

import atexit
import logging
import os
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import sleep

from celery import current_app

from erp.notifications.tasks import deliver

NAMES_MAX = 20  # of one notice: what one worker sends before others may help
PAUSE_SECONDS = 0.2  # after a notice: the first message is told at once
EXIT_SECONDS_MAX = 2

log = logging.getLogger(__name__)


def tell_workers(public_ids: Sequence[str]) -> None:
    """Have workers send these messages soon; returns at once."""
    if current_app.conf.task_always_eager:  # tests: the caller is the worker
        deliver.delay(public_ids=list(public_ids))
    else:
        _teller.add(public_ids)


class _Teller:
    """A thread that is there from the first notice on, and what it has still to tell."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[str | None] = SimpleQueue()
        self.thread: threading.Thread | None = None
        self.starting = threading.Lock()

    def add(self, names: Iterable[str]) -> None:
        """Leave messages for the next notice."""
        for name in names:
            self.waiting.put(name)
        if self.thread is None:
            with self.starting:
                if self.thread is None:
                    self.thread = threading.Thread(target=self._tell, name="notices", daemon=True)
                    self.thread.start()

    def end(self) -> None:
        """Tell what is left; a process that ends does not wait long for a broker that is down."""
        if self.thread is not None:
            self.waiting.put(None)
            self.thread.join(EXIT_SECONDS_MAX)

    def _tell(self) -> None:
        is_ending = False
        while not is_ending:
            names = self._next()
            is_ending = names[-1] is None
            _publish([name for name in names if name is not None])
            sleep(PAUSE_SECONDS)

    def _next(self) -> list[str | None]:
        """Wait for something to tell and return it with what came meanwhile; None comes last of all."""
        names = [self.waiting.get()]
        with suppress(Empty):
            while len(names) < NAMES_MAX and names[-1] is not None:
                names.append(self.waiting.get_nowait())
        return names


def _publish(names: list[str]) -> None:
    if not names:
        return
    try:
        deliver.delay(public_ids=names)
    except Exception as problem:  # noqa: BLE001 - whatever ails the broker, the sweep comes
        log.warning("no worker could be told of messages %s: %s", names, problem)


_teller = _Teller()


def _begin_anew() -> None:
    """A forked child has no thread, and its parent tells what was waiting."""
    global _teller
    _teller = _Teller()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _teller.end())
