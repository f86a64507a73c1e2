"""Bytes that must be kept as they were given out or received."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from erp.access.decisions import ScopedQuerySet


class StoredDocument(models.Model):
    """
    One file of a record, with its hash: the PDF of an invoice in one language, a received bill.

    Served only through a door, under the rights on its company, branch and party.
    """

    class RetentionClass(models.TextChoices):
        VOUCHER = "VOUCHER", "Voucher"
        BOOK = "BOOK", "Book"
        LETTER = "LETTER", "Business letter"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, null=True)
    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    retention_class = models.CharField(
        max_length=10, choices=RetentionClass, default=RetentionClass.VOUCHER
    )
    retain_until = models.DateField(null=True)
    is_on_legal_hold = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["StoredDocument"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "subject", "kind", "language"], name="document_once_per_kind"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_has_bytes"),
        ]
        indexes = [models.Index(F("sha256"), name="document_by_hash")]

    def __str__(self) -> str:
        return self.filename
