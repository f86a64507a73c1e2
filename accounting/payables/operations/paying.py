"""Money to suppliers: paid, settled against bills, taken back; credits settle bills too."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.currencies.queries import exchange_rate
from accounting.ledger.allocations import (
    Application,
    LockedItem,
    allocate_all,
    allocate_reversal,
    lock_items,
    reverse_allocation,
)
from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.ledger.models import Journal
from accounting.ledger.posting import EntryDraft, Line, post_entry, reverse_entry
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.discounts import take_back_discounts, take_discount
from accounting.payables.queries import checked_accounts
from accounting.payables.refusals import (
    BillNotOpen,
    KeyReused,
    NoCheckedAccount,
    NotOfThisCompany,
    PaymentDisagrees,
    PaymentReversed,
)
from erp import formats
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class BillShare:
    """
    How much of a payment or credit settles one bill, in the bill's currency.

    `discount` is kept on top of it for paying early: the bill is settled by both.
    """

    bill_id: int
    amount: Decimal
    discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """
    Money to one supplier. What the bills do not take stays on account.

    `key` is the caller's own, unique per company. Without a rate the table's rate of the day counts.
    """

    supplier_account_id: int
    key: str
    amount: Decimal
    booked_date: datetime.date
    bills: Sequence[BillShare] = ()
    currency: str = ""
    value_date: datetime.date | None = None
    method: str = BillPayment.Method.TRANSFER
    reference: str = ""
    journal_code: str = "PAYMENT"
    exchange_rate: Decimal = ONE


@dataclass(frozen=True, slots=True)
class _Part:
    """What settles one due date of a bill: by the payment, and by the discount kept."""

    bill: Bill
    line_id: int
    paid: Decimal
    discount: Decimal


@transaction.atomic
def pay_bills(scope: Scope, *, draft: PaymentDraft) -> BillPayment:
    """
    Record money to a supplier and settle bills with it. The same key again returns the first payment.

    Dr payables; Cr the account of the journal. A transfer goes to the supplier's newest bank account
    that was checked. Discounts are posted beside it. Locks: the supplier's account, open items by line,
    series and period.

    :raises AccessDenied: if `scope` may not pay this supplier
    :raises KeyReused: if the key was used for another payment
    :raises NoCheckedAccount: if it is a transfer, and no bank account was checked
    :raises PaymentDisagrees: if the bills take more than the payment, or the amount is not positive
    :raises BillNotOpen: if a bill is not approved or not this supplier's
    :raises MoreThanOpen: if a bill has less open than its share
    """
    account = _locked_account(draft.supplier_account_id)
    require(scope, "accounting.pay_bill", account)
    if known := BillPayment.objects.filter(company_id=account.company_id, key=draft.key).first():
        return _same(known, draft)
    _check_amounts(draft.amount, draft.bills)
    currency = draft.currency or account.currency
    parts = _parts(account, draft.bills, currency)
    _check_open(parts, lock_items(part.line_id for part in parts))
    payment = _payment(scope, account, draft, currency)
    entry = _post(scope, account, payment, draft)
    payment.journal_entry, payment.number = entry, entry.label
    payment.save(force_insert=True)
    _settle(scope, entry.line_ids[0], parts, currency, draft.booked_date)
    _keep_discounts(scope, payment, parts)
    audit.record(
        scope, "bill_payment.posted", payment, number=payment.number, amount=str(payment.amount)
    )
    announce("bill_payment.posted", scope=scope, payment=payment)
    return payment


@transaction.atomic
def reverse_bill_payment(
    scope: Scope, *, bill_payment_id: int, entry_date: datetime.date, reason: str
) -> BillPayment:
    """
    Take a payment back: what it settled is open again, its entry and its discounts are reversed.

    Locks: the supplier's account, open items by line, series and period.

    :raises AccessDenied: if `scope` may not pay this supplier
    :raises PaymentReversed: if it was taken back before
    """
    payment = BillPayment.objects.get(pk=bill_payment_id)
    _locked_account(payment.supplier_account_id)
    payment.refresh_from_db()
    require(scope, "accounting.pay_bill", payment)
    if payment.status == BillPayment.Status.REVERSED:
        raise PaymentReversed(
            _("Payment %(number)s was taken back before.") % {"number": payment.number}
        )
    used = Allocation.objects.filter(
        debit_line__entry_id=payment.journal_entry_id, reverses=None, reversal=None
    )
    for allocation_id in used.order_by("pk").values_list("pk", flat=True):
        reverse_allocation(scope, allocation_id=allocation_id, allocation_date=entry_date)
    prefix = _discount_source(payment)
    take_back_discounts(scope, company_id=payment.company_id, prefix=prefix, date=entry_date)
    reverse_entry(
        scope,
        entry_id=payment.journal_entry_id,
        entry_date=entry_date,
        source=f"billpayment:{payment.public_id}:reverse",
    )
    allocate_reversal(scope, entry_id=payment.journal_entry_id, allocation_date=entry_date)
    payment.status = BillPayment.Status.REVERSED
    payment.save(update_fields=["status"])
    audit.record(scope, "bill_payment.reversed", payment, number=payment.number, reason=reason)
    return payment


@transaction.atomic
def apply_to_bills(
    scope: Scope,
    *,
    supplier_account_id: int,
    debit_line_id: int,
    bills: Sequence[BillShare],
    allocation_date: datetime.date,
) -> list[Allocation]:
    """
    Settle bills by what stands to our credit: a supplier's credit, or money on account.

    `debit_line_id` is the open item's line. Locks: the supplier's account, open items by line.

    :raises AccessDenied: if `scope` may not pay this supplier
    :raises NotOfThisCompany: if the item is not one of this supplier's
    :raises BillNotOpen: if a bill is not approved or not this supplier's
    :raises MoreThanOpen: if a bill or the item has less open
    """
    account = _locked_account(supplier_account_id)
    require(scope, "accounting.pay_bill", account)
    item = OpenItem.objects.filter(
        line_id=debit_line_id, party_account_id=account.party_account_id, is_debit=True
    ).first()
    if item is None:
        raise NotOfThisCompany(_("This item is not one of the supplier's."))
    _check_amounts(item.open_amount, bills)
    parts = _parts(account, bills, item.currency)
    rows = _settle(scope, debit_line_id, parts, item.currency, allocation_date)
    audit.record(scope, "bills.settled", account, line=str(debit_line_id), rows=len(rows))
    return rows


def _locked_account(supplier_account_id: int) -> SupplierAccount:
    accounts = SupplierAccount.objects.select_for_update(of=["self"], no_key=True)
    return accounts.select_related("company", "party", "party_account").get(pk=supplier_account_id)


def _same(known: BillPayment, draft: PaymentDraft) -> BillPayment:
    if (known.supplier_account_id, known.amount) != (draft.supplier_account_id, draft.amount):
        raise KeyReused(_("This key was used for payment %(number)s before.") % {"number": known.number})
    return known


def _check_amounts(amount: Decimal, bills: Sequence[BillShare]) -> None:
    if amount <= 0 or any(share.amount <= 0 or share.discount < 0 for share in bills):
        raise PaymentDisagrees(_("Amounts are above zero."))
    if sum(share.amount for share in bills) > amount:
        raise PaymentDisagrees(_("The bills take more than there is."))


def _parts(account: SupplierAccount, bills: Sequence[BillShare], currency: str) -> list[_Part]:
    """Return what each due date gets: a bill's installments in the order they fall due."""
    found = Bill.objects.filter(
        supplier_account=account, status=Bill.Status.APPROVED, currency=currency, type=Bill.Type.BILL
    ).in_bulk([share.bill_id for share in bills])
    if len(found) != len({share.bill_id for share in bills}):
        raise BillNotOpen(_("Only approved bills of this supplier and currency can be paid."))
    entries = {bill.journal_entry_id: bill.pk for bill in found.values()}
    items = OpenItem.objects.filter(entry_id__in=entries, is_debit=False, open_amount__gt=0)
    by_bill: dict[int, list[OpenItem]] = {}
    for item in items.order_by("due_date", "line_id"):
        by_bill.setdefault(entries[item.entry_id], []).append(item)
    parts: list[_Part] = []
    for share in bills:
        parts += _over_installments(share, by_bill.get(share.bill_id, []), found[share.bill_id])
    return parts


