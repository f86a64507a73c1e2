"""Why payables say no."""

from erp.errors import Refused


class SupplierExists(Refused):
    """The party is a supplier of the company already, or the number is taken."""

    code = "supplier_exists"


class NotOfThisCompany(Refused):
    """A term, tax code, account, branch or party belongs to another company or supplier."""

    code = "not_of_this_company"


class BillKnown(Refused):
    """The supplier's number was received before in that year."""

    code = "bill_known"


class BillAsksNothing(Refused):
    """The lines of a bill do not come to an amount above zero."""

    code = "bill_asks_nothing"


class BillDisagrees(Refused):
    """What the lines come to is not what stands on the supplier's paper."""

    code = "bill_disagrees"


class BillNotOpen(Refused):
    """The bill is no longer, or not yet, in the state that the act asks for."""

    code = "bill_not_open"


class PaymentDisagrees(Refused):
    """What is paid and what it is to settle do not fit together."""

    code = "payment_disagrees"


class KeyReused(Refused):
    """The key of a payment was used for another payment."""

    code = "key_reused"


class PaymentReversed(Refused):
    """The payment was taken back before."""

    code = "payment_reversed"


class NoCheckedAccount(Refused):
    """The supplier has no bank account that somebody has checked."""

    code = "no_checked_account"
