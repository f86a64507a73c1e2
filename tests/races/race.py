"""Acts at once: each runner is a process of its own, and a barrier starts each round."""

import multiprocessing
import threading
import warnings
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from django.db import connection

from erp.errors import Refused

SECONDS_MAX = 300  # for a round; who needs longer hangs

type Act = Callable[[], object]


def race(*runners: Sequence[Act]) -> list[tuple[object, ...]]:
    """
    Let each runner do its acts in a process of its own: all begin their first at one moment, then their
    second. Return the rounds, each with what the runners answered: a value, or the class of a refusal.

    :raises Exception: whatever an act raised that is no refusal, such as a deadlock
    :raises TimeoutError: if somebody does not come to an end
    """
    connection.close()  # a fork must not speak on its parent's line
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(runners))
    ends = [context.Pipe(duplex=False) for _ in runners]
    processes = [
        context.Process(target=_run, args=(acts, start, tell))
        for acts, (_, tell) in zip(runners, ends, strict=True)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of others do not matter here
        for process in processes:
            process.start()
    try:
        told = [
            _heard(hear, SECONDS_MAX + len(acts)) for acts, (hear, _) in zip(runners, ends, strict=True)
        ]
    finally:
        for process, (hear, tell) in zip(processes, ends, strict=True):
            process.kill()
            process.join()
            hear.close()
            tell.close()
    # the runner whose act failed says why; the others only know that the start was called off
    for failure in sorted(
        (each for each in told if isinstance(each, Exception)),
        key=lambda each: isinstance(each, threading.BrokenBarrierError),
    ):
        raise failure
    return list(zip(*told, strict=True))


def _run(acts: Sequence[Act], start: "threading.Barrier", tell: Connection) -> None:
    try:
        answers = []
        for act in acts:
            start.wait(SECONDS_MAX)
            answers.append(_outcome(act))
        tell.send(answers)
    except Exception as failure:  # noqa: BLE001  the parent raises it
        start.abort()
        tell.send(failure)
    finally:
        connection.close()


def _outcome(act: Act) -> object:
    try:
        return act()
    except Refused as refusal:
        return type(refusal)


def _heard(hear: Connection, seconds_max: float) -> object:
    if not hear.poll(seconds_max):
        raise TimeoutError("a runner does not come to an end")
    return hear.recv()
