"""Opens a company's books, and its next years."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounting.collections.models import DunningLevel
from accounting.ledger.charts.templates import chart_accounts
from accounting.ledger.models import (
    Account,
    FiscalYear,
    Journal,
    PaymentTerm,
    PaymentTermStep,
    Period,
)
from accounting.setup.journals import JOURNALS, UNPOSTED_SERIES
from accounting.setup.taxation import TemplateTax, taxes_of
from accounting.setup.terms import LEVELS, TERMS
from accounting.setup.years import YearPlan, periods_of, year_from
from accounting.taxes.models import TaxCode, TaxComponent, TaxRate
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.numbering.models import Series
from erp.organization.models import Company


class BooksAlreadyOpen(Refused):
    """The company has a chart of accounts already."""

    code = "books_already_open"


class YearDoesNotFollow(Refused):
    """A new year must begin the day after the last one ends."""

    code = "year_does_not_follow"


@transaction.atomic
def open_books(
    scope: Scope, *, company_id: int, chart: str, first_year_start: datetime.date
) -> FiscalYear:
    """
    Give a company its accounts, journals, tax codes, terms, reminder levels and first year.

    Locks the company.

    :raises AccessDenied: if `scope` may not open books
    :raises UnknownChart: if there is no such template
    :raises BooksAlreadyOpen: if it has accounts already
    """
    company = Company.objects.select_for_update(of=["self"]).get(pk=company_id)
    require(scope, "accounting.open_year", company)
    return lay_out_books(scope, company=company, chart=chart, first_year_start=first_year_start)


@transaction.atomic
def lay_out_books(
    scope: Scope, *, company: Company, chart: str, first_year_start: datetime.date
) -> FiscalYear:
    """
    Do what `open_books` does for a caller that has decided already: who creates a company opens it.

    :raises UnknownChart: if there is no such template
    :raises BooksAlreadyOpen: if it has accounts already
    """
    if Account.objects.filter(company=company).exists():
        raise BooksAlreadyOpen(
            _("The books of %(company)s are open already.") % {"company": company.name}
        )
    with override(company.language):
        accounts = _create_accounts(company, chart)
        _create_journals(company, accounts)
        _create_taxes(company, accounts)
        _create_terms(company)
        _create_levels(company)
    company.chart = chart
    company.save(update_fields=["chart"])
    year = _create_year(company, year_from(first_year_start))
    audit.record(scope, "books.opened", company, chart=chart, year=year.name)
    return year


@transaction.atomic
def open_fiscal_year(scope: Scope, *, company_id: int, start_date: datetime.date) -> FiscalYear:
    """
    Add a year of twelve months with its periods and series, the day after the last one ends.

    Locks the company.

    :raises AccessDenied: if `scope` may not open books
    :raises YearDoesNotFollow: if the day is not the one after the last year
    """
    company = Company.objects.select_for_update(of=["self"]).get(pk=company_id)
    require(scope, "accounting.open_year", company)
    last = FiscalYear.objects.filter(company=company).order_by("-end_date").first()
    if last is None or last.end_date + datetime.timedelta(days=1) != start_date:
        raise YearDoesNotFollow(
            _("The next fiscal year must begin the day after %(day)s.")
            % {"day": last.end_date if last else "-"}
        )
    year = _create_year(company, year_from(start_date))
    audit.record(scope, "fiscal_year.opened", company, year=year.name)
    return year


def _create_accounts(company: Company, chart: str) -> dict[str, Account]:
    rows = Account.objects.bulk_create(
        Account(
            company=company,
            code=row.code,
            name=row.name,
            type=row.type,
            control_kind=row.control_kind,
            purpose=row.purpose,
        )
        for row in chart_accounts(chart)
    )
    return {account.purpose: account for account in rows if account.purpose}


def _create_journals(company: Company, accounts: dict[str, Account]) -> None:
    Journal.objects.bulk_create(
        Journal(
            company=company,
            kind=journal.kind,
            code=journal.code,
            name=str(journal.name),
            account=accounts.get(journal.account_purpose),
        )
        for journal in JOURNALS
    )


def _create_taxes(company: Company, accounts: dict[str, Account]) -> None:
    templates = list(taxes_of(company.country))
    codes: dict[str, TaxCode] = {}
    for template in templates:
        codes[template.code] = TaxCode.objects.create(
            company=company,
            code=template.code,
            name=str(template.name),
            jurisdiction=company.country,
            direction=template.direction,
            category=template.category,
            exemption_code=template.exemption_code,
            reverse_pair=codes.get(template.reverse_pair),
        )
    TaxRate.objects.bulk_create(
        TaxRate(tax_code=codes[template.code], start_date=day, rate_percent=percent)
        for template in templates
        for day, percent in template.rates
    )
    TaxComponent.objects.bulk_create(
        TaxComponent(
            tax_code=codes[template.code],
            name=str(template.name),
            account=_tax_account(template, accounts),
        )
        for template in templates
        if template.purpose
    )


def _tax_account(template: TemplateTax, accounts: dict[str, Account]) -> Account:
    # A small chart keeps one account per direction for all rates.
    general = "_".join(template.purpose.split("_")[:2])
    return accounts.get(template.purpose) or accounts[general]


def _create_terms(company: Company) -> None:
    for term in TERMS:
        row = PaymentTerm.objects.create(company=company, code=term.code, name=str(term.name))
        PaymentTermStep.objects.bulk_create(
            PaymentTermStep(
                term=row,
                share_percent=step.share_percent,
                delay_days=step.delay_days,
                is_end_of_month=step.is_end_of_month,
            )
            for step in term.steps
        )


def _create_levels(company: Company) -> None:
    DunningLevel.objects.bulk_create(
        DunningLevel(
            company=company,
            sequence=sequence,
            name=str(level.name),
            delay_days=level.delay_days,
            tone=level.tone,
        )
        for sequence, level in enumerate(LEVELS, start=1)
    )


def _create_year(company: Company, plan: YearPlan) -> FiscalYear:
    year = FiscalYear.objects.create(
        company=company, name=plan.name, start_date=plan.start_date, end_date=plan.end_date
    )
    Period.objects.bulk_create(
        Period(
            company=company,
            fiscal_year=year,
            kind=period.kind,
            name=period.name,
            start_date=period.start_date,
            end_date=period.end_date,
        )
        for period in periods_of(plan)
    )
    posted = [(journal.code, journal.prefix, True) for journal in JOURNALS]
    unposted = [(code, prefix, False) for code, prefix in UNPOSTED_SERIES.items()]
    Series.objects.bulk_create(
        Series(
            company=company,
            code=code,
            start_date=plan.start_date,
            end_date=plan.end_date,
            pattern=f"{prefix}-{plan.name}-#####",
            posts=posts,
        )
        for code, prefix, posts in [*posted, *unposted]
    )
    return year
