"""Why receivables say no, in words."""

from __future__ import annotations

from erp.errors import Refused


class InvoiceNotDraft(Refused):
    """Only a draft may change, and only once may it be issued."""

    code = "invoice_not_draft"


class InvoiceNotIssued(Refused):
    """A draft cannot be paid, credited or written off."""

    code = "invoice_not_issued"


class InvoiceAsksNothing(Refused):
    """The lines of the invoice do not add up to an amount above zero."""

    code = "invoice_asks_nothing"


class InvoiceIncomplete(Refused):
    """Something is missing that the law or the customer wants on the document."""

    code = "invoice_incomplete"


class CreditTooHigh(Refused):
    """A credit note may not give back more than was invoiced."""

    code = "credit_too_high"


class AdvanceUsed(Refused):
    """An advance is deducted once, and only as far as it was received."""

    code = "advance_used"


class MoreThanPaid(Refused):
    """The parts of a payment add up to more than the payment."""

    code = "more_than_paid"


class MoreThanOwed(Refused):
    """More would be settled than is open."""

    code = "more_than_owed"


class KeyReused(Refused):
    """The key stands for another payment already."""

    code = "key_reused"


class PaymentNotPosted(Refused):
    """The payment was reversed before, or is not of the kind asked for."""

    code = "payment_not_posted"


class NotOfThisCustomer(Refused):
    """The document belongs to another customer or company."""

    code = "not_of_this_customer"


class DifferenceNotAllowed(Refused):
    """Nothing may be given up here, or not without a reason."""

    code = "difference_not_allowed"


class NothingOnAccount(Refused):
    """There is less to the customer's credit than is to be given back."""

    code = "nothing_on_account"
