"""Waiting for what another process does."""

import time
from collections.abc import Callable


def eventually(true: Callable[[], bool], seconds_max: float) -> bool:
    """Ask until it is true or the time is over; tell which."""
    deadline = time.monotonic() + seconds_max
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
