"""What is handed in about people, organizations and companies, checked before anything is written."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from erp.administration.checking import Checklist
from erp.parties.models import Address, Party


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What a party is called and how it is reached."""

    name: str
    kind: str = Party.Kind.ORGANIZATION
    legal_kind: str = Party.LegalKind.BUSINESS
    legal_name: str = ""
    language: str = "en"
    email: str = ""
    phone: str = ""
    website: str = ""
    external_reference: str | None = None

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.filled(self.name, _("Name"))
        checklist.choice(self.kind, Party.Kind.values)
        checklist.choice(self.legal_kind, Party.LegalKind.values)
        checklist.language(self.language)
        checklist.email(self.email)
        checklist.website(self.website)


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """An address for a purpose, from a day on; without a day from the day it is written."""

    purpose: str
    street: str
    city: str
    country: str
    postal_code: str = ""
    region: str = ""
    recipient: str = ""
    start_date: datetime.date | None = None

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.choice(self.purpose, Address.Purpose.values)
        checklist.filled(self.street, _("Street"))
        checklist.filled(self.city, _("City"))
        checklist.country(self.country)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A person to talk to."""

    name: str
    role: str = ""
    language: str = "en"
    email: str = ""
    phone: str = ""
    mobile: str = ""
    receives_invoices: bool = False
    receives_reminders: bool = False
    is_active: bool = True

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.filled(self.name, _("Name"))
        checklist.language(self.language)
        checklist.email(self.email)


@dataclass(frozen=True, slots=True)
class TaxNumberFacts:
    """A tax number in one country, from a day on."""

    country: str
    number: str
    scheme: str = "DOMESTIC"
    start_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class BankAccountFacts:
    """An account by its IBAN; `name` and `currency` matter only for a company's own."""

    holder: str
    iban: str
    bic: str = ""
    name: str = ""
    currency: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """A place of a company, and when its business day begins."""

    code: str
    name: str
    city: str = ""
    day_starts_at: datetime.time = datetime.time(0)
    is_active: bool = True

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.filled(self.code, _("Code"))
        checklist.filled(self.name, _("Name"))


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What a company prints on its documents, and by which clock and words it works."""

    name: str
    legal_name: str
    street: str
    city: str
    country: str
    postal_code: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    register_line: str = ""
    legal_lines: str = ""
    color: str = "#2f5bea"
    time_zone: str = "Europe/Berlin"
    language: str = "en"

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.filled(self.name, _("Name"))
        checklist.filled(self.legal_name, _("Legal name"))
        checklist.filled(self.street, _("Street"))
        checklist.filled(self.city, _("City"))
        checklist.country(self.country)
        checklist.email(self.email)
        checklist.website(self.website)
        checklist.color(self.color)
        checklist.time_zone(self.time_zone)
        checklist.language(self.language)


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company to be made: its facts, its currency and books, its first branch, what it is known by."""

    facts: CompanyFacts
    base_currency: str
    first_year_start: datetime.date
    chart: str = ""
    uses_storno: bool = False
    branches: tuple[BranchFacts, ...] = field(default_factory=tuple)
    tax_number: str = ""
    bank_account: BankAccountFacts | None = None

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        self.facts.check(checklist)
        checklist.currency(self.base_currency)
        for branch in self.branches:
            branch.check(checklist)


@dataclass(frozen=True, slots=True)
class UserFacts:
    """Somebody who signs in; without a password nobody can until one is set."""

    name: str
    email: str
    language: str = "en"
    time_zone: str = ""
    password: str | None = None

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""
        checklist.filled(self.name, _("Name"))
        checklist.filled(self.email, _("E-mail address"))
        checklist.email(self.email)
        checklist.language(self.language)
        if self.time_zone:
            checklist.time_zone(self.time_zone)
