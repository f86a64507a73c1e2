"""Opening the books of a company."""

import datetime
from decimal import Decimal

import pytest

from accounting.collections.models import DunningLevel
from accounting.ledger.charts.templates import UnknownChart, chart_accounts, chart_names
from accounting.ledger.models import Account, FiscalYear, Journal, PaymentTerm, Period
from accounting.setup.operations import (
    BooksAlreadyOpen,
    YearDoesNotFollow,
    open_books,
    open_fiscal_year,
)
from accounting.setup.taxation import taxes_of
from accounting.taxes.models import TaxCode
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.events import announce
from erp.numbering.models import Series

NEW_YEAR = datetime.date(2026, 1, 1)
NEEDED = {
    "receivable": ("ASSET", "RECEIVABLE"),
    "payable": ("LIABILITY", "PAYABLE"),
    "advance_received": ("LIABILITY", "ADVANCE_RECEIVED"),
    "advance_paid": ("ASSET", "ADVANCE_PAID"),
    "bank": ("ASSET", "BANK"),
    "cash": ("ASSET", "BANK"),
    "clearing": ("ASSET", "NONE"),
    "inventory": ("ASSET", "INVENTORY"),
    "goods_received_not_invoiced": ("LIABILITY", "NONE"),
    "delivered_not_invoiced": ("ASSET", "NONE"),
    "tax_output": ("LIABILITY", "TAX"),
    "tax_input": ("ASSET", "TAX"),
    "advance_requested": ("ASSET", "NONE"),
    "tax_settlement": ("LIABILITY", "NONE"),
    "tax_not_deductible": ("EXPENSE", "NONE"),
    "opening": ("EQUITY", "NONE"),
    "retained_earnings": ("EQUITY", "NONE"),
    "result": ("EQUITY", "NONE"),
    "capital": ("EQUITY", "NONE"),
    "sales": ("REVENUE", "NONE"),
    "freight": ("REVENUE", "NONE"),
    "royalty_income": ("REVENUE", "NONE"),
    "discount_given": ("REVENUE", "NONE"),
    "fx_gain": ("REVENUE", "NONE"),
    "purchases": ("EXPENSE", "NONE"),
    "cost_of_sales": ("EXPENSE", "NONE"),
    "inventory_difference": ("EXPENSE", "NONE"),
    "discount_received": ("EXPENSE", "NONE"),
    "fx_loss": ("EXPENSE", "NONE"),
    "rounding": ("EXPENSE", "NONE"),
    "bank_fee": ("EXPENSE", "NONE"),
    "write_off": ("EXPENSE", "NONE"),
    "salaries": ("EXPENSE", "NONE"),
    "rent": ("EXPENSE", "NONE"),
    "royalty_expense": ("EXPENSE", "NONE"),
}


@pytest.mark.parametrize("chart", ["generic", "de_skr04", "it", "cn_small"])
def test_every_chart_has_an_account_of_the_right_kind_for_each_purpose(chart):
    rows = chart_accounts(chart)

    found = {row.purpose: (row.type, row.control_kind) for row in rows}
    assert {purpose: found.get(purpose) for purpose in NEEDED} == NEEDED
    assert len({row.code for row in rows}) == len({row.purpose for row in rows}) == len(rows)


def test_the_four_charts_are_there():
    assert chart_names() == ["cn_small", "de_skr04", "generic", "it"]


def test_an_unknown_chart_is_refused():
    with pytest.raises(UnknownChart, match="There is no chart of accounts named fr"):
        chart_accounts("fr")


@pytest.mark.parametrize(
    ("country", "percents"),
    [
        ("DE", {"19", "7"}),
        ("IT", {"22", "10", "5", "4"}),
        ("FR", {"20", "10", "5.5", "2.1"}),
        ("AT", {"20", "10", "13"}),
        ("NL", {"21", "9"}),
        ("GB", {"20", "5"}),
        ("CN", {"13", "9", "6"}),
        ("US", set()),
    ],
)
def test_the_rates_of_a_country_as_its_law_has_them_today(country, percents):
    latest = {
        str(max(tax.rates)[1])
        for tax in taxes_of(country)
        if tax.category == "S" and tax.direction == "OUTPUT"
    }
    assert latest == percents


def test_opening_gives_accounts_journals_terms_and_levels(setup_scope, bare_company):
    open_books(setup_scope, company_id=bare_company.pk, chart="generic", first_year_start=NEW_YEAR)

    of_company = {"company": bare_company}
    assert Account.objects.filter(**of_company).count() == len(chart_accounts("generic"))
    assert Journal.objects.get(code="RECEIPT", **of_company).account.code == "1000"
    assert set(PaymentTerm.objects.filter(**of_company).values_list("code", flat=True)) == {
        "IMMEDIATE",
        "NET14",
        "NET30",
        "EOM30",
        "THIRDS",
    }
    assert list(
        DunningLevel.objects.filter(**of_company)
        .order_by("sequence")
        .values_list("sequence", "delay_days", "tone")
    ) == [(1, -3, "FRIENDLY"), (2, 7, "FRIENDLY"), (3, 14, "FIRM"), (4, 30, "FINAL")]
    assert AuditEvent.objects.get(action="books.opened").detail == {"chart": "generic", "year": "2026"}


