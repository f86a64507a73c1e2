"""The outbox."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Message(models.Model):
    """
    An outgoing message; the row is the outbox, so a lost broker loses nothing.

    Unique per recipient, document and purpose: saying it twice changes nothing. `context` holds plain
    values for the layouts `messages/<template>`; `documents` the kinds of document of the record
    `document` to attach. `internet_id` is the Message-ID of every try, by which a receiver can tell a
    repeat (RFC 5322, 3.6.4); only with `may_resend` is a message sent again by itself when nobody knows
    whether it left.
    """

    class Channel(models.TextChoices):
        EMAIL = "EMAIL", _("E-mail")

    class Status(models.TextChoices):
        QUEUED = "QUEUED", _("Queued")
        CLAIMED = "CLAIMED", _("Being sent")
        SENT = "SENT", _("Sent")
        UNKNOWN = "UNKNOWN", _("Perhaps sent")
        FAILED = "FAILED", _("Failed")
        CANCELED = "CANCELED", _("Canceled")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, db_index=False)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True, db_index=False)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, null=True)
    recipient = models.CharField(max_length=80)
    document = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=10, default="en")
    template = models.CharField(max_length=40)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    documents = ArrayField(models.CharField(max_length=30), default=list)
    internet_id = models.CharField(max_length=120)
    may_resend = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet["Message"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "recipient", "document", "purpose"], name="message_once_per_purpose"
            ),
            models.CheckConstraint(
                condition=~Q(status="SENT") | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(status="QUEUED"), name="message_waiting"),
            models.Index(fields=["company", "document"], name="message_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.document}"
