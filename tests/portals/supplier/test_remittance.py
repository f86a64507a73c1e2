"""The remittance advice as suppliers take it away."""

import datetime

import pytest
from django.test import Client

from accounting.payables.operations.paying import reverse_bill_payment
from erp.documents.models import StoredDocument
from tests.printed import words_of

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def payment(new_bill, pay):
    """100 and 19 % paid in whole, 81 more on account."""
    return pay("200", (new_bill("100", "F-1"), "119"))


def test_ones_own_advice_comes_as_a_pdf_with_bill_and_amounts(finn, payment):
    assert f"/supplier/payments/{payment.public_id}/pdf/" in page_of(finn, payment)

    answer = finn.get(f"/supplier/payments/{payment.public_id}/pdf/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{payment.number}.pdf"'
    words = words_of(answer.content)
    for said in (
        f"Remittance advice {payment.number}",
        "Finca Verde",
        "Paid on 3 Feb 2026",
        "F-1 5 Jan 2026 BILL-2026-00001 €119.00 €119.00",
        "On account €81.00",
        "Total €200.00",
    ):
        assert said in words


def test_it_speaks_the_readers_language(finn, payment):
    finn.user.language = "it"
    finn.user.save(update_fields=["language"])

    words = words_of(finn.get(f"/supplier/payments/{payment.public_id}/pdf/").content)

    assert "3 feb 2026" in words
    assert "200,00" in words


def test_a_foreign_advice_is_like_none_to_the_byte(signed_in, new_supplier, payment):
    eve = signed_in(new_supplier("Other Farm", "70002"), "eve")

    shown = eve.get(f"/supplier/payments/{payment.public_id}/pdf/")
    absent = eve.get(f"/supplier/payments/{ABSENT}/pdf/")

    assert (shown.status_code, absent.status_code) == (404, 404)
    assert (shown.content, shown.headers) == (absent.content, absent.headers)
    assert not StoredDocument.objects.exists()


def test_it_asks_for_a_sign_in_first(payment):
    answer = Client().get(f"/supplier/payments/{payment.public_id}/pdf/")

    assert answer.status_code == 302
    assert not StoredDocument.objects.exists()


def test_a_payment_taken_back_is_not_advised_any_more(finn, payment, scope):
    reverse_bill_payment(
        scope,
        bill_payment_id=payment.pk,
        entry_date=datetime.date(2026, 2, 5),
        reason="Account closed",
    )

    answer = finn.get(f"/supplier/payments/{payment.public_id}/pdf/", follow=True)

    assert "was taken back" in answer.content.decode()
    assert not StoredDocument.objects.exists()
    assert "/pdf/" not in page_of(finn, payment)


def page_of(client, payment):
    return client.get(f"/supplier/payments/{payment.public_id}/").content.decode()
