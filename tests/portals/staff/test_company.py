"""The company's own settings at the staff door."""

import datetime

import pytest
from django.urls import reverse

from accounting.collections.models import DunningLevel
from erp.organization.models import Branch, Company, CompanyBankAccount, CompanyTaxRegistration

pytestmark = pytest.mark.django_db
IBAN = "DE02120300000000202051"


@pytest.fixture
def company_form():
    return {
        "name": "Highland Coffee", "legal_name": "Highland Coffee AG", "street": "Am Kai 2",
        "postal_code": "28195", "city": "Bremen", "country": "DE", "email": "office@company.test",
        "legal_lines": "Board: Ada Winter", "color": "#aa5500", "time_zone": "Europe/Berlin",
        "language": "de",
    }  # fmt: skip


@pytest.fixture
def acts(company, branch, company_form):
    """Every act of the page with a form that is in order."""
    bank = {"name": "Second", "holder": "Highland", "iban": IBAN, "currency": "EUR"}
    number = {"country": "DE", "number": "DE136695976", "scheme": "DOMESTIC"}
    place = {"code": "K", "name": "Kiosk", "day_starts_at": "04:00", "is_active": "on"}
    return {
        reverse("staff:company_edit"): company_form,
        reverse("staff:bank_account_new"): bank,
        reverse("staff:company_tax_number_new"): number | {"start_date": "2026-04-01"},
        reverse("staff:branch_new"): place,
        reverse("staff:branch_edit", args=[branch.public_id]): place | {"code": "HQ"},
    }


def test_the_page_shows_what_is_printed_and_the_levels_of_reminders(client, administrator, books):
    client.force_login(administrator)

    shown = client.get(reverse("staff:company")).content.decode()

    for text in ("Highland Coffee GmbH", "DE89370400440532013000", "DE123456788", "Head office"):
        assert text in shown
    level = DunningLevel.objects.filter(company=books).order_by("delay_days").first()
    assert level.name in shown
    assert reverse("staff:reminder_levels") in shown


def test_what_is_printed_is_changed(client, administrator, company, company_form):
    client.force_login(administrator)

    client.post(reverse("staff:company_edit"), company_form)

    company.refresh_from_db()
    assert (company.legal_name, company.legal_lines, company.color) == (
        "Highland Coffee AG",
        "Board: Ada Winter",
        "#aa5500",
    )
    assert company.base_currency == "EUR"
    assert "Company changed" in client.get(reverse("staff:company")).content.decode()


def test_accounts_numbers_and_branches_are_added(client, administrator, company, branch, acts):
    client.force_login(administrator)

    answers = [client.post(url, form).status_code for url, form in acts.items()]

    assert answers == [302] * 5
    assert CompanyBankAccount.objects.get(iban=IBAN).is_default is False  # the first one stays printed
    dated = CompanyTaxRegistration.objects.filter(company=company).order_by("start_date")
    assert [(row.number, row.end_date) for row in dated] == [
        ("DE123456788", datetime.date(2026, 3, 31)),
        ("DE136695976", None),
    ]
    branch.refresh_from_db()
    assert (branch.name, branch.day_starts_at) == ("Kiosk", datetime.time(4))
    assert Branch.objects.filter(company=company, code="K").count() == 1


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("bank_account_new", {"iban": "DE02120300000000202052"}),  # a wrong check digit
        ("company_tax_number_new", {"number": "DE123456789"}),
        ("branch_new", {"code": "HQ"}),  # the head office has it
        ("company_edit", {"color": "brown"}),
    ],
)
def test_what_cannot_be_is_said_and_not_saved(client, administrator, company, acts, name, wrong):
    client.force_login(administrator)
    address = reverse(f"staff:{name}")

    answer = client.post(address, acts[address] | wrong)

    assert answer.status_code == 422
    assert (CompanyBankAccount.objects.count(), CompanyTaxRegistration.objects.count()) == (1, 1)
    assert Branch.objects.count() == 1
    assert Company.objects.get().color == "#2f5bea"


def test_who_does_not_administer_sees_and_changes_nothing(client, accountant, acts, company):
    client.force_login(accountant)

    answers = [client.post(url, form).status_code for url, form in acts.items()]

    assert client.get(reverse("staff:company")).status_code == 403
    assert answers == [403] * 5
    assert (CompanyBankAccount.objects.count(), CompanyTaxRegistration.objects.count()) == (1, 1)
    assert Branch.objects.get().name == "Head office"
    assert Company.objects.get().legal_name == "Highland Coffee GmbH"


def test_a_branch_of_another_company_is_not_found(client, administrator, new_company, acts):
    foreign = Branch.objects.get(company=new_company("Other"))
    client.force_login(administrator)
    form = {"code": "X", "name": "Mine", "day_starts_at": "00:00"}

    answer = client.post(reverse("staff:branch_edit", args=[foreign.public_id]), form)

    foreign.refresh_from_db()
    assert (answer.status_code, foreign.name) == (404, "Head office")
