"""Orders as customers hand them in."""

import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Meta

from accounting.receivables.models import CustomerAccount
from crm.sales.drafts import OrderDraft, OrderLineDraft
from crm.sales.models import SalesOrder
from crm.sales.operations.ordering import place_order
from erp.access.scope import Scope
from erp.audit.operations import subject_key
from erp.submissions.models import Submission
from erp.submissions.registry import Outcome, Payload, SubmissionKind, register
from inventory.catalog.models import Product

KIND = "sales_order"
QUANTITY_LIMIT = Decimal(10) ** 9


class OrderedLine(Payload, frozen=True):
    """A product by its public id, and how much of it."""

    product: UUID
    quantity: Decimal

    def __post_init__(self) -> None:
        """Refuse what is no quantity: not positive, endless, or finer than six decimals."""
        if not (self.quantity.is_finite() and 0 < self.quantity < QUANTITY_LIMIT):
            raise ValueError("a quantity is above zero and below a thousand million")
        if self.quantity != round(self.quantity, 6):
            raise ValueError("a quantity has at most six decimals")


class CustomerOrder(Payload, frozen=True):
    """An order at one's own prices; the account is the submitter's."""

    lines: Annotated[tuple[OrderedLine, ...], Meta(min_length=1, max_length=500)]
    customer_order_number: Annotated[str, Meta(max_length=60)] = ""
    required_date: datetime.date | None = None
    note: Annotated[str, Meta(max_length=2000)] = ""


def register_kinds() -> None:
    """Make the kind known to the door of submissions."""
    register(SubmissionKind(KIND, CustomerOrder, "crm.place_order", order))


def order(
    scope: Scope, submission: Submission, payload: CustomerOrder, now: datetime.datetime
) -> Outcome:
    """Place the order for the submitter's account; a large one waits for somebody of ours."""
    account = CustomerAccount.objects.visible_to(scope).get(
        company_id=submission.company_id, party_id=submission.party_id, is_active=True
    )
    draft = OrderDraft(
        customer_account_id=account.pk,
        key=f"submission:{submission.pk}",
        order_date=account.company.date_at(now),
        lines=[OrderLineDraft(pk, line.quantity) for pk, line in _products(account, payload)],
        customer_order_number=payload.customer_order_number,
        required_date=payload.required_date,
        channel="API" if submission.door == "api" else "PORTAL",
        note=payload.note,
    )
    placed = place_order(scope, order=draft)
    waits = placed.status == SalesOrder.Status.WAITING
    words = (
        _("Order %(number)s waits for our confirmation.")
        if waits
        else _("Order %(number)s is confirmed.")
    )
    return Outcome(words % {"number": placed.number}, subject_key(placed), is_waiting=waits)


def _products(account: CustomerAccount, payload: CustomerOrder) -> list[tuple[int, OrderedLine]]:
    """Pair each line with its product; what the company does not sell does not exist here."""
    sold = Product.objects.filter(company_id=account.company_id, is_sold=True, is_active=True)
    ids = dict(
        sold.filter(public_id__in=[line.product for line in payload.lines]).values_list(
            "public_id", "pk"
        )
    )
    if any(line.product not in ids for line in payload.lines):
        raise Product.DoesNotExist
    return [(ids[line.product], line) for line in payload.lines]
