"""Guardian's rows, derived from the grants, so that Django's own permission API agrees with `decide`."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from erp.access.models import BranchPermission, CompanyPermission, Grant, PartyPermission
from erp.access.queries import PLACE_MODELS, unfolded
from erp.access.scope import Place

type DerivedModel = type[CompanyPermission] | type[BranchPermission] | type[PartyPermission]

DERIVED: dict[Place, DerivedModel] = {
    "company": CompanyPermission,
    "branch": BranchPermission,
    "party": PartyPermission,
}


def derive_permissions(*, on: datetime.date, user_ids: Iterable[int] | None = None) -> int:
    """
    Make the derived rows equal to what is granted on the day `on`; return how many rows changed.

    `user_ids` limits it to these users; the daily run takes everybody, since grants
    begin and end by date. Call it in a transaction that has locked the users; the daily run is safe to
    repeat.
    """
    grants = Grant.objects.in_force(on).filter(user__is_active=True).select_related("role")
    if user_ids is not None:
        user_ids = list(user_ids)
        grants = grants.filter(user_id__in=user_ids)
    held: dict[Place, set[tuple[int, int, str]]] = defaultdict(set)
    for grant in grants:
        for granted in unfolded(grant):
            held[granted.place].add((grant.user_id, granted.place_id, granted.permission))
    return sum(_make_equal(place, held[place], user_ids) for place in DERIVED)


def _make_equal(place: Place, held: set[tuple[int, int, str]], user_ids: Iterable[int] | None) -> int:
    model = DERIVED[place]
    known = _permission_ids(place, {permission for _, _, permission in held})
    wanted = {(user_id, place_id, known[permission]) for user_id, place_id, permission in held}
    rows = model.objects.all() if user_ids is None else model.objects.filter(user_id__in=user_ids)
    there = {
        (user_id, place_id, permission_id): pk
        for pk, user_id, place_id, permission_id in rows.values_list(
            "pk", "user_id", "content_object_id", "permission_id"
        )
    }
    gone = [pk for key, pk in there.items() if key not in wanted]
    new = [
        model(user_id=user_id, content_object_id=place_id, permission_id=permission_id)
        for user_id, place_id, permission_id in sorted(wanted - there.keys())
    ]
    model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(new, ignore_conflicts=True)
    return len(gone) + len(new)


def _permission_ids(place: Place, names: set[str]) -> dict[str, int]:
    content_type = ContentType.objects.get_for_model(PLACE_MODELS[place])
    found = Permission.objects.filter(content_type=content_type, codename__in=names)
    missing = names - set(found.values_list("codename", flat=True))
    Permission.objects.bulk_create(
        [Permission(content_type=content_type, codename=name, name=name) for name in sorted(missing)],
        ignore_conflicts=True,
    )
    return dict(found.all().values_list("codename", "pk"))
