"""What lies on the desks today: orders in every state, bills to approve, reminders, questions."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from accounting.collections.operations import run_reminders
from accounting.payables.models import SupplierAccount
from accounting.payables.operations.approving import approve_bill
from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft, OrderDraft, OrderLineDraft
from crm.sales.models import SalesOrder
from crm.sales.operations.deciding import cancel_order
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from erp.access.models import Role
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRule
from erp.organization.models import Company
from inventory.purchasing.models import PurchaseOrder
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft, place_purchase_order
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from portals.demo.loader.calendar import DAY
from portals.demo.loader.catalog import Catalog
from portals.demo.loader.customers import Customer
from portals.demo.loader.people import Staff
from portals.demo.loader.suppliers import PRADO, VENDORS, BillDesk, Vendor


def ask_for_approvals(company: Company) -> None:
    """From now on large orders wait for the accountant, large bills for the administrator."""
    roles = {role.code: role for role in Role.objects.filter(code__in=["accountant", "administrator"])}
    ApprovalRule.objects.bulk_create(
        [
            ApprovalRule(
                company=company, kind="sales_order", amount_min=Decimal(2500), role=roles["accountant"]
            ),
            ApprovalRule(
                company=company, kind="bill", amount_min=Decimal(5000), role=roles["administrator"]
            ),
        ]
    )


class Today:
    """Writes what is still going on today."""

    def __init__(
        self, staff: Staff, catalog: Catalog, customers: Sequence[Customer], now: datetime.datetime
    ) -> None:
        self.staff, self.catalog, self.customers, self.now = staff, catalog, customers, now
        self.today = customers[0].account.company.date_at(now)

    def order(self) -> None:
        """Place an order that waits, a draft, one that is canceled and one delivered in part."""
        sales = self.staff.sales
        self._order(sales, 5, "8457", ("HB-1000", 90), ("ES-1000", 60))
        self._order(self.staff.frontoffice, 10, "", ("HB-1000", 6), ("CU-0200", 10))
        canceled = self._order(sales, 12, "", ("GT-1000", 4))
        cancel_order(sales, order_id=canceled.pk)
        part = self._order(sales, 0, "4468", ("HB-1000", 12), ("ES-1000", 10))
        line = part.lines.order_by("line_no")[0]
        leaving = [DeliveryLineDraft(line.pk, Decimal(5))]
        deliver_order(sales, delivery=DeliveryDraft(part.pk, "demo-part", self.today, lines=leaving))

    def bill(self, desk: BillDesk, accounts: dict[Vendor, SupplierAccount]) -> None:
        """Take in bills that nobody has approved yet; the large one waits for a second person."""
        for days, vendor, net in (
            (3, PRADO, "6840"),
            (2, VENDORS[2], "1180"),
            (1, VENDORS[4], "812.40"),
        ):
            bill = desk.bill(vendor, accounts[vendor], self.today - DAY * days, Decimal(net))
            if vendor is PRADO:
                approve_bill(self.staff.accountant, bill_id=bill.pk, posting_date=self.today)

    def buy(self, desk: BillDesk, accounts: dict[Vendor, SupplierAccount]) -> None:
        """Order green coffee: some has arrived and is still to be billed, the rest is on its way."""
        first = self._buy(desk, accounts[PRADO], ("GR-BR", 900, "5.80"), expected_in=12)
        self._buy(desk, accounts[VENDORS[1]], ("GR-ET", 480, "8.10"), expected_in=26)
        line = first.lines.get()
        arrival = Arrival(line.pk, Decimal(400), self.catalog.place.pk)
        receive_goods(
            self.staff.administrator,
            receipt=ReceiptDraft(
                first.pk, "demo-arrival", self.today - DAY * 4, [arrival], delivery_note="FP 2214"
            ),
        )

    def remind(self, company: Company) -> None:
        """Send the reminders that are due: as of two weeks ago, and as of today."""
        for day in (self.today - DAY * 14, self.today):
            run_reminders(self.staff.credit, company_id=company.pk, today=day)

    def _order(self, scope: Scope, customer: int, number: str, *rows: tuple[str, int]) -> SalesOrder:
        lines = [OrderLineDraft(self.catalog.products[code].pk, Decimal(count)) for code, count in rows]
        return place_order(
            scope,
            order=OrderDraft(
                customer_account_id=self.customers[customer].account.pk,
                key=f"demo-today-{customer}",
                order_date=self.today,
                lines=lines,
                customer_order_number=number,
            ),
        )

    def _buy(
        self, desk: BillDesk, account: SupplierAccount, row: tuple[str, int, str], *, expected_in: int
    ) -> PurchaseOrder:
        code, quantity, price = row
        line = PurchaseLine(self.catalog.products[code].pk, Decimal(quantity), Decimal(price))
        return place_purchase_order(
            self.staff.administrator,
            order=PurchaseOrderDraft(
                account.pk,
                desk.branch.pk,
                f"demo-{code}",
                self.today - DAY * 20,
                [line],
                expected_date=self.today + DAY * expected_in,
            ),
        )
