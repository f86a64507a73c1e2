"""How posting speaks to the database: one call of its function `post_entries` (migration 0013)."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

# In the order of the function's arguments.
CALL = """
    SELECT entry_id, public_id, number, journal_id, period_id, posted_at, line_ids, series_id, pattern
    FROM post_entries(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
        %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def array(values: Iterable[Decimal | datetime.date | int | str | None]) -> str:
    """Return an array literal of values that need no quotes: numbers, days, codes of our own."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
