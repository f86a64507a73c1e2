"""The list of payments: money from customers, and back to them."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Payment
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import asked_for, visible

_OPEN_SUM = (
    OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0)
    .order_by()
    .values("entry")
    .annotate(total=Sum("open_amount"))
    .values("total")
)


def _signed(payment: Any) -> Any:
    return -payment.amount if payment.direction == Payment.Direction.REFUND else payment.amount


SPEC = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("party", _("Customer"), source="party.name", sort="party__sort_name"),
        Column("booked_date", _("Booked"), "date", sort="booked_date"),
        Column("method", _("Way"), source="get_method_display", on_phone=False),
        Column("reference", _("Reference"), on_phone=False),
        Column("amount", _("Amount"), "money", source=_signed, sort="amount", is_strong=True),
        Column("on_account", _("Not allocated"), "money"),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-booked_date",
    export_name=_("Payments"),
    search_fields=("number", "party__name", "reference", "customer_account__number"),
    filters=(
        ChoiceFilter("status", _("Status"), Payment.Status.choices),
        ChoiceFilter("method", _("Way"), Payment.Method.choices),
        DateRangeFilter("booked", _("Booked"), "booked_date"),
    ),
    row_url="staff:payment",
    empty_title=_("No payments yet."),
    empty_text=_("Record what a customer paid, and say which invoices it settles."),
)


def payment_rows(request: ScopedRequest) -> QuerySet[Payment]:
    """Return the visible payments with `on_account`: what of each is not yet allocated."""
    rows = visible(request, Payment).select_related("party", "branch", "customer_account")
    return rows.annotate(on_account=Subquery(_OPEN_SUM))


def asked_payment(request: ScopedRequest, account: CustomerAccount) -> Payment | None:
    """Return the customer's payment that the address names, so that a refund can start with it."""
    asked = asked_for(request, Payment, "payment")
    rows: QuerySet[Any] = payment_rows(request).filter(customer_account=account)
    return rows.filter(pk=asked.pk, on_account__gt=0).first() if asked else None
