"""Products enter the catalog, change, and are taken out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounting.ledger.models import Account
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.errors import Invalid
from inventory.catalog.models import Category, Product, Unit
from inventory.catalog.operations import (
    ProductCodeTaken,
    create_category,
    create_product,
    create_products,
    deactivate_product,
    reactivate_product,
    rename_category,
    update_product,
)
from inventory.catalog.queries import product_list
from tests import trading

pytestmark = pytest.mark.django_db


def test_a_product_is_kept_with_its_unit_and_put_on_record(scope, company):
    draft = trading.product_draft(company, "BEANS", unit_code="KGM", standard_cost=Decimal("4.123456"))

    product = create_product(scope, company_id=company.pk, product=draft)

    product.refresh_from_db()
    assert (product.code, product.unit_id, product.standard_cost) == (
        "BEANS",
        "KGM",
        Decimal("4.123456"),
    )
    assert Unit.objects.get(pk="KGM").name == "kilogram"
    event = AuditEvent.objects.get(action="products.created")
    assert (event.actor, event.detail) == (scope.actor, {"count": "1", "codes": ["BEANS"]})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": " "}, "article number"),
        ({"code": "x" * 41}, "article number"),
        ({"name": ""}, "needs a name"),
        ({"kind": "THING"}, "goods or a service"),
        ({"standard_cost": Decimal("-0.01")}, "never below zero"),
        ({"unit_code": "QQQ"}, "QQQ is not a known UN/ECE code"),
        ({"category_id": 0}, "category of a product was not found"),
        ({"sales_tax_code_id": 0}, "tax code of a product was not found"),
        ({"expense_account_id": 0}, "account of a product was not found"),
        ({"supplier_account_id": 0}, "supplier of a product was not found"),
    ],
)
def test_what_is_wrong_with_a_product_is_said_in_words(scope, company, change, words):
    draft = replace(trading.product_draft(company, "BEANS"), **change)

    with pytest.raises(Invalid, match=words):
        create_product(scope, company_id=company.pk, product=draft)

    assert not Product.objects.exists()


def test_accounts_of_another_company_are_not_found(scope, company):
    other = trading.new_company("Lowland Tea")
    foreign = Account.objects.get(company=other, purpose="sales")
    draft = replace(trading.product_draft(company, "BEANS"), revenue_account_id=foreign.pk)

    with pytest.raises(Invalid, match="account of a product was not found"):
        create_product(scope, company_id=company.pk, product=draft)


def test_a_number_is_given_once_and_all_or_none_are_created(scope, company, beans):
    drafts = [trading.product_draft(company, code) for code in ("TEA", "BEANS")]
    with pytest.raises(ProductCodeTaken, match="BEANS is already in use"):
        create_products(scope, company_id=company.pk, products=drafts)
    with pytest.raises(ProductCodeTaken, match="TEA is already in use"):
        create_products(scope, company_id=company.pk, products=drafts[:1] * 2)

    assert list(Product.objects.all()) == [beans]


def test_a_product_changes_and_the_trail_names_the_fields(scope, company, beans, cups):
    draft = trading.product_draft(company, "BEANS", unit_code="KGM", name="House beans")

    update_product(scope, product_id=beans.pk, product=draft)

    beans.refresh_from_db()
    assert beans.name == "House beans"
    assert AuditEvent.objects.get(action="product.changed").detail == {"fields": ["name"]}
    with pytest.raises(ProductCodeTaken):
        update_product(scope, product_id=beans.pk, product=replace(draft, code="CUPS"))


def test_taking_a_product_out_twice_is_once(scope, beans):
    for _ in range(2):
        deactivate_product(scope, product_id=beans.pk)
    assert not Product.objects.get().is_active

    reactivate_product(scope, product_id=beans.pk)
    assert Product.objects.get().is_active
    actions = AuditEvent.objects.filter(subject=f"product:{beans.pk}").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["product.deactivated", "product.activated"]


def test_a_category_is_made_once_and_renamed(scope, company):
    first = create_category(scope, company_id=company.pk, name=" Coffee ")
    assert create_category(scope, company_id=company.pk, name="Coffee") == first
    create_category(scope, company_id=company.pk, name="Tea", parent_id=first.pk)

    with pytest.raises(Invalid):
        rename_category(scope, category_id=first.pk, name="Tea")
    with pytest.raises(Invalid):
        create_category(scope, company_id=company.pk, name="")
    rename_category(scope, category_id=first.pk, name="Roasted coffee")

    assert set(Category.objects.values_list("name", flat=True)) == {"Roasted coffee", "Tea"}


def test_only_products_of_granted_companies_are_listed(scope, stranger_scope, beans, cups):
    trading.new_product(trading.new_company("Lowland Tea"), "TEA")

    assert [product.code for product in product_list(scope)] == ["BEANS", "CUPS"]
    assert [product.code for product in product_list(scope, search="cup")] == ["CUPS"]
    assert not product_list(stranger_scope).exists()


def test_stranger_is_denied_and_nothing_changes(stranger_scope, company, beans):
    draft = trading.product_draft(company, "TEA")
    before = AuditEvent.objects.count()

    with pytest.raises(AccessDenied):
        create_product(stranger_scope, company_id=company.pk, product=draft)
    with pytest.raises(AccessDenied):
        update_product(stranger_scope, product_id=beans.pk, product=draft)
    with pytest.raises(AccessDenied):
        deactivate_product(stranger_scope, product_id=beans.pk)
    with pytest.raises(AccessDenied):
        create_category(stranger_scope, company_id=company.pk, name="Tea")
    with pytest.raises(AccessDenied):
        rename_category(stranger_scope, category_id=beans.category_id, name="Tea")

    assert AuditEvent.objects.count() == before
    assert Product.objects.get().code == "BEANS"
