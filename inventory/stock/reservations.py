"""What confirmed orders put aside; the levels follow by the database's own hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory.stock.models import Place, Reservation


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity above zero of one product for one `source`, such as "salesorderline:7"."""

    branch_id: int
    product_id: int
    quantity: Decimal
    source: str


def reserve(*, company_id: int, claims: Sequence[Claim]) -> None:
    """
    Put goods aside at the place each branch ships from, in one statement; they need not be there yet.

    A branch without such a place keeps no stock: nothing is put aside for it. The caller has asked
    `require` for its document. Locks: levels by product and place.
    """
    places = dict(
        Place.objects.filter(
            company_id=company_id, branch_id__in={claim.branch_id for claim in claims}, is_default=True
        ).values_list("branch_id", "pk")
    )
    Reservation.objects.bulk_create(
        [
            Reservation(
                company_id=company_id,
                branch_id=claim.branch_id,
                product_id=claim.product_id,
                place_id=places[claim.branch_id],
                quantity=claim.quantity,
                source=claim.source,
            )
            for claim in claims
            if claim.branch_id in places
        ]
    )


def release(*, company_id: int, sources: Collection[str]) -> None:
    """Give back what was put aside for `sources`; nothing happens for those without a reservation."""
    Reservation.objects.filter(company_id=company_id, source__in=sources).delete()
