"""Tables inside a record's page: lines of a document, what is open, what was paid."""

from dataclasses import dataclass

from portals.components.badges import Badge, Text


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; numbers stand at its end."""

    label: Text
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value, written out; with `url` it leads somewhere, `note` stands small below it."""

    text: Text
    url: str = ""
    note: Text = ""
    badge: Badge | None = None
    is_late: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; every row has one value per head, `foot` holds (label, value) pairs."""

    title: Text
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    foot: tuple[tuple[Text, Text], ...] = ()
    empty_text: Text = ""
    more_url: str = ""
    more_label: Text = ""

    def lines(self) -> list[list[tuple[Head, Value]]]:
        """Return each row as pairs of head and value, as the template walks them."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]

    @property
    def foot_span(self) -> int:
        """The number of columns before the one that holds the totals."""
        return len(self.heads) - 1
