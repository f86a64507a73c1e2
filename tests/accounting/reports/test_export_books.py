"""The books as a beancount file: bean-check accepts it, and its balances are ours."""

import csv
import datetime
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import realization
from django.core.management import CommandError, call_command

from accounting.ledger.posting import EntryDraft, Line, post_entry, reverse_entry
from accounting.ledger.year_end import close_fiscal_year
from accounting.reports.beancount import component, quoted
from accounting.reports.export import export_books
from accounting.reports.trial_balance import TrialBalanceDays, trial_balance
from accounting.setup.operations import lay_out_books
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from tests.accounting.posting import post_plain

BEAN_CHECK = Path(sys.executable).with_name("bean-check")


@pytest.fixture
def export(tmp_path):
    """Run the command and return both files."""

    def make(**options):
        file, sheet = tmp_path / "books.beancount", tmp_path / "balance.csv"
        out = StringIO()
        call_command("export_books", str(file), trial_balance=sheet, stdout=out, **options)
        return file, sheet

    return make


def check(file):
    return subprocess.run([BEAN_CHECK, file], capture_output=True, text=True, check=False)


def balances_in(file):
    """Return what beancount itself makes of the postings: account number -> balance."""
    entries, errors, _options = loader.load_file(str(file))
    assert errors == []
    found = {}
    for account in realization.iter_children(realization.realize(entries), leaf_only=True):
        for position in account.balance:
            found[account.account.rpartition(":")[2]] = position.units.number
    return {code: amount for code, amount in found.items() if amount}


def test_bean_check_accepts_the_file_and_finds_our_balances(export, scope, traded, branch):
    foreign = [
        Line(_account(traded, "1000"), branch.pk, Decimal("90.91"), Decimal(0), "USD", Decimal(100)),
        Line(_account(traded, "4000"), branch.pk, Decimal(0), Decimal("90.91"), "USD", Decimal(-100)),
    ]
    day = datetime.date(2026, 5, 4)
    post_entry(scope, EntryDraft(traded.pk, "GENERAL", day, day, "test:usd", foreign))

    file, _sheet = export()

    result = check(file)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    # 11,900 + 90.91 in the bank; sales 2,200 + 90.91
    assert balances_in(file) == {
        "1000": Decimal("11990.91"),
        "3000": Decimal(-10000),
        "4000": Decimal("-2290.91"),
        "6100": Decimal(300),
    }
    assert 'in-currency: "100 USD"' in file.read_text()


def test_the_csv_is_our_trial_balance(export, scope, traded, closed_2026, branch):
    close_fiscal_year(scope, fiscal_year_id=closed_2026.pk)
    file, sheet = export()

    ours = trial_balance(scope, company_id=traded.pk, days=TrialBalanceDays(datetime.date(2027, 12, 31)))
    with sheet.open(encoding="utf-8", newline="") as rows:
        written = {row["code"]: Decimal(row["balance"]) for row in csv.DictReader(rows)}
    expected = {row.code: row.closing for row in ours.rows}
    assert written == {code: expected.get(code, Decimal(0)) for code in written}
    assert {code: amount for code, amount in written.items() if amount} == balances_in(file)
    assert check(file).returncode == 0


def test_storno_entries_come_out_even(export, scope, traded, branch):
    traded.uses_storno = True
    traded.save()
    entry = post_plain(scope, branch, datetime.date(2026, 3, 25), ("6100", "40"), ("1000", "-40"))
    reverse_entry(scope, entry_id=entry.pk, entry_date=datetime.date(2026, 3, 26), source="test:back")

    file, _sheet = export()

    assert check(file).returncode == 0
    assert balances_in(file)["6100"] == 300


def test_bean_check_notices_an_amount_that_was_changed(export, traded):
    file, _sheet = export()
    file.write_text(file.read_text().replace("1000.00 EUR", "1000.01 EUR", 1))

    assert check(file).returncode != 0


def test_several_companies_share_one_file(export, traded, new_company, setup_scope):
    second = new_company("Café «Due»", tax_rounding="LINE")
    lay_out_books(setup_scope, company=second, chart="it", first_year_start=datetime.date(2026, 1, 1))

    file, _sheet = export()

    assert check(file).returncode == 0
    assert "Assets:Café-Due:1410" in file.read_text()
    assert "Assets:Café-Due" not in export(company=["Highland Coffee"])[0].read_text()


def test_the_export_is_on_record(export, traded):
    export()

    event = AuditEvent.objects.get(action="books.exported")
    assert (event.company, event.actor.is_system) == (traded, True)


def test_an_unknown_company_is_refused(export, traded):
    with pytest.raises(CommandError, match="No such company"):
        export(company=["Nobody"])


def test_a_folder_that_is_not_there_is_named(tmp_path, traded):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_books", str(tmp_path / "missing" / "books"))


def test_a_stranger_exports_nothing(stranger_scope, traded):
    file = StringIO()

    with pytest.raises(AccessDenied):
        export_books(stranger_scope, company_ids=[traded.pk], file=file)

    assert file.getvalue() == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [("Highland Coffee", "Highland-Coffee"), ("1000", "1000"), ("café", "Café"), ("咖啡", "X咖啡")],
)
def test_names_become_parts_of_account_names(text, name):
    assert component(text) == name


def test_texts_are_quoted():
    assert quoted('say "yes"\nand \\ no') == '"say \\"yes\\" and \\\\ no"'


def _account(company, code):
    return company.account_set.get(code=code).pk
