"""The open books of a company, and entries to post into them."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from accounting.ledger.models import Account, PartyAccount
from accounting.ledger.posting import EntryDraft, Line
from erp.organization.models import Branch, Company
from erp.parties.models import Party

DAY = datetime.date(2026, 3, 31)


@dataclass(frozen=True)
class Books:
    """A company with its books open for 2026, one branch and one customer."""

    company: Company
    branch: Branch
    customer: PartyAccount
    accounts: dict[str, int]

    def line(self, purpose: str, amount: str, **rest: object) -> Line:
        """One line in euros: a positive amount is a debit. Control accounts get the customer."""
        value = Decimal(amount)
        return Line(
            account_id=self.accounts[purpose],
            branch_id=self.branch.pk,
            debit=max(value, Decimal(0)),
            credit=max(-value, Decimal(0)),
            **{"currency": "EUR", "currency_amount": value}
            | ({"party_account_id": self.customer.pk} if purpose == "receivable" else {})
            | rest,
        )

    def draft(self, source: str, *lines: tuple[str, str], **rest: object) -> EntryDraft:
        """An entry of lines (purpose, amount); rest overrides what a draft says."""
        return replace(
            EntryDraft(
                company_id=self.company.pk,
                journal_code="SALES",
                entry_date=DAY,
                document_date=DAY,
                source=source,
                lines=[self.line(*each) for each in lines],
            ),
            **rest,
        )

    def invoice(self, source: str, **rest: object) -> EntryDraft:
        """119 euros owed for 100 of sales and 19 of tax."""
        return self.draft(
            source, ("receivable", "119"), ("sales", "-100"), ("tax_output", "-19"), **rest
        )

    def receipt(self, source: str, amount: str = "119", **rest: object) -> EntryDraft:
        """Money of the customer on the bank account."""
        lines = (("bank", amount), ("receivable", f"-{amount}"))
        return self.draft(source, *lines, **{"journal_code": "BANK"} | rest)


def books_of(company: Company, party: Party) -> Books:
    """Return the books of a company, with a party account for the party."""
    accounts = {each.purpose: each.pk for each in Account.objects.filter(company=company)}
    customer, _ = PartyAccount.objects.get_or_create(
        company=company, party=party, control_account_id=accounts["receivable"]
    )
    return Books(company, Branch.objects.filter(company=company).first(), customer, accounts)
