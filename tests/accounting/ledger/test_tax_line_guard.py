"""Tax lines are born with their entry, on its lines, and not after the return was filed."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accounting.ledger.models import Period, PeriodException
from accounting.ledger.posting import post_entry
from accounting.taxes.models import TaxCode, TaxLine
from tests.accounting.ledger.books import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def tax_line(books, entry, **change):
    """Write the 19 euros of tax of an entry like an invoice's."""
    values = {
        "company": books.company,
        "entry": entry,
        "line_no": 3,
        "tax_code": TaxCode.objects.get(company=books.company, code="STANDARD"),
        "registration_country": "DE",
        "direction": "OUTPUT",
        "category": "S",
        "rate_percent": 19,
        "currency": "EUR",
        "currency_base": 100,
        "currency_tax": 19,
        "base": 100,
        "tax": 19,
        "tax_currency": "EUR",
        "tax_currency_base": 100,
        "tax_currency_tax": 19,
        "tax_point_date": DAY,
        "return_period": "2026-03",
    }
    return TaxLine.objects.create(**values | change)


def test_a_tax_line_is_written_with_its_entry(scope, books):
    with transaction.atomic():
        tax_line(books, post_entry(scope, books.invoice("a")))

    assert TaxLine.objects.count() == 1


def test_a_tax_line_after_its_entry_is_refused(scope, books):
    entry = post_entry(scope, books.invoice("a"))

    with pytest.raises(IntegrityError, match="posted before"):
        tax_line(books, entry)


def test_tax_that_no_line_holds_is_refused(scope, books):
    with pytest.raises(IntegrityError, match="names the journal line"), transaction.atomic():
        tax_line(books, post_entry(scope, books.invoice("a")), line_no=4)


def test_no_tax_is_added_to_a_period_whose_tax_was_returned(scope, second_scope, books):
    period = Period.objects.get(name="2026-03")
    Period.objects.filter(pk=period.pk).update(is_tax_locked=True)

    with pytest.raises(IntegrityError, match="was returned"), transaction.atomic():
        tax_line(books, post_entry(scope, books.invoice("a")))
    PeriodException.objects.create(
        company=books.company,
        period=period,
        user=scope.actor,
        expires_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
        reason="corrected return",
        granted_by=second_scope.actor,
    )
    with transaction.atomic():
        tax_line(books, post_entry(scope, books.invoice("b")))

    assert TaxLine.objects.count() == 1
