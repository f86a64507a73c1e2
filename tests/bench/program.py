"""The parts of the bench in their order, each with its goals."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from accounting.receivables.models import Invoice
from erp.launch.folders import Folders
from tests.bench.company import Books, open_books
from tests.bench.crowding import crowding
from tests.bench.filling import fill
from tests.bench.ground import settle
from tests.bench.limit import Limit
from tests.bench.measuring import Work, race
from tests.bench.ordering import ordering
from tests.bench.posting import BillingRun, Issuing, Paying, begin_business, plain_invoice
from tests.bench.printing import printing
from tests.bench.reading import reading as called
from tests.bench.rows import Row
from tests.bench.serving import serving
from tests.bench.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Stage:
    """What every part is measured on."""

    folders: Folders
    sizes: Sizes
    books: Books
    limit: Limit

    def beside_limit(self, name: str, work: Work, *, goal: float) -> Row:
        """Race work against the limit."""
        run = race(work, self.limit, seconds_max=self.sizes.seconds)
        value, limit = run.value, run.bound
        return Row(name, goal, "/s", value.per_second, limit.per_second, value.cpu_ms)


type Part = Callable[[Stage], Iterator[Row]]


def measured(
    folders: Folders, sizes: Sizes, names: Sequence[str], *, today: datetime.date
) -> Iterator[Row]:
    """Measure the parts so called, or all of them."""
    books = open_books(today)
    begin_business(books, sizes.batch)
    settle(folders)
    stage = Stage(folders, sizes, books, Limit(folders, books))
    for name, part in PARTS.items():
        if not names or name in names:
            yield from part(stage)


def posting(stage: Stage) -> Iterator[Row]:
    """Measure what one client posts."""
    books, batch = stage.books, stage.sizes.batch
    yield stage.beside_limit("post one invoice", Issuing(books, batch), goal=0.25)
    yield stage.beside_limit("post one rich invoice", Issuing(books, batch, is_rich=True), goal=0.15)
    yield stage.beside_limit("billing run", BillingRun(books, stage.sizes.run), goal=3)
    yield stage.beside_limit("payment and allocation", Paying(books, batch), goal=0.20)


def crowds(stage: Stage) -> Iterator[Row]:
    """Measure what many clients post at once."""
    yield from crowding(stage.books, stage.sizes.clients, stage.sizes.batch)


def orders(stage: Stage) -> Iterator[Row]:
    """Measure a customer's order on its whole road."""
    yield from ordering(stage.folders, stage.books, stage.sizes.batch)


def reading(stage: Stage) -> Iterator[Row]:
    """Measure what is read from a mass of rows."""
    template = Invoice.objects.get(pk=plain_invoice(stage.books))
    mass = fill(stage.folders, stage.books, stage.sizes, template)
    yield from called(stage.books, mass, stage.sizes.seconds)
    yield from serving(stage.books, stage.sizes.batch // 4 or 1, stage.sizes.seconds)


def printed(stage: Stage) -> Iterator[Row]:
    """Measure a PDF."""
    yield from printing(Invoice.objects.get(pk=plain_invoice(stage.books)), stage.sizes.batch // 5 or 1)


PARTS: dict[str, Part] = {
    "posting": posting,
    "crowds": crowds,
    "orders": orders,
    "printing": printed,
    "reading": reading,
}
