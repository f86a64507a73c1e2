"""What an outsider handed in: the form's key, handing in, and the page that follows up by itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from crm.service.models import Inquiry
from erp.access.scope import Scope
from erp.audit.operations import subject_key
from erp.submissions.models import Submission
from erp.submissions.operations import NewSubmission, submit
from portals.components.badges import status_badge
from portals.components.records import PageHeader

type Account = CustomerAccount | SupplierAccount


class KeyedForm(forms.Form):
    """A form that carries the key of its submission, so that sending it twice asks once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, given: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        """Choose a key when the form is shown; it comes back with the answer."""
        super().__init__(given, initial={"key": uuid4(), **(initial or {})})


def hand_in(
    scope: Scope, *, account: Account, kind: str, key: UUID, payload: Mapping[str, Any]
) -> Submission:
    """
    Put an act of the account on record for a worker.

    :raises Refused: if the payload does not fit, or the key was used for another act
    """
    new = NewSubmission(
        kind=kind,
        key=str(key),
        payload=dict(payload),
        company_id=account.company_id,
        party_id=account.party_id,
        branch_id=account.branch_id,
    )
    return submit(scope, new=new)


def submission_page(
    request: HttpRequest, scope: Scope, account: Account, public_id: UUID, *, result_url: str = ""
) -> HttpResponse:
    """
    Show what became of an act; while it is with a worker the page asks again by itself.

    :raises Http404: if the account handed in no such thing
    """
    shown = own_submissions(scope, account).filter(public_id=public_id).first()
    if shown is None:
        raise Http404
    waits = shown.status == Submission.Status.RECEIVED
    context = {
        "header": PageHeader(_("What you asked for"), badges=(status_badge(shown),)),
        "submission": shown,
        "follows_up": waits,
        "result_url": result_url if shown.status != Submission.Status.REFUSED else "",
    }
    return render(request, "shared/submission.html", context)


def own_submissions(scope: Scope, account: Account) -> QuerySet[Submission]:
    """Return what was handed in for the account, newest first."""
    rows = Submission.objects.visible_to(scope)
    return rows.filter(company_id=account.company_id, party_id=account.party_id).order_by("-pk")


def inquiries_about(scope: Scope, account: Account, record: Model) -> QuerySet[Inquiry]:
    """Return what the account asked about one of its documents, newest first."""
    rows = Inquiry.objects.visible_to(scope).filter(subject=subject_key(record))
    return rows.filter(company_id=account.company_id, party_id=account.party_id).order_by("-pk")
