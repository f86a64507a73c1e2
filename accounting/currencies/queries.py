"""What a currency was worth on a day."""

import datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from accounting.currencies.models import ExchangeRate, RateKind
from erp.errors import Refused

RATE_UNIT = Decimal("0.00000001")
PIVOT = "EUR"
# By hand: every document in another currency asks, and the query builder costs more than the statement.
LATEST = """
SELECT DISTINCT ON (base_currency, quote_currency) base_currency, quote_currency, rate
FROM accounting_exchangerate
WHERE base_currency = ANY (%s) AND quote_currency = ANY (%s) AND kind = %s AND rate_date <= %s
ORDER BY base_currency, quote_currency, rate_date DESC
"""
ONE = Decimal(1)


class NoExchangeRate(Refused):
    """No rate of the pair is known on that day or before."""

    code = "no_exchange_rate"


def exchange_rate(currency: str, *, into: str, on: datetime.date, kind: str = RateKind.SPOT) -> Decimal:
    """
    Return what one unit of `currency` is worth in `into` on the day: the last earlier rate counts.

    A pair quoted the other way round is inverted, one not quoted at all is crossed over the euro.
    Rounded half up to eight decimals.

    :raises NoExchangeRate: if neither is known
    """
    if currency == into:
        return ONE
    latest = _latest(currency, into, on, kind)
    worth = _worth(latest, currency, into)
    if worth is None:
        first, second = _worth(latest, currency, PIVOT), _worth(latest, PIVOT, into)
        worth = None if first is None or second is None else first * second
    if worth is None:
        raise NoExchangeRate(
            _("No exchange rate from %(currency)s to %(into)s is known on %(day)s.")
            % {"currency": currency, "into": into, "day": on}
        )
    return worth.quantize(RATE_UNIT, rounding="ROUND_HALF_UP")


def known_rates(
    first: datetime.date, last: datetime.date
) -> dict[tuple[str, str, str, datetime.date], Decimal]:
    """Return the rates of the days from the first to the last, by base, quote, kind and day."""
    rows = ExchangeRate.objects.filter(rate_date__range=(first, last))
    columns = ("base_currency", "quote_currency", "kind", "rate_date", "rate")
    return {
        (base, quote, kind, day): rate for base, quote, kind, day, rate in rows.values_list(*columns)
    }


def _latest(currency: str, into: str, on: datetime.date, kind: str) -> dict[tuple[str, str], Decimal]:
    known = [currency, into, PIVOT]
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [known, known, kind, on])
        return {(base, quote): rate for base, quote, rate in cursor.fetchall()}


def _worth(latest: dict[tuple[str, str], Decimal], currency: str, into: str) -> Decimal | None:
    if currency == into:
        return ONE
    if (currency, into) in latest:
        return latest[currency, into]
    inverse = latest.get((into, currency))
    return None if inverse is None else ONE / inverse
