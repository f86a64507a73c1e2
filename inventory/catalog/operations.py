"""Every change to the catalog: products and the families they belong to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounting.ledger.models import Account
from accounting.payables.models import SupplierAccount
from accounting.taxes.models import TaxCode
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid, Refused
from erp.organization.models import Company
from inventory.catalog.models import Category, Product
from inventory.catalog.units import keep_units, unknown_units


class ProductCodeTaken(Refused):
    """Another product of the company bears that article number."""

    code = "product_code_taken"


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """
    What a product is, as entered; ids are of the same company.

    `standard_cost` is per unit, in the company's currency, to six decimals.
    """

    code: str
    name: str
    category_id: int
    sales_tax_code_id: int
    revenue_account_id: int
    unit_code: str = "C62"
    kind: str = Product.Kind.GOODS
    description: str = ""
    purchase_tax_code_id: int | None = None
    expense_account_id: int | None = None
    standard_cost: Decimal | None = None
    supplier_account_id: int | None = None
    reorder_level: Decimal | None = None
    is_sold: bool = True
    is_active: bool = True


def create_product(scope: Scope, *, company_id: int, product: ProductDraft) -> Product:
    """
    Add one product to the catalog; see `create_products`.

    :raises Invalid: naming each thing that is missing or foreign
    :raises ProductCodeTaken: if the article number is in use
    """
    return create_products(scope, company_id=company_id, products=[product])[0]


@transaction.atomic
def create_products(scope: Scope, *, company_id: int, products: Sequence[ProductDraft]) -> list[Product]:
    """
    Add products to the catalog, all or none; they come back in the order given.

    :raises Invalid: naming each thing that is missing or foreign
    :raises ProductCodeTaken: if an article number is in use, or given twice
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "inventory.change_product", company)
    _check(company_id, products)
    codes = [product.code for product in products]
    taken = Product.objects.filter(company_id=company_id, code__in=codes).order_by("code").first()
    if taken or len(set(codes)) != len(codes):
        twice = taken.code if taken else next(code for code in codes if codes.count(code) > 1)
        raise ProductCodeTaken(_("Article number %(code)s is already in use.") % {"code": twice})
    created = Product.objects.bulk_create(
        [Product(company_id=company_id, **_values(product)) for product in products]
    )
    audit.record(scope, "products.created", company, count=str(len(created)), codes=codes[:20])
    return created


@transaction.atomic
def update_product(scope: Scope, *, product_id: int, product: ProductDraft) -> Product:
    """
    Replace what is known of a product; documents already made keep what they copied.

    :raises Invalid: naming each thing that is missing or foreign
    :raises ProductCodeTaken: if another product bears the article number
    """
    kept = Product.objects.select_for_update().get(pk=product_id)
    require(scope, "inventory.change_product", kept)
    _check(kept.company_id, [product])
    others = Product.objects.filter(company_id=kept.company_id, code=product.code)
    if others.exclude(pk=kept.pk).exists():
        raise ProductCodeTaken(_("Article number %(code)s is already in use.") % {"code": product.code})
    changed = [field for field, value in _values(product).items() if getattr(kept, field) != value]
    for field, value in _values(product).items():
        setattr(kept, field, value)
    kept.save()
    audit.record(scope, "product.changed", kept, fields=changed)
    return kept


@transaction.atomic
def deactivate_product(scope: Scope, *, product_id: int) -> Product:
    """Take a product out of order forms and price lists; open orders of it go on. Twice is once."""
    return _set_active(scope, product_id, is_active=False)


@transaction.atomic
def reactivate_product(scope: Scope, *, product_id: int) -> Product:
    """Bring a product back that was taken out. Twice is once."""
    return _set_active(scope, product_id, is_active=True)


@transaction.atomic
def create_category(
    scope: Scope, *, company_id: int, name: str, parent_id: int | None = None
) -> Category:
    """
    Add a family of products; a name that is there already is returned as it is.

    :raises Invalid: if the name is empty or the family above it belongs to another company
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "inventory.change_product", company)
    name = name.strip()
    if not name:
        raise Invalid([_("A category needs a name.")])
    if parent_id and not Category.objects.filter(pk=parent_id, company_id=company_id).exists():
        raise Invalid([_("The category above it was not found.")])
    category, is_new = Category.objects.get_or_create(
        company_id=company_id, name=name, defaults={"parent_id": parent_id}
    )
    if is_new:
        audit.record(scope, "category.created", category, name=name)
    return category


@transaction.atomic
def rename_category(scope: Scope, *, category_id: int, name: str) -> Category:
    """
    Give a family of products another name; lines sold before keep the old one.

    :raises Invalid: if the name is empty or borne by another family
    """
    category = Category.objects.select_for_update().get(pk=category_id)
    require(scope, "inventory.change_product", category)
    name = name.strip()
    namesakes = Category.objects.filter(company_id=category.company_id, name=name)
    if not name or namesakes.exclude(pk=category.pk).exists():
        raise Invalid([_("A category needs a name that no other one bears.")])
    category.name = name
    category.save(update_fields=["name"])
    audit.record(scope, "category.renamed", category, name=name)
    return category


def _set_active(scope: Scope, product_id: int, *, is_active: bool) -> Product:
    product = Product.objects.select_for_update().get(pk=product_id)
    require(scope, "inventory.change_product", product)
    if product.is_active != is_active:
        product.is_active = is_active
        product.save(update_fields=["is_active"])
        audit.record(scope, "product.activated" if is_active else "product.deactivated", product)
    return product


def _values(product: ProductDraft) -> dict[str, object]:
    values = asdict(product)
    values["unit_id"] = values.pop("unit_code")
    return values


def _check(company_id: int, products: Sequence[ProductDraft]) -> None:
    problems = [problem for product in products for problem in _problems(product)]
    codes = {product.unit_code for product in products}
    problems += [
        _("Unit %(code)s is not a known UN/ECE code.") % {"code": code} for code in unknown_units(codes)
    ]
    problems += _foreign(company_id, products)
    if problems:
        raise Invalid(problems)
    keep_units(codes)


def _problems(product: ProductDraft) -> list[str]:
    problems = []
    if not product.code.strip() or len(product.code) > 40:
        problems.append(_("A product needs an article number of at most 40 characters."))
    if not product.name.strip() or len(product.name) > 160:
        problems.append(_("A product needs a name of at most 160 characters."))
    if product.kind not in Product.Kind.values:
        problems.append(_("A product is either goods or a service."))
    if (product.standard_cost or 0) < 0 or (product.reorder_level or 0) < 0:
        problems.append(_("Cost and reorder level are never below zero."))
    return problems


def _foreign(company_id: int, products: Sequence[ProductDraft]) -> list[str]:
    wanted: list[tuple[type[Model], str, set[int | None]]] = [
        (Category, _("category"), {p.category_id for p in products}),
        (TaxCode, _("tax code"), {p.sales_tax_code_id for p in products}),
        (TaxCode, _("tax code"), {p.purchase_tax_code_id for p in products}),
        (Account, _("account"), {p.revenue_account_id for p in products}),
        (Account, _("account"), {p.expense_account_id for p in products}),
        (SupplierAccount, _("supplier"), {p.supplier_account_id for p in products}),
    ]
    problems = []
    for model, thing, given in wanted:
        ids = given - {None}
        found = model._default_manager.filter(pk__in=ids, company_id=company_id)
        if ids and found.count() != len(ids):
            problems.append(
                _("The %(thing)s of a product was not found in the company.") % {"thing": thing}
            )
    return problems
