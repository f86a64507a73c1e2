"""
From an order to its money, in a browser, through all four doors.

A salesperson of Highland Coffee takes an order of Bluebird Cafe on 31 March and lets it leave. Its
invoice goes out by mail; Bella of the cafe signs in, reads and downloads it. On 10 April the accountant
records her payment. On 7 May another customer, Redwood Diner, is reminded of an invoice of the same
day, once.

The order, in figures:

    10 kg espresso beans at 12.50                       125.00
    2 grinders at 89.90 less 10 %: 179.80 - 17.98       161.82
    net                                                 286.82
    tax 19 %: 286.82 x 0.19 = 54.4958                    54.50
    gross                                               341.32

Due 30 days after 31 March: 30 April. The reminder of the second level comes 7 days later, on 7 May.
"""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from accounting.collections.tasks import send_reminders
from accounting.ledger.entries import OpenItem
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import Invoice
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from erp.notifications.tasks import deliver, sweep_outbox
from inventory.stock.operations import Quantity, count_stock
from tests.conftest import FIRST_DAY, TODAY

NET, TAX, GROSS = "€286.82", "€54.50", "€341.32"
APRIL_10 = datetime.datetime(2026, 4, 10, 9, tzinfo=datetime.UTC)
MAY_7 = datetime.datetime(2026, 5, 7, 7, tzinfo=datetime.UTC)  # nine in the morning in Hamburg
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def outbox_waits(monkeypatch):
    """The worker hears of no message at once: each waits in the outbox for the next sweep."""
    monkeypatch.setattr(deliver, "delay", lambda **_: None)


@pytest.fixture
def goods(setup_scope, books, beans, new_product, shelf):
    """Beans at 12.50 a kilogram and grinders at 89.90, forty and five of them on the shelf."""
    grinder = new_product("GRINDER", "Hand grinder")
    everybody = PriceListDraft("ALL", "Everybody", "EUR", is_default=True)
    prices = create_price_list(setup_scope, company_id=books.pk, price_list=everybody)
    asked = {beans: ("12.50", 40), grinder: ("89.90", 5)}
    set_prices(
        setup_scope,
        price_list_id=prices.pk,
        prices=[Price(item.pk, Decimal(price), FIRST_DAY) for item, (price, _stock) in asked.items()],
    )
    counted = [Quantity(item.pk, Decimal(stock)) for item, (_price, stock) in asked.items()]
    count_stock(setup_scope, place_id=shelf.pk, count_date=TODAY, counted=counted, key="first")


@pytest.fixture
def unpaid(setup_scope, new_account, other_customer):
    """An invoice of the same day to Redwood Diner over 100.00 and 19.00 tax, which nobody pays."""
    owing = new_account(other_customer, number="C-1002")
    draft = InvoiceDraft(
        customer_account_id=owing.pk, lines=[LineDraft("Tasting", Decimal(1), Decimal(100))]
    )
    drafted = draft_invoice(setup_scope, draft=draft, today=TODAY)
    return issue_invoice(setup_scope, invoice_id=drafted.pk, issue_date=TODAY)


@pytest.fixture
def franchisor(person, branch):
    return person("partner", "Franca Chisor", branch=branch)


def test_an_order_becomes_money_and_only_who_owes_is_reminded(
    transactional_db, page_at, clock, outbox_waits, mail_sink, account, goods, unpaid,
    salesperson, accountant, customer_user, franchisor,
):  # fmt: skip
    partner = page_at(user=franchisor)
    assert turnover_shown(partner) == "€100.00"  # what Redwood Diner bought
    sweep_outbox()
    mail_sink.messages.clear()

    sales = page_at(user=salesperson)
    place_order(sales)
    deliver_whole(sales)
    number = issue(sales)

    sweep_outbox()
    mailed = pdf_of_only_mail(mail_sink, f"Invoice {number} · Highland Coffee")
    words = words_of(mailed)
    assert number in words
    assert all(amount in words for amount in (NET, TAX, GROSS))

    buyer = page_at(390)
    sign_in(buyer, customer_user)
    expect(buyer.get_by_text(f"You owe {GROSS}.")).to_be_visible()
    assert downloaded(buyer, number) == mailed
    assert statement_balance(buyer) == GROSS
    assert turnover_shown(partner) == "€386.82"  # 100.00 + 286.82: by exactly the net

    clock.at = APRIL_10
    pay(page_at(user=accountant), number)
    assert_nothing_is_open(number, buyer, page_at(user=accountant))
    assert turnover_shown(partner) == "€386.82"  # money received is no turnover

    mail_sink.messages.clear()
    clock.at = MAY_7
    for _turn in range(2):
        send_reminders()
        sweep_outbox()
    pdf_of_only_mail(mail_sink, f"Reminder: invoice {unpaid.number}")
    assert_reminds_of(mail_sink.messages[0], unpaid)
    clock.at += A_DAY
    send_reminders()
    sweep_outbox()
    assert len(mail_sink.messages) == 1


