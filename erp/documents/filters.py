"""Filters of the layouts of documents and messages; values may be plain or text, as JSON keeps them."""

import datetime
from decimal import Decimal

from django import template

from erp import formats
from erp.money import Money

register = template.Library()


@register.filter
def money(value: Money | Decimal | str, currency: str = "") -> str:
    """Write an amount with its currency: `{{ total|money:currency }}`."""
    if isinstance(value, Money):
        return formats.money(value.amount, value.currency)
    return formats.money(Decimal(value), currency)


@register.filter
def day(value: datetime.date | str | None) -> str:
    """Write a calendar day; text is read as ISO 8601."""
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value) if value else None
    return formats.day(value) if value else ""


@register.filter
def percent(value: Decimal | int | str) -> str:
    """Write a rate given in percent: 19 is 19 %."""
    return formats.percent(Decimal(value))


@register.filter
def quantity(value: Decimal | int | str) -> str:
    """Write a quantity without trailing zeros."""
    return formats.number(Decimal(value))
