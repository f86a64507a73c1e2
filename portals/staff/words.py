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
    "invoice.discarded": _("Draft thrown away"),
    "payment.refunded": _("Refunded"),
    "credit_note.allocated": _("Credit note used"),
    "customer_account.created": _("Became a customer"),
    "customer_account.changed": _("Terms changed"),
    "supplier_account.created": _("Became a supplier"),
    "supplier_account.changed": _("Terms changed"),
    "party.created": _("Taken up"),
    "party.changed": _("Details changed"),
    "party.archived": _("Taken out of use"),
    "party.contact_set": _("Person changed"),
    "party.address_set": _("Address changed"),
    "salesorder.declined": _("Order declined"),
    "salesorder.waiting": _("Order waits for approval"),
    "salesorder.draft": _("Order written down"),
    "inquiry.opened": _("Question asked"),
    "inquiry.continued": _("Asked again"),
    "inquiry.answered": _("Question answered"),
    "inquiry.closed": _("Inquiry closed"),
    "approval.requested": _("Approval asked for"),
    "approval.approved": _("Approved"),
    "approval.declined": _("Declined"),
    "bill.received": _("Bill received"),
    "bill.approved": _("Bill approved"),
    "bill.refused": _("Bill refused"),
    "bill.reversed": _("Bill taken back"),
    "bill_payment.reversed": _("Payment taken back"),
    "manual_journal.drafted": _("Voucher written"),
    "manual_journal.changed": _("Voucher changed"),
    "manual_journal.posted": _("Voucher posted"),
    "manual_journal.reversed": _("Voucher reversed"),
    "manual_journal.waits": _("Voucher waits for approval"),
    "message.resent": _("Sent again"),
    "message.canceled": _("Letter canceled"),
    "reminders.queued": _("Reminders sent"),
    "period.closed": _("Period closed"),
    "period.reopened": _("Period opened again"),
}


def action_words(action: str) -> Text:
    """Return what an act is called; one without words of its own is spelled out from its code."""
    return ACTIONS.get(action) or action.replace(".", " ").replace("_", " ").capitalize()
