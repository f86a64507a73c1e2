"""Several processes that post into one journal side by side."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing.synchronize import Barrier
from statistics import median, quantiles

from django.db import connections

from accounting.ledger.entries import JournalEntry
from accounting.receivables.operations.issuing import issue_invoice
from tests.bench.company import Books
from tests.bench.posting import plain_drafts
from tests.bench.rows import Row

ROUNDS = 5
P99_MS = 30
CONTEXT = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Crowd:
    """What several posters did: invoices per second together, and how long each invoice took."""

    per_second: float
    times_ms: tuple[float, ...]


def crowding(books: Books, clients: int, batch: int) -> Iterator[Row]:
    """Compare many clients with one, by turns; then look for gaps in the numbers."""
    alone, together = [], []
    for _ in range(ROUNDS):
        alone.append(crowd(books, 1, batch).per_second)
        together.append(crowd(books, clients, batch))
    rate = median(each.per_second for each in together)
    p99 = median(quantiles(each.times_ms, n=100)[-1] for each in together)
    yield Row(f"{clients} clients on one journal, beside one", 1, "/s", rate, median(alone))
    yield Row(f"{clients} clients, p99 of an invoice", 1, "ms", p99, P99_MS)
    yield Row(f"{clients} clients, gaps in the numbers", 0, "gaps", gaps(books), 1)


def crowd(books: Books, clients: int, batch: int) -> Crowd:
    """Let so many processes issue so many invoices each, all beginning at once."""
    drafts = [plain_drafts(books, batch) for _ in range(clients)]
    connections.close_all()  # what is open now must not be shared by the children
    start = CONTEXT.Barrier(clients)
    with CONTEXT.Pool(clients, _line_up, (start, books)) as pool:
        done = pool.map(_issue, drafts, chunksize=1)
    times = list(chain.from_iterable(done))
    seconds = max(end for _, end in times) - min(begun for begun, _ in times)
    return Crowd(len(times) / seconds, tuple((end - begun) * 1000 for begun, end in times))


def gaps(books: Books) -> int:
    """Return how many numbers of invoices are missing or taken twice."""
    entries = JournalEntry.objects.filter(company=books.company, journal__code="SALES")
    numbers = list(entries.order_by("number").values_list("number", flat=True))
    return sum(number != place for place, number in enumerate(numbers, start=1))


_start: Barrier
_books: Books


def _line_up(start: Barrier, books: Books) -> None:
    global _start, _books
    _start, _books = start, books


def _issue(invoice_ids: Sequence[int]) -> list[tuple[float, float]]:
    issue_invoice(_books.scope, invoice_id=invoice_ids[0], issue_date=_books.today)  # all is warm
    _start.wait()
    times = []
    for invoice_id in invoice_ids[1:]:
        begun = time.monotonic()
        issue_invoice(_books.scope, invoice_id=invoice_id, issue_date=_books.today)
        times.append((begun, time.monotonic()))
    connections.close_all()
    return times
