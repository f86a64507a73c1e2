"""How much the bench does: as docs/performance.md says, or tiny, for the test that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows that stand behind what is read, pieces of work per round, and how long a row may take."""

    customers: int = 10_000
    invoices: int = 1_000_000
    open_invoices: int = 100_000
    users: int = 1_000
    batch: int = 100
    run: int = 1_000
    clients: int = 8
    seconds: float = 30


FULL = Sizes()
TINY = Sizes(customers=20, invoices=200, open_invoices=50, users=5, batch=2, run=4, clients=2, seconds=0)
