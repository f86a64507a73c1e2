"""Forms with one figure per row of something: what leaves of an order, what a payment settles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from portals.components.badges import Text


@dataclass(frozen=True, slots=True)
class FormRow:
    """
    A row with what is shown of it, the figure it starts with and the highest it may take.

    `second_initial` is what the figure beside it starts with, in a form that asks for two.
    """

    pk: int
    shown: tuple[str, ...]
    most: Decimal
    initial: Decimal | None = None
    second_initial: Decimal | None = None


class RowsForm(forms.Form):
    """
    A head and a table of rows; `heads` name the columns before the figure, `figure` the figure.

    A form with a `second_figure` asks for it beside the first one.
    """

    heads: tuple[Text, ...] = ()
    figure: Text = ""
    second_figure: Text = ""
    empty_text: Text = ""

    def add_rows(self, rows: Sequence[FormRow], field: Callable[..., forms.DecimalField]) -> None:
        """Give every row a field for each figure; one that is left empty is none of it."""
        self.rows = tuple(rows)
        for row in rows:
            initials = zip(self.figures, (row.initial, row.second_initial), strict=False)
            for number, (figure, initial) in enumerate(initials):
                made = field(
                    label=f"{figure}: {row.shown[0]}",
                    min_value=0,
                    max_value=row.most,
                    required=False,
                    initial=initial,
                )
                made.widget.attrs["class"] = f"form-control {made.widget.attrs.get('class', '')}"
                self.fields[_name(row, number)] = made

    @property
    def figures(self) -> tuple[Text, ...]:
        """The figures asked for of each row."""
        return (self.figure, self.second_figure) if self.second_figure else (self.figure,)

    def filled_rows(self) -> list[tuple[FormRow, Any]]:
        """Return the rows with a figure above zero: a decimal or money, as their fields clean to."""
        given = [(row, self.cleaned_data.get(_name(row))) for row in self.rows]
        return [(row, figure) for row, figure in given if figure]

    def second_of(self, row: FormRow) -> Any:
        """Return the second figure of a row, as its field cleans to; None where it is empty."""
        return self.cleaned_data.get(_name(row, 1))

    def head_fields(self) -> list[forms.BoundField]:
        """Return the fields above the table."""
        names = {_name(row, number) for row in self.rows for number in range(len(self.figures))}
        return [self[name] for name in self.fields if name not in names]

    def table(self) -> list[tuple[list[tuple[Text, str]], list[tuple[Text, forms.BoundField]]]]:
        """Return each row: what is shown of it, and its fields, each under its head."""
        return [
            (
                list(zip(self.heads, row.shown, strict=True)),
                [(figure, self[_name(row, number)]) for number, figure in enumerate(self.figures)],
            )
            for row in self.rows
        ]


def _name(row: FormRow, number: int = 0) -> str:
    return f"row-{row.pk}" if number == 0 else f"row-{row.pk}-{number}"
