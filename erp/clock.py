"""Calendar days and instants. Domain code takes them as arguments; only doors and tasks ask here."""

import datetime
from calendar import monthrange
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime.datetime:
    """Return the present instant, aware, in UTC."""
    return timezone.now()


def date_in(zone: str, at: datetime.datetime) -> datetime.date:
    """Return the calendar day in the time zone `zone` (IANA name) at the instant `at`."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of_month(day: datetime.date) -> datetime.date:
    """Return the last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day `months` later (or earlier), or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
