"""Forms with one figure per row of something: what leaves of an order, what a payment settles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from portals.components.badges import Text


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row with what is shown of it, the figure it starts with and the highest it may take."""

    pk: int
    shown: tuple[str, ...]
    most: Decimal
    initial: Decimal | None = None


class RowsForm(forms.Form):
    """A head and a table of rows; `heads` name the columns before the figure, `figure` the figure."""

    heads: tuple[Text, ...] = ()
    figure: Text = ""
    empty_text: Text = ""

    def add_rows(self, rows: Sequence[FormRow], field: Callable[..., forms.DecimalField]) -> None:
        """Give every row a field for its figure; one that is left empty is none of it."""
        self.rows = tuple(rows)
        for row in rows:
            made = field(
                label=row.shown[0], min_value=0, max_value=row.most, required=False, initial=row.initial
            )
            made.widget.attrs["class"] = f"form-control {made.widget.attrs.get('class', '')}"
            self.fields[_name(row)] = made

    def filled_rows(self) -> list[tuple[FormRow, Any]]:
        """Return the rows with a figure above zero: a decimal or money, as their fields clean to."""
        given = [(row, self.cleaned_data.get(_name(row))) for row in self.rows]
        return [(row, figure) for row, figure in given if figure]

    def head_fields(self) -> list[forms.BoundField]:
        """Return the fields above the table."""
        names = {_name(row) for row in self.rows}
        return [self[name] for name in self.fields if name not in names]

    def table(self) -> list[tuple[FormRow, forms.BoundField]]:
        """Return each row with its field."""
        return [(row, self[_name(row)]) for row in self.rows]


def _name(row: FormRow) -> str:
    return f"row-{row.pk}"
