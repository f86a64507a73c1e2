"""How what is owed is settled: what to transfer, to which account, and with which reference."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.formats import day, iban, money
from portals.components.formats import due_note
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.customer.rows import account_of
from portals.customer.standing import Standing, standings
from portals.gate import ScopedRequest


def pay_page(request: ScopedRequest) -> dict[str, object]:
    """Return what the page is made of: one sum to transfer and its documents per currency."""
    account = account_of(request)
    owed = [found for found in standings(request, account) if found.owed]
    reference = Fact(_("Reference"), _("Customer %(number)s") % {"number": account.number})
    return {
        "header": PageHeader(
            _("Pay by transfer"),
            below=" ".join(said for found in owed for said in found.sentences())
            or _("You owe nothing. Thank you!"),
            crumbs=(Crumb(_("Home"), reverse("customer:home")),),
        ),
        "facts": [fact for found in owed for fact in _transfer(found)] + ([reference] if owed else []),
        "tables": [_items(request, found) for found in owed],
    }


def _transfer(found: Standing) -> list[Fact]:
    newest = next((item.entry.invoice for item in reversed(found.items) if _is_payable(item)), None)
    return [
        Fact(_("To be paid"), money(found.owed, found.currency)),
        Fact(_("Pay to"), newest.seller_name if newest else ""),
        Fact("IBAN", iban(newest.seller_iban) if newest else ""),
        Fact("BIC", newest.seller_bic if newest else ""),
    ]


def _is_payable(item: Any) -> bool:
    invoice = getattr(item.entry, "invoice", None)
    return bool(item.is_debit and invoice and invoice.seller_iban)


def _items(request: ScopedRequest, found: Standing) -> Table:
    rows = tuple(_row(request, item) for item in found.items if item.is_debit)
    heads = (Head(_("Document")), Head(_("Due")), Head(_("Open"), is_number=True))
    foot = ((_("To be paid"), money(found.owed, found.currency)),)
    return Table(_("What is open"), heads, rows, foot)


def _row(request: ScopedRequest, item: Any) -> tuple[Value, ...]:
    invoice = getattr(item.entry, "invoice", None)
    is_late = item.due_date < request.today
    late = due_note(item.due_date, request.today) if is_late else ""
    return (
        Value(
            invoice.number if invoice else item.entry.external_reference or _("Opening balance"),
            reverse("customer:invoice", args=[invoice.public_id]) if invoice else "",
            invoice.customer_order_number if invoice else "",
        ),
        Value(day(item.due_date), note=late, is_late=is_late),
        Value(money(item.open_amount, item.currency)),
    )
