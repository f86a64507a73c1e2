"""The clock: Celery's own, with a stamp at each tick."""

from typing import Any

from celery.beat import PersistentScheduler
from redis.exceptions import RedisError

from erp.launch import pulse


class Clock(PersistentScheduler):
    """Queues what the schedule in the settings names, and remembers over a restart when it last did."""

    max_interval = 10  # seconds between two ticks at most

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Queue what is due; return the seconds until the next look."""
        wait: float = super().tick(*args, **kwargs)
        try:
            pulse.stamp("beat")
        except RedisError:  # the broker is away; the missing stamp tells
            self.logger.warning("no broker: the stamp of this tick is missing")
        return wait
