"""Where things may be, and who may import whom beyond what the import contracts say."""

import ast

from tests.house.source import imported, nodes, python_files, tree

NAMELESS = {"utils", "util", "helpers", "helper", "services", "service_layer", "common", "misc"}
INDEXES = [
    f"{app}/{name}.py"
    for app in ("erp", "accounting", "inventory", "crm")
    for name in ("models", "tasks")
]
SIGNALS = (
    "django.db.models.signals",
    "django.db.backends.signals",
    "django.core.signals",
    "django.dispatch",
    "django.contrib.auth.signals",
    "allauth.account.signals",
)
OUTSIDE_DOORS = ("customer", "supplier", "partner")
OUTSIDE_WRITES = ("erp.submissions.operations",)


def test_no_module_without_a_real_name() -> None:
    nameless = [
        str(path)
        for path in python_files() + python_files("tests")
        if {*path.parts, path.stem} & NAMELESS
    ]

    assert nameless == []


def test_indexes_of_models_and_tasks_only_list() -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)

    strangers = [
        f"{path}:{node.lineno}"
        for path in python_files()
        if str(path) in INDEXES
        for node in tree(path).body
        if not isinstance(node, allowed)
    ]

    assert strangers == []


def test_no_django_signals() -> None:
    uses = [
        f"{path}:{line} {name}"
        for path in python_files()
        for name, line in imported(path)
        if name.startswith(SIGNALS)
    ]

    assert uses == []


def test_outside_doors_write_by_submission_only() -> None:
    doors = [path for path in python_files("portals") if path.parts[1] in OUTSIDE_DOORS]

    operations = [
        f"{path}:{line} {name}"
        for path in doors
        for name, line in imported(path)
        if ".operations" in name and not name.startswith(OUTSIDE_WRITES)
    ]

    assert operations == []


def test_doors_and_tasks_never_start_from_all_rows() -> None:
    places = [path for path in python_files() if path.parts[0] == "portals" or path.name == "tasks.py"]

    starts = [
        f"{path}:{node.lineno}"
        for path in places
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr == "all"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in ("objects", "_default_manager", "_base_manager")
    ]

    assert starts == []


def test_permissions_are_asked_of_one_place() -> None:
    others = [path for path in python_files() if path.parts[:2] != ("erp", "access")]

    asked = [
        f"{path}:{node.lineno} {node.func.attr}"
        for path in others
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in ("has_perm", "has_perms", "has_module_perms", "get_objects_for_user")
    ]

    assert asked == []
