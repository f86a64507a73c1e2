"""Orders are placed here, one by one or by the thousand."""

from collections.abc import Mapping, Sequence, Set

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount
from crm.pricing.queries import price_books
from crm.sales.claims import claims_of
from crm.sales.drafts import OrderDraft
from crm.sales.drawing_up import DrawnOrder, asks_for_own_terms, draw_up
from crm.sales.models import SalesOrder, SalesOrderLine
from crm.sales.numbers import take_labels
from crm.sales.operations.deciding import Rulebook, ask_for_approval, first_status
from crm.sales.refusals import OrderKeyReused
from erp.access.decisions import decide, require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid
from erp.organization.models import Branch
from erp.parties.models import Party
from inventory.catalog.models import Product
from inventory.stock.reservations import reserve

CONFIRMED = SalesOrder.Status.CONFIRMED


def place_order(scope: Scope, *, order: OrderDraft) -> SalesOrder:
    """
    Number and price one order; see `place_orders`.

    :raises AccessDenied: if `scope` may not order for this customer
    :raises Invalid: naming each line that has no product, no price or no quantity
    """
    account = CustomerAccount.objects.get(pk=order.customer_account_id)
    return place_orders(scope, company_id=account.company_id, orders=[order])[0]


@transaction.atomic
def place_orders(scope: Scope, *, company_id: int, orders: Sequence[OrderDraft]) -> list[SalesOrder]:
    """
    Number and price orders of one company, all or none; a key that is known returns its first order.

    An order that no approval rule stops is confirmed by itself and its goods are put aside; one that a
    rule stops waits; one by somebody of ours who may not confirm stays a draft. Locks: customer accounts
    by id, stock levels, series ORDER.

    :raises AccessDenied: if `scope` may not order for a customer, or not at terms of its own
    :raises Invalid: naming each line that has no product, no price or no quantity
    :raises OrderKeyReused: if a key stands for an order of another customer
    """
    accounts = _locked_accounts(company_id, orders)
    placed = _placed_before(company_id, orders)
    new = [draft for draft in {draft.key: draft for draft in orders}.values() if draft.key not in placed]
    if new:
        drawn = _drawn(company_id, new, accounts)
        for draft, one in zip(new, drawn, strict=True):
            _require_ordering(scope, draft, one.order)
        if problems := [problem for one in drawn for problem in one.problems]:
            raise Invalid(problems)
        _write(scope, company_id, drawn, past={draft.key for draft in new if draft.is_past})
        placed |= {one.order.key: one.order for one in drawn}
    return [placed[draft.key] for draft in orders]


def _locked_accounts(company_id: int, orders: Sequence[OrderDraft]) -> dict[int, CustomerAccount]:
    ids = {order.customer_account_id for order in orders}
    accounts = CustomerAccount.objects.filter(company_id=company_id, pk__in=ids).order_by("pk")
    found = {account.pk: account for account in accounts.select_for_update(no_key=True)}
    if len(found) < len(ids):
        raise CustomerAccount.DoesNotExist
    return found


def _placed_before(company_id: int, orders: Sequence[OrderDraft]) -> dict[str, SalesOrder]:
    known = SalesOrder.objects.filter(company_id=company_id, key__in=[order.key for order in orders])
    placed = {order.key: order for order in known}
    for draft in orders:
        first = placed.get(draft.key)
        if first and first.customer_account_id != draft.customer_account_id:
            raise OrderKeyReused(_("This key was used before for something else."))
    return placed


def _drawn(
    company_id: int, drafts: Sequence[OrderDraft], accounts: Mapping[int, CustomerAccount]
) -> list[DrawnOrder]:
    product_ids = {line.product_id for draft in drafts for line in draft.lines}
    products = Product.objects.filter(company_id=company_id).in_bulk(product_ids)
    books = price_books(list(accounts.values()), product_ids=product_ids)
    _check_places(company_id, drafts)
    return [
        draw_up(draft, account, products, books[account.pk])
        for draft in drafts
        for account in [accounts[draft.customer_account_id]]
    ]


def _check_places(company_id: int, drafts: Sequence[OrderDraft]) -> None:
    branch_ids = {draft.branch_id for draft in drafts if draft.branch_id}
    if Branch.objects.filter(company_id=company_id, pk__in=branch_ids).count() < len(branch_ids):
        raise Invalid([_("There is no such branch.")])
    party_ids = {draft.ship_to_id for draft in drafts if draft.ship_to_id}
    if Party.objects.filter(group__companies=company_id, pk__in=party_ids).count() < len(party_ids):
        raise Invalid([_("There is no such party to deliver to.")])


def _require_ordering(scope: Scope, draft: OrderDraft, order: SalesOrder) -> None:
    """Whoever works on orders may set terms; whoever may only place them takes ours."""
    if draft.is_past:
        require(scope, "erp.import_records", order)
    if asks_for_own_terms(draft) or decide(scope, "crm.change_salesorder", order).allowed:
        require(scope, "crm.change_salesorder", order)
    else:
        require(scope, "crm.place_order", order)


def _write(scope: Scope, company_id: int, drawn: Sequence[DrawnOrder], *, past: Set[str]) -> None:
    rules = Rulebook(company_id)
    orders = [one.order for one in drawn]
    for order in orders:
        is_past = order.key in past
        order.status = CONFIRMED if is_past else first_status(scope, order, rules)
        order.created_by = scope.actor
    claims = [
        claim
        for one in drawn
        if one.order.status == CONFIRMED
        for claim in claims_of(one.order, one.lines)
    ]
    if claims:
        reserve(company_id=company_id, claims=claims)
    days = [order.order_date for order in orders]
    labels = take_labels(company_id=company_id, code="ORDER", days=days)
    for order, label in zip(orders, labels, strict=True):
        order.number = label
    SalesOrder.objects.bulk_create(orders)
    for one in drawn:
        for line in one.lines:
            line.sales_order = one.order
    SalesOrderLine.objects.bulk_create([line for one in drawn for line in one.lines])
    ask_for_approval(scope, orders, rules)
    audit.record_all(
        scope,
        "salesorder.placed",
        ((order, {"number": order.number, "status": order.status}) for order in orders),
    )
