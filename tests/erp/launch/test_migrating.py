"""The quick way to an empty database leads to the same tables as Django's own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from erp.launch import postgres
from erp.launch.folders import Folders

NAME = "erp_migrated_slowly"
DJANGOS_OWN = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""


@pytest.fixture
def slowly_migrated(db: None) -> Iterator[str]:
    server = connection.settings_dict
    address = f"postgresql://erp_owner@/{NAME}?host={server['HOST']}"
    with closing(postgres.superuser_connection(Folders(Path(server["DATA_FOLDER"])))) as superuser:
        with superuser.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {NAME} OWNER erp_owner")
        try:
            environment = os.environ | {
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "erp.settings",
            }
            subprocess.run([sys.executable, "-c", DJANGOS_OWN], env=environment, check=True)
            yield NAME
        finally:
            with superuser.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {NAME}")


def schema(database: str) -> list[str]:
    command = [postgres.binary("pg_dump"), "-h", connection.settings_dict["HOST"], "-U", "erp_owner"]
    # views and policies are no migrations: `migrate` makes them at its end
    command += ["--schema-only", "--no-privileges", "--no-policies", "--schema=public", database]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    beside = ("\\restrict", "\\unrestrict", "--")
    lines = [line for line in dumped.splitlines() if line and not line.startswith(beside)]
    kept = [line for line in lines if not line.endswith("FORCE ROW LEVEL SECURITY;")]
    # Sorted: in which order tables stand that functions refer to depends on when they were made.
    return sorted("\n".join(kept).split(";\n"))


@pytest.mark.long
def test_the_quick_way_makes_the_same_tables(slowly_migrated: str) -> None:
    assert schema(str(connection.settings_dict["NAME"])) == schema(slowly_migrated)
