"""The company as its own page shows it: what it prints, where it is paid, what it is known by."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.collections.models import DunningLevel
from erp.audit.operations import subject_key
from erp.organization.models import Branch, Company
from portals.components import formats
from portals.components.badges import Badge
from portals.components.records import Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import may
from portals.staff.timeline import timeline_of

CHANGE = "erp.change_company"


def company_record(request: ScopedRequest) -> dict[str, object]:
    """Return what the page of the chosen company is made of."""
    company = request.company
    acts = (
        Offer(CHANGE, "branch_new", _("New branch"), "building"),
        Offer(CHANGE, "company_tax_number_new", _("New tax number"), "receipt-tax"),
        Offer(CHANGE, "bank_account_new", _("New bank account"), "building-bank"),
        Offer(CHANGE, "company_edit", _("Edit"), "edit"),
    )
    tables = [_bank_accounts(company), _tax_numbers(company), _branches(company)]
    if may(request, "accounting.change_dunninglevel", company):
        tables.append(_levels(company))
    return {
        "header": PageHeader(company.name, above=_("Company"), actions=offers(request, acts)),
        "facts": _facts(company),
        "tables": tables,
        "timeline": timeline_of(request, [subject_key(company)]),
    }


def _facts(company: Company) -> list[Fact]:
    return [
        Fact(_("Legal name"), company.legal_name),
        Fact(_("Address"), company.address),
        Fact(_("E-mail"), company.email),
        Fact(_("Phone"), company.phone),
        Fact(_("Website"), company.website),
        Fact(_("Commercial register"), company.register_line),
        Fact(_("Legal lines on documents"), company.legal_lines),
        Fact(_("Color"), company.color),
        Fact(_("Language"), dict(settings.LANGUAGES).get(company.language, company.language)),
        Fact(_("Time zone"), company.time_zone),
        Fact(_("Currency of the books"), company.base_currency),
        Fact(_("Tax is rounded"), company.get_tax_rounding_display()),
    ]


def _bank_accounts(company: Company) -> Table:
    return Table(
        _("Bank accounts"),
        (Head(_("Name")), Head(_("IBAN")), Head(_("BIC")), Head(_("Currency")), Head(_("Printed"))),
        tuple(
            (
                Value(account.name, note=account.holder),
                Value(account.iban),
                Value(account.bic),
                Value(account.currency),
                Value("", badge=Badge(_("On documents"), "green") if account.is_default else None),
            )
            for account in company.bank_accounts.order_by("currency", "pk")
        ),
        empty_text=_("No bank account yet; documents cannot say where to pay."),
    )


def _tax_numbers(company: Company) -> Table:
    return Table(
        _("Tax numbers"),
        (Head(_("Number")), Head(_("Country")), Head(_("From")), Head(_("Until"))),
        tuple(
            (
                Value(number.number, note="" if number.scheme == "DOMESTIC" else number.scheme),
                Value(number.country),
                Value(formats.day(number.start_date)),
                Value(formats.day(number.end_date) if number.end_date else ""),
            )
            for number in company.tax_registrations.order_by("country", "-start_date")
        ),
        empty_text=_("No tax number yet."),
    )


def _branches(company: Company) -> Table:
    return Table(
        _("Branches"),
        (Head(_("Name")), Head(_("Code")), Head(_("City")), Head(_("Business day starts at")),
         Head(_("Status"))),
        tuple(
            (
                Value(branch.name, reverse("staff:branch_edit", args=[branch.public_id])),
                Value(branch.code),
                Value(branch.city),
                Value(f"{branch.day_starts_at:%H:%M}"),
                Value("", badge=_branch_badge(branch)),
            )
            for branch in company.branches.order_by("code")
        ),
    )  # fmt: skip


def _branch_badge(branch: Branch) -> Badge:
    return Badge(_("Active"), "green") if branch.is_active else Badge(_("Closed"), "gray")


def _levels(company: Company) -> Table:
    levels = DunningLevel.objects.filter(company=company, is_active=True)
    return Table(
        _("Reminder levels"),
        (Head(_("Name")), Head(_("Tone")), Head(_("Days after the due date"), is_number=True)),
        tuple(
            (
                Value(level.name),
                Value(level.get_tone_display()),
                Value(formats.number(level.delay_days)),
            )
            for level in levels.order_by("delay_days")
        ),
        empty_text=_("Nobody is reminded."),
        more_url=reverse("staff:reminder_levels"),
        more_label=_("Change"),
    )
