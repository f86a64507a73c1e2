"""The invariants of the stock."""

from collections.abc import Iterator

from accounting.ledger.checking import check
from accounting.ledger.checks import places
from inventory.stock.rebuilding import wrong_levels


@check("stock levels equal their moves and reservations")
def levels_equal_moves() -> Iterator[str]:
    """Find levels that differ from the sum of their moves, or from what is put aside."""
    for level in wrong_levels():
        yield f"product {level.product_id} at place {level.place_id}"


@check("no place holds less than nothing unless it may")
def places_hold_something() -> Iterator[str]:
    """Find levels below zero at places that may not fall below."""
    return places("""
        SELECT 'product ' || l.product_id || ' at place ' || l.place_id FROM inventory_stocklevel l
        JOIN inventory_place p ON p.id = l.place_id WHERE l.on_hand < 0 AND NOT p.allows_negative
    """)
