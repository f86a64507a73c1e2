"""Rates are entered, corrected and added; what a document took from the table stays on it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.currencies.models import Currency, ExchangeRate, RateKind
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.organization.models import Company

BATCH = 5000


class RateNotPossible(Refused):
    """A rate says what one unit of a known currency is worth in another one."""

    code = "rate_not_possible"


@dataclass(frozen=True, slots=True)
class NewRate:
    """What one unit of `base_currency` is worth in `quote_currency` on a day, and who says so."""

    base_currency: str
    quote_currency: str
    rate_date: datetime.date
    rate: Decimal
    source: str
    kind: str = RateKind.SPOT

    @property
    def key(self) -> tuple[str, str, str, datetime.date]:
        """Return what there is one rate of."""
        return self.base_currency, self.quote_currency, self.kind, self.rate_date


@transaction.atomic
def add_rates(scope: Scope, *, company_id: int, rates: Sequence[NewRate]) -> None:
    """
    Add rates that are not known yet; the table is common to all companies.

    :raises AccessDenied: if `scope` may not change rates for the company
    :raises IntegrityError: if a day has a rate already: look at `known_rates` first
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "accounting.change_exchangerate", company)
    ExchangeRate.objects.bulk_create(
        (
            ExchangeRate(
                base_currency=rate.base_currency,
                quote_currency=rate.quote_currency,
                kind=rate.kind,
                rate_date=rate.rate_date,
                rate=rate.rate,
                source=rate.source,
            )
            for rate in rates
        ),
        batch_size=BATCH,
    )
    if rates:
        days = [rate.rate_date for rate in rates]
        detail = {"count": str(len(rates)), "from": str(min(days)), "to": str(max(days))}
        audit.record(scope, "exchange_rates.added", company, **detail)


@transaction.atomic
def set_exchange_rate(scope: Scope, *, company_id: int, rate: NewRate) -> ExchangeRate:
    """
    Enter the rate of a pair, kind and day, or correct it; the table is common to all companies.

    Locks the rate.

    :raises AccessDenied: if `scope` may not change rates for the company
    :raises RateNotPossible: if a currency is not known, both are the same, or the rate is not above zero
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "accounting.change_exchangerate", company)
    pair = {rate.base_currency, rate.quote_currency}
    if Currency.objects.filter(code__in=pair).count() < 2:
        raise RateNotPossible(_("A rate is between two currencies of the list."))
    if rate.rate <= 0 or rate.kind not in RateKind.values:
        raise RateNotPossible(_("A rate is a number above zero."))
    key: dict[str, Any] = {
        "base_currency": rate.base_currency,
        "quote_currency": rate.quote_currency,
        "kind": rate.kind,
        "rate_date": rate.rate_date,
    }
    known = ExchangeRate.objects.select_for_update().filter(**key).first()
    row, _is_new = ExchangeRate.objects.update_or_create(
        **key, defaults={"rate": rate.rate, "source": rate.source}
    )
    audit.record(
        scope,
        "exchange_rate.set",
        company,
        pair=f"{rate.base_currency}/{rate.quote_currency}",
        kind=rate.kind,
        day=rate.rate_date.isoformat(),
        rate=str(rate.rate),
        was=str(known.rate) if known else "",
    )
    return row
