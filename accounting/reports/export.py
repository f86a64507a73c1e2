"""Writes the books out of the program: the act is on record."""

import csv
from collections.abc import Sequence
from typing import TextIO

from django.db import connection, transaction

from accounting.ledger.models import Account
from accounting.reports.beancount import company_lines, final_sums, header
from accounting.reports.sums import Sums
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.organization.models import Company

COLUMNS = ("company", "code", "name", "type", "debit", "credit", "balance", "currency")


def export_books(
    scope: Scope, *, company_ids: Sequence[int], file: TextIO, trial_balance: TextIO | None = None
) -> None:
    """
    Write companies' books as one beancount file, and their trial balance as CSV.

    Everything is read from one snapshot, so that what is posted meanwhile stands in neither file.

    :raises AccessDenied: if `scope` may not export the books of one of them
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        companies = list(Company.objects.filter(pk__in=company_ids).order_by("name"))
        for company in companies:
            require(scope, "accounting.export_books", company)
        file.writelines(f"{line}\n" for line in header())
        for company in companies:
            file.writelines(f"{line}\n" for line in company_lines(company))
        if trial_balance is not None:
            _write_trial_balance(companies, trial_balance)
        for company in companies:
            audit.record(scope, "books.exported", company, format="beancount")


def _write_trial_balance(companies: Sequence[Company], file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for company in companies:
        held = final_sums(company)
        for account in Account.objects.filter(company=company).order_by("code"):
            if account.pk in held:
                writer.writerow(_row(company, account, held[account.pk]))


def _row(company: Company, account: Account, sums: Sums) -> list[str]:
    amounts = [f"{amount:.4f}" for amount in (sums.debit, sums.credit, sums.balance)]
    return [
        company.name,
        account.code,
        account.name,
        account.type,
        *amounts,
        company.base_currency,
    ]
