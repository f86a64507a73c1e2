"""What an invoice says before it exists: plain values, handed to the operations."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.receivables.models import Invoice, InvoiceCharge, SalesClass

ONE = Decimal(1)
NOTHING = Decimal(0)
PRICE_UNIT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class LineDraft:
    """
    One thing sold: `quantity` of it at `gross_unit_price` for `price_base_quantity`, less the allowance.

    Without a tax code the customer's counts, without an account the company's account for sales.
    `agreed_net_price` stands where an order has reckoned it already.
    """

    description: str
    quantity: Decimal
    gross_unit_price: Decimal
    allowance_percent: Decimal = NOTHING
    allowance_reason: str = ""
    price_base_quantity: Decimal = ONE
    price_trail: str = ""
    unit_code: str = "C62"
    product_code: str = ""
    tax_code_id: int | None = None
    revenue_account_id: int | None = None
    dimension_set_id: int | None = None
    sales_class: str = SalesClass.GOODS
    category: str = ""
    channel: str = ""
    business_date: datetime.date | None = None
    supply_date: datetime.date | None = None
    origin: str = ""
    agreed_net_price: Decimal | None = None

    @property
    def net_unit_price(self) -> Decimal:
        """The price agreed, or else the price less the allowance, to six decimals."""
        if self.agreed_net_price is not None:
            return self.agreed_net_price
        price = self.gross_unit_price * (1 - self.allowance_percent / 100)
        return price.quantize(PRICE_UNIT, rounding="ROUND_HALF_UP")


@dataclass(frozen=True, slots=True)
class ChargeDraft:
    """
    A charge or allowance of the whole document; freight unless said otherwise.

    Without a tax code the customer's counts, without an account the company's account for freight.
    """

    description: str
    amount: Decimal
    kind: str = InvoiceCharge.Kind.CHARGE
    tax_code_id: int | None = None
    account_id: int | None = None
    sales_class: str = SalesClass.DELIVERY


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """
    A whole invoice, credit note or advance invoice before it exists.

    What is left out comes from the customer's account: branch, currency, payment term; the bill goes to
    the customer unless `sold_to`, `ship_to` or `payer` name others. `advance_ids` are the advance
    invoices whose receipts it deducts. `exchange_rate` overrides the rate of the table.
    """

    customer_account_id: int
    lines: Sequence[LineDraft]
    charges: Sequence[ChargeDraft] = ()
    type: str = Invoice.Type.INVOICE
    branch_id: int | None = None
    journal_code: str = ""
    currency: str = ""
    exchange_rate: Decimal | None = None
    payment_term_id: int | None = None
    prices_include_tax: bool = False
    cash_rounding_step: Decimal = NOTHING
    supply_date: datetime.date | None = None
    service_start_date: datetime.date | None = None
    service_end_date: datetime.date | None = None
    customer_order_number: str = ""
    buyer_reference: str = ""
    note: str = ""
    origin: str | None = None
    external_reference: str | None = None
    sold_to_id: int | None = None
    ship_to_id: int | None = None
    payer_id: int | None = None
    corrects_id: int | None = None
    reason: str = Invoice.Reason.NONE
    advance_ids: Sequence[int] = ()
