"""The front door: it sends each person to theirs."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.gate import OwnRequest, doors_of
from portals.public.first_run import is_waiting


@dataclass(frozen=True, slots=True)
class Door:
    """One way in, with what is behind it."""

    url: str
    name: str
    text: str
    icon: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Open the first page while the house is empty; else show who is signed in their door."""
    if not request.user.is_authenticated and is_waiting():
        return redirect("first_run")
    return _own_doors(cast("OwnRequest", request))


@login_required
def _own_doors(request: OwnRequest) -> HttpResponse:
    """Go to the one door that is open, or show the choice when there are several or none."""
    opened = doors_of(request.user)
    if len(opened) == 1 and "choose" not in request.GET:
        return redirect(f"/{opened[0]}/")
    doors = [_door(name) for name in opened]
    return render(request, "public/doors.html", {"doors": doors})


def _door(name: str) -> Door:
    words = {
        "staff": (_("Staff"), _("The company's books, sales, stock and service."), "briefcase"),
        "customer": (_("Customer"), _("Your invoices, statement and orders."), "shopping-cart"),
        "supplier": (_("Supplier"), _("Your bills, payments and deliveries."), "truck-delivery"),
        "partner": (_("Partner"), _("Turnover of the units opened to you."), "chart-bar"),
    }[name]
    return Door(f"/{name}/", *words)
