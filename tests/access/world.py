"""
The world of the access matrix: two companies, three sides, one of every record that has an address.

Sides "a1" and "a2" are two customers and two suppliers of company A, side "b" is all of company B. What
belongs to a side carries a word of its own, so that it is known wherever it turns up.
"""

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal

from accounting.ledger.manual_journals import (
    Voucher,
    VoucherLine,
    draft_manual_journal,
    post_manual_journal,
)
from accounting.ledger.models import Account, PaymentTerm, Period
from accounting.ledger.periods import close_period
from accounting.payables.models import SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, pay_bills
from accounting.payables.operations.paying import PaymentDraft as BillPaymentDraft
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.crediting import CreditDraft, credit_invoice
from accounting.receivables.operations.customers import CustomerTerms
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.taxes.models import TaxCode
from crm.customers.operations import NewActivity, NewCustomer, note_activity, take_up_customer
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from crm.sales.drafts import DeliveryDraft, OrderDraft, OrderLineDraft
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from crm.service.models import Inquiry
from erp.access.operations import system_scope
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.administration.facts import AddressFacts, BankAccountFacts, ContactFacts, PartyFacts
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_bank_account, set_contact
from erp.approvals.models import ApprovalRequest
from erp.documents.operations import obtain_document
from erp.identity.models import User
from erp.money import Money
from erp.organization.models import Branch, Company
from erp.submissions.execution import take_up
from erp.submissions.operations import NewSubmission, submit
from inventory.catalog.models import Product
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft, place_purchase_order
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place
from tests import trading
from tests.conftest import NOW, TODAY

NEW_YEAR = datetime.date(2026, 1, 1)

# The word each party and company carries; none is a word of any language we speak.
WORDS = {
    "customer a1": "zqalpha",
    "customer a2": "zqbravo",
    "customer b": "zqgolf",
    "supplier a1": "zqcharlie",
    "supplier a2": "zqdelta",
    "supplier b": "zqhotel",
    "inside a": "zqecho",
    "inside b": "zqfoxtrot",
}


@dataclass
class House:
    """One company with its books open, its goods, and who works the desk while the world is made."""

    word: str
    company: Company
    branch: Branch
    scope: Scope
    product: Product
    place: Place
    records: dict[str, str] = field(default_factory=dict)


@dataclass
class Side:
    """A customer and a supplier of a house, and by kind how an address calls each record."""

    house: House
    customer: CustomerAccount
    supplier: SupplierAccount
    records: dict[str, str] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)

    def keep(self, **rows: object) -> None:
        """Remember a record of each kind by its public id."""
        for kind, row in rows.items():
            self.rows[kind] = row
            self.records[kind] = str(row.public_id)


def new_house(name: str, word: str, *, first_year: int) -> House:
    """Open a company for two years, sell one product there, close its first January."""
    company = trading.new_company(name, first_year_start=datetime.date(first_year, 1, 1), years=2)
    branch = Branch.objects.get(company=company)
    scope = system_scope(purpose="setup", company_ids=[company.pk])
    product = trading.new_product(company, "BEANS", name=f"Beans {word}")
    place = create_place(scope, place=PlaceDraft(branch.pk, "SHELF", f"Shelf {word}"))
    house = House(word, company, branch, scope, product, place)
    count_stock(
        scope,
        place_id=place.pk,
        count_date=TODAY,
        counted=[Quantity(product.pk, Decimal(1000))],
        key="first",
    )
    house.records |= _books(house) | _prices(house)
    house.records["product"] = str(product.public_id)
    return house


def _prices(house: House) -> dict[str, str]:
    draft = PriceListDraft("STANDARD", f"Prices {house.word}", "EUR", is_default=True)
    prices = create_price_list(house.scope, company_id=house.company.pk, price_list=draft)
    price = Price(house.product.pk, Decimal("12.50"), datetime.date(2025, 1, 1))
    set_prices(house.scope, price_list_id=prices.pk, prices=[price])
    return {"price list": str(prices.public_id)}


def _books(house: House) -> dict[str, str]:
    """Write vouchers; the names of the periods and the account are of this company alone."""
    company, scope = house.company, house.scope
    accounts = Account.objects.filter(company=company)
    debit, credit = accounts.get(purpose="rounding"), accounts.get(purpose="sales")
    own = accounts.get(purpose="purchases")
    own.pk, own.code, own.name, own.purpose = None, f"{own.code}{house.word[2:5]}", house.word, ""
    own.save()
    lines = [VoucherLine(debit.pk, debit=Decimal(25)), VoucherLine(credit.pk, credit=Decimal(25))]
    voucher = Voucher(house.branch.pk, TODAY, f"Correction {house.word}", lines)
    posted = draft_manual_journal(scope, voucher=voucher)
    posted = post_manual_journal(scope, manual_journal_id=posted.pk)
    names = Period.objects.filter(company=company).order_by("start_date").values_list("name", flat=True)
    close_period(scope, period_id=Period.objects.get(company=company, name=names[0]).pk)
    alone = "2027" if names[0] == "2026-01" else "2025"  # the year that the other company has not
    return {
        "account": own.code,
        "voucher": str(posted.public_id),
        "entry": str(posted.journal_entry.public_id),
        "draft voucher": str(draft_manual_journal(scope, voucher=voucher).public_id),
        "closed period": names[0],
        "period": names[1],
        "year": "2026",
        "foreign year": alone,
        "foreign closed period": f"{alone}-01",
        "foreign period": f"{alone}-02",
    }


