"""What API lists can be narrowed by; anything else in the query is refused by name."""

import django_filters
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount, Invoice, Payment
from crm.sales.models import SalesOrder
from inventory.catalog.models import Product
from inventory.stock.models import StockLevel

PAGES = {"cursor", "page_size"}


class StrictFilterSet(django_filters.FilterSet):
    """The base of them all: a key it does not know is refused, for a slip must not show everything."""

    def is_valid(self) -> bool:
        """Refuse unknown keys by name, then check as declared."""
        errors = self.form.errors
        for name in sorted(set(self.data) - PAGES - self._names()):
            errors[name] = self.form.error_class([_("There is no such filter.")])
        return not errors

    def _names(self) -> set[str]:
        filters = self.base_filters.items()
        spans = [
            name for name, each in filters if isinstance(each, django_filters.DateFromToRangeFilter)
        ]
        ends = (f"{name}_{end}" for name in spans for end in ("after", "before"))
        return {*ends, *(self.base_filters.keys() - spans)}


class CustomerFilter(StrictFilterSet):
    """Customers by number and by part of the name."""

    name = django_filters.CharFilter(field_name="party__name", lookup_expr="icontains")

    class Meta:
        model = CustomerAccount
        fields = ("number", "is_active")


class ProductFilter(StrictFilterSet):
    """Products by number, part of the name, and family."""

    name = django_filters.CharFilter(lookup_expr="icontains")
    category = django_filters.CharFilter(field_name="category__name")

    class Meta:
        model = Product
        fields = ("code", "is_active")


class StockFilter(StrictFilterSet):
    """Stock by product and place."""

    product = django_filters.UUIDFilter(field_name="product__public_id")
    product_code = django_filters.CharFilter(field_name="product__code")
    place = django_filters.CharFilter(field_name="place__code")

    class Meta:
        model = StockLevel
        fields = ()


class OrderFilter(StrictFilterSet):
    """Orders by state, customer, the customer's own number, and day."""

    customer = django_filters.UUIDFilter(field_name="customer_account__public_id")
    order_date = django_filters.DateFromToRangeFilter()

    class Meta:
        model = SalesOrder
        fields = ("status", "number", "customer_order_number")


class InvoiceFilter(StrictFilterSet):
    """Invoices by customer, type, number, the customer's own number, and day; the open ones."""

    customer = django_filters.UUIDFilter(field_name="customer_account__public_id")
    issue_date = django_filters.DateFromToRangeFilter()
    due_date = django_filters.DateFromToRangeFilter()
    is_open = django_filters.BooleanFilter(field_name="open_amount", method="keep_open")

    class Meta:
        model = Invoice
        fields = ("type", "number", "customer_order_number")

    def keep_open(self, queryset, name, value):  # type: ignore[no-untyped-def]  # the library calls it
        """Keep what is open, or what is settled."""
        return queryset.filter(open_amount__gt=0) if value else queryset.filter(open_amount=0)


class PaymentFilter(StrictFilterSet):
    """Payments by customer, direction, state and day."""

    customer = django_filters.UUIDFilter(field_name="customer_account__public_id")
    booked_date = django_filters.DateFromToRangeFilter()

    class Meta:
        model = Payment
        fields = ("direction", "status", "number")
