"""
What customers and suppliers change about themselves, by submission.

How they are reached changes at once. What money or the law hangs on (legal name, registered office, tax
number, bank account) waits until staff have approved it; nothing is written before.
"""

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from erp.access.models import Grant, Role
from erp.access.scope import Scope
from erp.administration.checking import check_all, checked_iban, checked_tax_number
from erp.administration.facts import AddressFacts, BankAccountFacts, PartyFacts, TaxNumberFacts
from erp.administration.operations.addresses import write_address
from erp.administration.operations.party_details import write_bank_account
from erp.administration.operations.tax_numbers import write_tax_number
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.operations import Question, request_approval, rule_for
from erp.approvals.registry import ApprovalKind
from erp.approvals.registry import register as register_approval
from erp.audit.operations import record
from erp.errors import Invalid, Refused
from erp.parties.models import Address, Party
from erp.parties.names import sort_name_of
from erp.submissions.execution import settle_waiting
from erp.submissions.models import Submission
from erp.submissions.registry import Outcome, Payload, SubmissionKind, kind_named, understood
from erp.submissions.registry import register as register_submission

PERMISSION = "erp.request_party_change"
SENSITIVE = "party_sensitive_change"

Line = Annotated[str, msgspec.Meta(max_length=200)]
Short = Annotated[str, msgspec.Meta(max_length=40)]
Country = Annotated[str, msgspec.Meta(min_length=2, max_length=2)]


class NoSuchAddress(Refused):
    """The address is not one of the submitter's."""

    code = "no_such_address"


class ContactDetails(Payload, frozen=True):
    """How the party is reached; what is left out stays."""

    name: Line | msgspec.UnsetType = msgspec.UNSET
    email: Annotated[str, msgspec.Meta(max_length=254)] | msgspec.UnsetType = msgspec.UNSET
    phone: Short | msgspec.UnsetType = msgspec.UNSET
    website: Line | msgspec.UnsetType = msgspec.UNSET
    language: Short | msgspec.UnsetType = msgspec.UNSET


class PostalAddress(Payload, frozen=True):
    """An address for bills or deliveries; `replaces` names the delivery address that ends."""

    purpose: Literal["BILLING", "SHIPPING"]
    street: Line
    city: Annotated[str, msgspec.Meta(max_length=100)]
    country: Country
    postal_code: Annotated[str, msgspec.Meta(max_length=20)] = ""
    region: Annotated[str, msgspec.Meta(max_length=100)] = ""
    recipient: Line = ""
    replaces: UUID | None = None


class Office(Payload, frozen=True):
    """The registered office."""

    street: Line
    city: Annotated[str, msgspec.Meta(max_length=100)]
    country: Country
    postal_code: Annotated[str, msgspec.Meta(max_length=20)] = ""
    region: Annotated[str, msgspec.Meta(max_length=100)] = ""


class TaxNumber(Payload, frozen=True):
    """A tax number and its country."""

    country: Country
    number: Annotated[str, msgspec.Meta(max_length=30)]


class BankAccount(Payload, frozen=True):
    """A bank account."""

    holder: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    iban: Annotated[str, msgspec.Meta(max_length=42)]
    bic: Annotated[str, msgspec.Meta(max_length=11)] = ""


class LegalDetails(Payload, frozen=True):
    """What waits for approval; what is left out stays."""

    legal_name: Line | None = None
    office: Office | None = None
    tax_number: TaxNumber | None = None
    bank_account: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """One approved or unapproved change of legal details in terms of this house."""

    legal_name: str
    office: AddressFacts | None
    tax_number: TaxNumberFacts | None
    bank_account: BankAccountFacts | None


def register_kinds() -> None:
    """Make the submissions and the approval known; called once, from `erp.subscriptions`."""
    register_submission(
        SubmissionKind("party_contact_change", ContactDetails, PERMISSION, change_contact_details)
    )
    register_submission(
        SubmissionKind("party_address_change", PostalAddress, PERMISSION, change_address)
    )
    register_submission(SubmissionKind(SENSITIVE, LegalDetails, PERMISSION, ask_for_legal_details))
    register_approval(ApprovalKind(SENSITIVE, on_approved=approve, on_declined=decline))


def change_contact_details(
    scope: Scope, submission: Submission, payload: ContactDetails, now: datetime.datetime
) -> Outcome:
    """Change at once how the submitter's party is reached."""
    party = _locked(submission)
    changes: dict[str, str] = msgspec.to_builtins(payload)
    kept = {name: getattr(party, name) for name in ("name", "email", "phone", "website", "language")}
    check_all(PartyFacts(**kept | changes))
    for name, value in changes.items():
        setattr(party, name, value)
    party.sort_name = sort_name_of(party.name)
    party.save(update_fields=[*changes, "sort_name"])
    record(scope, "party.changed", party, fields=sorted(changes), company=str(submission.company_id))
    return Outcome(_("Your details are changed."), f"party:{party.pk}")


