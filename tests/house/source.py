"""The source of the house, as trees and texts, for the tests that read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("erp", "accounting", "inventory", "crm", "portals")
GENERATED = "0001_initial.py"


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file of the repository that still exists, new ones included, relative to its root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {name for name in listed.splitlines() if not name.startswith("static/vendor/")}
    return tuple(Path(name) for name in sorted(names) if (ROOT / name).is_file())


def python_files(*tops: str) -> tuple[Path, ...]:
    """Return the Python files below the folders `tops`, by default all apps; no generated migrations."""
    wanted = tops or APPS
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in wanted and path.name != GENERATED
    )


def templates() -> tuple[Path, ...]:
    """Return the templates."""
    return tuple(
        path for path in tracked() if path.parts[0] == "templates" and path.suffix != ".gitkeep"
    )


@cache
def text(path: Path) -> str:
    """Return what is in `path`."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), str(path))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Return all nodes of the given kinds in a Python file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Return the full name of every module or name that `path` imports, with its line."""
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
