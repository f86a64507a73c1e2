"""Fields for quantities, prices and percentages, as precise as their columns."""

from typing import Any

from portals.components.forms import DecimalField


class QuantityField(DecimalField):
    """A quantity to six decimals; a negative one takes back, unless `min_value` forbids it."""

    def __init__(self, **options: Any) -> None:
        """Fit the column."""
        super().__init__(max_digits=18, decimal_places=6, **options)


class PriceField(DecimalField):
    """A price per unit to six decimals, never below zero."""

    def __init__(self, **options: Any) -> None:
        """Fit the column."""
        super().__init__(max_digits=19, decimal_places=6, min_value=0, **options)


class PercentField(DecimalField):
    """A percentage from 0 to 100, to four decimals."""

    def __init__(self, **options: Any) -> None:
        """Fit the column."""
        super().__init__(max_digits=7, decimal_places=4, min_value=0, max_value=100, **options)
