"""Acts that wait for a second person."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class ApprovalRule(models.Model):
    """From which amount on a kind of act waits for which role; without a rule it passes by itself."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    amount_min = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    role = models.ForeignKey("erp.Role", on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "amount_min"], name="approval_rule_once"),
            models.CheckConstraint(condition=Q(amount_min__gte=0), name="approval_rule_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.amount_min}: {self.role}"


class ApprovalRequest(models.Model):
    """One act that waits; who asked may not decide."""

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        APPROVED = "APPROVED", _("Approved")
        DECLINED = "DECLINED", _("Declined")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    role = models.ForeignKey("erp.Role", on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals_requested"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approvals_decided"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet["ApprovalRequest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "subject"],
                condition=Q(status="WAITING"),
                name="approval_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(status="WAITING", decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(status="WAITING"),
                name="approval_decided_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("requested_by")),
                name="approval_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.summary
