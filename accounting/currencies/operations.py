"""Rates are added to the table; what a document took from it stays on the document."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounting.currencies.models import ExchangeRate, RateKind
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.organization.models import Company

BATCH = 5000


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
