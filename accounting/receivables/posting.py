"""What an invoice posts: debits and credits in the document's currency and in the company's. Pure."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from accounting.ledger.posting import Line
from accounting.taxes.calculation import TaxShare
from erp.money import Money, total

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Posting:
    """
    One side of an entry in the document's currency: debits are positive here, credits negative.

    `base` is the same in the company's currency, where it is known before: what was frozen earlier.
    """

    account_id: int
    amount: Money
    base: Money | None = None
    party_account_id: int | None = None
    due_date: datetime.date | None = None
    dimension_set_id: int | None = None

    def at(self, base: Money) -> "Posting":
        """Return the same posting, worth `base` in the company's currency."""
        return Posting(
            self.account_id,
            self.amount,
            base,
            self.party_account_id,
            self.due_date,
            self.dimension_set_id,
        )

    def line(self, branch_id: int) -> Line:
        """Return the line of the ledger; `base` must be known."""
        if self.base is None:
            raise ValueError("the base amount of a posting is not known")
        base = self.base.amount
        return Line(
            account_id=self.account_id,
            branch_id=branch_id,
            debit=base if base > 0 else NOTHING,
            credit=-base if base < 0 else NOTHING,
            currency=self.amount.currency,
            currency_amount=self.amount.amount,
            party_account_id=self.party_account_id,
            due_date=self.due_date,
            dimension_set_id=self.dimension_set_id,
        )


@dataclass(frozen=True, slots=True)
class CodeTaxes:
    """The taxes of one code with the postings that carry them, one per component."""

    share: TaxShare
    postings: tuple[Posting, ...]


def merged(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return one posting per account, party, due date and dimensions; those of zero are left out."""
    sums: dict[tuple[object, ...], Posting] = {}
    for posting in postings:
        key = (
            posting.account_id,
            posting.party_account_id,
            posting.due_date,
            posting.dimension_set_id,
        )
        seen = sums.get(key)
        sums[key] = posting if seen is None else replace(seen, amount=seen.amount + posting.amount)
    return tuple(posting for posting in sums.values() if posting.amount)


def tax_postings(
    share: TaxShare, components: Sequence[tuple[int, Decimal]], *, is_credit: bool
) -> CodeTaxes:
    """Return the tax of one code shared over its components, each on its own account."""
    if not share.tax:
        return CodeTaxes(share, ())
    tax = -share.tax if is_credit else share.tax
    parts = tax.split([percent for _account, percent in components])
    postings = (
        Posting(account_id, part) for (account_id, _percent), part in zip(components, parts, strict=True)
    )
    return CodeTaxes(share, tuple(posting for posting in postings if posting.amount))


def converted(postings: Sequence[Posting], base: Money) -> tuple[Posting, ...]:
    """
    Return the postings with their share of `base`, their sum in the company's currency.

    The whole is converted once and shared by the running total, so that no rounding line is needed.
    Postings whose base is known keep it.
    """
    if all(each.amount.currency == base.currency for each in postings):
        return tuple(each if each.base else each.at(each.amount) for each in postings)
    known = total((each.base for each in postings if each.base is not None), base.currency)
    unknown = [each for each in postings if each.base is None]
    if not unknown:
        return tuple(postings)
    shares = iter((base - known).split([each.amount.amount for each in unknown]))
    return tuple(each.at(next(shares)) if each.base is None else each for each in postings)


def to_base(amount: Money, rate: Decimal, base_currency: str) -> Money:
    """Return `amount` in the company's currency; one unit of it is worth `rate`. Rounded half up."""
    return amount if amount.currency == base_currency else Money(amount.amount * rate, base_currency)
