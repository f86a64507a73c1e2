"""
Statements whose answer nobody reads: what one act writes in many places goes to the database together.

Inside `in_one_go` a written statement waits until the block ends: read there only what does not depend
on it. A block inside a block adds to the outer one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import msgspec
from django.db import connection

_waiting: ContextVar[list[bytes] | None] = ContextVar("waiting", default=None)


def rows_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as the JSON that functions of the database take; amounts stay exact, as texts."""
    return _encoder.encode(rows).decode()


_encoder = msgspec.json.Encoder(enc_hook=str)  # texts that are translated late


def write(statement: str, values: Sequence[Any]) -> None:
    """Send a statement, at once or with the others of the block around."""
    waiting = _waiting.get()
    with connection.cursor() as cursor:
        if waiting is None:
            cursor.execute(statement, values)
        else:
            waiting.append(cursor.cursor.mogrify(statement, values))


def ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Send a statement together with what waits in the block around, and return its rows."""
    waiting = _waiting.get()
    with connection.cursor() as cursor:
        if waiting:
            cursor.execute(_joined([*waiting, cursor.cursor.mogrify(statement, values)]))
            waiting.clear()
        else:
            cursor.execute(statement, values)
        return list(cursor.fetchall())


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send everything that is written in this block together, in its order, when it ends well."""
    if _waiting.get() is not None:
        yield
        return
    waiting: list[bytes] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        with connection.cursor() as cursor:
            cursor.execute(_joined(waiting))


def _joined(statements: Sequence[bytes]) -> str:
    return b";".join(statements).decode()
