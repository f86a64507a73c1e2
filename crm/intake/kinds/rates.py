"""Rates of exchange: one in each row, or a column for each currency, as central banks publish them."""

from collections.abc import Sequence
from dataclasses import replace

from babel import Locale
from django.utils.translation import gettext as _

from accounting.currencies.models import RateKind
from accounting.currencies.operations import NewRate, add_rates
from accounting.currencies.queries import known_rates
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.reading import Sheet
from crm.intake.records import ColumnMap, Record

RATE_FIELDS = (
    Field("date", fields.date, is_required=True),
    Field("currency", fields.currency, is_required=True),
    Field("rate", fields.rate),
    Field("base", fields.currency, default="EUR"),
    Field("kind", text(8), default=RateKind.SPOT.value),
    Field("source", text(40), is_required=True),
)


def readings(sheet: Sheet, columns: ColumnMap) -> list[ColumnMap]:
    """Return one map where a column holds the rates, else one for each column named by a currency."""
    fed = {name for _column, name in columns.columns}
    if "rate" in fed or "rate" in sheet.columns:
        return [columns]
    codes = [name for name in sheet.columns if name in Locale("en").currencies]
    return [
        replace(
            columns,
            columns=(*columns.columns, (code, "rate")),
            constants={**columns.constants, "currency": code},
        )
        for code in codes
    ] or [columns]


def book_rates(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """
    Add the rates that are not known. A day that has another rate of the pair already is a problem.

    An empty cell in a currency's own column means that it was not quoted that day.
    """
    read = [(record, rate) for record in records if (rate := _read(desk, record)) is not None]
    desk.stop_if_wrong()
    if not read:
        return Counts(0, 0)
    days = [rate.rate_date for _record, rate in read]
    known = known_rates(min(days), max(days))
    new: dict[tuple[object, ...], NewRate] = {}
    for record, rate in read:
        there = known[rate.key] if rate.key in known else new.setdefault(rate.key, rate).rate
        if there != rate.rate:
            words = _("%(day)s has the rate %(rate)s already.")
            desk.wrong(record, "rate", words % {"day": rate.rate_date, "rate": there.normalize()})
    desk.stop_if_wrong()
    add_rates(desk.scope, company_id=desk.company.pk, rates=list(new.values()))
    return Counts(len(new), len(read) - len(new))


RATES = Kind("rates", RATE_FIELDS, book_rates, readings=readings)


def _read(desk: Desk, record: Record) -> NewRate | None:
    rate, day, currency = record.number("rate"), record.date("date"), record.text("currency")
    if record.text("kind") not in RateKind.values:
        desk.wrong(record, "kind", _("One of %(known)s.") % {"known": ", ".join(RateKind.values)})
    if currency == record.text("base"):
        desk.wrong(record, "currency", _("A rate is one of two currencies."))
    if rate is None and record.columns.get("rate") != currency:
        desk.wrong(record, "rate", _("Missing."))
    if rate is None or day is None:
        return None
    return NewRate(
        base_currency=record.text("base"),
        quote_currency=currency,
        rate_date=day,
        rate=rate,
        source=record.text("source"),
        kind=record.text("kind"),
    )
