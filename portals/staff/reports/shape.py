"""The one shape of a report: rows of words and amounts, on a page and in a file alike."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render

from portals.components import formats
from portals.components.badges import Text
from portals.components.columns import Link
from portals.components.exports import Value as Cell
from portals.components.exports import export_response
from portals.components.figures import Action
from portals.components.records import PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.reports.days import DaysForm, shortcuts

type Written = str | Decimal | Link | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """
    One row; amounts are decimals in the company's currency, None where nothing is worth saying.

    `url` is where its first value leads. A strong one is a total.
    """

    values: tuple[Written, ...]
    url: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages before and after lead, and what this one holds, in words."""

    words: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: `texts` name the columns of words, `amounts` those of figures after them."""

    title: Text
    texts: tuple[Text, ...]
    amounts: tuple[Text, ...]
    rows: tuple[ReportRow, ...]
    currency: str
    empty_text: Text = ""
    pages: Pages | None = None

    def table(self) -> Table:
        """Return it as a table of a page."""
        heads = [Head(label) for label in self.texts]
        heads += [Head(label, is_number=True) for label in self.amounts]
        rows = tuple(self._written(row) for row in self.rows)
        return Table(self.title, tuple(heads), rows, empty_text=self.empty_text)

    def _written(self, row: ReportRow) -> tuple[Value, ...]:
        return tuple(
            self._value(value, row.url if position == 0 else "", is_strong=row.is_strong)
            for position, value in enumerate(row.values)
        )

    def _value(self, value: Written, url: str, *, is_strong: bool) -> Value:
        match value:
            case Decimal():
                return Value(formats.money(value, self.currency), url, is_strong=is_strong)
            case Link():
                return Value(value.text, value.url, is_strong=is_strong)
        return Value(value or "", url, is_strong=is_strong)

    def file(self, kind: str) -> HttpResponse:
        """Return it as a file with the same rows."""
        header = [*map(str, self.texts), *(f"{label} {self.currency}" for label in self.amounts)]
        rows = [tuple(_cell(value) for value in row.values) for row in self.rows]
        return export_response("csv" if kind == "csv" else "xlsx", str(self.title), header, rows)


def report_page(
    request: ScopedRequest, report: Report, days: DaysForm, header: PageHeader
) -> HttpResponse:
    """Show a report with its days and its files, or answer with a file; within a reading scope."""
    if wanted := request.GET.get("export", ""):
        return report.file(wanted)
    asked = request.GET.copy()
    asked.pop("page", None)
    files = []
    for kind, label in (("csv", "CSV"), ("xlsx", "XLSX")):
        asked["export"] = kind
        files.append(Action(label, f"?{asked.urlencode()}", "download"))
    context = {
        "header": header,
        "days": days,
        "shortcuts": shortcuts(request, days),
        "table": report.table(),
        "pages": report.pages,
        "files": files,
    }
    return render(request, "staff/reports/report.html", context)


def _cell(value: Written) -> Cell:
    return value.text if isinstance(value, Link) else value
