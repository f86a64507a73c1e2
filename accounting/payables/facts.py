"""What bills need to know of their company: tax codes with rates, accounts, what a return reads."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounting.ledger.entries import JournalEntry
from accounting.ledger.queries import account_for
from accounting.payables.models import Bill
from accounting.payables.posting import Accounts, BilledLine, InputTax, PostedTax
from accounting.payables.refusals import NotOfThisCompany
from accounting.taxes.calculation import DatedRate
from accounting.taxes.models import TaxCode, TaxDirection
from accounting.taxes.operations import TaxRecord
from erp.money import Money
from erp.organization.models import CompanyTaxRegistration


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


def accounts_of(bill: Bill) -> Accounts:
    """Return the accounts of a bill that its lines do not name."""
    party_account = bill.supplier_account.party_account
    return Accounts(
        payable_id=party_account.control_account_id,
        party_account_id=party_account.pk,
        not_deductible_id=account_for(bill.company_id, "tax_not_deductible").pk,
        branch_id=bill.branch_id,
    )


def tax_records(
    bill: Bill, entry: JournalEntry, taxes: Iterable[PostedTax], tax_point: datetime.date
) -> list[TaxRecord]:
    """Return the taxes of an entry about a bill, as a return reads them."""
    numbers = dict(
        CompanyTaxRegistration.objects.filter(company_id=bill.company_id, start_date__lte=tax_point)
        .exclude(end_date__lt=tax_point)
        .order_by("start_date")
        .values_list("country", "number")
    )
    return [
        TaxRecord(
            company_id=bill.company_id,
            entry_id=entry.pk,
            line_no=tax.line_no,
            tax_code_id=tax.code.id,
            category=tax.code.category,
            exemption_code=tax.code.exemption_code,
            rate_percent=tax.rate_percent,
            currency=bill.currency,
            currency_base=tax.net.amount,
            currency_tax=tax.tax.amount,
            base=tax.base_net.amount,
            tax=tax.base_tax.amount,
            tax_currency=bill.company.base_currency,
            tax_currency_base=tax.base_net.amount,
            tax_currency_tax=tax.base_tax.amount,
            registration_country=tax.code.jurisdiction[:2],
            registration_number=numbers.get(tax.code.jurisdiction[:2], ""),
            tax_point_date=tax_point,
            return_period=f"{entry.entry_date:%Y-%m}",
            direction=TaxDirection.OUTPUT if tax.is_output else TaxDirection.INPUT,
            deductible_percent=tax.code.deductible_percent,
        )
        for tax in taxes
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
