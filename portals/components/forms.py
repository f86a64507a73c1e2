"""Form fields that understand what people type, and show it back as they write it."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script

from erp.money import MINOR_DIGITS, Money
from portals.components.amounts import NotAnAmount, parse_amount
from portals.components.formats import reader_locale


class AmountInput(forms.TextInput):
    """A text field for figures: a decimal keypad on phones, digits under one another."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "class": "tabular", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        """Write a figure as the reader types it, without marks between thousands."""
        if isinstance(value, Decimal):
            return format_decimal(value, format="0.######", locale=reader_locale())
        return None if value in (None, "") else str(value)


class DecimalField(forms.DecimalField):
    """A figure in the reader's own format; sums such as 100 + 25,5 are added up."""

    widget = AmountInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """Return the figure typed; None for an empty field."""
        if value in self.empty_values:
            return None
        try:
            return parse_amount(str(value), reader_locale())
        except NotAnAmount as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem


class MoneyField(DecimalField):
    """An amount of one currency, in no smaller parts than the currency has; cleans to `Money`."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        digits = MINOR_DIGITS.get(currency, 2)
        super().__init__(max_digits=19, decimal_places=digits, **options)
        self.currency = currency

    def prepare_value(self, value: Any) -> Any:
        """Show the amount alone; the currency stands in the label or beside the field."""
        return value.amount if isinstance(value, Money) else value

    def clean(self, value: Any) -> Any:
        """Return the amount as `Money`; None for an empty field that may be empty."""
        amount = super().clean(value)
        return None if amount is None else Money(amount, self.currency)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock, in the time zone of the page."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class SearchSelect(forms.Select):
    """A choice among many that can be searched; without JavaScript an ordinary one."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-search": "1", **(attrs or {})}, choices)

    @property
    def media(self) -> forms.Media:
        """The scripts that make it searchable."""
        scripts: list[Any] = [
            Script("vendor/tom-select.min.js", defer=True),
            Script("js/select.js", defer=True),
        ]
        return forms.Media(css={"all": ["vendor/tom-select.min.css"]}, js=scripts)
