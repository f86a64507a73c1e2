"""An order drawn up from its draft: priced, reckoned and checked, nothing written yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount
from crm.pricing.prices import PriceBook, PriceFound
from crm.sales.drafts import NOTHING, OrderDraft, OrderLineDraft, reduced_price
from crm.sales.models import SalesOrder, SalesOrderLine
from erp.money import Money
from inventory.catalog.models import Product


@dataclass(frozen=True, slots=True)
class DrawnOrder:
    """An order with its lines, not saved, and everything that is wrong with it in words."""

    order: SalesOrder
    lines: tuple[SalesOrderLine, ...]
    problems: tuple[str, ...]


def draw_up(
    draft: OrderDraft, account: CustomerAccount, products: Mapping[int, Product], book: PriceBook
) -> DrawnOrder:
    """
    Return the order a draft asks for; each line's net is rounded to the minor unit, and `net` their sum.

    A line that names no price takes the one of the customer's list for its quantity on the order's day.
    """
    problems = _problems(draft, account)
    order = _order(draft, account)
    lines, found = [], []
    for line_no, line in enumerate(draft.lines, start=1):
        product = products.get(line.product_id)
        wrong = _problem_of(line, product, is_past=draft.is_past)
        price = None if wrong else book.price(line.product_id, line.quantity, draft.order_date)
        if line.unit_price is not None:
            price = _by_hand(line.unit_price, draft, account)
        if product is None or price is None or wrong:
            problems.append(f"{_numbered(line_no)} {wrong or _no_price(product)}")
            continue
        found.append(price)
        lines.append(_line(order, line_no, line, product, price))
    if len({price.prices_include_tax for price in found}) > 1:
        problems.append(_("Prices with and without tax do not go on one order."))
    order.prices_include_tax = any(price.prices_include_tax for price in found)
    order.net = sum((line.net for line in lines), Decimal(0))
    return DrawnOrder(order, tuple(lines), tuple(problems))


def asks_for_own_terms(draft: OrderDraft) -> bool:
    """Say whether the draft sets a price, an allowance or freight instead of leaving them to us."""
    return bool(draft.freight) or any(
        line.unit_price is not None or line.allowance_percent or line.net_unit_price is not None
        for line in draft.lines
    )


def _problems(draft: OrderDraft, account: CustomerAccount) -> list[str]:
    problems = []
    if not draft.lines:
        problems.append(_("An order has at least one line."))
    if len(draft.lines) > 999:
        problems.append(_("An order has at most 999 lines."))
    if not draft.key or len(draft.key) > 64:
        problems.append(_("An order needs a key of at most 64 characters."))
    if draft.freight < 0:
        problems.append(_("Freight is never below zero."))
    if draft.is_past:
        return problems
    if not account.is_active:
        problems.append(_("The customer is not active."))
    if account.requires_order_number and not draft.customer_order_number.strip():
        problems.append(_("Give your order number: it is printed on the delivery and the invoice."))
    return problems


def _problem_of(line: OrderLineDraft, product: Product | None, *, is_past: bool) -> str:
    if product is None:
        return _("There is no such product.")
    if not (is_past or (product.is_active and product.is_sold)):
        return _("%(product)s is no longer sold.") % {"product": product.name}
    if line.quantity <= 0:
        return _("The quantity must be above zero.")
    if (
        not 0 <= line.allowance_percent <= 100
        or min(line.unit_price or NOTHING, line.net_unit_price or NOTHING) < 0
    ):
        return _("Prices are never below zero, allowances between 0 and 100 percent.")
    return ""


def _numbered(line_no: int) -> str:
    return _("Line %(number)s:") % {"number": line_no}


def _no_price(product: Product | None) -> str:
    return _("There is no price for %(product)s.") % {"product": product.name if product else ""}


def _by_hand(unit_price: Decimal, draft: OrderDraft, account: CustomerAccount) -> PriceFound:
    return PriceFound(unit_price, account.currency, draft.prices_include_tax, _("Price agreed"))


def _order(draft: OrderDraft, account: CustomerAccount) -> SalesOrder:
    return SalesOrder(
        company_id=account.company_id,
        branch_id=draft.branch_id or account.branch_id,
        party_id=account.party_id,
        customer_account=account,
        sold_to_id=account.party_id,
        ship_to_id=draft.ship_to_id or account.party_id,
        key=draft.key,
        channel=draft.channel,
        customer_order_number=draft.customer_order_number.strip(),
        buyer_reference=draft.buyer_reference.strip(),
        currency=account.currency,
        order_date=draft.order_date,
        required_date=draft.required_date,
        ship_to_address=draft.ship_to_address,
        freight=Money(draft.freight, account.currency).amount,
        note=draft.note,
    )


def _line(
    order: SalesOrder, line_no: int, draft: OrderLineDraft, product: Product, price: PriceFound
) -> SalesOrderLine:
    net_unit_price = draft.net_unit_price
    if net_unit_price is None:
        net_unit_price = reduced_price(price.unit_price, draft.allowance_percent)
    return SalesOrderLine(
        company_id=order.company_id,
        branch_id=order.branch_id,
        party_id=order.party_id,
        line_no=line_no,
        product=product,
        description=draft.description or product.name,
        quantity=draft.quantity,
        gross_unit_price=price.unit_price,
        allowance_percent=draft.allowance_percent,
        net_unit_price=net_unit_price,
        price_trail=price.trail[:200],
        net=Money(draft.quantity * net_unit_price, order.currency).amount,
    )
