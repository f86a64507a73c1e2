"""
Named events: the one way by which a lower package is heard by an upper one.

A package announces what it did, in its own transaction; an upper app listens in its `subscriptions.py`.
Listeners run synchronously, in the order they subscribed, and may raise `Refused`, which stops the act.
Slow reactions queue an outbox message or a task instead.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

type Listener = Callable[..., None]

_listeners: dict[str, list[Listener]] = defaultdict(list)


def subscribe(event: str) -> Callable[[Listener], Listener]:
    """Register the decorated function for `event`, such as "invoice.issuing"; once per function."""

    def register(listener: Listener) -> Listener:
        if listener not in _listeners[event]:
            _listeners[event].append(listener)
        return listener

    return register


def announce(event: str, **facts: Any) -> None:
    """
    Tell every listener of `event`; keyword arguments are the facts, ids and plain values or rows.

    :raises Refused: when a listener forbids the act
    """
    for listener in _listeners[event]:
        listener(**facts)
