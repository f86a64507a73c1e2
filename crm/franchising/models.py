"""Units that trade under somebody's name."""

from django.db import models
from django.db.models import F, Q


class FranchiseUnit(models.Model):
    """A branch of a franchisee that trades under the franchisor's name, for a time."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, related_name="franchise_units")
    franchisor = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="franchise_units")
    agreement_version = models.CharField(max_length=20, default="1")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "start_date"], name="franchise_unit_once"),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")), name="franchise_unit_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} of {self.franchisor}"
