"""Suppliers at the staff door: taken up, changed, and their bank account checked by a second person."""

import datetime

import pytest
from django.urls import reverse

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.models import SupplierAccount
from accounting.taxes.models import TaxCode
from erp.parties.models import Contact, Party, PartyBankAccount, TaxRegistration

pytestmark = pytest.mark.django_db
JANUARY = datetime.date(2026, 1, 5)
IBAN = "DE75 5121 0800 1245 1261 99"
PARTY = {
    "name": "Altura Exports", "kind": "ORGANIZATION", "legal_kind": "BUSINESS", "language": "en",
    "phone": "+57 4 1234", "email": "office@altura.test",
}  # fmt: skip
ADDRESS = {"purpose": "LEGAL", "street": "Calle 2", "city": "Hamburg", "country": "de"}


@pytest.fixture
def form(books, branch):
    """Everything that is asked of a new supplier."""
    terms = {
        "payment_term": PaymentTerm.objects.get(company=books, code="NET14").pk,
        "currency": "EUR",
        "default_tax_code": TaxCode.objects.get(company=books, code="IN_REVERSE").pk,
        "default_expense_account": Account.objects.get(company=books, purpose="purchases").pk,
        "our_customer_number": "K-77",
        "branch": branch.pk,
        "is_active": "on",
    }
    return PARTY | ADDRESS | terms | {"tax_number": "DE136695976", "iban": IBAN}


def page_of(client, account):
    return client.get(reverse("staff:supplier", args=[account.public_id])).content.decode()


