"""Finding rows at the staff door: those of the company chosen now which the reader may see."""

from typing import cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from erp.access.decisions import ScopedQuerySet, decide
from portals.gate import ScopedRequest


def visible[M: Model](request: ScopedRequest, model: type[M]) -> QuerySet[M]:
    """Return the rows of `model` in the chosen company that the reader may see."""
    manager = cast("ScopedQuerySet[M]", model._default_manager)
    return manager.visible_to(request.scope).filter(company_id=request.company.pk)


def one[M: Model](rows: QuerySet[M], public_id: UUID) -> M:
    """
    Return the row of an address.

    :raises Http404: if there is none; a foreign one looks the same
    """
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may(request: ScopedRequest, permission: str, subject: Model) -> bool:
    """Say whether the reader holds `permission` on `subject`: what they may not do is not offered."""
    return decide(request.scope, permission, subject).allowed


def may_somewhere(request: ScopedRequest, permission: str) -> bool:
    """Say whether the reader holds `permission` anywhere; the operation asks with the place."""
    return permission in request.scope.permissions


def asked_for[M: Model](request: ScopedRequest, model: type[M], name: str) -> M | None:
    """Return the visible row whose public id stands in the address under `name`; None for any other."""
    try:
        public_id = UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    return visible(request, model).filter(public_id=public_id).first()
