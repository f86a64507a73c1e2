"""
Django's migrations, run without rendering every model again for each new table.

Building an empty database this way takes a quarter of the time, with the same result: a test compares
the two. Django renders, for each new model, all models that are connected with it, and here all are.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState

from erp.launch import doors

LAST = ("accounting", "inventory", "crm", "portals")  # the large apps, which libraries do not know


class QuickExecutor(MigrationExecutor):
    """Runs the libraries' many small migrations while there are few models to render."""

    def migration_plan(
        self,
        targets: Iterable[tuple[str, str | None]],
        clean_start: bool = False,  # noqa: FBT001, FBT002 # as Django has it
    ) -> list[tuple[Migration, bool]]:
        """Return what is to be run, in an order that keeps to all dependencies."""
        return super().migration_plan(sorted(targets, key=lambda target: target[0] in LAST), clean_start)

    def migrate(
        self,
        targets: Sequence[tuple[str, str | None]] | None,
        plan: Sequence[tuple[Migration, bool]] | None = None,
        state: ProjectState | None = None,
        fake: bool = False,  # noqa: FBT001, FBT002 # as Django has it
        fake_initial: bool = False,  # noqa: FBT001, FBT002 # as Django has it
    ) -> ProjectState:
        """Migrate; before it take the doors off when there is a plan: their views stand in its way."""
        if plan is None:
            plan = self.migration_plan(targets or [])
        if plan:
            doors.drop(self.connection)
        return super().migrate(targets, plan, state, fake, fake_initial)


@contextmanager
def rendering_new_models_alone() -> Iterator[None]:
    """Render a model that is new by itself: nothing can refer to it yet, so nothing else changes."""
    original = ProjectState.add_model
    ProjectState.add_model = _add_model  # type: ignore[method-assign,assignment] # no other way
    try:
        yield
    finally:
        ProjectState.add_model = original  # type: ignore[method-assign] # as it was


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if vars(state)["_relations"] is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])
