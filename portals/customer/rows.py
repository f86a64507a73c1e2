"""What the chosen account sees: its own documents, annotated as lists and pages need them."""

import datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import Min, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Invoice
from crm.sales.models import SalesOrder
from portals.components.badges import Badge
from portals.components.outside import own
from portals.gate import ScopedRequest

_ITEMS = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0).order_by()
_OPEN_SUM = _ITEMS.values("entry").annotate(total=Sum("open_amount")).values("total")
_NEXT_DUE = _ITEMS.values("entry").annotate(first=Min("due_date")).values("first")


def account_of(request: ScopedRequest) -> CustomerAccount:
    """Return the customer account chosen at this door."""
    return cast("CustomerAccount", request.account)


def invoice_rows(request: ScopedRequest) -> QuerySet[Invoice]:
    """Return the issued documents with `open_amount` and `next_due`; drafts are not shown outside."""
    rows = own(request, Invoice).filter(status=Invoice.Status.ISSUED)
    return rows.annotate(open_amount=Subquery(_OPEN_SUM), next_due=Subquery(_NEXT_DUE))


def order_rows(request: ScopedRequest) -> QuerySet[SalesOrder]:
    """Return the orders; what we still draft is not shown outside."""
    return own(request, SalesOrder).exclude(status=SalesOrder.Status.DRAFT)


def invoice_badge(invoice: Any, today: datetime.date) -> Badge:
    """Return how an annotated invoice stands, in one word for who pays it."""
    open_amount = invoice.open_amount or Decimal(0)
    if not open_amount:
        return Badge(_("Paid"), "green")
    if invoice.type == Invoice.Type.CREDIT_NOTE:
        return Badge(_("In your favor"), "teal")
    if invoice.next_due < today:
        return Badge(_("Overdue"), "red")
    if open_amount < invoice.payable:
        return Badge(_("Partly paid"), "purple")
    return Badge(_("Open"), "blue")
