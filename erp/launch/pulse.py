"""Signs of life of the programs that answer no requests: stamps in the cache, each good for a while."""

from django.core.cache import cache

GOOD_FOR_SECONDS = 35  # three heartbeats and a bit
PROGRAMS = ("worker", "beat")


def stamp(program: str) -> None:
    """Note that `program` is alive now."""
    cache.set(_key(program), "alive", GOOD_FOR_SECONDS)


def alive(program: str) -> bool:
    """Tell whether `program` left a stamp lately. Worker: took up a task that the clock had queued."""
    return cache.get(_key(program)) is not None


def _key(program: str) -> str:
    return f"pulse:{program}"
