"""Gap-free series of numbers."""

import re

from django.db import models
from django.db.models import F, Q


class Series(models.Model):
    """
    A gap-free run of numbers: one per company, kind of document and fiscal year.

    `posts` is true where each number is the number of a journal entry; the ledger's guards then
    prove at commit that every number counted was used. A series taken over from another system starts
    at `first_number`, with `last_number` one below.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(max_length=30)
    start_date = models.DateField()
    end_date = models.DateField()
    pattern = models.CharField(max_length=40)
    posts = models.BooleanField(default=True)
    first_number = models.BigIntegerField(default=1)
    last_number = models.BigIntegerField(default=0)
    latest_date = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="series_company_id"),
            models.UniqueConstraint(
                fields=["company", "code", "start_date"], name="series_company_code_start"
            ),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="series_days"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, last_number__gte=F("first_number") - 1),
                name="series_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.start_date}"

    def label(self, number: int) -> str:
        """Return a number as people see it: 7 in "INV-2026-####" is INV-2026-0007."""
        return re.sub("#+", lambda hashes: str(number).zfill(len(hashes[0])), self.pattern, count=1)
