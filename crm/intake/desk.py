"""What every kind of import works with: who imports, where, on which day, and what is wrong so far."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from accounting.ledger.models import FiscalYear, PaymentTerm
from accounting.taxes.models import TaxCode
from crm.intake.fields import Field
from crm.intake.problems import ImportRefused, Problem
from crm.intake.reading import Sheet
from crm.intake.records import ColumnMap, Record
from erp.access.scope import Scope
from erp.organization.models import Branch, Company


@dataclass
class Desk:
    """
    The company that takes over the rows, and the problems found on the way.

    `rounds_half_even` says how the system that wrote the file rounded half a cent.
    """

    scope: Scope
    company: Company
    branch: Branch
    today: datetime.date
    rounds_half_even: bool = False
    problems: list[Problem] = field(default_factory=list)

    def stop_if_wrong(self) -> None:
        """
        End the checks.

        :raises ImportRefused: naming every problem found
        """
        if self.problems:
            raise ImportRefused(self.problems)

    def wrong(self, record: Record, name: str, reason: str) -> None:
        """Note a problem with a field of a row."""
        self.problems.append(record.problem(name, reason))

    def unique(self, records: Sequence[Record], name: str) -> list[Record]:
        """
        Return the first row of each value of a field; the same value again must say the same.

        Files that repeat a customer on every invoice are read that way.
        """
        first: dict[str, Record] = {}
        for record in records:
            known = first.setdefault(record.text(name), record)
            if known.values != record.values:
                words = _("Line %(line)s says something else of %(value)s.")
                self.wrong(record, name, words % {"line": known.line, "value": record.text(name)})
        return list(first.values())

    @cached_property
    def _terms(self) -> dict[str, int]:
        return dict(PaymentTerm.objects.filter(company=self.company).values_list("code", "pk"))

    @cached_property
    def _tax_codes(self) -> dict[str, int]:
        return dict(TaxCode.objects.filter(company=self.company).values_list("code", "pk"))

    def term_id(self, record: Record) -> int:
        """Return the payment term a row names by its code, or the company's usual one."""
        terms = self._terms
        code = record.text("payment_term") or "NET30"
        if code not in terms:
            known = ", ".join(sorted(terms))
            words = _("There is no payment term %(code)s. Terms: %(known)s.")
            self.wrong(record, "payment_term", words % {"code": code, "known": known})
        return terms.get(code, 0)

    def tax_code_id(self, record: Record) -> int | None:
        """Return the tax code a row names, or None where it names none."""
        code = record.text("tax_code")
        if not code:
            return None
        codes = self._tax_codes
        if code not in codes:
            known = ", ".join(sorted(codes))
            words = _("There is no tax code %(code)s. Codes: %(known)s.")
            self.wrong(record, "tax_code", words % {"code": code, "known": known})
        return codes.get(code)

    @cached_property
    def first_day(self) -> datetime.date:
        """Return the first day of the company's books, from which addresses taken over hold."""
        years = FiscalYear.objects.filter(company=self.company).order_by("start_date")
        return years.values_list("start_date", flat=True).first() or self.today


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows became records, and how many were here before and stayed as they are."""

    created: int
    known: int


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of import: the fields of its rows, of the lines beside them, and what books them.

    `readings` is there where one row holds several records: it returns the map that reads each.
    """

    name: str
    fields: tuple[Field, ...]
    book: Callable[[Desk, Sequence[Record], Sequence[Record]], Counts]
    line_fields: tuple[Field, ...] = ()
    readings: Callable[[Sheet, ColumnMap], Sequence[ColumnMap]] | None = None
