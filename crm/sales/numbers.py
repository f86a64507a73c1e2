"""Numbers for many documents at once, each in the series of its own day."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence

from erp.numbering.models import Series
from erp.numbering.operations import take_numbers, why_no_number


def by_series[Id](
    *, company_id: int, code: str, days: Mapping[Id, datetime.date]
) -> list[dict[Id, datetime.date]]:
    """Return the days in blocks, one per series of `code` that holds some, the oldest first."""
    blocks: dict[datetime.date, dict[Id, datetime.date]] = defaultdict(dict)
    series = list(Series.objects.filter(company_id=company_id, code=code))
    for key, day in days.items():
        held = (one.start_date for one in series if one.start_date <= day <= one.end_date)
        blocks[next(held, day)][key] = day
    return [blocks[start] for start in sorted(blocks)]


def take_labels(*, company_id: int, code: str, days: Sequence[datetime.date]) -> list[str]:
    """
    Return a number for each of `days`, in their order: one block per series that holds some of them.

    Locks the series by id until the transaction ends.

    :raises NoSeries: if no series of `code` holds a day
    """
    known = list(Series.objects.filter(company_id=company_id, code=code).order_by("pk"))
    positions: dict[int, list[int]] = defaultdict(list)
    for position, day in enumerate(days):
        series = next((one for one in known if one.start_date <= day <= one.end_date), None)
        if series is None:
            raise why_no_number(company_id=company_id, code=code, on=day)
        positions[series.pk].append(position)
    labels = [""] * len(days)
    for _series_id, held in sorted(positions.items()):
        block = take_numbers(
            company_id=company_id, code=code, on=max(days[at] for at in held), count=len(held)
        )
        first = block.last_number - len(held) + 1
        for offset, position in enumerate(held):
            labels[position] = block.label(first + offset)
    return labels
