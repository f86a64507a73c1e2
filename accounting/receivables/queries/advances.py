"""What advances still have to give."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from accounting.receivables.advances import AdvanceReceipt
from erp.money import Money


@dataclass(frozen=True, slots=True)
class Remainder:
    """
    One receipt on an advance: `net` and `tax` as received, in both currencies, and the net still open.

    What was deducted took its share of the tax by the rounded running total, so that deducting all of
    the net deducts all of the tax.
    """

    line_id: int
    advance_id: int
    tax_code_id: int
    rate_percent: Decimal
    currency: str
    base_currency: str
    net: Decimal
    tax: Decimal
    base_tax: Decimal
    open_net: Decimal

    def tax_of(self, net: Decimal) -> Decimal:
        """Return the tax that goes with deducting `net` next, in the document's currency."""
        return self._share(self.tax, net, self.currency)

    def base_tax_of(self, net: Decimal) -> Decimal:
        """Return the tax that goes with deducting `net` next, in the company's currency."""
        return self._share(self.base_tax, net, self.base_currency)

    def _share(self, tax: Decimal, net: Decimal, currency: str) -> Decimal:
        used = self.net - self.open_net
        after = Money(tax * (used + net) / self.net, currency).amount
        return after - Money(tax * used / self.net, currency).amount


def advance_remainders(advance_ids: Sequence[int]) -> list[Remainder]:
    """Return the receipts on these advance invoices that have something left, oldest first."""
    rows = (
        AdvanceReceipt.objects.filter(
            advance_id__in=advance_ids,
            reverses=None,
            reversal=None,
            line__open_item__open_amount__gt=0,
        )
        .annotate(
            currency=F("advance__currency"),
            base_currency=F("company__base_currency"),
            open_net=F("line__open_item__open_amount"),
        )
        .order_by("received_date", "pk")
        .values_list(*Remainder.__slots__)
    )
    return [Remainder(*row) for row in rows]
