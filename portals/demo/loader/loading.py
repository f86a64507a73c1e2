"""The whole load: who and what first, then month by month, then what lies on the desks today."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from accounting.payables.models import Bill, SupplierAccount
from accounting.receivables.models import Invoice
from erp.identity.models import User
from erp.notifications import outbox
from erp.organization.models import Company
from erp.parties.models import Party
from portals.demo.loader.calendar import Span, spans
from portals.demo.loader.catalog import Catalog, make_catalog
from portals.demo.loader.clientele import UFERBAR
from portals.demo.loader.companies import license_units, make_companies
from portals.demo.loader.customers import (
    Customer,
    Reception,
    take_up_customers,
    take_up_web_customers,
)
from portals.demo.loader.franchise import Units, receive_from_roaster, take_up_franchisor
from portals.demo.loader.outside import Outsider, ask_about_invoices, order_and_change
from portals.demo.loader.people import Admission, Staff, admit, admit_staff
from portals.demo.loader.present import Today, ask_for_approvals
from portals.demo.loader.receipts import Cashier
from portals.demo.loader.sales import SalesDesk
from portals.demo.loader.suppliers import PRADO, VENDORS, BillDesk, Vendor
from portals.demo.loader.tempers import Temper
from portals.demo.loader.vouchers import FRANCHISEE_COSTS, ROASTERY_COSTS, Bookkeeper


@dataclass
class World:
    """Everything the months of history need, made before the first of them."""

    roastery: Company
    franchisee: Company
    staff: Staff
    catalog: Catalog
    customers: list[Customer]
    web_customers: list[Customer]
    franchise_account_id: int
    cashier: Cashier
    desk: BillDesk
    suppliers: dict[Vendor, SupplierAccount]
    units: Units
    unit_cashier: Cashier
    unit_desk: BillDesk
    franchisor_account: SupplierAccount
    bookkeepers: list[Bookkeeper]
    people: dict[str, User] = field(default_factory=dict)
    of_customer: list[Invoice] = field(default_factory=list)
    of_second: list[Invoice] = field(default_factory=list)


@transaction.atomic
def load(*, now: datetime.datetime, months: int = 24) -> bool:
    """
    Make the demo company with `months` of history that end now; return False if a company is there.

    Nothing is mailed: what the history queues is on record as sent. One transaction: a load that is cut
    off leaves nothing behind and is simply started again.
    """
    if Company.objects.exists():
        return False
    today = Span(now.date(), now.date()).end
    history = spans(today, months)
    with outbox.history(_noon(history[0].start)):
        world = _begin(history[0].start, today)
    for number, span in enumerate(history):
        with outbox.history(_noon(span.end)):
            _live(world, span, number, today)
        if number in (0, 3):
            _analyze()
    with outbox.history(now):
        _arrive(world, now)
    _analyze()
    return True


def _begin(first_day: datetime.date, today: datetime.date) -> World:
    roastery, franchisee, setup = make_companies(first_day=first_day, today=today)
    staff = admit_staff(
        setup, roastery_id=roastery.pk, franchisee_id=franchisee.pk, since=first_day, today=today
    )
    catalog = make_catalog(setup, roastery, first_day=first_day, today=today)
    reception = Reception(setup, roastery, since=first_day, salesperson_id=staff.sales.actor.pk)
    customers = take_up_customers(reception, catalog.price_list_ids)
    web_customers = take_up_web_customers(reception, catalog.price_list_ids)
    franchise = reception.take_up(UFERBAR, catalog.price_list_ids["WHOLESALE"])
    desk, unit_desk = BillDesk(staff, roastery, first_day), BillDesk(staff, franchisee, first_day)
    suppliers = {vendor: desk.take_up(vendor) for vendor in VENDORS}
    franchisor_account = take_up_franchisor(unit_desk, first_day)
    license_units(franchisee, franchisor_account.party, first_day)
    cashier = Cashier(staff.accountant, today)
    cashier.tempers = {each.account.pk: each.temper for each in customers}
    cashier.by_card = {each.account.pk for each in web_customers}
    units = Units(staff, franchisee, first_day)
    unit_cashier = Cashier(staff.accountant, today)
    unit_cashier.tempers = {units.guests.pk: Temper.EARLY}
    unit_cashier.by_card = {units.guests.pk}
    world = World(
        roastery,
        franchisee,
        staff,
        catalog,
        [*customers, franchise],
        web_customers,
        franchise.account.pk,
        cashier,
        desk,
        suppliers,
        units,
        unit_cashier,
        unit_desk,
        franchisor_account,
        [
            Bookkeeper(staff.accountant, roastery, ROASTERY_COSTS),
            Bookkeeper(staff.accountant, franchisee, FRANCHISEE_COSTS),
        ],
    )
    _let_in_outsiders(world, first_day)
    return world


def _let_in_outsiders(world: World, since: datetime.date) -> None:
    for key, party in _parties(world).items():
        admission = Admission("party", (party.pk,), since)
        world.people[key] = admit(world.staff.setup, key, admission, company_id=world.roastery.pk)
    partner = Admission("company", (world.franchisee.pk,), since)
    world.people["franchisor"] = admit(
        world.staff.setup, "franchisor", partner, company_id=world.franchisee.pk
    )


def _parties(world: World) -> dict[str, Party]:
    return {
        "customer": world.customers[0].account.party,
        "customer2": world.customers[1].account.party,
        "supplier": world.suppliers[PRADO].party,
    }


def _live(world: World, span: Span, number: int, today: datetime.date) -> None:
    trade = SalesDesk(world.staff, world.catalog, world.roastery.pk)
    invoices = trade.trade(span, [*world.customers, *world.web_customers], today)
    world.cashier.expect(invoices, span)
    world.cashier.take_off(trade.credit(span, _wholesale(invoices, world.franchise_account_id)))
    world.cashier.receive(span.end)
    world.desk.month(span, world.suppliers, number)
    world.desk.pay(world.staff.accountant, span.end)
    closes = world.units.close(span, today)
    world.unit_cashier.expect(closes, span)
    world.unit_cashier.receive(span.end)
    bought = [each for each in invoices if each.customer_account_id == world.franchise_account_id]
    receive_from_roaster(world.unit_desk, world.franchisor_account, bought)
    world.unit_desk.pay(world.staff.accountant, span.end)
    for bookkeeper in world.bookkeepers:
        bookkeeper.month(span, today)
    first, second = (customer.account.pk for customer in world.customers[:2])
    world.of_customer += [each for each in invoices if each.customer_account_id == first]
    world.of_second += [each for each in invoices if each.customer_account_id == second]


def _wholesale(invoices: Sequence[Invoice], but: int) -> list[Invoice]:
    return [each for each in invoices if each.customer_account_id != but]


def _arrive(world: World, now: datetime.datetime) -> None:
    ask_for_approvals(world.roastery)
    today = Today(world.staff, world.catalog, world.customers, now)
    today.order()
    today.bill(world.desk, world.suppliers)
    today.buy(world.desk, world.suppliers)
    customer, second, supplier = (
        Outsider(key, world.people[key], party, world.roastery.pk, now)
        for key, party in _parties(world).items()
    )
    order_and_change(customer, second, world.catalog)
    ask_about_invoices(world.staff.credit, customer, world.of_customer[-3:])
    second.ask(world.of_second[-1], "Dürfen wir diese Rechnung in zwei Teilen zahlen?")
    newest = Bill.objects.filter(supplier_account=world.suppliers[PRADO]).latest("pk")
    supplier.ask(newest, "When will this one be paid?")
    today.remind(world.roastery)
    world.bookkeepers[0].accrue(today.today)
    for bookkeeper in world.bookkeepers:
        bookkeeper.close(today.today)


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def _analyze() -> None:
    """Let the planner see the first rows; without it each later month searches whole tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