def _over_installments(share: BillShare, items: Sequence[OpenItem], bill: Bill) -> list[_Part]:
    left, kept, parts = share.amount, share.discount, []
    for item in items:
        paid = min(left, item.open_amount)
        discount = min(kept, item.open_amount - paid)
        if paid or discount:
            parts.append(_Part(bill, item.line_id, paid, discount))
            left, kept = left - paid, kept - discount
    if left or kept:
        open_amount = sum((item.open_amount for item in items), ZERO)
        raise PaymentDisagrees(
            _("Of bill %(number)s only %(open)s is open.")
            % {"number": bill.number, "open": Money(open_amount, bill.currency)}
        )
    return parts


def _check_open(parts: Sequence[_Part], items: dict[int, LockedItem]) -> None:
    for part in parts:
        if part.paid + part.discount > items[part.line_id].open_amount:
            raise PaymentDisagrees(_("Somebody else has just paid one of these bills."))


def _keep_discounts(scope: Scope, payment: BillPayment, parts: Sequence[_Part]) -> None:
    kept: dict[int, list[_Part]] = {}
    for part in parts:
        if part.discount:
            kept.setdefault(part.bill.pk, []).append(part)
    for bill_id, lines in kept.items():
        take_discount(
            scope,
            lines[0].bill,
            [(part.line_id, part.discount) for part in lines],
            date=payment.booked_date,
            source=f"{_discount_source(payment)}{bill_id}",
        )


