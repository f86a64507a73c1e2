"""Forms about deliveries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.sales.models import Delivery
from portals.components import formats
from portals.gate import ScopedRequest
from portals.staff.deliveries.lists import delivery_rows

RUN_MAX = 500


class BillingRunForm(forms.Form):
    """Which deliveries are invoiced; at first all that wait, oldest first."""

    deliveries = forms.TypedMultipleChoiceField(
        label=_("Deliveries"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choose at least one delivery.")},
    )

    def __init__(self, request: ScopedRequest, filled: Any = None) -> None:
        """Offer what has left and is not invoiced."""
        waiting = delivery_rows(request).filter(status=Delivery.Status.SHIPPED)
        offered = [
            (row.pk, f"{row.number} · {formats.day(row.delivery_date)} · {row.party.name}")
            for row in waiting.order_by("delivery_date", "pk")[:RUN_MAX]
        ]
        super().__init__(filled, initial={"deliveries": [pk for pk, _label in offered]})
        self.fields["deliveries"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.count = len(offered)
