"""The demo company, with what its history leaves out; and a record for each address."""

from decimal import Decimal
from uuid import uuid4

from django.db.models import Q
from django.urls import URLPattern, get_resolver, reverse

from accounting.ledger.entries import JournalEntry
from accounting.ledger.manual_journals import (
    Voucher,
    VoucherLine,
    draft_manual_journal,
    post_manual_journal,
)
from accounting.ledger.models import Account, FiscalYear, Period
from accounting.ledger.vouchers import ManualJournal
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.crediting import CreditDraft, credit_invoice
from accounting.receivables.operations.drafting import draft_invoice
from accounting.taxes.models import TaxCode
from crm.pricing.models import PriceList
from crm.sales.models import Delivery, SalesOrder
from crm.service.models import Inquiry
from crm.service.operations import Question, open_inquiry
from erp.access.queries import scope_of
from erp.administration.facts import ContactFacts
from erp.administration.operations.party_details import set_contact
from erp.approvals.models import ApprovalRequest
from erp.identity.models import User
from erp.organization.models import Branch, Company
from erp.submissions.models import Submission
from erp.submissions.operations import NewSubmission, submit
from inventory.catalog.models import Product
from inventory.purchasing.models import PurchaseOrder, Receipt
from inventory.purchasing.operations import (
    PurchaseLine,
    PurchaseOrderDraft,
    place_purchase_order,
)
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from inventory.stock.models import Place
from portals.demo.loader.loading import load
from portals.demo.personas import persona_of
from tests.conftest import NOW, TODAY

ADDRESSES = "tests.portals.demo.urls"

# Who looks at the pages of a door.
PERSONAS = {
    "staff": "administrator",
    "customer": "customer",
    "supplier": "supplier",
    "partner": "franchisor",
}

# What an address's name begins with -> what its "public_id" names; the longest that fits counts.
KINDS = {
    "address": CustomerAccount,
    "approval": ApprovalRequest,
    "bill": Bill,
    "bill_payment": BillPayment,
    "branch": Branch,
    "contact": CustomerAccount,
    "credit": Invoice,
    "customer": CustomerAccount,
    "delivery": Delivery,
    "entry": JournalEntry,
    "grant": User,
    "inquiry": Inquiry,
    "invoice": Invoice,
    "journal": ManualJournal,
    "order": SalesOrder,
    "payment": Payment,
    "price": PriceList,
    "product": Product,
    "purchase_order": PurchaseOrder,
    "receipt": Receipt,
    "submission": Submission,
    "supplier": SupplierAccount,
    "tax_number": CustomerAccount,
    "user": User,
}
KINDS_OF_SUPPLIERS = {"order": PurchaseOrder, "payment": BillPayment}

_IS_OPEN = Q(journal_entry__lines__open_item__open_amount__gt=0)

# Addresses, or all of a kind, that only some records have.
STATES = {
    "bill_allocate": Q(status="APPROVED", type="CREDIT"),
    "bill_payment": Q(status="POSTED"),
    "bill_refuse": Q(status="RECEIVED"),
    "bill_reverse": Q(status="APPROVED"),
    "contact_edit": Q(party__contacts__isnull=False),
    "credit": Q(type="CREDIT_NOTE") & _IS_OPEN,
    "invoice": Q(status="ISSUED", type="INVOICE"),
    "invoice_edit": Q(status="DRAFT"),
    "invoice_write_off": Q(type="INVOICE") & _IS_OPEN,
    "journal_edit": Q(status="DRAFT"),
    "journal_reverse": Q(status="POSTED"),
    "order_deliver": Q(status="CONFIRMED"),
    "payment": Q(status="POSTED"),
    "purchase_order_bill": Q(receipts__isnull=False),
    "purchase_order_receive": Q(status="ORDERED"),
    "supplier_bank_check": Q(party__bank_accounts__isnull=False),
    "supplier_contact_edit": Q(party__contacts__isnull=False),
}

# What belongs to a record, or to its party -> where it stands there.
INSIDE = {"contact_id": "contacts", "bank_id": "bank_accounts", "grant_id": "grants"}

# What an address asks for behind its question mark: the record whose page one comes from.
ASKS = {
    "home": ("choose", ""),
    "staff:bill_pay": ("supplier", "supplier"),
    "staff:customer_choose": ("for", "payment_new"),
    "staff:payment_new": ("customer", "customer"),
    "staff:payment_refund": ("customer", "customer"),
    "staff:supplier_choose": ("for", "bill_pay"),
}


def person_at(door: str) -> User:
    """Return who looks at the pages of a door."""
    return User.objects.get(email=persona_of(PERSONAS[door]).email)


def build(*, months: int) -> None:
    """Load the demo, and put on its desks what its history has none of."""
    load(now=NOW, months=months)
    staff = scope_of(person_at("staff"), door="staff", on=TODAY)
    _draft(staff)
    _vouchers(staff)
    _credits(staff)
    _purchase(staff)
    _handed_in()


def addresses() -> dict[str, URLPattern]:
    """Return every address by its name with its door ("staff:invoice"); without a name: old ways in."""
    return dict(_walk(get_resolver(ADDRESSES)))


def url_of(name: str) -> str:
    """
    Return the address of a page with a record of the demo in it.

    :raises LookupError: if nothing is known to put there
    """
    door, _colon, short = name.rpartition(":")
    pattern = addresses()[name].pattern
    wanted = set(pattern.converters) | set(pattern.regex.groupindex)
    found = {argument: _argument(door, short, argument) for argument in wanted - set(INSIDE)}
    for argument in wanted & set(INSIDE):
        record = _record(door, short)
        owner = getattr(record, "party", record)
        found[argument] = getattr(owner, INSIDE[argument]).first().public_id
    url = reverse(name, kwargs=found, urlconf=ADDRESSES)
    if name not in ASKS:
        return url
    word, asked = ASKS[name]
    return f"{url}?{word}={_record(door, asked).public_id if asked in KINDS else asked}"


