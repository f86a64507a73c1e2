"""Bills arrive: numbered, dated and checked against their own paper, not yet posted."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import Account, DimensionSet, Journal, PaymentTerm
from accounting.ledger.terms import Installment, installments
from accounting.payables.facts import input_taxes
from accounting.payables.models import Bill, BillLine, SupplierAccount
from accounting.payables.posting import BilledLine, bill_tax
from accounting.payables.refusals import (
    BillAsksNothing,
    BillDisagrees,
    BillKnown,
    BillNotOpen,
    NotOfThisCompany,
)
from accounting.taxes.calculation import DocumentTax
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money
from erp.numbering.operations import take_number
from erp.organization.models import Branch

JOURNAL_CODES = {Bill.Type.BILL: "PURCHASE", Bill.Type.CREDIT: "SUPPLIER_CREDIT"}
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class BillLineDraft:
    """One line as the supplier wrote it; without tax code or account the supplier's defaults count."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_code_id: int | None = None
    expense_account_id: int | None = None
    product_code: str = ""
    dimension_set_id: int | None = None


@dataclass(frozen=True, slots=True)
class BillDraft:
    """
    A supplier's paper. `gross` is the total that stands on it; where given, the lines must meet it.

    `exchange_rate` says what one unit of the currency is worth in the company's; without it the rate of
    the table counts when the bill is approved. `origin` names what it came from upward ("receipt:7").
    """

    supplier_account_id: int
    supplier_number: str
    issue_date: datetime.date
    received_date: datetime.date
    lines: Sequence[BillLineDraft]
    type: str = Bill.Type.BILL
    branch_id: int | None = None
    payment_term_id: int | None = None
    currency: str = ""
    supply_date: datetime.date | None = None
    our_order_number: str = ""
    origin: str = ""
    gross: Decimal | None = None
    exchange_rate: Decimal = ONE


@transaction.atomic
def receive_bill(scope: Scope, *, draft: BillDraft) -> Bill:
    """
    Take in a supplier's bill or credit, numbered in our own series of receipts.

    Line nets are quantity times price, rounded half up. The day payment is expected follows from the
    terms, but is never before the receipt. Locks: the supplier's account, then the series.

    :raises AccessDenied: if `scope` may not take in bills of the branch
    :raises BillKnown: if a bill in force has the supplier's number in that year
    :raises BillAsksNothing: if the lines do not come to an amount above zero
    :raises BillDisagrees: if they do not meet the total on the paper
    :raises NotOfThisCompany: if something named belongs to another company
    """
    account = _locked_account(draft.supplier_account_id)
    branch = Branch.objects.get(pk=draft.branch_id or account.branch_id)
    if branch.company_id != account.company_id:
        raise NotOfThisCompany(_("The branch is not one of this company."))
    require(scope, "accounting.change_bill", branch)
    _check_unknown(account, draft)
    priced = _priced(account, draft)
    tax = _tax(account, draft, priced)
    _check_amount(draft, tax)
    term = _own_term(account, draft)
    due = installments(list(term.steps.order_by("delay_days", "pk")), draft.issue_date, tax.gross)
    bill = _bill(scope, account, draft, tax)
    bill.branch, bill.payment_term = branch, term
    bill.expected_payment_date = expected_payment_date(due, draft.received_date)
    series = take_number(company_id=account.company_id, code="BILL", on=draft.received_date)
    bill.number = series.label(series.last_number)
    bill.save(force_insert=True)
    BillLine.objects.bulk_create(_rows(bill, draft.lines, priced))
    audit.record(scope, "bill.received", bill, number=bill.number)
    announce("bill.received", scope=scope, bill=bill)
    return bill


@transaction.atomic
def refuse_bill(scope: Scope, *, bill_id: int, reason: str) -> Bill:
    """
    Send a bill back unposted; the reason is in words for the supplier. Locks the bill.

    :raises AccessDenied: if `scope` may not decide on this bill
    :raises BillNotOpen: if it was decided before, or no reason is given
    """
    bill = Bill.objects.select_for_update(of=["self"]).get(pk=bill_id)
    require(scope, "accounting.post_bill", bill)
    if bill.status != Bill.Status.RECEIVED:
        raise BillNotOpen(_("Bill %(number)s was decided before.") % {"number": bill.number})
    if not reason.strip():
        raise BillNotOpen(_("Tell the supplier why the bill is refused."))
    bill.status, bill.refusal_reason = Bill.Status.REFUSED, reason.strip()
    bill.save(update_fields=["status", "refusal_reason"])
    audit.record(scope, "bill.refused", bill, number=bill.number)
    announce("bill.refused", scope=scope, bill=bill)
    return bill


def expected_payment_date(due: Sequence[Installment], received: datetime.date) -> datetime.date:
    """Return the day on which the last part of a bill will be paid: when due, never before receipt."""
    return max([received, *(each.due_date for each in due)])


