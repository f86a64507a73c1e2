"""What the API shows. Decimals are strings, money names its currency, ids are the public ones."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounting.receivables.models import CustomerAccount, Invoice, InvoiceLine, Payment
from crm.franchising.queries import TurnoverRow
from crm.sales.models import SalesOrder, SalesOrderLine
from inventory.catalog.models import Product
from inventory.stock.models import StockLevel

MONEY: dict[str, Any] = {"max_digits": 19, "decimal_places": 4}


class CustomerSerializer(serializers.ModelSerializer[CustomerAccount]):
    """A customer account of a company."""

    company = serializers.UUIDField(source="company.public_id", read_only=True)
    name = serializers.CharField(source="party.name", read_only=True)
    email = serializers.EmailField(source="party.email", read_only=True)
    payment_term = serializers.CharField(source="payment_term.name", read_only=True)

    class Meta:
        model = CustomerAccount
        fields = (
            "public_id",
            "company",
            "number",
            "name",
            "email",
            "currency",
            "payment_term",
            "is_active",
        )


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product of a company's catalog; costs are not shown."""

    company = serializers.UUIDField(source="company.public_id", read_only=True)
    category = serializers.CharField(source="category.name", read_only=True)
    unit = serializers.CharField(source="unit_id", read_only=True)

    class Meta:
        model = Product
        fields = (
            "public_id",
            "company",
            "code",
            "name",
            "description",
            "kind",
            "category",
            "unit",
            "is_active",
        )


class StockSerializer(serializers.ModelSerializer[StockLevel]):
    """What a place holds of a product, and how much of it is free."""

    product = serializers.UUIDField(source="product.public_id", read_only=True)
    product_code = serializers.CharField(source="product.code", read_only=True)
    place = serializers.CharField(source="place.name", read_only=True)
    available = serializers.DecimalField(max_digits=18, decimal_places=6, read_only=True)

    class Meta:
        model = StockLevel
        fields = ("product", "product_code", "place", "on_hand", "reserved", "available")


class OrderLineSerializer(serializers.ModelSerializer[SalesOrderLine]):
    """One line of an order."""

    product = serializers.UUIDField(source="product.public_id", read_only=True)
    product_code = serializers.CharField(source="product.code", read_only=True)

    class Meta:
        model = SalesOrderLine
        fields = (
            "line_no",
            "product",
            "product_code",
            "description",
            "quantity",
            "delivered_quantity",
            "net_unit_price",
            "net",
        )


class OrderSerializer(serializers.ModelSerializer[SalesOrder]):
    """A sales order."""

    customer = serializers.UUIDField(source="customer_account.public_id", read_only=True)
    lines = OrderLineSerializer(many=True, read_only=True)

    class Meta:
        model = SalesOrder
        fields = (
            "public_id",
            "customer",
            "number",
            "status",
            "order_date",
            "required_date",
            "customer_order_number",
            "currency",
            "net",
            "freight",
            "lines",
        )


class InvoiceLineSerializer(serializers.ModelSerializer[InvoiceLine]):
    """One line of an invoice."""

    class Meta:
        model = InvoiceLine
        fields = (
            "line_no",
            "product_code",
            "description",
            "quantity",
            "unit_code",
            "net_unit_price",
            "rate_percent",
            "net",
        )


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An issued invoice, credit note or advance invoice, and what is open of it."""

    customer = serializers.UUIDField(source="customer_account.public_id", read_only=True)
    open_amount = serializers.DecimalField(read_only=True, **MONEY)
    lines = InvoiceLineSerializer(many=True, read_only=True)

    class Meta:
        model = Invoice
        fields = (
            "public_id",
            "customer",
            "type",
            "number",
            "issue_date",
            "due_date",
            "customer_order_number",
            "currency",
            "net",
            "tax",
            "gross",
            "payable",
            "open_amount",
            "lines",
        )


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    """A payment of a customer, or a refund to one."""

    customer = serializers.UUIDField(source="customer_account.public_id", read_only=True)

    class Meta:
        model = Payment
        fields = (
            "public_id",
            "customer",
            "direction",
            "status",
            "method",
            "number",
            "currency",
            "amount",
            "booked_date",
            "value_date",
            "reference",
        )


class HandedInSerializer(serializers.Serializer[Any]):
    """What was handed in for a worker: the submission to ask about, and its state."""

    submission = serializers.UUIDField()
    status = serializers.CharField()


class TurnoverSerializer(serializers.Serializer[TurnoverRow]):
    """Net sales of a branch in a month and category."""

    branch = serializers.CharField()
    month = serializers.DateField()
    category = serializers.CharField()
    currency = serializers.CharField()
    net = serializers.DecimalField(**MONEY)


class StrictSerializer(serializers.Serializer[Any]):
    """The base of what the API takes: a key it does not know is refused, never passed over."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown keys by name, then check as declared."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name: ["Unknown field."] for name in unknown})
        return super().to_internal_value(data)


class NewOrderLineSerializer(StrictSerializer):
    """One product to order; the price comes from the customer's price list."""

    product = serializers.UUIDField()
    quantity = serializers.DecimalField(max_digits=18, decimal_places=6, min_value=Decimal("0.000001"))


class NewOrderSerializer(StrictSerializer):
    """An order to place for a customer account."""

    customer = serializers.UUIDField()
    customer_order_number = serializers.CharField(max_length=60, required=False, default="")
    required_date = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=2000, required=False, default="")
    lines = serializers.ListField(child=NewOrderLineSerializer(), allow_empty=False, max_length=500)


class NewPaymentSerializer(StrictSerializer):
    """Money received from a customer; what no invoice takes stays on account."""

    customer = serializers.UUIDField()
    amount = serializers.DecimalField(min_value=Decimal("0.0001"), **MONEY)
    currency = serializers.CharField(min_length=3, max_length=3)
    booked_date = serializers.DateField()
    value_date = serializers.DateField(required=False, allow_null=True, default=None)
    reference = serializers.CharField(max_length=140, required=False, default="")
    invoices = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=500
    )
