"""A payment that came by the API: recorded by staff, settling the invoices it names."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ValidationError

from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from erp.access.scope import Scope
from erp.money import Money
from portals.api.serializers import PaymentSerializer


def payment_as_asked(scope: Scope, asked: dict[str, Any], *, key: str) -> tuple[int, Any]:
    """
    Record a payment; return the status and the answer.

    :raises ValidationError: if the customer or an invoice does not exist for the scope
    :raises AccessDenied: if the scope may not record payments of that customer
    :raises Refused: by what the payment says
    """
    account = CustomerAccount.objects.visible_to(scope).filter(public_id=asked["customer"]).first()
    if account is None:
        raise ValidationError({"customer": [_("There is no such customer.")]})
    draft = PaymentDraft(
        customer_account_id=account.pk,
        amount=Money(asked["amount"], asked["currency"]),
        booked_date=asked["booked_date"],
        value_date=asked["value_date"],
        key=f"api:{scope.actor.pk}:{key}"[:64],
        allocations=[AllocationDraft(pk) for pk in _invoice_ids(scope, account, asked["invoices"])],
        reference=asked["reference"],
    )
    payment = record_payment(scope, draft=draft)
    return status.HTTP_201_CREATED, PaymentSerializer(payment).data


def _invoice_ids(scope: Scope, account: CustomerAccount, wanted: list[Any]) -> list[int]:
    """Return the invoices in the order of their due dates: what the money does not reach stays open."""
    visible = Invoice.objects.visible_to(scope).filter(
        customer_account=account, status=Invoice.Status.ISSUED, public_id__in=wanted
    )
    found = list(visible.order_by("due_date", "pk").values_list("public_id", "pk"))
    if missing := sorted(str(one) for one in set(wanted) - {public_id for public_id, _pk in found}):
        words = _("There is no invoice %(invoice)s of this customer.")
        raise ValidationError({"invoices": [words % {"invoice": invoice} for invoice in missing]})
    return [pk for _public_id, pk in found]
