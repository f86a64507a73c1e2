"""The kinds of files that can be imported, by name."""

from crm.intake.kinds.invoices import INVOICES
from crm.intake.kinds.openings import OPENING_BALANCES
from crm.intake.kinds.orders import ORDERS
from crm.intake.kinds.parties import CUSTOMERS, SUPPLIERS
from crm.intake.kinds.payments import PAYMENTS
from crm.intake.kinds.products import PRODUCTS, STOCK
from crm.intake.kinds.rates import RATES

KINDS = {
    kind.name: kind
    for kind in (
        *(CUSTOMERS, SUPPLIERS, PRODUCTS, STOCK),
        *(ORDERS, INVOICES, PAYMENTS, OPENING_BALANCES, RATES),
    )
}
