"""The truth about rights: roles and dated grants; guardian's rows are derived from them."""

import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase


class Role(models.Model):
    """
    A named bundle of permissions, such as "accounting.issue_invoice".

    `places` names the kinds of place it may be granted on: a customer's role only on a party.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=80), default=list)
    places = ArrayField(models.CharField(max_length=10), default=list)

    def __str__(self) -> str:
        return gettext(self.name)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by day."""

    def in_force(self, on: datetime.date) -> Self:
        """Keep the grants that hold on the day `on`: dates inclusive, never once revoked."""
        return self.filter(Q(end_date=None) | Q(end_date__gte=on), start_date__lte=on, revoked_at=None)


class Grant(models.Model):
    """
    A role or one permission, for one user, on one company, branch or party, between two dates.

    A row is never edited: what ends early is revoked, and stays on record.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True)
    permission = models.CharField(max_length=80, blank=True)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, null=True, blank=True)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True, blank=True)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, null=True, blank=True)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants_given"
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "start_date"], name="grant_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=None) ^ Q(permission=""), name="grant_role_or_permission"
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=False, branch=None, party=None)
                | Q(company=None, branch__isnull=False, party=None)
                | Q(company=None, branch=None, party__isnull=False),
                name="grant_one_place",
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")), name="grant_days"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk} ({self.role or self.permission}: {self.reason})"


class CompanyPermission(UserObjectPermissionBase):
    """Derived from grants on a company: what Django's own permission API reads."""

    content_object = models.ForeignKey("erp.Company", on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass


class BranchPermission(UserObjectPermissionBase):
    """Derived from grants on a branch: what Django's own permission API reads."""

    content_object = models.ForeignKey("erp.Branch", on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass


class PartyPermission(UserObjectPermissionBase):
    """Derived from grants on a party: what Django's own permission API reads."""

    content_object = models.ForeignKey("erp.Party", on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass
