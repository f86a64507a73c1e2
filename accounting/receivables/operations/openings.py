"""Receivables that were taken over: item by item, under their own numbers, without tax or revenue."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.currencies.queries import exchange_rate
from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account, Journal
from accounting.ledger.opening import OpeningItem, post_opening_item
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.composing import JOURNALS
from accounting.receivables.receipts import locked_account
from accounting.receivables.refusals import InvoiceAsksNothing
from accounting.receivables.snapshot import BILLED_AT, address_on
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.money import Money


class NumberTaken(Refused):
    """A document of that number is in the books already."""

    code = "number_taken"


@dataclass(frozen=True, slots=True)
class OpeningReceivable:
    """
    One open invoice or credit note as it was taken over: its own number, days, and what is open of it.

    `amount` is above zero; the type gives the direction. `base_amount` is its worth in the company's
    currency, by the rate of the opening day if left out.
    """

    customer_account_id: int
    number: str
    document_date: datetime.date
    due_date: datetime.date
    amount: Money
    type: str = Invoice.Type.INVOICE
    base_amount: Money | None = None
    customer_order_number: str = ""


@transaction.atomic
def take_over_receivable(
    scope: Scope, *, opening_date: datetime.date, opening: OpeningReceivable
) -> Invoice:
    """
    Put an open document of the time before on the customer's account, against the opening account.

    It can be paid, credited and reminded like any other; it has no lines, since revenue and tax were
    booked elsewhere. Locks: party account, series, period.

    :raises AccessDenied: if `scope` may not post opening balances
    :raises NumberTaken: if the company has a document of that number
    :raises InvoiceAsksNothing: if nothing is open of it
    :raises Refused: as `post_entry`
    """
    account = locked_account(opening.customer_account_id)
    require(scope, "accounting.post_opening_balance", account)
    if opening.amount.amount <= 0 or opening.type == Invoice.Type.ADVANCE:
        raise InvoiceAsksNothing(_("An amount above zero must be open of an invoice or credit note."))
    if Invoice.objects.filter(company_id=account.company_id, number=opening.number).exists():
        raise NumberTaken(_("There is a document %(number)s already.") % {"number": opening.number})
    base_currency = account.company.base_currency
    base = opening.base_amount or Money(
        opening.amount.amount
        * exchange_rate(opening.amount.currency, into=base_currency, on=opening_date),
        base_currency,
    )
    entry = _post(scope, account, opening, base, opening_date)
    invoice = _create(scope, account, opening, base, entry)
    audit.record(scope, "invoice.taken_over", invoice, number=opening.number)
    return invoice


def _post(
    scope: Scope,
    account: CustomerAccount,
    opening: OpeningReceivable,
    base: Money,
    opening_date: datetime.date,
) -> JournalEntry:
    sign = -1 if opening.type == Invoice.Type.CREDIT_NOTE else 1
    item = OpeningItem(
        party_account_id=account.party_account_id,
        branch_id=account.branch_id,
        number=opening.number,
        document_date=opening.document_date,
        due_date=opening.due_date,
        amount=sign * base.amount,
        currency=opening.amount.currency,
        currency_amount=sign * opening.amount.amount,
    )
    control = Account.objects.get(pk=account.party_account.control_account_id)
    # The number alone may not be unique among customers of other systems; the row proves it is here.
    source = f"opening:{account.pk}:{opening.number}"[:80]
    return post_opening_item(scope, opening_date=opening_date, source=source, item=item, account=control)


def _create(
    scope: Scope,
    account: CustomerAccount,
    opening: OpeningReceivable,
    base: Money,
    entry: JournalEntry,
) -> Invoice:
    company, party = account.company, account.party
    addresses = list(party.addresses.order_by("pk"))
    address = address_on(addresses, party.pk, BILLED_AT, opening.document_date)
    amount, rate = opening.amount.amount, base.amount / opening.amount.amount
    return Invoice.objects.create(
        company_id=account.company_id,
        branch_id=account.branch_id,
        party_id=account.party_id,
        customer_account=account,
        sold_to_id=account.party_id,
        ship_to_id=account.party_id,
        payer_id=account.party_id,
        type=opening.type,
        status=Invoice.Status.ISSUED,
        journal=Journal.objects.get(
            company_id=account.company_id, code=JOURNALS[Invoice.Type(opening.type)]
        ),
        payment_term_id=account.payment_term_id,
        number=opening.number,
        customer_order_number=opening.customer_order_number,
        currency=opening.amount.currency,
        exchange_rate=rate,
        tax_exchange_rate=rate,
        issue_date=opening.document_date,
        tax_point_date=opening.document_date,
        posting_date=entry.entry_date,
        due_date=opening.due_date,
        reason=Invoice.Reason.GOODWILL if opening.type == Invoice.Type.CREDIT_NOTE else "",
        journal_entry=entry,
        net=amount,
        tax=Decimal(0),
        gross=amount,
        payable=amount,
        language=party.language,
        seller_name=company.legal_name or company.name,
        seller_address=company.address,
        buyer_name=party.printed_name,
        buyer_address=address.printed if address else "",
        origin=f"opening:{opening.number}",
        created_by=scope.actor,
    )
