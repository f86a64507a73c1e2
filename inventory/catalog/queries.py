"""Reads of the catalog."""

from django.db.models import QuerySet

from erp.access.scope import Scope
from inventory.catalog.models import Category, Product


def product_list(scope: Scope, *, search: str = "") -> QuerySet[Product]:
    """Return the products `scope` may see, by article number; `search` looks at number and name."""
    products = Product.objects.visible_to(scope).select_related("category", "unit", "company")
    if search:
        products = products.filter(code__istartswith=search) | products.filter(name__icontains=search)
    return products.order_by("code", "pk")


def category_names(*, company_id: int) -> dict[int, str]:
    """Return the families of a company by id, in alphabetical order."""
    categories = Category.objects.filter(company_id=company_id).order_by("name")
    return dict(categories.values_list("pk", "name"))
