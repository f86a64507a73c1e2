"""Users at the staff door: who may sign in, and with which rights from when until when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from erp.access.decisions import require
from erp.access.operations import grant_role, revoke_grant
from erp.access.queries import grants_at, users_at
from erp.administration.operations.users import create_user, switch_user
from erp.clock import now
from erp.identity.models import User
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import one
from portals.staff.users.forms import EndForm, GrantForm, NewUserForm
from portals.staff.users.lists import user_list as listed
from portals.staff.users.lists import user_rows
from portals.staff.users.records import CHANGE, user_record


@portal("staff", "erp.change_user")
@require_GET
def user_list(request: ScopedRequest) -> HttpResponse:
    """Show who may sign in."""
    require(request.scope, CHANGE, request.company)
    header = PageHeader(
        _("Users"), actions=offers(request, [Offer(CHANGE, "user_new", _("New user"), "user-plus")])
    )
    with reading(request.scope):
        return list_page(request, header, listed(request), user_rows(request))


@portal("staff", "erp.change_user")
@require_GET
def user(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one user and their rights."""
    with reading(request.scope):
        return render(request, "staff/record.html", user_record(request, _user(request, public_id)))


@portal("staff", "erp.change_user")
@require_http_methods(["GET", "POST"])
def user_new(request: ScopedRequest) -> HttpResponse:
    """Let somebody sign in, with a first role from today on."""
    require(request.scope, CHANGE, request.company)
    back = reverse("staff:user_list")
    with reading(request.scope):
        form = NewUserForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and (new := act(request, form, create_user, company_id=request.company.pk,
                                facts=form.facts(), roles=form.roles(),
                                today=request.today)):  # fmt: skip
        said = _("%(name)s may sign in after choosing a password by “Forgot your password?”.")
        url = reverse("staff:user", args=[new.public_id])
        return done(request, said % {"name": new.name}, url)
    header = PageHeader(_("New user"), crumbs=(Crumb(_("Users"), back),))
    return form_page(request, form, FormPage(header, _("Add the user"), back))


@portal("staff", "erp.change_user")
@require_POST
def user_switch(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Lock somebody out at once, or let them in again."""
    with writing(request.scope):
        shown = _user(request, public_id)
        switched = switch_user(
            request.scope,
            company_id=request.company.pk,
            user_id=shown.pk,
            is_active=not shown.is_active,
        )
    said = _("%(name)s may sign in again.") if switched.is_active else _("%(name)s is locked out.")
    return done(request, said % {"name": switched}, reverse("staff:user", args=[public_id]))


@portal("staff", "erp.manage_access")
@require_http_methods(["GET", "POST"])
def grant_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give somebody a role somewhere, from a day on."""
    with reading(request.scope):
        shown = _user(request, public_id)
        form = GrantForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(request, form, grant_role, new=form.grant(shown), today=request.today):
        return done(request, _("The right was given."), _url(shown))
    return form_page(request, form, _page(_("Give a right"), shown))


@portal("staff", "erp.manage_access")
@require_http_methods(["GET", "POST"])
def grant_end(request: ScopedRequest, public_id: UUID, grant_id: UUID) -> HttpResponse:
    """Take a right back at once, with the reason; it stays on record."""
    with reading(request.scope):
        shown = _user(request, public_id)
        rights = grants_at(request.company).filter(user=shown, revoked_at=None)
        grant = get_object_or_404(rights.select_related("role"), public_id=grant_id)
    form = EndForm(request.POST or None)
    if sent(request, form) and act(
            request, form, revoke_grant, grant_id=grant.pk, now=now(), **form.cleaned_data):  # fmt: skip
        return done(request, _("The right was taken back."), _url(shown))
    page = _page(_("End %(right)s") % {"right": grant.role or grant.permission}, shown)
    return form_page(request, form, page)


def _user(request: ScopedRequest, public_id: UUID) -> User:
    require(request.scope, CHANGE, request.company)
    return one(users_at(request.company), public_id)


def _url(shown: User) -> str:
    return reverse("staff:user", args=[shown.public_id])


def _page(title: str, shown: User) -> FormPage:
    header = PageHeader(title, above=shown.email, crumbs=(Crumb(str(shown), _url(shown)),))
    return FormPage(header, title, _url(shown))
