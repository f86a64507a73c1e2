"""Index of this app's models, for Django's loader only: import models from their own package."""

from crm.customers.models import Activity
from crm.franchising.models import FranchiseUnit
from crm.pricing.models import CustomerPriceList, PriceList, PriceListItem
from crm.sales.models import Delivery, DeliveryLine, SalesOrder, SalesOrderLine
from crm.service.models import Inquiry, InquiryMessage

__all__ = [
    "Activity",
    "CustomerPriceList",
    "Delivery",
    "DeliveryLine",
    "FranchiseUnit",
    "Inquiry",
    "InquiryMessage",
    "PriceList",
    "PriceListItem",
    "SalesOrder",
    "SalesOrderLine",
]
