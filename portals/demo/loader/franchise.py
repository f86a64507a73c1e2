"""The franchisee's books: what its units sell day by day, and what it buys from the roaster."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from accounting.ledger.models import PaymentTerm
from accounting.payables.models import SupplierAccount
from accounting.payables.operations.receiving import BillLineDraft
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.receivables.operations.drafting import draft_invoices
from accounting.receivables.operations.issuing import issue_invoices_dated
from accounting.taxes.models import TaxCode
from erp.administration.facts import AddressFacts, PartyFacts
from erp.administration.operations.parties import create_party
from erp.organization.models import Branch, Company
from erp.parties.models import Party
from portals.demo.loader.calendar import DAY, Span
from portals.demo.loader.companies import ROASTERY
from portals.demo.loader.people import Staff
from portals.demo.loader.suppliers import BillDesk

DAILY_SINCE = DAY * 62  # before that the units closed once a week
# Category, tax code, share of a day's takings in percent.
MIX = (("Coffee", "STANDARD", 58), ("Food", "REDUCED", 27), ("Beans", "REDUCED", 15))
TAKINGS = {"EPP": 410, "ALT": 520, "HAF": 350}  # euros a day, tax included
CENT = Decimal("0.01")


class Units:
    """The units of the franchisee with their guests as one customer."""

    def __init__(self, staff: Staff, company: Company, first_day: datetime.date) -> None:
        self.staff, self.company = staff, company
        self.branches = list(Branch.objects.filter(company=company).order_by("pk"))
        self.taxes = dict(TaxCode.objects.filter(company=company).values_list("code", "pk"))
        self.guests = self._guests(first_day)

    def close(self, span: Span, today: datetime.date) -> list[Invoice]:
        """Write the closes of a month: one per unit and day, or per week further back."""
        dice = span.chance("closes")
        days = [day for day in span.days if today - day <= DAILY_SINCE or day.weekday() == 6]
        plans = [(day, branch, dice.randint(80, 120)) for day in days for branch in self.branches]
        if not plans:
            return []
        drafts = [
            self._draft(day, branch, percent, 1 if today - day <= DAILY_SINCE else 7)
            for day, branch, percent in plans
        ]
        scope = self.staff.accountant
        drafted = draft_invoices(scope, drafts=drafts, today=span.end)
        dated = {invoice.pk: plan[0] for invoice, plan in zip(drafted, plans, strict=True)}
        return issue_invoices_dated(scope, days=dated)

    def _draft(self, day: datetime.date, branch: Branch, percent: int, days: int) -> InvoiceDraft:
        takings = Decimal(TAKINGS[branch.code] * percent * days) / 100
        lines = [
            LineDraft(
                description=f"{category}, {day:%Y-%m-%d}",
                quantity=Decimal(1),
                gross_unit_price=(takings * share / 100).quantize(CENT),
                tax_code_id=self.taxes[code],
                category=category,
                channel="COUNTER",
                business_date=day,
            )
            for category, code, share in MIX
        ]
        return InvoiceDraft(
            customer_account_id=self.guests.pk,
            branch_id=branch.pk,
            lines=lines,
            prices_include_tax=True,
            supply_date=day,
            origin=f"close:{branch.code}:{day}",
        )

    def _guests(self, first_day: datetime.date) -> CustomerAccount:
        setup, company = self.staff.setup, self.company
        party = create_party(
            setup,
            company_id=company.pk,
            facts=PartyFacts(
                "Guests",
                kind=Party.Kind.PERSON,
                legal_kind=Party.LegalKind.CONSUMER,
                email="guests@uferbar.example",
            ),
            addresses=[
                AddressFacts(
                    "LEGAL",
                    company.street,
                    company.city,
                    "DE",
                    company.postal_code,
                    start_date=first_day,
                )
            ],
            today=first_day,
        )
        terms = CustomerTerms(
            payment_term_id=PaymentTerm.objects.get(company=company, code="NET14").pk,
            currency="EUR",
            is_reminded=False,
        )
        return create_customer_account(
            setup, party_id=party.pk, branch_id=self.branches[0].pk, terms=terms, number="GUESTS"
        )


def take_up_franchisor(desk: BillDesk, first_day: datetime.date) -> SupplierAccount:
    """Make the roaster a supplier of its franchisee."""
    company = desk.company
    party = create_party(
        desk.staff.setup,
        company_id=company.pk,
        facts=PartyFacts(ROASTERY.name, legal_name=ROASTERY.legal_name, email=ROASTERY.email),
        addresses=[
            AddressFacts(
                "LEGAL", ROASTERY.street, ROASTERY.city, "DE", ROASTERY.postal_code, start_date=first_day
            )
        ],
        today=first_day,
    )
    desk.open_to_payment(party)
    terms = SupplierTerms(
        payment_term_id=PaymentTerm.objects.get(company=company, code="NET14").pk, currency="EUR"
    )
    return create_supplier_account(
        desk.staff.setup, party_id=party.pk, branch_id=desk.branch.pk, terms=terms
    )


def receive_from_roaster(desk: BillDesk, account: SupplierAccount, invoices: Sequence[Invoice]) -> None:
    """Take in and approve what the roaster invoiced to the franchisee, one line per tax rate."""
    codes = {Decimal(19): "IN_STANDARD", Decimal(7): "IN_REDUCED"}
    expense_id = desk.expense_account_id
    for invoice in invoices:
        lines = [
            BillLineDraft(
                "Coffee and ware",
                Decimal(1),
                row.base,
                tax_code_id=desk.taxes[codes[row.rate_percent]],
                expense_account_id=expense_id,
            )
            for row in invoice.taxes.order_by("pk")
        ]
        day = invoice.issue_date
        if day is not None:
            desk.approve(desk.receive(account, str(invoice.number), day, lines), day)
