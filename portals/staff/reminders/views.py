"""Reminders at the staff door: what was sent to whom."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.collections.models import Reminder
from accounting.collections.operations import run_reminders, set_dunning_levels
from portals.components.badges import status_badge
from portals.components.columns import Column
from portals.components.filters import DateRangeFilter
from portals.components.lists import ListSpec
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.reminders.forms import LevelsForm
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("invoice", gettext_lazy("Invoice"), source="invoice.number", is_strong=True),
        Column("party", gettext_lazy("Customer"), source="party.name", sort="party__sort_name"),
        Column("level", gettext_lazy("Level"), source="level.name", sort="level__sequence"),
        Column("decided_date", gettext_lazy("Sent"), "date", sort="decided_date"),
        Column("due_date", gettext_lazy("Was due"), "date", sort="due_date"),
        Column("open_amount", gettext_lazy("Open then"), "money", sort="open_amount"),
        Column(
            "state",
            gettext_lazy("Message"),
            "badge",
            source=lambda row: row.message and status_badge(row.message),
        ),
    ),
    default_sort="-decided_date",
    export_name=gettext_lazy("Reminders"),
    search_fields=("invoice__number", "party__name"),
    filters=(DateRangeFilter("sent", gettext_lazy("Sent"), "decided_date"),),
    row_url=lambda row: reverse("staff:invoice", args=[row.invoice.public_id]),
    empty_title=gettext_lazy("No reminders were sent."),
    empty_text=gettext_lazy("The daily run reminds of what is overdue, level by level."),
)


@portal("staff", "accounting.view_reminder")
@require_GET
def reminder_list(request: ScopedRequest) -> HttpResponse:
    """Show which reminders were sent."""
    acts = (
        Offer("accounting.change_dunninglevel", "reminder_levels", _("Levels"), "settings"),
        Offer("accounting.send_reminders", "reminder_run", _("Remind now"), "send", posts=True,
              confirm=_("Remind everybody who is overdue and was not reminded yet?")),
    )  # fmt: skip
    header = PageHeader(_("Reminders"), actions=offers(request, acts))
    with reading(request.scope):
        rows = visible(request, Reminder).select_related("invoice", "party", "level", "message")
        return list_page(request, header, SPEC, rows)


@portal("staff", "accounting.send_reminders")
@require_POST
def reminder_run(request: ScopedRequest) -> HttpResponse:
    """Remind of all that is due for it and was not reminded of yet."""
    with writing(request.scope):
        run = run_reminders(request.scope, company_id=request.company.pk, today=request.today)
    said = ngettext("%(count)s reminder was queued.", "%(count)s reminders were queued.", run.count)
    return done(request, said % {"count": run.count}, reverse("staff:reminder_list"))


@portal("staff", "accounting.change_dunninglevel")
@require_http_methods(["GET", "POST"])
def reminder_levels(request: ScopedRequest) -> HttpResponse:
    """Change after how many days who is reminded, and in which tone."""
    back = reverse("staff:reminder_list")
    with reading(request.scope):
        form = LevelsForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(request, form, set_dunning_levels, company_id=request.company.pk,
                        levels=form.levels()):  # fmt: skip
        return done(request, _("The levels were saved."), back)
    header = PageHeader(_("Levels of reminders"), crumbs=(Crumb(_("Reminders"), back),))
    return form_page(request, form, FormPage(header, _("Save"), back, "staff/documents/form.html"))
