"""The lists of currencies and of what they are worth."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.currencies.models import Currency, ExchangeRate, RateKind
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest

RATES = ListSpec(
    columns=(
        Column("rate_date", gettext_lazy("Day"), "date", sort="rate_date"),
        Column("base_currency", gettext_lazy("One unit of"), sort="base_currency", is_strong=True),
        Column("rate", gettext_lazy("Is worth"), "number", digits_max=8),
        Column("quote_currency", gettext_lazy("Units of"), sort="quote_currency"),
        Column("kind", gettext_lazy("Kind"), source="get_kind_display"),
        Column("source", gettext_lazy("Source"), on_phone=False),
    ),
    default_sort="-rate_date",
    export_name=gettext_lazy("Exchange rates"),
    search_fields=("base_currency", "quote_currency", "source"),
    filters=(
        ChoiceFilter("kind", gettext_lazy("Kind"), RateKind.choices),
        DateRangeFilter("day", gettext_lazy("Day"), "rate_date"),
    ),
    empty_title=gettext_lazy("No exchange rates yet."),
    empty_text=gettext_lazy(
        "Documents in another currency need the rate of their day, or an earlier one."
    ),
)


def rate_rows() -> QuerySet[ExchangeRate]:
    """Return all rates; they are nobody's secret and belong to the whole installation."""
    return ExchangeRate.objects.order_by("-rate_date")


def currency_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list of currencies, worth being in the company's own."""
    own = request.company.base_currency
    return ListSpec(
        columns=(
            Column("code", gettext_lazy("Code"), sort="code", is_strong=True),
            Column("name", gettext_lazy("Name"), sort="name"),
            Column("minor_units", gettext_lazy("Decimals"), "number", sort="minor_units"),
            Column("worth", _("Worth in %(currency)s") % {"currency": own}, "number", digits_max=8),
            Column("rate_date", gettext_lazy("Rate of"), "date", on_phone=False),
        ),
        default_sort="code",
        export_name=gettext_lazy("Currencies"),
        search_fields=("code", "name"),
        row_url=lambda row: f"{reverse('staff:rate_list')}?q={row.code}",
    )


def currency_rows(request: ScopedRequest) -> QuerySet[Any]:
    """
    Return the currencies with `worth` in the company's own and `rate_date`, by the newest spot rate.

    One quoted the other way round is inverted, as documents do it; one crossed over a third is left out.
    """
    own, spot = request.company.base_currency, ExchangeRate.objects.filter(kind=RateKind.SPOT)
    known = spot.filter(rate_date__lte=request.today).order_by("-rate_date")
    direct = known.filter(base_currency=OuterRef("code"), quote_currency=own)
    inverse = known.filter(base_currency=own, quote_currency=OuterRef("code"))
    return Currency.objects.annotate(
        worth=Coalesce(
            Subquery(direct.values("rate")[:1]),
            Subquery(inverse.annotate(turned=Value(1) / F("rate")).values("turned")[:1]),
        ),
        rate_date=Coalesce(
            Subquery(direct.values("rate_date")[:1]), Subquery(inverse.values("rate_date")[:1])
        ),
    )