def test_opening_gives_twelve_months_and_period_thirteen(company):
    periods = Period.objects.filter(company=company).order_by("start_date", "kind", "name")

    assert list(periods.values_list("name", "kind", "start_date", "end_date"))[1:2] == [
        ("2026-02", "REGULAR", datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    ]
    assert list(periods.values_list("name", "kind", "start_date"))[-1] == (
        "2026/13",
        "ADJUSTMENT",
        datetime.date(2026, 12, 31),
    )
    assert periods.count() == 13


def test_every_journal_counts_in_a_series_of_its_own(company):
    series = dict(Series.objects.filter(company=company, posts=True).values_list("code", "pattern"))

    assert set(series) == set(Journal.objects.values_list("code", flat=True))
    assert series["SALES"] == "INV-2026-#####"
    assert dict(Series.objects.filter(posts=False).values_list("code", "pattern")) == {
        "BILL": "BILL-2026-#####",
        "ORDER": "SO-2026-#####",
        "DELIVERY": "DN-2026-#####",
        "PURCHASE_ORDER": "PO-2026-#####",
        "RECEIPT_NOTE": "GR-2026-#####",
    }


def test_tax_codes_have_dated_rates_and_accounts(company):
    reduced = TaxCode.objects.get(company=company, code="REDUCED")

    assert list(reduced.rates.order_by("start_date").values_list("start_date", "rate_percent")) == [
        (datetime.date(2000, 1, 1), Decimal(7)),
        (datetime.date(2020, 7, 1), Decimal(5)),
        (datetime.date(2021, 1, 1), Decimal(7)),
    ]
    assert reduced.components.get().account.code == "2210"
    assert TaxCode.objects.get(code="IN_REDUCED").components.get().account.code == "1310"


def test_a_reverse_charged_purchase_names_the_tax_owed_with_it(company):
    bought = TaxCode.objects.get(company=company, code="IN_REVERSE")

    assert (bought.direction, bought.category) == ("INPUT", "AE")
    assert (bought.reverse_pair.code, bought.reverse_pair.direction) == ("REVERSE_OWED", "OUTPUT")
    assert bought.components.get().account.code == "1320"
    assert bought.reverse_pair.components.get().account.code == "2220"


def test_a_small_chart_keeps_one_tax_account_for_all_rates(setup_scope, bare_company):
    bare_company.country = "CN"
    bare_company.save()

    open_books(setup_scope, company_id=bare_company.pk, chart="cn_small", first_year_start=NEW_YEAR)

    accounts = TaxCode.objects.filter(direction="OUTPUT", category="S").values_list(
        "components__account__code", flat=True
    )
    assert set(accounts) == {"22210108"}


def test_opening_twice_is_refused_and_changes_nothing(scope, company):
    with pytest.raises(BooksAlreadyOpen, match="The books of Highland Coffee are open already"):
        open_books(scope, company_id=company.pk, chart="it", first_year_start=NEW_YEAR)

    assert FiscalYear.objects.count() == 1
    assert not Account.objects.filter(name="Cassa").exists()


def test_a_stranger_may_not_open_books(stranger_scope, bare_company):
    with pytest.raises(AccessDenied, match=r"A stranger holds no grant of accounting\.open_year"):
        open_books(
            stranger_scope, company_id=bare_company.pk, chart="generic", first_year_start=NEW_YEAR
        )

    assert not Account.objects.exists()
    assert not FiscalYear.objects.exists()


def test_a_company_created_with_a_chart_has_its_books_open(setup_scope, bare_company):
    bare_company.chart = "de_skr04"

    announce("company.created", scope=setup_scope, company=bare_company, first_year_start=NEW_YEAR)

    assert Account.objects.get(company=bare_company, purpose="receivable").code == "1200"


def test_a_company_created_without_a_chart_waits_for_its_books(setup_scope, bare_company):
    announce("company.created", scope=setup_scope, company=bare_company, first_year_start=NEW_YEAR)

    assert not Account.objects.exists()


def test_the_next_year_follows_the_last(scope, company):
    year = open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 1, 1))

    assert (year.name, year.end_date) == ("2027", datetime.date(2027, 12, 31))
    assert Series.objects.get(code="SALES", start_date__year=2027).pattern == "INV-2027-#####"
    assert Period.objects.filter(fiscal_year=year).count() == 13


def test_a_year_that_leaves_a_gap_is_refused(scope, company):
    with pytest.raises(YearDoesNotFollow, match="the day after 2026-12-31"):
        open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 2, 1))

    assert FiscalYear.objects.count() == 1


def test_a_year_may_begin_in_any_month(setup_scope, bare_company):
    year = open_books(
        setup_scope,
        company_id=bare_company.pk,
        chart="generic",
        first_year_start=datetime.date(2025, 7, 1),
    )

    assert (year.name, year.end_date) == ("2025-26", datetime.date(2026, 6, 30))
    assert Series.objects.get(code="SALES").pattern == "INV-2025-26-#####"
