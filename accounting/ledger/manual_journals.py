"""Manual journals: written as a voucher, approved where a rule asks, posted, copied, reversed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.entries import EntryKind, JournalEntry
from accounting.ledger.models import PARTY_KINDS, Account, DimensionSet, Journal, Period
from accounting.ledger.periods import require_reason
from accounting.ledger.posting import EntryDraft, Line, post_entry, reverse_entry
from accounting.ledger.vouchers import ManualJournal, ManualJournalLine
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRequest
from erp.approvals.operations import Question, request_approval, rule_for
from erp.audit import operations as audit
from erp.errors import Refused
from erp.money import Money
from erp.organization.models import Branch

ZERO = Decimal(0)
APPROVAL_KIND = "manual_journal"
# Documents keep these accounts: their balance ties to open items, returns or stock.
KEPT_BY_DOCUMENTS = (*PARTY_KINDS, Account.ControlKind.TAX, Account.ControlKind.INVENTORY)
KINDS = (EntryKind.NORMAL, EntryKind.ADJUSTMENT)


class VoucherNotBalanced(Refused):
    """Debits and credits differ, or there are fewer than two lines."""

    code = "voucher_not_balanced"


class AccountNotManual(Refused):
    """The account takes no manual lines."""

    code = "account_not_manual"


class JournalNotDraft(Refused):
    """The manual journal waits for approval or is posted."""

    code = "journal_not_draft"


class JournalNotPosted(Refused):
    """Only a posted manual journal can be reversed."""

    code = "journal_not_posted"


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One line in base currency: debit or credit, the other is zero."""

    account_id: int
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    text: str = ""
    dimension_set_id: int | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """
    What a manual journal says. Kind ADJUSTMENT goes into the adjustment period that holds the day.

    `reference` is the number of the paper behind it; `narration` holds no personal data, for sealed
    text can never be erased.
    """

    branch_id: int
    entry_date: datetime.date
    narration: str
    lines: Sequence[VoucherLine]
    reference: str = ""
    kind: str = EntryKind.NORMAL
    journal_code: str = "GENERAL"


@transaction.atomic
def draft_manual_journal(scope: Scope, *, voucher: Voucher) -> ManualJournal:
    """
    Write a voucher down; nothing is posted yet.

    :raises AccessDenied: if `scope` may not write manual journals of the branch
    :raises VoucherNotBalanced, AccountNotManual: by its lines
    """
    branch = Branch.objects.select_related("company").get(pk=voucher.branch_id)
    require(scope, "accounting.change_manualjournal", branch)
    _check(branch, voucher)
    journal = ManualJournal.objects.create(
        company_id=branch.company_id,
        branch=branch,
        journal=_journal(branch.company_id, voucher.journal_code),
        kind=voucher.kind,
        entry_date=voucher.entry_date,
        reference=voucher.reference,
        narration=voucher.narration,
        prepared_by=scope.actor,
    )
    _write_lines(journal, voucher)
    audit.record(scope, "manual_journal.drafted", journal)
    return journal


@transaction.atomic
def change_manual_journal(scope: Scope, *, manual_journal_id: int, voucher: Voucher) -> ManualJournal:
    """
    Replace what a draft says. Locks the journal.

    :raises AccessDenied: if `scope` may not write manual journals of the branch, old or new
    :raises JournalNotDraft: if it waits or is posted
    :raises VoucherNotBalanced, AccountNotManual: by its lines
    """
    journal = _locked(manual_journal_id)
    require(scope, "accounting.change_manualjournal", journal)
    _require_draft(journal)
    branch = Branch.objects.select_related("company").get(pk=voucher.branch_id)
    require(scope, "accounting.change_manualjournal", branch)
    if branch.company_id != journal.company_id:
        raise AccountNotManual(_("This branch is not one of the company."))
    _check(branch, voucher)
    journal.branch, journal.kind = branch, voucher.kind
    journal.journal = _journal(journal.company_id, voucher.journal_code)
    journal.entry_date, journal.reference = voucher.entry_date, voucher.reference
    journal.narration, journal.prepared_by = voucher.narration, scope.actor
    journal.save()
    journal.lines.all().delete()
    _write_lines(journal, voucher)
    audit.record(scope, "manual_journal.changed", journal)
    return journal


@transaction.atomic
def discard_manual_journal(scope: Scope, *, manual_journal_id: int) -> None:
    """
    Throw a draft away. Locks the journal.

    :raises AccessDenied: if `scope` may not write manual journals of the branch
    :raises JournalNotDraft: if it waits or is posted
    """
    journal = _locked(manual_journal_id)
    require(scope, "accounting.change_manualjournal", journal)
    _require_draft(journal)
    audit.record(scope, "manual_journal.discarded", journal)
    journal.delete()


