"""Every component on one page, and a list over real rows; for tests only."""

import datetime
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import render
from django.urls import include, path

from erp.access.scope import Scope
from erp.identity.models import User
from erp.parties.models import Party
from portals.components.badges import TONES, Badge
from portals.components.charts import Chart, Series
from portals.components.columns import Column, Due
from portals.components.figures import Action, Figure, WorkItem, Worklist
from portals.components.filters import BooleanFilter, ChoiceFilter, DateRangeFilter
from portals.components.forms import DateInput, DecimalField, MoneyField, SearchSelect
from portals.components.lists import ListSpec, render_list
from portals.components.navigation import Entry, Section, declare
from portals.components.records import ChainLink, Crumb, Event, Fact, PageHeader

TODAY = datetime.date(2026, 3, 31)
SECTIONS = (
    Section(
        "",
        (
            Entry("Home", "gallery", "home", go_key="h"),
            Entry("List", "gallery_list", "users", go_key="l"),
        ),
    ),
    Section(
        "Selling", (Entry("Form", "gallery_form", "edit"), Entry("Empty", "gallery_empty", "inbox"))
    ),
)


def declare_gallery() -> None:
    """Lead to the gallery from every door, for as long as a test looks at it."""
    for door in ("staff", "customer"):
        declare(door, SECTIONS)


def euro(_party):
    return "EUR"


def due(party):
    return Due(TODAY + datetime.timedelta(days=party.pk % 40 - 20), is_open=party.pk % 3 > 0)


SPEC = ListSpec(
    columns=(
        Column("number", "Number", source=lambda party: f"INV-2026-{party.pk:05}", sort="pk"),
        Column("name", "Customer", sort="sort_name"),
        Column("created_at", "Created", kind="date", sort="created_at", on_phone=False),
        Column("due", "Due", kind="due", source=due),
        Column("legal_kind", "Status", kind="badge", sort="legal_kind"),
        Column(
            "open",
            "Open",
            kind="money",
            source=lambda party: Decimal(party.pk) * 7,
            currency=euro,
            is_strong=True,
        ),
        Column(
            "total",
            "Total",
            kind="money",
            source=lambda party: Decimal(party.pk) * 11,
            currency=euro,
            on_phone=False,
        ),
    ),
    default_sort="name",
    export_name="Customers",
    search_fields=("name", "email"),
    filters=(
        ChoiceFilter("legal_kind", "Kind", Party.LegalKind.choices),
        BooleanFilter("active", "Active", Q(is_active=True)),
        DateRangeFilter("created", "Created", field="created_at__date"),
    ),
    row_url=lambda party: f"/gallery/?party={party.pk}",
    empty_title="No customers yet.",
    empty_text="The first one comes with the first order.",
    empty_action=Action("New customer", "/gallery/form/", icon="plus", is_primary=True),
)


class GalleryForm(forms.Form):
    name = forms.CharField(label="Name")
    amount = MoneyField(label="Amount (EUR)", currency="EUR")
    quantity = DecimalField(label="Quantity", initial=Decimal("1.5"), required=False)
    day = forms.DateField(label="Day", widget=DateInput())
    unit = forms.ChoiceField(
        label="Unit", widget=SearchSelect(), choices=[(str(n), f"Unit {n}") for n in range(40)]
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="I agree")


def placed(request, door="staff"):
    user = User(email="nadia@example.com", name="Nadia Rossi")
    request.user, request.scope, request.today = user, Scope(user, door, ()), TODAY
    frame = "shared/portal.html" if door == "customer" else "shared/shell.html"
    return {"frame_template": frame}


