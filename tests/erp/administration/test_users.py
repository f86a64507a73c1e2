"""Who may sign in, and with which roles."""

import datetime

import pytest
from django.contrib.auth import authenticate

from erp.access.decisions import AccessDenied
from erp.access.models import Grant
from erp.administration.facts import UserFacts
from erp.administration.operations.users import (
    EmailTaken,
    NotYourself,
    RoleAt,
    create_user,
    set_roles,
    switch_user,
)
from erp.audit.models import AuditEvent
from erp.errors import Invalid
from erp.identity.models import User

DAY = datetime.date(2026, 3, 31)
NADIA = UserFacts(name="Nadia", email="Nadia@People.test", language="de")


def roles_of(user):
    return set(Grant.objects.in_force(DAY).filter(user=user).values_list("role__code", flat=True))


def test_a_user_is_made_with_roles_and_signs_in_once_a_password_is_set(administrator_scope, company):
    user = create_user(
        administrator_scope,
        company_id=company.pk,
        facts=NADIA,
        roles=[RoleAt("sales", "company", company.pk)],
        today=DAY,
    )

    assert (user.email, user.has_usable_password(), roles_of(user)) == (
        "nadia@people.test",
        False,
        {"sales"},
    )
    assert AuditEvent.objects.filter(action="user.created").count() == 1
    user.set_password("a long secret")
    user.save()
    assert authenticate(None, username="nadia@people.test", password="a long secret") == user


def test_an_email_address_signs_in_one_person(administrator_scope, company):
    make = {"company_id": company.pk, "facts": NADIA, "roles": [], "today": DAY}
    create_user(administrator_scope, **make)

    with pytest.raises(EmailTaken):
        create_user(administrator_scope, **make)

    assert User.objects.filter(name="Nadia").count() == 1


def test_a_wrong_fact_or_a_role_out_of_place_makes_nobody(administrator_scope, company, new_company):
    other = new_company("Other")
    make = {"company_id": company.pk, "today": DAY}

    with pytest.raises(Invalid):
        create_user(administrator_scope, **make, facts=UserFacts(name="", email="x"), roles=[])
    with pytest.raises(AccessDenied):
        create_user(
            administrator_scope, **make, facts=NADIA, roles=[RoleAt("sales", "company", other.pk)]
        )

    assert not User.objects.filter(name="Nadia").exists()


def test_who_may_not_change_users_makes_and_locks_nobody(accountant_scope, salesperson, company):
    with pytest.raises(AccessDenied):
        create_user(accountant_scope, company_id=company.pk, facts=NADIA, roles=[], today=DAY)
    with pytest.raises(AccessDenied):
        switch_user(accountant_scope, company_id=company.pk, user_id=salesperson.pk, is_active=False)

    assert not User.objects.filter(name="Nadia").exists()
    assert User.objects.get(pk=salesperson.pk).is_active


def test_roles_become_exactly_what_was_chosen(administrator_scope, salesperson, company, now):
    set_roles(
        administrator_scope,
        company_id=company.pk,
        user_id=salesperson.pk,
        roles=["buyer", "stock_keeper"],
        now=now,
    )

    assert roles_of(salesperson) == {"buyer", "stock_keeper"}
    epoch = User.objects.get(pk=salesperson.pk).auth_epoch
    assert epoch > salesperson.auth_epoch


def test_who_may_not_manage_access_changes_no_roles(accountant_scope, salesperson, company, now):
    with pytest.raises(AccessDenied):
        set_roles(
            accountant_scope,
            company_id=company.pk,
            user_id=salesperson.pk,
            roles=["administrator"],
            now=now,
        )

    assert roles_of(salesperson) == {"sales"}


def test_somebody_is_locked_out_at_once_and_let_in_again(
    administrator_scope, salesperson, company, scope_at
):
    place = {"company_id": company.pk, "user_id": salesperson.pk}

    switch_user(administrator_scope, **place, is_active=False)

    locked = User.objects.get(pk=salesperson.pk)
    assert locked.auth_epoch > salesperson.auth_epoch
    assert scope_at(locked).granted == ()
    switch_user(administrator_scope, **place, is_active=True)
    assert scope_at(User.objects.get(pk=salesperson.pk)).granted != ()


def test_nobody_locks_themselves_out(administrator_scope, company):
    with pytest.raises(NotYourself):
        switch_user(
            administrator_scope,
            company_id=company.pk,
            user_id=administrator_scope.actor.pk,
            is_active=False,
        )


def test_who_works_elsewhere_too_is_not_locked_out_from_here(
    administrator_scope, salesperson, grant, new_company, company
):
    grant(salesperson, role="sales", company=new_company("Other"))

    with pytest.raises(AccessDenied):
        switch_user(administrator_scope, company_id=company.pk, user_id=salesperson.pk, is_active=False)

    assert User.objects.get(pk=salesperson.pk).is_active
