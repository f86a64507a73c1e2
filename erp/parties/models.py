"""Whom we deal with: one record per person or organization, shared by the companies of a group."""

import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """A person or organization we deal with: the one record that CRM and accounting share."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        ORGANIZATION = "ORGANIZATION", _("Organization")

    class LegalKind(models.TextChoices):
        BUSINESS = "BUSINESS", _("Business")
        CONSUMER = "CONSUMER", _("Consumer")
        PUBLIC = "PUBLIC", _("Public body")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey("erp.Group", on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORGANIZATION)
    legal_kind = models.CharField(
        _("legal kind"), max_length=10, choices=LegalKind, default=LegalKind.BUSINESS
    )
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    sort_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    external_reference = models.CharField(_("reference"), max_length=60, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "parties"
        indexes = [models.Index(fields=["group", "sort_name", "id"], name="party_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "external_reference"], name="party_external_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def printed_name(self) -> str:
        """The legal name, or the name where none is kept apart."""
        return self.legal_name or self.name


class TaxRegistration(models.Model):
    """A tax number of a party in one country, for a time, and what a check of it said."""

    class Scheme(models.TextChoices):
        DOMESTIC = "DOMESTIC", _("Domestic")
        OSS = "OSS", _("One-stop shop")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tax_registrations")
    country = models.CharField(_("country"), max_length=2)
    number = models.CharField(_("tax number"), max_length=30)
    scheme = models.CharField(max_length=12, choices=Scheme, default=Scheme.DOMESTIC)
    start_date = models.DateField(_("valid from"))
    end_date = models.DateField(_("valid until"), null=True, blank=True)
    check_result = models.CharField(max_length=20, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    consultation_number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "country", "scheme", "start_date"], name="tax_registration_once"
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="tax_registration_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AddressQuerySet(models.QuerySet["Address"]):
    """Addresses by purpose and day."""

    def valid_on(self, day: datetime.date) -> Self:
        """Keep the addresses that hold on `day`; both of their dates are inclusive."""
        return self.filter(Q(end_date=None) | Q(end_date__gte=day), start_date__lte=day)


class Address(models.Model):
    """Where a party is reached by post, for one purpose and a time."""

    class Purpose(models.TextChoices):
        LEGAL = "LEGAL", _("Registered office")
        BILLING = "BILLING", _("Billing")
        SHIPPING = "SHIPPING", _("Delivery")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="addresses")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2)
    start_date = models.DateField(_("valid from"))
    end_date = models.DateField(_("valid until"), null=True, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")), name="address_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.city}"

    @property
    def printed(self) -> str:
        """The address as printed, one line per part."""
        place = f"{self.postal_code} {self.city}".strip()
        return "\n".join(
            part for part in (self.recipient, self.street, place, self.region, self.country) if part
        )


class Contact(models.Model):
    """A person to talk to at a party, in their language and by their channels."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    receives_invoices = models.BooleanField(_("receives invoices"), default=False)
    receives_reminders = models.BooleanField(_("receives reminders"), default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """A yes or no to being contacted, as given; append-only, the latest row counts."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True)
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20)
    is_given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    source = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}: {'yes' if self.is_given else 'no'}"


class PartyRelation(models.Model):
    """How one party stands to another, for a time: parent, franchisor, agent."""

    class Kind(models.TextChoices):
        PARENT = "PARENT", _("Parent")
        FRANCHISOR = "FRANCHISOR", _("Franchisor")
        AGENT = "AGENT", _("Agent")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relations")
    related = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="related_to")
    kind = models.CharField(max_length=12, choices=Kind)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "related", "kind", "start_date"], name="party_relation_once"
            ),
            models.CheckConstraint(condition=~Q(party=F("related")), name="party_relation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.related} is {self.kind} of {self.party}"


class PartyBankAccount(models.Model):
    """A party's bank account; dated rows, never edited: a change is a new row that must be verified."""

    class Status(models.TextChoices):
        UNVERIFIED = "UNVERIFIED", _("Unverified")
        VERIFIED = "VERIFIED", _("Verified")
        BLOCKED = "BLOCKED", _("Blocked")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(_("account holder"), max_length=120)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNVERIFIED)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("erp.User", on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(max_length=120, blank=True)
    verified_by = models.ForeignKey(
        "erp.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="UNVERIFIED") | Q(verified_by__isnull=False) & ~Q(verified_how=""),
                name="party_bank_account_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("added_by")),
                name="party_bank_account_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.iban
