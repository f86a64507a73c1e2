"""The first company of an installation, and the person who takes it from there."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from erp.access.operations import sync_roles, system_scope
from erp.administration.facts import NewCompany, UserFacts
from erp.administration.operations.companies import admit_administrator, write_company
from erp.administration.operations.users import write_user
from erp.audit.operations import record
from erp.errors import Invalid, Refused
from erp.organization.models import Company, Group

SETUP_LOCK = 4712  # the key of the advisory lock: there is one first company


class AlreadySetUp(Refused):
    """There is a company; further ones are made by its administrator."""

    code = "already_set_up"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first page asks for; without a group's name the group is called like the company."""

    company: NewCompany
    administrator: UserFacts
    group_name: str = ""


@transaction.atomic
def set_up_company(*, first: FirstRun, today: datetime.date) -> Company:
    """
    Make the first group, company, branch, books and administrator, once. Announces "company.created".

    There is nobody yet who could be asked for a right: whoever calls has proved that they started this
    installation. The system user of set-up stands in the trail.

    :raises AlreadySetUp: if there is a company
    :raises Invalid: naming each fact that cannot be, and a password that is too weak
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    if Company.objects.exists():
        raise AlreadySetUp(_("A company was set up before. Please sign in."))
    sync_roles(today=today)
    administrator = write_user(first.administrator)
    _check_password(first.administrator)
    group, _created = Group.objects.get_or_create(name=first.group_name or first.company.facts.name)
    company = write_company(system_scope(purpose="setup", company_ids=[]), group, first.company, today)
    admit_administrator(company, administrator.pk, today)
    scope = system_scope(purpose="setup", company_ids=[company.pk])
    record(scope, "company.set_up", company, administrator=f"user:{administrator.pk}")
    return company


def _check_password(facts: UserFacts) -> None:
    try:
        validate_password(facts.password or "")
    except ValidationError as error:
        raise Invalid(error.messages) from error
