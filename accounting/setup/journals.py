"""The journals every company begins with, and the documents that are numbered without being posted."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Journal


@dataclass(frozen=True, slots=True)
class TemplateJournal:
    """One journal: its series are named by its code and show `prefix`."""

    code: str
    kind: str
    prefix: str
    name: str | Promise
    account_purpose: str = ""


# What no document posts goes into the first general journal.
JOURNALS = (
    TemplateJournal("SALES", Journal.Kind.SALES, "INV", _("Invoices")),
    TemplateJournal("CREDIT", Journal.Kind.SALES, "CN", _("Credit notes")),
    TemplateJournal("ADVANCE", Journal.Kind.SALES, "ADV", _("Advance invoices")),
    TemplateJournal("RECEIPT", Journal.Kind.BANK, "RCT", _("Customers' payments"), "bank"),
    TemplateJournal("REFUND", Journal.Kind.BANK, "RFD", _("Refunds to customers"), "bank"),
    TemplateJournal("PURCHASE", Journal.Kind.PURCHASE, "PUR", _("Bills")),
    TemplateJournal("SUPPLIER_CREDIT", Journal.Kind.PURCHASE, "SCN", _("Suppliers' credits")),
    TemplateJournal("PAYMENT", Journal.Kind.BANK, "PAY", _("Payments to suppliers"), "bank"),
    TemplateJournal("BANK", Journal.Kind.BANK, "BNK", _("Bank"), "bank"),
    TemplateJournal("CASH", Journal.Kind.CASH, "CSH", _("Cash"), "cash"),
    TemplateJournal("GENERAL", Journal.Kind.GENERAL, "GJ", _("General journal")),
    TemplateJournal("STOCK", Journal.Kind.GENERAL, "STK", _("Stock")),
    TemplateJournal("REVERSAL", Journal.Kind.GENERAL, "REV", _("Reversals")),
    TemplateJournal("OPENING", Journal.Kind.OPENING, "OPN", _("Opening balances")),
    TemplateJournal("CLOSING", Journal.Kind.CLOSING, "CLS", _("Year-end closing")),
)

# Documents that count on their own: a bill is numbered when it arrives and posted when approved.
UNPOSTED_SERIES = {
    "BILL": "BILL",
    "ORDER": "SO",
    "DELIVERY": "DN",
    "PURCHASE_ORDER": "PO",
    "RECEIPT_NOTE": "GR",
}
