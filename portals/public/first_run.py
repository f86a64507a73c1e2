"""The first page of an empty house: whoever holds the code printed at start sets the company up."""

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from erp.administration.operations.setup import set_up_company
from erp.clock import date_in, now
from erp.errors import Refused
from erp.organization.models import Company
from portals.public.forms import FirstRunForm

WRONG_CODES_MAX = 10
WRONG_CODES_SECONDS = 600


class WrongCode(Refused):
    """The code is not the one that was printed, or too many were tried."""

    code = "wrong_code"


def is_waiting() -> bool:
    """Say whether this installation has a code and no company yet."""
    return bool(settings.FIRST_RUN_CODE) and not Company.objects.exists()


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Ask for the first company and its administrator, and make them; there is no page once they are."""
    if not is_waiting():
        raise Http404
    january = date_in("UTC", now()).replace(month=1, day=1)
    form = FirstRunForm(request.POST or None, initial={"first_year_start": january})
    if request.method == "POST" and form.is_valid() and _set_up(form):
        messages.success(request, _("Your company is set up. Please sign in."))
        return redirect("account_login")
    return render(request, "public/first_run.html", {"form": form})


def _set_up(form: FirstRunForm) -> bool:
    """Carry the form out; what stands against it is told in the form."""
    first = form.first_run()
    try:
        _check_code(form.cleaned_data["code"])
        today = date_in(first.company.facts.time_zone, now())
        set_up_company(first=first, today=today)
    except Refused as refusal:
        form.add_error("code" if isinstance(refusal, WrongCode) else None, str(refusal))
        return False
    return True


def _check_code(given: str) -> None:
    """
    Let the printed code pass, and nobody guess it.

    :raises WrongCode: if it is another, or if too many others were tried within ten minutes
    """
    cache.add("first_run:wrong", 0, WRONG_CODES_SECONDS)
    if cache.get("first_run:wrong", 0) >= WRONG_CODES_MAX:
        raise WrongCode(_("Too many wrong codes were tried. Please wait ten minutes."))
    if not constant_time_compare(given.strip(), settings.FIRST_RUN_CODE):
        cache.incr("first_run:wrong")
        raise WrongCode(_("This is not the code that was printed at start."))
