"""The register of invariants: what `manage.py verify_books` proves, package by package."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

type Check = Callable[[], Iterator[str]]

_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken invariant: which, and where."""

    invariant: str
    place: str


def check(invariant: str) -> Callable[[Check], Check]:
    """
    Register a function that returns the places where `invariant` does not hold.

    A package of an upper app has its functions in `checks.py` and loads it from its app's
    `subscriptions.py`.
    """

    def register(function: Check) -> Check:
        _checks[invariant] = function
        return function

    return register


def invariants() -> tuple[str, ...]:
    """Return the names of all invariants, in the order they were registered."""
    return tuple(_checks)


def findings(invariant: str) -> Iterator[Finding]:
    """Return every place where the invariant does not hold."""
    for place in _checks[invariant]():
        yield Finding(invariant, place)
