"""The debits and credits of one invoice, and which of them carry its taxes. Pure."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.queries import NoAccountForPurpose
from accounting.ledger.terms import Installment
from accounting.receivables.facts import CompanyFacts, DeductionFacts, InvoiceFacts
from accounting.receivables.models import Invoice
from accounting.receivables.posting import Posting, converted, merged, tax_postings, to_base
from accounting.receivables.totals import Totals
from accounting.taxes.calculation import Taxation, TaxShare
from erp.money import Money, total


@dataclass(frozen=True, slots=True)
class ReleasedPart:
    """What a deduction releases of one receipt: the line that holds it, in both currencies."""

    line_id: int
    net: Money
    base_net: Money


@dataclass(frozen=True, slots=True)
class Released:
    """What a deduction releases of an advance; its tax in the company's currency, as received."""

    parts: tuple[ReleasedPart, ...]
    base_tax: Money

    @property
    def base_net(self) -> Money:
        """The net of all parts in the company's currency."""
        return total((part.base_net for part in self.parts), self.base_tax.currency)


@dataclass(frozen=True, slots=True)
class PostedTax:
    """The tax of one code as posted: signed amounts of both currencies, and the line that holds it."""

    share: TaxShare
    base_net: Money
    base_tax: Money
    line_no: int | None


@dataclass(frozen=True, slots=True)
class IssueDay:
    """The day of issue, and what one unit of the invoice's currency is worth on it."""

    date: datetime.date
    exchange_rate: Decimal
    tax_exchange_rate: Decimal


class InvoicePostings:
    """Gathers the postings of one invoice and remembers which of them carry its taxes."""

    def __init__(
        self, facts: InvoiceFacts, company: CompanyFacts, totals: Totals, day: IssueDay
    ) -> None:
        self.facts, self.company, self.totals, self.day = facts, company, totals, day
        self.is_credit_note = facts.invoice.type == Invoice.Type.CREDIT_NOTE
        self.all: list[Posting] = []
        self.taxes: list[PostedTax] = []
        self.released: list[tuple[int, ReleasedPart]] = []

    def add(self, due: Sequence[Installment], released: Mapping[int, Released]) -> None:
        """Add everything: what is owed, what advances paid, then revenue and taxes against it."""
        self._add_owed(due)
        for deduction in self.facts.deductions:
            self._add_deduction(deduction, released[deduction.id])
        if self._is_about_advance:
            self._add_requested()
        else:
            self._add_sold()

    def _add_owed(self, due: Sequence[Installment]) -> None:
        facts = self.facts
        owed = [
            Posting(
                facts.receivable_account_id,
                self._signed(each.amount),
                party_account_id=facts.party_account_id,
                due_date=each.due_date,
            )
            for each in due
        ]
        base = to_base(self.totals.payable, self.day.exchange_rate, self._base_currency)
        self.all += converted(owed, self._signed(base))

    def _add_requested(self) -> None:
        """Add what an advance asks for; of a credited one, what was asked and never received."""
        requested = self._signed(self.totals.payable)
        for deduction in self.facts.deductions:
            requested += Money(deduction.net + deduction.tax, requested.currency)
        if requested or self._balance():
            account_id = self._account("advance_requested")
            self.all.append(Posting(account_id, -requested, base=-self._balance()))

    def _add_deduction(self, deduction: DeductionFacts, released: Released) -> None:
        facts, currency = self.facts, self.totals.payable.currency
        if facts.advance_account_id is None:
            raise ValueError("a deduction needs the customer's account for advances")
        net, tax = Money(deduction.net, currency), Money(deduction.tax, currency)
        for part in released.parts:
            self.all.append(
                Posting(
                    facts.advance_account_id,
                    part.net,
                    base=part.base_net,
                    party_account_id=facts.advance_party_account_id,
                )
            )
            self.released.append((len(self.all), part))
        code = self.company.tax_codes[deduction.tax_code_id]
        taxation = Taxation(code.id, code.category, deduction.rate_percent, code.exemption_reason)
        postings = tax_postings(TaxShare(taxation, net, tax), code.components, is_credit=False).postings
        line_no = len(self.all) + 1 if postings else None
        self.all += converted(postings, released.base_tax)
        share = TaxShare(taxation, -net, -tax)
        self.taxes.append(PostedTax(share, -released.base_net, -released.base_tax, line_no))

    def _add_sold(self) -> None:
        """Add revenue per account, tax per code and cash rounding; their base meets the other side."""
        against = merged(self._revenue())
        shares: list[tuple[TaxShare, int, int]] = []
        for share in self.totals.tax.codes:
            code = self.company.tax_codes[share.taxation.tax_code_id]
            carried = tax_postings(share, code.components, is_credit=not self.is_credit_note).postings
            shares.append((share, len(against), len(carried)))
            against += carried
        if self.totals.cash_rounding:
            rounding = -self._signed(self.totals.cash_rounding)
            against += (Posting(self._account("rounding"), rounding),)
        first = len(self.all)
        self.all += converted(against, -self._balance())
        self.taxes += [self._posted(share, first + at, count) for share, at, count in shares]

    def _posted(self, share: TaxShare, at: int, count: int) -> PostedTax:
        base_net = to_base(share.base, self.day.exchange_rate, self._base_currency)
        carried = [each.base for each in self.all[at : at + count] if each.base is not None]
        base_tax = total(carried, self._base_currency)
        if self.is_credit_note:
            share = TaxShare(share.taxation, -share.base, -share.tax)
            base_net = -base_net
        return PostedTax(share, base_net, -base_tax, at + 1 if count else None)

    def _revenue(self) -> list[Posting]:
        facts, totals = self.facts, self.totals
        sold = [
            Posting(
                line.revenue_account_id,
                -self._signed(totals.net_of(position)),
                dimension_set_id=line.dimension_set_id,
            )
            for position, line in enumerate(facts.lines)
        ]
        return sold + [
            Posting(charge.account_id, -self._signed(totals.net_of(position)))
            for position, charge in enumerate(facts.charges, start=len(facts.lines))
        ]

    def _balance(self) -> Money:
        return total((each.base for each in self.all if each.base is not None), self._base_currency)

    def _signed(self, amount: Money) -> Money:
        return -amount if self.is_credit_note else amount

    @property
    def _is_about_advance(self) -> bool:
        corrects = self.facts.corrects
        return self.facts.invoice.type == Invoice.Type.ADVANCE or (
            corrects is not None and corrects.type == Invoice.Type.ADVANCE
        )

    @property
    def _base_currency(self) -> str:
        return self.company.company.base_currency

    def _account(self, purpose: str) -> int:
        if purpose not in self.company.purposes:
            raise NoAccountForPurpose(
                _("No account is named for %(purpose)s in the chart of accounts.") % {"purpose": purpose}
            )
        return self.company.purposes[purpose]
