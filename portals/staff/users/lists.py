"""The list of users: who may sign in, with which roles here, and when they last did."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.access.models import Role
from erp.access.queries import grants_at, users_at
from erp.identity.models import User
from portals.components import formats
from portals.components.badges import Badge
from portals.components.columns import Column
from portals.components.filters import BooleanFilter, ChoiceFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest


def user_rows(request: ScopedRequest) -> QuerySet[User]:
    """Return the users that the company's administrator answers for; `held` are their rights today."""
    grants = grants_at(request.company).in_force(request.today).select_related("role").order_by("pk")
    return users_at(request.company).prefetch_related(Prefetch("grants", grants, to_attr="held"))


def user_badge(user: User) -> Badge:
    """Return whether somebody may sign in."""
    return Badge(_("Active"), "green") if user.is_active else Badge(_("Locked out"), "red")


def last_seen(user: User) -> str:
    """Return when somebody signed in last."""
    return formats.moment(user.last_login) if user.last_login else ""


def user_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list."""
    today = grants_at(request.company).in_force(request.today)
    roles = list(Role.objects.order_by("pk"))
    return ListSpec(
        columns=(
            Column("name", gettext_lazy("Name"), sort="name", is_strong=True),
            Column("email", gettext_lazy("E-mail"), sort="email"),
            Column("roles", gettext_lazy("Roles"), source=_roles),
            Column("last_login", gettext_lazy("Last sign-in"), source=last_seen, sort="last_login"),
            Column("state", gettext_lazy("Status"), "badge", source=user_badge),
        ),
        default_sort="name",
        export_name=gettext_lazy("Users"),
        search_fields=("name", "email"),
        filters=(
            ChoiceFilter(
                "role",
                gettext_lazy("Role"),
                [(role.code, str(role)) for role in roles],
                conditions=tuple(
                    (role.code, Q(pk__in=today.filter(role=role).values("user"))) for role in roles
                ),
            ),
            BooleanFilter("active", gettext_lazy("Active"), Q(is_active=True)),
        ),
        row_url=lambda row: reverse("staff:user", args=[row.public_id]),
    )


def _roles(user: Any) -> str:
    return ", ".join(dict.fromkeys(str(grant.role or grant.permission) for grant in user.held))
