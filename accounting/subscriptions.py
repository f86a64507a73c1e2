"""What accounting does when something happens below it."""

import datetime

import accounting.ledger.checks
import accounting.taxes.checks  # noqa: F401  both register the invariants of the books
from accounting.collections.operations import require_still_owed
from accounting.ledger import manual_journals
from accounting.payables import remittance
from accounting.payables.operations import approving
from accounting.receivables.sheets import invoices as invoice_sheets
from accounting.setup.operations import lay_out_books
from erp.access.scope import Scope
from erp.approvals import registry as approvals
from erp.approvals.registry import ApprovalKind
from erp.documents import registry as documents
from erp.events import subscribe
from erp.notifications.models import Message
from erp.organization.models import Company


@subscribe("company.created")
def open_books_of_new_company(
    *, scope: Scope, company: Company, first_year_start: datetime.date, **_: object
) -> None:
    """
    Open the books of a company that was created with a chart; one without gets them by `open_books`.
    """
    if company.chart:
        lay_out_books(scope, company=company, chart=company.chart, first_year_start=first_year_start)


@subscribe("message.sending")
def look_again_before_reminding(*, message: Message, **_: object) -> None:
    """Stop a reminder that is no longer true when it leaves."""
    require_still_owed(message)


approvals.register(
    ApprovalKind(approving.APPROVAL_KIND, approving.post_approved_bill, approving.leave_bill_received)
)
approvals.register(
    ApprovalKind(
        manual_journals.APPROVAL_KIND,
        manual_journals.post_approved_journal,
        manual_journals.return_declined_journal,
    )
)
documents.register(
    invoice_sheets.KIND,
    compose=invoice_sheets.compose_invoice,
    permission=invoice_sheets.PERMISSION,
)
documents.register(
    remittance.KIND, compose=remittance.compose_remittance, permission=remittance.PERMISSION
)
