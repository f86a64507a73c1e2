"""A customer hands in an order and finds its invoice at their door: the whole road, a real worker."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles
from uuid import uuid4

import redis
from django.test import Client
from django.urls import reverse

from accounting.receivables.models import Invoice
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from crm.sales.drafts import DeliveryDraft
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.invoicing import invoice_delivery
from erp.access.operations import system_scope
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.launch import postgres, programs
from erp.launch.children import end_with_parent
from erp.launch.folders import Folders
from erp.launch.machine import HOST
from erp.submissions.models import Submission
from inventory.catalog.models import Product
from inventory.catalog.operations import ProductDraft, create_category, create_product
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place
from portals.components.submitted import hand_in
from tests.bench.company import Books
from tests.bench.rows import Row

P95_MS = 1000
WAIT_SECONDS_MAX = 30
LOOK_SECONDS = 0.005
STOCK = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Shop:
    """Whoever sells beans to the bench's buyer: the company's scopes, the product, the buyer's door."""

    books: Books
    staff: Scope
    buyer: Scope
    product: Product
    client: Client

    def order(self) -> float:
        """Take one order from the customer's hand to the invoice at their door; return the seconds."""
        begun = time.perf_counter()
        submission = self._hand_in()
        order_id = _accepted(submission.pk)
        draft = DeliveryDraft(order_id, uuid4().hex, self.books.today)
        delivery = deliver_order(self.staff, delivery=draft)
        invoice = invoice_delivery(self.staff, delivery_id=delivery.pk, issue_date=self.books.today)
        self._must_show(invoice)
        return time.perf_counter() - begun

    def _hand_in(self) -> Submission:
        payload = {"lines": [{"product": str(self.product.public_id), "quantity": "3"}]}
        account = self.books.customers[0]
        return hand_in(self.buyer, account=account, kind="sales_order", key=uuid4(), payload=payload)

    def _must_show(self, invoice: Invoice) -> None:
        page = self.client.get(reverse("customer:invoice_list"))
        if str(invoice.number) not in page.content.decode():
            raise RuntimeError(f"{invoice.number} does not stand on the customer's page")


def ordering(folders: Folders, books: Books, times: int) -> Iterator[Row]:
    """Measure how long customers wait for their invoice: nineteen of twenty no longer than this."""
    shop = _open_shop(books)
    with worker(folders):
        shop.order()  # all is warm
        seconds = [shop.order() for _ in range(max(times, 2))]
    p95 = quantiles(seconds, n=20)[-1] * 1000
    yield Row("order handed in until its invoice shows, p95", 1, "ms", p95, P95_MS)


def _open_shop(books: Books) -> Shop:
    staff = system_scope(purpose="setup", company_ids=[books.company.pk])
    company_id, branch_id = books.company.pk, books.customers[0].branch_id
    category = create_category(staff, company_id=company_id, name="Coffee")
    draft = ProductDraft("BEANS", "Beans", category.pk, books.taxes["STANDARD"], books.accounts["sales"])
    product = create_product(staff, company_id=company_id, product=draft)
    place = create_place(staff, place=PlaceDraft(branch_id, "SHELF", "Shelf", is_default=True))
    counted = [Quantity(product.pk, STOCK)]
    count_stock(staff, place_id=place.pk, count_date=books.today, counted=counted, key="first")
    wanted = PriceListDraft("ALL", "Everybody", "EUR", is_default=True)
    prices = create_price_list(staff, company_id=company_id, price_list=wanted)
    price = Price(product.pk, Decimal("12.50"), books.first_year_start)
    set_prices(staff, price_list_id=prices.pk, prices=[price])
    client = Client(SERVER_NAME=HOST)
    client.force_login(books.buyer)
    buyer = scope_of(books.buyer, door="customer", on=books.today)
    return Shop(books, staff, buyer, product, client)


def _accepted(submission_id: int) -> int:
    """Wait until the worker has answered and return the order's id."""
    end = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < end:
        found = Submission.objects.get(pk=submission_id)
        if found.status == Submission.Status.ACCEPTED:
            return int(found.result.partition(":")[2])
        if found.status == Submission.Status.REFUSED:
            raise RuntimeError(found.answer)
        time.sleep(LOOK_SECONDS)
    raise RuntimeError("no worker answered")


@contextmanager
def worker(folders: Folders) -> Iterator[None]:
    """Run the house's worker on an empty broker: what was posted before is nothing to wait for."""
    with redis.Redis(unix_socket_path=str(folders.valkey_socket)) as broker:
        broker.flushall()
    running = subprocess.Popen(
        programs.worker().command,
        env=os.environ | {postgres.MANAGED: "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait()
