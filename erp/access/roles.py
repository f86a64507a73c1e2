"""
The roles every installation starts with, and what background work may do.

Permissions are written "app.verb_noun"; those to look are "app.view_<model>", the name by which
`visible_to` asks. An app that brings a new act adds its permission here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from erp.access.scope import Place

ANYWHERE_INSIDE: tuple[Place, ...] = ("company", "branch")

DESK = ("portals.enter_staff", "erp.view_company", "erp.view_branch", "erp.view_approvalrequest")
LOOK_AT_CUSTOMERS = (
    "erp.view_party",
    "accounting.view_customeraccount",
    "crm.view_activity",
    "crm.view_inquiry",
    "crm.view_pricelist",
)
LOOK_AT_SALES = ("crm.view_salesorder", "crm.view_delivery", "accounting.view_invoice")
LOOK_AT_RECEIVABLES = (
    "accounting.view_invoice",
    "accounting.view_payment",
    "accounting.view_openitem",
    "accounting.view_reminder",
    "accounting.view_statement",
)
LOOK_AT_SUPPLIERS = (
    "erp.view_party",
    "accounting.view_supplieraccount",
    "accounting.view_bill",
    "accounting.view_billpayment",
)
LOOK_AT_PURCHASES = ("inventory.view_purchaseorder", "inventory.view_receipt")
LOOK_AT_STOCK = (
    "inventory.view_product",
    "inventory.view_place",
    "inventory.view_stocklevel",
    "inventory.view_stockmove",
    "inventory.view_stockcount",
)
LOOK_AT_BOOKS = (
    "accounting.view_account",
    "accounting.view_journal",
    "accounting.view_journalentry",
    "accounting.view_manualjournal",
    "accounting.view_period",
    "accounting.view_reports",
    "accounting.view_taxcode",
    "accounting.view_exchangerate",
)
LOOK_AT_LETTERS = ("erp.view_message", "erp.view_storeddocument", "erp.view_submission")

WORK_WITH_CUSTOMERS = (
    "erp.change_party",
    "accounting.change_customeraccount",
    "crm.change_activity",
    "crm.answer_inquiry",
)
WORK_WITH_ORDERS = (
    "crm.change_salesorder",
    "crm.confirm_salesorder",
    "crm.deliver_salesorder",
    "crm.invoice_salesorder",
)
WORK_WITH_INVOICES = ("accounting.add_invoice", "accounting.issue_invoice", "erp.send_message")
CREDIT_INVOICES = ("accounting.credit_invoice",)
WORK_WITH_RECEIVABLES = (
    "accounting.record_payment",
    "accounting.allocate_payment",
    "accounting.refund_payment",
)
WORK_WITH_REMINDERS = ("accounting.change_dunninglevel", "accounting.send_reminders")
WORK_WITH_BILLS = ("accounting.change_supplieraccount", "accounting.change_bill", "accounting.post_bill")
WORK_WITH_BOOKS = (
    "accounting.change_account",
    "accounting.change_manualjournal",
    "accounting.post_manualjournal",
    "accounting.reverse_entry",
    "accounting.open_year",
    "accounting.close_period",
    "accounting.close_year",
    "accounting.lock_period",
    "accounting.post_opening_balance",
    "accounting.change_taxcode",
    "accounting.change_exchangerate",
    "accounting.pay_bill",
    "accounting.write_off_item",
    "accounting.export_books",
    "erp.verify_bank_account",
)
WORK_WITH_PURCHASES = ("erp.change_party", "inventory.change_purchaseorder", "inventory.order_purchase")
WORK_WITH_STOCK = ("inventory.change_product", "inventory.receive_goods", "inventory.move_stock")
WORK_WITH_PRICES = ("crm.change_pricelist",)
ADMINISTER = (
    "erp.change_company",
    "erp.change_branch",
    "erp.change_user",
    "erp.manage_access",
    "erp.change_approvalrule",
    "erp.view_auditevent",
    "erp.import_records",
    "crm.view_franchiseunit",
    "crm.change_franchiseunit",
    "crm.view_turnover",
)


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role as shipped: on which kinds of place it may be granted, and what it permits there."""

    name: str
    places: tuple[Place, ...]
    permissions: frozenset[str]


def _role(name: str, places: tuple[Place, ...], *bundles: tuple[str, ...]) -> RoleDefinition:
    return RoleDefinition(name, places, frozenset().union(*bundles))


_EVERYTHING_SEEN = (
    *DESK,
    *LOOK_AT_CUSTOMERS,
    *LOOK_AT_SALES,
    *LOOK_AT_RECEIVABLES,
    *LOOK_AT_SUPPLIERS,
    *LOOK_AT_PURCHASES,
    *LOOK_AT_STOCK,
    *LOOK_AT_BOOKS,
    *LOOK_AT_LETTERS,
    "crm.view_turnover",
)
_EVERYTHING_DONE = (
    *WORK_WITH_CUSTOMERS,
    *WORK_WITH_ORDERS,
    *WORK_WITH_INVOICES,
    *CREDIT_INVOICES,
    *WORK_WITH_RECEIVABLES,
    *WORK_WITH_REMINDERS,
    *WORK_WITH_BILLS,
    *WORK_WITH_BOOKS,
    *WORK_WITH_PURCHASES,
    *WORK_WITH_STOCK,
    *WORK_WITH_PRICES,
)

