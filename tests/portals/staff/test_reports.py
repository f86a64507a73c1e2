"""Reports at the staff door: any day, down to the document, as files, and figures that tie."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.ledger.models import Account
from accounting.setup.operations import open_fiscal_year

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = datetime.date(2026, 1, 15), datetime.date(2026, 2, 15)


def rows_of(client, name, *arguments, **asked):
    """Return the rows of a report as its file holds them, without the head."""
    answer = client.get(reverse(f"staff:{name}", args=arguments), {**asked, "export": "csv"})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def figures_of(client, name, first, *arguments, **asked):
    """Return the amounts of the row that begins with `first`; they come after the words."""
    row = next(row for row in rows_of(client, name, *arguments, **asked) if row[0] == first)
    words = 4 if name == "general_ledger" else 2
    return [Decimal(text or 0) for text in row[words:]]


@pytest.fixture
def traded(new_invoice, new_payment, client, accountant):
    """Sold for 238.00 in January and 119.00 in February; 100.00 on account in March."""
    client.force_login(accountant)
    return new_invoice("100", on=JANUARY), new_invoice("50", on=FEBRUARY), new_payment("100")


def test_the_trial_balance_is_read_at_any_day(client, traded):
    january = figures_of(client, "trial_balance", "1100", until="2026-01-31")
    whole = figures_of(client, "trial_balance", "1100")
    since_february = figures_of(client, "trial_balance", "1100", since="2026-02-01")

    assert january == [0, 238, 0, 238]  # opening, debit, credit, closing
    assert whole == [0, 357, 100, 257]  # 238 + 119; paid 100
    assert since_february == [238, 119, 100, 257]


def test_debits_equal_credits_and_nothing_is_left_over(client, traded):
    # 238 + 119 + 100, each with the other side; everything together holds nothing.
    assert figures_of(client, "trial_balance", "Total") == [0, 457, 457, 0]


def test_the_ageing_is_what_the_control_account_holds(client, traded):
    aged = rows_of(client, "aged_receivables")[-1]

    # Due on 14 February and 17 March, 30 days after their dates; it is 31 March.
    assert aged[1:] == ["", "119.0000", "238.0000", "", "", "-100.0000", "257.0000"]
    assert figures_of(client, "trial_balance", "1100")[-1] == Decimal(aged[-1])


def test_the_ageing_leads_to_the_customer(client, traded, account):
    page = client.get(reverse("staff:aged_receivables")).content.decode()

    assert reverse("staff:customer", args=[account.public_id]) in page


def test_profit_and_balance_sheet_tell_the_same_result(client, traded):
    profit = figures_of(client, "profit_and_loss", "Result")
    balance = rows_of(client, "balance_sheet")

    assert profit == [Decimal(300)]  # 200 + 100 net
    sums = {row[0]: Decimal(row[2]) for row in balance}
    assert sums["Result"] == 300
    assert sums["Assets"] == sums["Liabilities and equity"] == Decimal(357)  # 257 owed, 100 in the bank


def test_the_year_before_stands_beside_it(client, traded, books, setup_scope, new_invoice):
    start = datetime.date(2027, 1, 1)
    open_fiscal_year(setup_scope, company_id=books.pk, start_date=start)
    new_invoice("10", on=datetime.date(2027, 1, 20))
    january = {"since": "2027-01-01", "until": "2027-01-31", "compare": "on"}

    assert figures_of(client, "profit_and_loss", "Revenue", **january) == [20, 200]
    held = figures_of(client, "balance_sheet", "Assets", until="2027-01-31", compare="on")
    assert held == [Decimal("380.80"), 238]  # 357 + 23.80; the first invoice alone


def test_the_ledger_leads_to_entry_and_document_and_ties_to_the_trial_balance(client, traded):
    invoice, _second, payment = traded
    page = client.get(reverse("staff:general_ledger", args=["1100"])).content.decode()

    assert reverse("staff:entry", args=[invoice.journal_entry.public_id]) in page
    assert reverse("staff:invoice", args=[invoice.public_id]) in page
    assert reverse("staff:payment", args=[payment.public_id]) in page
    assert "payment:" not in page  # how the books name a source is nothing to read
    closing = figures_of(client, "general_ledger", "Closing", "1100")
    assert closing == figures_of(client, "trial_balance", "1100")[1:]  # debit, credit, closing


def test_long_ledgers_come_in_pages_that_carry_over(client, traded, monkeypatch):
    monkeypatch.setattr("portals.staff.reports.ledger.ROWS_MAX", 2)
    address = reverse("staff:general_ledger", args=["1100"])

    first, second = (client.get(address, {"page": page}).content.decode() for page in ("1", "2"))

    assert "Page 1 of 2" in first
    assert "Carried over" in first
    assert "€357.00" in first  # 238 + 119
    assert "Brought forward" in second
    assert "Closing" in second
    assert "€257.00" in second
    assert len(rows_of(client, "general_ledger", "1100")) == 5  # a file holds all three lines


def test_days_the_wrong_way_round_are_said_and_not_taken(client, traded):
    answer = client.get(reverse("staff:trial_balance"), {"since": "2026-03-01", "until": "2026-02-01"})

    page = answer.content.decode()
    assert "The first day comes after the last one." in page
    assert "€238.00" in page  # from New Year until the last day asked for


def test_a_day_of_another_year_starts_with_that_year(client, traded, books, setup_scope):
    start = datetime.date(2027, 1, 1)
    open_fiscal_year(setup_scope, company_id=books.pk, start_date=start)

    page = client.get(reverse("staff:trial_balance"), {"until": "2027-02-28"}).content.decode()

    assert 'name="since" value="2027-01-01"' in page


def test_the_chart_of_accounts_leads_to_each_account(client, accountant, books):
    client.force_login(accountant)

    page = client.get(reverse("staff:account_list"), {"q": "receivables"}).content.decode()

    assert reverse("staff:general_ledger", args=["1100"]) in page


def test_who_reads_reports_reads_the_lines_below_them(client, person, traded):
    client.force_login(person("credit_controller"))

    assert (
        reverse("staff:general_ledger", args=["1100"])
        in client.get(reverse("staff:trial_balance")).content.decode()
    )
    assert client.get(reverse("staff:general_ledger", args=["1100"])).status_code == 200
    assert client.get(reverse("staff:general_ledger", args=["none"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["trial_balance", "profit_and_loss", "balance_sheet", "aged_receivables", "aged_payables"]
)
def test_a_salesperson_reads_no_report_and_no_file(client, salesperson, books, name):
    client.force_login(salesperson)

    answers = [client.get(reverse(f"staff:{name}"), asked) for asked in ({}, {"export": "csv"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.get(reverse("staff:general_ledger", args=["1100"])).status_code == 403


def test_a_company_sees_only_its_own_accounts(client, new_user, grant, new_company, traded):
    other = new_company("Other")
    neighbor = new_user("Neighbor")
    grant(neighbor, role="accountant", company=other)
    client.force_login(neighbor)

    assert not Account.objects.filter(company=other).exists()
    assert client.get(reverse("staff:general_ledger", args=["1100"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("trial_balance", ()),
        ("balance_sheet", ()),
        ("aged_receivables", ()),
        ("general_ledger", ("1100",)),
        ("opening", ()),
        ("year", ("2026",)),
        ("period_list", ()),
    ],
)
def test_a_page_of_the_books_costs_the_same_for_more_lines(
    client, traded, new_invoice, new_payment, name, arguments
):
    address = reverse(f"staff:{name}", args=arguments)
    client.get(address)  # what a session looks up once

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(3):
        new_invoice("10"), new_payment("5")
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
