"""Reminders are decided and queued here, and the levels of a company set."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounting.collections.decision import decide_reminders
from accounting.collections.letters import PURPOSE, letters_of
from accounting.collections.models import DunningLevel, Reminder
from accounting.ledger.entries import OpenItem
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.notifications.delivery import NoLongerTrue
from erp.notifications.models import Message
from erp.notifications.outbox import queue_all
from erp.organization.models import Company

# The message of each reminder, found by what makes it unique.
LINK = """
UPDATE accounting_reminder r SET message_id = m.id
FROM accounting_invoice i, erp_message m
WHERE r.id = ANY (%s) AND i.id = r.invoice_id AND m.company_id = r.company_id
    AND m.document = 'invoice:' || i.id
    AND m.purpose = %s || ':' || r.level_id || ':' || r.due_date
"""


class LevelsOverlap(Refused):
    """Two levels would be sent on the same day."""

    code = "levels_overlap"


@dataclass(frozen=True, slots=True)
class ReminderRun:
    """What a run decided: how many reminders it queued."""

    company_id: int
    today: datetime.date
    count: int


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """One reminder, so many days after the due date (negative: before it)."""

    name: str
    delay_days: int
    tone: str = DunningLevel.Tone.FRIENDLY


@transaction.atomic
def run_reminders(scope: Scope, *, company_id: int, today: datetime.date) -> ReminderRun:
    """
    Queue every reminder of a company that is due and not yet sent. A second run the same day sends none.

    Each goes out in the customer's language with the invoice's PDF and a link. Whether it is still owed
    is looked at again when the message leaves. Seven statements for any number of reminders.

    :raises AccessDenied: if `scope` may not send the company's reminders
    """
    company = Company.objects.get(pk=company_id)
    require(scope, "accounting.send_reminders", company)
    reminder_ids = decide_reminders(company_id, today=today)
    if reminder_ids:
        queue_all(message for _reminder, message in letters_of(reminder_ids))
        with connection.cursor() as cursor:
            cursor.execute(LINK, [reminder_ids, PURPOSE])
        audit.record(
            scope, "reminders.queued", company, count=len(reminder_ids), today=today.isoformat()
        )
    return ReminderRun(company_id, today, len(reminder_ids))


@transaction.atomic
def set_dunning_levels(
    scope: Scope, *, company_id: int, levels: Sequence[LevelDraft]
) -> list[DunningLevel]:
    """
    Give a company these levels, in the order of their days. Levels no longer named become inactive.

    A level is known by its days: renaming one keeps what was sent at it. Locks the company.

    :raises AccessDenied: if `scope` may not change the levels
    :raises LevelsOverlap: if two levels have the same day
    """
    company = Company.objects.select_for_update(of=["self"]).get(pk=company_id)
    require(scope, "accounting.change_dunninglevel", company)
    ordered = sorted(levels, key=lambda level: level.delay_days)
    if len({level.delay_days for level in ordered}) < len(ordered):
        raise LevelsOverlap(_("Two reminders cannot be sent on the same day."))
    known = {level.delay_days: level for level in DunningLevel.objects.filter(company=company)}
    _make_room(company, len(ordered))
    rows = []
    for sequence, draft in enumerate(ordered, start=1):
        row = known.get(draft.delay_days) or DunningLevel(company=company, delay_days=draft.delay_days)
        row.sequence, row.name, row.tone, row.is_active = sequence, draft.name, draft.tone, True
        row.save()
        rows.append(row)
    audit.record(scope, "dunning_levels.set", company, days=[level.delay_days for level in ordered])
    return rows


def require_still_owed(message: Message) -> None:
    """
    Stop a reminder whose invoice was paid since it was queued, or whose customer gets none any more.

    Listens to "message.sending"; other messages pass.

    :raises NoLongerTrue: if nothing is owed any more
    """
    if not message.purpose.startswith(f"{PURPOSE}:"):
        return
    reminder = (
        Reminder.objects.filter(message=message).select_related("invoice__customer_account").first()
    )
    if reminder is None:
        raise NoLongerTrue(_("The reminder is not on record."))
    owed = OpenItem.objects.filter(
        entry_id=reminder.invoice.journal_entry_id,
        due_date=reminder.due_date,
        is_debit=True,
        account__control_kind="RECEIVABLE",
    ).aggregate(left=Sum("open_amount"))["left"]
    if not owed:
        raise NoLongerTrue(_("Paid before the reminder left."))
    if not reminder.invoice.customer_account.is_reminded:
        raise NoLongerTrue(_("The customer no longer receives reminders."))


def _make_room(company: Company, count: int) -> None:
    """Switch all levels off and move their numbers out of the way of the new ones."""
    rows = list(DunningLevel.objects.filter(company=company).order_by("sequence"))
    beyond = max([count, *(row.sequence for row in rows)])
    for row in rows:
        row.sequence, row.is_active = row.sequence + beyond, False
        row.save(update_fields=["sequence", "is_active"])
