"""The databases of the races."""

from tests.races.conftest import arena, template

__all__ = ["arena", "template"]
