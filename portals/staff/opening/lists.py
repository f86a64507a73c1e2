"""What was taken over: each entry against the opening account, and what that account still holds."""

import datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.entries import EntryKind, JournalEntry, JournalLine
from accounting.ledger.models import FiscalYear
from accounting.ledger.opening import opening_difference
from portals.components import formats
from portals.components.badges import Badge
from portals.components.columns import Column
from portals.components.figures import Figure
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

_LINES = JournalLine.objects.filter(entry=OuterRef("pk")).order_by()
_TAKEN = (
    _LINES.filter(account__purpose="opening")
    .values("entry")
    .annotate(total=Sum(F("credit") - F("debit")))
    .values("total")
)
_PARTY = _LINES.filter(party_account__isnull=False).values("party_account__party__name")[:1]

SPEC = ListSpec(
    columns=(
        Column("number", gettext_lazy("Entry"), source="label", is_strong=True),
        Column("entry_date", gettext_lazy("Date"), "date", sort="entry_date"),
        Column("document", gettext_lazy("Document"), source="external_reference"),
        Column("party_name", gettext_lazy("Party")),
        Column("taken", gettext_lazy("Amount"), "money", sort="taken", currency="company.base_currency"),
    ),
    default_sort="-entry_date",
    export_name=gettext_lazy("Opening balances"),
    search_fields=("external_reference", "party_name"),
    row_url="staff:entry",
    empty_title=gettext_lazy("Nothing was taken over yet."),
    empty_text=gettext_lazy("Enter what the old books held: account by account, item by item."),
)


def opening_rows(request: ScopedRequest) -> QuerySet[Any]:
    """
    Return the entries that took something over; what a closed year carried forward is not among them.

    `taken` is what each brought against the opening account, debits positive; empty if it balances.
    """
    rows = visible(request, JournalEntry).filter(kind=EntryKind.OPENING)
    rows = rows.exclude(source__startswith="fiscalyear:").select_related("series", "company")
    return rows.annotate(taken=Subquery(_TAKEN), party_name=Subquery(_PARTY))


def opening_figures(request: ScopedRequest) -> list[Figure]:
    """Return what the opening account still holds, and how much was taken over."""
    left = opening_difference(request.company.pk)
    badge = Badge(_("Not balanced"), "yellow") if left else Badge(_("Balanced"), "green")
    hint = _("it must end at zero") if left else _("what was entered balances")
    money = formats.money(left, request.company.base_currency)
    count = formats.number(opening_rows(request).count())
    return [Figure(_("Opening account"), money, hint, badge=badge), Figure(_("Entries"), count)]


def opening_day(request: ScopedRequest) -> datetime.date:
    """Return the day of what was taken over last, or the first day of the books."""
    last = opening_rows(request).aggregate(day=Max("entry_date"))["day"]
    years = FiscalYear.objects.filter(company=request.company).order_by("start_date")
    return last or years.values_list("start_date", flat=True).first() or request.today
