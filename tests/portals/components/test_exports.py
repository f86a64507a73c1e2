import datetime
import io
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from portals.components.exports import csv_bytes, export_response, quoted, xlsx_bytes

DAY = datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r=1",
        "\n@x",
        "\u00a0=1",
        "\ufeff=1",
        "\x00=1",
        "\tx",
    ],
)
def test_a_text_is_never_taken_for_a_formula(text):
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Rossi", "1 = 1", "a@b.example", "12"])
def test_other_texts_stay_as_they_are(text):
    assert quoted(text) == text


def test_a_csv_file_has_exact_figures_and_days():
    made = csv_bytes(["Name", "=Amount", "Day"], [["=cmd", Decimal("-12.50"), DAY], ["Ä", 3, None]])

    assert made == (
        b"\xef\xbb\xbfName,'=Amount,Day\r\n" + "'=cmd,-12.50,2026-03-31\r\nÄ,3,\r\n".encode()
    )


def test_an_xlsx_file_types_each_cell():
    made = xlsx_bytes(["Name", "Amount", "Day"], [["=1+1", Decimal("12.50"), DAY]], sheet="A/B")

    sheet = load_workbook(io.BytesIO(made)).get_sheet_by_index(0)
    assert sheet.name == "A B"
    assert sheet.to_python() == [["Name", "Amount", "Day"], ["=1+1", 12.5, DAY]]


def test_a_float_or_a_truth_value_has_no_place_in_a_file():
    with pytest.raises(TypeError):
        xlsx_bytes(["Yes"], [[True]], sheet="x")


def test_the_download_has_a_name():
    response = export_response("csv", "Open invoices", ["Name"], [])

    assert response["Content-Disposition"] == 'attachment; filename="open-invoices.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
