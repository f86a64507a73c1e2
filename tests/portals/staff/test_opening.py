"""Opening balances at the staff door: item by item, until the opening account is at zero."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.ledger.models import Account, FiscalYear, PaymentTerm, Period
from accounting.ledger.opening import opening_difference
from accounting.ledger.year_end import close_fiscal_year
from accounting.payables.models import Bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.models import Invoice
from accounting.setup.operations import open_fiscal_year
from erp.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
ITEM = {"opening_date": "2026-01-01", "document_date": "2025-12-01", "due_date": "2025-12-31"}


@pytest.fixture
def farm(books, branch, supplier, setup_scope):
    terms = SupplierTerms(PaymentTerm.objects.get(company=books, code="NET30").pk, "EUR")
    return create_supplier_account(setup_scope, party_id=supplier.pk, branch_id=branch.pk, terms=terms)


@pytest.fixture
def invoice_form(account):
    return ITEM | {
        "customer": account.pk, "type": "INVOICE", "number": "OLD-7", "amount": "1,190.00",
        "currency": "EUR",
    }  # fmt: skip


@pytest.fixture
def bill_form(farm):
    return ITEM | {
        "supplier": farm.pk, "type": "BILL", "number": "F-9", "amount": "500", "currency": "EUR",
    }  # fmt: skip


@pytest.fixture
def balances_form(books, branch):
    bank, equity = (Account.objects.get(company=books, code=code).pk for code in ("1000", "3000"))
    return {
        "opening_date": "2026-01-01", "key": "books", "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0", "lines-0-account": bank, "lines-0-branch": branch.pk,
        "lines-0-debit": "310", "lines-1-account": equity, "lines-1-branch": branch.pk,
        "lines-1-credit": "1000",
    }  # fmt: skip


def test_everything_is_taken_over_until_nothing_is_left(
    client, accountant, books, invoice_form, bill_form, balances_form
):
    client.force_login(accountant)

    first = client.post(reverse("staff:opening_invoice"), invoice_form, follow=True)
    second = client.post(reverse("staff:opening_bill"), bill_form, follow=True)
    client.post(reverse("staff:opening_balances"), balances_form)

    # 1,190 owed to us, 500 owed by us, 310 in the bank, 1,000 of equity: 1,190 - 500 + 310 - 1,000 = 0
    assert "The opening account holds -€1,190.00." in first.content.decode()
    assert "The opening account holds -€690.00." in second.content.decode()
    assert opening_difference(books.pk) == 0
    shown = client.get(reverse("staff:opening")).content.decode()
    assert "Balanced" in shown
    assert "OLD-7" in shown
    assert "Bluebird Cafe" in shown
    assert "€1,190.00" in shown
    client.post(reverse("staff:opening_confirm"))
    assert AuditEvent.objects.filter(action="opening.confirmed").count() == 1


def test_an_item_keeps_its_number_and_its_days(client, accountant, invoice_form):
    client.force_login(accountant)

    client.post(reverse("staff:opening_invoice"), invoice_form)

    invoice = Invoice.objects.get(number="OLD-7")
    item = OpenItem.objects.get(entry=invoice.journal_entry_id)
    assert (item.open_amount, str(item.due_date)) == (Decimal("1190.00"), "2025-12-31")
    page = client.get(reverse("staff:invoice", args=[invoice.public_id])).content.decode()
    assert reverse("staff:invoice_write_off", args=[invoice.public_id]) in page
    assert reverse("staff:invoice_correct", args=[invoice.public_id]) not in page  # it has no lines


def test_the_same_item_is_not_taken_over_twice(client, accountant, invoice_form, bill_form):
    client.force_login(accountant)
    answers = []

    for name, form in (("opening_invoice", invoice_form), ("opening_bill", bill_form)):
        client.post(reverse(f"staff:{name}"), form)
        answers.append(client.post(reverse(f"staff:{name}"), form).status_code)

    assert answers == [422, 422]
    assert (Invoice.objects.count(), Bill.objects.count(), JournalEntry.objects.count()) == (1, 1, 2)


def test_what_does_not_balance_is_not_confirmed(client, accountant, invoice_form):
    client.force_login(accountant)
    client.post(reverse("staff:opening_invoice"), invoice_form)

    answer = client.post(reverse("staff:opening_confirm"), follow=True)

    assert "still holds -1190.00 EUR" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="opening.confirmed").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"lines-0-credit": "310"},  # both sides
        {"lines-0-debit": ""},  # neither
        {"lines-0-currency": "USD"},  # half of an amount in another currency
    ],
)
def test_a_line_that_says_too_much_or_too_little_posts_nothing(
    client, accountant, balances_form, change
):
    client.force_login(accountant)

    answer = client.post(reverse("staff:opening_balances"), balances_form | change)

    assert answer.status_code == 422
    assert not JournalEntry.objects.exists()


def test_a_bank_account_in_another_currency_keeps_both_amounts(client, accountant, balances_form):
    client.force_login(accountant)
    foreign = {"lines-0-currency": "USD", "lines-0-currency_amount": "340"}

    client.post(reverse("staff:opening_balances"), balances_form | foreign)

    line = JournalEntry.objects.get().lines.get(account__code="1000")
    assert (line.debit, line.currency, line.currency_amount) == (310, "USD", 340)


def test_what_balances_by_itself_and_not_what_a_year_carried_forward_is_listed(
    client, accountant, books, setup_scope, balances_form, new_invoice
):
    new_invoice("100")
    client.force_login(accountant)
    client.post(reverse("staff:opening_balances"), balances_form | {"lines-0-debit": "1000"})
    open_fiscal_year(setup_scope, company_id=books.pk, start_date=datetime.date(2027, 1, 1))
    Period.objects.filter(company=books, kind="REGULAR", fiscal_year__name="2026").update(is_closed=True)
    close_fiscal_year(setup_scope, fiscal_year_id=FiscalYear.objects.get(company=books, name="2026").pk)

    shown = client.get(reverse("staff:opening")).content.decode()

    assert "OPN-2026-00001" in shown
    assert JournalEntry.objects.filter(kind="OPENING").count() == 2
    assert "OPN-2027-00001" not in shown


def test_a_bill_in_another_currency_needs_its_rate(client, accountant, bill_form):
    client.force_login(accountant)
    foreign = bill_form | {"currency": "USD"}

    refused = client.post(reverse("staff:opening_bill"), foreign)
    client.post(reverse("staff:opening_bill"), foreign | {"rate": "0.92"})

    assert refused.status_code == 422
    item = OpenItem.objects.get()
    assert (item.open_amount, item.open_base_amount) == (500, Decimal("460.00"))  # 500 x 0.92


@pytest.mark.parametrize(
    "name", ["opening", "opening_balances", "opening_invoice", "opening_bill", "opening_confirm"]
)
def test_who_may_not_take_over_sees_and_changes_nothing(
    client, salesperson, invoice_form, bill_form, balances_form, name
):
    client.force_login(salesperson)
    address = reverse(f"staff:{name}")

    reading = client.get(address).status_code
    writing = client.post(address, invoice_form | bill_form | balances_form).status_code

    assert (reading, writing) == (403, 403)
    assert not JournalEntry.objects.exists()
