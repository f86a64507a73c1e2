"""What this app listens to, and what the outside may ask of it."""

import crm.sales.checks  # noqa: F401  registers invariants
from crm.sales.reactions import listen as listen_for_sales
from crm.sales.submissions import register_kinds as register_orders
from crm.service.reactions import listen as listen_for_service
from crm.service.submissions import register_kinds as register_questions

register_orders()
register_questions()
listen_for_sales()
listen_for_service()