def _locked_account(supplier_account_id: int) -> SupplierAccount:
    accounts = SupplierAccount.objects.select_for_update(of=["self"], no_key=True)
    return accounts.select_related("company", "branch").get(pk=supplier_account_id)


def _check_unknown(account: SupplierAccount, draft: BillDraft) -> None:
    in_force = Bill.objects.filter(
        supplier_account=account,
        supplier_year=draft.issue_date.year,
        supplier_number=draft.supplier_number,
    ).exclude(status__in=Bill.NOT_IN_FORCE)
    if known := in_force.first():
        raise BillKnown(
            _("%(theirs)s was received before: it is our %(ours)s.")
            % {"theirs": draft.supplier_number, "ours": known.number}
        )


def _priced(account: SupplierAccount, draft: BillDraft) -> list[BilledLine]:
    currency = draft.currency or account.currency
    lines = [
        BilledLine(
            Money(line.quantity * line.unit_price, currency),
            line.tax_code_id or account.default_tax_code_id or 0,
            line.expense_account_id or account.default_expense_account_id or 0,
            line.dimension_set_id,
        )
        for line in draft.lines
    ]
    _check_accounts(account.company_id, lines)
    return lines


def _check_accounts(company_id: int, lines: Sequence[BilledLine]) -> None:
    accounts = {line.expense_account_id for line in lines}
    own_accounts = Account.objects.filter(
        company_id=company_id,
        pk__in=accounts,
        is_postable=True,
        control_kind__in=[Account.ControlKind.NONE, Account.ControlKind.INVENTORY],
    )
    dimensions = {line.dimension_set_id for line in lines if line.dimension_set_id}
    own_dimensions = DimensionSet.objects.filter(company_id=company_id, pk__in=dimensions)
    if own_accounts.count() != len(accounts) or own_dimensions.count() != len(dimensions):
        raise NotOfThisCompany(_("Each line must name an account of this company to be charged to."))


def _tax(account: SupplierAccount, draft: BillDraft, lines: Sequence[BilledLine]) -> DocumentTax:
    if not lines:
        raise BillAsksNothing(_("A bill has at least one line."))
    codes = input_taxes(account.company_id, [line.tax_code_id for line in lines])
    return bill_tax(
        lines,
        codes,
        tax_point=draft.supply_date or draft.issue_date,
        rounding=account.company.tax_rounding,
    )


def _check_amount(draft: BillDraft, tax: DocumentTax) -> None:
    if tax.gross.amount <= 0:
        raise BillAsksNothing(_("A bill asks for an amount above zero."))
    if draft.gross is not None and draft.gross != tax.gross.amount:
        raise BillDisagrees(
            _("The lines come to %(lines)s, the paper says %(paper)s.")
            % {"lines": tax.gross, "paper": Money(draft.gross, tax.gross.currency)}
        )


def _own_term(account: SupplierAccount, draft: BillDraft) -> PaymentTerm:
    term = PaymentTerm.objects.get(pk=draft.payment_term_id or account.payment_term_id)
    if term.company_id != account.company_id:
        raise NotOfThisCompany(_("The payment term is not one of this company."))
    return term


def _bill(scope: Scope, account: SupplierAccount, draft: BillDraft, tax: DocumentTax) -> Bill:
    code = JOURNAL_CODES[Bill.Type(draft.type)]
    return Bill(
        company=account.company,
        party_id=account.party_id,
        supplier_account=account,
        type=draft.type,
        journal=Journal.objects.get(company_id=account.company_id, code=code),
        supplier_number=draft.supplier_number,
        supplier_year=draft.issue_date.year,
        our_order_number=draft.our_order_number,
        origin=draft.origin,
        currency=tax.gross.currency,
        exchange_rate=draft.exchange_rate,
        issue_date=draft.issue_date,
        received_date=draft.received_date,
        supply_date=draft.supply_date,
        net=tax.net.amount,
        tax=tax.tax.amount,
        gross=tax.gross.amount,
        created_by=scope.actor,
    )


def _rows(bill: Bill, drafts: Sequence[BillLineDraft], priced: Sequence[BilledLine]) -> list[BillLine]:
    return [
        BillLine(
            bill=bill,
            company_id=bill.company_id,
            branch_id=bill.branch_id,
            party_id=bill.party_id,
            line_no=line_no,
            product_code=draft.product_code,
            description=draft.description,
            quantity=draft.quantity,
            unit_price=draft.unit_price,
            net=line.net.amount,
            tax_code_id=line.tax_code_id,
            expense_account_id=line.expense_account_id,
            dimension_set_id=line.dimension_set_id,
        )
        for line_no, (draft, line) in enumerate(zip(drafts, priced, strict=True), start=1)
    ]
