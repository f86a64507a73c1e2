"""What an order or a delivery says before it exists: plain values, handed to the operations."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING = Decimal(0)
PRICE_UNIT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class OrderLineDraft:
    """
    So much of one product. Without `unit_price` the customer's price list decides.

    `allowance_percent` is taken off the price; both need the right to change orders. `net_unit_price`
    says what is left where an old document rounded otherwise than we would.
    """

    product_id: int
    quantity: Decimal
    unit_price: Decimal | None = None
    allowance_percent: Decimal = NOTHING
    description: str = ""
    net_unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """
    A whole order; `key` is the caller's own and makes handing in twice harmless.

    What is left out comes from the customer's account. `prices_include_tax` speaks of prices given by
    hand. `freight` is charged with the first delivery.
    """

    customer_account_id: int
    key: str
    order_date: datetime.date
    lines: Sequence[OrderLineDraft]
    branch_id: int | None = None
    customer_order_number: str = ""
    buyer_reference: str = ""
    required_date: datetime.date | None = None
    freight: Decimal = NOTHING
    channel: str = "OFFICE"
    prices_include_tax: bool = False
    ship_to_id: int | None = None
    ship_to_address: str = ""
    note: str = ""
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryLineDraft:
    """How much of one ordered line leaves; without a place, the branch's default one."""

    order_line_id: int
    quantity: Decimal
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryDraft:
    """
    What leaves for a customer on one day; without lines, everything that is still open.

    Without `freight` the order's is charged on its first delivery. `moves_stock` is false for goods
    that left before stock was kept here, as when old orders are taken over.
    """

    sales_order_id: int
    key: str
    delivery_date: datetime.date
    lines: Sequence[DeliveryLineDraft] | None = None
    freight: Decimal | None = None
    carrier: str = ""
    tracking_number: str = ""
    moves_stock: bool = True


def reduced_price(gross_unit_price: Decimal, allowance_percent: Decimal) -> Decimal:
    """Return a price less an allowance, to six decimals, half up."""
    price = gross_unit_price * (1 - allowance_percent / 100)
    return price.quantize(PRICE_UNIT, ROUND_HALF_UP)
