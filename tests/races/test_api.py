"""A program sends the same call several times at once, because it got no answer."""

from rest_framework.test import APIClient

from accounting.receivables.models import Payment
from erp.administration.operations.tokens import create_token
from erp.clock import now
from tests.races.market import Market, broken, open_amount
from tests.races.race import race

PEOPLE = 8


def test_one_key_at_once_is_one_payment_and_one_answer(market: Market, rounds: int) -> None:
    before = Payment.objects.count()
    token = create_token(market.scope, now=now())[1]
    invoices = [(market.issued(), market.key()) for _ in range(rounds)]

    def post(invoice, key: str) -> tuple[int, str, str]:
        client = APIClient(headers={"authorization": f"Token {token}", "idempotency-key": key})
        body = {
            "customer": str(market.customer.public_id),
            "amount": "119.00",
            "currency": "EUR",
            "booked_date": "2026-03-31",
            "reference": "INV",
            "invoices": [str(invoice.public_id)],
        }
        answer = client.post("/api/payments/", body, format="json")
        return answer.status_code, answer.json().get("id"), answer.headers.get("Idempotent-Replayed", "")

    found = race(*[[lambda each=each: post(*each) for each in invoices]] * PEOPLE)

    for answers in found:
        assert {status for status, *_ in answers} == {201}
        assert len({payment for _, payment, _ in answers}) == 1
        assert sorted(replayed for *_, replayed in answers) == ["", *["true"] * (PEOPLE - 1)]
    assert Payment.objects.count() == before + rounds
    assert {open_amount(invoice.journal_entry_id) for invoice, _ in invoices} == {0}
    assert broken() == []
