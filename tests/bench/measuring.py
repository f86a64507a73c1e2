"""Measuring two kinds of work by turns until their ratio no longer moves."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

ROUNDS_MIN = 5
STEADY = 0.02  # of the ratio, over the last rounds
STEADY_ROUNDS = 3


class Work(Protocol):
    """Something to be measured: `prepare` is not timed, `run` is, and returns how much it did."""

    def prepare(self) -> None: ...
    def run(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Speed:
    """How much was done per second, and what each piece took of this process in CPU milliseconds."""

    per_second: float
    cpu_ms: float


@dataclass(slots=True)
class Race:
    """The speeds of work and limit, round by round."""

    work: list[Speed] = field(default_factory=list)
    limit: list[Speed] = field(default_factory=list)

    @property
    def value(self) -> Speed:
        """The middle speed of the work."""
        return _middle(self.work)

    @property
    def bound(self) -> Speed:
        """The middle speed of the limit."""
        return _middle(self.limit)


def race(work: Work, limit: Work, *, seconds_max: float) -> Race:
    """Run both by turns until the ratio of their middle speeds is steady, or the time is over."""
    run = Race()

    def ratio() -> float:
        run.limit.append(speed(limit))
        run.work.append(speed(work))
        return run.value.per_second / run.bound.per_second

    _until_steady(ratio, seconds_max)
    return run


def alone(work: Work, *, seconds_max: float) -> Speed:
    """Run work by itself until its middle speed is steady, or the time is over; return that speed."""
    speeds: list[Speed] = []

    def middle() -> float:
        speeds.append(speed(work))
        return _middle(speeds).per_second

    _until_steady(middle, seconds_max)
    return _middle(speeds)


def _until_steady(figure: Callable[[], float], seconds_max: float) -> None:
    end, seen = time.monotonic() + seconds_max, [figure()]
    while not _is_steady(seen) and time.monotonic() < end:
        seen.append(figure())


def _is_steady(seen: list[float]) -> bool:
    """Say whether a figure has hardly moved in the last rounds."""
    last = seen[-STEADY_ROUNDS:]
    return len(seen) >= ROUNDS_MIN and max(last) - min(last) <= STEADY * max(last)


def speed(work: Work) -> Speed:
    """Do a round of work and return its speed."""
    work.prepare()
    cpu, start = time.process_time(), time.perf_counter()
    done = work.run()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return Speed(done / seconds, cpu * 1000 / done)


@dataclass(slots=True)
class Repeated:
    """A call that is repeated for a while: what reads and costs the same each time."""

    call: Callable[[], object]
    seconds: float = 0.3

    def prepare(self) -> None:
        """Nothing is to be prepared."""

    def run(self) -> int:
        """Call until the time is over, and once at least."""
        end, done = time.perf_counter() + self.seconds, 0
        while not done or time.perf_counter() < end:
            self.call()
            done += 1
        return done


def _middle(speeds: list[Speed]) -> Speed:
    return Speed(median(each.per_second for each in speeds), median(each.cpu_ms for each in speeds))
