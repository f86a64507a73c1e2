"""Exact money, and one way into the books."""

import ast
import re
from pathlib import Path

from tests.house.source import nodes, python_files, text

MONEY = ("accounting", "inventory", "crm")
LEDGER = Path("accounting/ledger")
POSTING = (LEDGER / "posting.py", LEDGER / "statement.py")  # the second is the SQL of the first
TAXES = Path("accounting/taxes/operations.py")  # writes the tax lines beside the entry, a layer above
BOOKS = ("JournalEntry", "JournalLine", "TaxLine")
MAKERS = ("create", "bulk_create", "get_or_create", "update_or_create", "acreate", "abulk_create")
INSERT = re.compile(
    r"\b(insert\s+into|copy)\s+\S*accounting_(journalentry|journalline|taxline)\b", re.IGNORECASE
)


def is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "float"
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def owner(call: ast.Call) -> str:
    """Return the model that `Model(...)` or `Model.objects.create(...)` makes a row of, else nothing."""
    match call.func:
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Attribute(ast.Name(name), "objects"), maker) if maker in MAKERS:
            return name
    return ""


def test_no_float_where_money_is() -> None:
    files = [*python_files(*MONEY), Path("erp/money.py")]

    floats = [
        f"{path}:{node.lineno}"
        for path in files
        for node in nodes(path, ast.Name, ast.Constant)
        if is_float(node)
    ]

    assert floats == []


def test_only_posting_writes_rows_of_the_books() -> None:
    others = [path for path in python_files() if path not in POSTING and "migrations" not in path.parts]

    rows = [
        f"{path}:{call.lineno} {owner(call)}"
        for path in others
        for call in nodes(path, ast.Call)
        if owner(call) in BOOKS and (owner(call), path) != ("TaxLine", TAXES)
    ]
    statements = [str(path) for path in others if INSERT.search(text(path))]

    assert rows + statements == []
