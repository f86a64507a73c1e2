"""Bills that were open before the books were kept here, taken over one by one."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import Journal
from accounting.ledger.opening import OpeningItem, post_opening_item
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.refusals import BillAsksNothing, BillKnown
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.money import Money
from erp.numbering.operations import take_number

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class OpeningBill:
    """
    What is left of a bill: its number, days and amount as the supplier knows them.

    `rate` says what one unit of the currency was worth in the company's in the old books.
    """

    supplier_account_id: int
    supplier_number: str
    issue_date: datetime.date
    due_date: datetime.date
    amount: Decimal
    currency: str = ""
    type: str = Bill.Type.BILL
    rate: Decimal = ONE


@transaction.atomic
def open_bill(scope: Scope, *, opening: OpeningBill, opening_date: datetime.date) -> Bill:
    """
    Take over an open bill (or credit): Dr the opening account, Cr payables, without tax or expense.

    Locks: the supplier's account, then series and period.

    :raises AccessDenied: if `scope` may not post opening balances
    :raises BillKnown: if the supplier's number was taken over or received in that year before
    :raises BillAsksNothing: if nothing is left of it
    """
    accounts = SupplierAccount.objects.select_for_update(of=["self"], no_key=True)
    account = accounts.select_related("company", "party_account__control_account").get(
        pk=opening.supplier_account_id
    )
    require(scope, "accounting.post_opening_balance", account)
    known = Bill.objects.filter(
        supplier_account=account,
        supplier_year=opening.issue_date.year,
        supplier_number=opening.supplier_number,
    ).exclude(status__in=Bill.NOT_IN_FORCE)
    if known.exists():
        raise BillKnown(_("%(theirs)s was received before.") % {"theirs": opening.supplier_number})
    if opening.amount <= 0:
        raise BillAsksNothing(_("A bill asks for an amount above zero."))
    bill = _bill(scope, account, opening, opening_date)
    series = take_number(company_id=account.company_id, code="BILL", on=opening_date)
    bill.number = series.label(series.last_number)
    bill.journal_entry = post_opening_item(
        scope,
        opening_date=opening_date,
        source=f"bill:{bill.public_id}:opening",
        item=_item(bill, account, opening),
        account=account.party_account.control_account,
    )
    bill.save(force_insert=True)
    audit.record(scope, "bill.taken_over", bill, number=bill.number)
    return bill


def _item(bill: Bill, account: SupplierAccount, opening: OpeningBill) -> OpeningItem:
    sign = 1 if opening.type == Bill.Type.CREDIT else -1
    base = Money(opening.amount * opening.rate, account.company.base_currency).amount
    return OpeningItem(
        party_account_id=account.party_account_id,
        branch_id=account.branch_id,
        number=opening.supplier_number,
        document_date=opening.issue_date,
        due_date=opening.due_date,
        amount=sign * base,
        currency=bill.currency,
        currency_amount=sign * opening.amount,
    )


def _bill(
    scope: Scope, account: SupplierAccount, opening: OpeningBill, opening_date: datetime.date
) -> Bill:
    return Bill(
        company=account.company,
        branch_id=account.branch_id,
        party_id=account.party_id,
        supplier_account=account,
        type=opening.type,
        status=Bill.Status.APPROVED,
        journal=Journal.objects.get(company=account.company, code="OPENING"),
        payment_term_id=account.payment_term_id,
        supplier_number=opening.supplier_number,
        supplier_year=opening.issue_date.year,
        currency=opening.currency or account.currency,
        exchange_rate=opening.rate,
        issue_date=opening.issue_date,
        received_date=opening.issue_date,
        tax_point_date=opening.issue_date,
        posting_date=opening_date,
        due_date=opening.due_date,
        expected_payment_date=max(opening.due_date, opening_date),
        net=opening.amount,
        tax=Decimal(0),
        gross=opening.amount,
        created_by=scope.actor,
        approved_by=scope.actor,
    )
