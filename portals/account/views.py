"""The pages of one's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from erp.administration.operations.profiles import change_profile
from erp.administration.operations.tokens import create_token, own_tokens, revoke_token
from erp.clock import now
from erp.errors import Refused
from portals.account.adapter import keep_language
from portals.account.forms import ProfileForm
from portals.components.records import PageHeader
from portals.gate import DOORS, OwnRequest, choose, own_scope


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: OwnRequest) -> HttpResponse:
    """Show one's own name and language, and change them."""
    current = {"name": request.user.name, "language": request.user.language}
    form = ProfileForm(request.POST or None, initial=current)
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


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: OwnRequest) -> HttpResponse:
    """Show the API tokens in force; make one, and show it this once."""
    scope, token = own_scope(request), ""
    if request.method == "POST":
        try:
            token = create_token(scope, now=now())[1]
        except Refused as refusal:
            messages.error(request, str(refusal))
    header = PageHeader(_("API tokens"))
    rows = list(own_tokens(scope, now=now()))
    return render(request, "account/tokens.html", {"header": header, "tokens": rows, "token": token})


@login_required
@require_POST
def token_revoke(request: OwnRequest, token_key: str) -> HttpResponse:
    """End one of one's own tokens."""
    revoke_token(own_scope(request), token_key=token_key)
    messages.success(request, _("The token no longer opens anything."))
    return redirect("account_tokens")
