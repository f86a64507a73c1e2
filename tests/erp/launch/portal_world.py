"""The demo company in a database of its own, which logins of the portals look at."""

import datetime
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from erp.access.opening import reach_of
from erp.access.queries import scope_of
from erp.access.seal import Reach, sealed
from erp.identity.models import User
from portals.demo.loader.loading import load

NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
READERS = {
    "customer": "customer@roastery.example",
    "supplier": "supplier@roastery.example",
    "partner": "franchisor@roastery.example",
}


@dataclass(frozen=True)
class World:
    """The demo company in a database of its own, and how far each reader reaches in it."""

    host: str
    database: str
    readers: dict[str, tuple[int, Reach]]

    @contextmanager
    def session(self, login: str) -> Iterator["psycopg2.extensions.cursor"]:
        """Sign in; what was done is rolled back at the end."""
        with closing(psycopg2.connect(host=self.host, dbname=self.database, user=login)) as session:
            yield session.cursor()
            session.rollback()

    @contextmanager
    def at(self, door: str, scope: str | None = None) -> Iterator["psycopg2.extensions.cursor"]:
        """Sign in as the login of a portal, within the reader's scope unless another text is given."""
        with self.session(f"erp_{door}") as cursor:
            text = sealed(door, *self.readers[door]) if scope is None else scope
            cursor.execute("SELECT set_config('search_path', %s, true)", [f"{door}, pg_temp"])
            cursor.execute("SELECT set_config('erp.scope', %s, true)", [text])
            yield cursor


def reader(door: str, email: str) -> tuple[int, Reach]:
    user = User.objects.get(email=email)
    reach = reach_of(scope_of(user, door=door, on=NOW.date()))
    models = {"customer": CustomerAccount, "supplier": SupplierAccount}
    if door in models:
        accounts = models[door].objects.filter(party_id__in=reach.parties)
        ids = accounts.values_list("company_id", "party_account_id")
        reach = Reach({i for i, _ in ids}, reach.branches, reach.parties, {i for _, i in ids})
    return user.pk, reach


def set_up() -> dict[str, tuple[int, Reach]]:
    load(now=NOW, months=2)
    return {door: reader(door, email) for door, email in READERS.items()}


def count(cursor: "psycopg2.extensions.cursor", statement: str, values: object = None) -> int:
    cursor.execute(statement, values)
    return cursor.fetchone()[0]
