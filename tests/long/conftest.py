"""The databases of the races."""

from tests.races.conftest import arena

__all__ = ["arena"]
