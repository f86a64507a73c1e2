"""What accounting does when something happens below it."""

import datetime

from accounting.setup.operations import lay_out_books
from erp.access.scope import Scope
from erp.events import subscribe
from erp.organization.models import Company


@subscribe("company.created")
def open_books_of_new_company(
    *, scope: Scope, company: Company, first_year_start: datetime.date, **_: object
) -> None:
    """
    Open the books of a company that was created with a chart; one without gets them by `open_books`.
    """
    if company.chart:
        lay_out_books(scope, company=company, chart=company.chart, first_year_start=first_year_start)
