"""Cash application: what one control line settles of another."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounting.ledger.entries import Allocation, JournalEntry
from accounting.ledger.posting import EntryDraft, Line, post_entry, reverse_entry
from accounting.ledger.queries import account_for
from erp.access.scope import Scope
from erp.errors import Refused
from erp.money import Money
from erp.writes import ask, rows_of

ZERO = Decimal(0)
DIFFERENCE_JOURNAL = "GENERAL"  # every company begins with it
# The function locks the items in the order of their ids, with rights that the serving login lacks.
COLUMNS = (
    *("company_id", "party_account_id", "debit_line_id", "credit_line_id", "currency", "amount"),
    *("debit_base_amount", "credit_base_amount", "difference_kind", "difference_entry_id"),
    *("allocation_date", "created_by_id"),
)
RECORD = "SELECT record_allocations(%s)"  # a function of the database (migration 0013)
LOCK_ITEMS = """
    SELECT o.line_id, o.company_id, o.branch_id, o.account_id, o.party_account_id, o.is_debit,
        o.currency, o.entry_date, o.open_amount, o.open_base_amount, c.base_currency
    FROM lock_open_items(%s) o JOIN erp_company c ON c.id = o.company_id
"""


class MoreThanOpen(Refused):
    """The amount is more than one of the items has left open."""

    code = "more_than_open"


class NotAllocatable(Refused):
    """The two lines do not belong together: account, party, currency or sides differ."""

    code = "not_allocatable"


class AllocationReversed(Refused):
    """An allocation is taken back once."""

    code = "allocation_reversed"


@dataclass(frozen=True, slots=True)
class Application:
    """
    What to settle: `amount` of a debit line by a credit line, in their currency.

    `kind` says why, where the credit is no payment: a discount, a fee, a write-off.
    """

    debit_line_id: int
    credit_line_id: int
    amount: Money
    kind: Allocation.DifferenceKind = Allocation.DifferenceKind.NONE


@dataclass(frozen=True, slots=True)
class LockedItem:
    """An open item while its lock is held; amounts as in `OpenItem`."""

    line_id: int
    company_id: int
    branch_id: int
    account_id: int
    party_account_id: int
    is_debit: bool
    currency: str
    entry_date: datetime.date
    open_amount: Decimal
    open_base_amount: Decimal
    base_currency: str

    def base_share(self, amount: Decimal) -> Decimal:
        """Return what `amount` of this item releases in the base currency; the last takes the rest."""
        if amount == self.open_amount:
            return self.open_base_amount
        exact = self.open_base_amount * amount / self.open_amount
        return min(Money(exact, self.base_currency).amount, self.open_base_amount)


def lock_items(line_ids: Iterable[int]) -> dict[int, LockedItem]:
    """
    Lock the open items of these lines, in the order of their ids, and return them by line.

    Operations that post and then allocate call it before they post: items come before series in the
    lock order.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ITEMS, [sorted(set(line_ids))])
        return {row[0]: LockedItem(*row) for row in cursor.fetchall()}


def allocate(
    scope: Scope,
    *,
    debit_line_id: int,
    credit_line_id: int,
    amount: Money,
    allocation_date: datetime.date,
    kind: Allocation.DifferenceKind = Allocation.DifferenceKind.NONE,
) -> Allocation:
    """
    Settle `amount` of a debit line by a credit line; see `allocate_all`.
    """
    application = Application(debit_line_id, credit_line_id, amount, kind)
    return allocate_all(scope, applications=[application], allocation_date=allocation_date)[0]


@transaction.atomic(savepoint=False)
def allocate_all(
    scope: Scope,
    *,
    applications: Sequence[Application],
    allocation_date: datetime.date,
    locked: dict[int, LockedItem] | None = None,
) -> list[Allocation]:
    """
    Settle debit lines by credit lines, in the order given. The caller has asked `require`.

    Each side releases its base amount in proportion, rounded half up; the last allocation takes what is
    left. Where the two differ, the exchange difference is posted (IAS 21.28). An allocation is never
    dated before either of its lines. Locks: open items by line id, unless the caller has `locked` them
    all (what is left of each is noted there); then series and period.

    :raises MoreThanOpen: if an item has less open than the amount
    :raises NotAllocatable: if two lines do not belong together
    """
    named = (line_id for each in applications for line_id in (each.debit_line_id, each.credit_line_id))
    items = lock_items(named) if locked is None else locked
    rows = []
    for application in applications:
        debit, credit = _checked(application, items)
        row = _row(scope, application, debit, credit)
        row.allocation_date = max(allocation_date, debit.entry_date, credit.entry_date)
        row.difference_entry = _difference(scope, row, debit)
        if row.difference_entry and application.kind == Allocation.DifferenceKind.NONE:
            row.difference_kind = Allocation.DifferenceKind.FX
        rows.append(row)
        for item, base in ((debit, row.debit_base_amount), (credit, row.credit_base_amount)):
            items[item.line_id] = replace(
                item,
                open_amount=item.open_amount - row.amount,
                open_base_amount=item.open_base_amount - base,
            )
    return _recorded(rows)


