"""The random sequences of the ledger in full count; each failure names the seed that repeats it."""

import pytest

from tests.accounting.ledger.sequences import play
from tests.accounting.ledger.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SEQUENCES = 20_000
POSTINGS = 15_000


def test_twenty_thousand_sequences_break_nothing(stage: Stage) -> None:
    posted = sum(play(stage, seed, 6)[0] for seed in range(SEQUENCES))

    assert posted >= POSTINGS
