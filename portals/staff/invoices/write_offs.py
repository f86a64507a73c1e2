"""Giving up what is open of an invoice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounting.ledger.entries import Allocation
from accounting.receivables.models import Invoice
from accounting.receivables.operations.differences import WriteOff, write_off_item
from portals.components import formats
from portals.components.forms import DateInput, MoneyField
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.invoices.lists import open_rows
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.rows import one

Kind = Allocation.DifferenceKind
KINDS = (Kind.WRITE_OFF, Kind.TOLERANCE, Kind.DISCOUNT, Kind.BANK_FEE, Kind.WITHHOLDING_TAX)


class WriteOffForm(forms.Form):
    """How much is given up, why, and whether the customer still owes it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, kind.label) for kind in KINDS]
    )
    date = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())
    is_released = forms.BooleanField(
        label=gettext_lazy("The customer no longer owes it"),
        help_text=gettext_lazy("Otherwise only its value in our books falls, and the claim stands."),
        required=False,
        initial=True,
    )
    lessens_tax = forms.BooleanField(
        label=gettext_lazy("Take the tax back"),
        help_text=gettext_lazy("Where the law allows it for debts that are lost."),
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    field_order = ("amount",)

    def __init__(self, request: ScopedRequest, filled: Mapping[str, Any] | None, invoice: Any) -> None:
        """Start with all that is open."""
        super().__init__(filled, initial={"date": request.today, "amount": invoice.open_amount})
        self.invoice = invoice
        self.fields["amount"] = MoneyField(
            label=_("Amount (%(currency)s)") % {"currency": invoice.currency},
            currency=invoice.currency,
            min_value=0,
            help_text=_("%(amount)s is open.")
            % {"amount": formats.money(invoice.open_amount, invoice.currency)},
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Only a loss can lessen the value of a claim that stands, and its tax falls when it is gone."""
        given = self.cleaned_data
        if not given.get("is_released"):
            if given.get("kind") != Kind.WRITE_OFF:
                self.add_error("is_released", _("What is deducted is no longer owed."))
            if given.get("lessens_tax"):
                self.add_error("lessens_tax", _("The tax is taken back with the claim only."))
        return given

    def write_off(self) -> WriteOff:
        """Return what was filled in."""
        given = self.cleaned_data
        return WriteOff(
            self.invoice.pk,
            given["date"],
            kind=Kind(given["kind"]),
            amount=given["amount"],
            is_released=given["is_released"],
            lessens_tax=given["lessens_tax"],
            reason=given["reason"],
        )


@portal("staff", "accounting.write_off_item")
@require_http_methods(["GET", "POST"])
def invoice_write_off(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give up what is open of an invoice, or only its value in the books."""
    back = reverse("staff:invoice", args=[public_id])
    with reading(request.scope):
        owed = open_rows(request).filter(type=Invoice.Type.INVOICE)
        form = WriteOffForm(request, request.POST or None, shown := one(owed, public_id))
        is_ready = sent(request, form)
    if is_ready and act(request, form, write_off_item, write_off=form.write_off()):
        return done(request, _("It was written off."), back)
    header = PageHeader(_("Write off"), above=str(shown), crumbs=(Crumb(str(shown), back),))
    question = _("Write it off? This cannot be undone.")
    return form_page(request, form, FormPage(header, _("Write off"), back, confirm=question))
