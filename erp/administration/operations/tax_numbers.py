"""Tax numbers are dated: a new one ends the one before it."""

import datetime
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erp.administration.checking import checked_tax_number
from erp.administration.facts import TaxNumberFacts
from erp.errors import Refused
from erp.organization.models import Company, CompanyTaxRegistration
from erp.parties.models import Party, TaxRegistration


class LaterTaxNumber(Refused):
    """A tax number of that country begins later."""

    code = "later_tax_number"


def write_tax_number(party: Party, facts: TaxNumberFacts, today: datetime.date) -> TaxRegistration:
    """
    Add a tax number to a party that is locked; the one before it ends.

    :raises Invalid: if it cannot be a number of that country
    :raises LaterTaxNumber: if another begins after it
    """
    return _write(TaxRegistration, {"party": party}, facts, today)


def write_company_tax_number(
    company: Company, facts: TaxNumberFacts, today: datetime.date
) -> CompanyTaxRegistration:
    """
    Add a tax number to a company that is locked; the one before it ends.

    :raises Invalid: if it cannot be a number of that country
    :raises LaterTaxNumber: if another begins after it
    """
    return _write(CompanyTaxRegistration, {"company": company}, facts, today)


def _write[M: (TaxRegistration, CompanyTaxRegistration)](
    model: type[M], owner: dict[str, Model], facts: TaxNumberFacts, today: datetime.date
) -> M:
    start = facts.start_date or today
    number = checked_tax_number(facts.country, facts.number)
    key: dict[str, Any] = {**owner, "country": facts.country, "scheme": facts.scheme}
    former = model.objects.filter(Q(end_date=None) | Q(end_date__gte=start), **key)
    for registration in former:
        if registration.start_date > start:
            raise LaterTaxNumber(
                _("Another tax number begins on %(day)s.") % {"day": registration.start_date}
            )
        if registration.start_date < start:
            registration.end_date = start - datetime.timedelta(days=1)
            registration.save(update_fields=["end_date"])
    row, _created = model.objects.update_or_create(
        **key, start_date=start, defaults={"number": number, "end_date": None}
    )
    return row