@transaction.atomic
def post_manual_journal(scope: Scope, *, manual_journal_id: int) -> ManualJournal:
    """
    Post a draft, or let it wait where a rule asks for another person. Locks: journal, series, period.

    :raises AccessDenied: if `scope` may not post it
    :raises JournalNotDraft: if it waits or is posted
    :raises NoPeriod, PeriodClosed: by its day
    """
    journal = _locked(manual_journal_id)
    require(scope, "accounting.post_manualjournal", journal)
    _require_draft(journal)
    amount = sum((line.debit for line in journal.lines.all()), ZERO)
    rule = rule_for(company_id=journal.company_id, kind=APPROVAL_KIND, amount=amount)
    if rule is None:
        return _post(scope, journal)
    currency = journal.company.base_currency
    journal.status = ManualJournal.Status.WAITING
    journal.save(update_fields=["status"])
    question = Question(APPROVAL_KIND, journal, journal.narration, amount, currency)
    request_approval(scope, rule=rule, question=question)
    audit.record(scope, "manual_journal.waits", journal, amount=str(amount))
    return journal


def post_approved_journal(scope: Scope, request: ApprovalRequest, _now: datetime.datetime) -> None:
    """Post a manual journal that waited, prepared by who wrote it and approved by who decided."""
    journal = _locked(int(request.subject.split(":")[1]))
    if journal.status != ManualJournal.Status.WAITING:
        raise JournalNotDraft(_("The journal does not wait any more."))
    _post(scope, journal, approved_by_id=scope.actor.pk)


def return_declined_journal(scope: Scope, request: ApprovalRequest, _now: datetime.datetime) -> None:
    """Make a manual journal whose approval was declined a draft again."""
    journal = _locked(int(request.subject.split(":")[1]))
    journal.status = ManualJournal.Status.DRAFT
    journal.save(update_fields=["status"])
    audit.record(scope, "manual_journal.declined", journal)


@transaction.atomic
def copy_manual_journal(
    scope: Scope, *, manual_journal_id: int, entry_date: datetime.date
) -> ManualJournal:
    """
    Write the same voucher again as a new draft on another day, whatever became of the first.

    :raises AccessDenied: if `scope` may not write manual journals of the branch
    :raises AccountNotManual: if an account no longer takes manual lines
    """
    journal = ManualJournal.objects.select_related("journal").get(pk=manual_journal_id)
    lines = [
        VoucherLine(line.account_id, line.debit, line.credit, line.text, line.dimension_set_id)
        for line in journal.lines.order_by("line_no")
    ]
    voucher = Voucher(
        branch_id=journal.branch_id,
        entry_date=entry_date,
        narration=journal.narration,
        lines=lines,
        reference=journal.reference,
        kind=journal.kind,
        journal_code=journal.journal.code,
    )
    return draft_manual_journal(scope, voucher=voucher)


@transaction.atomic
def reverse_manual_journal(
    scope: Scope, *, manual_journal_id: int, entry_date: datetime.date, reason: str
) -> JournalEntry:
    """
    Post the mirror of a posted manual journal. Locks: journal, series, period.

    :raises AccessDenied: if `scope` may not reverse entries
    :raises ReasonMissing: if no reason is given
    :raises JournalNotPosted: if it is not posted
    :raises AlreadyReversed: if it was reversed before
    """
    journal = _locked(manual_journal_id)
    require(scope, "accounting.reverse_entry", journal)
    require_reason(reason)
    if journal.journal_entry_id is None:
        raise JournalNotPosted(_("Only a posted journal can be reversed."))
    entry = reverse_entry(
        scope,
        entry_id=journal.journal_entry_id,
        entry_date=entry_date,
        source=f"manualjournal:{journal.pk}:reverse",
    )
    audit.record(scope, "manual_journal.reversed", journal, number=entry.label, reason=reason)
    return entry


def _locked(manual_journal_id: int) -> ManualJournal:
    rows = ManualJournal.objects.select_for_update(of=["self"])
    return rows.select_related("company", "journal", "prepared_by").get(pk=manual_journal_id)


def _require_draft(journal: ManualJournal) -> None:
    if journal.status != ManualJournal.Status.DRAFT:
        raise JournalNotDraft(
            _("This journal is %(status)s.") % {"status": journal.get_status_display()}
        )


