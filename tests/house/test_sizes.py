"""What is too long to be read at once."""

import ast
from pathlib import Path

from tests.house.source import nodes, python_files, templates, text

FUNCTION_LINES_MAX = 50
CLASS_LINES_MAX = 200
FILE_LINES_MAX = 400
SETTINGS_LINES_MAX = 300
TEMPLATE_LINES_MAX = 120


def lines(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def too_long(kinds: tuple[type[ast.AST], ...], limit: int) -> list[str]:
    return [
        f"{path}:{node.lineno} {node.name} has {lines(node)} lines"
        for path in python_files()
        for node in nodes(path, *kinds)
        if lines(node) > limit
    ]


def longer_than(path: Path, limit: int) -> list[str]:
    count = text(path).count("\n")
    return [f"{path} has {count} lines"] if count > limit else []


def test_no_function_is_too_long() -> None:
    assert too_long((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES_MAX) == []


def test_no_class_is_too_long() -> None:
    assert too_long((ast.ClassDef,), CLASS_LINES_MAX) == []


def test_no_file_is_too_long() -> None:
    files = [path for path in python_files() + python_files("tests") if path.name != "settings.py"]

    assert [found for path in files for found in longer_than(path, FILE_LINES_MAX)] == []


def test_settings_are_not_too_long() -> None:
    assert longer_than(Path("erp/settings.py"), SETTINGS_LINES_MAX) == []


def test_no_template_is_too_long() -> None:
    assert [found for path in templates() for found in longer_than(path, TEMPLATE_LINES_MAX)] == []
