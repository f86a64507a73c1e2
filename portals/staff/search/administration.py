"""Where the palette looks on the side of the books and the administration."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from erp.access.queries import users_at
from portals.gate import ScopedRequest
from portals.staff.offers import Offer
from portals.staff.rows import may
from portals.staff.search.groups import FOUND_MAX, Group, group, item, matches


def acts() -> tuple[Offer, ...]:
    """Return what can be begun here."""
    return (
        Offer("accounting.change_manualjournal", "journal_new", _("New voucher"), "notebook"),
        Offer("accounting.refund_payment", "payment_refund", _("Refund"), "cash-banknote"),
        Offer("accounting.change_exchangerate", "rate_new", _("Enter a rate"), "exchange"),
        Offer("accounting.post_opening_balance", "opening", _("Opening balances"), "book"),
        Offer("accounting.view_account", "account_list", _("General ledger"), "books"),
        Offer("erp.change_user", "user_new", _("New user"), "user-plus"),
        Offer("erp.change_company", "company_edit", _("Edit company"), "settings"),
    )


def _users(request: ScopedRequest, text: str) -> Group:
    found = users_at(request.company).filter(matches(text, ("name", "email"))).order_by("name")
    shown = found[:FOUND_MAX] if may(request, "erp.change_user", request.company) else ()
    return group(_("Users"), [item(str(row), "user", row, "user-circle", row.email) for row in shown])


SOURCES: tuple[Callable[[ScopedRequest, str], Group], ...] = (_users,)
