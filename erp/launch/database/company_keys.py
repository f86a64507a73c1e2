"""Foreign keys that hold the company, so that no row ever points into another company's."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model

COMPANY = "company_id"


@dataclass(frozen=True, slots=True)
class CompanyKey:
    """
    A foreign key (company, column ...) of a table to (company, other ...) of another.

    One that is not checked is declared only: something else proves it.
    """

    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    is_checked: bool = True

    @property
    def name(self) -> str:
        """The name of the constraint."""
        return f"{self.table}_{self.columns[-1]}_company"[:63]


def company_keys(apps: Apps, app_label: str, *, derived: Collection[str] = ()) -> list[CompanyKey]:
    """
    Return a key for every reference between two tables that both bear a company.

    `derived` names models whose rows the database itself copies from rows with such keys.
    """
    return [
        CompanyKey(model._meta.db_table, (COMPANY, column), target._meta.db_table, (COMPANY, "id"))
        for model in apps.get_app_config(app_label).get_models()
        if _bears_company(model) and model._meta.model_name not in derived
        for column, target in _references(model)
    ]


def _references(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and field.column and _bears_company(target):
            yield field.column, target


def _bears_company(model: type[Model]) -> bool:
    return any(field.column == COMPANY for field in model._meta.concrete_fields)


def add_keys(schema_editor: BaseDatabaseSchemaEditor, keys: Collection[CompanyKey]) -> None:
    """Add the keys, and the unique constraint that a target needs and does not have yet."""
    for target, columns in sorted({(key.target, key.target_columns) for key in keys}):
        if not _is_unique(schema_editor, target, columns):
            schema_editor.execute(
                f"ALTER TABLE {target} ADD CONSTRAINT {_unique_name(target, columns)}"
                f" UNIQUE ({', '.join(columns)})"
            )
    for key in keys:
        schema_editor.execute(
            f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name}"
            f" FOREIGN KEY ({', '.join(key.columns)})"
            f" REFERENCES {key.target} ({', '.join(key.target_columns)})"
            f"{'' if key.is_checked else ' NOT ENFORCED'}"
        )


def drop_keys(schema_editor: BaseDatabaseSchemaEditor, keys: Collection[CompanyKey]) -> None:
    """Drop the keys and the unique constraints that `add_keys` made for them."""
    for key in keys:
        schema_editor.execute(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}")
    for target, columns in sorted({(key.target, key.target_columns) for key in keys}):
        name = _unique_name(target, columns)
        schema_editor.execute(f"ALTER TABLE {target} DROP CONSTRAINT IF EXISTS {name}")


def _unique_name(target: str, columns: tuple[str, ...]) -> str:
    return f"{target}_{'_'.join(columns)}_key"[:63]


def _is_unique(schema_editor: BaseDatabaseSchemaEditor, target: str, columns: tuple[str, ...]) -> bool:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, target)
    return any(
        constraint["unique"] and tuple(constraint["columns"]) == columns
        for constraint in constraints.values()
    )
