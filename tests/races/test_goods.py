"""Clerks take goods from one shelf at once."""

from collections import Counter
from decimal import Decimal
from functools import partial

from crm.sales.drafts import DeliveryDraft
from crm.sales.models import Delivery, SalesOrder
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from crm.sales.refusals import OrderNotOpen
from inventory.catalog.models import Product
from inventory.stock.models import StockLevel, StockMove
from inventory.stock.moving import NotEnoughStock
from inventory.stock.operations import Quantity, count_stock, transfer_stock
from inventory.stock.queries import availability
from tests.races.market import Market, broken
from tests.races.race import race
from tests.trading import TODAY

PEOPLE = 8


def deliver(market: Market, order: SalesOrder, key: str) -> str:
    draft = DeliveryDraft(sales_order_id=order.pk, key=key, delivery_date=TODAY)
    return deliver_order(market.scope, delivery=draft).number


def stock_of(market: Market, product: Product) -> tuple[Decimal, Decimal]:
    found = availability(company_id=market.company.pk)[product.pk]
    return found.on_hand, found.reserved


def test_the_last_goods_leave_once(market: Market, rounds: int) -> None:
    products = [market.stocked("10") for _ in range(rounds)]
    turns = [
        [
            (place_order(market.scope, order=market.order((product, "4"))), market.key())
            for product in products
        ]
        for _ in range(PEOPLE)
    ]

    found = race(*[[partial(deliver, market, *each) for each in own] for own in turns])

    # of eight orders of 4, two leave from a shelf of 10; the other six, 24, stay put aside
    for answers, product in zip(found, products, strict=True):
        assert answers.count(NotEnoughStock) == PEOPLE - 2
        assert stock_of(market, product) == (2, 24)
    assert broken() == []


def test_one_order_leaves_once(market: Market, rounds: int) -> None:
    products = [market.stocked("10") for _ in range(rounds)]
    orders = [place_order(market.scope, order=market.order((product, "4"))) for product in products]

    found = race(
        *[[partial(deliver, market, order, market.key()) for order in orders] for _ in range(PEOPLE)]
    )

    for answers, order, product in zip(found, orders, products, strict=True):
        number = Delivery.objects.get(sales_order=order).number
        assert Counter(answers) == {OrderNotOpen: PEOPLE - 1, number: 1}
        assert stock_of(market, product) == (6, 0)
    assert broken() == []


def test_one_key_at_once_is_one_order(market: Market, rounds: int) -> None:
    product = market.stocked("10")
    drafts = [market.order((product, "1")) for _ in range(rounds)]

    found = race(
        *[[lambda draft=each: place_order(market.scope, order=draft).pk for each in drafts]] * PEOPLE
    )

    assert all(len(set(answers)) == 1 for answers in found)
    assert SalesOrder.objects.filter(lines__product=product).count() == rounds
    assert broken() == []


def test_orders_and_deliveries_of_the_same_goods_in_any_order_never_deadlock(
    market: Market, rounds: int
) -> None:
    beans, cups = market.stocked("3000"), market.stocked("3000")

    def order_and_deliver(rows: list[tuple[Product, str]], key: str) -> bool:
        order = place_order(market.scope, order=market.order(*rows, key=key))
        return deliver(market, order, key).startswith("DN-2026-")

    rows = [(beans, "1"), (cups, "1")]
    found = race(
        *[
            [
                partial(order_and_deliver, rows if who % 2 else rows[::-1], market.key())
                for _ in range(rounds)
            ]
            for who in range(PEOPLE)
        ]
    )

    assert set(found) == {(True,) * PEOPLE}
    assert stock_of(market, beans) == stock_of(market, cups) == (3000 - rounds * PEOPLE, 0)
    assert broken() == []


def transfer(market: Market, rows: list[tuple[Product, str]], *, back: bool, key: str) -> str:
    ends = (market.cellar, market.shelf) if back else (market.shelf, market.cellar)
    transfer_stock(
        market.scope,
        from_place_id=ends[0].pk,
        to_place_id=ends[1].pk,
        transfer_date=TODAY,
        quantities=[Quantity(product.pk, Decimal(amount)) for product, amount in rows],
        key=key,
    )
    return "carried"


def test_no_more_is_carried_away_than_is_there(market: Market, rounds: int) -> None:
    products = [market.stocked("5") for _ in range(rounds)]

    found = race(
        *[
            [
                partial(transfer, market, [(product, "1")], back=False, key=market.key())
                for product in products
            ]
            for _ in range(PEOPLE)
        ]
    )

    for answers, product in zip(found, products, strict=True):
        assert Counter(answers) == {"carried": 5, NotEnoughStock: 3}
        levels = StockLevel.objects.filter(product=product).values_list("place__code", "on_hand")
        assert {code: amount for code, amount in levels if amount > 0} == {"CELLAR": 5}
    assert broken() == []


def test_carrying_to_and_fro_in_any_order_never_deadlocks(market: Market, rounds: int) -> None:
    beans, cups = market.stocked("3000"), market.stocked("3000")
    rows = [(beans, "1"), (cups, "1")]
    transfer(market, [(beans, "1500"), (cups, "1500")], back=False, key=market.key())

    found = race(
        *[
            [
                partial(
                    transfer,
                    market,
                    rows if who % 3 else rows[::-1],
                    back=who % 2 == 0,
                    key=market.key(),
                )
                for _ in range(rounds)
            ]
            for who in range(PEOPLE)
        ]
    )

    # four carry to and four fro
    assert set(found) == {("carried",) * PEOPLE}
    levels = StockLevel.objects.filter(product__in=[beans, cups], on_hand__gt=0)
    assert list(levels.values_list("on_hand", flat=True)) == [1500] * 4
    assert broken() == []


def test_one_count_handed_in_at_once_counts_once(market: Market, rounds: int) -> None:
    product = market.stocked("5")

    def count(turn: int, key: str) -> int:
        counted = [Quantity(product.pk, Decimal(10 + turn))]
        return count_stock(
            market.scope, place_id=market.shelf.pk, count_date=TODAY, counted=counted, key=key
        ).pk

    found = race(*[[partial(count, turn, market.key()) for turn in range(rounds)]] * PEOPLE)

    assert all(len(set(answers)) == 1 for answers in found)
    # from 5 to 10, then one more with each count
    moved = StockMove.objects.filter(product=product, source__startswith="stockcount:").order_by("pk")
    assert [move.quantity for move in moved][1:] == [5] + [1] * (rounds - 1)
    assert stock_of(market, product) == (9 + rounds, 0)
    assert broken() == []
