"""What lies on the desks today: orders in every state, bills to approve, reminders, questions."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from accounting.collections.operations import run_reminders
from accounting.payables.models import SupplierAccount
from accounting.receivables.models import Invoice
from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft, OrderDraft, OrderLineDraft
from crm.sales.models import SalesOrder
from crm.sales.operations.deciding import cancel_order
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from crm.service.operations import Question, answer_inquiry, close_inquiry, open_inquiry
from erp.access.models import Role
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRule
from erp.identity.models import User
from erp.organization.models import Company
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
        self._order(sales, 5, "waits", ("HB-1000", 90), ("ES-1000", 60))
        self._order(self.staff.frontoffice, 10, "draft", ("HB-1000", 6), ("CU-0200", 10))
        canceled = self._order(sales, 12, "canceled", ("GT-1000", 4))
        cancel_order(sales, order_id=canceled.pk)
        part = self._order(sales, 0, "part", ("HB-1000", 12), ("ES-1000", 10))
        line = part.lines.order_by("line_no")[0]
        leaving = [DeliveryLineDraft(line.pk, Decimal(5))]
        deliver_order(sales, delivery=DeliveryDraft(part.pk, "demo-part", self.today, lines=leaving))

    def bill(self, desk: BillDesk, accounts: dict[Vendor, SupplierAccount]) -> None:
        """Take in bills that nobody has approved yet, one of them large."""
        for days, vendor, net in (
            (3, PRADO, "6840"),
            (2, VENDORS[2], "1180"),
            (1, VENDORS[4], "812.40"),
        ):
            desk.bill(vendor, accounts[vendor], self.today - DAY * days, Decimal(net))

    def ask(self, customer: User, invoices: Sequence[Invoice]) -> None:
        """Ask about invoices of one customer: one question open, one answered, one closed."""
        scope = scope_of(customer, door="customer", on=self.today)
        talks = (
            ("Two bags of the Harbor Blend were torn. Can you credit them?", ""),
            (
                "Could you send us a statement for the tax office?",
                "Of course: you find it under Account.",
            ),
            ("Is the freight right on this one?", "Yes, below three cartons freight is charged."),
        )
        for number, ((question, answer), invoice) in enumerate(zip(talks, invoices, strict=False)):
            asked = Question(invoice, question, f"demo-{number}")
            inquiry = open_inquiry(scope, question=asked, now=self.now)
            if answer:
                answer_inquiry(self.staff.credit, inquiry_id=inquiry.pk, text=answer, now=self.now)
        if len(invoices) >= len(talks):
            close_inquiry(self.staff.credit, inquiry_id=inquiry.pk)

    def remind(self, company: Company) -> None:
        """Send the reminders that are due: as of two weeks ago, and as of today."""
        for day in (self.today - DAY * 14, self.today):
            run_reminders(self.staff.credit, company_id=company.pk, today=day)

    def _order(self, scope: Scope, customer: int, key: str, *rows: tuple[str, int]) -> SalesOrder:
        lines = [OrderLineDraft(self.catalog.products[code].pk, Decimal(count)) for code, count in rows]
        return place_order(
            scope,
            order=OrderDraft(
                customer_account_id=self.customers[customer].account.pk,
                key=f"demo-{key}",
                order_date=self.today,
                lines=lines,
                customer_order_number="4711",
            ),
        )
