"""
The tax codes a company begins with, by its country: facts, with the day each rate came into force.

Rates by law: Germany UStG § 12 and § 28; Italy DPR 633/1972 art. 16; France CGI art. 278 to 279;
Austria UStG § 10; Netherlands Wet OB art. 9; United Kingdom VATA 1994 s. 2 and 29A; China, Announcement
39 of 2019. Categories are those of EN 16931. A rate's first row counts from the year 2000 on where the
rate is older.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounting.taxes.models import TaxCategory, TaxDirection

EU = frozenset(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV"}
    | {"LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"}
)
SINCE_2000 = "2000-01-01"

# Country -> code -> (day, percent) rows. The first code of a country is its standard rate.
RATES: dict[str, dict[str, list[tuple[str, str]]]] = {
    "DE": {
        "STANDARD": [
            (SINCE_2000, "16"),
            ("2007-01-01", "19"),
            ("2020-07-01", "16"),
            ("2021-01-01", "19"),
        ],
        "REDUCED": [(SINCE_2000, "7"), ("2020-07-01", "5"), ("2021-01-01", "7")],
    },
    "IT": {
        "STANDARD": [(SINCE_2000, "20"), ("2011-09-17", "21"), ("2013-10-01", "22")],
        "REDUCED": [(SINCE_2000, "10")],
        "REDUCED_5": [("2016-01-01", "5")],
        "REDUCED_4": [(SINCE_2000, "4")],
    },
    "FR": {
        "STANDARD": [("2000-04-01", "19.6"), ("2014-01-01", "20")],
        "REDUCED": [("2012-01-01", "7"), ("2014-01-01", "10")],
        "REDUCED_5": [(SINCE_2000, "5.5")],
        "REDUCED_2": [(SINCE_2000, "2.1")],
    },
    "AT": {
        "STANDARD": [(SINCE_2000, "20")],
        "REDUCED": [(SINCE_2000, "10")],
        "REDUCED_13": [("2016-01-01", "13")],
    },
    "NL": {
        "STANDARD": [("2001-01-01", "19"), ("2012-10-01", "21")],
        "REDUCED": [(SINCE_2000, "6"), ("2019-01-01", "9")],
    },
    "GB": {
        "STANDARD": [
            (SINCE_2000, "17.5"),
            ("2008-12-01", "15"),
            ("2010-01-01", "17.5"),
            ("2011-01-04", "20"),
        ],
        "REDUCED": [(SINCE_2000, "5")],
    },
    "CN": {
        "STANDARD": [(SINCE_2000, "17"), ("2018-05-01", "16"), ("2019-04-01", "13")],
        "REDUCED": [("2018-05-01", "10"), ("2019-04-01", "9")],
        "REDUCED_6": [("2012-01-01", "6")],
    },
}


@dataclass(frozen=True, slots=True)
class TemplateTax:
    """One tax code; `purpose` names the account it is posted to, `reverse_pair` the tax owed with it."""

    code: str
    name: str | Promise
    direction: str
    category: str
    rates: tuple[tuple[datetime.date, Decimal], ...]
    purpose: str = ""
    exemption_code: str = ""
    reverse_pair: str = ""


def taxes_of(country: str) -> Iterator[TemplateTax]:
    """Yield the tax codes of a country; one without known rates gets those that charge nothing."""
    rates = RATES.get(country, {})
    for code, rows in rates.items():
        yield from _charged(code, rows)
    yield from _free_of_tax(country)
    if rates:
        yield from _reverse_charged(next(iter(rates.values())))


def _charged(code: str, rows: list[tuple[str, str]]) -> Iterator[TemplateTax]:
    kind = "" if code == "STANDARD" else "_reduced"
    dated, percent = _dated(rows), rows[-1][1]
    name = f"{percent} %"
    yield TemplateTax(code, name, TaxDirection.OUTPUT, TaxCategory.S, dated, purpose=f"tax_output{kind}")
    yield TemplateTax(
        f"IN_{code}", name, TaxDirection.INPUT, TaxCategory.S, dated, purpose=f"tax_input{kind}"
    )


def _free_of_tax(country: str) -> Iterator[TemplateTax]:
    free: list[tuple[str, str | Promise, str, str]] = [
        ("NONE", _("Not taxable"), TaxCategory.O, "VATEX-EU-O"),
        ("EXEMPT", _("Exempt"), TaxCategory.E, ""),
        ("EXPORT", _("Export"), TaxCategory.G, "VATEX-EU-G"),
        ("ZERO", "0 %", TaxCategory.Z, ""),
    ]
    if country in EU:
        free += [
            ("INTRA", _("Intra-Community supply"), TaxCategory.K, "VATEX-EU-IC"),
            ("REVERSE", _("Reverse charge"), TaxCategory.AE, "VATEX-EU-AE"),
        ]
    for code, name, category, exemption in free:
        code_in_eu = exemption if country in EU else ""
        yield TemplateTax(
            code,
            name,
            TaxDirection.OUTPUT,
            category,
            _dated([("1990-01-01", "0")]),
            exemption_code=code_in_eu,
        )
    for code, name, category in [
        ("IN_NONE", _("Not taxable"), TaxCategory.O),
        ("IN_EXEMPT", _("Exempt"), TaxCategory.E),
    ]:
        yield TemplateTax(code, name, TaxDirection.INPUT, category, _dated([("1990-01-01", "0")]))


def _reverse_charged(rows: list[tuple[str, str]]) -> Iterator[TemplateTax]:
    dated = _dated(rows)
    yield TemplateTax(
        "REVERSE_OWED",
        _("Reverse charge owed"),
        TaxDirection.OUTPUT,
        TaxCategory.AE,
        dated,
        purpose="tax_output_reverse",
    )
    yield TemplateTax(
        "IN_REVERSE",
        _("Reverse charge"),
        TaxDirection.INPUT,
        TaxCategory.AE,
        dated,
        purpose="tax_input_reverse",
        reverse_pair="REVERSE_OWED",
    )


def _dated(rows: list[tuple[str, str]]) -> tuple[tuple[datetime.date, Decimal], ...]:
    return tuple((datetime.date.fromisoformat(day), Decimal(percent)) for day, percent in rows)
