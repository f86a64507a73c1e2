"""What the outside asked for, as it was asked, and what became of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Submission(models.Model):
    """
    One act of an outsider, waiting for a worker or done.

    `key` is chosen by the caller and unique per account: handing in twice changes nothing.
    """

    class Status(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        WAITING = "WAITING", _("Waiting for approval")
        ACCEPTED = "ACCEPTED", _("Accepted")
        REFUSED = "REFUSED", _("Refused")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    payload = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    answer = models.TextField(blank=True, default="")
    result = models.CharField(max_length=80, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet["Submission"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "party", "key"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(status__in=["RECEIVED", "WAITING"], finished_at=None)
                | Q(status__in=["ACCEPTED", "REFUSED"], finished_at__isnull=False),
                name="submission_finished_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(answer=""), name="submission_refused_in_words"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(status="RECEIVED"), name="submission_waiting"),
            models.Index(fields=["company", "party", "-id"], name="submission_by_party"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Attachment(models.Model):
    """A file handed in with a submission: kept as it came, served as a download only."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.filename


class IdempotentAnswer(models.Model):
    """The first answer to an API key of a caller, stored in the transaction of the act and replayed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    address = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_once")]

    def __str__(self) -> str:
        return f"{self.key} at {self.address}"
