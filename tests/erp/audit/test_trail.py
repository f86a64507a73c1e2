"""The trail only grows, and is read by record, person, act and day."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from erp.access.scope import Scope
from erp.audit.models import AuditEvent
from erp.audit.operations import record
from erp.audit.queries import TrailFilter, history_of, trail

DAY = datetime.date(2026, 3, 31)


@pytest.mark.parametrize("table", ["erp_auditevent", "erp_consent"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_or_removes_a_row(accountant, table, act):
    before = AuditEvent.objects.count()
    assert before > 0

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="only grow in number"), transaction.atomic():
            cursor.execute(act.format(table))

    assert AuditEvent.objects.count() == before


def test_a_record_tells_its_own_history(accountant_scope, sales_scope, customer, supplier):
    record(accountant_scope, "party.changed", customer, fields=["name"])
    record(sales_scope, "party.archived", customer)
    record(sales_scope, "party.archived", supplier)

    history = history_of(customer)

    assert [(act.action, act.who) for act in history] == [
        ("party.archived", "The sales"),
        ("party.changed", "The accountant"),
    ]
    assert (history[1].detail, history[1].door) == ({"fields": ["name"]}, "staff")


def test_who_executed_it_stands_beside_who_asked(customer_user, accountant, customer):
    record(Scope(customer_user, "customer", (), executor=accountant), "party.changed", customer)

    act = history_of(customer)[0]

    assert (act.who, act.executor) == ("Bella Blue", "The accountant")


def test_the_trail_is_narrowed_by_person_act_and_day(
    accountant_scope, sales_scope, company, new_company, branch
):
    record(accountant_scope, "branch.changed", branch)
    record(sales_scope, "branch.changed", branch)
    record(sales_scope, "branch.closed", branch)
    record(sales_scope, "company.changed", new_company("Other"))
    here = {"company_ids": frozenset({company.pk})}
    own = {"actor_id": sales_scope.actor.pk}

    def actions(**rest):
        return [event.action for event in trail(TrailFilter(**here, **rest))]

    assert actions(**own) == ["branch.closed", "branch.changed"]
    assert actions(**own, action="branch.ch") == ["branch.changed"]
    assert actions(**own, subject=f"branch:{branch.pk}") == ["branch.closed", "branch.changed"]
    event = AuditEvent.objects.latest("pk")
    day = event.recorded_at.date()
    assert actions(**own, first_day=day, last_day=day) == ["branch.closed", "branch.changed"]
    assert actions(**own, last_day=DAY.replace(year=2000)) == []
    assert actions(first_day=DAY.replace(year=2200)) == []
