"""What the books say: accounts by purpose."""

from django.utils.translation import gettext as _

from accounting.ledger.models import Account
from erp.errors import Refused

PURPOSES = (
    *("receivable", "payable", "advance_received", "advance_paid", "bank", "cash", "sales", "freight"),
    *("purchases", "tax_output", "tax_input", "advance_requested", "opening", "retained_earnings"),
    *("rounding", "fx_gain", "fx_loss", "discount_given", "bank_fee", "write_off", "inventory"),
    *("goods_received_not_invoiced", "clearing"),
)


class NoAccountForPurpose(Refused):
    """The chart of the company names no account for what is to be posted."""

    code = "no_account_for_purpose"


def account_for(company_id: int, purpose: str) -> Account:
    """
    Return the account that the company's chart keeps for a purpose, such as "fx_gain".

    :raises NoAccountForPurpose: if the chart names none
    """
    account = Account.objects.filter(company_id=company_id, purpose=purpose).first()
    if account is None:
        raise NoAccountForPurpose(
            _("No account is named for %(purpose)s in the chart of accounts.") % {"purpose": purpose}
        )
    return account
