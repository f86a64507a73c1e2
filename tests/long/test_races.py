"""The races of the books in full count."""

import pytest

from tests.accounting.ledger.stage import Stage
from tests.races.poster import post_many, settle, side_by_side
from tests.races.test_books import BALANCES, NUMBERS, one

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_eight_processes_post_two_thousand_times(arena: Stage) -> None:
    before = one(arena, NUMBERS, arena.rows["series"])[0]

    counts = side_by_side(post_many, [(arena, seed, 250) for seed in range(8)])

    kept = sum(each[0] for each in counts)
    count, distinct, lowest, highest, counted = one(arena, NUMBERS, arena.rows["series"])
    assert (count, distinct, lowest) == (before + kept, before + kept, 1)
    assert highest == counted == count
    assert one(arena, BALANCES) == (True, 0)


def test_two_thousand_payments_race_for_one_item(arena: Stage) -> None:
    # 59 euros are open: 5,900 cents, so every cent of the 2,000 is served and not one twice
    for _ in range(250):
        assert all(side_by_side(settle, [(arena, "0.01") for _ in range(8)]))

    line = "SELECT open_amount FROM accounting_openitem WHERE entry_id = %s"
    assert one(arena, line, arena.rows["sale"]) == (39,)
    assert one(arena, BALANCES) == (True, 0)
