"""The front door: it sends each person to theirs."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.gate import OwnRequest, doors_of


@dataclass(frozen=True, slots=True)
class Door:
    """One way in, with what is behind it."""

    url: str
    name: str
    text: str
    icon: str


@login_required
@require_safe
def home(request: OwnRequest) -> HttpResponse:
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
