"""What bills need to know of their company: the tax codes of purchases with their rates and accounts."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounting.payables.models import Bill
from accounting.payables.posting import BilledLine, InputTax
from accounting.payables.refusals import NotOfThisCompany
from accounting.taxes.calculation import DatedRate
from accounting.taxes.models import TaxCode, TaxDirection
from erp.money import Money


def input_taxes(company_id: int, tax_code_ids: Iterable[int]) -> dict[int, InputTax]:
    """
    Return the tax codes by id, each with the output tax that it owes at the same time.

    :raises NotOfThisCompany: if one is of another company, or is not one of purchases
    """
    wanted = set(tax_code_ids)
    rows = TaxCode.objects.filter(
        company_id=company_id, pk__in=wanted, direction=TaxDirection.INPUT
    ).select_related("reverse_pair")
    found = {code.pk: _input_tax(code) for code in rows}
    if wanted - found.keys():
        raise NotOfThisCompany(_("The tax code is not one of this company's purchases."))
    return found


def billed_lines(bill: Bill) -> list[BilledLine]:
    """Return the lines of a bill in their order."""
    rows = bill.lines.order_by("line_no")
    return [
        BilledLine(
            Money(row.net, bill.currency), row.tax_code_id, row.expense_account_id, row.dimension_set_id
        )
        for row in rows
    ]


def _input_tax(code: TaxCode) -> InputTax:
    return InputTax(
        id=code.pk,
        category=code.category,
        rates=tuple(DatedRate(rate.start_date, rate.rate_percent) for rate in code.rates.all()),
        deductible_percent=code.deductible_percent,
        exemption_code=code.exemption_code,
        exemption_reason=code.exemption_reason,
        jurisdiction=code.jurisdiction,
        components=tuple((part.account_id, part.share_percent) for part in code.components.all()),
        owed=_input_tax(code.reverse_pair) if code.reverse_pair else None,
    )
