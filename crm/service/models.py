"""Questions about documents, asked and answered on the document."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Inquiry(models.Model):
    """A question of a customer or supplier about one of their documents ("invoice:42")."""

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        ANSWERED = "ANSWERED", _("Answered")
        CLOSED = "CLOSED", _("Closed")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="inquiries")
    door = models.CharField(max_length=10)
    subject = models.CharField(max_length=80)
    label = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["Inquiry"].as_manager()

    class Meta:
        verbose_name_plural = "inquiries"
        indexes = [models.Index(fields=["company", "subject"], name="inquiry_by_subject")]
        constraints = [
            models.UniqueConstraint(fields=["company", "party", "key"], name="inquiry_once_per_key")
        ]

    def __str__(self) -> str:
        return self.label


class InquiryMessage(models.Model):
    """One thing said in an inquiry, by a name as both sides see it."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="messages")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    is_from_company = models.BooleanField()
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"message {self.pk} of inquiry {self.inquiry_id}"
