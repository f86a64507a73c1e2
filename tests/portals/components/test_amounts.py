from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from portals.components.amounts import NotAnAmount, parse_amount

ENGLISH, GERMAN, ITALIAN, CHINESE = (Locale.parse(name) for name in ("en_GB", "de", "it", "zh_Hans"))


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("1,234.50", ENGLISH, "1234.50"),
        ("1.234,50", ENGLISH, "1234.50"),  # the last of two marks is the decimal one everywhere
        ("1.234,50", GERMAN, "1234.50"),
        ("1,234.50", GERMAN, "1234.50"),
        ("1.234", ENGLISH, "1.234"),  # one mark reads as the reader writes it
        ("1.234", GERMAN, "1234"),
        ("1,234", ENGLISH, "1234"),
        ("1,234", ITALIAN, "1.234"),
        ("1.5", GERMAN, "1.5"),  # no thousands are parted here
        ("1,5", ENGLISH, "1.5"),
        ("1.234.567", ENGLISH, "1234567"),
        ("1 234,50", GERMAN, "1234.50"),
        ("1\u00a0234,50", GERMAN, "1234.50"),
        ("1'234.50", ENGLISH, "1234.50"),
        ("-12,50", GERMAN, "-12.50"),
        ("\u221212.50", ENGLISH, "-12.50"),
        (".5", ENGLISH, "0.5"),
        ("100 + 25,5 - 3", GERMAN, "122.5"),
        ("1234.5", CHINESE, "1234.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, locale, amount):
    assert parse_amount(text, locale) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.23.4", "12,34,5", "1,23.456,7", "1..2", "1e5", "+", "1 EUR", "."]
)
def test_what_cannot_be_read_without_guessing_is_refused(text):
    with pytest.raises(NotAnAmount):
        parse_amount(text, ENGLISH)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_a_reader_is_shown_reads_back_the_same(amount):
    for locale in (ENGLISH, GERMAN, ITALIAN, CHINESE):
        whole, cents = f"{abs(amount):.2f}".split(".")
        group, mark = (",", ".") if locale in (ENGLISH, CHINESE) else (".", ",")
        written = ("-" if amount < 0 else "") + f"{int(whole):,}".replace(",", group) + mark + cents

        assert parse_amount(written, locale) == amount
