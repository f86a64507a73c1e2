"""How a statement of account is printed: opening balance, every movement, closing balance and age."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounting.receivables.facts import company_facts
from accounting.receivables.models import CustomerAccount
from accounting.receivables.queries.statements import Statement, StatementRow, statement_of_account
from accounting.receivables.sheets.invoices import Fact
from accounting.receivables.snapshot import BILLED_AT, address_on, seller
from erp import formats
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.documents.printing import render_pdf
from erp.money import Money

PERMISSION = "accounting.view_statement"


@dataclass(frozen=True, slots=True)
class StatementOrder:
    """Whose statement is printed, between which days (both inclusive), in which language."""

    customer_account_id: int
    first_date: datetime.date
    last_date: datetime.date
    language: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One movement as printed."""

    date: datetime.date
    text: str
    reference: str
    due_date: datetime.date | None
    debit: Money | None
    credit: Money | None
    balance: Money


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A statement in one currency as printed; `ages` are figures by age, empty if nothing is open."""

    currency: str
    opening: Money
    rows: tuple[PrintedRow, ...]
    closing: Money
    ages: tuple[Fact, ...]


def statement_pdf(scope: Scope, *, order: StatementOrder) -> bytes:
    """
    Return the PDF of a statement; printed anew each time, since an account goes on.

    :raises AccessDenied: if `scope` may not see statements of this account
    """
    accounts = CustomerAccount.objects.select_related("company", "party", "party_account")
    account = accounts.get(pk=order.customer_account_id)
    require(scope, PERMISSION, account)
    with override(order.language):
        values = statement_values(account, order)
    return render_pdf("statement", values, language=order.language)


def statement_values(account: CustomerAccount, order: StatementOrder) -> dict[str, Any]:
    """Return what the layout `documents/statement.html` asks for, in the active language."""
    company = company_facts(account.company_id)
    found = statement_of_account(account, first_date=order.first_date, last_date=order.last_date)
    printed_seller = seller(company, account.currency, order.last_date)
    addresses = list(account.party.addresses.order_by("pk"))
    address = address_on(addresses, account.party_id, BILLED_AT, order.last_date)
    contact = filter(None, (account.company.phone, account.company.email, account.company.website))
    name, place = printed_seller["seller_name"], printed_seller["seller_address"]
    return {
        "language": order.language,
        "seller_name": name,
        "seller_line": " · ".join([name, *place.splitlines()]),
        "seller_contact": " · ".join(contact),
        "legal_lines": printed_seller["seller_legal_lines"],
        "recipient": "\n".join([account.party.printed_name, *([address.printed] if address else [])]),
        "facts": [
            Fact(_("Customer number"), account.number),
            Fact(_("From"), formats.day(order.first_date)),
            Fact(_("Until"), formats.day(order.last_date)),
        ],
        "statements": [_printed(each) for each in found],
        "first_date": order.first_date,
        "last_date": order.last_date,
    }


def movement_name(kind: str) -> str:
    """Return what a row of a statement is called, in the active language."""
    return {
        "INVOICE": _("Invoice"),
        "CREDIT_NOTE": _("Credit note"),
        "ADVANCE": _("Advance invoice"),
        "RECEIPT": _("Payment"),
        "REFUND": _("Refund"),
        "REVERSAL": _("Taken back"),
        "OPENING": _("Taken over"),
    }.get(kind, _("Adjustment"))


def ages_of(statement: Statement) -> Iterator[Fact]:
    """Yield what is open on the last day by days past the due date, written out; nothing for zeros."""
    ages = statement.buckets
    named = (
        (_("Not due"), ages.not_due),
        (_("1 to 30 days overdue"), ages.days_30),
        (_("31 to 60 days overdue"), ages.days_60),
        (_("61 to 90 days overdue"), ages.days_90),
        (_("More than 90 days overdue"), ages.older),
        (_("To your credit"), -ages.on_account),
    )
    for label, amount in named:
        if amount:
            yield Fact(label, formats.money(amount, statement.currency))


def _printed(statement: Statement) -> PrintedStatement:
    def money(amount: Any) -> Money:
        return Money(amount, statement.currency)

    return PrintedStatement(
        statement.currency,
        money(statement.opening_balance),
        tuple(_row(row, statement.currency) for row in statement.rows),
        money(statement.closing_balance),
        tuple(ages_of(statement)),
    )


def _row(row: StatementRow, currency: str) -> PrintedRow:
    return PrintedRow(
        row.date,
        f"{movement_name(row.kind)} {row.number}",
        row.reference,
        row.due_date if row.debit else None,
        Money(row.debit, currency) if row.debit else None,
        Money(row.credit, currency) if row.credit else None,
        Money(row.balance, currency),
    )
