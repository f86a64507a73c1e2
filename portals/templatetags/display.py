"""Filters and tags by which templates write money, days, figures and icons."""

import datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from erp.money import Money
from portals.components import formats
from portals.components.cells import cells_html
from portals.components.charts import Chart, chart_html
from portals.components.lists import Row

register = template.Library()


@register.filter
def money(value: Money | Decimal | None, currency: str = "") -> str:
    """Write an amount with its currency: `{{ money }}` or `{{ amount|money:currency }}`."""
    if value is None or value == "":
        return ""
    if isinstance(value, Money):
        return formats.money(value.amount, value.currency)
    return formats.money(value, currency)


@register.filter
def day(value: datetime.date | None) -> str:
    """Write a calendar day, or the day of an instant."""
    return formats.day(value) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Write the day and minute of an instant."""
    return formats.moment(value) if value else ""


@register.filter
def percent(value: Decimal | int | None) -> str:
    """Write a rate given in percent: 19 is 19 %."""
    return "" if value is None else formats.percent(value)


@register.filter
def quantity(value: Decimal | int | None, unit: str = "") -> str:
    """Write a quantity without trailing zeros, with its unit when there is one."""
    return "" if value is None else f"{formats.number(value)} {unit}".rstrip()


@register.filter
def overdue(due_date: datetime.date | None, today: datetime.date) -> str:
    """Write how far a due date is away: `{{ invoice.due_date|overdue:today }}`."""
    return formats.due_note(due_date, today) if due_date else ""


@register.simple_tag
@lru_cache(maxsize=512)  # a page draws dozens, always the same
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the sprite; it says nothing to a screen reader, so a word stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def cells(row: Row) -> SafeString:
    """Draw the cells of a list's row."""
    return cells_html(row.cells, row.url)


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """Draw a chart with its table behind it."""
    return chart_html(drawn)
