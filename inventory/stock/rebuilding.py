"""What the levels should be, and how they are made so again."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

WRONG = """
SELECT coalesce(l.product_id, s.product_id), coalesce(l.place_id, s.place_id),
    coalesce(l.on_hand, 0), coalesce(s.on_hand, 0), coalesce(l.reserved, 0), coalesce(s.reserved, 0)
FROM inventory_stocklevel l FULL JOIN (
    SELECT m.product_id, m.place_id, sum(m.moved) AS on_hand, sum(m.promised) AS reserved
    FROM (SELECT product_id, to_place_id AS place_id, quantity AS moved, 0 AS promised
              FROM inventory_stockmove
          UNION ALL SELECT product_id, from_place_id, -quantity, 0 FROM inventory_stockmove
          UNION ALL SELECT product_id, place_id, 0, quantity FROM inventory_reservation) m
    JOIN inventory_place p ON p.id = m.place_id AND p.kind = 'INTERNAL'
    GROUP BY m.product_id, m.place_id
) s ON s.product_id = l.product_id AND s.place_id = l.place_id
WHERE (coalesce(l.on_hand, 0), coalesce(l.reserved, 0))
    IS DISTINCT FROM (coalesce(s.on_hand, 0), coalesce(s.reserved, 0))
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class WrongLevel:
    """A level that differs from its moves and reservations."""

    product_id: int
    place_id: int
    on_hand: Decimal
    moved: Decimal
    reserved: Decimal
    promised: Decimal


def wrong_levels() -> list[WrongLevel]:
    """Return every level that is not the sum of its moves and reservations, by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        return [WrongLevel(*row) for row in cursor.fetchall()]


def rebuild_levels() -> int:
    """
    Make all levels equal to their moves and reservations; return how many changed.

    Only the owner of the tables may. Locks moves and reservations against writing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rebuild_stock_levels()")
        return int(cursor.fetchone()[0])