def change_address(
    scope: Scope, submission: Submission, payload: PostalAddress, now: datetime.datetime
) -> Outcome:
    """Change at once where bills or deliveries go."""
    party = _locked(submission)
    replaced = None
    if payload.replaces:
        replaced = Address.objects.filter(party=party, public_id=payload.replaces).first()
        if replaced is None:
            raise NoSuchAddress(_("There is no such address."))
    columns = msgspec.structs.asdict(payload)
    del columns["replaces"]
    facts = AddressFacts(**columns)
    check_all(facts)
    address = write_address(party, facts, submission.company.date_at(now), replaces=replaced)
    record(scope, "party.address_set", party, address=str(address.pk), purpose=address.purpose)
    return Outcome(_("Your address is changed."), f"address:{address.pk}")


def ask_for_legal_details(
    scope: Scope, submission: Submission, payload: LegalDetails, now: datetime.datetime
) -> Outcome:
    """Check the change and let it wait for staff; it never passes by itself."""
    change = _change_of(payload)
    if change.tax_number:
        checked_tax_number(change.tax_number.country, change.tax_number.number)
    if change.bank_account:
        checked_iban(change.bank_account.iban, change.bank_account.bic)
    if change.office:
        check_all(change.office)
    fields = [name for name in payload.__struct_fields__ if getattr(payload, name)]
    if not fields:
        raise Invalid([_("Nothing is to be changed.")])
    with translation.override(submission.company.language):  # who decides reads it
        summary = _("%(party)s changes: %(fields)s") % {
            "party": submission.party,
            "fields": ", ".join(_field_names()[name] for name in fields),
        }
    rule = rule_for(company_id=submission.company_id, kind=SENSITIVE) or _default_rule(submission, now)
    request_approval(
        scope, rule=rule, question=Question(kind=SENSITIVE, subject=submission, summary=summary[:200])
    )
    return Outcome(_("We will check this and tell you."), is_waiting=True)


def approve(scope: Scope, request: ApprovalRequest, now: datetime.datetime) -> None:
    """Write what was asked for and tell the submitter; runs in the transaction of the decision."""
    submission = _submission_of(request)
    payload: LegalDetails = understood(kind_named(SENSITIVE), submission.payload)
    change, party = _change_of(payload), _locked(submission)
    today = submission.company.date_at(now)
    if change.legal_name:
        party.legal_name = change.legal_name
        party.save(update_fields=["legal_name"])
    if change.office:
        write_address(party, change.office, today)
    if change.tax_number:
        write_tax_number(party, change.tax_number, today)
    if change.bank_account:
        write_bank_account(party, change.bank_account, added_by=submission.user, today=today)
    record(scope, "party.legal_details_changed", party, submission=str(submission.pk))
    with translation.override(submission.user.language):
        answer = _("Your change is made.")
    settle_waiting(scope, submission_id=submission.pk, is_accepted=True, answer=answer, now=now)


def decline(scope: Scope, request: ApprovalRequest, now: datetime.datetime) -> None:
    """Tell the submitter why not; nothing is written."""
    submission = _submission_of(request)
    settle_waiting(scope, submission_id=submission.pk, is_accepted=False, answer=request.reason, now=now)


def _locked(submission: Submission) -> Party:
    return Party.objects.select_for_update().get(pk=submission.party_id)


def _submission_of(request: ApprovalRequest) -> Submission:
    return Submission.objects.select_related("company", "user").get(
        pk=int(request.subject.rpartition(":")[2]), company_id=request.company_id
    )


def _change_of(payload: LegalDetails) -> _Change:
    office, numbered, account = payload.office, payload.tax_number, payload.bank_account
    return _Change(
        legal_name=(payload.legal_name or "").strip(),
        office=AddressFacts(purpose=Address.Purpose.LEGAL, **msgspec.structs.asdict(office))
        if office
        else None,
        tax_number=TaxNumberFacts(numbered.country, numbered.number) if numbered else None,
        bank_account=BankAccountFacts(**msgspec.structs.asdict(account)) if account else None,
    )


def _default_rule(submission: Submission, now: datetime.datetime) -> ApprovalRule:
    """Without a rule of the company's own, accountants decide; where there is none, administrators."""
    today = submission.company.date_at(now)
    held = Grant.objects.in_force(today).filter(company_id=submission.company_id)
    code = "accountant" if held.filter(role__code="accountant").exists() else "administrator"
    role = Role.objects.get(code=code)
    return ApprovalRule(company_id=submission.company_id, kind=SENSITIVE, role=role)


def _field_names() -> dict[str, str]:
    return {
        "legal_name": _("legal name"),
        "office": _("registered office"),
        "tax_number": _("tax number"),
        "bank_account": _("bank account"),
    }
