"""The four figures and the one chart of the home page, by what the reader may see."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from babel.dates import format_skeleton
from django.db.models import Case, Count, F, QuerySet, Sum, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.receivables.models import Invoice, Payment
from crm.sales.models import SalesOrder
from erp.clock import add_months
from portals.components import formats
from portals.components.badges import Badge
from portals.components.charts import Chart, Series
from portals.components.figures import Figure
from portals.gate import ScopedRequest
from portals.staff.home import purchases
from portals.staff.home.receivables import owed_items
from portals.staff.products.lists import low_products
from portals.staff.rows import may_somewhere, visible

FIGURES_SHOWN = 4
MONTHS_SHOWN = 12

type Maker = Callable[[ScopedRequest], list[Figure]]


def figures(request: ScopedRequest) -> list[Figure]:
    """Return the first four figures that the reader may see."""
    found: list[Figure] = []
    for permission, make in MAKERS:
        if len(found) < FIGURES_SHOWN and may_somewhere(request, permission):
            found += make(request)
    return found[:FIGURES_SHOWN]


def receivables(request: ScopedRequest) -> list[Figure]:
    """Return what customers owe, and how much of it is overdue; one statement."""
    owed = owed_items(request)
    late = Case(When(due_date__lt=request.today, then="open_base_amount"))
    sums = owed.aggregate(open=Sum("open_base_amount"), late=Sum(late), count=Count("pk"))
    currency = request.company.base_currency
    open_amount, overdue = sums["open"] or Decimal(0), sums["late"] or Decimal(0)
    share = formats.percent(overdue * 100 / open_amount if open_amount else Decimal(0))
    return [
        Figure(
            _("Open receivables"),
            formats.money(open_amount, currency),
            _("%(count)s items") % {"count": formats.number(sums["count"])},
            f"{reverse('staff:invoice_list')}?state=open",
        ),
        Figure(
            _("Overdue"),
            formats.money(overdue, currency),
            _("%(share)s of what is open") % {"share": share},
            f"{reverse('staff:invoice_list')}?state=overdue",
            badge=Badge(_("Overdue"), "red") if overdue else None,
        ),
    ]


def sold_this_month(request: ScopedRequest) -> list[Figure]:
    """Return the net invoiced this month, against the same days of the month before."""
    first = request.today.replace(day=1)
    before = _net(request, add_months(first, -1), add_months(request.today, -1))
    currency = request.company.base_currency
    return [
        Figure(
            _("Invoiced this month"),
            formats.money(_net(request, first, request.today), currency),
            _("%(amount)s by this day last month") % {"amount": formats.money(before, currency)},
            reverse("staff:invoice_list"),
        )
    ]


def received_this_month(request: ScopedRequest) -> list[Figure]:
    """Return what customers paid this month."""
    first = request.today.replace(day=1)
    money = visible(request, Payment).filter(
        booked_date__gte=first, status=Payment.Status.POSTED, direction=Payment.Direction.RECEIPT
    )
    total = money.aggregate(total=Sum(F("amount") * F("exchange_rate")))["total"] or Decimal(0)
    shown = formats.money(total, request.company.base_currency)
    return [Figure(_("Received this month"), shown, url=reverse("staff:payment_list"))]


def open_orders(request: ScopedRequest) -> list[Figure]:
    """Return how many orders wait to be delivered."""
    orders = visible(request, SalesOrder).filter(status=SalesOrder.Status.CONFIRMED)
    late = Case(When(required_date__lt=request.today, then=1))
    sums = orders.aggregate(count=Count("pk"), late=Count(late))
    return [
        Figure(
            _("Orders to deliver"),
            formats.number(sums["count"]),
            _("%(count)s of them late") % {"count": formats.number(sums["late"])},
            f"{reverse('staff:order_list')}?status=CONFIRMED",
        )
    ]


def low_stock(request: ScopedRequest) -> list[Figure]:
    """Return how many goods fell to their reorder level."""
    low = low_products(request)
    url = f"{reverse('staff:product_list')}?low=yes"
    return [Figure(_("Goods to reorder"), formats.number(low.count()), url=url)]


def turnover_chart(request: ScopedRequest) -> Chart | None:
    """Return the net invoiced in each of the last twelve months, for those who may see invoices."""
    if not may_somewhere(request, "accounting.view_invoice"):
        return None
    months = [add_months(request.today.replace(day=1), back) for back in range(1 - MONTHS_SHOWN, 1)]
    issued = _issued(request, months[0], request.today)
    sums = issued.annotate(month=TruncMonth("issue_date")).values("month").annotate(total=_signed_sum())
    totals: dict[datetime.date, Decimal] = {row["month"]: row["total"] for row in sums}
    return Chart(
        "turnover",
        _("Invoiced by month"),
        tuple(format_skeleton("yMMM", month, locale=formats.reader_locale()) for month in months),
        (Series(_("Net"), tuple(totals.get(month, Decimal(0)) for month in months)),),
        currency=request.company.base_currency,
    )


def _issued(request: ScopedRequest, start: datetime.date, end: datetime.date) -> QuerySet[Invoice]:
    rows = visible(request, Invoice).filter(status=Invoice.Status.ISSUED)
    return rows.filter(issue_date__gte=start, issue_date__lte=end)


def _signed_sum() -> Sum:
    worth = F("net") * F("exchange_rate")
    return Sum(Case(When(type=Invoice.Type.CREDIT_NOTE, then=-worth), default=worth))


def _net(request: ScopedRequest, start: datetime.date, end: datetime.date) -> Decimal:
    total: Decimal | None = _issued(request, start, end).aggregate(total=_signed_sum())["total"]
    return total or Decimal(0)


# The first that fit are shown.
MAKERS: tuple[tuple[str, Maker], ...] = (
    ("accounting.view_openitem", receivables),
    ("accounting.pay_bill", purchases.payables),
    ("accounting.view_invoice", sold_this_month),
    ("crm.deliver_salesorder", open_orders),
    ("accounting.view_payment", received_this_month),
    ("crm.view_salesorder", open_orders),
    ("inventory.view_purchaseorder", purchases.on_the_way),
    ("inventory.view_stocklevel", low_stock),
    ("accounting.change_bill", purchases.without_bill),
    ("accounting.view_bill", purchases.bills_waiting),
)
