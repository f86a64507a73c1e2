import pytest
from rest_framework.test import APIClient

from crm.sales.models import SalesOrder
from erp.access.scope import Scope
from erp.administration.operations.tokens import revoke_token

pytestmark = pytest.mark.django_db

LOOK = ("accounting.view_customeraccount", "inventory.view_product", "crm.view_salesorder")
LISTS = ("customers", "products", "orders", "invoices", "payments", "stock")


@pytest.mark.parametrize("name", LISTS)
def test_without_a_token_nothing_opens(name, db):
    assert APIClient().get(f"/api/{name}/").status_code == 401


def test_a_revoked_token_opens_nothing_at_the_next_request(program, account):
    client = program("pia", LOOK, company=account.company)
    assert client.get("/api/customers/").status_code == 200

    token = client.user.auth_token_set.get().token_key
    revoke_token(Scope(client.user, "account", ()), token_key=token)

    assert client.get("/api/customers/").status_code == 401


def test_a_list_shows_what_the_owner_of_the_token_may_see(program, account, other_account):
    staff = program("pia", LOOK, company=account.company)
    customer = program("bea", LOOK, party=account.party)
    stranger = program("eve", (), company=account.company)

    def numbers(client):
        return sorted(row["number"] for row in client.get("/api/customers/").json()["results"])

    assert numbers(staff) == ["C1", "C2"]
    assert numbers(customer) == ["C1"]
    assert numbers(stranger) == []


def test_a_foreign_record_answers_like_an_absent_one(program, account, other_account):
    client = program("bea", LOOK, party=account.party)

    foreign = client.get(f"/api/customers/{other_account.public_id}/")
    absent = client.get("/api/customers/00000000-0000-4000-8000-000000000000/")

    assert (foreign.status_code, foreign.content) == (absent.status_code, absent.content)
    assert foreign.status_code == 404
    assert client.get(f"/api/customers/{account.public_id}/").json()["name"] == "Bluebird Cafe"


def test_lists_are_narrowed_and_paged(program, account, other_account):
    client = program("pia", LOOK, company=account.company)

    named = client.get("/api/customers/", {"name": "redwood"}).json()["results"]
    first = client.get("/api/customers/", {"page_size": 1}).json()
    second = client.get(first["next"]).json()

    assert [row["number"] for row in named] == ["C2"]
    assert [first["results"][0]["number"], second["results"][0]["number"]] == ["C2", "C1"]
    assert second["next"] is None


def test_a_list_costs_the_same_whatever_its_length(
    program, account, other_account, django_assert_max_num_queries
):
    client = program("pia", LOOK, company=account.company)

    # token, its user's grants, and the page; savepoints and settings of the scope
    with django_assert_max_num_queries(9):
        client.get("/api/customers/")


def test_the_schema_names_every_resource(db):
    schema = APIClient().get("/api/schema/?format=json").json()

    paths = {path.split("/")[2] for path in schema["paths"] if path != "/api/schema/"}
    assert paths == {*LISTS, "turnover"}
    order = schema["paths"]["/api/orders/"]["post"]
    assert [p["name"] for p in order["parameters"]] == ["Idempotency-Key"]
    net = schema["components"]["schemas"]["Invoice"]["properties"]["net"]
    assert net["type"] == "string"


def test_nothing_is_changed_in_place(program, account):
    client = program("pia", LOOK, company=account.company)

    for method in (client.put, client.patch, client.delete):
        assert method(f"/api/customers/{account.public_id}/", {}).status_code == 405
    assert client.post("/api/customers/", {}).status_code == 405
    assert not SalesOrder.objects.exists()


def test_turnover_refuses_days_that_run_backwards(program, account):
    client = program("pia", ("crm.view_turnover",), company=account.company)

    assert client.get("/api/turnover/").status_code == 400
    backwards = {"start_date": "2026-02-01", "end_date": "2026-01-01"}
    assert "end_date" in client.get("/api/turnover/", backwards).json()
    year = {"start_date": "2026-01-01", "end_date": "2026-12-31"}
    assert client.get("/api/turnover/", year).json() == []