def place_order(page):
    page.goto(reverse("staff:order_new"))
    choose(page, "customer", "Bluebird")
    page.get_by_label("Their order number").fill("PO-2026-9")
    for row, (product, quantity) in enumerate([("BEANS", "10"), ("GRINDER", "2")], start=1):
        choose(page, f"lines-{row - 1}-product", product)
        page.get_by_label(f"Quantity {row}", exact=True).fill(quantity)
    page.get_by_label("Discount % 2").fill("10")
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("tfoot")).to_contain_text(NET)


def deliver_whole(page):
    page.get_by_role("link", name="Deliver", exact=True).click()
    page.get_by_label("Carrier").fill("Our van")
    page.get_by_role("button", name="Book the delivery").click()
    expect(page.locator(".notice-success")).to_contain_text("was booked")


def issue(page):
    """Make the invoice of the delivery on the page; return its number."""
    page.get_by_role("button", name="Invoice", exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("was issued")
    expect(page.locator("tfoot")).to_contain_text(GROSS)
    assert fact(page, "Open") == GROSS
    return page.locator("h1").inner_text().split()[0]


def sign_in(page, user):
    page.goto("/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/customer/")


def downloaded(page, number):
    """Return the PDF as the customer downloads it from the page of the invoice."""
    page.get_by_role("link", name=number).click()
    assert fact(page, "Open") == GROSS
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    return download.value.path().read_bytes()


def statement_balance(page):
    page.goto(reverse("customer:statement"))
    return page.locator("tfoot tr", has_text="Closing balance").locator("td").last.inner_text()


def turnover_shown(page):
    """Return what the franchisor sees of all units, as the page writes it."""
    page.goto(reverse("partner:turnover"))
    label = page.locator(".figure-label", has_text="All units")
    return page.locator(".card").filter(has=label).locator(".figure-value").inner_text()


def pay(page, number):
    page.goto(reverse("staff:invoice_list"))
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Record payment").click()
    page.get_by_label("Reference").fill(number)
    page.get_by_role("button", name="Record payment").click()
    expect(page.locator(".notice-success")).to_contain_text("was recorded")


def assert_nothing_is_open(number, buyer, page):
    buyer.goto(reverse("customer:home"))
    expect(buyer.get_by_text("You owe nothing. Thank you!")).to_be_visible()
    assert statement_balance(buyer) == "€0.00"
    invoice = Invoice.objects.get(number=number)
    buyer.goto(reverse("customer:invoice", args=[invoice.public_id]))
    assert fact(buyer, "Open") == ""
    page.goto(reverse("staff:invoice", args=[invoice.public_id]))
    expect(page.locator("h1")).to_contain_text("Paid")
    assert fact(page, "Open") == ""
    page.goto(reverse("staff:aged_receivables"))
    expect(page.get_by_role("row", name="Bluebird Cafe")).to_have_count(0)
    expect(page.get_by_role("row", name="Redwood Diner")).to_contain_text("€119.00")
    items = OpenItem.objects.filter(party_account__party=invoice.party)
    assert set(items.values_list("open_amount", flat=True)) == {Decimal(0)}


def assert_reminds_of(mail, invoice):
    assert mail["To"] == "office@redwood.test"
    text = mail.get_body(("plain",)).get_content()
    assert "€119.00" in text
    assert "was due on 30 Apr 2026" in text
    assert f"/customer/invoices/{invoice.public_id}/" in text


def pdf_of_only_mail(sink, subject):
    (mail,) = sink.messages
    assert mail["Subject"] == subject
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    return attached.get_content()


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def choose(page, name, text):
    """Pick the one choice that holds the text, as the field that searches does it itself."""
    found = "[...select.options].find(option => option.text.includes(text))"
    field = page.locator(f"select[name={name}]")
    field.evaluate(f"(select, text) => select.tomselect.setValue({found}.value)", text)


def fact(page, name):
    """Return what a record says under a name; empty where it says nothing."""
    found = page.locator("dl.facts > div").filter(has=page.get_by_text(name, exact=True))
    return found.locator("dd").inner_text() if found.count() else ""
