"""What people change about themselves."""

from django.db import transaction

from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.identity.models import User


@transaction.atomic
def change_profile(scope: Scope, *, name: str, language: str) -> User:
    """Set the name and the language of who is asking; everybody may do that for themselves."""
    user = User.objects.select_for_update().get(pk=scope.actor.pk)
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    audit.record(scope, "user.profile-changed", user, language=language)
    return user
