"""Words for the acts of the trail, as people read them in a timeline."""

from django.utils.translation import gettext_lazy as _

from portals.components.badges import Text

ACTIONS: dict[str, Text] = {
    "invoice.drafted": _("Draft written"),
    "invoice.changed": _("Draft changed"),
    "invoice.issued": _("Issued"),
    "invoice.credited": _("Credited"),
    "invoice.corrected": _("Corrected"),
    "payment.recorded": _("Payment recorded"),
    "payment.allocated": _("Payment allocated"),
    "payment.reversed": _("Payment reversed"),
    "salesorder.placed": _("Order placed"),
    "salesorder.confirmed": _("Order confirmed"),
    "salesorder.canceled": _("Order canceled"),
    "salesorder.delivered": _("Order delivered"),
    "delivery.shipped": _("Goods shipped"),
    "delivery.invoiced": _("Delivery invoiced"),
    "product.changed": _("Product changed"),
    "product.activated": _("Product activated"),
    "product.deactivated": _("Product deactivated"),
    "stock.counted": _("Stock counted"),
    "stock.transferred": _("Stock transferred"),
}


def action_words(action: str) -> Text:
    """Return what an act is called; one without words of its own is spelled out from its code."""
    return ACTIONS.get(action) or action.replace(".", " ").replace("_", " ").capitalize()
