"""Which part of a company's books somebody may read: all of it, or some branches."""

from django.utils.translation import gettext as _

from erp.access.decisions import AccessDenied
from erp.access.scope import Scope
from erp.organization.models import Branch


def visible_branches(scope: Scope, permission: str, *, company_id: int) -> list[int] | None:
    """
    Return the branches on which `permission` is held, or None where it is held on the whole company.

    :raises AccessDenied: if it is held on neither
    """
    if company_id in scope.ids("company", permission):
        return None
    held = scope.ids("branch", permission)
    found = Branch.objects.filter(company_id=company_id, pk__in=held).order_by("pk")
    branches = list(found.values_list("pk", flat=True)) if held else []
    if not branches:
        raise AccessDenied(
            _("%(actor)s may not read these books: no grant of %(permission)s.")
            % {"actor": scope.actor, "permission": permission}
        )
    return branches
