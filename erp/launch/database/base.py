"""Django's PostgreSQL backend, starting the embedded server the first time somebody connects."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from erp.launch import postgres
from erp.launch.folders import Folders


class DatabaseWrapper(base.DatabaseWrapper):
    """
    A connection to PostgreSQL.

    With DATA_FOLDER in its settings it belongs to the embedded server of that folder (FOR_TESTS: see
    `ensure_running`); without, it is an ordinary connection. Commands that never connect start nothing.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver needs, the embedded server's socket included."""
        if folder := self.settings_dict.get("DATA_FOLDER"):
            for_tests = bool(self.settings_dict.get("FOR_TESTS"))
            socket = postgres.ensure_running(Folders(Path(folder)), for_tests=for_tests)
            self.settings_dict["HOST"] = str(socket)
        return super().get_connection_params()
