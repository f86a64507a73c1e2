"""How figures and days are written on a page: as everywhere, and how far away a day is."""

import datetime

from babel.dates import format_timedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.formats import day, moment, money, number, percent, reader_locale

__all__ = ["day", "due_note", "moment", "money", "number", "percent", "reader_locale", "since"]


def since(at: datetime.datetime, now: datetime.datetime) -> str:
    """Return how long ago `at` was; for timelines only."""
    return format_timedelta(at - now, add_direction=True, locale=reader_locale())


def due_note(due_date: datetime.date, today: datetime.date) -> str:
    """Return how far a due date is away, in words."""
    days = (due_date - today).days
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": days}
