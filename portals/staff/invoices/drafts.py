"""A draft as it stands, read back into the value that the operations take."""

from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.models import Invoice, InvoiceCharge, InvoiceLine

_HEAD = (
    *("customer_account_id", "type", "branch_id", "currency", "payment_term_id"),
    *("prices_include_tax", "cash_rounding_step", "supply_date", "service_start_date"),
    *("service_end_date", "customer_order_number", "buyer_reference", "note", "origin"),
    *("external_reference", "sold_to_id", "ship_to_id", "payer_id", "corrects_id", "reason"),
)
_LINE = (
    *("description", "quantity", "gross_unit_price", "allowance_percent", "allowance_reason"),
    *("price_base_quantity", "price_trail", "unit_code", "product_code", "tax_code_id"),
    *("revenue_account_id", "dimension_set_id", "sales_class", "category", "channel"),
    *("business_date", "supply_date", "origin"),
)
_CHARGE = ("description", "amount", "kind", "tax_code_id", "account_id", "sales_class")


def draft_of(invoice: Invoice) -> InvoiceDraft:
    """Return what a draft says, whole: what a form does not ask must not get lost."""
    advances = invoice.deductions.order_by("advance_id").values_list("advance_id", flat=True)
    rate = invoice.exchange_rate
    return InvoiceDraft(
        **{name: getattr(invoice, name) for name in _HEAD},
        lines=tuple(_line(line) for line in invoice.lines.order_by("line_no")),
        charges=tuple(_charge(charge) for charge in invoice.charges.order_by("pk")),
        journal_code=invoice.journal.code,
        exchange_rate=None if rate == 1 else rate,
        advance_ids=tuple(advances.distinct()),
    )


def _line(line: InvoiceLine) -> LineDraft:
    return LineDraft(**{name: getattr(line, name) for name in _LINE})


def _charge(charge: InvoiceCharge) -> ChargeDraft:
    return ChargeDraft(**{name: getattr(charge, name) for name in _CHARGE})
