"""Money that comes on advance invoices: from its receipt on tax is owed, before anything is supplied."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounting.ledger.allocations import MoreThanOpen, allocate_reversal
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.ledger.posting import EntryDraft, post_entry, reverse_entry
from accounting.ledger.queries import account_for
from accounting.receivables import snapshot
from accounting.receivables.advances import AdvanceReceipt
from accounting.receivables.facts import CompanyFacts, InvoiceFacts, company_facts, read_invoices
from accounting.receivables.issue import invoice_totals
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import advance_account_of
from accounting.receivables.posting import Posting, converted, tax_postings
from accounting.receivables.refusals import AdvanceUsed
from accounting.taxes.calculation import TaxShare
from accounting.taxes.operations import TaxRecord, mirror_tax_lines, record_tax_lines
from erp.access.scope import Scope
from erp.money import Money

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Received:
    """What came in on an advance invoice by one allocation, on a day."""

    advance_id: int
    allocation: Allocation
    date: datetime.date


@dataclass(frozen=True, slots=True)
class _Share:
    """What one tax code gets of a receipt, with the places of its postings in the entry."""

    tax: TaxShare
    net_at: int
    tax_at: tuple[int, ...]


def receive_advance(scope: Scope, account: CustomerAccount, received: Received) -> JournalEntry:
    """
    Turn what was requested into an advance received, net and tax by code (VAT directive art. 65).

    Dr advances requested, Cr advances received net on the customer's account for them, Cr tax. In
    another currency the receipt is worth what the payment was (IFRIC 22); the exchange result that
    settling the request made is taken back. Internal to operations that locked the account.
    """
    (facts,) = read_invoices([received.advance_id])
    company = company_facts(account.company_id, facts.company_version)
    taxes = _split(facts, company, received)
    postings, shares = _postings(account, facts, company, received, taxes)
    entry = post_entry(
        scope,
        EntryDraft(
            company_id=account.company_id,
            journal_code="GENERAL",
            entry_date=received.allocation.allocation_date,
            document_date=received.date,
            source=f"allocation:{received.allocation.pk}:advance",
            narration=f"invoice:{received.advance_id}",
            lines=[posting.line(facts.invoice.branch_id) for posting in postings],
        ),
    )
    AdvanceReceipt.objects.bulk_create(
        _receipt(received, account, entry, postings, share) for share in shares
    )
    record_tax_lines(_tax_record(company, received, entry, postings, share) for share in shares)
    return entry


def return_advance(scope: Scope, *, allocation_id: int, date: datetime.date) -> None:
    """
    Take back what an allocation brought in on an advance, if it did, with its tax.

    Internal to operations that locked the account.

    :raises AdvanceUsed: if an invoice has deducted it
    """
    receipts = list(
        AdvanceReceipt.objects.filter(allocation_id=allocation_id, reverses=None, reversal=None)
    )
    for entry_id in {receipt.journal_entry_id for receipt in receipts}:
        source = f"allocation:{allocation_id}:advance:reverse"
        entry = reverse_entry(scope, entry_id=entry_id, entry_date=date, source=source)
        try:
            allocate_reversal(scope, entry_id=entry_id, allocation_date=date)
        except MoreThanOpen as error:
            raise AdvanceUsed(_("An invoice has deducted this advance: reverse that first.")) from error
        mirror_tax_lines(entry_id, entry_id=entry.pk, return_period=f"{date:%Y-%m}")
        for receipt in receipts:
            receipt.reverses_id, receipt.pk = receipt.pk, None
            receipt._state.adding = True
            receipt.journal_entry, receipt.received_date = entry, date
        AdvanceReceipt.objects.bulk_create(receipts)


def _split(facts: InvoiceFacts, company: CompanyFacts, received: Received) -> list[TaxShare]:
    """
    Return net and tax per code of this receipt: all that came so far less what came before.

    So the last receipt brings exactly what is left, whatever the parts.
    """
    tax_point = facts.invoice.tax_point_date or received.date
    totals = invoice_totals(facts, company, tax_point)
    currency = facts.invoice.currency
    weights = [amount.amount for share in totals.tax.codes for amount in (share.base, share.tax)]
    before = _received_before(facts)
    so_far = sum(before.values(), start=received.allocation.amount)
    amounts = Money(so_far, currency).split(weights)
    shares = []
    for place, share in enumerate(totals.tax.codes):
        key = share.taxation.tax_code_id, share.taxation.rate_percent
        net = amounts[2 * place] - Money(before.get((*key, "net"), ZERO), currency)
        tax = amounts[2 * place + 1] - Money(before.get((*key, "tax"), ZERO), currency)
        if net:
            shares.append(TaxShare(share.taxation, net, tax))
    return shares


def _received_before(facts: InvoiceFacts) -> dict[tuple[int, Decimal, str], Decimal]:
    receipts = AdvanceReceipt.objects.filter(advance_id=facts.invoice.pk, reverses=None, reversal=None)
    sums = receipts.values("tax_code_id", "rate_percent").annotate(nets=Sum("net"), taxes=Sum("tax"))
    found = {}
    for row in sums.order_by():
        found[row["tax_code_id"], row["rate_percent"], "net"] = row["nets"]
        found[row["tax_code_id"], row["rate_percent"], "tax"] = row["taxes"]
    return found


def _postings(
    account: CustomerAccount,
    facts: InvoiceFacts,
    company: CompanyFacts,
    received: Received,
    taxes: Sequence[TaxShare],
) -> tuple[list[Posting], list[_Share]]:
    advance_account = advance_account_of(account)
    base_currency, currency = company.company.base_currency, facts.invoice.currency
    requested_base = Money(received.allocation.debit_base_amount, base_currency)
    received_base = Money(received.allocation.credit_base_amount, base_currency)
    against: list[Posting] = []
    shares: list[_Share] = []
    for share in taxes:
        components = company.tax_codes[share.taxation.tax_code_id].components
        carried = tax_postings(share, components, is_credit=True).postings
        net_at = len(against) + 1
        tax_at = tuple(range(net_at + 1, net_at + 1 + len(carried)))
        shares.append(_Share(share, net_at, tax_at))
        against.append(
            Posting(
                advance_account.control_account_id,
                -share.base,
                party_account_id=advance_account.pk,
                due_date=received.allocation.allocation_date,
            )
        )
        against += carried
    amount = Money(received.allocation.amount, currency)
    requested = Posting(
        account_for(account.company_id, "advance_requested").pk, amount, base=requested_base
    )
    postings = [requested, *converted(against, -received_base)]
    if result := received_base - requested_base:
        purpose = "fx_loss" if received_base.amount > requested_base.amount else "fx_gain"
        account_id = account_for(account.company_id, purpose).pk
        postings.append(Posting(account_id, result, base=result))
    return postings, shares


def _receipt(
    received: Received,
    account: CustomerAccount,
    entry: JournalEntry,
    postings: Sequence[Posting],
    share: _Share,
) -> AdvanceReceipt:
    return AdvanceReceipt(
        company_id=account.company_id,
        advance_id=received.advance_id,
        allocation=received.allocation,
        journal_entry=entry,
        line_id=entry.line_ids[share.net_at],
        tax_code_id=share.tax.taxation.tax_code_id,
        rate_percent=share.tax.taxation.rate_percent,
        net=share.tax.base.amount,
        tax=share.tax.tax.amount,
        base_net=-_base(postings, (share.net_at,)),
        base_tax=-_base(postings, share.tax_at),
        received_date=received.date,
    )


def _tax_record(
    company: CompanyFacts,
    received: Received,
    entry: JournalEntry,
    postings: Sequence[Posting],
    share: _Share,
) -> TaxRecord:
    code = company.tax_codes[share.tax.taxation.tax_code_id]
    registration = snapshot.registration_on(company.registrations, code.jurisdiction, received.date)
    base, tax = -_base(postings, (share.net_at,)), -_base(postings, share.tax_at)
    return TaxRecord(
        company_id=entry.company_id,
        entry_id=entry.pk,
        line_no=share.tax_at[0] + 1 if share.tax_at else None,
        tax_code_id=code.id,
        category=code.category,
        exemption_code=code.exemption_code,
        rate_percent=share.tax.taxation.rate_percent,
        currency=share.tax.base.currency,
        currency_base=share.tax.base.amount,
        currency_tax=share.tax.tax.amount,
        base=base,
        tax=tax,
        tax_currency=company.company.base_currency,
        tax_currency_base=base,
        tax_currency_tax=tax,
        registration_country=registration.country if registration else code.jurisdiction[:2],
        registration_number=registration.number if registration else "",
        tax_point_date=received.date,
        return_period=f"{received.date:%Y-%m}",
    )


def _base(postings: Sequence[Posting], places: Sequence[int]) -> Decimal:
    """Return what the postings at these places come to in the company's currency."""
    known = (postings[place].base for place in places)
    return sum((base.amount for base in known if base), start=ZERO)
