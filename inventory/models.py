"""Index of this app's models, for Django's loader only: import models from their own package."""

from inventory.catalog.models import Category, Product, Unit
from inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from inventory.stock.models import (
    Place,
    Reservation,
    StockCount,
    StockCountLine,
    StockLevel,
    StockMove,
)

__all__ = [
    "Category",
    "Place",
    "Product",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Receipt",
    "ReceiptLine",
    "Reservation",
    "StockCount",
    "StockCountLine",
    "StockLevel",
    "StockMove",
    "Unit",
]
