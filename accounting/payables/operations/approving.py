"""Bills are approved, and so posted; an approved bill is taken back by its reversal."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.currencies.queries import exchange_rate
from accounting.ledger.allocations import allocate_reversal
from accounting.ledger.posting import EntryDraft, post_entry, reverse_entry
from accounting.ledger.terms import installments
from accounting.payables.facts import accounts_of, billed_lines, input_taxes, tax_records
from accounting.payables.models import Bill
from accounting.payables.operations.receiving import expected_payment_date
from accounting.payables.posting import BillPlan, BillPosting, bill_tax
from accounting.payables.refusals import BillDisagrees, BillNotOpen
from accounting.taxes.operations import mirror_tax_lines, record_tax_lines
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRequest
from erp.approvals.operations import Question, request_approval, rule_for
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

ONE = Decimal(1)
APPROVAL_KIND = "bill"


@transaction.atomic
def approve_bill(scope: Scope, *, bill_id: int, posting_date: datetime.date) -> Bill:
    """
    Approve a bill and post it, or let it wait where a rule asks for another role.

    Dr expense, net per account; Dr input tax as far as it is deductible, the rest Dr tax not deductible;
    Cr payables, gross, one line per due date. A reverse-charged purchase owes and deducts its tax at
    once. A supplier's credit posts the other way round. Locks: the bill, then series and period.

    :raises AccessDenied: if `scope` may not decide on this bill
    :raises BillNotOpen: if it was decided before
    :raises BillDisagrees: if the rates of its tax point changed since it was received
    :raises NoExchangeRate: if its currency has no rate
    :raises PeriodClosed, PeriodLocked: by the day
    """
    bill = _locked(bill_id)
    require(scope, "accounting.post_bill", bill)
    _check_received(bill)
    amount = Money(bill.gross * _rate(bill, posting_date), bill.company.base_currency).amount
    rule = rule_for(company_id=bill.company_id, kind=APPROVAL_KIND, amount=amount)
    if rule is not None:
        question = Question(APPROVAL_KIND, bill, str(bill), bill.gross, bill.currency)
        request_approval(scope, rule=rule, question=question)
        return bill
    return _post_bill(scope, bill, posting_date)


def post_approved_bill(scope: Scope, request: ApprovalRequest, now: datetime.datetime) -> None:
    """Post a bill that waited, now that somebody in the role asked for has approved it."""
    bill = _locked(int(request.subject.split(":")[1]))
    _check_received(bill)
    _post_bill(scope, bill, bill.company.date_at(now))


def leave_bill_received(scope: Scope, request: ApprovalRequest, _now: datetime.datetime) -> None:
    """Leave a bill whose approval was declined as it was received, and put that on record."""
    bill = _locked(int(request.subject.split(":")[1]))
    audit.record(scope, "bill.approval_declined", bill, number=bill.number)


@transaction.atomic
def reverse_bill(scope: Scope, *, bill_id: int, entry_date: datetime.date, reason: str) -> Bill:
    """
    Take an approved bill back whole: its entry is reversed, and both settle each other.

    What was paid of it must be taken back first. Locks: the bill, open items, series and period.

    :raises AccessDenied: if `scope` may not decide on this bill
    :raises BillNotOpen: if it is not approved
    :raises MoreThanOpen: if something of it is paid
    """
    bill = _locked(bill_id)
    require(scope, "accounting.post_bill", bill)
    if bill.status != Bill.Status.APPROVED or bill.journal_entry_id is None:
        raise BillNotOpen(_("Bill %(number)s is not approved.") % {"number": bill.number})
    reversal = reverse_entry(
        scope, entry_id=bill.journal_entry_id, entry_date=entry_date, source=f"bill:{bill.pk}:reverse"
    )
    mirror_tax_lines(bill.journal_entry_id, entry_id=reversal.pk, return_period=f"{entry_date:%Y-%m}")
    allocate_reversal(scope, entry_id=bill.journal_entry_id, allocation_date=entry_date)
    bill.status = Bill.Status.REVERSED
    bill.save(update_fields=["status"])
    audit.record(scope, "bill.reversed", bill, number=bill.number, reason=reason)
    return bill


def _locked(bill_id: int) -> Bill:
    rows = Bill.objects.select_for_update(of=["self"])
    return rows.select_related(
        "company", "journal", "payment_term", "supplier_account__party_account"
    ).get(pk=bill_id)


def _check_received(bill: Bill) -> None:
    if bill.status != Bill.Status.RECEIVED:
        raise BillNotOpen(_("Bill %(number)s was decided before.") % {"number": bill.number})


def _rate(bill: Bill, posting_date: datetime.date) -> Decimal:
    if bill.exchange_rate != ONE or bill.currency == bill.company.base_currency:
        return bill.exchange_rate
    return exchange_rate(bill.currency, into=bill.company.base_currency, on=posting_date)


def _post_bill(scope: Scope, bill: Bill, posting_date: datetime.date) -> Bill:
    rate = _rate(bill, posting_date)
    tax_point = bill.supply_date or bill.issue_date
    plan, due_date, expected = _plan(bill, rate, tax_point)
    entry = post_entry(
        replace(scope, actor=bill.created_by),
        EntryDraft(
            company_id=bill.company_id,
            journal_code=bill.journal.code,
            entry_date=posting_date,
            document_date=bill.issue_date,
            source=f"bill:{bill.pk}:approve",
            lines=plan.lines,
            narration=bill.number,
            external_reference=bill.supplier_number[:80],
            approved_by_id=scope.actor.pk,
        ),
    )
    record_tax_lines(tax_records(bill, entry, plan.taxes, tax_point))
    frozen = {
        "status": Bill.Status.APPROVED,
        "journal_entry": entry,
        "exchange_rate": rate,
        "posting_date": posting_date,
        "tax_point_date": tax_point,
        "due_date": due_date,
        "expected_payment_date": expected,
        "approved_by": scope.actor,
    }
    for name, value in frozen.items():
        setattr(bill, name, value)
    bill.save(update_fields=[*frozen])
    audit.record(scope, "bill.approved", bill, number=bill.number, entry=entry.label)
    announce("bill.approved", scope=scope, bill=bill)
    return bill


def _plan(
    bill: Bill, rate: Decimal, tax_point: datetime.date
) -> tuple[BillPlan, datetime.date, datetime.date]:
    """Return what to post, the last due date and the day payment is expected."""
    lines = billed_lines(bill)
    codes = input_taxes(bill.company_id, [line.tax_code_id for line in lines])
    tax = bill_tax(lines, codes, tax_point=tax_point, rounding=bill.company.tax_rounding)
    if tax.gross.amount != bill.gross:
        raise BillDisagrees(
            _("With the rates of today the bill comes to %(lines)s, not to %(paper)s.")
            % {"lines": tax.gross, "paper": Money(bill.gross, bill.currency)}
        )
    is_credit = bill.type == Bill.Type.CREDIT
    steps = [] if is_credit else list(bill.payment_term.steps.order_by("delay_days", "pk"))
    due = installments(steps, bill.issue_date, tax.gross)
    posting = BillPosting(accounts_of(bill), rate, bill.company.base_currency, is_credit=is_credit)
    plan = posting.plan(lines, tax, codes, tax_point=tax_point, due=due)
    return plan, due[-1].due_date, expected_payment_date(due, bill.received_date)
