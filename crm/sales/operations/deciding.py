"""What becomes of an order that was placed: confirmed, waiting for approval, declined, canceled."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from crm.sales.claims import claims_of, source_of
from crm.sales.models import SalesOrder
from crm.sales.refusals import OrderNotOpen
from erp.access.decisions import decide, require
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRule
from erp.approvals.operations import Question, request_approval, rule_for
from erp.audit import operations as audit
from inventory.stock.reservations import release, reserve

KIND = "sales_order"


class Rulebook:
    """The approval rules for orders of one company; without any, no order is looked up."""

    def __init__(self, company_id: int) -> None:
        self._has_rules = ApprovalRule.objects.filter(
            company_id=company_id, kind=KIND, is_active=True
        ).exists()

    def rule(self, order: SalesOrder) -> ApprovalRule | None:
        """Return the rule that stops the order by net and freight, or None: then it passes by itself."""
        if not self._has_rules:
            return None
        return rule_for(company_id=order.company_id, kind=KIND, amount=order.net + order.freight)


@transaction.atomic
def confirm_order(scope: Scope, *, order_id: int) -> SalesOrder:
    """
    Confirm a draft: its goods are put aside, or it waits where a rule asks for approval.

    Locks: the order, then stock levels.

    :raises OrderNotOpen: if it is no draft
    """
    order = _locked(order_id)
    require(scope, "crm.confirm_salesorder", order)
    _expect(order, SalesOrder.Status.DRAFT)
    rules = Rulebook(order.company_id)
    _become(order, first_status(scope, order, rules))
    ask_for_approval(scope, [order], rules)
    audit.record(scope, f"salesorder.{order.status.lower()}", order, number=order.number)
    return order


@transaction.atomic
def approve_order(scope: Scope, *, order_id: int) -> SalesOrder:
    """
    Confirm an order that waited. Who may decide was asked when the approval was decided.

    Locks: the order, then stock levels.

    :raises OrderNotOpen: if it does not wait
    """
    order = _locked(order_id)
    _expect(order, SalesOrder.Status.WAITING)
    _become(order, SalesOrder.Status.CONFIRMED)
    audit.record(scope, "salesorder.confirmed", order, number=order.number)
    return order


@transaction.atomic
def decline_order(scope: Scope, *, order_id: int) -> SalesOrder:
    """
    End an order that waited. Who may decide was asked when the approval was decided. Locks the order.

    :raises OrderNotOpen: if it does not wait
    """
    order = _locked(order_id)
    _expect(order, SalesOrder.Status.WAITING)
    _become(order, SalesOrder.Status.CANCELED)
    audit.record(scope, "salesorder.declined", order, number=order.number)
    return order


@transaction.atomic
def cancel_order(scope: Scope, *, order_id: int) -> SalesOrder:
    """
    Deliver no more of an order: untouched it is canceled, in part delivered it counts as delivered.

    What was put aside is free again. An order that waits for approval is declined there instead.
    Locks: the order, then stock levels.

    :raises OrderNotOpen: if it waits, was delivered or canceled
    """
    order = _locked(order_id)
    require(scope, "crm.change_salesorder", order)
    _expect(order, SalesOrder.Status.DRAFT, SalesOrder.Status.CONFIRMED)
    lines = list(order.lines.order_by("line_no"))
    release(company_id=order.company_id, sources=[source_of(order, line) for line in lines])
    has_left = any(line.delivered_quantity for line in lines)
    _become(order, SalesOrder.Status.DELIVERED if has_left else SalesOrder.Status.CANCELED)
    audit.record(scope, "salesorder.canceled", order, number=order.number)
    return order


def first_status(scope: Scope, order: SalesOrder, rules: Rulebook) -> str:
    """Return what an order becomes at once: who works on orders but may not confirm leaves a draft."""
    works_on_orders = decide(scope, "crm.change_salesorder", order).allowed
    if works_on_orders and not decide(scope, "crm.confirm_salesorder", order).allowed:
        return SalesOrder.Status.DRAFT
    return SalesOrder.Status.WAITING if rules.rule(order) else SalesOrder.Status.CONFIRMED


def ask_for_approval(scope: Scope, orders: Iterable[SalesOrder], rules: Rulebook) -> None:
    """Put the question of each order that waits before the role that its rule names."""
    for order in orders:
        rule = rules.rule(order) if order.status == SalesOrder.Status.WAITING else None
        if rule:
            question = Question(
                kind=KIND,
                subject=order,
                summary=_("Order %(number)s of %(customer)s")
                % {"number": order.number, "customer": order.party.name},
                amount=order.net + order.freight,
                currency=order.currency,
            )
            request_approval(scope, rule=rule, question=question)


def _locked(order_id: int) -> SalesOrder:
    return SalesOrder.objects.select_for_update(no_key=True).get(pk=order_id)


def _expect(order: SalesOrder, *statuses: str) -> None:
    if order.status not in statuses:
        raise OrderNotOpen(
            _("Order %(number)s is %(status)s.")
            % {"number": order.number, "status": order.get_status_display().lower()}
        )


def _become(order: SalesOrder, status: str) -> None:
    order.status = status
    order.save(update_fields=["status"])
    if status == SalesOrder.Status.CONFIRMED:
        lines = order.lines.select_related("product").order_by("line_no")
        reserve(company_id=order.company_id, claims=claims_of(order, lines))
