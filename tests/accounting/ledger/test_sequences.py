"""Whatever comes in whatever order, the books say what a plain model says."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounting.ledger.sequences import play
from tests.accounting.ledger.stage import Stage

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

SEQUENCES = 60
STEPS = 12


def test_random_sequences_with_attacks_leave_the_books_as_the_model_says(stage: Stage) -> None:
    totals = [0, 0]

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(seed=st.integers(min_value=0, max_value=2**32))
    def run(seed: int) -> None:
        posted, attacks = play(stage, seed, STEPS)
        totals[0] += posted
        totals[1] += attacks

    run()

    # a run that posted or attacked next to nothing would prove nothing: two in five acts post
    assert totals[0] > SEQUENCES * 2
    assert totals[1] > SEQUENCES
