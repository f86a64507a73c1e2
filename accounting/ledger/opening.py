"""
Opening balances: what the books held before they were kept here, item by item.

Every entry stands against the opening account, which must end at zero: then assets, liabilities and
equity were taken over whole. Neither tax nor revenue comes with them.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from accounting.ledger.entries import Balance, EntryKind, JournalEntry
from accounting.ledger.models import PARTY_KINDS, Account, Journal
from accounting.ledger.posting import EntryDraft, Line, post_entry
from accounting.ledger.queries import account_for
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.money import Money
from erp.organization.models import Branch, Company

ZERO = Decimal(0)


class NotAnOpeningAccount(Refused):
    """The account is opened otherwise: control accounts item by item, profit and loss not at all."""

    code = "not_an_opening_account"


class OpeningNotBalanced(Refused):
    """The opening account still holds an amount."""

    code = "opening_not_balanced"


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """What an account held: debits are positive, in base currency and in the account's currency."""

    account_id: int
    branch_id: int
    amount: Decimal
    currency: str = ""
    currency_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OpeningItem:
    """
    One open item of a party as it was taken over; a debit is positive.

    `number` and `document_date` are those of the original document.
    """

    party_account_id: int
    branch_id: int
    number: str
    document_date: datetime.date
    due_date: datetime.date
    amount: Decimal
    currency: str
    currency_amount: Decimal


@transaction.atomic
def post_opening_balances(
    scope: Scope,
    *,
    company_id: int,
    opening_date: datetime.date,
    key: str,
    balances: Sequence[OpeningBalance],
) -> JournalEntry:
    """
    Post what plain accounts held (bank, stock, equity ...) as one entry against the opening account.

    `key` names the take-over uniquely in the company, so that it is not posted twice.

    :raises AccessDenied: if `scope` may not post opening balances
    :raises NotAnOpeningAccount: for control accounts of parties, profit and loss, foreign accounts
    :raises Refused: as `post_entry`
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "accounting.post_opening_balance", company)
    _require_plain_accounts(company, [balance.account_id for balance in balances])
    _require_branches(company, [balance.branch_id for balance in balances])
    lines = [_balance_line(company, balance) for balance in balances if balance.amount]
    entry = post_entry(
        scope,
        EntryDraft(
            company_id=company_id,
            journal_code=_opening_journal(company_id),
            entry_date=opening_date,
            document_date=opening_date,
            source=f"opening:{key}",
            lines=[*lines, *_counter_lines(company, lines)],
            kind=EntryKind.OPENING,
        ),
    )
    audit.record(scope, "opening.posted", company, key=key, number=entry.label)
    return entry


def post_opening_item(
    scope: Scope, *, opening_date: datetime.date, source: str, item: OpeningItem, account: Account
) -> JournalEntry:
    """
    Post one open item of a party on its control `account` against the opening account.

    The packages of the documents call it: they have asked `require` and keep the document's row.

    :raises Refused: as `post_entry`
    """
    company = Company.objects.get(pk=account.company_id)
    line = Line(
        account_id=account.pk,
        branch_id=item.branch_id,
        debit=max(item.amount, ZERO),
        credit=max(-item.amount, ZERO),
        currency=item.currency,
        currency_amount=item.currency_amount,
        party_account_id=item.party_account_id,
        due_date=item.due_date,
    )
    return post_entry(
        scope,
        EntryDraft(
            company_id=account.company_id,
            journal_code=_opening_journal(account.company_id),
            entry_date=opening_date,
            document_date=item.document_date,
            source=source,
            lines=[line, *_counter_lines(company, [line])],
            kind=EntryKind.OPENING,
            external_reference=item.number,
        ),
    )


@transaction.atomic
def confirm_opening(scope: Scope, *, company_id: int) -> Company:
    """
    Put on record that everything was taken over: the opening account holds nothing any more.

    :raises AccessDenied: if `scope` may not post opening balances
    :raises OpeningNotBalanced: with the amount that is left
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "accounting.post_opening_balance", company)
    left = opening_difference(company_id)
    if left:
        raise OpeningNotBalanced(
            _("The opening account still holds %(amount)s.")
            % {"amount": Money(left, company.base_currency)}
        )
    audit.record(scope, "opening.confirmed", company)
    return company


def opening_difference(company_id: int) -> Decimal:
    """Return what the opening account holds, debits positive; zero once all is taken over."""
    account = account_for(company_id, "opening")
    held = Balance.objects.filter(company=company_id, account=account)
    amount: Decimal | None = held.aggregate(amount=Sum(F("debit") - F("credit")))["amount"]
    return amount or ZERO


def _require_plain_accounts(company: Company, account_ids: Sequence[int]) -> None:
    accounts = Account.objects.in_bulk(set(account_ids))
    for account_id in account_ids:
        account = accounts.get(account_id)
        if account is None or account.company_id != company.pk:
            raise NotAnOpeningAccount(_("This account is not one of the company."))
        if account.control_kind in PARTY_KINDS:
            raise NotAnOpeningAccount(_("%(account)s is opened item by item.") % {"account": account})
        if account.type in (Account.Type.REVENUE, Account.Type.EXPENSE):
            raise NotAnOpeningAccount(_("%(account)s begins every year at zero.") % {"account": account})


def _require_branches(company: Company, branch_ids: Sequence[int]) -> None:
    own = Branch.objects.filter(company=company, pk__in=branch_ids).values_list("pk", flat=True)
    if set(branch_ids) - set(own):
        raise NotAnOpeningAccount(_("This branch is not one of the company."))


def _balance_line(company: Company, balance: OpeningBalance) -> Line:
    currency, currency_amount = company.base_currency, balance.amount
    if balance.currency_amount is not None:
        currency, currency_amount = balance.currency, balance.currency_amount
    return Line(
        account_id=balance.account_id,
        branch_id=balance.branch_id,
        debit=max(balance.amount, ZERO),
        credit=max(-balance.amount, ZERO),
        currency=currency,
        currency_amount=currency_amount,
    )


def _counter_lines(company: Company, lines: Sequence[Line]) -> list[Line]:
    """Return the other side on the opening account, one line per branch."""
    account = account_for(company.pk, "opening")
    sums: dict[int, Decimal] = {}
    for line in lines:
        sums[line.branch_id] = sums.get(line.branch_id, ZERO) + line.credit - line.debit
    return [
        _balance_line(company, OpeningBalance(account.pk, branch_id, amount))
        for branch_id, amount in sums.items()
        if amount
    ]


def _opening_journal(company_id: int) -> str:
    journals = Journal.objects.filter(company=company_id, kind=Journal.Kind.OPENING).order_by("pk")
    return journals.values_list("code", flat=True)[0]