def _discount_source(payment: BillPayment) -> str:
    return f"billpayment:{payment.public_id}:discount:"


def _payment(scope: Scope, account: SupplierAccount, draft: PaymentDraft, currency: str) -> BillPayment:
    base = account.company.base_currency
    rate = draft.exchange_rate
    if rate == ONE and currency != base:
        rate = exchange_rate(currency, into=base, on=draft.booked_date)
    return BillPayment(
        company_id=account.company_id,
        branch_id=account.branch_id,
        party_id=account.party_id,
        supplier_account=account,
        journal=Journal.objects.get(company_id=account.company_id, code=draft.journal_code),
        key=draft.key,
        currency=currency,
        amount=draft.amount,
        exchange_rate=rate,
        booked_date=draft.booked_date,
        value_date=draft.value_date or draft.booked_date,
        method=draft.method,
        reference=draft.reference,
        payee_iban=_payee_iban(account, draft),
        created_by=scope.actor,
    )


def _payee_iban(account: SupplierAccount, draft: PaymentDraft) -> str:
    """Return where a transfer goes: the newest checked account that holds on the day."""
    if draft.method != BillPayment.Method.TRANSFER:
        return ""
    found = checked_accounts(account.party_id, on=draft.booked_date).first()
    if found is None:
        raise NoCheckedAccount(
            _(
                "%(supplier)s has no checked bank account on %(day)s. Enter one and have a second person"
                " check it, or choose another way of paying."
            )
            % {"supplier": account.party, "day": formats.day(draft.booked_date)}
        )
    return found.iban


def _post(
    scope: Scope, account: SupplierAccount, payment: BillPayment, draft: PaymentDraft
) -> JournalEntry:
    bank = payment.journal.account
    if bank is None:
        raise NotOfThisCompany(
            _("The journal %(journal)s has no account.") % {"journal": payment.journal}
        )
    base = Money(payment.amount * payment.exchange_rate, account.company.base_currency).amount
    owed = Line(
        account_id=account.party_account.control_account_id,
        branch_id=payment.branch_id,
        debit=base,
        credit=ZERO,
        currency=payment.currency,
        currency_amount=payment.amount,
        party_account_id=account.party_account_id,
    )
    paid = replace(
        owed,
        account_id=bank.pk,
        debit=ZERO,
        credit=base,
        currency_amount=-payment.amount,
        party_account_id=None,
    )
    return post_entry(
        scope,
        EntryDraft(
            company_id=account.company_id,
            journal_code=draft.journal_code,
            entry_date=draft.booked_date,
            document_date=payment.value_date,
            source=f"billpayment:{payment.public_id}:post",
            lines=[owed, paid],
        ),
    )


def _settle(
    scope: Scope,
    debit_line_id: int,
    parts: Sequence[_Part],
    currency: str,
    day: datetime.date,
) -> list[Allocation]:
    applications = [
        Application(debit_line_id, part.line_id, Money(part.paid, currency))
        for part in parts
        if part.paid
    ]
    return allocate_all(scope, applications=applications, allocation_date=day) if applications else []