ROLES: dict[str, RoleDefinition] = {
    "administrator": _role(
        gettext_noop("Administrator"), ("company",), _EVERYTHING_SEEN, _EVERYTHING_DONE, ADMINISTER
    ),
    "manager": _role(
        gettext_noop("Manager"),
        ANYWHERE_INSIDE,
        _EVERYTHING_SEEN,
        WORK_WITH_CUSTOMERS,
        WORK_WITH_ORDERS,
        WORK_WITH_PRICES,
        ("erp.view_auditevent",),
    ),
    "accountant": _role(
        gettext_noop("Accountant"),
        ANYWHERE_INSIDE,
        _EVERYTHING_SEEN,
        WORK_WITH_CUSTOMERS,
        WORK_WITH_INVOICES,
        CREDIT_INVOICES,
        WORK_WITH_RECEIVABLES,
        WORK_WITH_REMINDERS,
        WORK_WITH_BILLS,
        WORK_WITH_BOOKS,
        ("erp.view_auditevent", "erp.import_records"),
    ),
    "credit_controller": _role(
        gettext_noop("Credit controller"),
        ANYWHERE_INSIDE,
        DESK,
        LOOK_AT_CUSTOMERS,
        LOOK_AT_RECEIVABLES,
        LOOK_AT_LETTERS,
        WORK_WITH_RECEIVABLES,
        WORK_WITH_REMINDERS,
        ("crm.change_activity", "crm.answer_inquiry", "accounting.view_reports", "erp.send_message"),
    ),
    "sales": _role(
        gettext_noop("Salesperson"),
        ANYWHERE_INSIDE,
        DESK,
        LOOK_AT_CUSTOMERS,
        LOOK_AT_SALES,
        LOOK_AT_STOCK,
        LOOK_AT_LETTERS,
        WORK_WITH_CUSTOMERS,
        WORK_WITH_ORDERS,
        WORK_WITH_INVOICES,
        ("accounting.view_openitem", "accounting.view_statement"),
    ),
    "front_office": _role(
        gettext_noop("Front office"),
        ANYWHERE_INSIDE,
        DESK,
        LOOK_AT_CUSTOMERS,
        LOOK_AT_SALES,
        LOOK_AT_RECEIVABLES,
        LOOK_AT_STOCK,
        LOOK_AT_LETTERS,
        WORK_WITH_CUSTOMERS,
        ("crm.change_salesorder", "erp.send_message"),
    ),
    "buyer": _role(
        gettext_noop("Buyer"),
        ANYWHERE_INSIDE,
        DESK,
        LOOK_AT_SUPPLIERS,
        LOOK_AT_PURCHASES,
        LOOK_AT_STOCK,
        WORK_WITH_PURCHASES,
        ("accounting.change_bill",),
    ),
    "stock_keeper": _role(
        gettext_noop("Stock keeper"),
        ANYWHERE_INSIDE,
        DESK,
        LOOK_AT_PURCHASES,
        LOOK_AT_STOCK,
        ("crm.view_salesorder", "crm.view_delivery", "crm.deliver_salesorder"),
        ("inventory.receive_goods", "inventory.move_stock"),
    ),
    "customer": _role(
        gettext_noop("Customer"),
        ("party",),
        ("portals.enter_customer", "erp.submit", "erp.view_submission", "erp.view_storeddocument"),
        ("erp.view_party", "erp.request_party_change", "accounting.view_customeraccount"),
        LOOK_AT_SALES,
        ("accounting.view_payment", "accounting.view_openitem", "accounting.view_statement"),
        ("crm.place_order", "crm.view_inquiry", "crm.ask_inquiry"),
    ),
    "supplier": _role(
        gettext_noop("Supplier"),
        ("party",),
        ("portals.enter_supplier", "erp.submit", "erp.view_submission", "erp.view_storeddocument"),
        ("erp.view_party", "erp.request_party_change"),
        ("accounting.view_supplieraccount", "accounting.view_bill", "accounting.view_billpayment"),
        LOOK_AT_PURCHASES,
        ("crm.view_inquiry", "crm.ask_inquiry"),
    ),
    "partner": _role(
        gettext_noop("Partner"),
        ANYWHERE_INSIDE,
        ("portals.enter_partner", "crm.view_turnover"),
    ),
}

# What background work may do, by purpose; each purpose is a system user of its own in the trail.
SYSTEM_PERMISSIONS: dict[str, frozenset[str]] = {
    "setup": ROLES["administrator"].permissions,
    "import": ROLES["administrator"].permissions,
    "submissions": frozenset({"erp.view_submission"}),
    "messages": frozenset((*LOOK_AT_SALES, *LOOK_AT_RECEIVABLES, *LOOK_AT_SUPPLIERS, *LOOK_AT_LETTERS)),
    "reminders": frozenset((*LOOK_AT_CUSTOMERS, *LOOK_AT_RECEIVABLES, *WORK_WITH_REMINDERS)),
    "books": frozenset((*LOOK_AT_BOOKS, "accounting.seal_entries", "accounting.export_books")),
}
