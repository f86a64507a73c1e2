"""What a bill comes to and what it posts: pure, in the document's currency and in the company's."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.posting import Line
from accounting.ledger.terms import Installment
from accounting.taxes.calculation import DatedRate, DocumentTax, Item, Taxation, document_tax, rate_on
from erp.money import Money, total

ZERO = Decimal(0)
WHOLE = Decimal(100)
REVERSE_CHARGE = "AE"


@dataclass(frozen=True, slots=True)
class InputTax:
    """
    A tax code of purchases as posting needs it.

    `components` are (account, share in percent) pairs; `owed` is the output tax that a reverse-charged
    purchase owes at the same time.
    """

    id: int
    category: str
    rates: tuple[DatedRate, ...]
    deductible_percent: Decimal = WHOLE
    exemption_code: str = ""
    exemption_reason: str = ""
    jurisdiction: str = ""
    components: tuple[tuple[int, Decimal], ...] = ()
    owed: "InputTax | None" = None

    def charged(self, day: datetime.date) -> Taxation:
        """Return what the supplier charges: under reverse charge nothing."""
        rate = ZERO if self.owed else rate_on(self.rates, day)
        return Taxation(self.id, self.category, rate, self.exemption_reason)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """One line of a bill: its net amount and where it is charged to."""

    net: Money
    tax_code_id: int
    expense_account_id: int
    dimension_set_id: int | None = None


@dataclass(frozen=True, slots=True)
class PostedTax:
    """
    One tax of a bill as its tax line tells it; `line_no` names the journal line that carries it.

    `base_*` are in the company's currency.
    """

    code: InputTax
    is_output: bool
    rate_percent: Decimal
    net: Money
    tax: Money
    base_net: Money
    base_tax: Money
    line_no: int | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that are not named by the lines."""

    payable_id: int
    party_account_id: int
    not_deductible_id: int
    branch_id: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A debit (positive) or credit (negative) before it is converted."""

    account_id: int
    amount: Money
    dimension_set_id: int | None = None


@dataclass(frozen=True, slots=True)
class BillPlan:
    """What approving a bill posts."""

    lines: tuple[Line, ...]
    taxes: tuple[PostedTax, ...]


def bill_tax(
    lines: Sequence[BilledLine], codes: dict[int, InputTax], *, tax_point: datetime.date, rounding: str
) -> DocumentTax:
    """Return what the supplier charges on these lines with the rates of the tax point."""
    items = [Item(line.net, codes[line.tax_code_id].charged(tax_point)) for line in lines]
    return document_tax(items, currency=lines[0].net.currency, rounding=rounding)


class BillPosting:
    """Gathers the sides of one bill; a supplier's credit has every sign turned."""

    def __init__(
        self, accounts: Accounts, rate: Decimal, base_currency: str, *, is_credit: bool
    ) -> None:
        self.accounts, self.rate, self.base_currency = accounts, rate, base_currency
        self.sign = Decimal(-1) if is_credit else Decimal(1)
        self._sides: list[_Side] = []
        self._taxes: list[tuple[InputTax, bool, Decimal, Money, Money, int | None]] = []

    def plan(
        self,
        lines: Sequence[BilledLine],
        tax: DocumentTax,
        codes: dict[int, InputTax],
        *,
        tax_point: datetime.date,
        due: Sequence[Installment],
    ) -> BillPlan:
        """
        Return the journal lines and the taxes.

        The gross is converted once and shared over the sides, so no rounding line is needed.
        """
        for line in lines:
            self._add_expense(line)
        for share in tax.codes:
            code = codes[share.taxation.tax_code_id]
            if code.owed is None:
                self._add_charged(code, share.taxation.rate_percent, share.base, share.tax)
            else:
                self._add_reverse_charge(
                    code, code.owed, rate_on(code.owed.rates, tax_point), share.base
                )
        gross = tax.gross * self.sign
        base = Money(gross.amount * self.rate, self.base_currency)
        converted = self._converted(base)
        owed = self._owed_lines(due, base)
        sides = [self._line(side, amount) for side, amount in converted if side.amount]
        return BillPlan((*sides, *owed), tuple(self._posted(converted)))

    def _add_expense(self, line: BilledLine) -> None:
        amount = line.net * self.sign
        for at, side in enumerate(self._sides):
            if (side.account_id, side.dimension_set_id) == (
                line.expense_account_id,
                line.dimension_set_id,
            ):
                self._sides[at] = _Side(side.account_id, side.amount + amount, side.dimension_set_id)
                return
        self._sides.append(_Side(line.expense_account_id, amount, line.dimension_set_id))

    def _add_charged(self, code: InputTax, rate: Decimal, net: Money, tax: Money) -> None:
        """Add tax the supplier charges: the deductible part on its account, the rest as a cost."""
        at = self._add_input(code, tax)
        self._taxes.append((code, False, rate, net * self.sign, tax * self.sign, at))

    def _add_reverse_charge(self, code: InputTax, owed: InputTax, rate: Decimal, net: Money) -> None:
        """Add the tax the buyer owes and deducts at once (VAT directive art. 196 and 168)."""
        tax = net * (rate / WHOLE)
        at = self._add_input(code, tax)
        self._taxes.append((code, False, rate, net * self.sign, tax * self.sign, at))
        at = self._add_components(owed, -tax)
        self._taxes.append((owed, True, rate, net * self.sign, tax * self.sign, at))

    def _add_input(self, code: InputTax, tax: Money) -> int | None:
        deductible = tax * (code.deductible_percent / WHOLE)
        at = self._add_components(code, deductible)
        if lost := tax - deductible:
            self._sides.append(_Side(self.accounts.not_deductible_id, lost * self.sign))
        return at

    def _add_components(self, code: InputTax, tax: Money) -> int | None:
        if not tax:
            return None
        at = len(self._sides)
        parts = tax.split([percent for _account, percent in code.components])
        self._sides += [
            _Side(account_id, part * self.sign)
            for (account_id, _percent), part in zip(code.components, parts, strict=True)
        ]
        return at

    def _converted(self, base: Money) -> list[tuple[_Side, Money]]:
        shares = base.split([side.amount.amount for side in self._sides])
        return list(zip(self._sides, shares, strict=True))

    def _owed_lines(self, due: Sequence[Installment], base: Money) -> list[Line]:
        shares = base.split([each.amount.amount for each in due])
        return [
            Line(
                account_id=self.accounts.payable_id,
                branch_id=self.accounts.branch_id,
                debit=max(-share.amount, ZERO),
                credit=max(share.amount, ZERO),
                currency=each.amount.currency,
                currency_amount=-each.amount.amount * self.sign,
                party_account_id=self.accounts.party_account_id,
                due_date=each.due_date,
            )
            for each, share in zip(due, shares, strict=True)
        ]

    def _line(self, side: _Side, base: Money) -> Line:
        return Line(
            account_id=side.account_id,
            branch_id=self.accounts.branch_id,
            debit=max(base.amount, ZERO),
            credit=max(-base.amount, ZERO),
            currency=side.amount.currency,
            currency_amount=side.amount.amount,
            dimension_set_id=side.dimension_set_id,
        )

    def _posted(self, converted: Sequence[tuple[_Side, Money]]) -> list[PostedTax]:
        posted = []
        for code, is_output, rate, net, tax, at in self._taxes:
            base_net = Money(net.amount * self.rate, self.base_currency)
            base_tax = self._base_tax(code, tax, at, converted)
            line_no = None if at is None else 1 + sum(1 for side, _ in converted[:at] if side.amount)
            posted.append(PostedTax(code, is_output, rate, net, tax, base_net, base_tax, line_no))
        return posted

    def _base_tax(
        self,
        code: InputTax,
        tax: Money,
        at: int | None,
        converted: Sequence[tuple[_Side, Money]],
    ) -> Money:
        """Return the tax in base currency as posted; a part that is not deductible was not posted."""
        if at is None or code.deductible_percent != WHOLE:
            return Money(tax.amount * self.rate, self.base_currency)
        carried = [base for _side, base in converted[at : at + len(code.components)]]
        posted = total(carried, self.base_currency)
        return posted if (posted.amount >= 0) == (tax.amount >= 0) else -posted
