"""Celery's way to the reminders."""

import datetime
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db.models import Exists, OuterRef

from accounting.collections import operations
from accounting.collections.models import DunningLevel
from erp import clock
from erp.access.operations import system_scope
from erp.organization.models import Company

MORNING = range(8, 12)  # the hours in which a company's reminders leave, by its own clock


@shared_task(name="accounting.collections.tasks.send_reminders")
def send_reminders(**_: object) -> None:
    """Each hour: run the reminders of the companies where it is morning; safe to run twice."""
    now = clock.now()
    for company in companies_in_the_morning(now):
        scope = system_scope(purpose="reminders", company_ids=[company.pk])
        operations.run_reminders(scope, company_id=company.pk, today=company.date_at(now))


def companies_in_the_morning(now: datetime.datetime) -> list[Company]:
    """Return the companies with reminder levels whose own clock shows a morning hour."""
    levels = DunningLevel.objects.filter(company=OuterRef("pk"), is_active=True)
    companies = Company.objects.filter(Exists(levels)).order_by("pk")
    return [company for company in companies if _hour_at(company, now) in MORNING]


def _hour_at(company: Company, now: datetime.datetime) -> int:
    return now.astimezone(ZoneInfo(company.time_zone)).hour
