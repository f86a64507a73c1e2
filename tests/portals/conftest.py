"""What every test of a door needs: the store behind sessions' rate limits, empty."""

import pytest


@pytest.fixture(autouse=True)
def rates_of_its_own(no_rate_used_up):
    """No test is slowed down for what another one asked."""
