"""How Django loads this app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ErpConfig(AppConfig):
    """This will load the app's listeners once every app's models are there."""

    name = "erp"

    def ready(self) -> None:
        """Register what this app listens to."""
        if find_spec("erp.subscriptions"):
            import_module("erp.subscriptions")
