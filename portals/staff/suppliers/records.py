"""A supplier on one page: what is owed, bills, payments, orders, people, where the money goes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from erp.audit.operations import subject_key
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Table
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.parties.cards import Names, party_cards
from portals.staff.rows import may
from portals.staff.suppliers import sections
from portals.staff.timeline import timeline_of

CHANGE = "accounting.change_supplieraccount"
NAMES = Names(
    "supplier_edit",
    "supplier_contact_new",
    "supplier_contact_edit",
    "supplier_address_new",
    "supplier_tax_number_new",
)


def supplier_record(request: ScopedRequest, account: SupplierAccount) -> dict[str, object]:
    """Return what the page of one supplier is made of; what the reader may not see is left out."""
    return {
        **party_cards(request, account, NAMES),
        "header": _header(request, account),
        "figures": sections.money_figures(request, account),
        "tables": _tables(request, account),
        "banks": sections.bank_rows(request, account),
        "bank_adds": offers(
            request, [Offer("erp.change_party", "supplier_bank_new", _("New"))], account
        ),
        "terms": _terms(account),
        "changes": offers(request, [Offer(CHANGE, "supplier_terms", _("Change"))], account),
        "timeline": timeline_of(request, [subject_key(account)], party_id=account.party_id),
    }


def _header(request: ScopedRequest, account: SupplierAccount) -> PageHeader:
    retired = () if account.is_active else (Badge(_("Inactive"), "gray"),)
    return PageHeader(
        account.party.name,
        above=account.number,
        badges=retired,
        crumbs=(Crumb(_("Suppliers"), reverse("staff:supplier_list")),),
        actions=_actions(request, account),
    )


def _actions(request: ScopedRequest, account: SupplierAccount) -> tuple[Action, ...]:
    here = f"?supplier={account.public_id}"
    candidates = (
        Offer("inventory.order_purchase", "purchase_order_new", _("New order"), "truck", here),
        Offer("accounting.change_bill", "bill_new", _("New bill"), "file-invoice", here),
        Offer("accounting.pay_bill", "bill_pay", _("Pay"), "cash", here),
    )
    return offers(request, candidates, account)


def _tables(request: ScopedRequest, account: SupplierAccount) -> list[Table]:
    offered = (
        ("accounting.view_bill", sections.bills_table),
        ("accounting.view_billpayment", sections.payments_table),
        ("inventory.view_purchaseorder", sections.orders_table),
    )
    return [make(request, account) for permission, make in offered if may(request, permission, account)]


def _terms(account: SupplierAccount) -> list[Fact]:
    return [
        Fact(_("Payment terms"), account.payment_term.name),
        Fact(_("Currency"), account.currency),
        Fact(_("Tax on their bills"), account.default_tax_code.name if account.default_tax_code else ""),
        Fact(_("Account for their bills"), str(account.default_expense_account or "")),
        Fact(_("Our customer number"), account.our_customer_number),
        Fact(_("Branch"), account.branch.name),
    ]
