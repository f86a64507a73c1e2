"""What a serving process refuses to start with."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

UNSAFE = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
        OR EXISTS (SELECT FROM pg_class WHERE relowner = login.oid)
    FROM pg_roles AS login WHERE rolname = session_user
"""


def refuse_unsafe_login() -> None:
    """
    Look at the login of every database connection and close the connection again.

    :raises ImproperlyConfigured: when a login owns tables, may pass row security, or is a superuser
    """
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute(UNSAFE)
            (unsafe,) = cursor.fetchone()
        connection.close()  # this process may fork
        if unsafe:
            login = connection.settings_dict["USER"]
            raise ImproperlyConfigured(
                f"login {login} owns tables or may pass row security: serve as erp_app"
            )
