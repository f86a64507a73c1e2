"""Taxable advances: what an advance invoice brought in, and what a final invoice takes off for it."""

from django.db import models
from django.db.models import Q

from accounting.receivables.models import Invoice


class AdvanceReceipt(models.Model):
    """
    What one payment brought in on an advance invoice, per tax code: net, and the tax owed by receipt.

    `line` is the credit on the account of advances received that holds the net; what a final invoice
    deducts is allocated against it. Undone by a row that reverses it, with the same positive amounts.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    advance = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="receipts")
    allocation = models.ForeignKey(
        "accounting.Allocation", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    journal_entry = models.ForeignKey(
        "accounting.JournalEntry", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    line = models.ForeignKey(
        "accounting.JournalLine", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4)
    net = models.DecimalField(max_digits=19, decimal_places=4)
    tax = models.DecimalField(max_digits=19, decimal_places=4)
    base_net = models.DecimalField(max_digits=19, decimal_places=4)
    base_tax = models.DecimalField(max_digits=19, decimal_places=4)
    received_date = models.DateField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net__gte=0, tax__gte=0), name="advance_receipt_positive"),
            models.UniqueConstraint(
                fields=["journal_entry", "tax_code", "rate_percent"], name="advance_receipt_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.net} + {self.tax} received on {self.advance}"


class AdvanceDeduction(models.Model):
    """
    What a final invoice takes off for an advance already invoiced, net and tax, by rate.

    `base_*` say what that was worth in the company's currency when it was received; known once issued.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="deductions")
    advance = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="deducted_by")
    tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4)
    net = models.DecimalField(max_digits=19, decimal_places=4)
    tax = models.DecimalField(max_digits=19, decimal_places=4)
    base_net = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    base_tax = models.DecimalField(max_digits=19, decimal_places=4, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "advance", "tax_code", "rate_percent"], name="advance_deduction_once"
            ),
            models.CheckConstraint(
                condition=Q(net__gt=0, tax__gte=0), name="advance_deduction_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.net} of {self.advance}"