def _journal(company_id: int, code: str) -> Journal:
    manual = (Journal.Kind.GENERAL, Journal.Kind.BANK, Journal.Kind.CASH)
    journal = Journal.objects.filter(company_id=company_id, code=code, kind__in=manual).first()
    if journal is None:
        raise AccountNotManual(_("There is no journal %(code)s for manual lines.") % {"code": code})
    return journal


def _check(branch: Branch, voucher: Voucher) -> None:
    currency = branch.company.base_currency
    if voucher.kind not in KINDS:
        raise AccountNotManual(_("A manual journal is a normal or an adjustment entry."))
    for line in voucher.lines:
        amounts = (line.debit, line.credit)
        if min(amounts) != 0 or max(amounts) <= 0:
            raise VoucherNotBalanced(_("Each line is a debit or a credit above zero."))
        if any(Money(amount, currency).amount != amount for amount in amounts):
            raise VoucherNotBalanced(_("Amounts are whole cents."))
    debits = sum((line.debit for line in voucher.lines), ZERO)
    credited = sum((line.credit for line in voucher.lines), ZERO)
    if len(voucher.lines) < 2 or debits != credited:
        raise VoucherNotBalanced(
            _("Debits are %(debits)s, credits %(credits)s.")
            % {"debits": Money(debits, currency), "credits": Money(credited, currency)}
        )
    _check_accounts(branch.company_id, voucher.lines)


def _check_accounts(company_id: int, lines: Sequence[VoucherLine]) -> None:
    accounts = Account.objects.filter(company_id=company_id).in_bulk([line.account_id for line in lines])
    for line in lines:
        account = accounts.get(line.account_id)
        if account is None or not (account.is_postable and account.is_active):
            raise AccountNotManual(_("This account cannot be posted to."))
        if account.control_kind in KEPT_BY_DOCUMENTS:
            raise AccountNotManual(
                _("%(account)s is kept by documents, not by hand.") % {"account": account}
            )
    dimensions = {line.dimension_set_id for line in lines if line.dimension_set_id}
    own = DimensionSet.objects.filter(company_id=company_id, pk__in=dimensions)
    if own.count() != len(dimensions):
        raise AccountNotManual(_("The dimensions are not ones of the company."))


def _write_lines(journal: ManualJournal, voucher: Voucher) -> None:
    ManualJournalLine.objects.bulk_create(
        ManualJournalLine(
            manual_journal=journal,
            line_no=line_no,
            account_id=line.account_id,
            text=line.text,
            debit=line.debit,
            credit=line.credit,
            dimension_set_id=line.dimension_set_id,
        )
        for line_no, line in enumerate(voucher.lines, start=1)
    )


def _post(scope: Scope, journal: ManualJournal, *, approved_by_id: int | None = None) -> ManualJournal:
    entry = post_entry(
        replace(scope, actor=journal.prepared_by),
        EntryDraft(
            company_id=journal.company_id,
            journal_code=journal.journal.code,
            entry_date=journal.entry_date,
            document_date=journal.entry_date,
            source=f"manualjournal:{journal.pk}:post",
            lines=_entry_lines(journal),
            narration=journal.narration,
            kind=EntryKind(journal.kind),
            external_reference=journal.reference,
            period_id=_adjustment_period_id(journal),
            approved_by_id=approved_by_id,
        ),
    )
    journal.status, journal.journal_entry = ManualJournal.Status.POSTED, entry
    journal.approved_by_id = approved_by_id
    journal.save(update_fields=["status", "journal_entry", "approved_by"])
    audit.record(scope, "manual_journal.posted", journal, number=entry.label)
    return journal


def _entry_lines(journal: ManualJournal) -> list[Line]:
    return [
        Line(
            account_id=line.account_id,
            branch_id=journal.branch_id,
            debit=line.debit,
            credit=line.credit,
            currency=journal.company.base_currency,
            currency_amount=line.debit - line.credit,
            dimension_set_id=line.dimension_set_id,
        )
        for line in journal.lines.order_by("line_no")
    ]


def _adjustment_period_id(journal: ManualJournal) -> int | None:
    """Return the adjustment period of the day where one is wanted; the books say if it is closed."""
    if journal.kind != EntryKind.ADJUSTMENT:
        return None
    periods = Period.objects.filter(
        company_id=journal.company_id,
        kind=Period.Kind.ADJUSTMENT,
        start_date__lte=journal.entry_date,
        end_date__gte=journal.entry_date,
    )
    found = periods.values_list("pk", flat=True).first()
    if found is None:
        raise AccountNotManual(_("No adjustment period holds this day: take the last of the year."))
    return found
