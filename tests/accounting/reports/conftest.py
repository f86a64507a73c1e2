"""A company that traded in two years, with all figures worked out here."""

import datetime

import pytest

from accounting.ledger.models import FiscalYear, Period
from accounting.setup.operations import open_fiscal_year
from tests.accounting.posting import post_plain


@pytest.fixture
def traded(scope, company, branch):
    """
    2026: capital 10,000 on 2 January; sold for 1,000 on 15 February and 500 on 10 March; rent 300 on
    20 March. 2027: sold for 700 on 5 January.
    """
    open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 1, 1))
    for day, *sides in [
        ("2026-01-02", ("1000", "10000"), ("3000", "-10000")),
        ("2026-02-15", ("1000", "1000"), ("4000", "-1000")),
        ("2026-03-10", ("1000", "500"), ("4000", "-500")),
        ("2026-03-20", ("6100", "300"), ("1000", "-300")),
        ("2027-01-05", ("1000", "700"), ("4000", "-700")),
    ]:
        post_plain(scope, branch, datetime.date.fromisoformat(day), *sides)
    return company


@pytest.fixture
def closed_2026(traded):
    """All months of 2026 closed, so that the year can be."""
    year = FiscalYear.objects.get(company=traded, name="2026")
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)
    return year
