"""The resources of the API."""

import datetime
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from crm.franchising.queries import TurnoverRow, turnover
from crm.sales.models import SalesOrder
from inventory.catalog.models import Product
from inventory.stock.models import StockLevel
from portals.api import filters
from portals.api import serializers as shown
from portals.api.door import ApiViewSet
from portals.api.orders import order_as_asked
from portals.api.payments import payment_as_asked
from portals.gate import reading

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A key of your own: a retry with it and the same body gets the same answer.",
)


class CustomerViewSet(ApiViewSet[CustomerAccount]):
    """Customer accounts."""

    view_right = "accounting.view_customeraccount"
    queryset = CustomerAccount.objects.none()
    serializer_class = shown.CustomerSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.CustomerFilter

    def visible(self) -> QuerySet[CustomerAccount]:
        """Return the accounts that the scope may see."""
        rows = CustomerAccount.objects.visible_to(self.scope)
        return rows.select_related("company", "party", "payment_term")


class ProductViewSet(ApiViewSet[Product]):
    """Products."""

    view_right = "inventory.view_product"
    queryset = Product.objects.none()
    serializer_class = shown.ProductSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.ProductFilter

    def visible(self) -> QuerySet[Product]:
        """Return the products that the scope may see."""
        return Product.objects.visible_to(self.scope).select_related("company", "category")


class StockViewSet(ApiViewSet[StockLevel]):
    """Stock by product and place."""

    view_right = "inventory.view_stocklevel"
    queryset = StockLevel.objects.none()
    serializer_class = shown.StockSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.StockFilter

    def visible(self) -> QuerySet[StockLevel]:
        """Return the levels that the scope may see."""
        rows = StockLevel.objects.visible_to(self.scope).select_related("product", "place")
        return rows.annotate(available=F("on_hand") - F("reserved"))


@extend_schema_view(
    create=extend_schema(
        parameters=[KEY],
        request=shown.NewOrderSerializer,
        responses={201: shown.OrderSerializer, 202: shown.HandedInSerializer},
    )
)
class OrderViewSet(ApiViewSet[SalesOrder]):
    """Sales orders; staff place a new one at once, a customer hands it in as a submission."""

    view_right = "crm.view_salesorder"
    create_rights = ("crm.change_salesorder", "crm.place_order")
    queryset = SalesOrder.objects.none()
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.OrderFilter

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Orders are asked for in one shape and shown in another."""
        return shown.NewOrderSerializer if self.action == "create" else shown.OrderSerializer

    def visible(self) -> QuerySet[SalesOrder]:
        """Return the orders that the scope may see."""
        rows = SalesOrder.objects.visible_to(self.scope).select_related("customer_account")
        return rows.prefetch_related("lines__product")

    def create(self, request: Request) -> Response:
        """Place an order: 201 with the order, or 202 with the submission that a worker takes up."""
        key = request.headers.get("Idempotency-Key", "")
        return self.act(request, lambda asked: order_as_asked(self.scope, asked, key=key))


class InvoiceViewSet(ApiViewSet[Invoice]):
    """Issued invoices, credit notes and advance invoices."""

    view_right = "accounting.view_invoice"
    queryset = Invoice.objects.none()
    serializer_class = shown.InvoiceSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.InvoiceFilter

    def visible(self) -> QuerySet[Invoice]:
        """Return the issued documents that the scope may see, each with its open amount."""
        open_items = OpenItem.objects.filter(entry_id=OuterRef("journal_entry_id")).values("entry_id")
        amount = DecimalField(max_digits=19, decimal_places=4)
        rows = Invoice.objects.visible_to(self.scope).filter(status=Invoice.Status.ISSUED)
        return (
            rows.select_related("customer_account")
            .prefetch_related("lines")
            .annotate(
                open_amount=Coalesce(
                    Subquery(open_items.annotate(total=Sum("open_amount")).values("total")),
                    0,
                    output_field=amount,
                )
            )
        )


@extend_schema_view(
    create=extend_schema(
        parameters=[KEY],
        request=shown.NewPaymentSerializer,
        responses={201: shown.PaymentSerializer},
    )
)
class PaymentViewSet(ApiViewSet[Payment]):
    """Payments of customers and refunds to them; staff may record one."""

    view_right = "accounting.view_payment"
    create_rights = ("accounting.record_payment",)
    queryset = Payment.objects.none()
    filter_backends = (DjangoFilterBackend,)
    filterset_class = filters.PaymentFilter

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Payments are reported in one shape and shown in another."""
        return shown.NewPaymentSerializer if self.action == "create" else shown.PaymentSerializer

    def visible(self) -> QuerySet[Payment]:
        """Return the payments that the scope may see."""
        return Payment.objects.visible_to(self.scope).select_related("customer_account")

    def create(self, request: Request) -> Response:
        """Record a payment and settle the invoices named, oldest due first: 201 with the payment."""
        key = request.headers.get("Idempotency-Key", "")
        return self.act(request, lambda asked: payment_as_asked(self.scope, asked, key=key))


class TurnoverQuery(shown.StrictSerializer):
    """The days of a turnover report, both inclusive."""

    start_date = serializers.DateField()
    end_date = serializers.DateField()

    def validate(self, attrs: dict[str, datetime.date]) -> dict[str, datetime.date]:
        """Refuse days that run backwards."""
        if attrs["end_date"] < attrs["start_date"]:
            raise serializers.ValidationError({"end_date": ["The end lies before the start."]})
        return attrs


class TurnoverViewSet(ApiViewSet[Any]):
    """Turnover of the branches one may see, by month and category: a list without pages."""

    pagination_class = None

    view_right = "crm.view_turnover"
    queryset = Invoice.objects.none()
    serializer_class = shown.TurnoverSerializer

    @extend_schema(parameters=[TurnoverQuery], responses=shown.TurnoverSerializer(many=True))
    def list(self, request: Request, *_: Any, **__: Any) -> Response:
        """Return net sales by branch, month and category between two days."""
        days = TurnoverQuery(data=request.query_params)
        days.is_valid(raise_exception=True)
        with reading(self.scope):
            rows: list[TurnoverRow] = turnover(self.scope, **days.validated_data)
            return Response(self.get_serializer(rows, many=True).data)
