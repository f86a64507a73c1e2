"""Who may sign in is decided here; with which rights, by grants."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.models import Grant
from erp.access.operations import NewGrant, grant_role, revoke_grant
from erp.access.scope import Place, Scope
from erp.administration.checking import check_all
from erp.administration.facts import UserFacts
from erp.audit.operations import record
from erp.errors import Refused
from erp.identity.models import User
from erp.organization.models import Branch, Company

CHANGE = "erp.change_user"


class EmailTaken(Refused):
    """Somebody signs in with that e-mail address already."""

    code = "email_taken"


class NotYourself(Refused):
    """Nobody locks themselves out."""

    code = "not_yourself"


@dataclass(frozen=True, slots=True)
class RoleAt:
    """A role by its code, on one company, branch or party."""

    role: str
    place: Place
    place_id: int


@transaction.atomic
def create_user(
    scope: Scope, *, company_id: int, facts: UserFacts, roles: Sequence[RoleAt], today: datetime.date
) -> User:
    """
    Let somebody sign in, with roles from today on.

    :raises AccessDenied: if the scope may not change users of that company or grant one of the roles
    :raises Invalid: naming each fact that cannot be
    :raises EmailTaken: if somebody has that e-mail address
    """
    company = Company.objects.get(pk=company_id)
    require(scope, CHANGE, company)
    user = write_user(facts)
    record(scope, "user.created", user, company=str(company_id))
    for each in roles:
        new = NewGrant(
            user_id=user.pk,
            role=each.role,
            start_date=today,
            reason=_("account created"),
            **{f"{each.place}_id": each.place_id},  # type: ignore[arg-type]  # one of three names
        )
        grant_role(scope, new=new, today=today)
    user.refresh_from_db(fields=["auth_epoch"])
    return user


def write_user(facts: UserFacts) -> User:
    """
    Check the facts of a user and write the row; whoever calls has decided that it may be.

    :raises Invalid: naming each fact that cannot be
    :raises EmailTaken: if somebody has that e-mail address
    """
    check_all(facts)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                facts.email,
                facts.password,
                name=facts.name,
                language=facts.language,
                time_zone=facts.time_zone,
            )
    except IntegrityError as error:
        raise EmailTaken(_("Somebody signs in with that e-mail address already.")) from error


@transaction.atomic
def set_roles(
    scope: Scope, *, company_id: int, user_id: int, roles: Sequence[str], now: datetime.datetime
) -> None:
    """
    Make the roles that a user holds on a company exactly these; what is taken ends at once.

    Dated grants that begin later stay. Locks the user.

    :raises AccessDenied: if the scope may not manage access there
    """
    company = Company.objects.get(pk=company_id)
    today = company.date_at(now)
    require(scope, "erp.manage_access", company)
    User.objects.select_for_update().get(pk=user_id)
    held = Grant.objects.in_force(today).filter(user_id=user_id, company=company, role__isnull=False)
    codes = dict(held.values_list("pk", "role__code"))
    for grant_id, code in codes.items():
        if code not in roles:
            revoke_grant(scope, grant_id=grant_id, reason=_("roles changed"), now=now)
    for code in sorted(set(roles) - set(codes.values())):
        new = NewGrant(
            user_id=user_id,
            role=code,
            company_id=company_id,
            start_date=today,
            reason=_("roles changed"),
        )
        grant_role(scope, new=new, today=today)


@transaction.atomic
def switch_user(scope: Scope, *, company_id: int, user_id: int, is_active: bool) -> User:
    """
    Lock somebody out at once, or let them in again. Locks the user.

    It takes the right on every company where the user holds something.

    :raises AccessDenied: if the scope lacks the right in one of them
    :raises NotYourself: if it is the scope's own actor
    """
    user = User.objects.select_for_update().get(pk=user_id, is_system=False)
    for company in Company.objects.filter(pk__in={company_id, *_company_ids_of(user)}):
        require(scope, CHANGE, company)
    if user.pk == scope.actor.pk:
        raise NotYourself(_("Somebody else must do this, or nobody could get in again."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    User.objects.filter(pk=user.pk).update(auth_epoch=F("auth_epoch") + 1)
    record(scope, "user.switched_on" if is_active else "user.switched_off", user)
    return user


def _company_ids_of(user: User) -> set[int]:
    branches = Branch.objects.filter(grant__user=user, grant__revoked_at=None)
    companies = Company.objects.filter(grant__user=user, grant__revoked_at=None)
    return {
        *branches.values_list("company_id", flat=True),
        *companies.values_list("pk", flat=True),
    }