def new_side(house: House, name: str) -> Side:
    """Take up a customer and a supplier with a record of every kind."""
    customer = _customer(house, WORDS[f"customer {name}"])
    supplier = _supplier(house, WORDS[f"supplier {name}"])
    side = Side(house, customer, supplier, dict(house.records))
    side.keep(customer=customer, supplier=supplier)
    legal = {"purpose": "LEGAL"}
    side.keep(
        address=customer.party.addresses.get(**legal),
        **{"supplier address": supplier.party.addresses.get(**legal)},
    )
    _sell(side, WORDS[f"customer {name}"])
    _buy(side, WORDS[f"supplier {name}"])
    return side


def _facts(word: str) -> tuple[PartyFacts, AddressFacts]:
    facts = PartyFacts(f"Party {word}", legal_name=f"{word} Ltd", email=f"{word}@people.test")
    return facts, AddressFacts("LEGAL", f"1 {word} Street", "Leeds", "GB", start_date=NEW_YEAR)


def _customer(house: House, word: str) -> CustomerAccount:
    facts, address = _facts(word)
    terms = CustomerTerms(
        PaymentTerm.objects.get(company=house.company, code="NET30").pk,
        "EUR",
        TaxCode.objects.get(company=house.company, code="STANDARD").pk,
        credit_limit=Decimal(100000),
    )
    new = NewCustomer(house.branch.pk, facts, address, terms)
    return take_up_customer(house.scope, new=new, today=NEW_YEAR)


def _supplier(house: House, word: str) -> SupplierAccount:
    facts, address = _facts(word)
    party = create_party(
        house.scope, company_id=house.company.pk, facts=facts, addresses=[address], today=NEW_YEAR
    )
    terms = SupplierTerms(
        PaymentTerm.objects.get(company=house.company, code="NET30").pk,
        "EUR",
        TaxCode.objects.get(company=house.company, code="IN_STANDARD").pk,
        Account.objects.get(company=house.company, purpose="purchases").pk,
    )
    return create_supplier_account(
        house.scope, party_id=party.pk, branch_id=house.branch.pk, terms=terms
    )


def _sell(side: Side, word: str) -> None:
    """Orders in each state, a delivery, invoices, a payment with a rest, a contact, an inside note."""
    scope, account = side.house.scope, side.customer
    contact = ContactFacts(f"Contact {word}", email=f"contact.{word}@people.test")
    place = {"company_id": account.company_id, "party_id": account.party_id}
    side.keep(contact=set_contact(scope, **place, facts=contact))
    # What is noted inside is for nobody of the outside, the customer itself included.
    note_activity(
        scope, new=NewActivity(account.pk, "NOTE", f"Pays late, says {side.house.word}note", NOW)
    )
    draft = place_order(_without(scope, "crm.confirm_salesorder"), order=_order(side, word, "one"))
    order, gone = (place_order(scope, order=_order(side, word, step)) for step in ("two", "three"))
    left = deliver_order(scope, delivery=DeliveryDraft(gone.pk, f"deliver {word}", TODAY))
    side.keep(**{"draft order": draft, "order": order, "delivery": left})
    drafts = [draft_invoice(scope, draft=_invoice(account, word), today=TODAY) for _ in range(2)]
    issued = issue_invoice(scope, invoice_id=drafts[1].pk, issue_date=TODAY)
    side.keep(**{"draft invoice": drafts[0], "invoice": issued})
    obtain_document(scope, code="INVOICE", record_id=issued.pk, language="en", today=TODAY)
    money = PaymentDraft(
        account.pk, Money(Decimal(50), "EUR"), TODAY, f"pay {word}", reference=f"Thanks {word}"
    )
    side.keep(payment=record_payment(scope, draft=money))
    _give_credit(side, word)


def _give_credit(side: Side, word: str) -> None:
    """Credit an invoice that was paid: the credit note stands open."""
    scope, account = side.house.scope, side.customer
    draft = draft_invoice(scope, draft=_invoice(account, word), today=TODAY)
    paid = issue_invoice(scope, invoice_id=draft.pk, issue_date=TODAY)
    shares = [AllocationDraft(paid.pk)]
    money = PaymentDraft(account.pk, Money(paid.gross, "EUR"), TODAY, f"all {word}", allocations=shares)
    record_payment(scope, draft=money)
    credit = CreditDraft(paid.pk, reason="RETURN", note=f"Returned by {word}")
    side.keep(**{"credit note": credit_invoice(scope, credit=credit, issue_date=TODAY)})


