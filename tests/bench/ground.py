"""The servers and the empty database of the bench: durable as in service, nothing left from before."""

import shutil
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from erp.launch import postgres, valkey
from erp.launch.folders import Folders
from erp.launch.stop import stop_servers


def start() -> Folders:
    """Begin with new servers, and with tables as a migration leaves them."""
    folders = Folders(Path(settings.DATA_DIR))
    end(folders)
    for folder in (folders.postgres, folders.valkey):
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
    postgres.ensure_running(folders)
    valkey.ensure_running(folders)
    call_command("migrate", interactive=False, verbosity=0)
    return folders


def settle(folders: Folders) -> None:
    """
    Have the planner look at the tables, as PostgreSQL does by itself within a minute, and sign out:
    plans that were made when the tables were empty end with their session.
    """
    connections.close_all()
    with closing(postgres.superuser_connection(folders, postgres.DATABASE)) as session:
        session.cursor().execute("VACUUM ANALYZE")


def end(folders: Folders) -> None:
    """Stop the servers; their files stay until the next time."""
    connections.close_all()
    stop_servers(folders)
