"""How the house is, for monitors and load balancers: states without details."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from erp.launch import pulse

OK, DOWN = "ok", "down"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer the state of database, broker, worker and clock; 503 unless all of them are well."""
    states = {"database": _database(), **_broker_and_those_behind()}
    return JsonResponse(states, status=200 if set(states.values()) == {OK} else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return DOWN
    return OK


def _broker_and_those_behind() -> dict[str, str]:
    try:
        cache.set("pulse:broker", "alive", 1)
        return {"broker": OK} | {name: OK if pulse.alive(name) else DOWN for name in pulse.PROGRAMS}
    except RedisError:  # what the others do cannot be known then
        return dict.fromkeys(("broker", *pulse.PROGRAMS), DOWN)
