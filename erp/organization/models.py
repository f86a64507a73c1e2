"""Whose books they are, and which of its places did the business."""

import datetime
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.clock import date_in


class Group(models.Model):
    """Companies that share one set of party records."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class TaxRounding(models.TextChoices):
    """Where tax is rounded to the minor unit (EN 16931 BR-CO-17 rounds per document)."""

    LINE = "LINE", _("Per line")
    DOCUMENT = "DOCUMENT", _("Per document")


class Company(models.Model):
    """
    A legal entity that keeps its own books in one base currency and by its own clock.

    The database draws `facts_version` anew whenever something changes that documents take from the
    company: itself, its tax numbers and bank accounts, its tax codes and accounts.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="companies")
    name = models.CharField(_("name"), max_length=200, unique=True)
    legal_name = models.CharField(_("legal name"), max_length=200)
    register_line = models.CharField(_("commercial register"), max_length=200, blank=True)
    legal_lines = models.TextField(_("legal lines on documents"), blank=True)
    street = models.CharField(_("street"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country"), max_length=2)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    color = models.CharField(_("color"), max_length=7, default="#2f5bea")
    base_currency = models.CharField(_("base currency"), max_length=3)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin")
    language = models.CharField(_("language"), max_length=10, default="en")
    chart = models.CharField(_("chart of accounts"), max_length=30, blank=True)
    tax_rounding = models.CharField(max_length=10, choices=TaxRounding, default=TaxRounding.DOCUMENT)
    uses_storno = models.BooleanField(_("reversals stay on their side"), default=False)
    party = models.OneToOneField(
        "erp.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="company"
    )

    facts_version = models.UUIDField(db_default=RandomUUID(), editable=False)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The postal address as printed, one line per part."""
        return "\n".join(
            part
            for part in (self.street, f"{self.postal_code} {self.city}".strip(), self.country)
            if part
        )

    def date_at(self, now: datetime.datetime) -> datetime.date:
        """Return the calendar day at the company when the clock says `now`."""
        return date_in(self.time_zone, now)


class Branch(models.Model):
    """A place of a company; each company has at least one, and each document happens at one."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="branches")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    city = models.CharField(_("city"), max_length=100, blank=True)
    day_starts_at = models.TimeField(_("business day starts at"), default=datetime.time(0))
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "branches"
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="branch_company_id"),
            models.UniqueConstraint(fields=["company", "code"], name="branch_company_code"),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyTaxRegistration(models.Model):
    """A tax number of a company in one country, for a time."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="tax_registrations")
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=30)
    scheme = models.CharField(max_length=12, default="DOMESTIC")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "country", "scheme", "start_date"],
                name="company_tax_registration_once",
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=models.F("start_date")),
                name="company_tax_registration_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CompanyBankAccount(models.Model):
    """A bank account of a company, as printed on its documents."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(max_length=80)
    holder = models.CharField(max_length=120)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    currency = models.CharField(max_length=3)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "iban"], name="company_bank_account_once"),
            models.UniqueConstraint(
                fields=["company", "currency"],
                condition=Q(is_default=True),
                name="company_bank_account_one_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.iban}"
