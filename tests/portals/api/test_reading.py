from collections import Counter

import pytest
from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient
from rest_framework.throttling import UserRateThrottle

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

    def numbers(client):
        return sorted(row["number"] for row in client.get("/api/customers/").json()["results"])

    assert numbers(staff) == ["C1", "C2"]
    assert numbers(customer) == ["C1"]


def test_who_holds_no_right_to_a_resource_is_told_so(program, account):
    client = program("eve", ("inventory.view_product",), company=account.company)

    denied = client.get("/api/customers/")

    assert (denied.status_code, denied.json()["code"]) == (403, "denied")
    assert client.get("/api/products/").status_code == 200


def test_a_filter_that_is_not_known_is_refused_by_name(program, account):
    client = program("pia", (*LOOK, "crm.view_turnover"), company=account.company)
    year = {"start_date": "2026-01-01", "end_date": "2026-12-31"}

    customers = client.get("/api/customers/", {"nmae": "redwood", "party__email": "x"})
    orders = client.get("/api/orders/", {"order_date_after": "2026-01-01", "customer_after": "x"})
    turnover = client.get("/api/turnover/", year | {"net": "1"})

    assert customers.status_code == orders.status_code == turnover.status_code == 400
    words = ["There is no such filter."]
    assert customers.json() == {"nmae": words, "party__email": words}
    assert set(orders.json()) == {"customer_after"}
    assert set(turnover.json()) == {"net"}


def test_a_token_that_asks_too_often_waits(program, account, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client = program("pia", LOOK, company=account.company)

    statuses = [client.get("/api/customers/").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


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


@pytest.fixture
def schema(db):
    return APIClient().get("/api/schema/?format=json").json()


def parts(node):
    """Return every part of a schema that says of what type something is."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for inner in node.values():
            yield from parts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from parts(inner)


def operations(schema):
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {address}", operation


def test_the_schema_is_valid_and_names_every_resource(schema):
    validate_schema(schema)

    assert {path.split("/")[2] for path in schema["paths"]} == {*LISTS, "turnover"}


def test_every_answer_in_the_schema_has_a_type(schema):
    answers = {
        (name, status): answer["content"]["application/json"]["schema"]
        for name, operation in operations(schema)
        for status, answer in operation["responses"].items()
    }

    # 7 lists, 5 records and 2 acts; each with its own answers and the refusals that may come instead
    assert len({name for name, _status in answers}) == 14
    assert all(answer for answer in answers.values())
    order = {status: answer for (name, status), answer in answers.items() if name == "post /api/orders/"}
    assert order.keys() == {"201", "202", "400", "401", "403", "409", "429"}
    assert order["201"] == {"$ref": "#/components/schemas/Order"}
    turnover = answers["get /api/turnover/", "200"]
    assert turnover == {"type": "array", "items": {"$ref": "#/components/schemas/Turnover"}}


def test_no_number_of_the_schema_is_a_float(schema):
    kinds = Counter(part["type"] for part in parts(schema))

    assert kinds["number"] == 0
    assert sum(part.get("format") == "decimal" for part in parts(schema)) >= 20


def test_every_act_asks_for_a_key_and_refuses_unknown_ones(schema):
    acts = [operation for name, operation in operations(schema) if name.startswith("post ")]

    assert len(acts) == 2
    for act in acts:
        header = {parameter["name"]: parameter for parameter in act["parameters"]}["Idempotency-Key"]
        assert (header["in"], header["required"]) == ("header", True)


def test_every_list_is_paged_by_cursor_and_narrowed_by_names(schema):
    lists = {name: operation for name, operation in operations(schema)
             if name.startswith("get ") and "{" not in name and "turnover" not in name}  # fmt: skip

    assert len(lists) == len(LISTS)
    for operation in lists.values():
        assert {"cursor", "page_size"} <= {parameter["name"] for parameter in operation["parameters"]}


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
