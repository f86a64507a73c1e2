"""Docstrings, and what may not stand in any file."""

import ast
import re

import pytest

from tests.house.source import ROOT, python_files, text, tracked, tree

# Django or a library calls these; what they mean is said there
KNOWN_METHODS = {
    "add_arguments", "handle", "ready", "save", "clean", "to_python", "get_queryset", "get_absolute_url",
    "to_internal_value", "to_representation", "get_urls",
}  # fmt: skip
HOSTS = (
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
)
HOME = re.compile(r"(?<![\w/.$}~-])/(root|home|Users)/\w")
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?! \(#\d+\)| #\d+)")


def defined(body: list[ast.stmt], prefix: str = "") -> list[tuple[str, ast.AST]]:
    """Return the public classes and functions of a module, and the public methods of those classes."""
    found: list[tuple[str, ast.AST]] = []
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        nested_class = bool(prefix) and isinstance(node, ast.ClassDef)
        if node.name.startswith("_") or nested_class or (prefix and node.name in KNOWN_METHODS):
            continue
        if (
            isinstance(node.body[0], ast.Expr) and ast.unparse(node.body[0]) == "..."
        ):  # part of a protocol
            continue
        found.append((prefix + node.name, node))
        if isinstance(node, ast.ClassDef):
            found += defined(node.body, f"{node.name}.")
    return found


def test_every_module_class_and_public_function_says_what_it_does() -> None:
    silent = []
    for path in python_files():
        if "migrations" in path.parts or not text(path).strip():
            continue
        if not ast.get_docstring(tree(path)) and path.name != "__init__.py":
            silent.append(str(path))
        silent += [
            f"{path}:{node.lineno} {name}"
            for name, node in defined(tree(path).body)
            if not ast.get_docstring(node)
        ]

    assert silent == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [str(path) for path in tracked() if host.encode() in (ROOT / path).read_bytes()] == []


def test_no_file_names_somebodys_home() -> None:
    readable = [path for path in tracked() if b"\0" not in (ROOT / path).read_bytes()[:4096]]

    found = [
        f"{path}:{number}"
        for path in readable
        for number, line in enumerate(text(path).splitlines(), 1)
        if HOME.search(line)
    ]

    assert found == []


def test_what_is_left_to_do_names_its_issue() -> None:
    files = python_files() + python_files("tests")

    assert [str(path) for path in files if path.stem != "test_words" and TODO.search(text(path))] == []
