"""Words for the acts of the trail and for what is handed in, as people read them."""

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
    "invoice.written_off": _("Written off"),
    "invoice.taken_over": _("Taken over"),
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
    "bill.approval_declined": _("Approval declined"),
    "bills.settled": _("Bills settled"),
    "bill_payment.posted": _("Payment recorded"),
    "purchaseorder.placed": _("Order placed"),
    "purchaseorder.canceled": _("Order canceled"),
    "receipt.recorded": _("Goods received"),
    "receipt.billed": _("Receipt billed"),
    "party.tax_number_set": _("Tax number changed"),
    "party.bank_account_set": _("Bank account entered"),
    "party.bank_account_verified": _("Bank account checked"),
    "party.bank_account_blocked": _("Bank account blocked"),
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
    "period.locked": _("Locks changed"),
    "period.exception_granted": _("Exception granted"),
    "fiscal_year.opened": _("Year opened"),
    "fiscal_year.closed": _("Year closed"),
    "opening.posted": _("Opening balances posted"),
    "opening.confirmed": _("Opening confirmed"),
}


def action_words(action: str) -> Text:
    """Return what an act is called; one without words of its own is spelled out from its code."""
    return ACTIONS.get(action) or action.replace(".", " ").replace("_", " ").capitalize()


SUBMISSION_KINDS: dict[str, Text] = {
    "sales_order": _("Order"),
    "invoice_question": _("Question about an invoice"),
    "bill_question": _("Question about a bill"),
    "inquiry_reply": _("Reply in an inquiry"),
    "party_contact_change": _("Change of contact details"),
    "party_address_change": _("Change of an address"),
    "party_sensitive_change": _("Change of legal details"),
}


def submission_words(kind: str) -> Text:
    """Return what something handed in is called."""
    return SUBMISSION_KINDS.get(kind) or kind.replace("_", " ").capitalize()
