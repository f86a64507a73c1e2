"""The statement of account: as a page and as a file."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounting.receivables.queries.statements import Statement, StatementRow
from accounting.receivables.sheets.statements import (
    StatementOrder,
    ages_of,
    movement_name,
    statement_pdf,
)
from erp.clock import add_months
from erp.formats import day, money
from portals.components.documents import download
from portals.components.exports import CONTENT_TYPES, export_response
from portals.components.exports import Value as FileValue
from portals.components.figures import Figure
from portals.components.forms import DateInput
from portals.components.tables import Head, Table, Value
from portals.customer.rows import account_of
from portals.gate import ScopedRequest

MONTHS_SHOWN = 3


OF_A_ROW = {"class": "form-control"}  # the fields of a row are not laid out by the form's own template


class StatementForm(forms.Form):
    """The days of a statement, both inclusive; the last three months when nothing is asked."""

    start_date = forms.DateField(label=gettext_lazy("From"), widget=DateInput(attrs=OF_A_ROW))
    end_date = forms.DateField(label=gettext_lazy("Until"), widget=DateInput(attrs=OF_A_ROW))

    def __init__(self, given: dict[str, str], *, today: datetime.date) -> None:
        """Fill in the usual days for those that are not asked."""
        first = add_months(today.replace(day=1), 1 - MONTHS_SHOWN)
        usual = {"start_date": first.isoformat(), "end_date": today.isoformat()}
        super().__init__(usual | {name: given[name] for name in usual if given.get(name)})

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The end lies before the start."))
        return cleaned


def statement_table(statement: Statement) -> Table:
    """Return the movements with the balance after each, between opening and closing balance."""
    currency = statement.currency
    opening = (
        Value(_("Opening balance")),
        Value(day(statement.first_date)),
        *(Value("") for _blank in range(3)),
        Value(money(statement.opening_balance, currency)),
    )
    heads = (
        Head(_("Document")),
        Head(_("Date")),
        Head(_("Due")),
        Head(_("Charged"), is_number=True),
        Head(_("Paid or credited"), is_number=True),
        Head(_("Balance"), is_number=True),
    )
    rows = (opening, *(_row(row, currency) for row in statement.rows))
    foot = ((_("Closing balance"), money(statement.closing_balance, currency)),)
    return Table(currency, heads, rows, foot=foot)


def ages(statement: Statement) -> list[Figure]:
    """Return what is open by days past the due date."""
    return [Figure(age.label, age.value) for age in ages_of(statement)]


def printed_statement(request: ScopedRequest, form: StatementForm) -> HttpResponse:
    """
    Return the statement as printed, of the days of a valid form.

    :raises AccessDenied: if the reader may not see statements of the account
    """
    account, days = account_of(request), form.cleaned_data
    order = StatementOrder(
        account.pk, days["start_date"], days["end_date"], get_language() or account.party.language
    )
    name = f"{slugify(_('Statement'), allow_unicode=True)}-{account.number}-{days['end_date']}.pdf"
    return download(statement_pdf(request.scope, order=order), name)


def statement_file(request: ScopedRequest, found: Sequence[Statement]) -> HttpResponse | None:
    """Return the rows as the file that was asked for; None for the page."""
    kind = request.GET.get("export", "")
    if not found or kind not in CONTENT_TYPES:
        return None
    return export_response("csv" if kind == "csv" else "xlsx", _("Statement"), *_file_rows(found))


def _file_rows(statements: Sequence[Statement]) -> tuple[list[str], list[list[FileValue]]]:
    header = [
        *(_("Currency"), _("Date"), _("Kind"), _("Document"), _("Your order"), _("Due")),
        *(_("Charged"), _("Paid or credited"), _("Balance")),
    ]
    rows: list[list[FileValue]] = []
    for one in statements:
        opening = str(_("Opening balance"))
        rows.append(
            [one.currency, one.first_date, opening, "", "", None, None, None, one.opening_balance]
        )
        rows += [
            [
                *(one.currency, row.date, movement_name(row.kind), row.number, row.reference),
                *(row.due_date, row.debit, row.credit, row.balance),
            ]
            for row in one.rows
        ]
    return header, rows


def _row(row: StatementRow, currency: str) -> tuple[Value, ...]:
    words = f"{movement_name(row.kind)} {row.number}"
    return (
        Value(
            words,
            url=f"/customer/invoices/{row.public_id}/" if row.public_id else "",
            note=row.reference,
        ),
        Value(day(row.date)),
        Value(day(row.due_date) if row.due_date else ""),
        Value(money(row.debit, currency) if row.debit else ""),
        Value(money(row.credit, currency) if row.credit else ""),
        Value(money(row.balance, currency)),
    )
