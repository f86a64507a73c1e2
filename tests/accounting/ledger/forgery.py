"""
SQL that copies rows of the stage (`stage.py`, in braces) with some columns changed: what an attacker
would write who knows the tables.
"""

SALE = "id = {sale}"


def _rows(table: str, where: str, columns: dict[str, str]) -> str:
    names = ", ".join(columns)
    values = ", ".join(columns.values())
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where};"


ENTRY_COLUMNS = (
    *("company_id", "journal_id", "series_id", "period_id", "kind", "entry_date", "document_date"),
    *("external_reference", "narration", "is_storno", "prepared_by_id", "seal_version"),
)
LINE_COLUMNS = (
    *("company_id", "line_no", "account_id", "party_account_id", "branch_id", "debit", "credit"),
    *("currency", "currency_amount", "entry_date", "due_date"),
)
LAST = "(SELECT max(id) FROM accounting_journalentry)"


def entry(**change: str) -> str:
    """A further entry like the sale, with the next number."""
    columns = {name: name for name in ENTRY_COLUMNS} | {
        "public_id": "gen_random_uuid()",
        "number": "(SELECT last_number FROM erp_series WHERE id = {series})",
        "source": "'attack'",
    }
    return _rows("accounting_journalentry", SALE, columns | change)


def lines(where: str = "entry_id = {sale}", **change: str) -> str:
    """The lines of the sale once more, for the newest entry."""
    columns = {name: name for name in LINE_COLUMNS} | {"entry_id": LAST}
    return _rows("accounting_journalline", where, columns | change)


def allocation(**change: str) -> str:
    """Ten euros of the sale, settled by the receipt."""
    columns = {
        "company_id": "company_id",
        "party_account_id": "party_account_id",
        "debit_line_id": "debit_line_id",
        "credit_line_id": "credit_line_id",
        "currency": "currency",
        "amount": "10",
        "debit_base_amount": "10",
        "credit_base_amount": "10",
        "difference_kind": "'NONE'",
        "allocation_date": "allocation_date",
        "created_by_id": "created_by_id",
    }
    return _rows("accounting_allocation", "id = {allocation}", columns | change)


COUNT = "UPDATE erp_series SET last_number = last_number + 1 WHERE id = {series};"
BEGUN = COUNT + entry()
WHOLE = BEGUN + lines()
PARTY_LINE = "CASE WHEN party_account_id IS NULL THEN {} ELSE {} END"
REVERSAL = COUNT + entry(kind="'REVERSAL'", reverses_id="id")
MIRROR = lines(debit="credit", credit="debit", currency_amount="-currency_amount")


def series(**change: str) -> str:
    """A new series of the company, at its beginning."""
    columns = {
        "company_id": "{company}",
        "code": "'NEW'",
        "start_date": "'2026-01-01'",
        "end_date": "'2026-12-31'",
        "pattern": "'#'",
        "posts": "true",
        "first_number": "1",
        "last_number": "0",
    }
    values = ", ".join((columns | change).values())
    return f"INSERT INTO erp_series ({', '.join(columns)}) VALUES ({values});"