def test_a_supplier_is_taken_up_with_terms_tax_and_bank_account(client, accountant, form):
    client.force_login(accountant)

    answer = client.post(reverse("staff:supplier_new"), form)

    account = SupplierAccount.objects.get()
    assert answer.url == reverse("staff:supplier", args=[account.public_id])
    assert (account.payment_term.code, account.default_tax_code.code) == ("NET14", "IN_REVERSE")
    assert TaxRegistration.objects.get(party=account.party).number == "DE136695976"
    bank = PartyBankAccount.objects.get(party=account.party)
    assert (bank.iban, bank.status) == ("DE75512108001245126199", "UNVERIFIED")
    for words in ("K-77", "Calle 2", "DE75512108001245126199", "Unverified", "+57 4 1234"):
        assert words in page_of(client, account)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("iban", "DE75512108001245126198", "is not an IBAN"),
        ("tax_number", "DE136695977", "DE136695977"),
        ("country", "??", "country"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(client, accountant, form, field, value, words):
    client.force_login(accountant)

    answer = client.post(reverse("staff:supplier_new"), form | {field: value})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Altura Exports"' in answer.content.decode()  # nothing typed is lost
    assert not SupplierAccount.objects.exists()
    assert not Party.objects.filter(name="Altura Exports").exists()


def test_details_people_address_tax_number_and_terms_are_changed(client, accountant, farm, form):
    client.force_login(accountant)
    forms = {
        "supplier_edit": PARTY | {"name": "Finca Azul"},
        "supplier_contact_new": {"name": "Ana", "language": "en", "mobile": "0171", "is_active": "on"},
        "supplier_address_new": ADDRESS,
        "supplier_tax_number_new": {"country": "de", "number": "DE136695976"},
        "supplier_terms": form,
    }

    for name, filled in forms.items():
        address = reverse(f"staff:{name}", args=[farm.public_id])
        assert client.post(address, filled).status_code == 302, name

    person = Contact.objects.get()
    address = reverse("staff:supplier_contact_edit", args=[farm.public_id, person.public_id])
    client.post(address, {"name": "Ana Prado", "language": "en", "is_active": "on"})
    farm.refresh_from_db()
    page = page_of(client, farm)
    assert (farm.payment_term.code, farm.our_customer_number) == ("NET14", "K-77")
    for words in ("Finca Azul", "Ana Prado", "Calle 2", "DE136695976", "14 days"):
        assert words in page


def test_a_new_bank_account_waits_for_a_second_person(client, person, accountant, farm):
    clerk = person("accountant", "A colleague")
    client.force_login(clerk)
    client.post(
        reverse("staff:supplier_bank_new", args=[farm.public_id]),
        {"holder": "Finca Verde", "iban": IBAN},
    )
    bank = PartyBankAccount.objects.get(iban="DE75512108001245126199")
    check = reverse("staff:supplier_bank_check", args=[farm.public_id, bank.public_id])
    filled = {"is_right": "yes", "how": "Called back"}

    own = client.post(check, filled)
    assert check not in page_of(client, farm)
    client.force_login(accountant)
    assert check in client.get(reverse("staff:home")).content.decode()
    client.post(check, filled)

    bank.refresh_from_db()
    assert own.status_code == 422
    assert "You entered this bank account" in own.content.decode()
    assert (bank.status, bank.verified_how, bank.verified_by) == ("VERIFIED", "Called back", accountant)
    # the account before it ended the day before, so that nothing is paid to it any more
    assert PartyBankAccount.objects.get(iban="DE02120300000000202051").end_date is not None


def test_a_wrong_bank_account_is_blocked(client, accountant, farm):
    bank = PartyBankAccount.objects.get()
    client.force_login(accountant)

    client.post(
        reverse("staff:supplier_bank_check", args=[farm.public_id, bank.public_id]),
        {"is_right": "no", "how": "They know nothing of it"},
    )

    bank.refresh_from_db()
    assert bank.status == "BLOCKED"
    assert "Blocked" in page_of(client, farm)


def test_the_page_says_what_is_owed(client, accountant, farm, new_bill, new_bill_payment, new_purchase):
    late = new_bill("F-1", on=JANUARY, approved=True)  # 119.00, due on 4 February
    new_bill("F-2", "200", approved=True)  # 238.00, due on 30 April
    payment, order = new_bill_payment("50", (late, "30")), new_purchase()
    client.force_login(accountant)

    page = page_of(client, farm)
    listed = client.get(reverse("staff:supplier_list")).content.decode()

    # 119 - 30 + 238 = 327.00 owed, 89.00 of it overdue since 55 days; 50 - 30 = 20.00 on account
    for words in ("€327.00", "€89.00", "€20.00 on account", "55 days overdue", payment.number):
        assert words in page
    assert order.number in page
    assert "€300.00" in page  # net of both, bought in twelve months
    assert "€327.00" in listed


@pytest.mark.parametrize(
    "name",
    ["supplier_edit", "supplier_terms", "supplier_contact_new", "supplier_address_new",
     "supplier_tax_number_new", "supplier_bank_new"],
)  # fmt: skip
def test_who_may_not_change_a_supplier_gets_403_and_foreign_404(
    client, new_user, grant, new_company, farm, form, name
):
    before = (farm.party.name, farm.payment_term_id, PartyBankAccount.objects.count())
    neighbor, reader = new_user("Neighbor"), new_user("Reader")
    grant(neighbor, role="accountant", company=new_company("Other"))
    for permission in ("portals.enter_staff", "accounting.view_supplieraccount"):
        grant(reader, permission=permission, company=farm.company)
    filled = form | {"holder": "Thief", "number": "DE136695976", "iban": IBAN}
    answers = []

    for user in (reader, neighbor):
        client.force_login(user)
        answers.append(client.post(reverse(f"staff:{name}", args=[farm.public_id]), filled))

    farm.refresh_from_db()
    farm.party.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 404]
    assert (farm.party.name, farm.payment_term_id, PartyBankAccount.objects.count()) == before
    assert not Contact.objects.exists()
    assert not TaxRegistration.objects.filter(party=farm.party).exists()


def test_a_buyer_takes_up_and_checks_nothing(client, person, farm, form):
    bank = PartyBankAccount.objects.get()
    client.force_login(person("buyer"))

    taken = client.post(reverse("staff:supplier_new"), form)
    checked = client.post(
        reverse("staff:supplier_bank_check", args=[farm.public_id, bank.public_id]),
        {"is_right": "no", "how": "Guessed"},
    )

    bank.refresh_from_db()
    assert (taken.status_code, checked.status_code) == (403, 403)
    assert (SupplierAccount.objects.count(), bank.status) == (1, "VERIFIED")
    assert not Party.objects.filter(name="Altura Exports").exists()


def test_a_list_of_suppliers_is_a_file_too(client, accountant, farm, new_bill):
    new_bill(approved=True)
    client.force_login(accountant)

    lines = client.get(reverse("staff:supplier_list"), {"export": "csv"}).content.decode().splitlines()

    assert lines[1].startswith("Finca Verde,V-2001")
    assert "119.00" in lines[1]
