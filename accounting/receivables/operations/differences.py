"""What is given up of a receivable: discounts, fees, small differences, bad debts."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.allocations import Application, LockedItem, allocate_all, lock_items
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.ledger.posting import EntryDraft, post_entry
from accounting.ledger.queries import account_for
from accounting.receivables.application import Difference, spread
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.payment_drafts import AllocationDraft
from accounting.receivables.posting import Posting, converted
from accounting.receivables.queries.owed import owed_invoices
from accounting.receivables.receipts import locked_account
from accounting.receivables.refusals import DifferenceNotAllowed, InvoiceNotIssued
from accounting.taxes.models import TaxComponent, TaxLine
from accounting.taxes.operations import TaxRecord, record_tax_lines
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

Kind = Allocation.DifferenceKind
PURPOSES = {
    Kind.DISCOUNT: "discount_given",
    Kind.BANK_FEE: "bank_fee",
    Kind.WITHHOLDING_TAX: "other_receivables",
    Kind.TOLERANCE: "rounding",
    Kind.CASH_ROUNDING: "rounding",
    Kind.WRITE_OFF: "write_off",
}
# A discount lessens the price, so the tax falls with it (VAT directive art. 90(1)).
LESSENS_TAX = (Kind.DISCOUNT,)


@dataclass(frozen=True, slots=True)
class WriteOff:
    """
    What is written off of an invoice; without an amount all that is open.

    Where the debt `is_released` the customer no longer owes it. Otherwise only its value in the books
    falls: the claim stands, and the customer sees no change. `lessens_tax` takes the tax back with it,
    as the law allows for debts that are lost.
    """

    invoice_id: int
    date: datetime.date
    kind: Allocation.DifferenceKind = Kind.WRITE_OFF
    amount: Money | None = None
    is_released: bool = True
    lessens_tax: bool = False
    reason: str = ""


@transaction.atomic
def write_off_item(scope: Scope, *, write_off: WriteOff) -> JournalEntry:
    """
    Give up what is open of an invoice, or only its value in the books; see `WriteOff`.

    Locks: party account, open items, series, period.

    :raises AccessDenied: if `scope` may not write off items
    :raises InvoiceNotIssued, MoreThanOwed, DifferenceNotAllowed: by the invoice
    """
    invoice = Invoice.objects.select_related("customer_account").get(pk=write_off.invoice_id)
    account = locked_account(invoice.customer_account_id)
    require(scope, "accounting.write_off_item", invoice)
    if invoice.status != Invoice.Status.ISSUED or invoice.type == Invoice.Type.CREDIT_NOTE:
        raise InvoiceNotIssued(_("Only an issued invoice can be written off."))
    owed = owed_invoices(account, [invoice.pk])
    amount = write_off.amount or owed[invoice.pk].open
    if not amount:
        raise DifferenceNotAllowed(_("Nothing is open of this invoice."))
    draft = AllocationDraft(
        invoice.pk,
        amount=Money(Decimal(0), invoice.currency),
        difference=amount,
        difference_kind=write_off.kind,
    )
    (difference,) = spread(Money(Decimal(0), invoice.currency), [draft], owed).differences
    items = lock_items(part.line_id for part in difference.parts)
    times = JournalEntry.objects.filter(source__startswith=f"invoice:{invoice.pk}:write-off:").count()
    source = f"invoice:{invoice.pk}:write-off:{times + 1}"
    act = _Act(scope, account, write_off.date, source)
    if write_off.is_released:
        lessens_tax = write_off.lessens_tax or write_off.kind in LESSENS_TAX
        entry = act.give_up(difference, items, lessens_tax=lessens_tax)
    else:
        entry = act.write_down(difference, items)
    audit.record(
        scope,
        "invoice.written_off",
        invoice,
        amount=str(amount),
        released=write_off.is_released,
        reason=write_off.reason,
    )
    announce("invoice.written_off", scope=scope, invoice=invoice, amount=amount)
    return entry


def give_up(
    scope: Scope,
    account: CustomerAccount,
    difference: Difference,
    items: Mapping[int, LockedItem],
    *,
    date: datetime.date,
    source: str,
) -> JournalEntry:
    """
    Post a difference of a payment and settle the invoice with it.

    Internal to operations that have asked `require` and locked the account and the items.
    """
    act = _Act(scope, account, date, source)
    return act.give_up(difference, items, lessens_tax=difference.kind in LESSENS_TAX)


@dataclass(frozen=True, slots=True)
class _Act:
    """One giving up: who does it, on whose account, when and under which source."""

    scope: Scope
    account: CustomerAccount
    date: datetime.date
    source: str

    def give_up(
        self, difference: Difference, items: Mapping[int, LockedItem], *, lessens_tax: bool
    ) -> JournalEntry:
        """Dr what it costs, and the tax that falls with it; Cr the customer, settled at once."""
        lines = self._tax_lines(difference) if lessens_tax else []
        against, taxed = self._costs(difference, lines)
        control = Posting(
            self.account.party_account.control_account_id,
            -difference.amount,
            base=-self._base(difference, items),
            party_account_id=self.account.party_account_id,
            due_date=self.date,
        )
        postings = (control, *converted(against, self._base(difference, items)))
        entry = self._post(postings)
        self._record_taxes(entry, postings, taxed)
        applications = [
            Application(part.line_id, entry.line_ids[0], part.amount, difference.kind)
            for part in difference.parts
        ]
        allocate_all(self.scope, applications=applications, allocation_date=self.date)
        return entry

    def write_down(self, difference: Difference, items: Mapping[int, LockedItem]) -> JournalEntry:
        """Dr bad debts, Cr the allowance: the customer's account is not touched."""
        base = self._base(difference, items)
        company_id = self.account.company_id
        postings = (
            Posting(account_for(company_id, "write_off").pk, base, base=base),
            Posting(account_for(company_id, "doubtful_allowance").pk, -base, base=-base),
        )
        return self._post(postings)

    def _costs(
        self, difference: Difference, lines: Sequence[TaxLine]
    ) -> tuple[list[Posting], list[tuple[TaxLine, Money, Money, int | None]]]:
        """Return the debits, and for each tax code its net, tax and the debit that holds the tax."""
        cost = account_for(self.account.company_id, PURPOSES[difference.kind]).pk
        if not lines:
            return [Posting(cost, difference.amount)], []
        weights = [amount for line in lines for amount in (line.currency_base, line.currency_tax)]
        shares = difference.amount.split(weights)
        nets, taxes = shares[::2], shares[1::2]
        against = [Posting(cost, Money(sum((n.amount for n in nets), Decimal(0)), nets[0].currency))]
        taxed: list[tuple[TaxLine, Money, Money, int | None]] = []
        for line, net, tax in zip(lines, nets, taxes, strict=True):
            taxed.append((line, net, tax, len(against) if tax else None))
            if tax:
                against.append(Posting(_tax_account_id(line), tax))
        return against, taxed

    def _record_taxes(
        self,
        entry: JournalEntry,
        postings: Sequence[Posting],
        taxed: Sequence[tuple[TaxLine, Money, Money, int | None]],
    ) -> None:
        records = []
        for line, net, tax, place in taxed:
            posted = postings[place + 1].base if place is not None else None
            rate = self._rate(postings)
            base_tax = posted.amount if posted else Decimal(0)
            base_net = Money(net.amount * rate, self.account.company.base_currency).amount
            records.append(
                TaxRecord(
                    company_id=line.company_id,
                    entry_id=entry.pk,
                    line_no=place + 2 if place is not None else None,
                    tax_code_id=line.tax_code_id,
                    category=line.category,
                    exemption_code=line.exemption_code,
                    rate_percent=line.rate_percent,
                    currency=line.currency,
                    currency_base=-net.amount,
                    currency_tax=-tax.amount,
                    base=-base_net,
                    tax=-base_tax,
                    tax_currency=line.tax_currency,
                    tax_currency_base=-base_net,
                    tax_currency_tax=-base_tax,
                    registration_country=line.registration_country,
                    registration_number=line.registration_number,
                    tax_point_date=line.tax_point_date,
                    return_period=f"{self.date:%Y-%m}",
                )
            )
        record_tax_lines(records)

    def _rate(self, postings: Sequence[Posting]) -> Decimal:
        control = postings[0]
        return (control.base or control.amount).amount / control.amount.amount

    def _tax_lines(self, difference: Difference) -> list[TaxLine]:
        lines = TaxLine.objects.filter(entry_id=difference.invoice.entry_id, currency_base__gt=0)
        return list(lines.order_by("pk"))

    def _base(self, difference: Difference, items: Mapping[int, LockedItem]) -> Money:
        """Return what the items release in the company's currency, so that no exchange result arises."""
        released = (items[part.line_id].base_share(part.amount.amount) for part in difference.parts)
        return Money(sum(released, start=Decimal(0)), self.account.company.base_currency)

    def _post(self, postings: Sequence[Posting]) -> JournalEntry:
        return post_entry(
            self.scope,
            EntryDraft(
                company_id=self.account.company_id,
                journal_code="GENERAL",
                entry_date=self.date,
                document_date=self.date,
                source=self.source,
                narration=self.source,
                lines=[posting.line(self.account.branch_id) for posting in postings],
            ),
        )


def _tax_account_id(line: TaxLine) -> int:
    components = TaxComponent.objects.filter(tax_code_id=line.tax_code_id).order_by("pk")
    account_id: int = components.values_list("account_id", flat=True)[0]
    return account_id
