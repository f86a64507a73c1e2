"""The currencies of ISO 4217: in the table, and the same in the arithmetic of money."""

import pytest

from accounting.currencies.iso4217 import listed_currencies
from accounting.currencies.models import Currency
from erp.money import MINOR_DIGITS

pytestmark = pytest.mark.django_db


def test_the_table_holds_the_list():
    assert Currency.objects.count() == len(list(listed_currencies())) > 150
    assert Currency.objects.get(code="EUR").numeric_code == "978"


def test_money_and_the_table_agree_on_decimals():
    table = {row.code: row.minor_units for row in Currency.objects.exclude(minor_units=2)}

    assert table == MINOR_DIGITS
    assert (table["JPY"], table["TND"], table["CLF"]) == (0, 3, 4)
