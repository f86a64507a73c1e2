"""Files that are wrong or hostile: each place is named, and nothing is written."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account
from accounting.ledger.opening import opening_difference
from accounting.receivables.models import CustomerAccount, Invoice
from crm.intake import fields, reading
from crm.intake.fields import Unreadable
from crm.intake.kinds.orders import net_price_as_rounded
from crm.intake.mapping import column_map, read_map
from crm.intake.operations import ImportRequest, import_records
from crm.intake.problems import ImportRefused
from crm.intake.reading import read_sheet
from crm.sales.models import SalesOrder
from erp.access.decisions import AccessDenied
from erp.access.operations import system_scope
from erp.audit.models import AuditEvent
from erp.numbering.operations import NoSeries
from erp.parties.models import Party
from tests import trading


def said(refused):
    return [(p.line, p.column, p.reason) for p in refused.value.found]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a,b\n1,\xff\n", 2, "not utf-8 text"),
        ("a,b\n1,2\n".encode("utf-16"), 1, "not utf-8 text"),
        (b"a,b\n1,\x002\n", 2, "control characters"),
        (b'a,b\n1,"2\n3,4\n', 2, "cannot be read"),
        (b"a,b\n1\n2,3,4\n", 2, "1 cells, the header 2"),
        (b"", 1, "no header"),
        (b"a,a\n1,2\n", 1, "a name of its own"),
        (b"a,\n1,2\n", 1, "a name of its own"),
        (b"x" + b",x" * 200 + b"\n", 1, "more than 200 columns"),
        (b"a\n" + b"y" * 140_000, 2, "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(content, line, words):
    with pytest.raises(ImportRefused) as refused:
        read_sheet("file.csv", content)

    first = refused.value.found[0]
    assert first.line == line
    assert words in first.reason


def test_size_and_rows_are_bounded(monkeypatch):
    monkeypatch.setattr(reading, "ROWS_MAX", 2)
    with pytest.raises(ImportRefused, match="200,000 rows"):
        read_sheet("file.csv", b"a\n1\n2\n3\n")
    monkeypatch.setattr(reading, "BYTES_MAX", 3)
    with pytest.raises(ImportRefused, match="larger than 64 MB"):
        read_sheet("file.csv", b"a\n1\n2\n3\n")


def test_delimiters_quotes_marks_and_line_ends_of_all_sorts_are_read():
    content = '\ufeffname;note\r\n"a; b";"two\nlines"\r\n\r\nc;d\r\n'.encode()

    sheet = read_sheet("file.csv", content)

    assert sheet.columns == ("name", "note")
    assert [(row.line, row.cells["name"], row.cells["note"]) for row in sheet.rows] == [
        (2, "a; b", "two\nlines"),
        (5, "c", "d"),
    ]
    other = read_sheet("file.csv", "name\tcity\nA\tMünchen\n".encode("cp1252"), encoding="cp1252")
    assert other.rows[0].cells == {"name": "A", "city": "München"}


@pytest.mark.parametrize(
    "text", ["1,5", "1e5", "NaN", "Infinity", "0x1", "١٢", "1_000", "", "1.1234567"]
)
def test_what_is_no_number_is_not_read_as_one(text):
    with pytest.raises(Unreadable):
        fields.decimal(text)


@pytest.mark.parametrize("text", ["2026-02-30", "31.03.2026", "20260331", "2026-W14-2", "2026-3-1"])
def test_what_is_no_day_is_not_read_as_one(text):
    with pytest.raises(Unreadable):
        fields.date(text)


@pytest.mark.parametrize(
    ("text", "code"), [("UK", "GB"), ("USA", "US"), ("Germany", "DE"), ("it", "IT"), ("Ireland", "IE")]
)
def test_countries_are_read_by_code_and_name(text, code):
    assert fields.country(text) == code


@pytest.mark.parametrize(
    ("price", "percent", "quantity", "net"),
    [
        ("14.70", "5", "7", None),  # 97.755: both ways 97.76
        ("4.90", "5", "7", "4.654999"),  # 32.585: up 32.59, even 32.58
        ("10.00", "0", "3", None),
    ],
)
def test_a_price_is_lowered_only_where_half_a_cent_went_to_the_even_cent(price, percent, quantity, net):
    found = net_price_as_rounded(Decimal(price), Decimal(percent), Decimal(quantity))

    assert found == (net and Decimal(net))


@pytest.fixture
def company(db):
    return trading.new_company()


@pytest.fixture
def bring(company):
    """Import text of a kind and return the counts."""

    def make(kind, content, *pairs, scope=None, lines=None, **options):
        request = ImportRequest(
            kind=kind,
            branch_id=company.branches.get().pk,
            sheet=read_sheet("rows.csv", content.encode()),
            lines=lines and read_sheet("lines.csv", lines.encode()),
            columns=column_map(pairs),
            **options,
        )
        who = scope or system_scope(purpose="import", company_ids=[company.pk])
        return import_records(who, request=request, today=trading.TODAY)

    return make


def test_every_bad_cell_is_named_and_no_row_is_written(bring):
    content = (
        "number,name,country,street,city,payment_term,email\n"
        "C1,Bluebird,GB,1 High St,Leeds,NET30,office@bluebird.test\n"
        ",Nameless,GB,,,,\n"
        "C3,Redwood,Atlantis,1 Deep St,Abyss,,\n"
        "C4,Gray,GB,,Leeds,NET31,no address\n"
        "C1,Somebody else,GB,1 High St,Leeds,NET30,\n"
    )

    with pytest.raises(ImportRefused) as refused:
        bring("customers", content)

    found = said(refused)
    assert (3, "number", "Missing.") in found
    assert (4, "country", "Atlantis is no country.") in found
    assert (5, "email", "no address is no e-mail address.") in found
    assert (6, "number", "Line 2 says something else of C1.") in found
    assert any(line == 5 and "no payment term NET31" in reason for line, _c, reason in found)
    assert (5, "street", "An address needs street, city and country.") in found
    assert not CustomerAccount.objects.exists()
    assert not Party.objects.exists()
    assert not AuditEvent.objects.filter(action="records.imported").exists()


def test_columns_and_fields_that_do_not_exist_are_named(bring):
    with pytest.raises(ImportRefused) as refused:
        bring("customers", "number,title\nC1,A\n", "titel=name", "title=nombre")

    found = said(refused)
    assert (1, "titel", "There is no such column.") in found
    assert any(column == "nombre" and "no such field" in reason for _l, column, reason in found)


def test_a_map_file_names_what_it_cannot_read():
    lines = ["# a comment", "a = number", "kind := GOODS", "[lines]", "b = order", "nonsense"]

    with pytest.raises(ImportRefused, match="line 6"):
        read_map("my.map", lines)
    assert read_map("my.map", lines[:-1]) == (["a=number"], ["kind=GOODS"], ["b=order"], [])
    with pytest.raises(ImportRefused, match="fed by two columns"):
        column_map(["a=name", "b=name"])


CUSTOMER = "number,name,tax_code\nC1,Bluebird,NONE\n"
PRODUCT = "code,name,price\nB,Beans,10\n"


def test_orders_with_anything_wrong_are_refused_whole(bring):
    bring("customers", CUSTOMER)
    bring("products", PRODUCT)
    orders = (
        "number,customer,order_date,delivery_date,freight\n"
        "1,C1,2026-01-05,2026-01-07,1.50\n"
        "1,C1,2026-01-05,2026-01-07,1.50\n"
        "2,C9,2026-01-05,2026-01-04,-1\n"
        "3,C1,2026-01-05,,\n"
    )
    lines = (
        "order,product,quantity,unit_price,allowance_fraction\n"
        "1,B,2,10,0\n2,X,1,10,0\n2,B,0,10,15\n9,B,1,10,0\n"
    )

    with pytest.raises(ImportRefused) as refused:
        bring("orders", orders, lines=lines)

    assert sorted(said(refused)) == [
        (3, "number", "The order is in the file twice."),
        (3, "product", "There is no product of this code."),
        (4, "allowance_fraction", "Above 1: a fraction such as 0.15 is meant."),
        (4, "customer", "There is no customer of this number."),
        (4, "delivery_date", "Delivered before it was ordered."),
        (4, "freight", "Below zero."),
        (4, "quantity", "Not above zero."),
        (5, "number", "The order has no lines."),
        (5, "order", "There is no order of this number in the file of orders."),
    ]
    assert not SalesOrder.objects.exists()


def test_an_order_without_any_date_to_leave_stays_open_and_is_finished_later(bring):
    bring("customers", CUSTOMER)
    bring("products", PRODUCT)
    lines = "order,product,quantity\n1,B,2\n"
    head = "number,customer,order_date,delivery_date\n"

    bring("orders", head + "1,C1,2026-01-05,\n", lines=lines)
    assert SalesOrder.objects.get().status == "CONFIRMED"
    counts = bring("orders", head + "1,C1,2026-01-05,2026-01-09\n", lines=lines)

    assert (counts.created, counts.known) == (0, 1)
    assert SalesOrder.objects.get().status == "DELIVERED"
    assert (Invoice.objects.get().issue_date, Invoice.objects.get().net) == (
        datetime.date(2026, 1, 9),
        20,
    )


def test_orders_of_years_that_are_not_open_are_refused_and_nothing_is_written(bring):
    bring("customers", CUSTOMER)
    bring("products", PRODUCT)
    orders = (
        "number,customer,order_date,delivery_date\n"
        "1,C1,2026-01-05,2026-01-06\n"
        "2,C1,1996-01-05,1996-01-06\n"
    )

    with pytest.raises(NoSeries, match="no series"):
        bring("orders", orders, lines="order,product,quantity,unit_price\n1,B,1,1\n2,B,1,1\n")

    assert not SalesOrder.objects.exists()
    assert not Invoice.objects.exists()


def test_payments_of_unknown_invoices_or_other_customers_are_refused(bring):
    bring("customers", CUSTOMER + "C2,Redwood,NONE\n")
    bring(
        "invoices", "number,customer,issue_date,due_date,unit_price\nOLD-1,C1,2026-01-05,2026-02-04,50\n"
    )
    payments = (
        "reference,date,amount,invoice,customer,method\n"
        "1,2026-01-20,50,OLD-2,,\n"
        "2,2026-01-20,50,OLD-1,C2,\n"
        "2,2026-01-20,50,,C3,SHELLS\n"
    )

    with pytest.raises(ImportRefused) as refused:
        bring("payments", payments)

    assert {(line, column) for line, column, _r in said(refused)} == {
        (2, "invoice"),
        (3, "customer"),
        (4, "customer"),
        (4, "method"),
        (4, "reference"),
    }
    assert JournalEntry.objects.count() == 1


def test_invoices_need_a_term_that_gives_their_days(bring):
    bring("customers", CUSTOMER)

    with pytest.raises(ImportRefused, match="No payment term gives 31 days"):
        bring(
            "invoices",
            "number,customer,issue_date,due_date,unit_price\nOLD-1,C1,2026-01-05,2026-02-05,50\n",
        )

    assert not Invoice.objects.exists()


def test_opening_balances_come_once_and_end_at_zero(bring, company):
    bring("customers", CUSTOMER)
    bank, equity = (company_account(company, purpose).code for purpose in ("bank", "retained_earnings"))
    content = (
        "opening_date,account,customer,debit,credit,number,document_date,due_date\n"
        f"2026-01-01,{bank},,1000.00,,,,\n"
        f"2026-01-01,{equity},,,1250.50,,,\n"
        "2026-01-01,,C1,250.50,,OLD-7,2025-12-01,2025-12-31\n"
    )

    first, second = bring("opening_balances", content), bring("opening_balances", content)

    assert (first.created, second.created, second.known) == (3, 0, 3)
    assert opening_difference(company.pk) == 0
    assert JournalEntry.objects.count() == 2


def company_account(company, purpose):
    return Account.objects.get(company=company, purpose=purpose)


def test_stranger_is_denied_and_nothing_is_imported(bring, company):
    with pytest.raises(AccessDenied):
        bring("customers", CUSTOMER, scope=trading.new_scope("stranger"))

    assert not CustomerAccount.objects.exists()


def test_the_command_shows_what_is_wrong_and_what_is_missing(run, company, tmp_path):
    file = tmp_path / "customers.csv"
    file.write_text("number,name\nC1,\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"line 2, column name: Missing\.\n1 problems\. Nothing"):
        run("customers", file)
    with pytest.raises(CommandError, match="no such file"):
        run("customers", tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="The file of lines is missing"):
        run("orders", file)
    trading.new_company("Lowland Tea")
    with pytest.raises(CommandError, match="name one company with --company"):
        run("customers", file)
    file.write_text("number,name\nC1,A\n", encoding="utf-8")
    assert run("customers", file, "--company", "Lowland Tea") == "customers: 1 new, 0 known before"
