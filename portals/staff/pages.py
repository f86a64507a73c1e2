"""The one shape of an act at the staff door: a form, one operation, and what is said afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Concatenate
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from erp.access.scope import Scope
from erp.errors import Invalid, Refused
from portals.components.badges import Text
from portals.components.lists import ListSpec, render_list
from portals.components.records import PageHeader
from portals.gate import ScopedRequest, reading, writing


@dataclass(frozen=True, slots=True)
class FormPage:
    """
    What surrounds a form: its title, the word on its button, and the way back.

    `confirm` is asked before an act that cannot be undone.
    """

    header: PageHeader
    submit_label: Text
    back_url: str
    template: str = "shared/form_page.html"
    confirm: Text = ""


def list_page[M: Model](
    request: ScopedRequest, header: PageHeader, spec: ListSpec, rows: QuerySet[M]
) -> HttpResponse:
    """Answer a list's address; call it within a reading scope."""
    context = {"header": header}
    return render_list(request, spec, rows, template="shared/list_page.html", context=context)


def sent(request: ScopedRequest, form: forms.BaseForm) -> bool:
    """Say whether the form came back filled in and in order; ask within a reading scope."""
    return request.method == "POST" and form.is_valid()


def act[**P, R: Model | Sequence[Model]](
    request: ScopedRequest,
    form: forms.BaseForm,
    operation: Callable[Concatenate[Scope, P], R],
    *arguments: P.args,
    **values: P.kwargs,
) -> R | None:
    """
    Carry out one operation; a refusal stands on the form, in words, and None comes back.

    A form may say by `refused_at` beside which field a refusal of a code stands.
    """
    try:
        with writing(request.scope):
            return operation(request.scope, *arguments, **values)
    except Invalid as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem)
    except Refused as refusal:
        places: Mapping[str, str] = getattr(form, "refused_at", {})
        form.add_error(places.get(refusal.code), str(refusal))
    return None


def form_page(
    request: ScopedRequest, form: forms.BaseForm, page: FormPage, **context: object
) -> HttpResponse:
    """Show a form; one that came back with errors answers 422, so that nothing takes it for done."""
    status = 422 if form.is_bound and form.errors else 200
    shown = {
        "form": form,
        "header": page.header,
        "submit_label": page.submit_label,
        "cancel_url": page.back_url,
        "confirm": page.confirm,
        **context,
    }
    with reading(request.scope):
        return render(request, page.template, shown, status=status)


def done(request: ScopedRequest, said: str, url: str) -> HttpResponse:
    """Say what was done and go on to `url`, an address of this house."""
    messages.success(request, said)
    return redirect(urlsplit(url).path)
