"""Charts where a shape says more than a number; each has the table of the same figures behind it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portals.components import formats
from portals.components.badges import Text

# Custom properties of the theme; the script resolves them, so that both themes are right.
COLORS = ("--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars or one line; a value per label of the chart."""

    name: Text
    values: tuple[Decimal, ...]
    color: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar or line chart; with `currency` its values are money, else plain numbers."""

    name: str
    title: Text
    labels: tuple[Text, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "line"] = "bar"
    currency: str = ""
    stacked: bool = False

    @property
    def script_id(self) -> str:
        """The id of the element that carries the figures."""
        return f"chart-{self.name}"

    def drawn(self) -> dict[str, object]:
        """Return what the script draws: decimals travel as text and become numbers on screen."""
        return {
            "kind": self.kind,
            "currency": self.currency,
            "stacked": self.stacked,
            "labels": [str(label) for label in self.labels],
            "series": [
                {
                    "name": str(series.name),
                    "values": [str(value) for value in series.values],
                    "color": series.color or COLORS[position % len(COLORS)],
                }
                for position, series in enumerate(self.series)
            ],
        }

    def table(self) -> list[tuple[Text, list[str]]]:
        """Return one row per label with every series' value written out."""
        return [
            (label, [self._written(series.values[position]) for series in self.series])
            for position, label in enumerate(self.labels)
        ]

    def _written(self, value: Decimal) -> str:
        return formats.money(value, self.currency) if self.currency else formats.number(value)


def chart_html(chart: Chart) -> SafeString:
    """Return the chart with its data and its table, ready to stand in a page."""
    return render_to_string("shared/components/chart.html", {"chart": chart})
