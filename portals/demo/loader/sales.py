"""A month of the roaster's sales: orders, deliveries, invoices, credit notes."""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from accounting.receivables.models import Invoice
from accounting.receivables.operations.crediting import CreditDraft, CreditLine, credit_invoice
from crm.sales.drafts import DeliveryDraft, OrderDraft, OrderLineDraft
from crm.sales.models import SalesOrder
from crm.sales.operations.delivering import deliver_orders
from crm.sales.operations.invoicing import invoice_deliveries
from crm.sales.operations.ordering import place_orders
from inventory.stock.operations import Quantity, count_stock
from portals.demo.loader.calendar import DAY, Span, workday
from portals.demo.loader.catalog import ARTICLES, Catalog
from portals.demo.loader.customers import Customer
from portals.demo.loader.people import Staff

UNDELIVERED_DAYS = 3  # what was ordered in the last days is still to be delivered
UNINVOICED_DAYS = 5
GOODS = tuple(article.code for article in ARTICLES if article.category != "Service")
# What the store keeps beside what is ordered; a few articles are left to run low.
LEFTOVER, LOW = Decimal(120), Decimal(9)
LOW_CODES = {"ET-1000", "CU-0300", "MG-0001"}
GREEN_ON_HAND = {"GR-BR": Decimal(640), "GR-ET": Decimal(90), "GR-CO": Decimal(310)}


class SalesDesk:
    """Writes the roaster's sales, month by month."""

    def __init__(self, staff: Staff, catalog: Catalog, company_id: int) -> None:
        self.staff, self.catalog, self.company_id = staff, catalog, company_id

    def trade(self, span: Span, customers: Sequence[Customer], today: datetime.date) -> list[Invoice]:
        """Write one month; the last days of the history keep something to deliver and to invoice."""
        drafts = self._drafts(span, customers)
        if not drafts:
            return []
        self._fill_store(span, drafts)
        orders = place_orders(self.staff.sales, company_id=self.company_id, orders=drafts)
        days = {
            order.pk: span.within(workday(order.order_date + DAY))
            for order in orders
            if order.order_date <= today - DAY * UNDELIVERED_DAYS
        }
        return self._deliver_and_invoice(days, orders, today)

    def credit(self, span: Span, invoices: Sequence[Invoice]) -> list[Invoice]:
        """Take something back of one or two invoices of the month."""
        dice = span.chance("credit")
        candidates = [invoice for invoice in invoices if not invoice.prices_include_tax]
        chosen = dice.sample(candidates, min(2, len(candidates)))
        return [
            credit_invoice(
                self.staff.accountant,
                credit=CreditDraft(
                    invoice.pk,
                    dice.choice([Invoice.Reason.RETURN, Invoice.Reason.GOODWILL]),
                    lines=[CreditLine(1, Decimal(1))],
                    note="One unit arrived damaged.",
                ),
                issue_date=span.end,
            )
            for invoice in chosen
        ]

    def _drafts(self, span: Span, customers: Iterable[Customer]) -> list[OrderDraft]:
        dice = span.chance("orders")
        drafts = [
            self._draft(span, customer, dice, number)
            for customer in customers
            for number in range(_orders_of(customer, dice))
        ]
        return sorted(
            (each for each in drafts if each.order_date <= span.end), key=lambda each: each.order_date
        )

    def _draft(self, span: Span, customer: Customer, dice: random.Random, number: int) -> OrderDraft:
        client = customer.client
        share = 28 // client.orders if client.orders else 28
        day = workday(span.start + DAY * (number * share % 28 + dice.randrange(share)))
        codes = dice.sample(GOODS, dice.randint(1, 2) if client.is_person else dice.randint(2, 4))
        lines = [
            OrderLineDraft(
                self.catalog.products[code].pk,
                Decimal(dice.randint(1, 2 if client.is_person else 8 * client.size)),
            )
            for code in codes
        ]
        if not client.is_person and dice.random() < 0.05:
            lines.append(OrderLineDraft(self.catalog.products["SV-0001"].pk, Decimal(2)))
        return OrderDraft(
            customer_account_id=customer.account.pk,
            key=f"demo-{span.start:%Y%m}-{customer.account.number}-{number}",
            order_date=day,
            lines=lines,
            customer_order_number=f"{dice.randint(1000, 9999)}" if client.size == 3 else "",
            freight=Decimal("4.90")
            if client.is_person
            else Decimal("12.50")
            if client.size == 1
            else Decimal(0),
            channel="WEB" if client.is_person else "OFFICE",
        )

    def _fill_store(self, span: Span, drafts: Iterable[OrderDraft]) -> None:
        """Put on the shelf what the roastery made for the month."""
        needed: dict[int, Decimal] = defaultdict(Decimal)
        for draft in drafts:
            for line in draft.lines:
                needed[line.product_id] += line.quantity
        counted = [
            Quantity(product.pk, needed[product.pk] + (LOW if code in LOW_CODES else LEFTOVER))
            for code, product in self.catalog.products.items()
            if code in GOODS
        ]
        counted += [
            Quantity(self.catalog.products[code].pk, amount) for code, amount in GREEN_ON_HAND.items()
        ]
        count_stock(
            self.staff.administrator,
            place_id=self.catalog.place.pk,
            count_date=span.start,
            counted=counted,
            key=f"demo-{span.start:%Y%m}",
        )

    def _deliver_and_invoice(
        self, days: dict[int, datetime.date], orders: Sequence[SalesOrder], today: datetime.date
    ) -> list[Invoice]:
        leaving = sorted(
            (order for order in orders if order.pk in days), key=lambda order: days[order.pk]
        )
        if not leaving:
            return []
        deliveries = deliver_orders(
            self.staff.sales,
            company_id=self.company_id,
            deliveries=[
                DeliveryDraft(order.pk, order.key, days[order.pk], carrier="Own van")
                for order in leaving
            ],
        )
        dated = {
            delivery.pk: delivery.delivery_date
            for delivery in deliveries
            if delivery.delivery_date <= today - DAY * UNINVOICED_DAYS
        }
        return invoice_deliveries(self.staff.sales, days=dated) if dated else []


def _orders_of(customer: Customer, dice: random.Random) -> int:
    if customer.client.orders:
        return customer.client.orders
    if customer.client.is_person:
        return 1 if dice.random() < 0.9 else 0
    return 2 if dice.random() < 0.25 * customer.client.size else 1
