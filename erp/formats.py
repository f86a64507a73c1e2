"""How figures and days are written for the reader: by Babel, in the active language."""

import datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.timezone import localtime
from django.utils.translation import get_language

# English without a country would write dates the American way; readers here are mostly in Europe.
BABEL_NAMES = {"en": "en_GB", "zh-hans": "zh_Hans_CN"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(BABEL_NAMES.get(language, language.replace("-", "_")))


def reader_locale() -> Locale:
    """Return the Babel locale of the language that is active now."""
    return _locale(get_language() or "en")


def money(amount: Decimal, currency: str) -> str:
    """Return `amount` with its currency, to the currency's minor unit; zero has no sign."""
    return _money(amount or Decimal(0), currency, get_language() or "en")


@lru_cache(maxsize=4096)  # a page says many amounts twice: what was asked, and what is open of it
def _money(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=_locale(language))


def number(value: Decimal | int, *, digits_max: int = 6) -> str:
    """Return a count or quantity without trailing zeros, with at most `digits_max` decimals."""
    pattern = "#,##0" + ("." + "#" * digits_max if digits_max else "")
    return format_decimal(value or 0, format=pattern, locale=reader_locale())


def percent(rate_percent: Decimal | int) -> str:
    """Return a rate given in percent (19 means 19 %), with at most two decimals."""
    pattern = reader_locale().percent_formats[None].pattern.replace("#,##0", "#,##0.##")
    return format_percent(Decimal(rate_percent) / 100, format=pattern, locale=reader_locale())


def day(value: datetime.date) -> str:
    """Return a calendar day in words that no reader can turn around, such as 3 Nov 2026."""
    at = localtime(value).date() if isinstance(value, datetime.datetime) else value
    return _day(at, get_language() or "en")


@lru_cache(maxsize=4096)  # a list says the same days again and again
def _day(at: datetime.date, language: str) -> str:
    return format_date(at, "medium", locale=_locale(language))


def moment(at: datetime.datetime) -> str:
    """Return the day and the minute of an instant, in the active time zone."""
    local = localtime(at)
    time = format_datetime(local, "HH:mm", locale=reader_locale())
    return f"{day(local.date())}, {time}"


def iban(text: str) -> str:
    """Write an account number in groups of four, as it is read aloud and printed (ISO 13616)."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
