"""The demo company: it is there, its books balance, its people get in, and it is always the same."""

import datetime

import pytest
from django.db import transaction
from django.db.models import F, Sum

from accounting.ledger.entries import JournalLine, OpenItem
from accounting.ledger.models import Period
from accounting.ledger.vouchers import ManualJournal
from accounting.payables.models import Bill, BillPayment
from accounting.receivables.models import Invoice, Payment
from crm.sales.models import SalesOrder
from crm.service.models import Inquiry
from erp.notifications.models import Message
from erp.organization.models import Company
from erp.submissions.models import Submission
from inventory.purchasing.models import PurchaseOrder
from inventory.stock.models import StockLevel
from portals.demo.loader.loading import load
from portals.demo.personas import PASSWORD, PERSONAS

NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
MONEY = {Invoice: "payable", Payment: "amount", Bill: "gross", BillPayment: "amount", SalesOrder: "net"}


@pytest.fixture(scope="class")
def world(django_db_setup, django_db_blocker):
    """Two months of history, kept for all tests of the class and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(now=NOW, months=2)
        yield
        transaction.set_rollback(True)


def figures():
    """Return how many there are of each kind of document, and what they come to."""
    return {
        model.__name__: (model.objects.count(), model.objects.aggregate(sum=Sum(column))["sum"])
        for model, column in MONEY.items()
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
class TestWorld:
    def test_there_are_two_companies_with_documents_of_every_kind(self):
        assert list(Company.objects.order_by("pk").values_list("name", flat=True)) == [
            "Speicher Roastery",
            "Uferbar Coffee",
        ]
        types = set(Invoice.objects.filter(status="ISSUED").values_list("type", flat=True))
        assert types == {"INVOICE", "CREDIT_NOTE"}
        assert set(SalesOrder.objects.values_list("status", flat=True)) == set(SalesOrder.Status.values)
        assert set(Bill.objects.values_list("status", flat=True)) == {"RECEIVED", "APPROVED"}
        assert set(Inquiry.objects.values_list("status", flat=True)) == {"OPEN", "ANSWERED", "CLOSED"}

    def test_the_books_of_both_companies_balance(self):
        sums = JournalLine.objects.values("company_id").annotate(
            debit=Sum("debit"), credit=Sum("credit")
        )
        rows = list(sums.order_by("company_id"))
        assert len(rows) == 2
        assert all(row["debit"] == row["credit"] > 0 for row in rows)

    def test_nothing_of_the_history_waits_to_be_mailed(self):
        assert set(Message.objects.values_list("status", flat=True)) == {"SENT"}

    def test_there_is_stock_and_some_of_it_is_low(self):
        levels = StockLevel.objects.filter(place__is_default=True)
        low = levels.filter(on_hand__lte=F("product__reorder_level") + F("reserved"))
        assert levels.count() > low.count() > 0
        assert not levels.filter(on_hand__lt=0).exists()

    def test_some_owe_and_some_have_money_on_account(self):
        overdue = Invoice.objects.filter(due_date__lt=NOW.date(), status="ISSUED", type="INVOICE")
        assert overdue.filter(journal_entry__lines__open_item__open_amount__gt=0).exists()

    @pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
    def test_everybody_signs_in_and_sees_the_home_of_their_door(self, client, persona):
        assert client.login(email=persona.email, password=PASSWORD)
        response = client.get(f"/{persona.door}/", follow=True)
        assert response.status_code == 200

    @pytest.mark.parametrize(
        ("key", "acts"),
        [
            ("accountant", {"Decide", "Answer", "Look", "Call"}),
            ("credit", {"Answer", "Call"}),
            ("sales", {"Answer", "Deliver", "Invoice"}),
            ("frontoffice", {"Answer"}),
            ("administrator", {"Decide", "Deliver", "Invoice", "Receive", "Bill", "Order"}),
        ],
    )
    def test_work_waits_for_everybody_of_the_house(self, client, monkeypatch, key, acts):
        monkeypatch.setattr("portals.gate.now", lambda: NOW)
        client.login(email=f"{key}@roastery.example", password=PASSWORD)

        home = client.get("/staff/")

        assert acts <= {item.action.label for item in home.context["worklist"].items}

    @pytest.mark.parametrize("name", ["Bar Bellini", "Kontor Vogt"])
    def test_both_customers_have_something_to_pay_and_some_of_it_is_late(self, name):
        owed = OpenItem.objects.filter(party__name=name, is_debit=True, open_amount__gt=0)
        assert owed.filter(due_date__lt=NOW.date()).exists()
        assert owed.filter(due_date__gte=NOW.date()).exists()

    def test_acts_of_outsiders_are_on_record_with_every_answer(self):
        found = Submission.objects.values_list("door", "status").distinct()
        assert set(found) == {
            ("customer", "ACCEPTED"),
            ("customer", "WAITING"),
            ("customer", "REFUSED"),
            ("supplier", "ACCEPTED"),
        }

    def test_green_coffee_is_on_its_way(self):
        orders = PurchaseOrder.objects.filter(expected_date__gt=NOW.date(), status="ORDERED")
        assert set(orders.values_list("party__name", flat=True)) == {
            "Fazenda Prado",
            "Guji Highlands Exporters",
        }

    def test_months_that_are_over_are_closed(self):
        closed = Period.objects.filter(kind="REGULAR", is_closed=True)
        # the history is February and March 2026; both are still being written
        assert sorted(closed.values_list("company__name", "end_date")) == [
            ("Speicher Roastery", datetime.date(2026, 1, 31)),
            ("Uferbar Coffee", datetime.date(2026, 1, 31)),
        ]

    def test_vouchers_are_posted_for_the_months_and_one_lies_on_the_desk(self):
        # two companies, the costs of February; those of March come when it is over
        assert ManualJournal.objects.filter(status="POSTED").count() == 2
        assert ManualJournal.objects.filter(status="DRAFT").count() == 1

    def test_a_second_load_changes_nothing(self):
        before = figures()
        assert load(now=NOW, months=2) is False
        assert figures() == before


@pytest.mark.django_db
def test_two_loads_give_the_same_figures():
    found = []
    for _turn in range(2):
        with transaction.atomic():
            assert load(now=NOW, months=1)
            found.append(figures())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert found[0]["Invoice"][0] > 100
