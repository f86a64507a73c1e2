"""Goods move between places, and are counted."""

import datetime
from decimal import Decimal

import pytest

from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.errors import Invalid
from inventory.stock.models import Place, StockCount, StockLevel, StockMove
from inventory.stock.moving import NotEnoughStock
from inventory.stock.operations import (
    PlaceDraft,
    Quantity,
    count_stock,
    create_place,
    transfer_stock,
)
from inventory.stock.queries import availability
from inventory.stock.rebuilding import wrong_levels
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


def count(scope, place, *rows, key="first"):
    counted = [Quantity(product.pk, Decimal(amount)) for product, amount in rows]
    return count_stock(scope, place_id=place.pk, count_date=TODAY, counted=counted, key=key)


def transfer(scope, from_place, to_place, *rows, key="first"):
    quantities = [Quantity(product.pk, Decimal(amount)) for product, amount in rows]
    return transfer_stock(
        scope,
        from_place_id=from_place.pk,
        to_place_id=to_place.pk,
        transfer_date=TODAY,
        quantities=quantities,
        key=key,
    )


def levels():
    rows = StockLevel.objects.order_by("product__code", "place__code")
    return {
        (row.product.code, row.place.code): row.on_hand
        for row in rows.select_related("product", "place")
    }


def test_counting_brings_the_levels_to_what_was_found(scope, shelf, beans, cups):
    count(scope, shelf, (beans, "12.5"), (cups, "40"))
    count(scope, shelf, (beans, "10"), (cups, "41"), key="second")

    assert levels() == {("BEANS", "SHELF"): Decimal("10"), ("CUPS", "SHELF"): Decimal("41")}
    # 12.5 in, 40 in; then 2.5 of the beans are gone and one cup more was found
    moves = StockMove.objects.order_by("pk").values_list("product__code", "quantity", "to_place__kind")
    assert list(moves) == [
        ("BEANS", Decimal("12.5"), "INTERNAL"),
        ("CUPS", Decimal("40"), "INTERNAL"),
        ("BEANS", Decimal("2.5"), "COUNT"),
        ("CUPS", Decimal("1"), "INTERNAL"),
    ]
    lines = StockCount.objects.get(key="second").lines.order_by("product__code")
    assert list(lines.values_list("expected", "counted")) == [(Decimal("12.5"), 10), (40, 41)]


def test_the_same_count_handed_in_twice_changes_nothing(scope, shelf, cellar, beans):
    first = count(scope, shelf, (beans, "5"))
    transfer(scope, shelf, cellar, (beans, "2"))

    assert count(scope, shelf, (beans, "5")) == first

    assert levels() == {("BEANS", "CELLAR"): Decimal("2"), ("BEANS", "SHELF"): Decimal("3")}


def test_a_count_that_finds_no_difference_is_on_record_and_moves_nothing(scope, shelf, beans):
    count(scope, shelf, (beans, "0"))

    assert StockCount.objects.count() == 1
    assert not StockMove.objects.exists()


@pytest.mark.parametrize("rows", [[("beans", "-1")], [("beans", "1"), ("beans", "2")]])
def test_a_count_below_zero_or_twice_is_refused(scope, shelf, beans, rows):
    with pytest.raises(Invalid):
        count(scope, shelf, *((beans, amount) for _name, amount in rows))

    assert not StockCount.objects.exists()
    assert not StockMove.objects.exists()


def test_goods_are_carried_and_nothing_is_lost(scope, shelf, cellar, beans, cups):
    count(scope, shelf, (beans, "7"), (cups, "3"))

    transfer(scope, shelf, cellar, (beans, "2.25"), (cups, "3"))

    assert levels() == {
        ("BEANS", "CELLAR"): Decimal("2.25"),
        ("BEANS", "SHELF"): Decimal("4.75"),
        ("CUPS", "CELLAR"): Decimal("3"),
        ("CUPS", "SHELF"): Decimal("0"),
    }
    assert availability(company_id=shelf.company_id)[beans.pk].on_hand == 7
    assert wrong_levels() == []


def test_carrying_twice_by_one_key_carries_once(scope, shelf, cellar, beans):
    count(scope, shelf, (beans, "7"))

    assert transfer(scope, shelf, cellar, (beans, "2")) == transfer(scope, shelf, cellar, (beans, "2"))

    assert levels()["BEANS", "CELLAR"] == 2


def test_more_than_is_there_does_not_leave_and_the_reason_is_in_words(scope, shelf, cellar, beans, cups):
    count(scope, shelf, (beans, "7"), (cups, "1"))

    with pytest.raises(NotEnoughStock, match=r"Shelf holds 7 of BEANS Product BEANS, and 7\.5 are to"):
        transfer(scope, shelf, cellar, (cups, "1"), (beans, "7.5"))

    assert levels() == {("BEANS", "SHELF"): Decimal("7"), ("CUPS", "SHELF"): Decimal("1")}


def test_a_place_that_may_fall_below_zero_does(scope, branch, shelf, cellar, beans):
    draft = PlaceDraft(branch.pk, "DOCK", "Dock", allows_negative=True)
    dock = create_place(scope, place=draft)

    transfer(scope, dock, shelf, (beans, "4"))

    assert levels() == {("BEANS", "DOCK"): Decimal("-4"), ("BEANS", "SHELF"): Decimal("4")}


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_only_amounts_above_zero_move(scope, shelf, cellar, beans, amount):
    with pytest.raises(Invalid):
        transfer(scope, shelf, cellar, (beans, amount))


def test_services_are_not_kept_on_shelves(scope, shelf, company):
    service = trading.new_product(company, "REPAIR", kind="SERVICE")

    with pytest.raises(Invalid):
        count(scope, shelf, (service, "1"))


def test_goods_of_another_company_do_not_move(scope, shelf, cellar):
    foreign = trading.new_product(trading.new_company("Lowland Tea"), "TEA")

    with pytest.raises(Invalid):
        transfer(scope, shelf, cellar, (foreign, "1"))


def test_goods_do_not_leave_for_a_place_outside_by_a_transfer(scope, shelf, beans):
    count(scope, shelf, (beans, "7"))
    losses = Place.objects.get(kind="COUNT")

    with pytest.raises(Invalid):
        transfer(scope, shelf, losses, (beans, "1"))


def test_the_first_place_of_a_branch_is_its_default_until_another_is_named(scope, branch, shelf):
    dock = create_place(scope, place=PlaceDraft(branch.pk, "DOCK", "Dock", is_default=True))

    assert list(Place.objects.filter(is_default=True)) == [dock]


def test_a_code_serves_one_place(scope, branch, shelf):
    with pytest.raises(Invalid):
        create_place(scope, place=PlaceDraft(branch.pk, "SHELF", "Second shelf"))


def test_stranger_is_denied_and_nothing_moves(scope, stranger_scope, branch, shelf, cellar, beans):
    count(scope, shelf, (beans, "7"))
    before = AuditEvent.objects.count(), StockMove.objects.count()

    with pytest.raises(AccessDenied):
        transfer(stranger_scope, shelf, cellar, (beans, "1"))
    with pytest.raises(AccessDenied):
        count(stranger_scope, shelf, (beans, "9"), key="second")
    with pytest.raises(AccessDenied):
        create_place(stranger_scope, place=PlaceDraft(branch.pk, "DOCK", "Dock"))

    assert (AuditEvent.objects.count(), StockMove.objects.count()) == before
    assert levels() == {("BEANS", "SHELF"): Decimal("7")}
