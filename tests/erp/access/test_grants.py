"""Giving and taking rights."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client

from erp.access.decisions import AccessDenied
from erp.access.models import CompanyPermission, Grant, PartyPermission, Role
from erp.access.operations import (
    GrantEnded,
    NewGrant,
    WrongPlace,
    grant_role,
    revoke_grant,
    sync_roles,
)
from erp.access.roles import ROLES
from erp.access.tasks import refresh_permissions
from erp.audit.models import AuditEvent
from erp.identity.models import User

DAY = datetime.date(2026, 3, 31)


def new(user, **rest):
    return NewGrant(**{"user_id": user.pk, "start_date": DAY, "reason": "joined"} | rest)


def test_roles_come_from_their_definitions_and_a_second_run_changes_nothing(roles):
    assert sync_roles(today=DAY) == 0
    assert {role.code: frozenset(role.permissions) for role in Role.objects.all()} == {
        code: definition.permissions for code, definition in ROLES.items()
    }


def test_the_command_says_how_many_roles_changed(roles, capsys):
    Role.objects.filter(code="sales").update(permissions=[])

    call_command("sync_roles")

    assert capsys.readouterr().out == "1 roles new or changed\n"


def test_who_holds_a_changed_role_signs_in_again_with_the_new_rights(salesperson, accountant, company):
    Role.objects.filter(code="sales").update(permissions=["portals.enter_staff"])
    before = {user.pk: user.auth_epoch for user in User.objects.all()}

    sync_roles(today=DAY)

    after = {user.pk: user.auth_epoch for user in User.objects.all()}
    assert {pk for pk in after if after[pk] != before[pk]} == {salesperson.pk}
    assert User.objects.get(pk=salesperson.pk).has_perm("erp.crm.change_salesorder", company)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_enters_exactly_one_door(role):
    doors = {p for p in ROLES[role].permissions if p.startswith("portals.enter_")}

    assert len(doors) == 1


@pytest.mark.parametrize("role", ["customer", "supplier", "partner"])
def test_a_role_of_the_outside_changes_nothing_in_the_books(role):
    acts = {p.split(".")[1].split("_")[0] for p in ROLES[role].permissions}

    assert acts <= {"enter", "view", "submit", "request", "place", "ask"}


def test_a_grant_is_on_record_and_in_the_trail(administrator_scope, new_user, company):
    user = new_user("Nadia")

    grant = grant_role(
        administrator_scope, new=new(user, role="sales", company_id=company.pk), today=DAY
    )

    assert Grant.objects.get(pk=grant.pk).granted_by == administrator_scope.actor
    event = AuditEvent.objects.get(action="access.granted", company=company, actor=grant.granted_by)
    assert event.detail == {"grant": str(grant.pk), "user": f"user:{user.pk}", "right": "sales"}
    assert User.objects.get(pk=user.pk).has_perm("erp.crm.change_salesorder", company)


def test_whoever_may_not_manage_access_grants_nothing(accountant_scope, new_user, company, customer):
    user = new_user("Nadia")
    before = Grant.objects.count(), AuditEvent.objects.count()

    for place in ({"company_id": company.pk}, {"party_id": customer.pk}):
        with pytest.raises(AccessDenied):
            grant_role(accountant_scope, new=new(user, role="customer", **place), today=DAY)

    assert (Grant.objects.count(), AuditEvent.objects.count()) == before
    assert User.objects.get(pk=user.pk).auth_epoch == 0


def test_an_administrator_of_one_company_grants_nothing_in_another(
    administrator_scope, new_user, new_company
):
    other = new_company("Other")

    with pytest.raises(AccessDenied):
        grant_role(
            administrator_scope,
            new=new(new_user("Nadia"), role="sales", company_id=other.pk),
            today=DAY,
        )

    assert not Grant.objects.filter(company=other).exists()


@pytest.mark.parametrize(("role", "place"), [("customer", "company"), ("sales", "party")])
def test_a_role_is_granted_only_where_it_belongs(
    administrator_scope, new_user, company, customer, role, place
):
    places = {"company": company, "party": customer}
    user = new_user("Nadia")

    with pytest.raises(WrongPlace):
        grant_role(
            administrator_scope, new=new(user, role=role, **{f"{place}_id": places[place].pk}), today=DAY
        )

    assert not Grant.objects.filter(user=user).exists()


@pytest.mark.parametrize("places", [(), ("company_id", "party_id")])
def test_a_right_stands_on_exactly_one_place(administrator_scope, new_user, company, customer, places):
    held = {"company_id": company.pk, "party_id": customer.pk}
    user = new_user("Nadia")

    with pytest.raises(WrongPlace):
        grant_role(
            administrator_scope,
            new=new(user, role="sales", **{place: held[place] for place in places}),
            today=DAY,
        )
    with pytest.raises(IntegrityError, match="grant_one_place"):
        Grant.objects.create(
            user=user,
            permission="erp.x",
            start_date=DAY,
            reason="x",
            granted_by=user,
            **{place: held[place] for place in places},
        )


def test_a_revoked_right_ends_at_once_and_so_does_the_session(
    administrator_scope, person, company, scope_at, now
):
    user = person("sales")
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert signed_in(browser)
    assert CompanyPermission.objects.filter(user=user).exists()

    revoke_grant(administrator_scope, grant_id=Grant.objects.get(user=user).pk, reason="left", now=now)

    assert scope_at(user).granted == ()
    assert not CompanyPermission.objects.filter(user=user).exists()
    assert not signed_in(browser)
    with pytest.raises(GrantEnded):
        revoke_grant(
            administrator_scope, grant_id=Grant.objects.get(user=user).pk, reason="left", now=now
        )


def test_whoever_may_not_manage_access_takes_nothing(accountant_scope, customer_user, scope_at, now):
    grant = Grant.objects.get(user=customer_user)

    with pytest.raises(AccessDenied):
        revoke_grant(accountant_scope, grant_id=grant.pk, reason="left", now=now)

    assert scope_at(customer_user, "customer").granted != ()


def test_the_daily_run_follows_the_calendar(new_user, grant, customer, time_machine_at):
    user = new_user("Nadia")
    grant(user, role="customer", party=customer, end_date=DAY)
    assert PartyPermission.objects.filter(user=user).count() == len(ROLES["customer"].permissions)

    with time_machine_at("2026-04-01T00:05:00+00:00"):
        refresh_permissions()

    assert not PartyPermission.objects.filter(user=user).exists()


def signed_in(browser):
    session = browser.session
    user = User.objects.get(pk=session["_auth_user_id"])
    return session["_auth_user_hash"] == user.get_session_auth_hash()