def _recorded(rows: list[Allocation]) -> list[Allocation]:
    """Write the rows by one statement and give them their ids."""
    columns = [{name: vars(row)[name] for name in COLUMNS} for row in rows]
    for row, (row_id,) in zip(rows, ask(RECORD, [rows_of(columns)]), strict=True):
        row.pk, row._state.adding = row_id, False
    return rows


@transaction.atomic(savepoint=False)
def reverse_allocation(
    scope: Scope, *, allocation_id: int, allocation_date: datetime.date
) -> Allocation:
    """
    Take an allocation back by a row that names it; both items are open again, as they were.

    Its exchange difference is reversed too. Locks: open items by line id, then series and period.

    :raises AllocationReversed: if it was taken back before, or is itself a taking back
    """
    row = Allocation.objects.select_related("difference_entry").get(pk=allocation_id)
    lock_items((row.debit_line_id, row.credit_line_id))
    if row.reverses_id or Allocation.objects.filter(reverses=row).exists():
        raise AllocationReversed(_("This allocation was taken back before."))
    on = max(allocation_date, row.allocation_date)
    if row.difference_entry:
        entry = reverse_entry(
            scope,
            entry_id=row.difference_entry.pk,
            entry_date=on,
            source=f"allocation:{row.pk}:reverse",
        )
        row.difference_entry = entry
    row.pk, row._state.adding, row.reverses_id = None, True, allocation_id
    row.allocation_date, row.created_by = on, scope.actor
    row.save(force_insert=True)
    return row


@transaction.atomic(savepoint=False)
def allocate_reversal(
    scope: Scope, *, entry_id: int, allocation_date: datetime.date
) -> list[Allocation]:
    """
    Settle the control lines of a reversed entry by those of its reversal, one by one, in full.

    :raises MoreThanOpen: if a line of the reversed entry is partly settled: take that back first
    """
    entry = JournalEntry.objects.get(pk=entry_id)
    reversal = JournalEntry.objects.get(reverses_id=entry_id)
    mirrors = {line.line_no: line for line in reversal.lines.all()}
    applications = []
    for line in entry.lines.filter(Q(party_account__isnull=False), ~Q(currency_amount=0)):
        pair = sorted((line, mirrors[line.line_no]), key=lambda each: each.currency_amount)
        amount = Money(pair[1].currency_amount, line.currency)
        applications.append(Application(pair[1].pk, pair[0].pk, amount))
    return allocate_all(scope, applications=applications, allocation_date=allocation_date)


def _checked(application: Application, items: dict[int, LockedItem]) -> tuple[LockedItem, LockedItem]:
    debit, credit = (
        items.get(line_id) for line_id in (application.debit_line_id, application.credit_line_id)
    )
    if debit is None or credit is None or not (debit.is_debit and not credit.is_debit):
        raise NotAllocatable(_("Only a debit and a credit of a party's account settle each other."))
    shared = ("company_id", "account_id", "party_account_id", "currency")
    if any(getattr(debit, name) != getattr(credit, name) for name in shared):
        raise NotAllocatable(_("Both lines must be of one account, party and currency."))
    amount = application.amount
    if amount.currency != debit.currency or amount.amount <= 0:
        raise NotAllocatable(_("The amount must be positive and in the currency of the lines."))
    for item in (debit, credit):
        if amount.amount > item.open_amount:
            raise MoreThanOpen(
                _("%(amount)s is more than is open: %(open)s.")
                % {"amount": amount, "open": Money(item.open_amount, item.currency)}
            )
    return debit, credit


def _row(scope: Scope, application: Application, debit: LockedItem, credit: LockedItem) -> Allocation:
    amount = application.amount.amount
    return Allocation(
        company_id=debit.company_id,
        party_account_id=debit.party_account_id,
        debit_line_id=debit.line_id,
        credit_line_id=credit.line_id,
        currency=debit.currency,
        amount=amount,
        debit_base_amount=debit.base_share(amount),
        credit_base_amount=credit.base_share(amount),
        difference_kind=application.kind,
        created_by=scope.actor,
    )


def _difference(scope: Scope, row: Allocation, item: LockedItem) -> JournalEntry | None:
    """Post what the credit released more than the debit: a gain, or a loss where it is less."""
    gain = row.credit_base_amount - row.debit_base_amount
    if not gain:
        return None
    result = account_for(row.company_id, "fx_gain" if gain > 0 else "fx_loss")
    times = Allocation.objects.filter(debit_line=row.debit_line_id, credit_line=row.credit_line_id)
    control = Line(
        account_id=item.account_id,
        branch_id=item.branch_id,
        debit=max(gain, ZERO),
        credit=max(-gain, ZERO),
        currency=item.currency,
        currency_amount=ZERO,
        party_account_id=item.party_account_id,
    )
    other = replace(
        control,
        account_id=result.pk,
        debit=control.credit,
        credit=control.debit,
        currency=item.base_currency,
        currency_amount=-gain,
        party_account_id=None,
    )
    draft = EntryDraft(
        company_id=row.company_id,
        journal_code=DIFFERENCE_JOURNAL,
        entry_date=row.allocation_date,
        document_date=row.allocation_date,
        source=f"lines:{row.debit_line_id}:{row.credit_line_id}:difference:{times.count() + 1}",
        lines=[control, other],
    )
    return post_entry(scope, draft)
