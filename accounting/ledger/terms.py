"""When a document falls due, and what is taken off for paying early."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from erp.clock import add_months, end_of_month
from erp.money import Money


class Step(Protocol):
    """What a step of a payment term must tell."""

    @property
    def share_percent(self) -> Decimal: ...
    @property
    def delay_days(self) -> int: ...
    @property
    def is_end_of_month(self) -> bool: ...
    @property
    def fixed_day(self) -> int | None: ...
    @property
    def discount_percent(self) -> Decimal: ...
    @property
    def discount_days(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Installment:
    """
    What falls due on one day. `discount` may be kept by who pays on `discount_date` or before.
    """

    due_date: datetime.date
    amount: Money
    discount_percent: Decimal = Decimal(0)
    discount_date: datetime.date | None = None

    @property
    def discount(self) -> Money:
        """The discount for early payment, rounded half up."""
        return self.amount * (self.discount_percent / 100)


def installments(
    steps: Sequence[Step], document_date: datetime.date, gross: Money
) -> tuple[Installment, ...]:
    """
    Return what falls due when, earliest first; together it is `gross` to the minor unit.

    A term without steps is due on the day of the document. Shares need not add up to 100.
    """
    if not steps:
        return (Installment(document_date, gross),)
    shares = gross.split([step.share_percent for step in steps])
    found = (
        Installment(
            due_date(step, document_date),
            share,
            step.discount_percent,
            document_date + datetime.timedelta(step.discount_days) if step.discount_percent else None,
        )
        for step, share in zip(steps, shares, strict=True)
        if share
    )
    return tuple(sorted(found, key=lambda installment: installment.due_date))


def due_date(step: Step, document_date: datetime.date) -> datetime.date:
    """
    Return the day a step falls due: days first, then the end of that month, then the fixed day.

    A fixed day that has passed in the month reached lies in the next one; where the month is too short
    it is its last day.
    """
    day = document_date + datetime.timedelta(days=step.delay_days)
    if step.is_end_of_month:
        day = end_of_month(day)
    if step.fixed_day is None:
        return day
    found = _day_in_month(day, step.fixed_day)
    return found if found >= day else _day_in_month(add_months(day.replace(day=1), 1), step.fixed_day)


def _day_in_month(day: datetime.date, fixed_day: int) -> datetime.date:
    return day.replace(day=min(fixed_day, end_of_month(day).day))
