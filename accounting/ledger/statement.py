"""How posting speaks to the database: one call of its function `post_entries` (migration 0002)."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

SERIES_COLUMNS = (
    *("id", "company_id", "code", "start_date", "end_date", "pattern", "posts"),
    *("first_number", "last_number", "latest_date"),
)
# In the order of the function's arguments.
CALL = """
    SELECT entry_id, public_id, number, journal_id, period_id, posted_at, line_ids,
        (series).id, (series).company_id, (series).code, (series).start_date, (series).end_date,
        (series).pattern, (series).posts, (series).first_number, (series).last_number,
        (series).latest_date
    FROM post_entries(
        %s::bigint, %s, %s::bigint, %s::date[], %s::date[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::bigint[], %s::boolean[], %s::bigint[], %s::bigint[],
        %s::int[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[],
        %s::text[], %s::numeric[], %s::date[], %s::bigint[], %s::bigint[], %s::numeric[])
"""


def array(values: Iterable[Decimal | datetime.date | int | str | None]) -> str:
    """Return an array literal of values that need no quotes: numbers, days, codes of our own."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
