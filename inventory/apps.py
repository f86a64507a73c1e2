"""How Django loads this app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """This will load the app's listeners once every app's models are there."""

    name = "inventory"

    def ready(self) -> None:
        """Register what this app listens to."""
        if find_spec("inventory.subscriptions"):
            import_module("inventory.subscriptions")
