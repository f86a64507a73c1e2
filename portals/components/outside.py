"""What the doors of customers and suppliers share: own rows, forms that are handed in, inquiries."""

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.service.models import Inquiry
from erp.access.decisions import ScopedQuerySet
from erp.errors import Refused
from portals.components.badges import Text, status_badge
from portals.components.columns import Column
from portals.components.figures import Action
from portals.components.lists import ListSpec, render_list
from portals.components.records import Crumb, Event, PageHeader
from portals.components.submitted import KeyedForm, hand_in, own_submissions
from portals.gate import ScopedRequest, reading, writing

FORM_METHODS = ["GET", "POST"]
FORM = "shared/outside/form.html"

type Results = Mapping[str, tuple[type[Model], str]]


class WordsForm(KeyedForm):
    """A question or a reply."""

    text = forms.CharField(
        label=gettext_lazy("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def payload(self, **about: UUID) -> dict[str, str]:
        """Return the words with the public ids of what they are about."""
        return {"text": self.cleaned_data["text"]} | {name: str(pk) for name, pk in about.items()}


def own[M: Model](request: ScopedRequest, model: type[M]) -> QuerySet[M]:
    """Return the rows of `model` between the chosen account and its company that the reader may see."""
    account = request.account
    visible = cast("ScopedQuerySet[M]", model._default_manager).visible_to(request.scope)
    return visible.filter(company_id=account.company_id, party_id=account.party_id)


def one[M: Model](rows: QuerySet[M], public_id: UUID) -> M:
    """
    Return the row of an address.

    :raises Http404: if there is none; a foreign one looks the same
    """
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def handed_in(
    request: ScopedRequest, form: KeyedForm, kind: str, payload: Callable[[], Mapping[str, Any]]
) -> HttpResponse | None:
    """Hand in a form that came back in order; a refusal stands on it, in words, and None comes back."""
    if request.method != "POST" or not form.is_valid():
        return None
    key = form.cleaned_data["key"]
    try:
        with writing(request.scope):
            asked = hand_in(
                request.scope, account=request.account, kind=kind, key=key, payload=payload()
            )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect(f"{request.scope.door}:submission", asked.public_id)


def form_page(
    request: ScopedRequest, form: KeyedForm, header: PageHeader, template: str = FORM
) -> HttpResponse:
    """Show a form; one that came back with errors answers 422, so that nothing takes it for done."""
    status = 422 if form.is_bound and form.errors else 200
    with reading(request.scope):
        return render(request, template, {"form": form, "header": header}, status=status)


def list_page[M: Model](
    request: ScopedRequest, title: Text, spec: ListSpec, rows: QuerySet[M], *actions: Action
) -> HttpResponse:
    """Answer a list's address in the frame of an outside door; call it within a reading scope."""
    context: dict[str, object] = {
        "header": PageHeader(title, actions=actions),
        "frame_template": "shared/portal.html",
    }
    return render_list(request, spec, rows, template="shared/list_page.html", context=context)


def words_page(
    request: ScopedRequest, header: PageHeader, kind: str, about: Mapping[str, UUID]
) -> HttpResponse:
    """Ask for words about a record and hand them in as a submission of `kind`."""
    form = WordsForm(request.POST or None)
    answer = handed_in(request, form, kind, lambda: form.payload(**about))
    return answer or form_page(request, form, header)


def reply_page(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Say more in one's own inquiry."""
    with reading(request.scope):
        about = one(own(request, Inquiry), public_id)
    back = reverse(f"{request.scope.door}:inquiry", args=[public_id])
    header = PageHeader(_("Reply"), above=about.label, crumbs=(Crumb(about.label, back),))
    return words_page(request, header, "inquiry_reply", {"inquiry": public_id})


def inquiry_list(door: str, empty_text: Text) -> ListSpec:
    """Return the shape of the list of questions at a door."""
    return ListSpec(
        columns=(
            Column("label", gettext_lazy("About"), is_strong=True),
            Column("created_at", gettext_lazy("Asked"), "date", sort="created_at"),
            Column("status", gettext_lazy("Status"), "badge"),
        ),
        default_sort="-created_at",
        export_name=gettext_lazy("Questions"),
        search_fields=("label",),
        row_url=lambda row: reverse(f"{door}:inquiry", args=[row.public_id]),
        empty_title=gettext_lazy("No questions yet."),
        empty_text=empty_text,
    )


def result_url(request: ScopedRequest, public_id: UUID, results: Results) -> str:
    """Return the page of what a submission made; empty when there is none."""
    found = own_submissions(request.scope, request.account).filter(public_id=public_id).first()
    return _page_of(request, found.result if found else "", results)


def inquiry_record(request: ScopedRequest, inquiry: Inquiry, documents: Results) -> dict[str, object]:
    """Return the words said so far, oldest first; a closed inquiry takes no more."""
    door = request.scope.door
    url = reverse(f"{door}:inquiry_reply", args=[inquiry.public_id])
    reply = Action(_("Reply"), url, "message-circle", is_primary=True)
    events = [
        Event(
            message.created_at,
            message.author_name,
            text=message.text,
            actor=request.company.name if message.is_from_company else "",
            icon="message-circle",
            tone="blue" if message.is_from_company else "gray",
        )
        for message in inquiry.messages.order_by("pk")
    ]
    is_open = inquiry.status != Inquiry.Status.CLOSED
    about = _page_of(request, inquiry.subject, documents)
    document = (Action(_("Open the document"), about, "file-invoice"),) if about else ()
    return {
        "header": PageHeader(
            inquiry.label,
            above=_("Question"),
            badges=(status_badge(inquiry),),
            crumbs=(Crumb(_("Questions"), reverse(f"{door}:inquiry_list")),),
            actions=(*document, reply) if is_open else document,
        ),
        "timeline": events,
    }


def asked_event(request: ScopedRequest, inquiry: Inquiry) -> Event:
    """Return one question as it stands on the page of its document."""
    return Event(
        inquiry.created_at,
        _("You asked"),
        text=inquiry.get_status_display(),
        url=reverse(f"{request.scope.door}:inquiry", args=[inquiry.public_id]),
        icon="message-circle",
    )


def _page_of(request: ScopedRequest, record: str, pages: Results) -> str:
    """Return the page of a record ("invoice:42") of the account; empty when it has none."""
    model_name, _colon, pk = record.partition(":")
    if model_name not in pages:
        return ""
    model, url_name = pages[model_name]
    found = own(request, model).filter(pk=int(pk)).values_list("public_id", flat=True).first()
    return reverse(url_name, args=[found]) if found else ""
