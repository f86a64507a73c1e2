"""How the account stands, one sentence per currency."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount
from erp.formats import day, money
from portals.gate import ScopedRequest


@dataclass(slots=True)
class Standing:
    """What is owed in one currency, what of it is late and since when, and what is in one's favor."""

    currency: str
    owed: Decimal = Decimal(0)
    overdue: Decimal = Decimal(0)
    overdue_since: datetime.date | None = None
    credit: Decimal = Decimal(0)
    items: list[OpenItem] = field(default_factory=list)

    def add(self, item: OpenItem, today: datetime.date) -> None:
        """Count one open item; they come by due date."""
        self.items.append(item)
        if not item.is_debit:
            self.credit += item.open_amount
            return
        self.owed += item.open_amount
        if item.due_date < today:
            self.overdue += item.open_amount
            self.overdue_since = self.overdue_since or item.due_date

    def sentences(self) -> list[str]:
        """Say it in words, for somebody who never reads a manual."""
        said = (
            [_("You owe %(amount)s.") % {"amount": money(self.owed, self.currency)}] if self.owed else []
        )
        if self.overdue_since:
            said.append(
                _("%(amount)s of it has been overdue since %(day)s.")
                % {"amount": money(self.overdue, self.currency), "day": day(self.overdue_since)}
            )
        if self.credit:
            said.append(
                _("%(amount)s that you paid or were credited is not used yet.")
                % {"amount": money(self.credit, self.currency)}
            )
        return said


def standings(request: ScopedRequest, account: CustomerAccount) -> list[Standing]:
    """Return how the account stands today, one row per currency; one statement."""
    items = OpenItem.objects.visible_to(request.scope).filter(
        party_account_id=account.party_account_id, open_amount__gt=0
    )
    found: dict[str, Standing] = {}
    for item in items.select_related("entry__invoice").order_by("due_date", "pk"):
        found.setdefault(item.currency, Standing(item.currency)).add(item, request.today)
    return [found[currency] for currency in sorted(found)]
