"""Who sells to the companies, and their bills month by month."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.models import PaymentTerm
from accounting.ledger.queries import account_for
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, PaymentDraft, pay_bills
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.taxes.models import TaxCode
from erp.access.scope import Scope
from erp.administration.facts import AddressFacts, BankAccountFacts, PartyFacts
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_bank_account, verify_bank_account
from erp.organization.models import Branch, Company
from erp.parties.models import Party
from portals.demo.loader.banking import german_iban
from portals.demo.loader.calendar import DAY, Span
from portals.demo.loader.people import Staff


@dataclass(frozen=True, slots=True)
class Vendor:
    """A supplier: what they bill for, every how many months, and about how much, net."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str
    what: str
    every: int
    net: str
    account: str = "purchases"
    tax: str = "IN_STANDARD"
    language: str = "en"

    @property
    def email(self) -> str:
        """An address of a domain that nobody can own (RFC 2606)."""
        letters = "".join(each for each in self.name.lower() if each.isascii() and each.isalnum())
        return f"office@{letters}.example"


PRADO = Vendor(
    "Fazenda Prado", "Rodovia do Café, km 12", "38740-000", "Patrocínio", "BR",
    "Green coffee Brazil Cerrado", 1, "5200", tax="IN_NONE",
)  # fmt: skip
VENDORS = (
    PRADO,
    Vendor("Guji Highlands Exporters", "Bole Road 7", "1000", "Addis Ababa", "ET",
           "Green coffee Ethiopia Guji", 3, "4100", tax="IN_NONE"),
    Vendor("Kartonagen Brandt", "Industrieweg 9", "21035", "Hamburg", "DE",
           "Bags, cups and cartons", 2, "1350", language="de"),
    Vendor("Speicherstadt Immobilien", "Kehrwieder 2", "20457", "Hamburg", "DE",
           "Rent", 1, "2400", account="rent", language="de"),
    Vendor("Nordstrom Energie", "Am Kraftwerk 1", "22763", "Hamburg", "DE",
           "Electricity and gas", 1, "780", account="utilities", language="de"),
)  # fmt: skip


class BillDesk:
    """Takes in, approves and pays bills of one company."""

    def __init__(self, staff: Staff, company: Company, since: datetime.date) -> None:
        self.staff, self.company, self.since = staff, company, since
        self.branch = Branch.objects.filter(company=company).order_by("pk")[0]
        self.taxes = dict(TaxCode.objects.filter(company=company).values_list("code", "pk"))
        self.expense_account_id = account_for(company.pk, "purchases").pk
        self.unpaid: list[Bill] = []
        self.count = 0

    def take_up(self, vendor: Vendor) -> SupplierAccount:
        """Make a supplier's party, bank account and account."""
        setup, company_id = self.staff.setup, self.company.pk
        address = AddressFacts(
            "LEGAL",
            vendor.street,
            vendor.city,
            vendor.country,
            vendor.postal_code,
            start_date=self.since,
        )
        facts = PartyFacts(vendor.name, language=vendor.language, email=vendor.email)
        party = create_party(
            setup, company_id=company_id, facts=facts, addresses=[address], today=self.since
        )
        self.open_to_payment(party)
        terms = SupplierTerms(
            payment_term_id=PaymentTerm.objects.get(company=self.company, code="NET30").pk,
            currency="EUR",
            default_tax_code_id=self.taxes[vendor.tax],
            default_expense_account_id=account_for(company_id, vendor.account).pk,
        )
        return create_supplier_account(setup, party_id=party.pk, branch_id=self.branch.pk, terms=terms)

    def open_to_payment(self, party: Party) -> None:
        """Give a supplier a bank account that the administrator has checked."""
        self.count += 1
        company_id = self.company.pk
        facts = BankAccountFacts(party.name, german_iban(900 + 10 * company_id + self.count))
        added = set_bank_account(
            self.staff.setup, company_id=company_id, party_id=party.pk, facts=facts, today=self.since
        )
        verify_bank_account(
            self.staff.administrator,
            company_id=company_id,
            bank_account_id=added.pk,
            is_right=True,
            how="Called back on the number known",
        )

    def bill(self, vendor: Vendor, account: SupplierAccount, day: datetime.date, net: Decimal) -> Bill:
        """Take in a supplier's bill of one line."""
        line = BillLineDraft(vendor.what, Decimal(1), net)
        number = f"{vendor.name[:3].upper()}-{day:%y%m%d}"
        return self.receive(account, number, day, [line])

    def receive(
        self, account: SupplierAccount, number: str, day: datetime.date, lines: list[BillLineDraft]
    ) -> Bill:
        """Take in a bill on the day it was written."""
        draft = BillDraft(account.pk, number, day, day, lines, supply_date=day)
        return receive_bill(self.staff.administrator, draft=draft)

    def approve(self, bill: Bill, day: datetime.date) -> None:
        """Approve a bill and note that it is to be paid."""
        self.unpaid.append(approve_bill(self.staff.accountant, bill_id=bill.pk, posting_date=day))

    def month(self, span: Span, accounts: dict[Vendor, SupplierAccount], number: int) -> None:
        """Take in and approve the bills of a month; those of the last week wait for approval."""
        dice = span.chance("bills")
        days = [(span.start + DAY * dice.randrange(25), vendor) for vendor in _due(accounts, number)]
        days.sort(key=lambda each: each[0])
        for day, vendor in days:
            net = (Decimal(vendor.net) * dice.randint(85, 115) / 100).quantize(Decimal("0.01"))
            if day <= span.end:
                bill = self.bill(vendor, accounts[vendor], day, net)
                self.approve(bill, day)

    def pay(self, scope: Scope, until: datetime.date) -> None:
        """Pay what falls due until a day, in the order of days."""
        due = [bill for bill in self.unpaid if bill.due_date and bill.due_date <= until]
        for bill in sorted(due, key=lambda each: (each.due_date, each.pk)):
            draft = PaymentDraft(
                supplier_account_id=bill.supplier_account_id,
                key=f"demo-{bill.pk}",
                amount=bill.gross,
                booked_date=bill.due_date or until,
                bills=[BillShare(bill.pk, bill.gross)],
                reference=bill.supplier_number,
            )
            pay_bills(scope, draft=draft)
        self.unpaid = [bill for bill in self.unpaid if bill not in due]


def _due(accounts: dict[Vendor, SupplierAccount], number: int) -> list[Vendor]:
    return [vendor for vendor in accounts if number % vendor.every == 0]
