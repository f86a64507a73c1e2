"""How customers pay: pure."""

import datetime
import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

DAY = datetime.timedelta(days=1)
CENT = Decimal("0.01")


class Temper(StrEnum):
    """A habit of paying."""

    EARLY = "EARLY"
    PUNCTUAL = "PUNCTUAL"
    LATE = "LATE"
    VERY_LATE = "VERY_LATE"
    PARTIAL = "PARTIAL"
    ON_ACCOUNT = "ON_ACCOUNT"
    DISPUTES = "DISPUTES"


# From and to how many days after the due day the money comes.
DELAYS = {
    Temper.EARLY: (-14, -8),
    Temper.PUNCTUAL: (-2, 0),
    Temper.LATE: (4, 12),
    Temper.VERY_LATE: (35, 75),
    Temper.PARTIAL: (0, 3),
    Temper.ON_ACCOUNT: (-1, 2),
    Temper.DISPUTES: (-1, 2),
}
SECOND_PART_AFTER = DAY * 30


@dataclass(frozen=True, slots=True)
class Paying:
    """What comes on a day for an invoice; None is all that is open of it."""

    day: datetime.date
    amount: Decimal | None


def payings(
    temper: Temper, issued: datetime.date, due: datetime.date, payable: Decimal, dice: random.Random
) -> list[Paying]:
    """Return when a customer pays an invoice, and how much; on Thursdays, never before it is issued."""
    first = _thursday(max(issued + DAY, due + DAY * dice.randint(*DELAYS[temper])))
    if temper != Temper.PARTIAL:
        return [Paying(first, None)]
    part = (payable * Decimal("0.6")).quantize(CENT, ROUND_HALF_UP)
    return [Paying(first, part), Paying(first + SECOND_PART_AFTER, None)]


def _thursday(day: datetime.date) -> datetime.date:
    return day + DAY * ((3 - day.weekday()) % 7)
