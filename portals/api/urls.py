"""Addresses of the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import Route, SimpleRouter

from portals.api import views


class Router(SimpleRouter):
    """Lists, records and new ones; nothing is changed or deleted in place."""

    routes = [
        Route(
            r"^{prefix}/$",
            {"get": "list", "post": "create"},
            "{basename}-list",
            detail=False,
            initkwargs={},
        ),
        Route(
            r"^{prefix}/{lookup}/$", {"get": "retrieve"}, "{basename}-detail", detail=True, initkwargs={}
        ),
    ]


router = Router()
router.register("customers", views.CustomerViewSet, "api-customer")
router.register("products", views.ProductViewSet, "api-product")
router.register("orders", views.OrderViewSet, "api-order")
router.register("invoices", views.InvoiceViewSet, "api-invoice")
router.register("payments", views.PaymentViewSet, "api-payment")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("stock/", views.StockViewSet.as_view({"get": "list"}), name="api-stock-list"),
    path("turnover/", views.TurnoverViewSet.as_view({"get": "list"}), name="api-turnover-list"),
    path("", include(router.urls)),
]
