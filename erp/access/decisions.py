"""The one place that says yes or no. Operations call `require`; reads call `visible_to`."""

from dataclasses import dataclass
from typing import Self

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from erp.access.scope import PLACES, Place, Scope


class AccessDenied(PermissionDenied):
    """Raised when a scope lacks a permission on a record; doors answer 403 with its words."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes or a no, with its reason in words."""

    allowed: bool
    because: str


def decide(scope: Scope, permission: str, subject: Model) -> Decision:
    """
    Say whether `scope` holds `permission` on the company, branch or party of `subject`, and why.

    A subject without one of these columns is not reached by grants on that kind of place.
    """
    for place in PLACES:
        place_id = place_id_of(subject, place)
        if place_id is not None and place_id in scope.ids(place, permission):
            reason = next(
                granted.because
                for granted in scope.granted
                if (granted.permission, granted.place, granted.place_id) == (permission, place, place_id)
            )
            return Decision(allowed=True, because=f"{permission} by {reason}")
    return Decision(
        allowed=False,
        because=_("%(actor)s holds no grant of %(permission)s on %(subject)s.")
        % {"actor": scope.actor, "permission": permission, "subject": subject},
    )


def require(scope: Scope, permission: str, subject: Model) -> None:
    """
    Let the caller go on only if `decide` says yes.

    :raises AccessDenied: with the reason, if it says no
    """
    decision = decide(scope, permission, subject)
    if not decision.allowed:
        raise AccessDenied(decision.because)


def require_anywhere(scope: Scope, *permissions: str) -> None:
    """
    Let the caller go on only if `scope` holds one of `permissions` on some place.

    It opens pages and addresses; what is shown and done there is asked with the place.

    :raises AccessDenied: if none is held anywhere
    """
    if scope.permissions.isdisjoint(permissions):
        raise AccessDenied(
            _("%(actor)s holds no grant of %(permission)s.")
            % {"actor": scope.actor, "permission": ", ".join(permissions)}
        )


def place_id_of(subject: Model, place: Place) -> int | None:
    """Return the id of the company, branch or party that a record belongs to, or that it is itself."""
    if subject._meta.model_name == place:
        return int(subject.pk)
    found: int | None = getattr(subject, f"{place}_id", None)
    return found


class ScopedQuerySet[M: Model](QuerySet[M]):
    """A queryset of placed rows that knows who is asking."""

    def visible_to(self, scope: Scope) -> Self:
        """Keep the rows that `decide` would let the scope view."""
        permission = f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"
        condition = Q(pk__in=())
        for place, lookup in _lookups(self.model).items():
            if ids := scope.ids(place, permission):
                condition |= Q(**{f"{lookup}__in": ids})
        return self.filter(condition)


def _lookups(model: type[Model]) -> dict[Place, str]:
    names = {field.name for field in model._meta.concrete_fields}
    found: dict[Place, str] = {place: f"{place}_id" for place in PLACES if place in names}
    for place in PLACES:
        if model._meta.model_name == place:
            found[place] = "pk"
    return found
