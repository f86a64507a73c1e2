"""A user as their page shows them: facts, and their rights with dates and reasons."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.access.models import Grant
from erp.access.queries import grants_at
from erp.audit.operations import subject_key
from erp.identity.models import User
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import may
from portals.staff.timeline import timeline_about
from portals.staff.users.lists import last_seen, user_badge

CHANGE, MANAGE = "erp.change_user", "erp.manage_access"


def user_record(request: ScopedRequest, user: User) -> dict[str, object]:
    """Return what the page of one user is made of; rights given by other groups are not shown."""
    grants = grants_at(request.company).filter(user=user)
    known = grants.select_related(
        "role", "company", "branch", "party", "granted_by", "revoked_by"
    ).order_by("-start_date", "-pk")
    in_force = set(grants.in_force(request.today).values_list("pk", flat=True))
    held = [grant for grant in known if grant.pk in in_force]
    others = [grant for grant in known if grant.pk not in in_force]
    return {
        "header": PageHeader(
            str(user),
            above=_("User"),
            below=user.email,
            badges=(user_badge(user),),
            crumbs=(Crumb(_("Users"), reverse("staff:user_list")),),
            actions=_actions(request, user),
        ),
        "facts": [
            Fact(_("E-mail"), user.email),
            Fact(_("Language"), dict(settings.LANGUAGES).get(user.language, user.language)),
            Fact(_("Time zone"), user.time_zone),
            Fact(_("Last sign-in"), last_seen(user) or _("never")),
            Fact(_("Since"), formats.day(user.joined_at)),
        ],
        "tables": [_held(request, user, held), *([_others(request, others)] if others else [])],
        "timeline": timeline_about(request, subject_key(user)),
    }


def _actions(request: ScopedRequest, user: User) -> tuple[Action, ...]:
    lock, let_in = _("Lock this user out at once?"), _("Let this user in again?")
    switch = Offer(
        CHANGE,
        "user_switch",
        _("Lock out") if user.is_active else _("Let in"),
        "lock",
        posts=True,
        confirm=lock if user.is_active else let_in,
        key=str(user.public_id),
    )
    give = Offer(MANAGE, "grant_new", _("Give a right"), "plus", key=str(user.public_id))
    own = user.pk == request.user.pk  # nobody locks themselves out
    return offers(request, [give] if own else [switch, give], request.company)


def _held(request: ScopedRequest, user: User, grants: list[Grant]) -> Table:
    may_end = may(request, MANAGE, request.company)
    return Table(
        _("Rights"),
        (Head(_("Right")), Head(_("Where")), Head(_("From")), Head(_("Until")), Head(_("Reason")),
         Head(_("Given by")), *([Head("")] if may_end else [])),
        tuple(
            (*_row(grant), *([Value(_("Take back"), _end_url(user, grant))] if may_end else []))
            for grant in grants
        ),
        empty_text=_("No right is in force; nothing can be done or seen with this account."),
    )  # fmt: skip


def _others(request: ScopedRequest, grants: list[Grant]) -> Table:
    return Table(
        _("Earlier and later rights"),
        (Head(_("Right")), Head(_("Where")), Head(_("From")), Head(_("Until")), Head(_("Reason")),
         Head(_("Given by")), Head(_("Status"))),
        tuple((*_row(grant), _state(request, grant)) for grant in grants),
    )  # fmt: skip


def _row(grant: Grant) -> tuple[Value, ...]:
    return (
        Value(str(grant.role or grant.permission)),
        Value(str(grant.company or grant.branch or grant.party)),
        Value(formats.day(grant.start_date)),
        Value(formats.day(grant.end_date) if grant.end_date else ""),
        Value(grant.reason),
        Value(str(grant.granted_by)),
    )


def _state(request: ScopedRequest, grant: Grant) -> Value:
    if grant.revoked_at:
        note = f"{formats.day(grant.revoked_at)} · {grant.revoked_by} · {grant.revoked_reason}"
        return Value("", badge=Badge(_("Taken back"), "orange"), note=note)
    if grant.start_date > request.today:
        return Value("", badge=Badge(_("To come"), "blue"))
    return Value("", badge=Badge(_("Ended"), "gray"))


def _end_url(user: User, grant: Grant) -> str:
    return reverse("staff:grant_end", args=[user.public_id, grant.public_id])
