"""What a document comes to: nets, tax, deductions of advances and the amount payable. Pure."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from accounting.receivables.models import InvoiceCharge
from accounting.taxes.calculation import (
    DocumentTax,
    Item,
    Taxation,
    document_tax,
    rounded_to_step,
)
from erp.money import Money, total


class SoldLine(Protocol):
    """The part of a line that decides what it comes to."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def net_unit_price(self) -> Decimal: ...
    @property
    def price_base_quantity(self) -> Decimal: ...
    @property
    def tax_code_id(self) -> int: ...
    @property
    def supply_date(self) -> datetime.date | None: ...


class Charge(Protocol):
    """The part of a charge or allowance that decides what it comes to."""

    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def tax_code_id(self) -> int: ...


class Deduction(Protocol):
    """The part of a deduction that decides what it takes off."""

    @property
    def net(self) -> Decimal: ...
    @property
    def tax(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """How a document is reckoned; `tax_point` is the day that chooses the rates."""

    currency: str
    rounding: str
    tax_point: datetime.date
    prices_include_tax: bool = False
    cash_rounding_step: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """
    What a document comes to, in its currency.

    `items` are the lines, then the charges, as shown; `tax.nets` follows their order. `payable` is gross
    and cash rounding less what advances paid before.
    """

    items: tuple[Item, ...]
    tax: DocumentTax
    deducted: Money
    cash_rounding: Money
    payable: Money

    def net_of(self, position: int) -> Money:
        """Return the net of an item: lines come first, then charges."""
        return self.tax.nets[position]


def line_amount(line: SoldLine, currency: str) -> Money:
    """Return price times quantity, rounded to the minor unit: net, or gross where prices include tax."""
    return Money(line.quantity * line.net_unit_price / line.price_base_quantity, currency)


def charge_amount(charge: Charge, currency: str) -> Money:
    """Return a charge as a positive amount and an allowance as a negative one."""
    amount = Money(charge.amount, currency)
    return -amount if charge.kind == InvoiceCharge.Kind.ALLOWANCE else amount


def totals_of(
    terms: Terms,
    *,
    lines: Sequence[SoldLine],
    charges: Sequence[Charge],
    deductions: Sequence[Deduction],
    taxation: Callable[[int, datetime.date], Taxation],
) -> Totals:
    """
    Return what a document comes to.

    `taxation` answers what a tax code charges on a day; a line supplied on a day of its own bears the
    rate of that day.
    """
    currency = terms.currency
    items = (
        *(
            Item(
                line_amount(line, currency),
                taxation(line.tax_code_id, line.supply_date or terms.tax_point),
            )
            for line in lines
        ),
        *(
            Item(charge_amount(charge, currency), taxation(charge.tax_code_id, terms.tax_point))
            for charge in charges
        ),
    )
    tax = document_tax(
        items,
        currency=currency,
        rounding=terms.rounding,
        prices_include_tax=terms.prices_include_tax,
    )
    deducted = total((Money(each.net + each.tax, currency) for each in deductions), currency)
    exact = tax.gross - deducted
    payable = rounded_to_step(exact, terms.cash_rounding_step)
    return Totals(items, tax, deducted, payable - exact, payable)
