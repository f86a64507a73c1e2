"""Makes the logins of the database cluster."""

from contextlib import closing
from typing import Any

import environ
import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from erp.launch import logins, postgres
from erp.launch.folders import Folders


class Command(BaseCommand):
    """This will make the logins, once per cluster; the embedded server does it by itself."""

    help = "Makes the database logins and the database, as the superuser of DATABASE_ADMIN_URL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; running it again changes nothing but passwords."""
        if not settings.DATABASE_ADMIN_URL:
            if "DATA_FOLDER" not in settings.DATABASES["default"]:
                raise CommandError("DATABASE_ADMIN_URL must name a superuser of the database server")
            postgres.ensure_running(Folders(settings.DATA_DIR))
            return
        admin = environ.Env.db_url_config(settings.DATABASE_ADMIN_URL)
        name = settings.DATABASES["default"]["NAME"]
        reach = {"host": admin["HOST"], "port": admin["PORT"] or None} | admin.get("OPTIONS", {})
        reach |= {"user": admin["USER"], "password": admin["PASSWORD"], "dbname": "postgres"}
        with closing(psycopg2.connect(**reach)) as connection:
            connection.autocommit = True
            logins.make(connection)
            logins.make_database(connection, name)
