"""Currencies (ISO 4217) and what one was worth in another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Currency(models.Model):
    """A currency by its ISO 4217 code; amounts have `minor_units` decimals."""

    code = models.CharField(max_length=3, primary_key=True)
    numeric_code = models.CharField(max_length=3)
    name = models.CharField(max_length=60)
    minor_units = models.PositiveSmallIntegerField(default=2)

    class Meta:
        verbose_name_plural = "currencies"

    def __str__(self) -> str:
        return self.code


class RateKind(models.TextChoices):
    """What a rate is for."""

    SPOT = "SPOT", _("Spot")
    TAX = "TAX", _("Tax")
    AVERAGE = "AVERAGE", _("Average")
    CLOSING = "CLOSING", _("Closing")


class ExchangeRate(models.Model):
    """How many units of `quote_currency` one unit of `base_currency` is worth on a day."""

    base_currency = models.CharField(max_length=3)
    quote_currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=8, choices=RateKind, default=RateKind.SPOT)
    rate_date = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base_currency", "quote_currency", "kind", "rate_date"],
                name="exchange_rate_once",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(
                condition=~Q(base_currency=F("quote_currency")), name="exchange_rate_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.base_currency} = {self.rate} {self.quote_currency} on {self.rate_date}"
