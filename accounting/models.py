"""Index of this app's models, for Django's loader only: import models from their own package."""

from accounting.collections.models import DunningLevel, Reminder
from accounting.currencies.models import Currency, ExchangeRate
from accounting.ledger.entries import (
    Allocation,
    Balance,
    JournalEntry,
    JournalLine,
    OpenItem,
)
from accounting.ledger.models import (
    Account,
    DimensionSet,
    FiscalYear,
    Journal,
    PartyAccount,
    PaymentTerm,
    PaymentTermStep,
    Period,
    PeriodException,
)
from accounting.ledger.seals import Seal, SealedEntry
from accounting.ledger.vouchers import ManualJournal, ManualJournalLine
from accounting.payables.models import Bill, BillLine, BillPayment, SupplierAccount
from accounting.receivables.advances import AdvanceDeduction, AdvanceReceipt
from accounting.receivables.models import (
    CustomerAccount,
    Invoice,
    InvoiceCharge,
    InvoiceLine,
    InvoiceTax,
    Payment,
)
from accounting.taxes.models import TaxCode, TaxComponent, TaxLine, TaxRate

__all__ = [
    "Account",
    "AdvanceDeduction",
    "AdvanceReceipt",
    "Allocation",
    "Balance",
    "Bill",
    "BillLine",
    "BillPayment",
    "Currency",
    "CustomerAccount",
    "DimensionSet",
    "DunningLevel",
    "ExchangeRate",
    "FiscalYear",
    "Invoice",
    "InvoiceCharge",
    "InvoiceLine",
    "InvoiceTax",
    "Journal",
    "JournalEntry",
    "JournalLine",
    "ManualJournal",
    "ManualJournalLine",
    "OpenItem",
    "PartyAccount",
    "Payment",
    "PaymentTerm",
    "PaymentTermStep",
    "Period",
    "PeriodException",
    "Reminder",
    "Seal",
    "SealedEntry",
    "SupplierAccount",
    "TaxCode",
    "TaxComponent",
    "TaxLine",
    "TaxRate",
]
