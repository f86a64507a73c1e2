"""Tax codes with their dated rates, and the tax lines written beside the entry they belong to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.taxes.models import TaxCode, TaxDirection, TaxLine, TaxRate
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.writes import rows_of, write

WHOLE = Decimal(100)
RECORD = "SELECT record_tax_lines(%s)"  # a function of the database (migration 0009)


class RateInThePast(Refused):
    """A rate may follow the last one, never rewrite what was charged."""

    code = "rate_in_the_past"


@dataclass(frozen=True, slots=True)
class TaxRecord:
    """
    One tax of one entry as a return reads it, signed from the authority's view of `direction`.

    `currency_*` are in the document's currency, `base` and `tax` in the company's, `tax_currency_*` in
    the return's. `line_no` names the journal line that holds the tax, none where it is zero.
    """

    company_id: int
    entry_id: int
    line_no: int | None
    tax_code_id: int
    category: str
    exemption_code: str
    rate_percent: Decimal
    currency: str
    currency_base: Decimal
    currency_tax: Decimal
    base: Decimal
    tax: Decimal
    tax_currency: str
    tax_currency_base: Decimal
    tax_currency_tax: Decimal
    registration_country: str
    registration_number: str
    tax_point_date: datetime.date
    return_period: str
    direction: str = TaxDirection.OUTPUT
    deductible_percent: Decimal = WHOLE


def record_tax_lines(records: Iterable[TaxRecord]) -> None:
    """
    Write what entries charged, in the transaction that posts them and by one statement.

    Who posts the entry has asked `require` for its document.
    """
    names = TaxRecord.__slots__
    rows = [{name: getattr(record, name) for name in names} for record in records]
    if rows:
        write(RECORD, [rows_of(rows)])


def mirror_tax_lines(of_entry_id: int, *, entry_id: int, return_period: str) -> None:
    """
    Write the taxes of an entry's reversal: every amount with its sign turned, on the mirrored lines.

    Who posts the reversal has asked `require` for its document.
    """
    signed = ("currency_base", "currency_tax", "base", "tax", "tax_currency_base", "tax_currency_tax")
    lines = list(TaxLine.objects.filter(entry_id=of_entry_id).order_by("pk"))
    for line in lines:
        line.pk, line._state.adding = None, True
        line.entry_id, line.return_period = entry_id, return_period
        for name in signed:
            setattr(line, name, -getattr(line, name))
    TaxLine.objects.bulk_create(lines)


@transaction.atomic
def add_tax_rate(
    scope: Scope, *, tax_code_id: int, start_date: datetime.date, rate_percent: Decimal
) -> TaxRate:
    """
    Let a tax code charge `rate_percent` from `start_date` on. Locks the tax code.

    :raises AccessDenied: if `scope` may not change tax codes
    :raises RateInThePast: if the code has a rate from that day or a later one
    """
    code = TaxCode.objects.select_for_update().get(pk=tax_code_id)
    require(scope, "accounting.change_taxcode", code)
    if code.rates.filter(start_date__gte=start_date).exists():
        raise RateInThePast(
            _("%(code)s has a rate from %(day)s or later already.") % {"code": code, "day": start_date}
        )
    rate = TaxRate.objects.create(tax_code=code, start_date=start_date, rate_percent=rate_percent)
    audit.record(
        scope, "tax_rate.added", code, rate_percent=str(rate_percent), start_date=str(start_date)
    )
    return rate
