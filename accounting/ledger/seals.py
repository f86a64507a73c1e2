"""The rows of the seals: the chain over a company's entries."""

from django.db import models
from django.db.models.functions import Now

from accounting.ledger.entries import JournalEntry


class Seal(models.Model):
    """A link of the chain over a company's entries: hash of their canonical text and the former seal."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    number = models.BigIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="seal_company_number")]

    def __str__(self) -> str:
        return f"seal {self.number} of company {self.company_id}"


class SealedEntry(models.Model):
    """Which seal holds an entry; one row per sealed entry."""

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, db_constraint=False
    )
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="sealed_entries")

    def __str__(self) -> str:
        return f"entry {self.entry_id} in seal {self.seal_id}"
