"""Users and their rights at the staff door."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.access.models import Grant
from erp.access.queries import scope_of
from erp.identity.models import User
from erp.organization.models import Group
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("portals.staff.users.views.now", lambda: NOW)


@pytest.fixture
def new_user_form(company):
    return {
        "name": "Nadia", "email": "Nadia@People.test", "language": "de", "role": "sales",
        "place": f"company:{company.pk}",
    }  # fmt: skip


@pytest.fixture
def grant_form(company):
    return {
        "role": "buyer", "place": f"company:{company.pk}", "start_date": "2026-04-01",
        "end_date": "2026-04-30", "reason": "Holiday cover",
    }  # fmt: skip


def page(client, user):
    return client.get(reverse("staff:user", args=[user.public_id])).content.decode()


def test_the_list_shows_roles_and_the_last_sign_in(client, administrator, salesperson, customer_user):
    User.objects.filter(pk=salesperson.pk).update(last_login=NOW)
    client.force_login(administrator)

    shown = client.get(reverse("staff:user_list")).content.decode()
    sellers = client.get(reverse("staff:user_list"), {"role": "sales"}).content.decode()

    assert "Salesperson" in shown
    assert "31 Mar 2026, 14:00" in shown  # noon in UTC, in Berlin
    assert "Bella Blue" in shown
    assert salesperson.email in sellers
    assert customer_user.email not in sellers


def test_the_list_costs_the_same_for_more_users(client, administrator, person):
    client.force_login(administrator)
    client.get(reverse("staff:user_list"))

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("staff:user_list"))
    person("buyer"), person("sales"), person("stock_keeper")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("staff:user_list"))

    assert len(many) == len(few)


def test_somebody_is_added_and_chooses_a_password(client, administrator, new_user_form):
    client.force_login(administrator)

    answer = client.post(reverse("staff:user_new"), new_user_form, follow=True)

    nadia = User.objects.get(email="nadia@people.test")
    assert not nadia.has_usable_password()
    assert Grant.objects.in_force(TODAY).get(user=nadia).role.code == "sales"
    assert "Forgot your password?" in answer.content.decode()
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "nadia@people.test"})
    assert [message.to for message in mail.outbox] == [["nadia@people.test"]]


@pytest.mark.parametrize(
    "change", [{"email": "no address"}, {"role": "customer"}, {"place": "company:0"}, {"name": ""}]
)
def test_a_user_who_cannot_be_is_not_added(client, administrator, new_user_form, change):
    client.force_login(administrator)

    answer = client.post(reverse("staff:user_new"), new_user_form | change)

    assert answer.status_code == 422  # a customer's role, for one, is not given on a company
    assert not User.objects.filter(name="Nadia").exists()


def test_a_right_is_given_for_a_time_with_its_reason(client, administrator, salesperson, grant_form):
    client.force_login(administrator)

    client.post(reverse("staff:grant_new", args=[salesperson.public_id]), grant_form)

    given = Grant.objects.get(user=salesperson, role__code="buyer")
    assert (given.start_date, given.end_date) == (
        datetime.date(2026, 4, 1),
        datetime.date(2026, 4, 30),
    )
    assert given.granted_by == administrator
    shown = page(client, salesperson)
    assert "Holiday cover" in shown
    assert "To come" in shown


def test_a_right_is_given_on_a_customer(client, administrator, new_user, account, grant, grant_form):
    outsider = new_user("Outsider")
    grant(outsider, role="customer", party=account.party)
    client.force_login(administrator)
    form = grant_form | {"role": "supplier", "place": f"party:{account.party_id}", "end_date": ""}

    client.post(reverse("staff:grant_new", args=[outsider.public_id]), form)

    assert Grant.objects.get(user=outsider, role__code="supplier").party_id == account.party_id


def test_a_right_that_ends_before_it_begins_is_refused(client, administrator, salesperson, grant_form):
    client.force_login(administrator)

    answer = client.post(
        reverse("staff:grant_new", args=[salesperson.public_id]),
        grant_form | {"end_date": "2026-03-31"},
    )

    assert answer.status_code == 422
    assert Grant.objects.filter(user=salesperson).count() == 1


def test_a_right_is_taken_back_at_once_and_stays_on_record(client, administrator, salesperson):
    held = Grant.objects.get(user=salesperson)
    client.force_login(administrator)
    address = reverse("staff:grant_end", args=[salesperson.public_id, held.public_id])
    assert address in page(client, salesperson)

    client.post(address, {"reason": "Left the company"})

    assert scope_of(salesperson, door="staff", on=TODAY).granted == ()
    shown = page(client, salesperson)
    assert "Taken back" in shown
    assert "Left the company" in shown
    assert client.get(address).status_code == 404  # it ended before


def test_somebody_is_locked_out_and_let_in_again(client, administrator, salesperson):
    client.force_login(administrator)
    address = reverse("staff:user_switch", args=[salesperson.public_id])

    client.post(address)
    salesperson.refresh_from_db()
    locked = salesperson.is_active
    client.post(address)

    salesperson.refresh_from_db()
    assert (locked, salesperson.is_active) == (False, True)


def test_nobody_locks_themselves_out(client, administrator):
    client.force_login(administrator)
    address = reverse("staff:user_switch", args=[administrator.public_id])

    assert address not in page(client, administrator)
    client.post(address)

    administrator.refresh_from_db()
    assert administrator.is_active


def test_who_does_not_administer_sees_and_changes_nothing(
    client, accountant, salesperson, new_user, grant, new_company, group, new_user_form, grant_form
):
    elsewhere = new_company("Other", group=Group.objects.create(name="Another group"))
    neighbor = new_user("Neighbor")
    grant(neighbor, role="administrator", company=elsewhere)
    held = Grant.objects.get(user=salesperson)
    arguments = [salesperson.public_id]
    acts = [
        (reverse("staff:user", args=arguments), None),
        (reverse("staff:user_switch", args=arguments), {}),
        (reverse("staff:grant_new", args=arguments), grant_form),
        (reverse("staff:grant_end", args=[*arguments, held.public_id]), {"reason": "x"}),
    ]
    before = User.objects.count(), Grant.objects.count()
    answers = []

    for user in (accountant, neighbor):
        client.force_login(user)
        answers.append(
            [
                (client.get(url) if form is None else client.post(url, form)).status_code
                for url, form in acts
            ]
        )

    assert answers == [[403] * 4, [404] * 4]
    client.force_login(accountant)
    assert client.get(reverse("staff:user_list")).status_code == 403
    assert client.post(reverse("staff:user_new"), new_user_form).status_code == 403
    assert (User.objects.count(), Grant.objects.count()) == before
    held.refresh_from_db()
    assert held.revoked_at is None
    salesperson.refresh_from_db()
    assert salesperson.is_active


def test_the_palette_finds_people_for_those_who_administer_only(
    client, administrator, accountant, salesperson
):
    found = []
    for user in (administrator, accountant):
        client.force_login(user)
        answer = client.get(reverse("staff:search"), {"q": "The sales"})
        found.append(salesperson.email in answer.content.decode())

    assert found == [True, False]
