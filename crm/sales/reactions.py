"""What sales do when something happens elsewhere: an invoice is about to leave, an order was decided."""

import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from accounting.receivables.models import Invoice
from crm.sales.matching import differences
from crm.sales.models import SalesOrder
from crm.sales.operations.deciding import KIND, approve_order, decline_order
from crm.sales.refusals import InvoiceDiffersFromDelivery
from erp.access.scope import Scope
from erp.approvals import registry
from erp.approvals.models import ApprovalRequest
from erp.events import subscribe
from erp.submissions.execution import settle_waiting
from erp.submissions.models import Submission

# By hand: a billing run marks thousands, and the query builder would cost more than the statement.
MARK = "UPDATE crm_delivery SET status = 'INVOICED', invoice_id = %s WHERE id = %s AND company_id = %s"


def listen() -> None:
    """Register what sales listen to, and what becomes of orders that waited for approval."""
    subscribe("invoice.issuing")(check_against_delivery)
    subscribe("invoice.issued")(mark_delivery)
    registry.register(registry.ApprovalKind(KIND, on_approved=approved, on_declined=declined))


def check_against_delivery(*, invoice: Invoice, **_facts: object) -> None:
    """
    Refuse an invoice of a delivery that asks for anything else than what was ordered and left.

    :raises InvoiceDiffersFromDelivery: naming each difference
    """
    delivery_id = _delivery_id(invoice)
    if delivery_id and (found := differences(invoice, delivery_id)):
        raise InvoiceDiffersFromDelivery(" ".join(found))


def mark_delivery(*, invoice: Invoice, **_facts: object) -> None:
    """Note on the delivery that it is invoiced, whoever issued its invoice."""
    if delivery_id := _delivery_id(invoice):
        with connection.cursor() as cursor:
            cursor.execute(MARK, [invoice.pk, delivery_id, invoice.company_id])


def approved(scope: Scope, request: ApprovalRequest, now: datetime.datetime) -> None:
    """Confirm the order that waited, and tell the customer who handed it in."""
    order = approve_order(scope, order_id=_order_id(request))
    _answer(scope, order, is_accepted=True, reason="", now=now)


def declined(scope: Scope, request: ApprovalRequest, now: datetime.datetime) -> None:
    """End the order that waited, and tell the customer who handed it in why."""
    order = decline_order(scope, order_id=_order_id(request))
    _answer(scope, order, is_accepted=False, reason=request.reason, now=now)


def _delivery_id(invoice: Invoice) -> int | None:
    origin, _colon, delivery_id = (invoice.origin or "").partition(":")
    is_of_delivery = origin == "delivery" and invoice.type == Invoice.Type.INVOICE
    return int(delivery_id) if is_of_delivery else None


def _order_id(request: ApprovalRequest) -> int:
    return int(request.subject.partition(":")[2])


def _answer(
    scope: Scope, order: SalesOrder, *, is_accepted: bool, reason: str, now: datetime.datetime
) -> None:
    waiting = Submission.objects.filter(
        company_id=order.company_id,
        party_id=order.party_id,
        result=f"salesorder:{order.pk}",
        status=Submission.Status.WAITING,
    ).select_related("user")
    for submission in waiting:
        with translation.override(submission.user.language):
            words = {"number": order.number, "reason": reason}
            answer = (
                _("Order %(number)s is confirmed.") % words
                if is_accepted
                else _("Order %(number)s was declined: %(reason)s") % words
            )
        settle_waiting(
            scope, submission_id=submission.pk, is_accepted=is_accepted, answer=answer, now=now
        )
