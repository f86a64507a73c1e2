"""Which price counts: pure choice among the rows of a customer's list and of the default one."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class PriceRow:
    """
    A price of one product from a quantity and a day on, both dates inclusive; see `rank`.

    `rank` is 0 on the customer's own list and 1 on the default one.
    """

    product_id: int
    rank: int
    list_name: str
    currency: str
    prices_include_tax: bool
    quantity_min: Decimal
    unit_price: Decimal
    start_date: datetime.date
    end_date: datetime.date | None

    def holds(self, on: datetime.date) -> bool:
        """Say whether the price counts on a day."""
        return self.start_date <= on and (self.end_date is None or on <= self.end_date)


@dataclass(frozen=True, slots=True)
class PriceFound:
    """A price per unit, to six decimals, and where it comes from in words."""

    unit_price: Decimal
    currency: str
    prices_include_tax: bool
    trail: str


@dataclass(frozen=True, slots=True)
class Break:
    """The price per unit from a quantity on."""

    quantity_min: Decimal
    unit_price: Decimal


class PriceBook:
    """The prices one customer account may be asked, by product."""

    def __init__(self, rows: Iterable[PriceRow]) -> None:
        self._rows: dict[int, list[PriceRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.product_id].append(row)

    def price(self, product_id: int, quantity: Decimal, on: datetime.date) -> PriceFound | None:
        """
        Return what one unit costs when so many are bought on a day, or None where no list says.

        The customer's own list counts before the default one; on one list the highest quantity reached,
        and of several such rows the one that began last.
        """
        rows = [
            row
            for row in self._rows.get(product_id, ())
            if row.holds(on) and row.quantity_min <= quantity
        ]
        if not rows:
            return None
        row = min(rows, key=lambda one: (one.rank, -one.quantity_min, -one.start_date.toordinal()))
        return PriceFound(row.unit_price, row.currency, row.prices_include_tax, trail_of(row))

    def breaks(self, product_id: int, on: datetime.date) -> tuple[Break, ...]:
        """Return the prices of a product on a day by quantity, lowest first, as `price` would choose."""
        quantities = sorted(
            {row.quantity_min for row in self._rows.get(product_id, ()) if row.holds(on)}
        )
        found = [
            Break(quantity, price.unit_price)
            for quantity in quantities
            if (price := self.price(product_id, quantity, on))
        ]
        kept = found[:1]
        for one in found[1:]:
            if one.unit_price != kept[-1].unit_price:
                kept.append(one)
        return tuple(kept)


def trail_of(row: PriceRow) -> str:
    """Return in words where a price comes from."""
    words = {
        "list": row.list_name,
        "quantity": f"{row.quantity_min.normalize():f}",
        "day": row.start_date.isoformat(),
    }
    if row.quantity_min > 1:
        return _("%(list)s, from %(quantity)s, since %(day)s") % words
    return _("%(list)s, since %(day)s") % words
