"""Customers at the staff door: taken up, changed, called, and their statement."""

import pytest
from django.urls import reverse

from accounting.ledger.models import PaymentTerm
from accounting.receivables.models import CustomerAccount
from crm.customers.models import Activity
from erp.parties.models import Address, Contact, Party

pytestmark = pytest.mark.django_db

PARTY = {
    "name": "Juniper Bar", "kind": "ORGANIZATION", "legal_kind": "BUSINESS", "language": "de",
    "phone": "+49 40 1234", "email": "office@juniper.test",
}  # fmt: skip
ADDRESS = {"purpose": "LEGAL", "street": "Hafen 2", "city": "Hamburg", "country": "de"}


def test_a_customer_is_taken_up_with_address_and_terms(client, salesperson, books, branch):
    term = PaymentTerm.objects.get(company=books, code="NET30")
    client.force_login(salesperson)
    terms = {"payment_term": term.pk, "currency": "EUR", "branch": branch.pk, "is_active": "on"}

    answer = client.post(reverse("staff:customer_new"), PARTY | ADDRESS | terms)

    account = CustomerAccount.objects.get()
    assert answer.url == reverse("staff:customer", args=[account.public_id])
    assert (account.party.name, account.payment_term_id) == ("Juniper Bar", term.pk)
    assert Address.objects.get(party=account.party).country == "DE"


def test_a_country_that_is_none_is_refused_and_nothing_is_written(client, salesperson, books, branch):
    term = PaymentTerm.objects.get(company=books, code="NET30")
    client.force_login(salesperson)
    terms = {"payment_term": term.pk, "currency": "EUR", "branch": branch.pk}

    answer = client.post(reverse("staff:customer_new"), PARTY | ADDRESS | terms | {"country": "??"})

    assert answer.status_code == 422
    assert not CustomerAccount.objects.exists()
    assert not Party.objects.filter(name="Juniper Bar").exists()


def test_phone_people_and_address_are_changed(client, salesperson, account):
    client.force_login(salesperson)
    names = ("customer_edit", "contact_new", "address_new")
    forms = (
        PARTY | {"name": "Bluebird"},
        {"name": "Ann", "language": "en", "mobile": "0171", "is_active": "on"},
        ADDRESS,
    )

    for name, form in zip(names, forms, strict=True):
        client.post(reverse(f"staff:{name}", args=[account.public_id]), form)

    account.party.refresh_from_db()
    page = client.get(reverse("staff:customer", args=[account.public_id])).content.decode()
    assert (account.party.name, account.party.phone) == ("Bluebird", "+49 40 1234")
    assert Contact.objects.get().mobile == "0171"
    for words in ("Ann", "0171", "Hafen 2", "+49 40 1234"):
        assert words in page


def test_a_call_is_written_down(client, salesperson, account):
    client.force_login(salesperson)

    client.post(
        reverse("staff:customer_note", args=[account.public_id]), {"kind": "CALL", "text": "Pays Friday"}
    )

    assert Activity.objects.get().text == "Pays Friday"
    page = client.get(reverse("staff:customer", args=[account.public_id])).content.decode()
    assert "Pays Friday" in page


def test_the_statement_has_a_running_balance(client, accountant, account, new_invoice, new_payment):
    invoice = new_invoice("100")  # 238.00
    new_payment("38")
    client.force_login(accountant)

    page = client.get(reverse("staff:customer_statement", args=[account.public_id])).content.decode()

    assert invoice.number in page
    assert "€200.00" in page  # 238.00 less 38.00


@pytest.mark.parametrize("name", ["customer_edit", "customer_terms", "contact_new", "address_new"])
def test_a_buyer_changes_no_customer(client, person, account, name):
    before = (account.party.name, account.payment_term_id)
    client.force_login(person("buyer"))

    answer = client.post(reverse(f"staff:{name}", args=[account.public_id]), PARTY | ADDRESS)

    account.refresh_from_db()
    account.party.refresh_from_db()
    assert answer.status_code == (404 if name != "customer_terms" else 403)  # buyers see no customers
    assert (account.party.name, account.payment_term_id) == before
    assert not Contact.objects.exists()


def test_the_palette_finds_what_one_may_see(client, salesperson, person, account, new_invoice):
    invoice = new_invoice("100")
    client.force_login(salesperson)
    found = client.get(reverse("staff:search"), {"q": "blue"}).json()["groups"]
    client.force_login(person("buyer"))
    hidden = client.get(reverse("staff:search"), {"q": "blue"}).json()["groups"]

    titles = [item["title"] for group in found for item in group["items"]]
    assert "Bluebird Cafe" in titles
    assert invoice.number in titles
    assert hidden == []
