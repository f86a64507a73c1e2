"""How much tax a document bears: pure, exact, in the document's currency."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from erp.errors import Refused
from erp.money import Money, total
from erp.organization.models import TaxRounding

HUNDRED = Decimal(100)


class NoTaxRate(Refused):
    """The tax code has no rate yet on the day that decides."""

    code = "no_tax_rate"


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate in percent that holds from `start_date` on."""

    start_date: datetime.date
    rate_percent: Decimal


@dataclass(frozen=True, slots=True)
class Taxation:
    """What taxes an amount: a tax code with its rate on the tax point."""

    tax_code_id: int
    category: str
    rate_percent: Decimal
    exemption_reason: str = ""

    @property
    def group(self) -> tuple[str, Decimal, str]:
        """What one row of the breakdown shares (EN 16931, BG-23)."""
        return self.category, self.rate_percent, self.exemption_reason


@dataclass(frozen=True, slots=True)
class Item:
    """
    One amount of a document as it is shown: net, or gross where prices include tax.

    Charges are positive, allowances and what is taken back negative.
    """

    amount: Money
    taxation: Taxation


@dataclass(frozen=True, slots=True)
class TaxShare:
    """What one tax code bears: `tax` on `base`."""

    taxation: Taxation
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class DocumentTax:
    """
    The tax of a whole document.

    `nets` follows the order of the items. `breakdown` has one share per category, rate and exemption
    reason, `codes` one per tax code; both add up to `tax` on `net`.
    """

    nets: tuple[Money, ...]
    breakdown: tuple[TaxShare, ...]
    codes: tuple[TaxShare, ...]
    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        """Net and tax together."""
        return self.net + self.tax


def rate_on(rates: Iterable[DatedRate], day: datetime.date) -> Decimal:
    """
    Return the rate in force on `day`, the tax point: the latest that started on it or before.

    :raises NoTaxRate: if none had started
    """
    started = [rate for rate in rates if rate.start_date <= day]
    if not started:
        raise NoTaxRate(_("The tax code has no rate on %(day)s.") % {"day": day})
    return max(started, key=lambda rate: rate.start_date).rate_percent


def document_tax(
    items: Sequence[Item], *, currency: str, rounding: str, prices_include_tax: bool = False
) -> DocumentTax:
    """
    Return the tax of `items`, rounded per document or per line.

    Per document, the tax is rounded once per category, rate and exemption reason on their whole base
    (EN 16931, BR-CO-17) and shared back to the codes by the rounded running total, so that the shares
    meet it exactly. Per line, each line's tax is rounded and the lines are summed. Where prices include
    tax the shown gross binds: tax is taken out of it, and the net is what remains.
    """
    nets = [Money(Decimal(0), currency)] * len(items)
    breakdown: list[TaxShare] = []
    codes: list[TaxShare] = []
    order = sorted(range(len(items)), key=lambda at: (items[at].taxation.group, _code(items[at])))
    for _group, same_group in groupby(order, key=lambda at: items[at].taxation.group):
        places = list(same_group)
        taxes = _taxes(
            [items[at] for at in places], rounding=rounding, prices_include_tax=prices_include_tax
        )
        for at, tax in zip(places, taxes, strict=True):
            nets[at] = items[at].amount - tax if prices_include_tax else items[at].amount
        rows = [
            TaxShare(items[at].taxation, nets[at], tax) for at, tax in zip(places, taxes, strict=True)
        ]
        breakdown.append(_joined(rows))
        codes += [
            _joined(list(same)) for _id, same in groupby(rows, key=lambda r: r.taxation.tax_code_id)
        ]
    net, tax = total(nets, currency), total((row.tax for row in breakdown), currency)
    return DocumentTax(tuple(nets), tuple(breakdown), tuple(codes), net, tax)


def tax_within(gross: Money, rate_percent: Decimal) -> Money:
    """Return the tax contained in `gross` at `rate_percent`, rounded half up."""
    return Money(gross.amount * rate_percent / (HUNDRED + rate_percent), gross.currency)


def rounded_to_step(amount: Money, step: Decimal) -> Money:
    """
    Return `amount` rounded half up to a multiple of `step`, the smallest coin; 0 changes nothing.

    The difference is payable rounding (EN 16931, BT-114): never tax, never revenue.
    """
    if not step:
        return amount
    steps = (amount.amount / step).quantize(Decimal(1), rounding="ROUND_HALF_UP")
    return Money(steps * step, amount.currency)


def _code(item: Item) -> int:
    return item.taxation.tax_code_id


def _taxes(items: Sequence[Item], *, rounding: str, prices_include_tax: bool) -> list[Money]:
    rate = items[0].taxation.rate_percent
    divisor = HUNDRED + rate if prices_include_tax else HUNDRED
    if rounding == TaxRounding.LINE:
        return [Money(item.amount.amount * rate / divisor, item.amount.currency) for item in items]
    shares: list[Money] = []
    run = given = Money(Decimal(0), items[0].amount.currency)
    for item in items:
        run += item.amount
        share = Money(run.amount * rate / divisor, run.currency) - given
        shares.append(share)
        given += share
    return shares


def _joined(rows: Sequence[TaxShare]) -> TaxShare:
    currency = rows[0].base.currency
    return TaxShare(
        rows[0].taxation,
        total((row.base for row in rows), currency),
        total((row.tax for row in rows), currency),
    )
