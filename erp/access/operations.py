"""Rights are given and taken here; both end the user's sessions at the next request."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from erp.access.decisions import AccessDenied, decide, require
from erp.access.models import Grant, Role
from erp.access.permissions import derive_permissions
from erp.access.queries import PLACE_MODELS, place_of
from erp.access.roles import ROLES, SYSTEM_PERMISSIONS
from erp.access.scope import PLACES, Granted, Place, Scope
from erp.audit.operations import record, subject_key
from erp.errors import Refused
from erp.identity.models import User
from erp.organization.models import Branch, Company
from erp.parties.models import Party

MANAGE = "erp.manage_access"


class WrongPlace(Refused):
    """The role may not be granted on that kind of place, or the place is not one."""

    code = "wrong_place"


class GrantEnded(Refused):
    """The grant was revoked before."""

    code = "grant_ended"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role by its code, or one permission, for a user, on the one place whose id is given."""

    user_id: int
    start_date: datetime.date
    reason: str
    role: str = ""
    permission: str = ""
    company_id: int | None = None
    branch_id: int | None = None
    party_id: int | None = None
    end_date: datetime.date | None = None


@transaction.atomic
def grant_role(scope: Scope, *, new: NewGrant, today: datetime.date) -> Grant:
    """
    Give a user a role, or one permission, on a company, a branch or a party; both dates inclusive.

    Locks the user. Rights on a party count in every company of its group, so the right to manage access
    in one of them is enough.

    :raises AccessDenied: if the scope may not manage access there
    :raises WrongPlace: if no place or several are named, or the role does not fit the place
    """
    user = User.objects.select_for_update().get(pk=new.user_id, is_system=False)
    subject = _place(new)
    _require_manager(scope, subject)
    role = Role.objects.get(code=new.role) if new.role else None
    if role is not None and subject._meta.model_name not in role.places:
        raise WrongPlace(
            _("The role %(role)s cannot be granted on %(place)s.") % {"role": role, "place": subject}
        )
    grant = Grant.objects.create(
        user=user,
        role=role,
        permission=new.permission,
        company_id=new.company_id,
        branch_id=new.branch_id,
        party_id=new.party_id,
        start_date=new.start_date,
        end_date=new.end_date,
        reason=new.reason,
        granted_by=scope.actor,
    )
    _rights_changed([user.pk], today)
    _on_record(scope, "access.granted", grant, subject)
    return grant


@transaction.atomic
def revoke_grant(scope: Scope, *, grant_id: int, reason: str, now: datetime.datetime) -> Grant:
    """
    Take a grant back at once; the row stays, with who did it and why. Locks the user.

    :raises AccessDenied: if the scope may not manage access on the grant's place
    :raises GrantEnded: if it was revoked before
    """
    user_id = Grant.objects.values_list("user_id", flat=True).get(pk=grant_id)
    User.objects.select_for_update().get(pk=user_id)
    grant = Grant.objects.select_related("role").get(pk=grant_id)
    place, place_id = place_of(grant)
    subject = PLACE_MODELS[place].objects.get(pk=place_id)
    _require_manager(scope, subject)
    if grant.revoked_at:
        raise GrantEnded(_("This right was taken back before."))
    grant.revoked_by, grant.revoked_at, grant.revoked_reason = scope.actor, now, reason
    grant.save(update_fields=["revoked_by", "revoked_at", "revoked_reason"])
    _rights_changed([user_id], now.date())
    _on_record(scope, "access.revoked", grant, subject)
    return grant


@transaction.atomic
def sync_roles(*, today: datetime.date) -> int:
    """
    Make the rows of `Role` equal to the shipped definitions; return how many were new or changed.

    Who holds a changed role signs in again. Safe to repeat; set-up and `manage.py sync_roles` run it.
    """
    there = {role.code: role for role in Role.objects.select_for_update()}
    changed = []
    for code, definition in ROLES.items():
        role = there.get(code, Role(code=code))
        wanted = (definition.name, sorted(definition.permissions), list(definition.places))
        if (role.name, role.permissions, role.places) != wanted:
            role.name, role.permissions, role.places = wanted
            role.save()
            changed.append(role.pk)
    holders = Grant.objects.filter(role_id__in=changed).values_list("user_id", flat=True).distinct()
    _rights_changed(list(holders), today)
    return len(changed)


def system_scope(*, purpose: str, company_ids: Iterable[int]) -> Scope:
    """
    Return the scope in which background work acts: the system user of a purpose, on these companies.

    The purposes and what they permit stand in `erp.access.roles.SYSTEM_PERMISSIONS`. The user is made
    the first time; nobody can sign in as it.
    """
    permissions = sorted(SYSTEM_PERMISSIONS[purpose])
    user = system_user(purpose)
    granted = (
        Granted(permission, "company", company_id, because=str(user))
        for company_id in sorted(set(company_ids))
        for permission in permissions
    )
    return Scope(user, "system", tuple(granted))


def system_user(purpose: str) -> User:
    """Return the system user of a purpose, the executor named in the trail."""
    email = f"{purpose}@system.invalid"
    found = User.objects.filter(email=email, is_system=True).first()
    return (
        found
        or User.objects.get_or_create(
            email=email, defaults={"name": f"System ({purpose})", "is_system": True, "password": "!"}
        )[0]
    )


def _place(new: NewGrant) -> Company | Branch | Party:
    named: list[tuple[Place, int]] = [
        (place, place_id) for place in PLACES if (place_id := getattr(new, f"{place}_id")) is not None
    ]
    if len(named) != 1:
        raise WrongPlace(_("A right is granted on exactly one company, branch or party."))
    place, place_id = named[0]
    try:
        return PLACE_MODELS[place].objects.get(pk=place_id)
    except ObjectDoesNotExist:
        raise WrongPlace(_("There is no such place.")) from None


def _require_manager(scope: Scope, subject: Model) -> None:
    if not isinstance(subject, Party):
        require(scope, MANAGE, subject)
        return
    companies = Company.objects.filter(group_id=subject.group_id)
    if not any(decide(scope, MANAGE, company).allowed for company in companies):
        raise AccessDenied(decide(scope, MANAGE, subject).because)


def _rights_changed(user_ids: list[int], today: datetime.date) -> None:
    User.objects.filter(pk__in=user_ids).update(auth_epoch=F("auth_epoch") + 1)
    derive_permissions(on=today, user_ids=user_ids)


def _on_record(scope: Scope, action: str, grant: Grant, subject: Model) -> None:
    what = grant.role.code if grant.role else grant.permission
    record(scope, action, subject, grant=str(grant.pk), user=subject_key(grant.user), right=what)
