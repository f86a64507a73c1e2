"""Why sales say no, in words."""

from erp.errors import Refused


class OrderNotOpen(Refused):
    """The order is not in a state that allows the act."""

    code = "order_not_open"


class OrderKeyReused(Refused):
    """The key stands for an order of somebody else."""

    code = "order_key_reused"


class MoreThanOrdered(Refused):
    """More would leave than is open on the order."""

    code = "more_than_ordered"


class NoPlaceToShipFrom(Refused):
    """The branch keeps no place that goods leave from."""

    code = "no_place_to_ship_from"


class DeliveryInvoiced(Refused):
    """A delivery is invoiced once."""

    code = "delivery_invoiced"


class InvoiceDiffersFromDelivery(Refused):
    """The invoice asks for something else than what was ordered and delivered."""

    code = "invoice_differs_from_delivery"
