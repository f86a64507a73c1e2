"""What is read: reports, decisions and lists, each beside the plainest way to the same rows."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounting.collections.decision import decide_reminders
from accounting.receivables.models import Invoice
from accounting.receivables.queries.positions import aged_receivables
from accounting.reports.trial_balance import TrialBalanceDays, trial_balance
from erp.access.queries import scope_of
from erp.identity.models import User
from tests.bench.company import Books
from tests.bench.filling import Mass
from tests.bench.measuring import Repeated, alone, race
from tests.bench.rows import Row

TRIAL_BALANCE_MS = 10
DAYS_OF_MONTH = (1, 8, 15, 16, 23, 28)
TRYTON_LINES = 439  # lines per second of the peer's dunning, see the design's figures
USERS_ASKED = 20
ROWS_PER_PAGE = 50
AGEING = """
    SELECT p.name, sum(open_base_amount) FILTER (WHERE due_date >= %(on)s),
        sum(open_base_amount) FILTER (WHERE %(on)s - due_date BETWEEN 1 AND 30),
        sum(open_base_amount) FILTER (WHERE %(on)s - due_date BETWEEN 31 AND 60),
        sum(open_base_amount) FILTER (WHERE %(on)s - due_date BETWEEN 61 AND 90),
        sum(open_base_amount) FILTER (WHERE %(on)s - due_date > 90)
    FROM accounting_openitem i JOIN erp_party p ON p.id = i.party_id
    WHERE i.company_id = %(company)s AND i.account_id = %(account)s AND i.open_amount > 0 AND i.is_debit
    GROUP BY p.id, p.name ORDER BY p.name
"""


@dataclass(slots=True)
class Deciding:
    """The decision what to remind of, taken back each time."""

    books: Books

    def prepare(self) -> None:
        """Nothing is to be prepared."""

    def run(self) -> int:
        """Decide; return about how many lines."""
        with transaction.atomic():
            decided = decide_reminders(self.books.company.pk, today=self.books.today)
            transaction.set_rollback(True)
        return len(decided)


def reading(books: Books, mass: Mass, seconds: float) -> Iterator[Row]:
    """Measure everything that is read by calls."""
    yield _trial_balance(books, seconds)
    yield _beside("ageing of all customers", 1.5, _ageing(books), _raw_ageing(books), seconds)
    yield _dunning(books, seconds)
    yield from _filters(books, mass, seconds)


def _trial_balance(books: Books, seconds: float) -> Row:
    """Take the slowest of several days of a month, each by its middle time."""
    month = books.today.replace(day=1) - datetime.timedelta(days=1)
    days = [month.replace(day=day) for day in DAYS_OF_MONTH]

    def at(day: datetime.date) -> Callable[[], object]:
        wanted = TrialBalanceDays(on=day)
        return lambda: trial_balance(books.scope, company_id=books.company.pk, days=wanted)

    speeds = (alone(Repeated(at(day)), seconds_max=seconds / len(days)) for day in days)
    worst = min(speeds, key=lambda speed: speed.per_second)
    ms = 1000 / worst.per_second
    return Row("trial balance of the worst day", 1, "ms", ms, TRIAL_BALANCE_MS, worst.cpu_ms)


def _ageing(books: Books) -> Callable[[], object]:
    return lambda: aged_receivables(books.scope, company_id=books.company.pk, on=books.today)


def _raw_ageing(books: Books) -> Callable[[], object]:
    account = books.accounts["receivable"]
    values = {"company": books.company.pk, "account": account, "on": books.today}

    def call() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(AGEING, values)
            return cursor.fetchall()

    return call


def _dunning(books: Books, seconds: float) -> Row:
    """Decide about everything that is overdue, and take it back each time."""
    speed = alone(Deciding(books), seconds_max=seconds)
    name = "dunning decision over all overdue"
    return Row(name, 20, "lines/s", speed.per_second, TRYTON_LINES, speed.cpu_ms)


def _filters(books: Books, mass: Mass, seconds: float) -> Iterator[Row]:
    """Ask for what some of the users may see, and for the same by the plain foreign key."""
    step = max(1, len(mass.user_ids) // USERS_ASKED)
    users = User.objects.filter(pk__in=mass.user_ids[::step])
    scopes = [scope_of(user, door="customer", on=books.today) for user in users]
    parties = [next(iter(scope.ids("party"))) for scope in scopes]
    by_scope = [Invoice.objects.all().visible_to(scope) for scope in scopes]
    by_key = [Invoice.objects.filter(party_id=party_id) for party_id in parties]
    if [rows.count() for rows in by_scope] != [rows.count() for rows in by_key]:
        raise RuntimeError("the filter finds other rows than the foreign key")
    for name, read in (("page", _page), ("count", QuerySet.count)):
        work = _in_turn(
            read, [lambda scope=scope: Invoice.objects.visible_to(scope) for scope in scopes]
        )
        plain = _in_turn(read, [lambda key=key: Invoice.objects.filter(party_id=key) for key in parties])
        yield _beside(f"permission filter, {name}", 1.5, work, plain, seconds / 2)


def _page(rows: QuerySet[Invoice]) -> list[Invoice]:
    return list(rows.order_by("-issue_date", "-pk")[:ROWS_PER_PAGE])


def _in_turn(
    read: Callable[[QuerySet[Invoice]], object], makers: Sequence[Callable[[], QuerySet[Invoice]]]
) -> Callable[[], object]:
    turns = cycle(makers)
    return lambda: read(next(turns)())


def _beside(
    name: str, goal: float, work: Callable[[], object], plain: Callable[[], object], seconds: float
) -> Row:
    """Compare the time of two calls."""
    run = race(Repeated(work), Repeated(plain), seconds_max=seconds)
    value, limit = run.value, run.bound
    return Row(name, goal, "ms", 1000 / value.per_second, 1000 / limit.per_second, value.cpu_ms)
