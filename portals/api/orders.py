"""An order that came by the API: placed by staff at once, handed in by a customer for a worker."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ValidationError

from accounting.receivables.models import CustomerAccount
from crm.sales.drafts import OrderDraft, OrderLineDraft
from crm.sales.operations.ordering import place_order
from crm.sales.submissions import KIND
from erp.access.decisions import decide
from erp.access.scope import Scope
from erp.clock import now
from erp.submissions.operations import NewSubmission, submit
from inventory.catalog.models import Product
from portals.api.serializers import OrderSerializer


def order_as_asked(scope: Scope, asked: dict[str, Any], *, key: str) -> tuple[int, Any]:
    """
    Place or hand in an order; return the status and the answer.

    :raises ValidationError: if the customer or a product does not exist for the scope
    :raises Refused: by what the order says
    """
    account = CustomerAccount.objects.visible_to(scope).filter(public_id=asked["customer"]).first()
    if account is None:
        raise ValidationError({"customer": [_("There is no such customer.")]})
    if decide(scope, "crm.change_salesorder", account).allowed:
        return status.HTTP_201_CREATED, _placed(scope, account, asked, key)
    return status.HTTP_202_ACCEPTED, _handed_in(scope, account, asked, key)


def _placed(scope: Scope, account: CustomerAccount, asked: dict[str, Any], key: str) -> Any:
    products = _product_ids(scope, account, asked)
    draft = OrderDraft(
        customer_account_id=account.pk,
        key=f"api:{scope.actor.pk}:{key}"[:64],
        order_date=account.company.date_at(now()),
        lines=[OrderLineDraft(products[line["product"]], line["quantity"]) for line in asked["lines"]],
        customer_order_number=asked["customer_order_number"],
        required_date=asked["required_date"],
        channel="API",
        note=asked["note"],
    )
    return OrderSerializer(place_order(scope, order=draft)).data


def _handed_in(scope: Scope, account: CustomerAccount, asked: dict[str, Any], key: str) -> Any:
    payload = {
        "lines": [
            {"product": str(line["product"]), "quantity": str(line["quantity"])}
            for line in asked["lines"]
        ],
        "customer_order_number": asked["customer_order_number"],
        "required_date": asked["required_date"].isoformat() if asked["required_date"] else None,
        "note": asked["note"],
    }
    submission = submit(
        scope, new=NewSubmission(KIND, key, payload, account.company_id, account.party_id)
    )
    return {"submission": str(submission.public_id), "status": submission.status}


def _product_ids(scope: Scope, account: CustomerAccount, asked: dict[str, Any]) -> dict[Any, int]:
    wanted = {line["product"] for line in asked["lines"]}
    visible = Product.objects.visible_to(scope).filter(company_id=account.company_id)
    found = dict(visible.filter(public_id__in=wanted).values_list("public_id", "pk"))
    if missing := sorted(str(one) for one in wanted - found.keys()):
        words = _("There is no product %(product)s.")
        raise ValidationError({"lines": [words % {"product": product} for product in missing]})
    return found
