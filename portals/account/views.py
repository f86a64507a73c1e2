"""The pages of one's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from erp.administration.profiles import change_profile
from portals.account.adapter import keep_language
from portals.account.forms import ProfileForm
from portals.components.records import PageHeader
from portals.gate import DOORS, OwnRequest, choose, own_scope


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: OwnRequest) -> HttpResponse:
    """Show one's own name and language, and change them."""
    now = {"name": request.user.name, "language": request.user.language}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        user = change_profile(own_scope(request), **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your profile was saved."))
        return keep_language(redirect("account_profile"), user.language)
    header = PageHeader(_("Profile and language"))
    return render(request, "account/profile.html", {"form": form, "header": header})


@login_required
@require_POST
def switch(request: HttpRequest, door: str) -> HttpResponse:
    """Work for another company or account from now on; the gate checks that it is open to the user."""
    if door not in DOORS:
        raise Http404
    choose(request, door, request.POST.get("chosen", ""))
    return redirect(f"/{door}/")