def _walk(resolver, prefix=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield prefix + each.name, each
        else:
            yield from _walk(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)


def _argument(door, short, argument):
    match argument:
        case "public_id":
            return _record(door, short).public_id
        case "door":
            return "staff"
        case "key" | "token_key":
            return "accountant"
        case "code":
            return Account.objects.get(company=_company(), purpose="sales").code
        case "name" if short.startswith("year"):
            return FiscalYear.objects.filter(company=_company()).first().name
        case "name":
            is_closed = short == "period_reopen"
            return Period.objects.filter(company=_company(), is_closed=is_closed).first().name
    raise LookupError(f"nothing is known to put in for {argument}")


def _company() -> Company:
    """The roastery: the first company of those who work for both."""
    return Company.objects.order_by("name").first()


def _record(door, short):
    kinds = KINDS | KINDS_OF_SUPPLIERS if door == "supplier" else KINDS
    kind = max((each for each in kinds if f"{short}_".startswith(f"{each}_")), key=len, default="")
    if not kind:
        raise LookupError("no record is known for this address")
    if kinds[kind] is User:
        return person_at("staff")
    rows = kinds[kind].objects.all()
    if kinds[kind] is not Branch:  # which is seen by its company alone
        rows = rows.visible_to(scope_of(person_at(door), door=door, on=TODAY))
    state = STATES.get(short) or STATES.get(kind, Q()) if door != "supplier" else Q()
    found = rows.filter(state, company=_company()).order_by("-pk").first()
    if found is None:
        raise LookupError(f"the demo has no {kind} in this state")
    return found


def _draft(staff):
    customer = CustomerAccount.objects.order_by("pk").first()
    taxed = TaxCode.objects.get(company=customer.company, code="STANDARD")
    lines = [LineDraft("Tasting for twelve", Decimal(1), Decimal(240), tax_code_id=taxed.pk)]
    draft_invoice(staff, draft=InvoiceDraft(customer_account_id=customer.pk, lines=lines), today=TODAY)


def _vouchers(staff):
    company = _company()
    accounts = {
        purpose: Account.objects.get(company=company, purpose=purpose).pk
        for purpose in ("purchases", "sales")
    }
    for is_posted in (True, False):
        voucher = Voucher(
            branch_id=company.branches.first().pk,
            entry_date=TODAY,
            narration="Beans used for the tasting",
            lines=[
                VoucherLine(accounts["purchases"], debit=Decimal(30)),
                VoucherLine(accounts["sales"], credit=Decimal(30)),
            ],
        )
        written = draft_manual_journal(staff, voucher=voucher)
        if is_posted:
            post_manual_journal(staff, manual_journal_id=written.pk)


def _credits(staff):
    """Give back an invoice that was paid, and take in a supplier's credit: both stay open."""
    paid = Invoice.objects.filter(STATES["invoice"], company=_company()).exclude(_IS_OPEN).first()
    credit_invoice(staff, credit=CreditDraft(paid.pk, Invoice.Reason.GOODWILL), issue_date=TODAY)
    bill = Bill.objects.filter(company=_company(), status="APPROVED").first()
    draft = BillDraft(
        supplier_account_id=bill.supplier_account_id,
        supplier_number="CR-1",
        issue_date=TODAY,
        received_date=TODAY,
        lines=[BillLineDraft("Torn bags", Decimal(1), Decimal(40))],
        type=Bill.Type.CREDIT,
    )
    approve_bill(staff, bill_id=receive_bill(staff, draft=draft).pk, posting_date=TODAY)


def _purchase(staff):
    """Order from the supplier who looks, and let half of it arrive; name somebody to talk to there."""
    supplier = scope_of(person_at("supplier"), door="supplier", on=TODAY)
    account = SupplierAccount.objects.visible_to(supplier).first()
    facts = ContactFacts("Luisa Prado", role="Exports")
    set_contact(staff, company_id=account.company_id, party_id=account.party_id, facts=facts)
    product = Product.objects.filter(company=account.company).order_by("pk").first()
    order = PurchaseOrderDraft(
        supplier_account_id=account.pk,
        branch_id=account.branch_id,
        key="first",
        order_date=TODAY,
        lines=[PurchaseLine(product.pk, Decimal(10), Decimal(4))],
    )
    placed = place_purchase_order(staff, order=order)
    place = Place.objects.filter(branch=account.branch, is_default=True).first()
    arrived = [Arrival(placed.lines.get().pk, Decimal(5), place.pk)]
    receive_goods(staff, receipt=ReceiptDraft(placed.pk, "first", TODAY, arrived))


def _handed_in():
    """Let customer and supplier ask for another name, and the supplier about a bill."""
    for door, accounts in (("customer", CustomerAccount), ("supplier", SupplierAccount)):
        scope = scope_of(person_at(door), door=door, on=TODAY)
        account = accounts.objects.visible_to(scope).first()
        asked = NewSubmission(
            kind="party_sensitive_change",
            key=str(uuid4()),
            payload={"legal_name": f"{account.party.name} & Sons"},
            company_id=account.company_id,
            party_id=account.party_id,
            branch_id=account.branch_id,
        )
        submit(scope, new=asked)
    bill = Bill.objects.visible_to(scope).order_by("pk").first()
    open_inquiry(scope, question=Question(bill, "When will this be paid?", "first"), now=NOW)
