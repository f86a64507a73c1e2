"""The floor under a list page: a plain Django view of the same rows, under the same server."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounting.receivables.models import Invoice


@login_required
def plain_list(request: HttpRequest) -> HttpResponse:
    """Answer fifty invoices in a plain table: no door, no scope, no frame."""
    rows = Invoice.objects.filter(company_id=request.GET["company"]).select_related("party")
    page = rows.order_by("-issue_date", "-pk")[:50]
    return render(request, "bench/floor.html", {"rows": page})