def _without(scope: Scope, permission: str) -> Scope:
    kept = tuple(each for each in scope.granted if each.permission != permission)
    return Scope(scope.actor, scope.door, kept)


def _order(side: Side, word: str, step: str) -> OrderDraft:
    line = OrderLineDraft(
        side.house.product.pk, Decimal(4), Decimal("12.50"), description=f"Beans for {word}"
    )
    return OrderDraft(
        side.customer.pk, f"{word} {step}", TODAY, [line], customer_order_number=f"PO {word}"
    )


def _invoice(account: CustomerAccount, word: str) -> InvoiceDraft:
    line = LineDraft(f"Beans for {word}", Decimal(2), Decimal(100), product_code="BEANS")
    return InvoiceDraft(account.pk, [line], customer_order_number=f"PO {word}")


def _buy(side: Side, word: str) -> None:
    """Bills in each state, a payment for one, an order."""
    scope, account = side.house.scope, side.supplier
    received, approved, paid = (
        receive_bill(scope, draft=_bill(account, word, number)) for number in ("F1", "F2", "F3")
    )
    approved, paid = (
        approve_bill(scope, bill_id=bill.pk, posting_date=TODAY) for bill in (approved, paid)
    )
    draft = BillPaymentDraft(
        account.pk,
        f"pay {word}",
        paid.gross,
        TODAY,
        [BillShare(paid.pk, paid.gross)],
        method="CARD",  # to pay into a bank account needs a second person who checked it
    )
    line = PurchaseLine(side.house.product.pk, Decimal(10), Decimal(4), f"Green coffee {word}")
    ordered = PurchaseOrderDraft(
        account.pk, side.house.branch.pk, f"buy {word}", TODAY, [line], note=word
    )
    side.keep(
        **{"bill": received, "approved bill": approved, "bill payment": pay_bills(scope, draft=draft)},
        **{"purchase order": place_purchase_order(scope, order=ordered)},
    )
    credit = replace(_bill(account, word, "C1"), type="CREDIT")
    credited = receive_bill(scope, draft=credit)
    side.keep(
        **{"supplier credit": approve_bill(scope, bill_id=credited.pk, posting_date=TODAY)},
        **_arrived(side, replace(ordered, key=f"arrived {word}")),
    )
    place = {"company_id": account.company_id, "party_id": account.party_id}
    contact = ContactFacts(f"Contact {word}", email=f"contact.{word}@people.test")
    bank = BankAccountFacts(f"{word} Ltd", "DE89370400440532013000")
    side.keep(
        **{"supplier contact": set_contact(scope, **place, facts=contact)},
        **{"bank account": set_bank_account(scope, **place, facts=bank, today=TODAY)},
    )


def _arrived(side: Side, ordered: PurchaseOrderDraft) -> dict[str, object]:
    order = place_purchase_order(side.house.scope, order=ordered)
    arrival = Arrival(order.lines.get().pk, Decimal(5), side.house.place.pk)
    draft = ReceiptDraft(order.pk, ordered.key, TODAY, [arrival])
    return {"arrived order": order, "receipt": receive_goods(side.house.scope, receipt=draft)}


def _bill(account: SupplierAccount, word: str, number: str) -> BillDraft:
    line = BillLineDraft(f"Green coffee {word}", Decimal(1), Decimal(100))
    return BillDraft(account.pk, f"{number}-{word}", TODAY, TODAY, [line])


def hand_in_all(side: Side, customer: User, supplier: User) -> None:
    """Let the side's own people ask a question each, and for a change that waits for approval."""
    word = side.customer.party.email.partition("@")[0]
    payload = {"invoice": side.records["invoice"], "text": f"Where is it, asks {word}"}
    question = hand_in(side, customer, side.customer, "invoice_question", payload)
    waiting = hand_in(
        side, customer, side.customer, "party_sensitive_change", {"legal_name": f"{word} plc"}
    )
    word = side.supplier.party.email.partition("@")[0]
    payload = {"bill": side.records["bill"], "text": f"When is it paid, asks {word}"}
    asked = hand_in(side, supplier, side.supplier, "bill_question", payload)
    side.keep(**{"submission": question, "supplier submission": asked})
    side.keep(**{"inquiry": _made(question), "supplier inquiry": _made(asked)})
    request = ApprovalRequest.objects.get(company=side.house.company, subject=f"submission:{waiting.pk}")
    side.keep(approval=request)


def hand_in(side: Side, user: User, account: object, kind: str, payload: dict[str, object]):
    """Submit at the account's door and let the worker take it up."""
    door = "customer" if isinstance(account, CustomerAccount) else "supplier"
    new = NewSubmission(
        kind, f"{kind} {account.pk}", payload, account.company_id, account.party_id, account.branch_id
    )
    asked = submit(scope_of(user, door=door, on=TODAY), new=new)
    taken = take_up(submission_id=asked.pk, now=NOW)
    assert taken.status in {"ACCEPTED", "WAITING"}, taken.answer
    return taken


def _made(submission: object) -> object:
    return Inquiry.objects.get(pk=int(submission.result.rpartition(":")[2]))
