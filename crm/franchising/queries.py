"""What the units turned over, for those who are granted a look at it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, DecimalField, F, Q, Sum, When
from django.db.models.functions import Coalesce, TruncMonth

from accounting.receivables.models import Invoice, InvoiceLine
from erp.access.scope import Scope
from erp.money import Money
from erp.organization.models import Branch

PERMISSION = "crm.view_turnover"


@dataclass(frozen=True, slots=True)
class TurnoverRow:
    """
    Net sales of a branch in a month and category, in the company's currency, credit notes taken off.

    Sales are the lines of issued documents by their business date, or else the document's; tax,
    freight and advances are left out.
    """

    branch_id: int
    branch: str
    month: datetime.date
    category: str
    currency: str
    net: Decimal


def turnover_branches(scope: Scope) -> list[Branch]:
    """Return the branches whose turnover the scope may see, by company and name."""
    granted = Q(pk__in=scope.ids("branch", PERMISSION)) | Q(
        company_id__in=scope.ids("company", PERMISSION)
    )
    return list(
        Branch.objects.filter(granted).select_related("company").order_by("company__name", "name")
    )


def turnover(
    scope: Scope, *, start_date: datetime.date, end_date: datetime.date, branch_ids: Sequence[int] = ()
) -> list[TurnoverRow]:
    """
    Return net sales by branch, month and category between two days, both inclusive; one statement.

    `branch_ids` narrows it; branches that the scope may not see stay out whatever is asked.
    """
    granted = Q(branch_id__in=scope.ids("branch", PERMISSION)) | Q(
        company_id__in=scope.ids("company", PERMISSION)
    )
    lines = InvoiceLine.objects.annotate(day=Coalesce("business_date", "invoice__issue_date")).filter(
        granted,
        invoice__status=Invoice.Status.ISSUED,
        invoice__type__in=[Invoice.Type.INVOICE, Invoice.Type.CREDIT_NOTE],
        day__range=(start_date, end_date),
    )
    if branch_ids:
        lines = lines.filter(branch_id__in=branch_ids)
    amount = F("net") * F("invoice__exchange_rate")
    signed = Case(
        When(invoice__type=Invoice.Type.CREDIT_NOTE, then=-amount),
        default=amount,
        output_field=DecimalField(max_digits=24, decimal_places=12),
    )
    rows = (
        lines.values(
            "branch_id",
            "category",
            month=TruncMonth("day"),
            branch_name=F("branch__name"),
            base_currency=F("company__base_currency"),
        )
        .annotate(total=Sum(signed))
        .order_by("branch_name", "branch_id", "month", "category")
    )
    return [
        TurnoverRow(
            row["branch_id"],
            row["branch_name"],
            row["month"],
            row["category"],
            row["base_currency"],
            Money(row["total"], row["base_currency"]).amount,
        )
        for row in rows
    ]
