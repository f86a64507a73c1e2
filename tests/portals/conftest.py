"""What every test of a door needs: the store behind sessions' rate limits, empty."""

import pytest
from django.conf import settings
from django.core.cache import cache

from erp.launch import valkey
from erp.launch.folders import Folders


@pytest.fixture(scope="session", autouse=True)
def store():
    valkey.ensure_running(Folders(settings.DATA_DIR))


@pytest.fixture(autouse=True)
def no_rate_used_up(store):
    cache.clear()
