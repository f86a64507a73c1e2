"""The trail of acts."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """Who did what to which record, when and by which door. Rows are only ever added."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, null=True, db_index=False)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True, db_index=False)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    door = models.CharField(max_length=10)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["company", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} on {self.subject}"
