"""The door of each portal: who is asking, for whom, and the transaction they ask in."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from erp.access.decisions import AccessDenied, require_anywhere
from erp.access.opening import opened
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.clock import date_in, now
from erp.errors import Refused
from erp.identity.models import User
from erp.organization.models import Company

type View = Callable[..., HttpResponseBase]
type Account = CustomerAccount | SupplierAccount

DOORS = ("staff", "customer", "supplier", "partner")
ACCOUNT_MODELS: dict[str, type[CustomerAccount] | type[SupplierAccount]] = {
    "customer": CustomerAccount,
    "supplier": SupplierAccount,
}


class OwnRequest(HttpRequest):
    """A request of somebody who is signed in, outside the doors."""

    user: User


class ScopedRequest(HttpRequest):
    """
    A request that passed a door: its user is signed in, its scope and place are known.

    `company` is whose house it is and `today` the day there. At the customer and supplier doors
    `account` is the account they act for; `companies` and `accounts` are what they may switch to.
    """

    user: User
    scope: Scope
    company: Company
    companies: tuple[Company, ...]
    account: Account
    accounts: tuple[Account, ...]
    today: datetime.date


def portal(name: str, permission: str = "") -> Callable[[View], View]:
    """
    Let only those reach a view who hold "portals.enter_<name>" and `permission`; others get 403.

    Both may be held anywhere: which rows one reaches and may act on, view and operation ask again.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: ScopedRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            enter(request, name)
            if permission:
                require_anywhere(request.scope, permission)
            with translation.override(request.user.language), timezone.override(_zone(request)):
                try:
                    return _rendered(view(request, *args, **kwargs))
                except Refused as refusal:
                    return _turned_away(request, refusal)

        return guarded

    return decorate


def enter(request: ScopedRequest, door: str) -> None:
    """
    Give the request its scope and its place at `door`.

    :raises AccessDenied: when the user may not enter there
    """
    request.scope = scope_of(request.user, door=door, on=date_in("UTC", now()))
    if f"portals.enter_{door}" not in request.scope.permissions:
        raise AccessDenied(_("No access is open to you at this door."))
    _place(request)
    request.today = request.company.date_at(now())


def choose(request: HttpRequest, door: str, key: str) -> None:
    """Remember which company or account (its public id) this session works for at `door`."""
    request.session[f"place:{door}"] = key


@contextmanager
def writing(scope: Scope) -> Iterator[None]:
    """Open the transaction of one operation; it commits at the end, before any page renders."""
    with opened(scope, read_only=False):
        yield


@contextmanager
def reading(scope: Scope) -> Iterator[None]:
    """Open a transaction for queries and rendering; PostgreSQL refuses every write in it."""
    with opened(scope, read_only=True):
        yield


@contextmanager
def handing_out(scope: Scope) -> Iterator[None]:
    """
    Open the transaction in which the house makes a document for a reader, and keeps it.

    Find the record in `reading` first: at a portal only that proves that it is the reader's.
    """
    with opened(scope, read_only=False, by_house=True):
        yield


def own_scope(request: OwnRequest) -> Scope:
    """Return the scope in which people change what is their own; it holds no grant."""
    return Scope(request.user, "account", ())


def doors_of(user: User) -> tuple[str, ...]:
    """Return the doors that are open to a user today."""
    held = scope_of(user, door="account", on=date_in("UTC", now())).permissions
    return tuple(door for door in DOORS if f"portals.enter_{door}" in held)


def _place(request: ScopedRequest) -> None:
    """Set whom the request acts for: the one chosen in this session, else the first."""
    scope = request.scope
    if scope.door in ACCOUNT_MODELS:
        request.accounts = _accounts(scope)
        request.account = _chosen(request, request.accounts)
        request.company = request.account.company
        request.companies = (request.company,)
        request.scope = replace(
            scope,
            house_ids=frozenset(account.company_id for account in request.accounts),
            account_ids=frozenset(account.party_account_id for account in request.accounts),
        )
    else:
        request.companies = _companies(scope)
        request.company = _chosen(request, request.companies)


def _accounts(scope: Scope) -> tuple[Account, ...]:
    entered = scope.ids("party", f"portals.enter_{scope.door}")
    rows = ACCOUNT_MODELS[scope.door].objects.visible_to(scope)
    found = rows.filter(party_id__in=entered, is_active=True).select_related("company", "party")
    return cast("tuple[Account, ...]", tuple(found.order_by("company__name", "number")))


def _companies(scope: Scope) -> tuple[Company, ...]:
    permission = f"portals.enter_{scope.door}"
    entered = Q(pk__in=scope.ids("company", permission)) | Q(
        branches__in=scope.ids("branch", permission)
    )
    return tuple(Company.objects.filter(entered).distinct().order_by("name"))


def _chosen[P: Company | Account](request: ScopedRequest, places: tuple[P, ...]) -> P:
    if not places:
        raise AccessDenied(_("Your access names no company or account that is open now."))
    key = request.session.get(f"place:{request.scope.door}")
    return next((place for place in places if str(place.public_id) == key), places[0])


def _zone(request: ScopedRequest) -> str:
    return request.user.time_zone or request.company.time_zone


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Refuse what would read after its scope has closed: late templates and streams."""
    if response.streaming or (isinstance(response, SimpleTemplateResponse) and not response.is_rendered):
        raise RuntimeError("a door answers with a page that is finished inside its scope")
    return response


def _turned_away(request: ScopedRequest, refusal: Refused) -> HttpResponse:
    """Say why, where the person came from; a view that can say it nearer to the form does so itself."""
    messages.error(request, str(refusal))
    origin = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(origin, hosts, require_https=request.is_secure())
    return redirect(origin if is_ours else f"/{request.scope.door}/")