def gallery(request, door="staff"):
    if "say" in request.GET:
        messages.success(request, "Invoice INV-2026-00042 was issued.")
        messages.error(request, "The period is closed.")
    at = datetime.datetime(2026, 3, 30, 14, 5, tzinfo=datetime.UTC)
    worklist = Worklist(
        "What needs you now",
        "Nothing waits for you.",
        (
            WorkItem(
                "INV-2026-00012 is 14 days overdue",
                "Caf\u00e9 Lumi\u00e8re, second reminder sent",
                "/gallery/",
                "clock",
                "red",
                "\u20ac1,240.00",
                Action("Call", "/gallery/"),
            ),
            WorkItem(
                "Order 4711 waits for approval",
                "Above the limit",
                "/gallery/",
                "gavel",
                "yellow",
                action=Action("Approve", "/gallery/", posts=True, confirm="Sure?"),
            ),
        ),
    )
    context = {
        "header": PageHeader(
            "Invoice INV-2026-00042",
            above="Accounting",
            below="Caf\u00e9 Lumi\u00e8re SARL",
            badges=(Badge("Overdue", "red"),),
            crumbs=(Crumb("Invoices", "/gallery/list/"),),
            actions=(
                Action("Print", "/gallery/", icon="printer"),
                Action("Record payment", "/gallery/", icon="cash", is_primary=True),
            ),
        ),
        "figures": (
            Figure(
                "Open receivables",
                "\u20ac482,930.00",
                "1,284 invoices",
                "/gallery/",
                Badge("+3.1%", "blue"),
            ),
            Figure("Overdue", "\u20ac96,204.12", "212 invoices", badge=Badge("+0.8%", "red")),
            Figure("Days sales outstanding", "38.4", "target 35"),
            Figure("Collected this month", "\u20ac311,077.90", "until today"),
        ),
        "worklist": worklist,
        "empty": Worklist("Approvals", "Nothing waits for your approval."),
        "chart": Chart(
            "aging",
            "Receivables by age",
            ("Not due", "1\u201330", "31\u201360", "61\u201390", "over 90"),
            (
                Series("Domestic", tuple(map(Decimal, (210000, 64000, 21000, 7000, 4000)))),
                Series("Export", tuple(map(Decimal, (133000, 27000, 7000, 4000, 1000)))),
            ),
            currency="EUR",
            stacked=True,
        ),
        "facts": (
            Fact("Customer", "Caf\u00e9 Lumi\u00e8re SARL", "/gallery/"),
            Fact("Their order", "PO-88213"),
            Fact("Issued", "3 Mar 2026"),
            Fact("Address", "12 rue de la Paix\n75002 Paris"),
            Fact("Nothing", ""),
        ),
        "chain": (
            ChainLink("Order", "SO-2026-00017", "/gallery/", Badge("Delivered", "green")),
            ChainLink("Delivery", "DN-2026-00017", "/gallery/"),
            ChainLink("Invoice", "INV-2026-00042", badge=Badge("Overdue", "red"), is_current=True),
        ),
        "timeline": (
            Event(
                at,
                "Second reminder sent",
                "by e-mail to ap@lumiere.example",
                "System",
                icon="mail",
                tone="yellow",
            ),
            Event(at, "Invoice issued", actor="Nadia Rossi", icon="file-invoice", tone="blue"),
        ),
        "tones": [Badge(tone.title(), tone) for tone in TONES],
    }
    return render(request, "gallery/gallery.html", {**placed(request, door), **context})


def portal(request):
    return gallery(request, "customer")


def rows(request):
    return render_list(
        request,
        SPEC,
        Party.objects.filter(pk__gt=0),
        template="shared/list_page.html",
        context={**placed(request), "header": PageHeader("Customers")},
    )


def portal_rows(request):
    return render_list(
        request,
        SPEC,
        Party.objects.filter(pk__gt=0),
        template="shared/list_page.html",
        context={**placed(request, "customer"), "header": PageHeader("Your invoices")},
    )


def nothing(request):
    return render_list(
        request,
        SPEC,
        Party.objects.none(),
        template="shared/list_page.html",
        context={**placed(request), "header": PageHeader("Customers")},
    )


def form(request):
    filled = GalleryForm(request.POST or None)
    filled.is_valid()
    context = {
        "form": filled,
        "submit_label": "Save",
        "cancel_url": "/gallery/",
        "header": PageHeader("New customer"),
    }
    return render(request, "shared/form_page.html", {**placed(request), **context})


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/portal/", portal, name="gallery_portal"),
    path("gallery/portal/list/", portal_rows),
    path("gallery/list/", rows, name="gallery_list"),
    path("gallery/form/", form, name="gallery_form"),
    path("gallery/empty/", nothing, name="gallery_empty"),
    path("demo/", include("portals.demo.urls")),
    path("", include("erp.urls")),
]
